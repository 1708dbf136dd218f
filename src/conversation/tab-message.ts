import type {Presence} from './audience.ts';
import type {Ledger} from './ledger.ts';
import type {ConversationEvent} from './transition.ts';
import type {Verb} from './verbs.ts';

/** Raised when a version of this package could not make sense of what another one posts: then each speaks for itself. */
export const tabProtocol = 1;

/** What tabs tell each other. */
export type TabMessage =
  /** A tab that knows nothing yet, or missed something. */
  | {type: 'hello'}
  /** All there is, from the one that speaks; for a single tab, or for all. */
  | {type: 'ledger'; to?: string | undefined; ledger: Ledger}
  /** What has happened; `by` a wish of a tab, which is dealt with by it. Told to the visitor only in the tab it is `for`. */
  | {type: 'happened'; reign: number; seq: number; event: ConversationEvent; by?: Wish | undefined; for?: string | undefined}
  /** All that a tab wants done and nobody has heard of, in its order: who hears the last hears those before it. */
  | {type: 'wishes'; wishes: readonly Wanted[]}
  /** A wish was dealt with, and nothing happened by it. */
  | {type: 'heard'; reign: number; by: Wish}
  /** What a wish had begun is over. */
  | {type: 'done'; by: Wish}
  | {type: 'presence'; presence: Presence}
  | {type: 'bye'};

/** The n-th thing a tab wants. */
export interface Wish {
  tab: string;
  n: number;
}

/** Which, and what it is. */
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

/** What a tab does with each kind of message. */
export type MailHearers = {[T in TabMessage['type']]: (from: string, message: TabMessage & {type: T}) => void};

/** What comes may be anything that this version posts. */
export function hearMail<T extends TabMessage['type']>(mail: TabMail & {type: T}, hearers: MailHearers): void {
  const hear: MailHearers[T] | undefined = hearers[mail.type];
  hear?.(mail.from, mail);
}

/** Whether it is mail at all, of any version. */
export function isMail(value: unknown): value is TabMail {
  const {parley, from, type}: Partial<Record<keyof TabMail, unknown>> = Object(value);
  return typeof parley === 'number' && typeof from === 'string' && typeof type === 'string';
}

/** The reign that a message is of; no number where it says none. */
export function reignIn(mail: TabMail): number {
  return Number(Object('ledger' in mail ? mail.ledger : mail).reign);
}

/** An event as another tab can get it: what went wrong is told in plain words. */
export function sendable(event: ConversationEvent): ConversationEvent {
  if (!('error' in event)) return event;
  const {error} = event;
  return {...event, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error)};
}
