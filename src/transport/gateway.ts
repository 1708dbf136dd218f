import {ProtocolError, TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import {jsonOf} from '../protocol/json.ts';
import type {Attachment, VisitorMessage} from '../protocol/message.ts';
import type {ExchangeOptions, ListenOptions, Signal, Transport, UploadLimits, UploadOptions} from '../protocol/transport.ts';
import {readEvent} from '../protocol/read-event.ts';
import {normaliseLanguage, writeMessage} from '../protocol/write.ts';
import {endpoint} from './endpoint.ts';
import {GatewayCalls} from './gateway-calls.ts';
import {GatewayEvents} from './gateway-events.ts';
import {News} from './gateway-news.ts';
import {type Answer, garbled, refusal} from './gateway-problem.ts';
import {isWord, readLimits, Sessions, type SessionStore} from './gateway-session.ts';
import {upload} from './gateway-upload.ts';

type Fetch = typeof globalThis.fetch;

export interface GatewayTransportOptions {
  /** Name of the widget in the gateway's configuration. */
  widget: string;
  /** Where the session (conversation id and token) is stored; in memory by default. */
  session?: SessionStore | undefined;
  /** Returns the page a conversation begins on, without the fragment, which may be secret. */
  page?: (() => {url?: string; title?: string}) | undefined;
  /** Returns a token that the site's own server signed for its customer. Called when a conversation begins. */
  customerToken?: (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Whether the page is hidden; its `visibilityState` by default. */
  hidden?: (() => boolean) | undefined;
  /** Replaces the global `fetch`. */
  fetch?: Fetch | undefined;
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: (() => number) | undefined;
}

/** Milliseconds in which a snapshot of the conversation has to arrive. */
const patience = 20_000;

const nothing: BotResponse = {event: 'continue', messages: []};

/**
 * Reaches a bot through a Parley gateway. A message is accepted once under its id, and answered by events; the gateway keeps the bot's
 * memory and the order of turns. Expired tokens are renewed automatically; a conversation that cannot continue fails as `gone`.
 *
 * ```ts
 * const transport = new GatewayTransport('https://chat.example.com', {widget: 'shop'});
 * const conversation = new Conversation({transport, language: 'en'});
 * ```
 */
export class GatewayTransport implements Transport {
  readonly idempotent = true;
  readonly #options: GatewayTransportOptions;
  readonly #calls: GatewayCalls;
  readonly #events: GatewayEvents;
  /** The pending start: a retry has to send exactly the same. */
  #beginning: {id: string | undefined; body: string; said: BotRequest} | undefined;
  readonly #news = new News();

  /** @throws {TypeError} if the URL is plain http to any machine but localhost or the page's own. */
  constructor(url: string | URL, options: GatewayTransportOptions) {
    const {widget, session, fetch = globalThis.fetch, now = Date.now, hidden = isPageHidden} = options;
    const base = gatewayAddress(url);
    this.#options = options;
    this.#calls = new GatewayCalls(base, new Sessions(session, {gateway: base.href, widget}), {fetch: fetch.bind(globalThis), now});
    this.#events = new GatewayEvents(this.#calls, {now, hidden});
  }

  async send(request: BotRequest, {id, signal, after}: ExchangeOptions = {}): Promise<BotResponse> {
    const {event} = request;
    if (event === 'start') await this.#start(request, id, signal);
    else if (event === 'end') await this.#calls.call({method: 'POST', path: 'end', signal});
    else await this.#goOn(request, {...(id !== undefined && {id}), signal, after});
    return nothing;
  }

  /** Ends when the connection does, or when the signal aborts. */
  async *listen({stale, ...options}: ListenOptions = {}): AsyncGenerator<TransportEvent, void, undefined> {
    const reset = stale ? await this.#anew(options.signal) : undefined;
    if (reset) yield reset;
    yield* this.#events.listen({...options, after: reset?.id ?? options.after});
  }

  async signal(signal: Signal): Promise<void> {
    await this.#post({path: 'messages', body: jsonOf(signal)});
  }

  upload(file: File, options: UploadOptions = {}): Promise<Attachment> {
    return upload(this.#calls, file, options);
  }

  async limits(): Promise<UploadLimits | undefined> {
    return (await this.#calls.sessions.read())?.limits;
  }

  async #start(request: BotRequest, id: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#beginning || id === undefined || this.#beginning.id !== id) {
      this.#beginning = {id, body: await this.#bodyOf(request), said: request};
    }
    const {body, said} = this.#beginning;
    const call = {method: 'POST', headers: headersOf(id), body, signal} as const;
    const response = await this.#calls.fetch(new URL('v1/conversations', this.#calls.base), call);
    const answer = await this.#calls.read('POST conversations', response, signal);
    // The customer token was rejected or has expired: a retry asks the page for a new one.
    if (response.status === 401) this.#beginning = undefined;
    if (!response.ok) throw refusal('POST conversations', answer, false);
    const {id: conversation, token, limits}: Partial<Record<string, unknown>> = Object(answer.body);
    if (!isWord(conversation) || !isWord(token)) throw garbled('POST conversations');
    await this.#calls.sessions.write({conversation, token, limits: readLimits(limits)});
    this.#news.note(conversation, said);
  }

  /** Sends a message, after telling the gateway what is new about the visitor. */
  async #goOn({message, ...known}: BotRequest, options: ExchangeOptions): Promise<void> {
    const {conversation} = (await this.#calls.sessions.read()) ?? {};
    const news = conversation === undefined ? undefined : this.#news.of(conversation, known);
    if (conversation !== undefined && news) {
      await this.#tell(news, options.signal);
      this.#news.note(conversation, known);
    }
    await this.#say(message, options);
  }

  /** A refusal, by the gateway or by a proxy in between, must not hold up the message. */
  async #tell(news: object, signal: AbortSignal | undefined): Promise<void> {
    try {
      const body = jsonOf(news);
      await this.#calls.call({method: 'PATCH', path: '', headers: headersOf(undefined), body, signal});
    } catch (error) {
      const {fault, retryable}: Partial<TransportError> = error instanceof TransportError ? error : {};
      if (fault !== 'garbled' && (fault !== 'refused' || retryable)) throw error;
      console.warn('What the page knows of its visitor could not be told to the gateway', error);
    }
  }

  /** The whole conversation as it is now; undefined if nobody listens any more. */
  async #anew(signal: AbortSignal | undefined): Promise<TransportEvent | undefined> {
    const late = AbortSignal.timeout(patience);
    try {
      const {body} = await this.#calls.call({
        method: 'GET',
        path: '',
        headers: {accept: 'application/json'},
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      const reset = readEvent({type: 'reset', snapshot: body});
      if (reset?.id === undefined) throw garbled('GET conversation');
      return reset;
    } catch (error) {
      if (signal?.aborted) return undefined;
      throw late.aborted ? new TransportError('timeout', 'GET conversation was not answered in time') : error;
    }
  }

  async #bodyOf({language, data, environment}: BotRequest): Promise<string> {
    const {widget, page, customerToken} = this.#options;
    const shown = page?.();
    return jsonOf({
      widget,
      language: language === undefined ? undefined : normaliseLanguage(language),
      data,
      caps: environment?.caps,
      page: shown && {...shown, ...(shown.url !== undefined && {url: shown.url.replace(/#.*/, '')})},
      customerToken: await customerToken?.(),
    });
  }

  async #say(message: VisitorMessage | undefined, options: ExchangeOptions): Promise<void> {
    if (!message) throw new ProtocolError('message', 'a message');
    const answer = await this.#post({path: 'messages', body: jsonOf(writeMessage(message)), ...options});
    // The gateway returns an id for what it accepted; a success without one comes from a proxy.
    if (typeof Object(answer.body).id !== 'string') throw garbled('POST messages');
  }

  #post({id, after, ...call}: {path: string; body: string} & ExchangeOptions): Promise<Answer> {
    const headers = {...headersOf(id), ...(after !== undefined && {'last-event-id': after})};
    return this.#calls.call({method: 'POST', headers, ...call});
  }
}

/**
 * A gateway's URL with a trailing slash, so that other URLs can be resolved against it.
 * @throws {TypeError} if it may not be used.
 */
export function gatewayAddress(url: string | URL): URL {
  const base = endpoint(url);
  base.search = base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

function headersOf(id: string | undefined): Record<string, string> {
  return {'content-type': 'application/json', accept: 'application/json', ...(id !== undefined && {'idempotency-key': id})};
}

function isPageHidden(): boolean {
  const {document: page}: {document?: {visibilityState?: string}} = globalThis;
  return page?.visibilityState === 'hidden';
}
