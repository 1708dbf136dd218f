import type {Entry} from '../../protocol/entry.ts';

/** Milliseconds by which the clock that dates entries may be behind this one. */
const leeway = 2_000;

/** Duration of the arrival animation in milliseconds: `--_enter`. */
const motion = 260;

/** Distinguishes what has just been said from what is shown again: history, or a restored conversation. */
export class Arrivals {
  /** Ids of the entries that are animated as they arrive. */
  fresh: ReadonlySet<string> = new Set();
  /** Messages that were not delivered on an earlier page and must not raise an alert again. */
  readonly lost = new WeakSet<Entry>();
  /** The latest arrival, and its time on a monotonic clock, in milliseconds. */
  #latest: Entry | undefined;
  #came = -Infinity;
  #last: string | undefined;
  #since: number;

  constructor(now = Date.now()) {
    this.#since = now;
  }

  /**
   * Returns the entries that are new since the last call, oldest first. If one side speaks faster than the animation takes, only the
   * first entry is animated: many animations, each cut short by the next, would flicker.
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

  /** Id of the last of these entries, if it has just come from the other side. */
  newest(entries: readonly Entry[]): string | undefined {
    const last = entries.at(-1);
    return last && last.from !== 'visitor' && last.id === this.#latest?.id ? last.id : undefined;
  }

  #news(entries: readonly Entry[]): readonly Entry[] {
    const before = this.#last === undefined ? -1 : entries.findLastIndex(({id}) => id === this.#last);
    const isFirst = this.#last === undefined;
    this.#last = entries.at(-1)?.id;
    if (!isFirst) {
      // After everything has been removed, the conversation may be restored.
      if (!entries.length) this.#since = Date.now();
      return before < 0 ? [] : entries.slice(before + 1);
    }
    const arrived = entries.slice(entries.findLastIndex(({at}) => at < this.#since - leeway) + 1);
    for (const entry of entries)
      if (entry.from === 'visitor' && entry.delivery !== 'sent' && !arrived.includes(entry)) this.lost.add(entry);
    return arrived;
  }
}
