import type {Agent} from './events.ts';
import type {BotMessage, VisitorMessage} from './message.ts';

/**
 * How far a visitor's message has got.
 * `queued`: waiting for its turn. `sending`: on its way. `sent`: the bot answered, or the gateway accepted it. `failed`: it did not arrive.
 * `uncertain`: it may have arrived, and only the visitor may decide to send it again.
 */
export type Delivery = 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain';

/** How a group of a message's controls was answered. */
export interface Answer {
  /** Path of the control that was chosen, such as `quick_replies[1]`; absent when the visitor typed an answer. */
  choice?: string;
}

/** What a part remembers between two renderings; parts hold no state of their own. */
export interface PartView {
  /** Answer to the quick replies. */
  replies?: Answer;
  /** Answer to the buttons of the template, or the time slots. */
  controls?: Answer;
  /** Index of the carousel's slide in view. */
  slide?: number;
  /** Day chosen in a time picker, `YYYY-MM-DD`. */
  day?: string;
  /** Path of the time slot that is chosen but not yet sent, such as `timeslots[3]`. */
  slot?: string;
  /** Whether an answered group that was collapsed is open again. */
  expanded?: boolean;
  /** Whether the visitor asked for this message's pictures, where the page shows them only on demand. */
  pictures?: boolean;
}

interface BaseEntry {
  id: string;
  /** When it was said, milliseconds since 1970. */
  at: number;
  /** Its place in the gateway's log, if there is one: the `id` of the event it came with. */
  event?: string;
  /** Set aside, because the visitor went back and changed an earlier answer. It is kept, and shown folded. */
  folded?: boolean;
}

/** Something the visitor said. */
export interface VisitorEntry extends BaseEntry {
  from: 'visitor';
  message: VisitorMessage;
  delivery: Delivery;
  /** Of a `failed` message: whether trying again can help. False for a `queued` one that the other side asked to wait. */
  retryable?: boolean;
  /** Whether an earlier try may have arrived; then the message never becomes `failed`. */
  doubtful?: boolean;
  /** It arrived, but could not be answered. */
  unanswered?: boolean;
  /** The other side has read it. */
  read?: boolean;
  /** Of a `queued` message that did not get through: when it is retried, in milliseconds since 1970. */
  retryAt?: number;
  /** Key of the moment in the conversation's `moments` that it was sent with, if `rewind` is on. */
  moment?: number;
}

/** Something the bot, or a person in its place, said. */
export interface BotEntry extends BaseEntry {
  from: 'bot' | 'agent';
  message: BotMessage;
  who?: Agent;
  view?: PartView;
}

/** What a system entry reports. */
export type Notice =
  | 'started_again'
  | 'ended'
  | 'gone'
  | 'invalid_response'
  | 'too_much'
  | 'unkept'
  | 'unanswered'
  | 'transferring'
  | 'no_agents'
  | 'agent_joined'
  | 'agent_left'
  | 'position_asked'
  | 'position_follow_asked'
  | 'position_followed'
  | 'position_denied'
  | 'position_shared';

/** Why a conversation ended, if the visitor should be told. */
export type EndReason = 'agent' | 'timeout' | 'error';

/** A change in the conversation itself, which nobody said. */
export interface SystemEntry extends BaseEntry {
  from: 'system';
  notice: Notice;
  /** The person it is about. */
  who?: Agent;
  /** Why the conversation ended; only with the notice `ended`. */
  reason?: EndReason;
}

/** One line of the conversation. */
export type Entry = VisitorEntry | BotEntry | SystemEntry;
