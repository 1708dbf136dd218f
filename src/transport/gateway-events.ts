import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {readEvent} from '../protocol/read-event.ts';
import type {ListenOptions} from '../protocol/transport.ts';
import type {GatewayClient} from './gateway-client.ts';
import {codeOf, garbledError, toTransportError} from './gateway-errors.ts';
import {readStream} from './gateway-stream.ts';
import {sleep} from './sleep.ts';

export interface GatewayEventsOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Whether the page is hidden: then it polls less often. */
  hidden: () => boolean;
}

type Events = AsyncGenerator<TransportEvent, void, undefined>;
/** Returns whether streaming works at all. */
type StreamAttempt = AsyncGenerator<TransportEvent, boolean, undefined>;

/** Emitted when the conversation has ended and only that was not reported yet. */
const endEvent: TransportEvent = {type: 'end'};
/** Milliseconds in which a stream has to start; a proxy may hold it back for ever. */
const openTimeout = 5_000;
/** After `count` streams that broke or failed to start within `windowMs` milliseconds, streaming is given up for a while. */
const failureLimit = {count: 3, windowMs: 60_000};
/** Milliseconds until streaming is tried again. */
const streamingPause = 5 * 60_000;
/** Polling intervals in milliseconds: after new events, otherwise, and while the page is hidden. */
const pollIntervals = {active: 2_000, idle: 3_000, hidden: 10_000};
/** Milliseconds one poll may take. */
const pollTimeout = 20_000;
/** Milliseconds that a batch of events may keep a visible page busy. */
const maxTaskTime = 50;

/** The events of a conversation, as a stream; if a proxy does not let streams through, by polling. */
export class GatewayEvents {
  #blockedUntil = 0;
  #failures: number[] = [];

  constructor(
    private readonly client: GatewayClient,
    private readonly options: GatewayEventsOptions,
  ) {}

  async *listen(listening: ListenOptions): Events {
    const cursor = {after: listening.after ?? '0'};
    if (!this.#isBlocked) {
      if (yield* this.#stream(cursor, listening)) return;
      this.#blockedUntil = this.options.now() + streamingPause;
      this.#failures = [];
    }
    yield* this.#poll(cursor, listening);
  }

  /** Whether streaming is given up for now. A time further ahead than the pause means that the clock was set back. */
  get #isBlocked(): boolean {
    const remaining = this.#blockedUntil - this.options.now();
    return remaining > 0 && remaining <= streamingPause;
  }

  async *#stream(cursor: {after: string}, {signal, onAlive}: ListenOptions): StreamAttempt {
    const opening = new AbortController();
    const openTimer = setTimeout(() => opening.abort(), openTimeout);
    let hasBegun = false;
    try {
      const response = await this.#open(cursor.after, signal ? AbortSignal.any([signal, opening.signal]) : opening.signal);
      if (response.status === 204) {
        yield endEvent;
        return true;
      }
      if (!response.body || !isStream(response)) return await this.#checkRefusal(response);
      for await (const events of readStream(response.body)) {
        clearTimeout(openTimer);
        hasBegun = true;
        onAlive?.();
        yield* this.#deliver(events, cursor);
      }
      return this.#recordFailure();
    } catch (error) {
      if (signal?.aborted) return true;
      if (opening.signal.aborted || (hasBegun && !this.#recordFailure())) return false;
      if (hasBegun) return true;
      // Something in between, such as a filter or a proxy, blocks only streams.
      if (!this.#recordFailure() && (await this.#fetchEvents(cursor, signal).catch(() => undefined))) return false;
      throw error;
    } finally {
      clearTimeout(openTimer);
    }
  }

  #open(after: string, signal: AbortSignal): Promise<Response> {
    const headers = {accept: 'text/event-stream', 'last-event-id': after};
    return this.client.withSession((session) =>
      this.client.fetch(this.client.urlOf(session, 'events'), {method: 'GET', headers, signal}, session),
    );
  }

  /** An answer that is not the gateway's own comes from a proxy, which does not let streams through. */
  async #checkRefusal(response: Response): Promise<boolean> {
    const answer = await this.client.read('GET events', response);
    if (response.status >= 500 || codeOf(answer) !== undefined) throw toTransportError('GET events', answer, true);
    return false;
  }

  /** Notes a stream that broke or failed to start. @returns False if it was one too many. */
  #recordFailure(): boolean {
    const now = this.options.now();
    this.#failures = [...this.#failures.filter((at) => now - at < failureLimit.windowMs), now];
    return this.#failures.length < failureLimit.count;
  }

  async *#poll(cursor: {after: string}, {signal, onAlive}: ListenOptions): Events {
    const {hidden} = this.options;
    while (!signal?.aborted && this.#isBlocked) {
      const answer = await this.#fetchEvents(cursor, signal);
      onAlive?.();
      const {events, state}: {events?: unknown; state?: unknown} = Object(answer.body);
      const isOver = answer.status === 204 || (state === 'ended' && Array.isArray(events) && !events.length);
      if (isOver) yield endEvent;
      if (isOver) return;
      if (!Array.isArray(events)) throw garbledError('GET events');
      yield* this.#deliver(
        events.flatMap((event: unknown) => readEvent(event) ?? []),
        cursor,
      );
      await sleep(hidden() ? pollIntervals.hidden : events.length ? pollIntervals.active : pollIntervals.idle, signal);
    }
  }

  #fetchEvents({after}: {after: string}, signal: AbortSignal | undefined): ReturnType<GatewayClient['request']> {
    const deadline = AbortSignal.timeout(pollTimeout);
    const path = `events?after=${encodeURIComponent(after)}`;
    const headers = {accept: 'application/json'};
    return this.client
      .request({method: 'GET', path, headers, signal: signal ? AbortSignal.any([signal, deadline]) : deadline})
      .catch((error: unknown) => {
        throw deadline.aborted && !signal?.aborted ? new TransportError('timeout', 'GET events was not answered in time') : error;
      });
  }

  /** Yields to the page now and then, so that typing stays responsive. */
  async *#deliver(events: readonly TransportEvent[], cursor: {after: string}): Events {
    let sliceStart = performance.now();
    for (const event of events) {
      if (event.id !== undefined) cursor.after = event.id;
      yield event;
      if (this.options.hidden() || performance.now() - sliceStart < maxTaskTime) continue;
      await sleep(0, undefined);
      sliceStart = performance.now();
    }
  }
}

function isStream({status, headers}: Response): boolean {
  return status === 200 && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}
