import type {Agent} from '../protocol/events.ts';
import type {Entry} from '../protocol/entry.ts';

/** `idle`: not started. `connecting`: the start is in progress. `ended`: the bot, a person or the visitor ended it. */
export type Phase = 'idle' | 'connecting' | 'open' | 'ended';

/** The turn whose answer is awaited. */
export interface Waiting {
  /** Id of the visitor's entry; absent while the conversation starts. */
  id?: string;
  /** When the waiting began, milliseconds since 1970. */
  since: number;
}

/** The context and data that a turn was sent with, stored so that an earlier answer can be changed. */
export interface Moment {
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A visitor's place among those who wait for a person. */
export interface Queue {
  /** From 1, which is next. */
  readonly position: number;
  /** Estimated wait in milliseconds. */
  readonly estimateMs?: number | undefined;
}

/** Everything known about one conversation. Immutable: every change is a new object, so compare with `===`. */
export interface ConversationState {
  readonly phase: Phase;
  readonly entries: readonly Entry[];
  /** Whether the last start failed; `open()` or the visitor's next message tries again. */
  readonly startFailed?: boolean | undefined;
  /** Set while an answer is awaited. */
  readonly waiting?: Waiting | undefined;
  /** When the other side was last typing, in milliseconds since 1970; cleared by its next message. */
  readonly writing?: number | undefined;
  /** Who is speaking, once the bot or a gateway has said so. */
  readonly agent?: Agent | undefined;
  /** Set while the visitor waits for a person. */
  readonly queue?: Queue | undefined;
  /** Number of entries that arrived while nobody was looking. */
  readonly unread: number;
  /** Whether the bot wants files (`showUploadIcon`). */
  readonly uploads?: boolean | undefined;
  readonly language?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  /** The bot's memory, opaque. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** Id of the last late event processed; listening resumes after it. */
  readonly after?: string | undefined;
  /** What the visitor has typed but not sent. */
  readonly draft?: string | undefined;
  /** Id of the last entry the visitor has read. */
  readonly readUpTo?: string | undefined;
  /** Whether the conversation is open on the visitor's screen. */
  readonly opened?: boolean | undefined;
  /** False while there is no network; messages wait until it is back. */
  readonly online?: boolean | undefined;
  /** True if the conversation cannot be stored as requested, so that it is lost when the page is closed. */
  readonly unkept?: boolean | undefined;
  /** When a failed start is retried, in milliseconds since 1970. */
  readonly startAt?: number | undefined;
  /** The moments of the visitor's turns by number, without duplicates; entries refer to them. Only if `rewind` is on. */
  readonly moments?: Readonly<Record<number, Moment>> | undefined;
}

export const initialState: ConversationState = {phase: 'idle', entries: [], unread: 0, data: {}};
