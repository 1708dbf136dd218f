import type {Entry} from '../../protocol/entry.ts';

/** Milliseconds by which the clock that dates entries may be behind this one. */
const clockSkew = 2_000;

/** Duration of the arrival animation in milliseconds: `--_enter`. */
const enterDuration = 260;

/** Distinguishes what has just been said from what is shown again: history, or a restored conversation. */
export class Arrivals {
  /** Ids of the entries that are animated as they arrive. */
  fresh: ReadonlySet<string> = new Set();
  /** Messages that were not delivered on an earlier page and must not raise an alert again. */
  readonly alerted = new WeakSet<Entry>();
  /** The latest arrival, and its time on a monotonic clock, in milliseconds. */
  #latest: Entry | undefined;
  #arrivedAt = -Infinity;
  #lastId: string | undefined;
  #startedAt: number;

  constructor(now = Date.now()) {
    this.#startedAt = now;
  }

  /**
   * Returns the entries that are new since the last call, oldest first. If one side speaks faster than the animation takes, only the
   * first entry is animated: many animations, each cut short by the next, would flicker.
   */
  take(entries: readonly Entry[], now = performance.now()): readonly Entry[] {
    const arrived = this.#newEntries(entries);
    const latest = arrived.at(-1);
    if (!latest) return arrived;
    if (latest.from !== this.#latest?.from || now - this.#arrivedAt > enterDuration) this.fresh = new Set(arrived.map(({id}) => id));
    this.#latest = latest;
    this.#arrivedAt = now;
    return arrived;
  }

  /** Id of the last of these entries, if it has just come from the other side. */
  newest(entries: readonly Entry[]): string | undefined {
    const last = entries.at(-1);
    return last && last.from !== 'visitor' && last.id === this.#latest?.id ? last.id : undefined;
  }

  #newEntries(entries: readonly Entry[]): readonly Entry[] {
    const lastIndex = this.#lastId === undefined ? -1 : entries.findLastIndex(({id}) => id === this.#lastId);
    const isFirst = this.#lastId === undefined;
    this.#lastId = entries.at(-1)?.id;
    if (!isFirst) {
      // After everything has been removed, the conversation may be restored.
      if (!entries.length) this.#startedAt = Date.now();
      return lastIndex < 0 ? [] : entries.slice(lastIndex + 1);
    }
    const arrived = entries.slice(entries.findLastIndex(({at}) => at < this.#startedAt - clockSkew) + 1);
    for (const entry of entries)
      if (entry.from === 'visitor' && entry.delivery !== 'sent' && !arrived.includes(entry)) this.alerted.add(entry);
    return arrived;
  }
}
