import type {VisitorEntry} from '../protocol/entry.ts';
import {TransportError} from '../protocol/errors.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {orAborted} from './aborted.ts';
import {visitorEntry} from './entries.ts';
import {asksTooMuch, failureOf, isGone, mayTryAgain} from './failure.ts';
import type {Source} from './intake.ts';
import type {World} from './world.ts';
import {Retries} from './retries.ts';
import type {Store} from './store.ts';
import type {Again} from './transition.ts';

export interface OutboxOptions {
  world: World;
  source: Source;
  /** The request for a turn, with what is known of the conversation at that moment. */
  request: (event: BotRequest['event'], message?: VisitorMessage) => BotRequest;
  take: (answer: BotResponse) => void;
  /** Told that the other side goes on with this conversation no more. */
  lost: (error: TransportError) => void;
  /** Resolves when what is about to leave is kept, so that a reload cannot make it unsaid. */
  secure: () => Promise<void>;
  /** Whether to keep what each turn goes out with. */
  remembers: boolean;
}

/** Milliseconds that the bot may take to be told of an end. */
const farewell = 5_000;
/** Milliseconds after which a request that can be sent again without harm is given up and sent again. */
const patience = 65_000;

/**
 * Sends what waits in the conversation, first the start, then the visitor's messages by their position, one at a time.
 * Where the same message can be sent again without harm, one that did not get through is tried again, and those behind it wait.
 * Elsewhere nothing is tried twice: a message that failed is passed over until the visitor asks for it again.
 */
export class Outbox {
  /** Aborted when everything under way is to be forgotten. */
  #run: AbortController | undefined;
  /** Something changed while the queue was moving. */
  #again = false;
  /** Aborted when the visitor waits no longer for this one answer. */
  #turn: AbortController | undefined;
  /** Id of the message on its way. An event may tell what became of it; then nobody waits for the answer. */
  #posting: string | undefined;
  /** Names the start, however often it is tried. */
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

  /** Sends until nothing is left that may leave; while that goes on, another call only makes it look once more. */
  async run(): Promise<void> {
    this.#again = true;
    // What is under way as a new conversation begins belongs to the one before.
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

  /** Tries at once what waits to be tried again, unless the other side asked for time. */
  hurry(): void {
    this.#retries.hurry();
  }

  /** Takes up a wait from before this page that the other side asked for. */
  resume(): void {
    const held = this.#queue.find(({retryAt}) => retryAt !== undefined);
    if (held?.retryAt !== undefined) this.#retries.resume(held.id, held.retryAt - this.options.source.now());
  }

  /**
   * Ends the waiting for the answer under way; what waits behind it goes on. Where an answer can come late its message stays under
   * way, else it may have arrived.
   */
  stop(): void {
    const {phase, waiting} = this.store.state;
    if (!this.#idempotent || phase === 'connecting') this.#turn?.abort(new DOMException('The visitor stopped waiting', 'AbortError'));
    else if (waiting) this.store.apply({type: 'stopped'});
  }

  /** Aborts whatever is under way, without a trace in the state. */
  abandon(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#posting = undefined;
    this.#startId = undefined;
    this.#retries.stop();
  }

  /** Tells the bot of the end, which is over in any case: what it answers is not heard, and that it cannot be told is no fault. */
  async bid(request: BotRequest): Promise<void> {
    const {source, world} = this.options;
    const patience = new AbortController();
    const {signal} = patience;
    const cancel = world.timer(() => patience.abort(), farewell);
    try {
      await orAborted(world.transport.send(request, {id: source.newId(), signal}), signal);
    } catch (error) {
      console.info('Parley: the bot could not be told that the conversation ended', error);
    } finally {
      cancel();
    }
  }

  /** Sends the next thing; false when there is none that may leave. */
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
    const {source, request, take} = this.options;
    this.#startId ??= source.newId();
    this.store.apply({type: 'began', at: source.now()});
    const outcome = await this.#exchange(request('start'), this.#startId, run);
    if (run.aborted) return false;
    if ('error' in outcome) {
      this.store.apply({type: 'not_opened', error: outcome.error, again: this.#againAfter('', outcome.error)});
      return false;
    }
    this.#startId = undefined;
    this.#retries.succeed();
    this.store.apply({type: 'opened'});
    take(outcome.answer);
    return true;
  }

  async #post({id, message}: VisitorEntry, run: AbortSignal): Promise<void> {
    const {source, request, take, remembers} = this.options;
    this.store.apply({type: 'posted', id, at: source.now(), ...(remembers && {remembered: true})});
    this.#posting = id;
    const outcome = await this.#exchange(request('continue', message), id, run);
    if (run.aborted) return;
    this.#posting = undefined;
    const open = this.#isOpen(id);
    if ('error' in outcome) {
      // Behind an end nothing is tried again: it may have arrived.
      if (open && this.store.state.phase === 'open') this.#fail(id, outcome.error);
      return;
    }
    this.#retries.succeed();
    if (open) this.store.apply({type: 'delivered', id, ...(this.#comesLate(outcome.answer) && {late: true})});
    take(outcome.answer);
  }

  /** Whether it is not yet known what became of it: an event can be faster than the answer. */
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
    if (isGone(error)) this.options.lost(error);
    if (!this.#idempotent || !asksTooMuch(error)) return;
    for (const entry of this.#queue) this.store.apply({type: 'undelivered', id: entry.id, ...failure});
  }

  /** What waits, in its order. */
  get #queue(): VisitorEntry[] {
    return this.store.state.entries.filter((one): one is VisitorEntry => one.from === 'visitor' && one.delivery === 'queued');
  }

  /** When to try again by itself, if at all: what never left for want of a network always goes again. */
  #againAfter(key: string, error: unknown): Again | undefined {
    const {source, world} = this.options;
    if (error instanceof TransportError && error.fault === 'offline' && !world.online.now()) return {};
    if (!this.#idempotent || !mayTryAgain(error)) return undefined;
    return {at: source.now() + this.#retries.begin(key, error.retryAfter), imposed: !!error.retryAfter};
  }

  async #exchange(request: BotRequest, id: string, run: AbortSignal): Promise<{answer: BotResponse} | {error: unknown}> {
    const {world, secure} = this.options;
    const turn = (this.#turn = new AbortController());
    const signal = AbortSignal.any([run, turn.signal]);
    const late = (): void => turn.abort(new TransportError('timeout', `There was no answer in ${patience} ms`));
    const cancel = this.#idempotent ? world.timer(late, patience) : undefined;
    try {
      await orAborted(secure(), signal);
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
