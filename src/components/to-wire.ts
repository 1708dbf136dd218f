import type {Button, UnknownMessage} from '../protocol/message.ts';
import {isList} from '../protocol/safe-copy.ts';

type Data = Readonly<Record<string, unknown>>;

/** A message or a part of one, with the properties unknown to this protocol kept in `extra` or `original`. */
export type ParsedPart = object & {extra?: Data} & Partial<Pick<UnknownMessage, 'original'>>;

/** The properties whose values have an `extra` of their own. */
const nestedKeys: ReadonlySet<string> = new Set([
  'template',
  'elements',
  'buttons',
  'default_action',
  'quick_replies',
  'attachments',
  'meta',
]);
const builtInButtons: ReadonlySet<string> = new Set(['postback', 'web_url']);

/** Restores the wire format for a page's own renderer: unknown properties are put back in their places. */
export function toWire({extra, original, ...known}: ParsedPart): Data {
  if (original) return original;
  const entries = Object.entries<unknown>(known).map(([name, value]) => [name, nestedKeys.has(name) ? valueToWire(value, name) : value]);
  return {...extra, ...Object.fromEntries(entries)};
}

function valueToWire(value: unknown, name: string): unknown {
  if (isList(value)) return value.map((item) => valueToWire(item, name));
  if (typeof value !== 'object' || !value) return value;
  // A custom-event button was kept whole: if it has an `extra`, that is its own.
  return name === 'buttons' && !builtInButtons.has((value as Button).type) ? value : toWire(value);
}
