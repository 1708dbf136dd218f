import {TransportError} from '../protocol/errors.ts';
import {readBody} from './read-body.ts';
import {type GatewayResponse, codeOf, toTransportError} from './gateway-errors.ts';
import {type GatewaySession, isHeaderSafe, type SessionCache} from './gateway-session.ts';

type Fetch = typeof globalThis.fetch;

/** A request to a gateway. Errors mention its method and path, never the token or the conversation. */
export interface GatewayRequest {
  method: 'GET' | 'PATCH' | 'POST';
  /** Path below the conversation's URL, such as `messages`; empty for the conversation itself. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | FormData;
  signal?: AbortSignal | undefined;
}

/** Most bytes of an answer, or characters of one event, that are read; a gateway's longest, a snapshot, is shorter. */
export const maxAnswerLength = 20_000_000;
/** Minimum milliseconds between two renewals of a token. */
const minRenewalInterval = 10_000;
/** Milliseconds a renewal may take. */
const renewalTimeout = 20_000;

/** Statuses with which a gateway refuses to renew a token for good. */
const permanentStatuses: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/** Requests to one gateway: outside of any conversation, and within the one the session belongs to. A rejected token is renewed. */
export class GatewayClient {
  /** Renewals in progress, by conversation. */
  readonly #renewals = new Map<string, Promise<GatewaySession>>();
  #renewedAt = -Infinity;

  /** @param base The gateway's URL, ending in a slash. */
  constructor(
    readonly base: URL,
    readonly sessions: SessionCache,
    private readonly options: {fetch: Fetch; now: () => number},
  ) {}

  /** The URL of a request within a session. */
  urlOf(session: GatewaySession, path: string): URL {
    const conversation = `v1/conversations/${encodeURIComponent(session.conversation)}`;
    return new URL(path ? `${conversation}/${path}` : conversation, this.base);
  }

  /**
   * Makes a request with the current session; repeats it once with a renewed token if the answer was 401.
   * @throws {TransportError} `gone` if there is no session, or it cannot be renewed.
   */
  async withSession<T extends {status: number}>(send: (session: GatewaySession) => Promise<T>): Promise<T> {
    const session = await this.sessions.read();
    if (!session) throw new TransportError('gone', 'There is no conversation with this gateway and widget');
    const response = await send(session);
    return response.status === 401 ? send(await this.#renewedSession(session)) : response;
  }

  /** A request within the conversation. @throws {TransportError} if it does not succeed. */
  async request({path, ...call}: GatewayRequest): Promise<GatewayResponse> {
    const response = await this.withSession((session) => this.fetch(this.urlOf(session, path), call, session));
    const answer = await this.read(`${call.method} ${operationOf(path)}`, response, call.signal);
    if (response.ok) return answer;
    throw toTransportError(`${call.method} ${operationOf(path)}`, answer, true);
  }

  /** The bare request. @throws {TransportError} if there is no answer; the signal's reason if it was aborted. */
  async fetch(url: URL, {method, headers, body, signal}: Omit<GatewayRequest, 'path'>, session?: GatewaySession): Promise<Response> {
    signal?.throwIfAborted();
    const {navigator}: {navigator?: {onLine?: boolean}} = globalThis;
    if (navigator?.onLine === false) throw new TransportError('offline', `${method} was not sent: there is no connection`);
    try {
      return await this.options.fetch(url.href, {
        method,
        headers: {...headers, ...(session && {authorization: `Bearer ${session.token}`})},
        ...(body !== undefined && {body}),
        ...(signal && {signal}),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new TransportError('unreachable', `The gateway ${this.base.host} could not be reached`, {cause});
    }
  }

  /** Reads a response. @throws {TransportError} if it breaks off. */
  async read(operation: string, response: Response, signal?: AbortSignal): Promise<GatewayResponse> {
    try {
      const text = await readBody(response, maxAnswerLength);
      return {status: response.status, body: parseJson(text ?? ''), retryAfter: response.headers.get('retry-after')};
    } catch (cause) {
      signal?.throwIfAborted();
      throw new TransportError('unreachable', `The answer to ${operation} broke off`, {cause});
    }
  }

  /**
   * The session with a token other than the rejected one: renewed by another tab, or by a request, of which only one runs at a time.
   * @throws {TransportError} `gone` if another conversation has begun meanwhile.
   */
  async #renewedSession(rejected: GatewaySession): Promise<GatewaySession> {
    const {conversation, token} = rejected;
    const current = await this.sessions.read();
    if (current?.conversation !== conversation) throw new TransportError('gone', 'Another conversation has begun');
    if (current.token !== token) return current;
    const renewal = this.#renewals.get(conversation) ?? this.#renew(rejected).finally(() => this.#renewals.delete(conversation));
    this.#renewals.set(conversation, renewal);
    return renewal;
  }

  async #renew(session: GatewaySession): Promise<GatewaySession> {
    const remaining = this.#renewedAt + minRenewalInterval - this.options.now();
    if (remaining > 0 && remaining <= minRenewalInterval) {
      const retryAfter = Math.ceil(remaining / 1000);
      throw new TransportError('refused', 'A token that was just renewed was refused', {status: 401, code: 'token_expired', retryAfter});
    }
    this.#renewedAt = this.options.now();
    const call = {method: 'POST', signal: AbortSignal.timeout(renewalTimeout)} as const;
    const response = await this.fetch(this.urlOf(session, 'token'), call, session).catch((cause: unknown) => {
      throw cause instanceof TransportError ? cause : new TransportError('timeout', 'A token was not renewed in time', {cause});
    });
    const answer = await this.read('POST token', response);
    const {token}: {token?: unknown} = Object(answer.body);
    if (response.ok && isHeaderSafe(token)) {
      const renewed = {...session, token};
      await this.sessions.renew(renewed);
      return renewed;
    }
    if (permanentStatuses.has(answer.status) && codeOf(answer)) throw new TransportError('gone', 'The conversation cannot be gone on with');
    if (response.ok) throw new TransportError('garbled', 'POST token was not answered by a gateway');
    throw toTransportError('POST token', answer, true);
  }
}

/** A path without its query. */
function operationOf(path: string): string {
  return path.replace(/\?.*/, '') || 'conversation';
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A web page, a truncated answer or none: the caller notices what is missing.
  }
}
