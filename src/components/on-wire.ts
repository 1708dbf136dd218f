import type {UnknownMessage} from '../protocol/message.ts';
import {isList} from '../protocol/safe-copy.ts';

type Data = Readonly<Record<string, unknown>>;

/** A message or a part of one, with the properties unknown to this protocol kept in `extra` or `original`. */
export type Kept = object & {extra?: Data} & Partial<Pick<UnknownMessage, 'original'>>;

/** The properties whose values have an `extra` of their own. */
const parts: ReadonlySet<string> = new Set(['template', 'elements', 'default_action', 'quick_replies', 'attachments', 'meta']);

/** Restores the wire format for a page's own renderer: unknown properties are put back in their places. */
export function onWire({extra, original, ...known}: Kept): Data {
  if (original) return original;
  const whole = Object.entries<unknown>(known).map(([name, value]) => [name, parts.has(name) ? partOnWire(value) : value]);
  return {...extra, ...Object.fromEntries(whole)};
}

function partOnWire(part: unknown): unknown {
  if (isList(part)) return part.map(partOnWire);
  return typeof part === 'object' && part ? onWire(part) : part;
}
