import type {Presence} from './audience.ts';
import type {Ledger, Wish} from './ledger.ts';
import type {ConversationEvent} from './transition.ts';
import type {Verb} from './verbs.ts';

/** Raised when versions of this package no longer understand each other's messages; then each tab leads its own conversation. */
export const tabProtocol = 1;

/** What tabs post to each other. */
export type TabMessage =
  /** From a tab that knows nothing yet, or missed something. */
  | {type: 'hello'}
  /** The whole ledger, from the leader. */
  | {type: 'ledger'; ledger: Ledger}
  /** An event. `by` is the wish it fulfils, if any. Only the tab it is `for` announces it to its visitor. */
  | {type: 'happened'; reign: number; seq: number; event: ConversationEvent; by?: Wish | undefined; for?: string | undefined}
  /** All of a tab's wishes nobody has heard of, in order: hearing the last implies hearing those before it. */
  | {type: 'wishes'; wishes: readonly Wanted[]}
  /** A wish has been carried out. */
  | {type: 'done'; by: Wish}
  | {type: 'presence'; presence: Presence}
  | {type: 'bye'};

/** A wish: its number and what is wanted. */
export interface Wanted {
  n: number;
  verb: Verb;
}

export type TabMail = TabMessage & {
  /** Version of this protocol. */
  parley: number;
  /** The tab that posts it. */
  from: string;
};

/** The handler for each kind of message. */
export type MailHearers = {[T in TabMessage['type']]: (from: string, message: TabMessage & {type: T}) => void};

/** Calls the handler for the message, if its type is known. */
export function hearMail<T extends TabMessage['type']>(mail: TabMail & {type: T}, hearers: MailHearers): void {
  const hear: MailHearers[T] | undefined = hearers[mail.type];
  hear?.(mail.from, mail);
}

/** Whether a value is a message between tabs, of any version. */
export function isMail(value: unknown): value is TabMail {
  const {parley, from, type}: Partial<Record<keyof TabMail, unknown>> = Object(value);
  return typeof parley === 'number' && typeof from === 'string' && typeof type === 'string';
}

/** An event that can be cloned: its error is replaced by a description. */
export function sendable(event: ConversationEvent): ConversationEvent {
  if (!('error' in event)) return event;
  const {error} = event;
  return {...event, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error)};
}
