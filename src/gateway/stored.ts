import type {Agent, TransportEvent} from '../protocol/events.ts';
import type {AckMessage, IsWritingMessage, ReadMessage, VisitorMessage} from '../protocol/message.ts';

/** The stage of a conversation. Only the gateway changes it. */
export type Stage = 'starting' | 'bot' | 'transferring' | 'queued' | 'agent' | 'ended';

export type Values = Readonly<Record<string, unknown>>;

/** What a visitor's browser sends besides messages. */
export type Signal = IsWritingMessage | ReadMessage | AckMessage;

/** The page a conversation began on. */
export interface Page {
  url?: string;
  title?: string;
}

/** A visitor's place among those who wait for a person. */
export interface Queue {
  /** 1 is next. */
  position: number;
  estimateMs?: number;
}

/** What a gateway stores about one conversation besides its events. Plain JSON. */
export interface StoredConversation {
  /** Also the `contactId` a bot knows it by: letters, digits, `_` and `-`. */
  id: string;
  widget: string;
  /** Name of the current bot. */
  bot: string;
  stage: Stage;
  language?: string;
  /** What is known about the visitor, merged with what bots and filters add. */
  data: Values;
  /** The bot's memory, which is never sent to a browser. */
  context?: Values;
  caps?: Values;
  page?: Page;
  userAgent?: string;
  isVerifiedCustomer?: boolean;
  /** Keys of `data` that the site's own server signed; no page can change them. */
  vouched?: readonly string[];
  /** Who is speaking, if it is a person or a bot that told its name. */
  agent?: Agent;
  queue?: Queue;
  /** Where the visitor is being handed over to, during a transfer. */
  target?: TransferTarget;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** When the last event was added, milliseconds since 1970. */
  changedAt: number;
  /** Number of the last event. */
  lastEvent: number;
}

export interface TransferTarget {
  tags?: readonly string[];
  /** Nickname. */
  agent?: string;
  /** Name of another bot. */
  bot?: string;
}

/** An event for browsers; the store adds number and time to those that are stored. */
export type NewEvent = TransportEvent;

/** A stored event: `id` is its position in the conversation, from 1 without gaps. */
export type StoredEvent = TransportEvent & {id: string; ts: string};

/** Something to ask the bot, or to tell the person who is speaking: one at a time, in order. */
export interface NewTurn {
  /** The visitor's idempotency key, or a name of the gateway's own; unique in its conversation. */
  id: string;
  /** `start`, `continue`, `end`. */
  event: string;
  message?: VisitorMessage;
}

export interface Turn extends NewTurn {
  /** How often it has been leased, including this time. */
  attempt: number;
  /** Whether it was running when its gateway died, so that nobody knows if the bot received it. */
  interrupted: boolean;
}

export type TurnOutcome = 'done' | 'failed';
