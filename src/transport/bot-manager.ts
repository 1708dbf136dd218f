import {TransportError} from '../protocol/errors.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import {readResponse} from '../protocol/read.ts';
import type {ExchangeOptions, Transport} from '../protocol/transport.ts';
import {writeRequest} from '../protocol/write.ts';
import {readBody} from './read-body.ts';
import {resolveEndpoint, printableUrl} from './endpoint.ts';
import {parseRetryAfter} from './retry-after.ts';

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
const maxTimerDelay = 2 ** 31 - 1;
/** Bytes of an answer that are read, several times what the reader keeps of one; a longer answer is dropped, and reported as a problem. */
const maxAnswerBytes = 5_000_000;
/** Bytes of an error response that are read for its short message. */
const maxErrorBytes = 20_000;
const maxReasonLength = 200;

/** Signals of typing and reading; a BotManager's schema knows none of them. */
const signalTypes: ReadonlySet<string> = new Set(['iswriting', 'read', 'ack']);

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
    this.#url = resolveEndpoint(url);
    this.#timeout = timeout;
    this.#headers = headers;
    this.#fetch = fetch.bind(globalThis);
  }

  /**
   * @throws {ProtocolError} if the request cannot be written as the official schemas require.
   * @throws {TransportError} if there is no answer.
   */
  async send(request: BotRequest, {signal: caller}: ExchangeOptions = {}): Promise<BotResponse> {
    if (signalTypes.has(request.message?.type ?? '')) return {event: 'continue', messages: []};
    const body = writeRequest(request);
    caller?.throwIfAborted();

    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), Math.min(this.#timeout || Infinity, maxTimerDelay));
    const signal = caller ? AbortSignal.any([caller, timeout.signal]) : timeout.signal;
    try {
      return await this.#exchange(body, signal);
    } catch (cause) {
      caller?.throwIfAborted();
      if (cause instanceof TransportError) throw cause;
      throw timeout.signal.aborted
        ? this.#error('timeout', `gave no answer in ${this.#timeout} ms`, {cause})
        : this.#error('unreachable', 'broke off, or was redirected, before its answer was there', {cause});
    } finally {
      clearTimeout(timer);
    }
  }

  async #exchange(body: string, signal: AbortSignal): Promise<BotResponse> {
    const headers = await this.#buildHeaders(signal);
    const response = await this.#fetch(this.#url.href, {method: 'POST', headers, body, signal, redirect: 'error'});
    if (!response.ok) throw await this.#toError(response);
    const text = await readBody(response, maxAnswerBytes);
    if (text === undefined) {
      const message = `expected at most ${maxAnswerBytes} bytes, left out the answer`;
      return {event: 'continue', messages: [], problems: [{path: '', message, code: 'too_much'}]};
    }
    return readResponse(this.#parse(text));
  }

  /** Everything that can fail before the bot can have received anything. */
  async #buildHeaders(signal: AbortSignal): Promise<Headers> {
    const {navigator}: {navigator?: {onLine?: boolean}} = globalThis;
    if (navigator?.onLine === false) throw this.#error('offline', 'was not sent: there is no connection');
    try {
      const headers = new Headers(await raceAbort(this.#headers, signal));
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
  async #toError(response: Response): Promise<TransportError> {
    const reason = await reasonOf(response);
    const seconds = parseRetryAfter(response.headers.get('retry-after'));
    const {status} = response;
    return this.#error('refused', `answered ${status}${reason && `: ${reason}`}`, {
      status,
      ...(seconds !== undefined && {retryAfter: seconds}),
    });
  }

  #error(fault: TransportError['fault'], what: string, options?: ConstructorParameters<typeof TransportError>[2]): TransportError {
    return new TransportError(fault, `POST ${printableUrl(this.#url)} ${what}`, options);
  }
}

/** Settles like the work, but rejects with the signal's reason as soon as it aborts. */
async function raceAbort<T>(work: () => T | Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
    Promise.resolve(work()).then(resolve, reject);
  });
}

/** The `message` of a BotManager's error, or else the status text, for example if the body never arrived. */
async function reasonOf(response: Response): Promise<string> {
  try {
    const {message}: {message?: unknown} = Object(JSON.parse((await readBody(response, maxErrorBytes)) ?? ''));
    if (typeof message === 'string') return message.slice(0, maxReasonLength);
  } catch {
    // Not a BotManager's error body, or none at all: the status has to do.
  }
  return response.statusText;
}
