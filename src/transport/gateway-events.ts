import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {readEvent} from '../protocol/read-event.ts';
import type {ListenOptions} from '../protocol/transport.ts';
import type {GatewayCalls} from './gateway-calls.ts';
import {codeOf, garbled, refusal} from './gateway-problem.ts';
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
type Streamed = AsyncGenerator<TransportEvent, boolean, undefined>;

/** Emitted when the conversation has ended and only that was not reported yet. */
const over: TransportEvent = {type: 'end'};
/** Milliseconds in which a stream has to start; a proxy may hold it back for ever. */
const firstByte = 5_000;
/** After `many` streams that broke or failed to start `within` so many milliseconds, streaming is given up for a while. */
const cuts = {many: 3, within: 60_000};
/** Milliseconds until streaming is tried again. */
const pause = 5 * 60_000;
/** Polling intervals in milliseconds: after news, otherwise, and while the page is hidden. */
const intervals = {news: 2_000, seen: 3_000, hidden: 10_000};
/** Milliseconds one poll may take. */
const patience = 20_000;
/** Milliseconds that a batch of events may keep a visible page busy. */
const longestTask = 50;

/** The events of a conversation, as a stream; if a proxy does not let streams through, by polling. */
export class GatewayEvents {
  #blockedUntil = 0;
  #cuts: number[] = [];

  constructor(
    private readonly calls: GatewayCalls,
    private readonly options: GatewayEventsOptions,
  ) {}

  async *listen(listening: ListenOptions): Events {
    const cursor = {after: listening.after ?? '0'};
    if (!this.#isBlocked) {
      if (yield* this.#stream(cursor, listening)) return;
      this.#blockedUntil = this.options.now() + pause;
      this.#cuts = [];
    }
    yield* this.#poll(cursor, listening);
  }

  /** Whether streaming is given up for now. A time further ahead than the pause means that the clock was set back. */
  get #isBlocked(): boolean {
    const rest = this.#blockedUntil - this.options.now();
    return rest > 0 && rest <= pause;
  }

  async *#stream(cursor: {after: string}, {signal, onAlive}: ListenOptions): Streamed {
    const opening = new AbortController();
    const late = setTimeout(() => opening.abort(), firstByte);
    let begun = false;
    try {
      const response = await this.#open(cursor.after, signal ? AbortSignal.any([signal, opening.signal]) : opening.signal);
      if (response.status === 204) {
        yield over;
        return true;
      }
      if (!response.body || !isStream(response)) return await this.#isRefused(response);
      for await (const events of readStream(response.body)) {
        clearTimeout(late);
        begun = true;
        onAlive?.();
        yield* this.#followed(events, cursor);
      }
      return this.#isEnough();
    } catch (error) {
      if (signal?.aborted) return true;
      if (opening.signal.aborted || (begun && !this.#isEnough())) return false;
      if (begun) return true;
      // Something in between, such as a filter or a proxy, blocks only streams.
      if (!this.#isEnough() && (await this.#ask(cursor, signal).catch(() => undefined))) return false;
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  #open(after: string, signal: AbortSignal): Promise<Response> {
    const headers = {accept: 'text/event-stream', 'last-event-id': after};
    return this.calls.within((session) =>
      this.calls.fetch(this.calls.addressOf(session, 'events'), {method: 'GET', headers, signal}, session),
    );
  }

  /** An answer that is not the gateway's own comes from a proxy, which does not let streams through. */
  async #isRefused(response: Response): Promise<boolean> {
    const answer = await this.calls.read('GET events', response);
    if (response.status >= 500 || codeOf(answer) !== undefined) throw refusal('GET events', answer, true);
    return false;
  }

  /** Notes a stream that broke or failed to start. @returns False if it was one too many. */
  #isEnough(): boolean {
    const now = this.options.now();
    this.#cuts = [...this.#cuts.filter((at) => now - at < cuts.within), now];
    return this.#cuts.length < cuts.many;
  }

  async *#poll(cursor: {after: string}, {signal, onAlive}: ListenOptions): Events {
    const {hidden} = this.options;
    while (!signal?.aborted && this.#isBlocked) {
      const answer = await this.#ask(cursor, signal);
      onAlive?.();
      const {events, state}: {events?: unknown; state?: unknown} = Object(answer.body);
      const isOver = answer.status === 204 || (state === 'ended' && Array.isArray(events) && !events.length);
      if (isOver) yield over;
      if (isOver) return;
      if (!Array.isArray(events)) throw garbled('GET events');
      yield* this.#followed(
        events.flatMap((event: unknown) => readEvent(event) ?? []),
        cursor,
      );
      await sleep(hidden() ? intervals.hidden : events.length ? intervals.news : intervals.seen, signal);
    }
  }

  #ask({after}: {after: string}, signal: AbortSignal | undefined): ReturnType<GatewayCalls['call']> {
    const late = AbortSignal.timeout(patience);
    const path = `events?after=${encodeURIComponent(after)}`;
    const headers = {accept: 'application/json'};
    return this.calls
      .call({method: 'GET', path, headers, signal: signal ? AbortSignal.any([signal, late]) : late})
      .catch((error: unknown) => {
        throw late.aborted && !signal?.aborted ? new TransportError('timeout', 'GET events was not answered in time') : error;
      });
  }

  /** Yields to the page now and then, so that typing stays responsive. */
  async *#followed(events: readonly TransportEvent[], cursor: {after: string}): Events {
    let begun = performance.now();
    for (const event of events) {
      if (event.id !== undefined) cursor.after = event.id;
      yield event;
      if (this.options.hidden() || performance.now() - begun < longestTask) continue;
      await sleep(0, undefined);
      begun = performance.now();
    }
  }
}

function isStream({status, headers}: Response): boolean {
  return status === 200 && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}
