import type {Retry} from '../options.ts';
import {TurnFault} from './turn-fault.ts';

/** Waits; rejects with the signal's reason if it aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

export interface RetryOptions {
  retry: Retry;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  pause: Pause;
}

const mostTries = 3;
/** Milliseconds from the first attempt within which another may start. */
const patience = 15_000;
/** Milliseconds before the second and third attempt, unless the server asks for more. */
const pauses = [500, 2_000];

/** Retries if that is allowed, may help, and is soon enough; otherwise the last failure stands. */
export async function withRetries<T>(attempt: () => Promise<T>, {retry, signal, now, pause}: RetryOptions): Promise<T> {
  const begun = now();
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const wait = Math.max(
        (error instanceof TurnFault && error.retryAfter ? error.retryAfter : 0) * 1000,
        jittered(pauses[tries - 1] ?? 0),
      );
      if (!mayGoAgain(error, retry) || tries === mostTries || now() - begun + wait > patience) throw error;
      await pause(wait, signal);
    }
  }
}

function mayGoAgain(error: unknown, retry: Retry): boolean {
  if (!(error instanceof TurnFault) || retry === 'never') return false;
  return error.again === 'safe' || (error.again === 'transient' && retry === 'transient');
}

/** Varies by a fifth, so that many that failed together do not come back together. */
function jittered(milliseconds: number): number {
  return milliseconds * (0.8 + 0.4 * Math.random());
}
