import type {Entry} from '../../protocol/entry.ts';

/** Milliseconds by which the clock that dated an entry may be behind this one. */
const leeway = 2_000;

/** Duration in milliseconds of an entry's animation: `--_enter`. */
const motion = 260;

/** Distinguishes new entries, which are animated, from history and restored conversations. */
export class Arrivals {
  /** Ids of what is seen to arrive. */
  fresh: ReadonlySet<string> = new Set();
  /** What did not get through on an earlier page, as it was left there: it alarms nobody again. */
  readonly lost = new WeakSet<Entry>();
  /** What came last, and when; milliseconds of a clock that is never set. */
  #latest: Entry | undefined;
  #came = -Infinity;
  #last: string | undefined;
  #since: number;

  constructor(now = Date.now()) {
    this.#since = now;
  }

  /**
   * What is new since the last time, oldest first. Where one side speaks faster than things arrive, the first is seen to arrive, and in peace;
   * what follows it so soon stands there: many motions, each cut short by the next, are a flicker.
   */
  take(entries: readonly Entry[], now = performance.now()): readonly Entry[] {
    const arrived = this.#news(entries);
    const latest = arrived.at(-1);
    if (!latest) return arrived;
    if (latest.from !== this.#latest?.from || now - this.#came > motion) this.fresh = new Set(arrived.map(({id}) => id));
    this.#latest = latest;
    this.#came = now;
    return arrived;
  }

  /** Id of the last of these, where it has just come from the other side. */
  newest(entries: readonly Entry[]): string | undefined {
    const last = entries.at(-1);
    return last && last.from !== 'visitor' && last.id === this.#latest?.id ? last.id : undefined;
  }

  #news(entries: readonly Entry[]): readonly Entry[] {
    const before = this.#last === undefined ? -1 : entries.findLastIndex(({id}) => id === this.#last);
    const isFirst = this.#last === undefined;
    this.#last = entries.at(-1)?.id;
    if (!isFirst) {
      // What all went may come back.
      if (!entries.length) this.#since = Date.now();
      return before < 0 ? [] : entries.slice(before + 1);
    }
    const arrived = entries.slice(entries.findLastIndex(({at}) => at < this.#since - leeway) + 1);
    for (const entry of entries)
      if (entry.from === 'visitor' && entry.delivery !== 'sent' && !arrived.includes(entry)) this.lost.add(entry);
    return arrived;
  }
}
