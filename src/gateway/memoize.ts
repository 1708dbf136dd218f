/**
 * Asks once for everybody who wants to know within a while, including those who come before the answer.
 * @param ttl Milliseconds for which an answer is reused.
 * @param now Current time in milliseconds since 1970.
 */
export function memoize<T>(ask: (key: string) => Promise<T>, ttl: number, now: () => number): (key: string) => Promise<T> {
  const cache = new Map<string, {at: number; answer: Promise<T>}>();
  return (key) => {
    const entry = cache.get(key);
    // Even if the clock was set back meanwhile.
    if (entry && Math.abs(now() - entry.at) < ttl) return entry.answer;
    const answer = ask(key);
    cache.set(key, {at: now(), answer});
    return answer;
  };
}
