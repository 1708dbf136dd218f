import {TransportError} from '../protocol/errors.ts';
import {readBody} from './body.ts';
import {type Answer, codeOf, refusal} from './gateway-problem.ts';
import {type GatewaySession, isWord, type Sessions} from './gateway-session.ts';

type Fetch = typeof globalThis.fetch;

/** A request to a gateway; its name stands in errors, where neither token nor conversation may. */
export interface Call {
  method: 'GET' | 'PATCH' | 'POST';
  /** Behind the conversation's address, such as `messages`; nothing for the conversation itself. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | FormData;
  signal?: AbortSignal | undefined;
}

/** Bytes of an answer, or characters of one event, that are read at all; a gateway's longest, a snapshot, stays below. */
export const longestAnswer = 20_000_000;
/** Milliseconds between two renewals of a token. */
const renewalPause = 10_000;
/** Milliseconds a renewal may take. */
const renewalPatience = 20_000;

/** Statuses by which a gateway refuses to renew a token for good. */
const final: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/** Requests to one gateway: outside a conversation, and within the one whose session there is, with a token that is renewed when it is refused. */
export class GatewayCalls {
  /** Those under way, by their conversation. */
  readonly #renewals = new Map<string, Promise<GatewaySession>>();
  #renewedAt = -Infinity;

  /** @param base The gateway's address, ending in a slash. */
  constructor(
    readonly base: URL,
    readonly sessions: Sessions,
    private readonly options: {fetch: Fetch; now: () => number},
  ) {}

  /** Where a request of a session goes. */
  addressOf(session: GatewaySession, path: string): URL {
    const conversation = `v1/conversations/${encodeURIComponent(session.conversation)}`;
    return new URL(path ? `${conversation}/${path}` : conversation, this.base);
  }

  /**
   * Does something with the session there is; once more with a renewed token if it was answered 401.
   * @throws {TransportError} `gone` when there is no session, or none can be had any more.
   */
  async within<T extends {status: number}>(ask: (session: GatewaySession) => Promise<T>): Promise<T> {
    const session = await this.sessions.read();
    if (!session) throw new TransportError('gone', 'There is no conversation with this gateway and widget');
    const answered = await ask(session);
    return answered.status === 401 ? ask(await this.#renewed(session)) : answered;
  }

  /** One request within the conversation; what is no success is an error. */
  async call({path, ...call}: Call): Promise<Answer> {
    const response = await this.within((session) => this.fetch(this.addressOf(session, path), call, session));
    const answer = await this.read(`${call.method} ${nameOf(path)}`, response, call.signal);
    if (response.ok) return answer;
    throw refusal(`${call.method} ${nameOf(path)}`, answer, true);
  }

  /** The bare request. @throws {TransportError} when there was no answer; the signal's reason when it was aborted. */
  async fetch(url: URL, {method, headers, body, signal}: Omit<Call, 'path'>, session?: GatewaySession): Promise<Response> {
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

  /** What a response says. @throws {TransportError} when it breaks off. */
  async read(what: string, response: Response, signal?: AbortSignal): Promise<Answer> {
    try {
      const {text} = await readBody(response, longestAnswer);
      return {status: response.status, body: parsed(text), retryAfter: response.headers.get('retry-after')};
    } catch (cause) {
      signal?.throwIfAborted();
      throw new TransportError('unreachable', `The answer to ${what} broke off`, {cause});
    }
  }

  /**
   * The session with another token than the one that was refused: another tab's, or a new one, asked for by one at a time.
   * @throws {TransportError} `gone` when another conversation has begun meanwhile.
   */
  async #renewed(refused: GatewaySession): Promise<GatewaySession> {
    const {conversation, token} = refused;
    const current = await this.sessions.read();
    if (current?.conversation !== conversation) throw new TransportError('gone', 'Another conversation has begun');
    if (current.token !== token) return current;
    const renewal = this.#renewals.get(conversation) ?? this.#renew(refused).finally(() => this.#renewals.delete(conversation));
    this.#renewals.set(conversation, renewal);
    return renewal;
  }

  async #renew(session: GatewaySession): Promise<GatewaySession> {
    const rest = this.#renewedAt + renewalPause - this.options.now();
    if (rest > 0 && rest <= renewalPause) {
      const retryAfter = Math.ceil(rest / 1000);
      throw new TransportError('refused', 'A token that was just renewed was refused', {status: 401, code: 'token_expired', retryAfter});
    }
    this.#renewedAt = this.options.now();
    const call = {method: 'POST', signal: AbortSignal.timeout(renewalPatience)} as const;
    const response = await this.fetch(this.addressOf(session, 'token'), call, session).catch((cause: unknown) => {
      throw cause instanceof TransportError ? cause : new TransportError('timeout', 'A token was not renewed in time', {cause});
    });
    const answer = await this.read('POST token', response);
    const {token}: {token?: unknown} = Object(answer.body);
    if (response.ok && isWord(token)) {
      const renewed = {...session, token};
      await this.sessions.renew(renewed);
      return renewed;
    }
    if (final.has(answer.status) && codeOf(answer)) throw new TransportError('gone', 'The conversation cannot be gone on with');
    if (response.ok) throw new TransportError('garbled', 'POST token was not answered by a gateway');
    throw refusal('POST token', answer, true);
  }
}

/** A path without what follows a question mark. */
function nameOf(path: string): string {
  return path.replace(/\?.*/, '') || 'conversation';
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A web page, half an answer or none: whoever reads it sees what is missing.
  }
}
