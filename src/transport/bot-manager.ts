import {TransportError} from '../protocol/errors.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import {readResponse} from '../protocol/read.ts';
import type {ExchangeOptions, Transport} from '../protocol/transport.ts';
import {writeRequest} from '../protocol/write.ts';
import {readBody} from './body.ts';
import {endpoint, nameOf} from './endpoint.ts';
import {retryAfter} from './retry-after.ts';

type Fetch = typeof globalThis.fetch;

export interface BotManagerOptions {
  /** Milliseconds until the complete answer must have arrived; 60,000 by default. 0 and `Infinity` mean no limit. */
  timeout?: number | undefined;
  /** Returns headers for a request. Called for each one, so that tokens can be fresh. */
  headers?: (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Replaces the global `fetch`. */
  fetch?: Fetch | undefined;
}

/** The longest delay a timer supports, in milliseconds (24 days); a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;
/** Bytes of an answer that are read, several times what the reader keeps of one; a longer answer is dropped, and reported as a problem. */
const longestAnswer = 5_000_000;
/** Bytes of an error response that are read for its short message. */
const longestRefusal = 20_000;
const longestReason = 200;

/** Signals of typing and reading; a BotManager's schema knows none of them. */
const signals: ReadonlySet<string> = new Set(['iswriting', 'read', 'ack']);

/**
 * Asks a BotManager directly: one POST to its message endpoint, one answer.
 * Failures are `TransportError`s that tell whether the bot may have received the request.
 *
 * ```ts
 * const transport = new BotManagerTransport('/bot/message', {headers: () => ({authorization: `Bearer ${token}`})});
 * ```
 */
export class BotManagerTransport implements Transport {
  readonly #url: URL;
  readonly #timeout: number;
  readonly #headers: () => HeadersInit | Promise<HeadersInit>;
  readonly #fetch: Fetch;

  /**
   * @param url The full endpoint, such as `https://bots.example.com/bot/message`.
   * @throws {TypeError} if the URL is plain http to any machine but localhost or the page's own.
   */
  constructor(url: string | URL, {timeout = 60_000, headers = () => ({}), fetch = globalThis.fetch}: BotManagerOptions = {}) {
    this.#url = endpoint(url);
    this.#timeout = timeout;
    this.#headers = headers;
    this.#fetch = fetch.bind(globalThis);
  }

  /**
   * @throws {ProtocolError} if the request cannot be written as the official schemas require.
   * @throws {TransportError} if there is no answer.
   */
  async send(request: BotRequest, {signal: caller}: ExchangeOptions = {}): Promise<BotResponse> {
    if (signals.has(request.message?.type ?? '')) return {event: 'continue', messages: []};
    const body = writeRequest(request);
    caller?.throwIfAborted();

    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), Math.min(this.#timeout || Infinity, longestTimer));
    const signal = caller ? AbortSignal.any([caller, clock.signal]) : clock.signal;
    try {
      return await this.#exchange(body, signal);
    } catch (cause) {
      caller?.throwIfAborted();
      if (cause instanceof TransportError) throw cause;
      throw clock.signal.aborted
        ? this.#error('timeout', `gave no answer in ${this.#timeout} ms`, {cause})
        : this.#error('unreachable', 'broke off, or was redirected, before its answer was there', {cause});
    } finally {
      clearTimeout(timer);
    }
  }

  async #exchange(body: string, signal: AbortSignal): Promise<BotResponse> {
    const headers = await this.#prepare(signal);
    const response = await this.#fetch(this.#url.href, {method: 'POST', headers, body, signal, redirect: 'error'});
    if (!response.ok) throw await this.#refusal(response);
    const text = await readBody(response, longestAnswer);
    if (text === undefined) {
      const message = `expected at most ${longestAnswer} bytes, left out the answer`;
      return {event: 'continue', messages: [], problems: [{path: '', message, code: 'too_much'}]};
    }
    return readResponse(this.#parse(text));
  }

  /** Everything that can fail before the bot can have received anything. */
  async #prepare(signal: AbortSignal): Promise<Headers> {
    const {navigator}: {navigator?: {onLine?: boolean}} = globalThis;
    if (navigator?.onLine === false) throw this.#error('offline', 'was not sent: there is no connection');
    try {
      const headers = new Headers(await orAborted(this.#headers, signal));
      headers.set('content-type', 'application/json');
      headers.set('accept', 'application/json');
      return headers;
    } catch (cause) {
      throw this.#error('offline', 'was not sent: its headers could not be made', {cause});
    }
  }

  /** An empty body counts as an answer; a truncated one or a web page does not. */
  #parse(text: string): unknown {
    if (!text.trim()) return undefined;
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw this.#error('garbled', 'answered with something that is not JSON', {cause});
    }
  }

  /** Uses only the short message of an error response: its `info` may expose the bot's internals. */
  async #refusal(response: Response): Promise<TransportError> {
    const reason = await reasonOf(response);
    const seconds = retryAfter(response.headers.get('retry-after'));
    const {status} = response;
    return this.#error('refused', `answered ${status}${reason && `: ${reason}`}`, {
      status,
      ...(seconds !== undefined && {retryAfter: seconds}),
    });
  }

  #error(fault: TransportError['fault'], what: string, options?: ConstructorParameters<typeof TransportError>[2]): TransportError {
    return new TransportError(fault, `POST ${nameOf(this.#url)} ${what}`, options);
  }
}

/** Settles like the work, but rejects with the signal's reason as soon as it aborts. */
async function orAborted<T>(work: () => T | Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
    Promise.resolve(work()).then(resolve, reject);
  });
}

/** The `message` of a BotManager's error, or else the status text, for example if the body never arrived. */
async function reasonOf(response: Response): Promise<string> {
  try {
    const {message}: {message?: unknown} = Object(JSON.parse((await readBody(response, longestRefusal)) ?? ''));
    if (typeof message === 'string') return message.slice(0, longestReason);
  } catch {
    // Not a BotManager's error body, or none at all: the status has to do.
  }
  return response.statusText;
}
