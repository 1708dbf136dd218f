import type {VisitorEntry} from '../protocol/entry.ts';
import {TransportError} from '../protocol/errors.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {orAborted} from './or-aborted.ts';
import {isQueued, visitorEntry} from './entries.ts';
import {exceedsMaxRetryAfter, failureOf, isGone, canRetryAutomatically} from './failure.ts';
import type {Inbox} from './inbox.ts';
import type {Autosave} from './autosave.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';
import {RetryScheduler} from './retry-scheduler.ts';
import type {Store} from './store.ts';
import type {Again} from './transition.ts';

export interface OutboxOptions {
  env: ConversationEnvironment;
  /** Takes in what the bot answers. */
  inbox: Inbox;
  /** Stores what is about to be sent, so that a reload cannot lose it. */
  autosave: Autosave;
  /** Builds the request for a turn from the current state. */
  request: (event: BotRequest['event'], message?: VisitorMessage) => BotRequest;
  /** Whether to store the context each turn is sent with. */
  remembers: boolean;
}

/** Milliseconds to wait when telling the bot that the conversation has ended. */
const endTimeout = 5_000;
/** Milliseconds after which an idempotent request is given up and sent again. */
const answerTimeout = 65_000;

/**
 * Sends what is waiting in the conversation, one at a time: first the start, then the visitor's messages in order.
 * If the transport is idempotent, a message that did not get through is retried while those behind it wait.
 * Otherwise nothing is sent twice: a failed message is skipped until the visitor retries it.
 */
export class Outbox {
  /** Aborted when everything in progress is to be abandoned. */
  #controller: AbortController | undefined;
  /** Whether something changed while the queue was being processed. */
  #hasChanged = false;
  /** Aborted when the visitor stops waiting for the current answer. */
  #turnController: AbortController | undefined;
  /** Id of the message being sent. If an event tells its outcome first, the answer is no longer awaited. */
  #postingId: string | undefined;
  /** Id of the start request; the same for every attempt. */
  #startId: string | undefined;
  readonly #retries: RetryScheduler;
  readonly #idempotent: boolean;

  constructor(
    private readonly store: Store,
    private readonly options: OutboxOptions,
  ) {
    const {transport, timer, random} = options.env;
    this.#idempotent = transport.idempotent === true;
    this.#retries = new RetryScheduler(timer, random, () => void this.run());
  }

