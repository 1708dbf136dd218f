import type {TransportEvent} from '../../protocol/events.ts';
import type {NewEvent, NewTurn, Stage, StoredConversation, StoredEvent, Turn, TurnOutcome, Values} from '../stored.ts';

/** One step of a conversation: all of it happens, or nothing. */
export interface Change {
  /** Added in this order, numbered and timed by the store. */
  events?: readonly NewEvent[];
  /** Properties that get another value; `undefined` takes one away. */
  set?: {[K in 'stage' | 'bot' | 'language' | 'context' | 'agent' | 'queue' | 'target']?: StoredConversation[K] | undefined};
  /** Merged into what is known of the visitor, key by key; not deeper. */
  data?: Values;
  /** Only where all that is known of the visitor has no more bytes then, as JSON. */
  mostData?: number;
  /** Put behind the turns that wait. */
  turns?: readonly NewTurn[];
  /** Only in one of these stages; in every one but `ended` by default. */
  from?: readonly Stage[];
  /** At most once under this name, per conversation. */
  once?: string;
}

/** What became of a message: `accepted` anew, `again` known already, `retried` known and failed before, as its sender knows, so that it is asked once more. */
export type Acceptance =
  {outcome: 'accepted' | 'again' | 'retried'; event: StoredEvent} | {outcome: 'reused' | 'ended' | 'missing'; event?: undefined};

export interface Said {
  /** The visitor's idempotency key. */
  key: string;
  /** Of the message as it was sent, so that another one under the same key is noticed. */
  hash: string;
  /** Number of the last event its sender knows of; every one by default. A failure behind it is news: then the turn stays failed. */
  after?: number | undefined;
  /** The visitor's message as all browsers of the conversation see it. */
  event: NewEvent;
  turn: NewTurn;
}

/** Told of each event of a conversation as it is kept, in order, and of passing ones such as `iswriting`, which have no `id`. */
export type Watcher = (event: TransportEvent) => void;

/**
 * Where conversations are kept. Every method is one atomic step, safe against other gateways of the same store and against a crash
 * at any moment; what it resolved with is kept. Rejects only when the store itself fails.
 */
export interface Store {
  /**
   * Keeps a new conversation with its first events and turns.
   * @param key The one who creates names the request: the same key of the same widget gives the same conversation.
   */
  create(
    conversation: StoredConversation,
    first: Pick<Change, 'events' | 'turns'>,
    key?: string,
  ): Promise<{conversation: StoredConversation; again: boolean}>;

  read(id: string): Promise<StoredConversation | undefined>;

  /** Takes a message of the visitor in: the event and the turn together, once for each key. A turn of the same key that is known to have failed waits again, at the end. */
  accept(id: string, said: Said): Promise<Acceptance>;

  /** Undefined when the conversation is missing, not in the right stage, would know too much, or the change was applied before. */
  apply(id: string, change: Change): Promise<readonly StoredEvent[] | undefined>;

  /**
   * Gives the next turn to `owner` for `lease` milliseconds, unless one is under way; a turn whose lease ran out is given again,
   * as `interrupted`.
   */
  take(id: string, owner: string, lease: number): Promise<Turn | undefined>;

  /** Prolongs a lease; false when it was lost. */
  renew(id: string, turn: string, owner: string, lease: number): Promise<boolean>;

  /**
   * Ends a turn together with what it changed; undefined, and nothing happens, when its lease was lost to another owner.
   * Where the stage forbids the change (`from`), the turn is ended all the same and the change is left out.
   */
  finish(id: string, turn: string, owner: string, outcome: TurnOutcome, change: Change): Promise<readonly StoredEvent[] | undefined>;

  /** Kept events behind `after`, at most `limit`. */
  events(id: string, after: number, limit?: number): Promise<readonly StoredEvent[]>;

  /** The last kept events up to a place, at most `limit`, first to last. */
  lastEvents(id: string, upTo: number, limit: number): Promise<readonly StoredEvent[]>;

  /** Ids of conversations with a turn that nobody has, or whose lease ran out. */
  due(limit: number): Promise<readonly string[]>;

  /** Tells all who watch, in every gateway, of something that is not kept. */
  signal(id: string, event: TransportEvent): Promise<void>;

  /** Resolves when watching has begun: every event kept after that is told. Returns how to stop. */
  watch(id: string, watcher: Watcher): Promise<() => void>;

  /** Takes one from a budget that is shared by all gateways; the milliseconds until there is one again when it is used up, else 0. */
  spend(budget: string, perMinute: number): Promise<number>;

  /**
   * Adds an amount to what was used up of a budget within so many milliseconds of its first use; an amount below nothing gives back.
   * Nothing is added where it would be more than `most`: then the milliseconds until all of it is there again, else 0.
   */
  charge(budget: string, amount: number, limit: {most: number; within: number}): Promise<number>;

  /** Deletes a conversation and all that belongs to it. */
  remove(id: string): Promise<void>;

  /** Deletes conversations without an event since `before`, milliseconds since 1970. Returns their ids. */
  sweep(before: number): Promise<readonly string[]>;

  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>;

  close(): Promise<void>;
}
