import type {Agent, TransportEvent} from '../protocol/events.ts';
import type {AckMessage, IsWritingMessage, ReadMessage, VisitorMessage} from '../protocol/message.ts';

/** Where a conversation stands. Only the gateway changes it. */
export type Stage = 'starting' | 'bot' | 'transferring' | 'queued' | 'agent' | 'ended';

export type Values = Readonly<Record<string, unknown>>;

/** What a visitor's browser tells in passing. */
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

/** What a gateway keeps of one conversation besides its events. Plain JSON. */
export interface StoredConversation {
  /** Also the `contactId` a bot knows it by: letters, digits, `_` and `-`. */
  id: string;
  widget: string;
  /** Name of the bot that has the word. */
  bot: string;
  stage: Stage;
  language?: string;
  /** What is known of the visitor; merged with what a bot or filter adds. */
  data: Values;
  /** The bot's memory, which never leaves for a browser. */
  context?: Values;
  caps?: Values;
  page?: Page;
  userAgent?: string;
  isVerifiedCustomer?: boolean;
  /** Keys of `data` that the site's own server signed: no page changes them. */
  vouched?: readonly string[];
  /** Who speaks, when it is a person or a bot told its name. */
  agent?: Agent;
  queue?: Queue;
  /** Tags or nickname the visitor is to be handed to, while that goes on. */
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

/** An event as it goes out to browsers; the store gives those that are kept their number and time. */
export type NewEvent = TransportEvent;

/** A kept event: `id` is its place in the conversation, from 1 without a hole. */
export type StoredEvent = TransportEvent & {id: string; ts: string};

/** Something to be asked of the bot, or told to the person who speaks: one at a time, in order. */
export interface NewTurn {
  /** The visitor's idempotency key, or a name of the gateway's own; unique in its conversation. */
  id: string;
  /** `start`, `continue`, `end`. */
  event: string;
  message?: VisitorMessage;
}

export interface Turn extends NewTurn {
  /** How often it was taken, this time included. */
  attempt: number;
  /** It was under way when its gateway died: nobody knows whether the bot heard it. */
  interrupted: boolean;
}

export type TurnOutcome = 'done' | 'failed';
