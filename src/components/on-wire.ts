import type {Button, UnknownMessage} from '../protocol/message.ts';
import {isList} from '../protocol/safe-copy.ts';

type Data = Readonly<Record<string, unknown>>;

/** A message or a part of one, with the properties unknown to this protocol kept in `extra` or `original`. */
export type Kept = object & {extra?: Data} & Partial<Pick<UnknownMessage, 'original'>>;

/** The properties whose values have an `extra` of their own. */
const parts: ReadonlySet<string> = new Set(['template', 'elements', 'buttons', 'default_action', 'quick_replies', 'attachments', 'meta']);
const ourButtons: ReadonlySet<string> = new Set(['postback', 'web_url']);

/** Restores the wire format for a page's own renderer: unknown properties are put back in their places. */
export function onWire({extra, original, ...known}: Kept): Data {
  if (original) return original;
  const whole = Object.entries<unknown>(known).map(([name, value]) => [name, parts.has(name) ? partOnWire(value, name) : value]);
  return {...extra, ...Object.fromEntries(whole)};
}

function partOnWire(part: unknown, name: string): unknown {
  if (isList(part)) return part.map((one) => partOnWire(one, name));
  if (typeof part !== 'object' || !part) return part;
  // A custom-event button was kept whole: if it has an `extra`, that is its own.
  return name === 'buttons' && !ourButtons.has((part as Button).type) ? part : onWire(part);
}
