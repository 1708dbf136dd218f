const minute = 60_000;

/** Budgets of one process: each may be spent from so many times within any sixty seconds. */
export class Budgets {
  /** When each was spent from, oldest first; the least recently used budget first. */
  readonly #spent = new Map<string, number[]>();

  constructor(private readonly now: () => number) {}

  /** How many were spent from within the last minute, as of the last spending. */
  get size(): number {
    return this.#spent.size;
  }

  /** Takes one; the milliseconds until there is one again when there is none, else 0. */
  spend(budget: string, perMinute: number): number {
    const now = this.now();
    this.#forget(now - minute);
    const times = (this.#spent.get(budget) ?? []).filter((time) => time > now - minute);
    if (times.length >= perMinute) return Math.max(1, (times.at(-perMinute) ?? now) + minute - now);
    this.#spent.delete(budget);
    this.#spent.set(budget, [...times, now]);
    return 0;
  }

  /** What nobody uses any more must not stay: its name may be an address, of which there are very many. */
  #forget(before: number): void {
    for (const [budget, times] of this.#spent) {
      if (times.at(-1)! > before) return;
      this.#spent.delete(budget);
    }
  }
}
