import type {TransportEvent} from '../../protocol/events.ts';
import type {NewEvent, NewTurn, Stage, StoredConversation, StoredEvent, Turn, TurnOutcome, Values} from '../stored.ts';

/** One atomic step of a conversation. */
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

/** What happened to a message: `accepted` as new, `again` if it was known already, `retried` if its sender knows that it failed before, so that it is tried once more. */
export type Acceptance =
  {outcome: 'accepted' | 'again' | 'retried'; event: StoredEvent} | {outcome: 'reused' | 'ended' | 'missing'; event?: undefined};

export interface Said {
  /** The visitor's idempotency key. */
  key: string;
  /** Hash of the message as sent, to detect a different one under the same key. */
  hash: string;
  /** Number of the last event its sender knows of; every one by default. A failure behind it is news: then the turn stays failed. */
  after?: number | undefined;
  /** The visitor's message as all browsers of the conversation see it. */
  event: NewEvent;
  turn: NewTurn;
}

/** Called with each event of a conversation when it is stored, in order, and with ephemeral ones such as `iswriting`, which have no `id`. */
export type Watcher = (event: TransportEvent) => void;

/**
 * Where conversations are stored. Every method is one atomic step, safe against other gateways on the same store and against a crash
 * at any moment. Once it has resolved, the change is durable. Methods reject only if the store itself fails.
 */
export interface Store {
  /**
   * Stores a new conversation with its first events and turns.
   * @param key Idempotency key of the request: the same key of the same widget returns the same conversation.
   */
  create(
    conversation: StoredConversation,
    first: Pick<Change, 'events' | 'turns'>,
    key?: string,
  ): Promise<{conversation: StoredConversation; again: boolean}>;

  read(id: string): Promise<StoredConversation | undefined>;

  /** Accepts a visitor's message: the event and the turn together, once per key. A turn with the same key that its sender knows to have failed is queued again, at the end. */
  accept(id: string, said: Said): Promise<Acceptance>;

  /** Applies a change. Undefined if the conversation is missing, in another stage, would exceed its data limit, or the change was applied before. */
  apply(id: string, change: Change): Promise<readonly StoredEvent[] | undefined>;

  /**
   * Leases the next turn to `owner` for `lease` milliseconds, unless one is running. A turn whose lease expired is leased again,
   * as `interrupted`.
   */
  take(id: string, owner: string, lease: number): Promise<Turn | undefined>;

  /** Renews a lease; false if it was lost. */
  renew(id: string, turn: string, owner: string, lease: number): Promise<boolean>;

  /**
   * Ends a turn and applies its change. Undefined, without effect, if its lease was lost to another owner.
   * If the stage forbids the change (`from`), the turn is ended anyway and the change is dropped.
   */
  finish(id: string, turn: string, owner: string, outcome: TurnOutcome, change: Change): Promise<readonly StoredEvent[] | undefined>;

  /** Stored events after `after`, at most `limit`. */
  events(id: string, after: number, limit?: number): Promise<readonly StoredEvent[]>;

  /** The last stored events up to a position, at most `limit`, in order. */
  lastEvents(id: string, upTo: number, limit: number): Promise<readonly StoredEvent[]>;

  /** Ids of conversations with a turn that nobody owns, or whose lease expired. */
  due(limit: number): Promise<readonly string[]>;

  /** Sends an event that is not stored to all watchers in every gateway. */
  signal(id: string, event: TransportEvent): Promise<void>;

  /** Watches a conversation. Once it has resolved, every stored event is passed on. Resolves with a function that stops it. */
  watch(id: string, watcher: Watcher): Promise<() => void>;

  /** Takes one unit from a budget shared by all gateways. Resolves with 0, or if it is used up, with the milliseconds until there is one again. */
  spend(budget: string, perMinute: number): Promise<number>;

  /**
   * Adds an amount to what was used up of a budget within so many milliseconds of its first use; an amount below nothing gives back.
   * Nothing is added where it would be more than `most`: then the milliseconds until all of it is there again, else 0.
   */
  charge(budget: string, amount: number, limit: {most: number; within: number}): Promise<number>;

  /** Deletes a conversation and everything that belongs to it. */
  remove(id: string): Promise<void>;

  /** Deletes conversations without an event since `before`, milliseconds since 1970. Returns their ids. */
  sweep(before: number): Promise<readonly string[]>;

  /** Writes something meaningless. Rejects if the store cannot be reached or cannot write. */
  ping(): Promise<void>;

  close(): Promise<void>;
}
