import type {Retry} from '../options.ts';
import {TurnFault} from './turn-fault.ts';

/** Waits; rejects with the signal's reason if it aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

export interface RetryOptions {
  retry: Retry;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: Sleep;
}

const maxAttempts = 3;
/** Milliseconds from the first attempt within which another may start. */
const retryWindow = 15_000;
/** Milliseconds before the second and third attempt, unless the server asks for more. */
const delays = [500, 2_000];

/** Retries if that is allowed, may help, and is soon enough; otherwise the last failure stands. */
export async function withRetries<T>(attempt: () => Promise<T>, {retry, signal, now, sleep}: RetryOptions): Promise<T> {
  const startedAt = now();
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const delay = Math.max(
        (error instanceof TurnFault && error.retryAfter ? error.retryAfter : 0) * 1000,
        withJitter(delays[attempts - 1] ?? 0),
      );
      if (!canRetry(error, retry) || attempts === maxAttempts || now() - startedAt + delay > retryWindow) throw error;
      await sleep(delay, signal);
    }
  }
}

function canRetry(error: unknown, retry: Retry): boolean {
  if (!(error instanceof TurnFault) || retry === 'never') return false;
  return error.retryClass === 'safe' || (error.retryClass === 'transient' && retry === 'transient');
}

/** Varies by a fifth, so that many that failed together do not come back together. */
function withJitter(milliseconds: number): number {
  return milliseconds * (0.8 + 0.4 * Math.random());
}
