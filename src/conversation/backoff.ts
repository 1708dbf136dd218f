const minDelay = 1_000;
const maxDelay = 30_000;
/** Random share by which a wait varies, so that clients cut off together do not all come back together. */
const jitter = 0.2;

/**
 * Milliseconds to wait before the next attempt: 1 s after the first failure, doubling up to 30 s, ± 20 %.
 * @param failures How many attempts have failed in a row, at least 1.
 * @param random 0 to 1.
 */
export function backoff(failures: number, random: number): number {
  const delay = Math.min(maxDelay, minDelay * 2 ** (failures - 1));
  return Math.round(delay * (1 - jitter + 2 * jitter * random));
}
