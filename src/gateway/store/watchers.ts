import type {TransportEvent} from '../../protocol/events.ts';
import type {StoredEvent} from '../stored.ts';
import type {Watcher} from './store.ts';

export interface WatchersOptions {
  /** Number of the last event when watching started. */
  after: number;
  /** Reads stored events after a number, for those that did not arrive by themselves. */
  read: (after: number) => Promise<readonly StoredEvent[]>;
  /** Called with errors of watchers and of reading; the events of a failed read are delivered with the next ones. */
  onError: (error: unknown) => void;
}

/**
 * The watchers of one conversation in one process. They receive each stored event once and in order, however it arrives and whatever is
 * lost.
 */
export class Watchers {
  readonly #options: WatchersOptions;
  readonly #entries = new Set<{after: number; watcher: Watcher}>();
  #delivered: number;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: WatchersOptions) {
    this.#options = options;
    this.#delivered = options.after;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @param after Number of the last event the watcher already knows. */
  add(watcher: Watcher, after: number): () => void {
    const entry = {after, watcher};
    this.#entries.add(entry);
    return () => this.#entries.delete(entry);
  }

  publish(event: TransportEvent): void {
    this.#enqueue(() => this.#receive(event));
  }

  /** Reads whatever may have been missed. */
  catchUp(): void {
    this.#enqueue(() => this.#read());
  }

  /** Resolves when everything announced so far has reached the watchers. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  #enqueue(step: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(step).catch(this.#options.onError);
  }

  #receive(event: TransportEvent): void | Promise<void> {
    if (!isStored(event)) return this.#deliver(event);
    const missed = Number(event.id) - this.#delivered - 1;
    if (missed > 0) return this.#read();
    if (missed === 0) this.#deliverStored(event);
  }

  async #read(): Promise<void> {
    for (const event of await this.#options.read(this.#delivered)) this.#deliverStored(event);
  }

  #deliverStored(event: StoredEvent): void {
    this.#delivered = Number(event.id);
    this.#deliver(event, this.#delivered);
  }

  #deliver(event: TransportEvent, number = Infinity): void {
    for (const entry of this.#entries) {
      if (number <= entry.after) continue;
      try {
        entry.watcher(event);
      } catch (error) {
        this.#options.onError(error); // The others still receive it.
      }
    }
  }
}

function isStored(event: TransportEvent): event is StoredEvent {
  return event.id !== undefined;
}
