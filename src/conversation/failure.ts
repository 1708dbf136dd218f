import {ProtocolError, TransportError} from '../protocol/errors.ts';

export interface Failure {
  delivery: 'failed' | 'uncertain';
  retryable: boolean;
  error: unknown;
}

/** Longest `Retry-After` in seconds for which a message is held back; if it is longer, the visitor is told. */
export const longestHold = 60;

/**
 * The outcome of a message that got no answer. It has `failed` only if it surely did not arrive; otherwise the visitor is asked,
 * unless resending is safe.
 */
export function failureOf(error: unknown, idempotent = false): Failure {
  if (isGone(error)) return {delivery: 'failed', retryable: true, error};
  if (error instanceof ProtocolError) return {delivery: 'failed', retryable: false, error};
  if (error instanceof TransportError && (idempotent || !error.mayHaveArrived))
    return {delivery: 'failed', retryable: error.retryable, error};
  return {delivery: idempotent ? 'failed' : 'uncertain', retryable: true, error};
}

/** Whether the other side goes on with the conversation no more: in a new one the same message may well arrive. */
export function isGone(error: unknown): error is TransportError {
  return error instanceof TransportError && error.fault === 'gone';
}

/** Whether the other side asked for more time than a message is held back. */
export function asksTooMuch(error: unknown): boolean {
  return error instanceof TransportError && error.retryAfter !== undefined && error.retryAfter > longestHold;
}

/** Whether the same message may be tried again by itself, where that does no harm. */
export function mayTryAgain(error: unknown): error is TransportError {
  return error instanceof TransportError && error.retryable && !asksTooMuch(error);
}
