const shortest = 1_000;
const longest = 30_000;
/** Share by which a wait may vary, so that many clients that were cut off together do not return together. */
const jitter = 0.2;

/**
 * Milliseconds to wait before a retry: 1 s after the first failure, then twice as long each time up to 30 s, ± 20 %.
 * @param failures How many tries have failed in a row, at least 1.
 * @param random 0 to 1.
 */
export function backoff(failures: number, random: number): number {
  const planned = Math.min(longest, shortest * 2 ** (failures - 1));
  return Math.round(planned * (1 - jitter + 2 * jitter * random));
}
