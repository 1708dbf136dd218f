import type {VisitorEntry} from '../protocol/entry.ts';
import {ProtocolError, TransportError} from '../protocol/errors.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {Transport} from '../protocol/transport.ts';
import type {Source} from './intake.ts';
import type {Store} from './store.ts';

export interface OutboxOptions {
  transport: Transport;
  source: Source;
  /** The request for a turn, with what is known of the conversation at that moment. */
  request: (event: BotRequest['event'], message?: VisitorMessage) => BotRequest;
  take: (answer: BotResponse) => void;
  /** Resolves when what is about to leave is kept, so that a reload cannot make it unsaid. */
  secure: () => Promise<void>;
}

/** Milliseconds that the bot may take to be told of an end. */
const farewell = 5_000;

/**
 * Sends what waits in the conversation, first the start, then the visitor's messages by their position, one turn at a time.
 * Nothing is tried twice: a message that failed is passed over until the visitor asks for it again.
 */
export class Outbox {
  /** Aborted when everything under way is to be forgotten. */
  #run: AbortController | undefined;
  /** Aborted when the visitor waits no longer for this one answer. */
  #turn: AbortController | undefined;

  constructor(
    private readonly store: Store,
    private readonly options: OutboxOptions,
  ) {}

  /** Sends until nothing is left that may leave; while that goes on, another call changes nothing. */
  async run(): Promise<void> {
    if (this.#run) return;
    const run = (this.#run = new AbortController());
    try {
      while (!run.signal.aborted && (await this.#next(run.signal)));
    } finally {
      if (this.#run === run) this.#run = undefined;
    }
  }

  /** Ends the waiting for the answer under way; its message may have arrived. What waits behind it goes on. */
  stop(): void {
    this.#turn?.abort(new DOMException('The visitor stopped waiting', 'AbortError'));
  }

  /** Aborts whatever is under way, without a trace in the state. */
  abandon(): void {
    this.#run?.abort();
    this.#run = undefined;
  }

  /** Tells the bot of the end, which is over in any case: what it answers is not heard, and that it cannot be told is no fault. */
  async bid(request: BotRequest): Promise<void> {
    const {transport, source} = this.options;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), farewell);
    const {signal} = patience;
    try {
      await orAborted(transport.send(request, {id: source.newId(), signal}), signal);
    } catch (error) {
      console.info('The bot could not be told that the conversation ended', error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends the next thing; false when there is none. */
  async #next(run: AbortSignal): Promise<boolean> {
    const {phase, entries} = this.store.state;
    if (phase === 'idle') return this.#start(run);
    const entry = entries.find((one): one is VisitorEntry => one.from === 'visitor' && one.delivery === 'queued');
    if (phase !== 'open' || !entry) return false;
    await this.#post(entry, run);
    return true;
  }

  async #start(run: AbortSignal): Promise<boolean> {
    const {source, request, take} = this.options;
    this.store.apply({type: 'began', at: source.now()});
    const outcome = await this.#exchange(request('start'), source.newId(), run);
    if (run.aborted) return false;
    if ('error' in outcome) {
      this.store.apply({type: 'not_opened', error: outcome.error});
      return false;
    }
    this.store.apply({type: 'opened'});
    take(outcome.answer);
    return true;
  }

  async #post({id, message}: VisitorEntry, run: AbortSignal): Promise<void> {
    const {source, request, take} = this.options;
    this.store.apply({type: 'posted', id, at: source.now()});
    const outcome = await this.#exchange(request('continue', message), id, run);
    if (run.aborted) return;
    if ('error' in outcome) {
      this.store.apply({type: 'undelivered', id, ...outcome});
      return;
    }
    this.store.apply({type: 'delivered', id});
    take(outcome.answer);
  }

  async #exchange(request: BotRequest, id: string, run: AbortSignal): Promise<{answer: BotResponse} | Failure> {
    const {transport, secure} = this.options;
    const turn = (this.#turn = new AbortController());
    const signal = AbortSignal.any([run, turn.signal]);
    try {
      await orAborted(secure(), signal);
      const answer = await orAborted(transport.send(request, {id, signal}), signal);
      if (!Array.isArray(answer?.messages)) throw new TransportError('garbled', 'The transport resolved without an answer');
      return {answer};
    } catch (error) {
      return failureOf(error);
    } finally {
      if (this.#turn === turn) this.#turn = undefined;
    }
  }
}

interface Failure {
  delivery: 'failed' | 'uncertain';
  retryable: boolean;
  error: unknown;
}

/** Only what surely did not arrive has failed; after anything else the visitor is asked. */
function failureOf(error: unknown): Failure {
  if (error instanceof ProtocolError) return {delivery: 'failed', retryable: false, error};
  if (error instanceof TransportError && !error.mayHaveArrived) return {delivery: 'failed', retryable: error.retryable, error};
  return {delivery: 'uncertain', retryable: true, error};
}

/** The work's result, or the signal's reason at once when it is aborted, even if the work does not heed it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, {once: true});
    work.then(resolve, reject);
  });
}
