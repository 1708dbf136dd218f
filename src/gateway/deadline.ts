import {setMaxListeners} from 'node:events';

/** Work that ends when its signal aborts or its time is up. */
export interface Deadline {
  signal: AbortSignal;
  /** Whether the time was up. */
  readonly isExpired: boolean;
  /** The work is done: releases the timer and the other signal. */
  clear(): void;
}

/**
 * A signal that aborts with another one, or after some time. Its timer keeps it alive: nothing holds an `AbortSignal.timeout` within
 * `AbortSignal.any`, and if Node collects it before the time is up, it never aborts.
 *
 * @param ms Milliseconds.
 */
export function startDeadline(other: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const abort = (): void => controller.abort(other.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort(new DOMException('The time is over', 'TimeoutError'));
  }, ms);
  setMaxListeners(0, other); // Many things may be in progress at once that end with it.
  if (other.aborted) abort();
  else other.addEventListener('abort', abort, {once: true});
  return {
    signal: controller.signal,
    get isExpired() {
      return isOver;
    },
    clear: () => {
      clearTimeout(timer);
      other.removeEventListener('abort', abort);
    },
  };
}
