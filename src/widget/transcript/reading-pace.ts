import type {Entry} from '../../protocol/entry.ts';

/** Reading speed in words per minute, and the minimum and maximum time per message in milliseconds. */
const wordsPerMinute = 250;
const minTime = 600;
const maxTime = 4_000;
/** More messages than this were missed rather than sent in a burst: nobody should have to wait for them. */
const maxBurst = 8;
/** Characters after which a message takes the maximum time in any language. */
const maxCharacters = 1_000;

/** Milliseconds to read a text. Words are segmented by its language, a BCP 47 tag, since not all languages put spaces between them. */
export function readingTime(text: string, language: string): number {
  const segments = new Intl.Segmenter(language, {granularity: 'word'}).segment(text.slice(0, maxCharacters));
  const words = [...segments].filter(({isWordLike}) => isWordLike).length;
  return Math.min(maxTime, Math.max(minTime, (words / wordsPerMinute) * 60_000));
}

/**
 * Decides which entries are drawn while a bot sends several at once: each delays the next by the time it takes to read. Answers to the
 * visitor, and messages after a pause, are never delayed; the order never changes. All times are milliseconds of one clock.
 */
export class ReadingPace {
  /** When the next one may be drawn; undefined while nothing is held back. */
  due: number | undefined;
  readonly #held = new Set<string>();
  #drawn: readonly Entry[] = [];
  /** When the last held entry was drawn. */
  #lastDrawnAt = -Infinity;

  /** @param timeFor Returns the reading time of an entry. */
  constructor(private readonly timeFor: (entry: Entry) => number) {}

  /** Holds a new entry of the bot back until its turn. */
  hold(id: string): void {
    this.#held.add(id);
  }

  /** Lets everything else be drawn right away. */
  release(): void {
    this.#held.clear();
    this.#lastDrawnAt = -Infinity;
  }

  /** The entries that may be drawn by now. Returns the same list as before if nothing in it has changed. */
  pass(entries: readonly Entry[], now: number): readonly Entry[] {
    const at = this.#firstHeld(entries, now);
    if (at < 0) return entries;
    const drawn = this.#drawn;
    if (drawn.length !== at || drawn.some((entry, index) => entry !== entries[index])) this.#drawn = entries.slice(0, at);
    return this.#drawn;
  }

  #firstHeld(entries: readonly Entry[], now: number): number {
    this.due = undefined;
    if (this.#held.size > maxBurst) this.release();
    if (!this.#held.size) return -1;
    for (let at = 0; at < entries.length; at++) {
      const {id} = entries[at]!;
      if (!this.#held.has(id)) continue;
      const before = entries[at - 1];
      const due = before?.from === 'bot' ? this.#lastDrawnAt + this.timeFor(before) : now;
      if (due > now) {
        this.due = due;
        return at;
      }
      this.#held.delete(id);
      this.#lastDrawnAt = now;
    }
    return -1;
  }
}
