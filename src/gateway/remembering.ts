/**
 * Asks once for everybody who wants to know within a while, including those who come before the answer.
 * @param fresh Milliseconds for which an answer is reused.
 * @param now Current time in milliseconds since 1970.
 */
export function remembering<T>(ask: (about: string) => Promise<T>, fresh: number, now: () => number): (about: string) => Promise<T> {
  const known = new Map<string, {at: number; answer: Promise<T>}>();
  return (about) => {
    const last = known.get(about);
    // Even if the clock was set back meanwhile.
    if (last && Math.abs(now() - last.at) < fresh) return last.answer;
    const answer = ask(about);
    known.set(about, {at: now(), answer});
    return answer;
  };
}
