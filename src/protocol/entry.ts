import type {Agent} from './events.ts';
import type {BotMessage, VisitorMessage} from './message.ts';

/**
 * How far a message of the visitor has come.
 * `queued`: waits for its turn. `sending`: on its way. `sent`: the bot answered, or the gateway has it. `failed`: it did not arrive.
 * `uncertain`: it may have arrived, only the visitor may decide to say it again.
 */
export type Delivery = 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain';

/** What the visitor made of a message's controls. */
export interface Answer {
  /** Path of the control that was chosen, such as `quick_replies[1]`; absent when the visitor answered in own words. */
  choice?: string;
}

/** What a part remembers between two drawings: the parts keep nothing themselves. */
export interface PartView {
  /** Answer to the quick replies. */
  replies?: Answer;
  /** Answer to the buttons of the template, or the time slots. */
  controls?: Answer;
  /** Index of the carousel's slide in view. */
  slide?: number;
  /** Day chosen in a time picker, `YYYY-MM-DD`. */
  day?: string;
  /** Place in the message of the time slot chosen but not yet sent, such as `timeslots[3]`. */
  slot?: string;
  /** An answered group that was collapsed is open again. */
  expanded?: boolean;
  /** The visitor asked for this message's pictures, where the page shows them only on demand. */
  pictures?: boolean;
}

interface Kept {
  id: string;
  /** When it was said, milliseconds since 1970. */
  at: number;
  /** Its place in the other side's log, where there is one: the `id` of the event it came with. */
  event?: string;
  /** The visitor went back behind it and took another way; it is kept, and shown folded. */
  folded?: boolean;
}

/** Something the visitor said. */
export interface VisitorEntry extends Kept {
  from: 'visitor';
  message: VisitorMessage;
  delivery: Delivery;
  /** Whether sending the same again can help; of a `failed` one. False of a `queued` one that the other side asked to wait. */
  retryable?: boolean;
  /** An earlier try may have arrived, so that it never counts as surely not sent. */
  doubtful?: boolean;
  /** It arrived, but whoever was to answer could not. */
  unanswered?: boolean;
  /** The other side has read it. */
  read?: boolean;
  /** When it is tried again by itself, milliseconds since 1970; of a `queued` one that did not get through. */
  retryAt?: number;
  /** Which of the conversation's `moments` it went out in, where answers may be changed. */
  moment?: number;
}

/** Something the bot, or a person for it, said. */
export interface BotEntry extends Kept {
  from: 'bot' | 'agent';
  message: BotMessage;
  who?: Agent;
  view?: PartView;
}

/** What a system entry tells. */
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

/** Why a conversation ended, where that is worth a word. */
export type EndReason = 'agent' | 'timeout' | 'error';

/** Something nobody said: a change in the conversation itself. */
export interface SystemEntry extends Kept {
  from: 'system';
  notice: Notice;
  /** Of whom it tells. */
  who?: Agent;
  /** Of an end. */
  reason?: EndReason;
}

/** One line of the conversation. */
export type Entry = VisitorEntry | BotEntry | SystemEntry;
