import {TransportError} from '../protocol/errors.ts';
import {parseRetryAfter} from './retry-after.ts';

/** A gateway's answer, successful or not. */
export interface GatewayResponse {
  status: number;
  /** The parsed JSON; undefined if it is not JSON. */
  body: unknown;
  retryAfter: string | null;
}

/** Codes that mean a conversation is over for good. */
const goneCodes: ReadonlySet<string> = new Set(['conversation_ended', 'not_found', 'token_invalid', 'token_missing', 'forbidden']);

/** The stable code of a refusal; undefined if it is not the gateway's own. */
export function codeOf({body}: Pick<GatewayResponse, 'body'>): string | undefined {
  const {code}: {code?: unknown} = Object(body);
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined;
}

/**
 * Turns a refusal into an error. One that is not the gateway's own comes from a proxy and says nothing about the request, which may be
 * retried. A code that ends the conversation does so only for requests that belong to one.
 * @param operation The request, without anything secret.
 * @param inConversation Whether the request belongs to a conversation.
 */
export function toTransportError(operation: string, answer: GatewayResponse, inConversation: boolean): TransportError {
  const {status} = answer;
  const code = codeOf(answer);
  const seconds = parseRetryAfter(answer.retryAfter);
  const options = {status, ...(seconds !== undefined && {retryAfter: seconds}), ...(code !== undefined && {code})};
  const message = `${operation} was answered ${status}${code ? ` (${code})` : ''}`;
  if (inConversation && code !== undefined && goneCodes.has(code)) return new TransportError('gone', message, options);
  const isForeign = code === undefined && status >= 300 && status < 500 && status !== 429 && status !== 408;
  return new TransportError(isForeign ? 'garbled' : 'refused', message, options);
}

/** The error for an answer that is not a gateway's, such as the page of a captive portal. */
export function garbledError(operation: string): TransportError {
  return new TransportError('garbled', `${operation} was not answered by a gateway`);
}
