import type {VisitorEntry} from '../protocol/entry.ts';
import {TransportError} from '../protocol/errors.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {orAborted} from './aborted.ts';
import {isQueued, visitorEntry} from './entries.ts';
import {asksTooMuch, failureOf, isGone, mayTryAgain} from './failure.ts';
import type {Intake} from './intake.ts';
import type {Keeper} from './keeper.ts';
import type {World} from './world.ts';
import {Retries} from './retries.ts';
import type {Store} from './store.ts';
import type {Again} from './transition.ts';

export interface OutboxOptions {
  world: World;
  /** Takes in what the bot answers. */
  intake: Intake;
  /** Stores what is about to be sent, so that a reload cannot lose it. */
  keeper: Keeper;
  /** Builds the request for a turn from the current state. */
  request: (event: BotRequest['event'], message?: VisitorMessage) => BotRequest;
  /** Whether to store the context each turn is sent with. */
  remembers: boolean;
}

/** Milliseconds to wait when telling the bot that the conversation has ended. */
const farewell = 5_000;
/** Milliseconds after which an idempotent request is given up and sent again. */
const patience = 65_000;

/**
 * Sends what is waiting in the conversation, one at a time: first the start, then the visitor's messages in order.
 * If the transport is idempotent, a message that did not get through is retried while those behind it wait.
 * Otherwise nothing is sent twice: a failed message is skipped until the visitor retries it.
 */
export class Outbox {
  /** Aborted when everything in progress is to be abandoned. */
  #run: AbortController | undefined;
  /** Whether something changed while the queue was being processed. */
  #again = false;
  /** Aborted when the visitor stops waiting for the current answer. */
  #turn: AbortController | undefined;
  /** Id of the message being sent. If an event tells its outcome first, the answer is no longer awaited. */
  #posting: string | undefined;
  /** Id of the start request; the same for every attempt. */
  #startId: string | undefined;
  readonly #retries: Retries;
  readonly #idempotent: boolean;

  constructor(
    private readonly store: Store,
    private readonly options: OutboxOptions,
  ) {
    const {transport, timer, random} = options.world;
    this.#idempotent = transport.idempotent === true;
    this.#retries = new Retries(timer, random, () => void this.run());
  }

