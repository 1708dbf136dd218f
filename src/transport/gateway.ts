import {ProtocolError, TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import {jsonOf} from '../protocol/json.ts';
import type {Attachment, VisitorMessage} from '../protocol/message.ts';
import type {ExchangeOptions, ListenOptions, Signal, Transport, UploadLimits, UploadOptions} from '../protocol/transport.ts';
import {readEvent} from '../protocol/read-event.ts';
import {normaliseLanguage, writeMessage} from '../protocol/write.ts';
import {resolveEndpoint} from './endpoint.ts';
import {GatewayClient} from './gateway-client.ts';
import {GatewayEvents} from './gateway-events.ts';
import {VisitorChanges} from './visitor-changes.ts';
import {type GatewayResponse, garbledError, toTransportError} from './gateway-errors.ts';
import {isHeaderSafe, readLimits, SessionCache, type SessionStore} from './gateway-session.ts';
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
const snapshotTimeout = 20_000;

const emptyResponse: BotResponse = {event: 'continue', messages: []};

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
  readonly #client: GatewayClient;
  readonly #events: GatewayEvents;
  /** The pending start: a retry has to send exactly the same. */
  #pendingStart: {id: string | undefined; body: string; request: BotRequest} | undefined;
  readonly #changes = new VisitorChanges();

  /** @throws {TypeError} if the URL is plain http to any machine but localhost or the page's own. */
  constructor(url: string | URL, options: GatewayTransportOptions) {
    const {widget, session, fetch = globalThis.fetch, now = Date.now, hidden = isPageHidden} = options;
    const base = resolveGateway(url);
    this.#options = options;
    this.#client = new GatewayClient(base, new SessionCache(session, {gateway: base.href, widget}), {fetch: fetch.bind(globalThis), now});
    this.#events = new GatewayEvents(this.#client, {now, hidden});
  }

  async send(request: BotRequest, {id, signal, after}: ExchangeOptions = {}): Promise<BotResponse> {
    const {event} = request;
    if (event === 'start') await this.#start(request, id, signal);
    else if (event === 'end') await this.#client.request({method: 'POST', path: 'end', signal});
    else await this.#continue(request, {...(id !== undefined && {id}), signal, after});
    return emptyResponse;
  }

  /** Ends when the connection does, or when the signal aborts. */
  async *listen({stale, ...options}: ListenOptions = {}): AsyncGenerator<TransportEvent, void, undefined> {
    const reset = stale ? await this.#fetchSnapshot(options.signal) : undefined;
    if (reset) yield reset;
    yield* this.#events.listen({...options, after: reset?.id ?? options.after});
  }

  async signal(signal: Signal): Promise<void> {
    await this.#post({path: 'messages', body: jsonOf(signal)});
  }

  upload(file: File, options: UploadOptions = {}): Promise<Attachment> {
    return upload(this.#client, file, options);
  }

  async limits(): Promise<UploadLimits | undefined> {
    return (await this.#client.sessions.read())?.limits;
  }

  async #start(request: BotRequest, id: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#pendingStart || id === undefined || this.#pendingStart.id !== id) {
      this.#pendingStart = {id, body: await this.#bodyOf(request), request};
    }
    const {body, request: startRequest} = this.#pendingStart;
    const call = {method: 'POST', headers: headersOf(id), body, signal} as const;
    const response = await this.#client.fetch(new URL('v1/conversations', this.#client.base), call);
    const answer = await this.#client.read('POST conversations', response, signal);
    // The customer token was rejected or has expired: a retry asks the page for a new one.
    if (response.status === 401) this.#pendingStart = undefined;
    if (!response.ok) throw toTransportError('POST conversations', answer, false);
    const {id: conversation, token, limits}: Partial<Record<string, unknown>> = Object(answer.body);
    if (!isHeaderSafe(conversation) || !isHeaderSafe(token)) throw garbledError('POST conversations');
    await this.#client.sessions.write({conversation, token, limits: readLimits(limits)});
    this.#changes.markSent(conversation, startRequest);
  }

  /** Sends a message, after what has changed about the visitor. */
  async #continue({message, ...visitor}: BotRequest, options: ExchangeOptions): Promise<void> {
    const {conversation} = (await this.#client.sessions.read()) ?? {};
    const changes = conversation === undefined ? undefined : this.#changes.diff(conversation, visitor);
    if (conversation !== undefined && changes) {
      await this.#patch(changes, options.signal);
      this.#changes.markSent(conversation, visitor);
    }
    await this.#sendMessage(message, options);
  }

  /** A refusal, by the gateway or by a proxy in between, must not hold up the message. */
  async #patch(changes: object, signal: AbortSignal | undefined): Promise<void> {
    try {
      const body = jsonOf(changes);
      await this.#client.request({method: 'PATCH', path: '', headers: headersOf(undefined), body, signal});
    } catch (error) {
      const {fault, retryable}: Partial<TransportError> = error instanceof TransportError ? error : {};
      if (fault !== 'garbled' && (fault !== 'refused' || retryable)) throw error;
      console.warn('What the page knows of its visitor could not be told to the gateway', error);
    }
  }

  /** The whole conversation as it is now; undefined if nobody listens any more. */
  async #fetchSnapshot(signal: AbortSignal | undefined): Promise<TransportEvent | undefined> {
    const deadline = AbortSignal.timeout(snapshotTimeout);
    try {
      const {body} = await this.#client.request({
        method: 'GET',
        path: '',
        headers: {accept: 'application/json'},
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      const reset = readEvent({type: 'reset', snapshot: body});
      if (reset?.id === undefined) throw garbledError('GET conversation');
      return reset;
    } catch (error) {
      if (signal?.aborted) return undefined;
      throw deadline.aborted ? new TransportError('timeout', 'GET conversation was not answered in time') : error;
    }
  }

  async #bodyOf({language, data, environment}: BotRequest): Promise<string> {
    const {widget, page, customerToken} = this.#options;
    const pageInfo = page?.();
    return jsonOf({
      widget,
      language: language === undefined ? undefined : normaliseLanguage(language),
      data,
      caps: environment?.caps,
      page: pageInfo && {...pageInfo, ...(pageInfo.url !== undefined && {url: pageInfo.url.replace(/#.*/, '')})},
      customerToken: await customerToken?.(),
    });
  }

  async #sendMessage(message: VisitorMessage | undefined, options: ExchangeOptions): Promise<void> {
    if (!message) throw new ProtocolError('message', 'a message');
    const answer = await this.#post({path: 'messages', body: jsonOf(writeMessage(message)), ...options});
    // The gateway returns an id for what it accepted; a success without one comes from a proxy.
    if (typeof Object(answer.body).id !== 'string') throw garbledError('POST messages');
  }

  #post({id, after, ...call}: {path: string; body: string} & ExchangeOptions): Promise<GatewayResponse> {
    const headers = {...headersOf(id), ...(after !== undefined && {'last-event-id': after})};
    return this.#client.request({method: 'POST', headers, ...call});
  }
}

/**
 * A gateway's URL with a trailing slash, so that other URLs can be resolved against it.
 * @throws {TypeError} if it may not be used.
 */
export function resolveGateway(url: string | URL): URL {
  const base = resolveEndpoint(url);
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
