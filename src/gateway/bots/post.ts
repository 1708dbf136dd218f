import {createHmac} from 'node:crypto';
import {authorizationOf} from '../authorization.ts';
import type {Auth} from '../options.ts';
import type {Services} from '../services.ts';
import {startDeadline} from '../deadline.ts';
import {textOf} from '../text-of.ts';

/** Most bytes of an answer that are read; several times what the reader keeps of one. */
const maxReplyBytes = 5_000_000;

/** Where to post to, and how the gateway authenticates itself. */
export interface PostTarget {
  url: string;
  auth?: Auth | undefined;
  /** Seconds. */
  timeout: number;
  hmacSecret?: string | undefined;
}

export interface PostOptions {
  /** The same for each attempt at one request. */
  id: string;
  signal: AbortSignal;
}

export interface Reply {
  status: number;
  text: string;
  retryAfter: string | null;
}

/** Why there was no answer. `refused`: the other side was never reached, so it cannot have done anything. */
export type PostFailure = 'refused' | 'broken' | 'timeout' | 'too_long';

/** A request that got no complete answer. */
export class PostError extends Error {
  override readonly name = 'PostError';

  constructor(
    readonly failure: PostFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Posts a JSON body as the platform does and resolves with the answer, whatever its status. Redirects are not followed: the credentials
 * are not meant for anybody else.
 * @throws {PostError}; or the signal's reason.
 */
export async function post(target: PostTarget, body: string, {id, signal}: PostOptions, services: Services): Promise<Reply> {
  const {fetch, account, host} = services;
  const deadline = startDeadline(signal, Math.ceil(target.timeout * 1000));
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-request-id': id,
        'x-vvc-host': host,
        'x-vvc-acct': account,
        ...(target.hmacSecret && {'x-vvc-hmac': createHmac('sha256', target.hmacSecret).update(body).digest('hex')}),
        ...authorizationOf(target.auth),
      },
      body,
      redirect: 'manual',
      signal: deadline.signal,
    });
    const text = await textOf(response, maxReplyBytes, () => new PostError('too_long', `answered with more than ${maxReplyBytes} bytes`));
    return {status: response.status, text, retryAfter: response.headers.get('retry-after')};
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof PostError) throw cause;
    if (deadline.isExpired) throw new PostError('timeout', `gave no answer in ${target.timeout} s`, {cause});
    throw isConnectError(cause)
      ? new PostError('refused', 'could not be reached', {cause})
      : new PostError('broken', 'broke off before its answer was there', {cause});
  } finally {
    deadline.clear();
  }
}

/** System error codes from before a connection was established. */
const connectErrors = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function isConnectError(error: unknown): boolean {
  const {code}: {code?: unknown} = Object((error as Error | undefined)?.cause ?? error);
  return typeof code === 'string' && connectErrors.has(code);
}
