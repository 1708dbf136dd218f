import type {Agent} from './events.ts';
import type {BotMessage, VisitorMessage} from './message.ts';

/**
 * How far a message of the visitor has come.
 * `queued`: waits for its turn. `sending`: on its way. `sent`: the bot answered. `failed`: it did not arrive.
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
  /** Id of the time slot chosen but not yet sent. */
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
}

/** Something the visitor said. */
export interface VisitorEntry extends Kept {
  from: 'visitor';
  message: VisitorMessage;
  delivery: Delivery;
  /** Whether sending the same again can help; of a `failed` one. */
  retryable?: boolean;
}

/** Something the bot, or a person for it, said. */
export interface BotEntry extends Kept {
  from: 'bot' | 'agent';
  message: BotMessage;
  who?: Agent;
  view?: PartView;
}

/** What a system entry tells. */
export type Notice = 'started_again' | 'ended' | 'invalid_response' | 'too_much' | 'position_asked' | 'position_denied' | 'position_shared';

/** Something nobody said: a change in the conversation itself. */
export interface SystemEntry extends Kept {
  from: 'system';
  notice: Notice;
}

/** One line of the conversation. */
export type Entry = VisitorEntry | BotEntry | SystemEntry;
