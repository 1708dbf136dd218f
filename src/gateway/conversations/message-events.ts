import type {Speaker, TransportEvent} from '../../protocol/events.ts';
import type {BotMessage, MessageType} from '../../protocol/message.ts';
import type {NewEvent} from '../stored.ts';
import {redactMessage, type GatewaySecrets} from './redact-message.ts';

/** Milliseconds that typing dots stay without another signal. */
export const writingTtl = 10_000;

/** What somebody said, as events. */
export interface MessageEvents {
  /** To be stored. */
  events: NewEvent[];
  /** To be sent to whoever is connected. */
  ephemeral: TransportEvent[];
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
export async function messageEventsOf(messages: readonly BotMessage[], from: Speaker, secrets: GatewaySecrets): Promise<MessageEvents> {
  const events: NewEvent[] = [];
  for (const message of messages) {
    if (kinds[message.type] === 'said') events.push({type: 'message', message: await redactMessage(message, secrets), from});
    else if (message.type === 'ack' || message.type === 'read') events.push({type: message.type, ref: message.ref});
  }
  const isWriting = messages.at(-1)?.type === 'iswriting';
  return {events, ephemeral: isWriting ? [{type: 'iswriting', on: true, ttl: writingTtl, from}] : []};
}
