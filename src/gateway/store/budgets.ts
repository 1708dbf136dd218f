const minute = 60_000;

/** Budgets of one process. Some allow a number of units within any sixty seconds, others an amount within some time of the first use. */
export class Budgets {
  /** When units of each were spent, oldest first; the least recently used budget comes first. */
  readonly #spent = new Map<string, number[]>();
  /** The amount used up of each, and when that expires, grouped by duration; the first to expire comes first. */
  readonly #charged = new Map<number, Map<string, {used: number; until: number}>>();

  constructor(private readonly now: () => number) {}

  /** How many are in use, as of the last spending. */
  get size(): number {
    return [...this.#charged.values()].reduce((sum, budgets) => sum + budgets.size, this.#spent.size);
  }

  /** Takes one unit. Returns 0, or if there is none, the milliseconds until there is one. */
  spend(budget: string, perMinute: number): number {
    const now = this.now();
    this.#evict(now - minute);
    const times = (this.#spent.get(budget) ?? []).filter((time) => time > now - minute);
    if (times.length >= perMinute) return Math.max(1, (times.at(-perMinute) ?? now) + minute - now);
    this.#spent.delete(budget);
    this.#spent.set(budget, [...times, now]);
    return 0;
  }

  /** Adds an amount. Returns 0, or if that would exceed `most`, the milliseconds until the budget is full again. */
  charge(budget: string, amount: number, {most, within}: {most: number; within: number}): number {
    const now = this.now();
    const budgets = this.#unexpired(within, now);
    const {used, until} = budgets.get(budget) ?? {used: 0, until: now + within};
    if (amount > 0 && used + amount > most) return until - now;
    if (used + amount > 0) budgets.set(budget, {used: used + amount, until});
    else budgets.delete(budget);
    return 0;
  }

  #unexpired(within: number, now: number): Map<string, {used: number; until: number}> {
    const budgets = this.#charged.get(within) ?? new Map<string, {used: number; until: number}>();
    this.#charged.set(within, budgets);
    for (const [budget, {until}] of budgets) {
      if (until > now) break;
      budgets.delete(budget);
    }
    return budgets;
  }

  /** Unused budgets must be dropped: their names may contain addresses, of which there are very many. */
  #evict(before: number): void {
    for (const [budget, times] of this.#spent) {
      if (times.at(-1)! > before) return;
      this.#spent.delete(budget);
    }
  }
}
