/**
 * Asks once for all who want to know within a while, also for those who come before the answer.
 * @param fresh Milliseconds an answer is good for.
 * @param now Milliseconds since 1970.
 */
export function remembering<T>(ask: (about: string) => Promise<T>, fresh: number, now: () => number): (about: string) => Promise<T> {
  const known = new Map<string, {at: number; answer: Promise<T>}>();
  return (about) => {
    const last = known.get(about);
    // Also where the clock was set back meanwhile.
    if (last && Math.abs(now() - last.at) < fresh) return last.answer;
    const answer = ask(about);
    known.set(about, {at: now(), answer});
    return answer;
  };
}
