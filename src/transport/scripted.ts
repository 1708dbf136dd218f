import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {readResponse} from '../protocol/read.ts';
import type {ExchangeOptions, ListenOptions, Transport} from '../protocol/transport.ts';
import {writeRequest} from '../protocol/write.ts';
import {delay} from './delay.ts';

/** A bot's answer in the format of the wire; `event` is `continue` by default. */
export interface WireAnswer {
  event?: string;
  messages?: readonly unknown[];
  data?: Readonly<Record<string, unknown>>;
  context?: Readonly<Record<string, unknown>>;
}

/** What the bot answers: a text, a list of messages, a complete answer, or an error that the request fails with. */
export type ScriptedAnswer = string | readonly unknown[] | WireAnswer | Error;

/** An answer with a delay. */
export interface ScriptedStep {
  answer: ScriptedAnswer;
  /** Milliseconds until the answer; the `delay` of the options by default. */
  delay?: number;
}

/**
 * What a scripted bot says: a list with one item for the start and for each of the visitor's turns, or a function of the request.
 * After the last item the bot says nothing more. An `end` uses up no item.
 */
export type Script =
  | readonly (ScriptedAnswer | ScriptedStep)[]
  | ((request: BotRequest) => ScriptedAnswer | ScriptedStep | Promise<ScriptedAnswer | ScriptedStep>);

export interface ScriptedOptions {
  /** Milliseconds for answers without a delay of their own; 0 by default. */
  delay?: number;
}

const emptyAnswer: WireAnswer = {};

/**
 * A bot in memory, for stories, demos and tests. Requests are written and answers read exactly as on the wire,
 * so whatever works with it works with a BotManager.
 *
 * ```ts
 * const transport = new ScriptedTransport(['Hello!', {answer: 'One moment …', delay: 800}]);
 * transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'Here it is.'}});
 * ```
 */
export class ScriptedTransport implements Transport {
  readonly #next: (request: BotRequest) => ScriptedAnswer | ScriptedStep | Promise<ScriptedAnswer | ScriptedStep>;
  readonly #delay: number;
  readonly #requests: BotRequest[] = [];
  readonly #log: TransportEvent[] = [];
  /** How many of the late events have been read. */
  #consumed = 0;
  readonly #waiting = new Set<() => void>();

  constructor(script: Script, {delay = 0}: ScriptedOptions = {}) {
    this.#next = typeof script === 'function' ? script : inOrder(script);
    this.#delay = delay;
  }

  /** All requests so far, in order, as the bot saw them. */
  get requests(): readonly BotRequest[] {
    return this.#requests;
  }

  async send(request: BotRequest, {signal}: ExchangeOptions = {}): Promise<BotResponse> {
    signal?.throwIfAborted();
    const received: BotRequest = JSON.parse(writeRequest(request));
    this.#requests.push(received);
    const next = await this.#next(received);
    const {answer, delay: ms = this.#delay} = isStep(next) ? next : {answer: next};
    if (ms > 0) await delay(ms, signal);
    signal?.throwIfAborted();
    if (answer instanceof Error) throw answer;
    return readResponse(toWire(answer));
  }

  /** Has the bot say something unprompted. If nobody is listening, the event waits for the next listener, except for typing. */
  emit(event: TransportEvent): void {
    const id = event.id ?? String(this.#log.length + 1);
    this.#log.push(event.type === 'iswriting' ? event : {...event, id});
    for (const wake of this.#waiting) wake();
  }

  /** Starts after the event `after`, or with the first event nobody has read. Ends without an error when the signal is aborted. */
  async *listen({after, signal}: ListenOptions = {}): AsyncGenerator<TransportEvent, void, undefined> {
    let position = after === undefined ? this.#consumed : this.#log.findIndex(({id}) => id === after) + 1;
    const liveFrom = this.#log.length;
    while (!signal?.aborted) {
      const event = this.#log[position];
      if (!event) {
        await this.#nextEvent(signal);
        continue;
      }
      this.#consumed = Math.max(this.#consumed, ++position);
      if (position > liveFrom || event.type !== 'iswriting') yield event;
    }
  }

  /** Resolves when there is a new event, or nothing to wait for any more. */
  async #nextEvent(signal: AbortSignal | undefined): Promise<void> {
    let wake = () => {};
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake, {once: true});
    });
    this.#waiting.delete(wake);
    signal?.removeEventListener('abort', wake);
  }
}

function inOrder(script: readonly (ScriptedAnswer | ScriptedStep)[]): (request: BotRequest) => ScriptedAnswer | ScriptedStep {
  let turn = 0;
  return ({event}) => (event === 'end' ? emptyAnswer : (script[turn++] ?? emptyAnswer));
}

function isStep(value: ScriptedAnswer | ScriptedStep): value is ScriptedStep {
  return typeof value === 'object' && 'answer' in value;
}

function toWire(answer: Exclude<ScriptedAnswer, Error>): unknown {
  if (typeof answer === 'string') return toWire([{code: 'message', type: 'text', body: answer}]);
  return {event: 'continue', ...('length' in answer ? {messages: answer} : answer)};
}
