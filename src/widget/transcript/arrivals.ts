import type {Entry} from '../../protocol/entry.ts';

/** Milliseconds by which the clock that dates an entry may be behind this one's. */
const leeway = 2_000;

/** Tells what has just been said from what is only shown again: history, or a conversation that was kept. */
export class Arrivals {
  /** Ids of what came last. */
  fresh: ReadonlySet<string> = new Set();
  #last: string | undefined;
  readonly #since: number;

  constructor(now = Date.now()) {
    this.#since = now;
  }

  /** What is new since the last time, oldest first. */
  take(entries: readonly Entry[]): readonly Entry[] {
    const arrived = this.#news(entries);
    if (arrived.length) this.fresh = new Set(arrived.map(({id}) => id));
    return arrived;
  }

  /** Id of the last of these, where it has just come from the other side. */
  newest(entries: readonly Entry[]): string | undefined {
    const last = entries.at(-1);
    return last && last.from !== 'visitor' && this.fresh.has(last.id) ? last.id : undefined;
  }

  #news(entries: readonly Entry[]): readonly Entry[] {
    const before = this.#last === undefined ? -1 : entries.findLastIndex(({id}) => id === this.#last);
    const isFirst = this.#last === undefined;
    this.#last = entries.at(-1)?.id;
    if (isFirst) return entries.filter(({at}) => at >= this.#since - leeway);
    return before < 0 ? [] : entries.slice(before + 1);
  }
}
