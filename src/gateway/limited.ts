import {setMaxListeners} from 'node:events';

/** Work that has an end: when its signal is aborted, or its time is over. */
export interface Limited {
  signal: AbortSignal;
  /** Whether it was the time. */
  readonly isOver: boolean;
  /** The work is done: lets go of the timer and of the other signal. */
  end(): void;
}

/**
 * A signal that aborts with another one, or after some time. Its timer holds it: `AbortSignal.timeout` within `AbortSignal.any` is held by
 * nobody, and where Node collects garbage before the time is over, it never is.
 *
 * @param ms Milliseconds.
 */
export function limited(other: AbortSignal, ms: number): Limited {
  const controller = new AbortController();
  let isOver = false;
  const abort = (): void => controller.abort(other.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort(new DOMException('The time is over', 'TimeoutError'));
  }, ms);
  setMaxListeners(0, other); // Much may go on at once that ends with it.
  if (other.aborted) abort();
  else other.addEventListener('abort', abort, {once: true});
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    end: () => {
      clearTimeout(timer);
      other.removeEventListener('abort', abort);
    },
  };
}
