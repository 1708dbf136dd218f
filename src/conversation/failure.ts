import {ProtocolError, TransportError} from '../protocol/errors.ts';

export interface Failure {
  delivery: 'failed' | 'uncertain';
  retryable: boolean;
  error: unknown;
}

/** Longest time in seconds a message is held back at the server's request (`Retry-After`). If asked for more, the visitor is told. */
export const maxRetryAfter = 60;

/**
 * The outcome of a message that got no answer. It has failed only if it certainly did not arrive; otherwise the visitor is asked,
 * unless repeating the message is harmless.
 */
export function failureOf(error: unknown, idempotent = false): Failure {
  if (isGone(error)) return {delivery: 'failed', retryable: true, error};
  if (error instanceof ProtocolError) return {delivery: 'failed', retryable: false, error};
  if (error instanceof TransportError && !error.mayHaveArrived) return {delivery: 'failed', retryable: error.retryable, error};
  return {delivery: idempotent ? 'failed' : 'uncertain', retryable: true, error};
}

/** Whether the server no longer knows this conversation: in a new one the same message may well arrive. */
export function isGone(error: unknown): error is TransportError {
  return error instanceof TransportError && error.fault === 'gone';
}

/** Whether the server asked for a longer wait than `longestHold`. */
export function exceedsMaxRetryAfter(error: unknown): boolean {
  return error instanceof TransportError && error.retryAfter !== undefined && error.retryAfter > maxRetryAfter;
}

/** Whether the message may be retried automatically, where repeating it is harmless. */
export function canRetryAutomatically(error: unknown): error is TransportError {
  return error instanceof TransportError && error.retryable && !exceedsMaxRetryAfter(error);
}
