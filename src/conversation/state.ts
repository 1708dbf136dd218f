import type {Agent} from '../protocol/events.ts';
import type {Entry} from '../protocol/entry.ts';

/** `idle`: nothing was asked yet. `connecting`: the start is under way. `ended`: the bot or the visitor closed it. */
export type Phase = 'idle' | 'connecting' | 'open' | 'ended';

/** The turn the bot is thinking about. */
export interface Waiting {
  /** Id of the entry that waits for its answer; absent while the conversation starts. */
  id?: string;
  /** When the waiting began, milliseconds since 1970. */
  since: number;
}

/** What a turn of the visitor went out with, kept so that an earlier answer can be changed. */
export interface Moment {
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A visitor's place among those who wait for a person. */
export interface Queue {
  /** 1 is next. */
  readonly position: number;
  /** How long it may take, milliseconds. */
  readonly estimateMs?: number | undefined;
}

/** All that is known of one conversation. Never changed in place: a change is a new object, so "did it change" is `===`. */
export interface ConversationState {
  readonly phase: Phase;
  readonly entries: readonly Entry[];
  /** The last start found no bot; `open()`, or the visitor's next message, tries again. */
  readonly startFailed?: boolean | undefined;
  /** Set while a request is under way. */
  readonly waiting?: Waiting | undefined;
  /** When the bot last said that it is writing, milliseconds since 1970; cleared by its next message. */
  readonly writing?: number | undefined;
  /** Who speaks, once the bot or a gateway said so. */
  readonly agent?: Agent | undefined;
  /** Set while the visitor waits for a person. */
  readonly queue?: Queue | undefined;
  /** Entries of the other side that came while nobody looked. */
  readonly unread: number;
  /** Whether the bot wants files (`showUploadIcon`). */
  readonly uploads?: boolean | undefined;
  readonly language?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  /** The bot's own memory, opaque. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** Id of the last late event taken in; listening resumes behind it. */
  readonly after?: string | undefined;
  /** What the visitor has written and not yet said. */
  readonly draft?: string | undefined;
  /** Id of the last entry the visitor has read. */
  readonly readUpTo?: string | undefined;
  /** Whether the visitor has the conversation open before them. */
  readonly opened?: boolean | undefined;
  /** False while there is no network; what is said then waits. */
  readonly online?: boolean | undefined;
  /** What is said will be forgotten with this page, against what was asked for: there is no store, or it is full. */
  readonly unkept?: boolean | undefined;
  /** When a start that failed is tried again by itself, milliseconds since 1970. */
  readonly startAt?: number | undefined;
  /** What the visitor's turns went out with, each kept once; entries name theirs by its number. Only where answers may be changed. */
  readonly moments?: Readonly<Record<number, Moment>> | undefined;
}

export const initialState: ConversationState = {phase: 'idle', entries: [], unread: 0, data: {}};
