import {TransportError} from '../protocol/errors.ts';
import {retryAfter} from './retry-after.ts';

/** What a gateway answered, with or without success. */
export interface Answer {
  status: number;
  /** What its JSON says; undefined when it is none. */
  body: unknown;
  retryAfter: string | null;
}

/** Codes by which a gateway says that a conversation is over for good. */
const over: ReadonlySet<string> = new Set(['conversation_ended', 'not_found', 'token_invalid', 'token_missing', 'forbidden']);

/** The stable code of a refusal; undefined when it is none of a gateway's. */
export function codeOf({body}: Pick<Answer, 'body'>): string | undefined {
  const {code}: {code?: unknown} = Object(body);
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined;
}

/**
 * A refusal as an error. One that is no gateway's own comes from something in between, which says nothing about the request: it may
 * be tried again. A code that ends the conversation does so only for a request that belongs to one.
 * @param what The request, without anything secret.
 */
export function refusal(what: string, answer: Answer, belongs: boolean): TransportError {
  const {status} = answer;
  const code = codeOf(answer);
  const seconds = retryAfter(answer.retryAfter);
  const options = {status, ...(seconds !== undefined && {retryAfter: seconds}), ...(code !== undefined && {code})};
  const message = `${what} was answered ${status}${code ? ` (${code})` : ''}`;
  if (belongs && code !== undefined && over.has(code)) return new TransportError('gone', message, options);
  const isForeign = code === undefined && status >= 300 && status < 500 && status !== 429 && status !== 408;
  return new TransportError(isForeign ? 'garbled' : 'refused', message, options);
}

/** What came back is not what a gateway answers, such as the page of a captive portal. */
export function garbled(what: string): TransportError {
  return new TransportError('garbled', `${what} was not answered by a gateway`);
}
