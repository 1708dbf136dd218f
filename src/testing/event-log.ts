import type {TransportEvent} from '../protocol/events.ts';
import type {ListenOptions} from '../protocol/transport.ts';
import {AsyncQueue} from './async-queue.ts';

/** Said to whoever listens at the moment, and to nobody later. */
const transientTypes: ReadonlySet<TransportEvent['type']> = new Set(['iswriting', 'queue']);

/** Milliseconds between two signs of life. */
const heartbeatInterval = 15_000;

/** The numbered events of one conversation, and who follows them. */
export class EventLog {
  readonly #events: TransportEvent[] = [];
  readonly #subscribers = new Set<AsyncQueue<TransportEvent>>();
  readonly #buffer: number;

  /** @param buffer How many events a subscriber may have missed and still get one by one. */
  constructor(buffer: number) {
    this.#buffer = buffer;
  }

  /** What is kept, first to last; the id of each is its place, from 1. */
  get events(): readonly TransportEvent[] {
    return this.#events;
  }

  append(event: TransportEvent): void {
    const isKept = !transientTypes.has(event.type) && !(event.type === 'problem' && event.ref === undefined);
    const added = isKept ? {...event, id: String(this.#events.length + 1), ts: event.ts ?? new Date(Date.now()).toISOString()} : event;
    if (isKept) this.#events.push(added);
    for (const subscriber of this.#subscribers) {
      subscriber.push(added);
      if (event.type === 'end') subscriber.close();
    }
  }

  /** Every connection breaks. */
  disconnect(error: unknown): void {
    for (const subscriber of this.#subscribers) subscriber.abort(error);
    this.#subscribers.clear();
  }

  /** What came behind `after`, then what comes; over when the conversation is, or the signal is aborted. */
  async *subscribe({after, signal, onAlive}: ListenOptions): AsyncGenerator<TransportEvent, void> {
    const queue = new AsyncQueue<TransportEvent>();
    const unsubscribe = () => queue.abort();
    signal?.addEventListener('abort', unsubscribe, {once: true});
    for (const event of this.#eventsSince(after)) queue.push(event);
    if (signal?.aborted) queue.abort();
    if (this.#events.at(-1)?.type === 'end') queue.close();
    else this.#subscribers.add(queue);
    const heartbeat = onAlive && setInterval(onAlive, heartbeatInterval);
    try {
      yield* queue;
    } finally {
      clearInterval(heartbeat);
      signal?.removeEventListener('abort', unsubscribe);
      this.#subscribers.delete(queue);
    }
  }

  #eventsSince(after: string | undefined): readonly TransportEvent[] {
    const last = this.#events.length;
    const position = after === undefined ? 0 : Number(after);
    if (Number.isInteger(position) && position >= 0 && position <= last && last - position <= this.#buffer)
      return this.#events.slice(position);
    return [{type: 'reset', id: String(last), events: [...this.#events]}];
  }
}
