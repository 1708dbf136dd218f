const minute = 60_000;

/** Budgets of one process: of some so many may be spent within any sixty seconds, of others an amount within some time of the first use. */
export class Budgets {
  /** When each was spent from, oldest first; the least recently used budget first. */
  readonly #spent = new Map<string, number[]>();
  /** What was used up of each, and until when that counts, by how long it does; what is over first, first. */
  readonly #charged = new Map<number, Map<string, {used: number; until: number}>>();

  constructor(private readonly now: () => number) {}

  /** How many are in use, as of the last spending. */
  get size(): number {
    return [...this.#charged.values()].reduce((sum, budgets) => sum + budgets.size, this.#spent.size);
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

  /** Adds an amount; the milliseconds until all is there again where that would be more than `most`, else 0. */
  charge(budget: string, amount: number, {most, within}: {most: number; within: number}): number {
    const now = this.now();
    const budgets = this.#inUse(within, now);
    const {used, until} = budgets.get(budget) ?? {used: 0, until: now + within};
    if (amount > 0 && used + amount > most) return until - now;
    if (used + amount > 0) budgets.set(budget, {used: used + amount, until});
    else budgets.delete(budget);
    return 0;
  }

  #inUse(within: number, now: number): Map<string, {used: number; until: number}> {
    const budgets = this.#charged.get(within) ?? new Map<string, {used: number; until: number}>();
    this.#charged.set(within, budgets);
    for (const [budget, {until}] of budgets) {
      if (until > now) break;
      budgets.delete(budget);
    }
    return budgets;
  }

  /** What nobody uses any more must not stay: its name may be an address, of which there are very many. */
  #forget(before: number): void {
    for (const [budget, times] of this.#spent) {
      if (times.at(-1)! > before) return;
      this.#spent.delete(budget);
    }
  }
}
