import type {TransportEvent} from '../../protocol/events.ts';
import type {StoredEvent} from '../stored.ts';
import type {Watcher} from './store.ts';

export interface AudienceOptions {
  /** Number of the last event when watching started. */
  after: number;
  /** Reads stored events after a number, for those that did not arrive by themselves. */
  read: (after: number) => Promise<readonly StoredEvent[]>;
  /** Called with errors of watchers and of reading; the events of a failed read are delivered with the next ones. */
  onError: (error: unknown) => void;
}

/**
 * Those who watch one conversation in one process. They receive each stored event once and in order, however it arrives and whatever is
 * lost.
 */
export class Audience {
  readonly #options: AudienceOptions;
  readonly #seats = new Set<{after: number; watcher: Watcher}>();
  #told: number;
  #work: Promise<void> = Promise.resolve();

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#told = options.after;
  }

  get size(): number {
    return this.#seats.size;
  }

  /** @param after Number of the last event the watcher already knows. */
  add(watcher: Watcher, after: number): () => void {
    const seat = {after, watcher};
    this.#seats.add(seat);
    return () => this.#seats.delete(seat);
  }

  tell(event: TransportEvent): void {
    this.#then(() => this.#take(event));
  }

  /** Reads whatever may have been missed. */
  catchUp(): void {
    this.#then(() => this.#read());
  }

  /** Resolves when everything announced so far has reached the watchers. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #then(step: () => void | Promise<void>): void {
    this.#work = this.#work.then(step).catch(this.#options.onError);
  }

  #take(event: TransportEvent): void | Promise<void> {
    if (!isKept(event)) return this.#pass(event);
    const missed = Number(event.id) - this.#told - 1;
    if (missed > 0) return this.#read();
    if (missed === 0) this.#keep(event);
  }

  async #read(): Promise<void> {
    for (const event of await this.#options.read(this.#told)) this.#keep(event);
  }

  #keep(event: StoredEvent): void {
    this.#told = Number(event.id);
    this.#pass(event, this.#told);
  }

  #pass(event: TransportEvent, number = Infinity): void {
    for (const seat of this.#seats) {
      if (number <= seat.after) continue;
      try {
        seat.watcher(event);
      } catch (error) {
        this.#options.onError(error); // The others still receive it.
      }
    }
  }
}

function isKept(event: TransportEvent): event is StoredEvent {
  return event.id !== undefined;
}
