import {authorizationOf} from '../authorization.ts';
import {orAborted} from '../bots/or-aborted.ts';
import {causeOf, type Log} from '../log.ts';
import type {Metrics} from '../metrics.ts';
import type {HookEvent, HookOptions} from '../options.ts';
import {limited} from '../limited.ts';

/** Waits; rejects if the signal aborts. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

/** An event a system is to be notified of. */
export interface Notice {
  /** The same for each attempt, so that the system recognises repetitions. */
  id: string;
  event: HookEvent;
  conversation: string;
  /** JSON. */
  body: string;
}

interface Surroundings {
  log: Log;
  metrics: Metrics;
  fetch: typeof globalThis.fetch;
  wait: Wait;
}

type Answer = 'delivered' | 'refused' | {after: number};

/** How many notices may wait; more are dropped, and counted. */
const mostWaiting = 1000;
/** How many are sent at once, never two of the same conversation. */
const mostUnderWay = 8;
const tries = 6;
/** Milliseconds; a system's `Retry-After` is respected up to this. */
const longestWait = 60_000;

/**
 * One system that is notified of events: those of one conversation in order, each until it is accepted, rejected, or has been tried often
 * enough.
 */
export class Webhook {
  readonly #options: HookOptions;
  readonly #around: Surroundings;
  readonly #stopped = new AbortController();
  readonly #waiting: Notice[] = [];
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: HookOptions, around: Surroundings) {
    this.#options = options;
    this.#around = around;
  }

  listensTo(event: HookEvent, widget: string): boolean {
    const {events, widgets} = this.#options;
    return events.includes(event) && (!widgets || widgets.includes(widget));
  }

  tell(notice: Notice): void {
    if (this.#stopped.signal.aborted || this.#waiting.length >= mostWaiting) return this.#over(notice, 'dropped');
    this.#waiting.push(notice);
    this.#next();
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  /** Drops what is waiting and aborts what is in progress. Resolves when all of that has been reported. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    for (const notice of this.#waiting.splice(0)) this.#over(notice, 'dropped');
    await this.idle();
  }

  #next(): void {
    while (this.#underWay.size < mostUnderWay) {
      const index = this.#waiting.findIndex(({conversation}) => !this.#underWay.has(conversation));
      const [notice] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (!notice) return;
      const delivery = this.#deliver(notice).then((outcome) => {
        this.#underWay.delete(notice.conversation);
        this.#over(notice, outcome);
        this.#next();
      });
      this.#underWay.set(notice.conversation, delivery);
    }
  }

  async #deliver(notice: Notice): Promise<'delivered' | 'refused' | 'failed' | 'dropped'> {
    const {signal} = this.#stopped;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#post(notice, attempt);
      if (typeof answer === 'string') return answer;
      if (signal.aborted) return 'dropped';
      if (attempt === tries) return 'failed';
      try {
        await this.#around.wait(Math.max(answer.after, backOff(attempt)), signal);
      } catch {
        return 'dropped';
      }
    }
  }

  async #post({id, event, body}: Notice, attempt: number): Promise<Answer> {
    const {url, auth, timeout = 10} = this.#options;
    const limit = limited(this.#stopped.signal, timeout * 1000);
    try {
      const headers = {'content-type': 'application/json', 'parley-event': event, 'parley-event-id': id, ...authorizationOf(auth)};
      const {signal} = limit;
      // The credentials are not meant for any other server.
      const request = {method: 'POST', headers, body, redirect: 'manual', signal} as const;
      const response = await orAborted(() => this.#around.fetch(url, request), signal);
      await response.body?.cancel();
      if (response.ok) return 'delivered';
      this.#around.log('warn', 'hook_refused', {event, id, attempt, status: response.status});
      return isPassing(response.status) ? {after: askedFor(response.headers.get('retry-after'))} : 'refused';
    } catch (error) {
      if (this.#stopped.signal.aborted) return {after: 0};
      this.#around.log('warn', 'hook_unreachable', {event, id, attempt, reason: causeOf(error)});
      return {after: 0};
    } finally {
      limit.end();
    }
  }

  #over({id, event}: Notice, outcome: string): void {
    this.#around.metrics.hook(event, outcome);
    if (outcome !== 'delivered') this.#around.log('error', 'hook_untold', {event, id, outcome});
  }
}

function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function askedFor(retryAfter: string | null): number {
  const seconds = Number(retryAfter);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 1000, 0), longestWait) : 0;
}

/** 1, 2, 4 … seconds, each varied by a fifth, so that many gateways do not come back together. */
function backOff(attempt: number): number {
  return 1000 * 2 ** (attempt - 1) * (0.8 + 0.4 * Math.random());
}
