import type {TransportEvent} from '../protocol/events.ts';
import type {ListenOptions} from '../protocol/transport.ts';
import {Mailbox} from './mailbox.ts';

/** Said to whoever listens at the moment, and to nobody later. */
const passing: ReadonlySet<TransportEvent['type']> = new Set(['iswriting', 'queue']);

/** Milliseconds between two signs of life. */
const heartbeat = 15_000;

/** The numbered events of one conversation, and who follows them. */
export class EventLog {
  readonly #events: TransportEvent[] = [];
  readonly #followers = new Set<Mailbox<TransportEvent>>();
  readonly #buffer: number;

  /** @param buffer How many events a follower may have missed and still get one by one. */
  constructor(buffer: number) {
    this.#buffer = buffer;
  }

  /** What is kept, first to last; the id of each is its place, from 1. */
  get events(): readonly TransportEvent[] {
    return this.#events;
  }

  add(event: TransportEvent): void {
    const isKept = !passing.has(event.type) && !(event.type === 'problem' && event.ref === undefined);
    const added = isKept ? {...event, id: String(this.#events.length + 1), ts: event.ts ?? new Date(Date.now()).toISOString()} : event;
    if (isKept) this.#events.push(added);
    for (const follower of this.#followers) {
      follower.put(added);
      if (event.type === 'end') follower.close();
    }
  }

  /** Every connection breaks. */
  disconnect(error: unknown): void {
    for (const follower of this.#followers) follower.break(error);
    this.#followers.clear();
  }

  /** What came behind `after`, then what comes; over when the conversation is, or the signal is aborted. */
  async *follow({after, signal, onAlive}: ListenOptions): AsyncGenerator<TransportEvent, void> {
    const mailbox = new Mailbox<TransportEvent>();
    const leave = () => mailbox.break();
    signal?.addEventListener('abort', leave, {once: true});
    for (const event of this.#missed(after)) mailbox.put(event);
    if (signal?.aborted) mailbox.break();
    if (this.#events.at(-1)?.type === 'end') mailbox.close();
    else this.#followers.add(mailbox);
    const beats = onAlive && setInterval(onAlive, heartbeat);
    try {
      yield* mailbox;
    } finally {
      clearInterval(beats);
      signal?.removeEventListener('abort', leave);
      this.#followers.delete(mailbox);
    }
  }

  #missed(after: string | undefined): readonly TransportEvent[] {
    const last = this.#events.length;
    const place = after === undefined ? 0 : Number(after);
    if (Number.isInteger(place) && place >= 0 && place <= last && last - place <= this.#buffer) return this.#events.slice(place);
    return [{type: 'reset', id: String(last), events: [...this.#events]}];
  }
}
