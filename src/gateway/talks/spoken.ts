import type {Speaker, TransportEvent} from '../../protocol/events.ts';
import type {BotMessage, MessageType} from '../../protocol/message.ts';
import type {NewEvent} from '../stored.ts';
import {cleaned, type Hidden} from './cleaned.ts';

/** Milliseconds that typing dots stay without another signal. */
export const writingLife = 10_000;

/** What somebody said, as events. */
export interface Spoken {
  /** To be stored. */
  events: NewEvent[];
  /** To be sent to whoever is connected. */
  passing: TransportEvent[];
}

type Kind = 'said' | 'passing' | 'receipt' | 'nothing';

/** What becomes of each message type on its way to a browser. */
const kinds: Readonly<Record<MessageType, Kind>> = {
  text: 'said',
  postback: 'said',
  attachment: 'said',
  'multi-attachment': 'said',
  action: 'said',
  location: 'said',
  link: 'said',
  timepicker: 'said',
  unknown: 'said',
  iswriting: 'passing',
  ack: 'receipt',
  read: 'receipt',
  mediachange: 'nothing',
};

/** The messages of an answer, in order. A speaker who signals typing and then says nothing is still typing. */
export async function spoken(messages: readonly BotMessage[], from: Speaker, hidden: Hidden): Promise<Spoken> {
  const events: NewEvent[] = [];
  for (const message of messages) {
    if (kinds[message.type] === 'said') events.push({type: 'message', message: await cleaned(message, hidden), from});
    else if (message.type === 'ack' || message.type === 'read') events.push({type: message.type, ref: message.ref});
  }
  const writes = messages.at(-1)?.type === 'iswriting';
  return {events, passing: writes ? [{type: 'iswriting', on: true, ttl: writingLife, from}] : []};
}