  /** Sends until nothing sendable is left. A call while it is running only makes it check once more. */
  async run(): Promise<void> {
    this.#hasChanged = true;
    // A request still in progress when a new conversation begins belongs to the previous one.
    if (this.#postingId !== undefined && (this.store.state.phase === 'idle' || !this.#isUnresolved(this.#postingId)))
      this.#turnController?.abort();
    if (this.#controller) return;
    const controller = (this.#controller = new AbortController());
    try {
      while (this.#hasChanged && !controller.signal.aborted) {
        this.#hasChanged = false;
        while (!controller.signal.aborted && (await this.#next(controller.signal)));
      }
    } finally {
      if (this.#controller === controller) this.#controller = undefined;
    }
  }

  /** Retries now what is waiting to be retried, unless the server asked for the wait. */
  retryNow(): void {
    this.#retries.skip();
  }

  /** Continues a wait the server asked for on an earlier page. */
  resume(): void {
    const delayed = this.#queue.find(({retryAt}) => retryAt !== undefined);
    if (delayed?.retryAt !== undefined) this.#retries.resume(delayed.id, delayed.retryAt - this.options.env.now());
  }

  /**
   * Stops waiting for the current answer; queued messages go on. If answers can arrive late the message stays `sending`,
   * otherwise it becomes `uncertain`.
   */
  stop(): void {
    const {phase, waiting} = this.store.state;
    if (!this.#idempotent || phase === 'connecting')
      this.#turnController?.abort(new DOMException('The visitor stopped waiting', 'AbortError'));
    else if (waiting) this.store.apply({type: 'stopped'});
  }

  /** Aborts everything in progress without changing the state. */
  abort(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.#postingId = undefined;
    this.#startId = undefined;
    this.#retries.stop();
  }

  /** Tells the bot that the conversation has ended. It has ended in any case, so the answer and failures are ignored. */
  async sendEnd(request: BotRequest): Promise<void> {
    const {env} = this.options;
    const controller = new AbortController();
    const {signal} = controller;
    const cancel = env.timer(() => controller.abort(), endTimeout);
    try {
      await orAborted(env.transport.send(request, {id: env.newId(), signal}), signal);
    } catch (error) {
      console.info('Parley: the bot could not be told that the conversation ended', error);
    } finally {
      cancel();
    }
  }

  /** Sends the next request. @returns False if there is nothing to send. */
  async #next(signal: AbortSignal): Promise<boolean> {
    const {phase} = this.store.state;
    if (!this.options.env.online.now()) return false;
    if (phase === 'idle') return !this.#retries.isWaiting('') && this.#start(signal);
    const [entry] = this.#queue;
    if (phase !== 'open' || !entry || this.#retries.isWaiting(entry.id)) return false;
    await this.#post(entry, signal);
    return true;
  }

  async #start(signal: AbortSignal): Promise<boolean> {
    const {env, request, inbox} = this.options;
    this.#startId ??= env.newId();
    this.store.apply({type: 'began', at: env.now()});
    const outcome = await this.#exchange(request('start'), this.#startId, signal);
    if (signal.aborted) return false;
    if ('error' in outcome) {
      this.store.apply({type: 'not_opened', error: outcome.error, again: this.#retryPlanOf('', outcome.error)});
      return false;
    }
    this.#startId = undefined;
    this.#retries.reset();
    this.store.apply({type: 'opened'});
    inbox.receive(outcome.answer);
    return true;
  }

  async #post({id, message}: VisitorEntry, signal: AbortSignal): Promise<void> {
    const {env, request, inbox, remembers} = this.options;
    this.store.apply({type: 'posted', id, at: env.now(), ...(remembers && {remembered: true})});
    this.#postingId = id;
    const outcome = await this.#exchange(request('continue', message), id, signal);
    if (signal.aborted) return;
    this.#postingId = undefined;
    const isUnresolved = this.#isUnresolved(id);
    if ('error' in outcome) {
      // After an end nothing is retried: the message may have arrived.
      if (isUnresolved && this.store.state.phase === 'open') this.#fail(id, outcome.error);
      return;
    }
    this.#retries.reset();
    if (isUnresolved) this.store.apply({type: 'delivered', id, ...(this.#isAnsweredLate(outcome.answer) && {late: true})});
    inbox.receive(outcome.answer);
  }

  /** Whether the outcome of a message is still unknown: an event may be faster than the answer. */
  #isUnresolved(id: string): boolean {
    const delivery = visitorEntry(this.store.state.entries, id)?.delivery;
    return delivery === 'sending' || delivery === 'uncertain';
  }

  #isAnsweredLate({messages, event}: BotResponse): boolean {
    return this.#idempotent && !!this.options.env.transport.listen && !messages.length && event !== 'end';
  }

  #fail(id: string, error: unknown): void {
    const again = this.#retryPlanOf(id, error);
    if (again) return this.store.apply({type: 'postponed', id, again, error});
    const failure = failureOf(error, this.#idempotent);
    this.store.apply({type: 'undelivered', id, ...failure});
    if (isGone(error)) this.options.inbox.markGone(error);
    if (!this.#idempotent || !exceedsMaxRetryAfter(error)) return;
    for (const entry of this.#queue) this.store.apply({type: 'undelivered', id: entry.id, ...failure});
  }

  /** The queued messages, in order. */
  get #queue(): VisitorEntry[] {
    return this.store.state.entries.filter(isQueued);
  }

  /** When to retry automatically, if at all. What never left because there was no network is always retried. */
  #retryPlanOf(key: string, error: unknown): Again | undefined {
    const {env} = this.options;
    if (error instanceof TransportError && error.fault === 'offline' && !env.online.now()) return {};
    if (!this.#idempotent || !canRetryAutomatically(error)) return undefined;
    return {at: env.now() + this.#retries.schedule(key, error.retryAfter), imposed: !!error.retryAfter};
  }

  async #exchange(request: BotRequest, id: string, run: AbortSignal): Promise<{answer: BotResponse} | {error: unknown}> {
    const {env, autosave} = this.options;
    const controller = (this.#turnController = new AbortController());
    const signal = AbortSignal.any([run, controller.signal]);
    const expire = (): void => controller.abort(new TransportError('timeout', `There was no answer in ${answerTimeout} ms`));
    const cancel = this.#idempotent ? env.timer(expire, answerTimeout) : undefined;
    try {
      await orAborted(autosave.tryFlush(), signal);
      const answer = await orAborted(
        env.transport.send(request, {id, signal, ...(this.#idempotent && {after: this.store.state.after ?? '0'})}),
        signal,
      );
      if (!Array.isArray(answer?.messages)) throw new TransportError('garbled', 'The transport resolved without an answer');
      return {answer};
    } catch (error) {
      return {error};
    } finally {
      cancel?.();
      if (this.#turnController === controller) this.#turnController = undefined;
    }
  }
}
