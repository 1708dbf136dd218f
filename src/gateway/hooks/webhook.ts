import {authorizationOf} from '../authorization.ts';
import {abortable} from '../bots/abortable.ts';
import {causeOf, type Log} from '../log.ts';
import type {Metrics} from '../metrics.ts';
import type {HookEvent, HookOptions} from '../options.ts';
import {startDeadline} from '../deadline.ts';

/** Waits; rejects if the signal aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

/** An event a system is to be notified of. */
export interface Notice {
  /** The same for each attempt, so that the system recognises repetitions. */
  id: string;
  event: HookEvent;
  conversation: string;
  /** JSON. */
  body: string;
}

interface WebhookServices {
  log: Log;
  metrics: Metrics;
  fetch: typeof globalThis.fetch;
  sleep: Sleep;
}

type AttemptResult = 'delivered' | 'refused' | {after: number};

/** How many notices may wait; more are dropped, and counted. */
const maxQueued = 1000;
/** How many are sent at once, never two of the same conversation. */
const maxInFlight = 8;
const maxAttempts = 6;
/** Milliseconds; a system's `Retry-After` is respected up to this. */
const maxRetryAfter = 60_000;

/**
 * One system that is notified of events: those of one conversation in order, each until it is accepted, rejected, or has been tried often
 * enough.
 */
export class Webhook {
  readonly #options: HookOptions;
  readonly #services: WebhookServices;
  readonly #stopped = new AbortController();
  readonly #queue: Notice[] = [];
  readonly #inFlight = new Map<string, Promise<void>>();

  constructor(options: HookOptions, services: WebhookServices) {
    this.#options = options;
    this.#services = services;
  }

  listensTo(event: HookEvent, widget: string): boolean {
    const {events, widgets} = this.#options;
    return events.includes(event) && (!widgets || widgets.includes(widget));
  }

  enqueue(notice: Notice): void {
    if (this.#stopped.signal.aborted || this.#queue.length >= maxQueued) return this.#report(notice, 'dropped');
    this.#queue.push(notice);
    this.#dispatch();
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight.values());
  }

  /** Drops what is waiting and aborts what is in progress. Resolves when all of that has been reported. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    for (const notice of this.#queue.splice(0)) this.#report(notice, 'dropped');
    await this.idle();
  }

  #dispatch(): void {
    while (this.#inFlight.size < maxInFlight) {
      const index = this.#queue.findIndex(({conversation}) => !this.#inFlight.has(conversation));
      const [notice] = index < 0 ? [] : this.#queue.splice(index, 1);
      if (!notice) return;
      const delivery = this.#deliver(notice).then((outcome) => {
        this.#inFlight.delete(notice.conversation);
        this.#report(notice, outcome);
        this.#dispatch();
      });
      this.#inFlight.set(notice.conversation, delivery);
    }
  }

  async #deliver(notice: Notice): Promise<'delivered' | 'refused' | 'failed' | 'dropped'> {
    const {signal} = this.#stopped;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#post(notice, attempt);
      if (typeof answer === 'string') return answer;
      if (signal.aborted) return 'dropped';
      if (attempt === maxAttempts) return 'failed';
      try {
        await this.#services.sleep(Math.max(answer.after, backoff(attempt)), signal);
      } catch {
        return 'dropped';
      }
    }
  }

  async #post({id, event, body}: Notice, attempt: number): Promise<AttemptResult> {
    const {url, auth, timeout = 10} = this.#options;
    const deadline = startDeadline(this.#stopped.signal, timeout * 1000);
    try {
      const headers = {'content-type': 'application/json', 'parley-event': event, 'parley-event-id': id, ...authorizationOf(auth)};
      const {signal} = deadline;
      // The credentials are not meant for any other server.
      const request = {method: 'POST', headers, body, redirect: 'manual', signal} as const;
      const response = await abortable(() => this.#services.fetch(url, request), signal);
      await response.body?.cancel();
      if (response.ok) return 'delivered';
      this.#services.log('warn', 'hook_refused', {event, id, attempt, status: response.status});
      return isTransient(response.status) ? {after: retryDelay(response.headers.get('retry-after'))} : 'refused';
    } catch (error) {
      if (this.#stopped.signal.aborted) return {after: 0};
      this.#services.log('warn', 'hook_unreachable', {event, id, attempt, reason: causeOf(error)});
      return {after: 0};
    } finally {
      deadline.clear();
    }
  }

  #report({id, event}: Notice, outcome: string): void {
    this.#services.metrics.hook(event, outcome);
    if (outcome !== 'delivered') this.#services.log('error', 'hook_untold', {event, id, outcome});
  }
}

function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function retryDelay(retryAfter: string | null): number {
  const seconds = Number(retryAfter);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 1000, 0), maxRetryAfter) : 0;
}

/** 1, 2, 4 … seconds, each varied by a fifth, so that many gateways do not come back together. */
function backoff(attempt: number): number {
  return 1000 * 2 ** (attempt - 1) * (0.8 + 0.4 * Math.random());
}