  /** Sends until nothing sendable is left. A call while it is running only makes it check once more. */
  async run(): Promise<void> {
    this.#again = true;
    // A request still in progress when a new conversation begins belongs to the previous one.
    if (this.#posting !== undefined && (this.store.state.phase === 'idle' || !this.#isOpen(this.#posting))) this.#turn?.abort();
    if (this.#run) return;
    const run = (this.#run = new AbortController());
    try {
      while (this.#again && !run.signal.aborted) {
        this.#again = false;
        while (!run.signal.aborted && (await this.#next(run.signal)));
      }
    } finally {
      if (this.#run === run) this.#run = undefined;
    }
  }

  /** Retries now what is waiting to be retried, unless the server asked for the wait. */
  hurry(): void {
    this.#retries.hurry();
  }

  /** Continues a wait the server asked for on an earlier page. */
  resume(): void {
    const held = this.#queue.find(({retryAt}) => retryAt !== undefined);
    if (held?.retryAt !== undefined) this.#retries.resume(held.id, held.retryAt - this.options.world.now());
  }

  /**
   * Stops waiting for the current answer; queued messages go on. If answers can arrive late the message stays `sending`,
   * otherwise it becomes `uncertain`.
   */
  stop(): void {
    const {phase, waiting} = this.store.state;
    if (!this.#idempotent || phase === 'connecting') this.#turn?.abort(new DOMException('The visitor stopped waiting', 'AbortError'));
    else if (waiting) this.store.apply({type: 'stopped'});
  }

  /** Aborts everything in progress without changing the state. */
  abandon(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#posting = undefined;
    this.#startId = undefined;
    this.#retries.stop();
  }

  /** Tells the bot that the conversation has ended. It has ended in any case, so the answer and failures are ignored. */
  async bid(request: BotRequest): Promise<void> {
    const {world} = this.options;
    const patience = new AbortController();
    const {signal} = patience;
    const cancel = world.timer(() => patience.abort(), farewell);
    try {
      await orAborted(world.transport.send(request, {id: world.newId(), signal}), signal);
    } catch (error) {
      console.info('Parley: the bot could not be told that the conversation ended', error);
    } finally {
      cancel();
    }
  }

  /** Sends the next request. @returns False if there is nothing to send. */
  async #next(run: AbortSignal): Promise<boolean> {
    const {phase} = this.store.state;
    if (!this.options.world.online.now()) return false;
    if (phase === 'idle') return !this.#retries.holds('') && this.#start(run);
    const [entry] = this.#queue;
    if (phase !== 'open' || !entry || this.#retries.holds(entry.id)) return false;
    await this.#post(entry, run);
    return true;
  }

  async #start(run: AbortSignal): Promise<boolean> {
    const {world, request, intake} = this.options;
    this.#startId ??= world.newId();
    this.store.apply({type: 'began', at: world.now()});
    const outcome = await this.#exchange(request('start'), this.#startId, run);
    if (run.aborted) return false;
    if ('error' in outcome) {
      this.store.apply({type: 'not_opened', error: outcome.error, again: this.#againAfter('', outcome.error)});
      return false;
    }
    this.#startId = undefined;
    this.#retries.succeed();
    this.store.apply({type: 'opened'});
    intake.take(outcome.answer);
    return true;
  }

  async #post({id, message}: VisitorEntry, run: AbortSignal): Promise<void> {
    const {world, request, intake, remembers} = this.options;
    this.store.apply({type: 'posted', id, at: world.now(), ...(remembers && {remembered: true})});
    this.#posting = id;
    const outcome = await this.#exchange(request('continue', message), id, run);
    if (run.aborted) return;
    this.#posting = undefined;
    const open = this.#isOpen(id);
    if ('error' in outcome) {
      // After an end nothing is retried: the message may have arrived.
      if (open && this.store.state.phase === 'open') this.#fail(id, outcome.error);
      return;
    }
    this.#retries.succeed();
    if (open) this.store.apply({type: 'delivered', id, ...(this.#comesLate(outcome.answer) && {late: true})});
    intake.take(outcome.answer);
  }

  /** Whether the outcome of a message is still unknown: an event may be faster than the answer. */
  #isOpen(id: string): boolean {
    const delivery = visitorEntry(this.store.state.entries, id)?.delivery;
    return delivery === 'sending' || delivery === 'uncertain';
  }

  #comesLate({messages, event}: BotResponse): boolean {
    return this.#idempotent && !!this.options.world.transport.listen && !messages.length && event !== 'end';
  }

  #fail(id: string, error: unknown): void {
    const again = this.#againAfter(id, error);
    if (again) return this.store.apply({type: 'postponed', id, again, error});
    const failure = failureOf(error, this.#idempotent);
    this.store.apply({type: 'undelivered', id, ...failure});
    if (isGone(error)) this.options.intake.lose(error);
    if (!this.#idempotent || !asksTooMuch(error)) return;
    for (const entry of this.#queue) this.store.apply({type: 'undelivered', id: entry.id, ...failure});
  }

  /** The queued messages, in order. */
  get #queue(): VisitorEntry[] {
    return this.store.state.entries.filter(isQueued);
  }

  /** When to retry automatically, if at all. What never left because there was no network is always retried. */
  #againAfter(key: string, error: unknown): Again | undefined {
    const {world} = this.options;
    if (error instanceof TransportError && error.fault === 'offline' && !world.online.now()) return {};
    if (!this.#idempotent || !mayTryAgain(error)) return undefined;
    return {at: world.now() + this.#retries.begin(key, error.retryAfter), imposed: !!error.retryAfter};
  }

  async #exchange(request: BotRequest, id: string, run: AbortSignal): Promise<{answer: BotResponse} | {error: unknown}> {
    const {world, keeper} = this.options;
    const turn = (this.#turn = new AbortController());
    const signal = AbortSignal.any([run, turn.signal]);
    const late = (): void => turn.abort(new TransportError('timeout', `There was no answer in ${patience} ms`));
    const cancel = this.#idempotent ? world.timer(late, patience) : undefined;
    try {
      await orAborted(keeper.secure(), signal);
      const answer = await orAborted(
        world.transport.send(request, {id, signal, ...(this.#idempotent && {after: this.store.state.after ?? '0'})}),
        signal,
      );
      if (!Array.isArray(answer?.messages)) throw new TransportError('garbled', 'The transport resolved without an answer');
      return {answer};
    } catch (error) {
      return {error};
    } finally {
      cancel?.();
      if (this.#turn === turn) this.#turn = undefined;
    }
  }
}
