import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {readResponse} from '../protocol/read.ts';
import type {ExchangeOptions, ListenOptions, Transport} from '../protocol/transport.ts';
import {writeRequest} from '../protocol/write.ts';
import {pause} from './pause.ts';

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

const silence: WireAnswer = {};

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
  /** How many of the late events have been heard. */
  #heard = 0;
  readonly #wakes = new Set<() => void>();

  constructor(script: Script, {delay = 0}: ScriptedOptions = {}) {
    this.#next = typeof script === 'function' ? script : inTurn(script);
    this.#delay = delay;
  }

  /** All requests so far, in order, as the bot saw them. */
  get requests(): readonly BotRequest[] {
    return this.#requests;
  }

  async send(request: BotRequest, {signal}: ExchangeOptions = {}): Promise<BotResponse> {
    signal?.throwIfAborted();
    const heard: BotRequest = JSON.parse(writeRequest(request));
    this.#requests.push(heard);
    const next = await this.#next(heard);
    const {answer, delay = this.#delay} = isStep(next) ? next : {answer: next};
    if (delay > 0) await pause(delay, signal);
    signal?.throwIfAborted();
    if (answer instanceof Error) throw answer;
    return readResponse(onTheWire(answer));
  }

  /** Has the bot say something unprompted. If nobody is listening, the event waits for the next listener, except for typing. */
  emit(event: TransportEvent): void {
    const id = event.id ?? String(this.#log.length + 1);
    this.#log.push(event.type === 'iswriting' ? event : {...event, id});
    for (const wake of this.#wakes) wake();
  }

  /** Starts after the event `after`, or with the first event nobody has heard. Ends without an error when the signal is aborted. */
  async *listen({after, signal}: ListenOptions = {}): AsyncGenerator<TransportEvent, void, undefined> {
    let position = after === undefined ? this.#heard : this.#log.findIndex(({id}) => id === after) + 1;
    const live = this.#log.length;
    while (!signal?.aborted) {
      const event = this.#log[position];
      if (!event) {
        await this.#news(signal);
        continue;
      }
      this.#heard = Math.max(this.#heard, ++position);
      if (position > live || event.type !== 'iswriting') yield event;
    }
  }

  /** Resolves when there is a new event, or nothing to wait for any more. */
  async #news(signal: AbortSignal | undefined): Promise<void> {
    let wake = () => {};
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.#wakes.add(wake);
      signal?.addEventListener('abort', wake, {once: true});
    });
    this.#wakes.delete(wake);
    signal?.removeEventListener('abort', wake);
  }
}

function inTurn(script: readonly (ScriptedAnswer | ScriptedStep)[]): (request: BotRequest) => ScriptedAnswer | ScriptedStep {
  let turn = 0;
  return ({event}) => (event === 'end' ? silence : (script[turn++] ?? silence));
}

function isStep(value: ScriptedAnswer | ScriptedStep): value is ScriptedStep {
  return typeof value === 'object' && 'answer' in value;
}

function onTheWire(answer: Exclude<ScriptedAnswer, Error>): unknown {
  if (typeof answer === 'string') return onTheWire([{code: 'message', type: 'text', body: answer}]);
  return {event: 'continue', ...('length' in answer ? {messages: answer} : answer)};
}
