import type {BotMessage} from '../../protocol/message.ts';
import {templateOnWire} from '../template/on-wire.ts';

/** A message as it came on the wire, for a page's own renderer: with the properties this protocol does not know back in their places. */
export function messageOnWire(message: BotMessage): Readonly<Record<string, unknown>> {
  if (message.type === 'unknown') return message.original;
  const {extra, ...known} = message;
  return {...extra, ...known, ...(known.type === 'text' && known.template && {template: templateOnWire(known.template)})};
}
