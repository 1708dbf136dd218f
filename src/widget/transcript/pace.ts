import type {Entry} from '../../protocol/entry.ts';

/** Reading speed in words per minute, and the minimum and maximum time for one message in milliseconds. */
const speed = 250;
const least = 600;
const most = 4_000;
/** More messages than this are not a burst but missed messages, which are not delayed. */
const crowd = 8;
/** Characters after which a message takes the most time, whatever the language. */
const long = 1_000;

/** Milliseconds it takes to read a text. Words are counted by the rules of its language (BCP 47), since not all languages write spaces. */
export function readingTime(text: string, language: string): number {
  const segments = new Intl.Segmenter(language, {granularity: 'word'}).segment(text.slice(0, long));
  const words = [...segments].filter(({isWordLike}) => isWordLike).length;
  return Math.min(most, Math.max(least, (words / speed) * 60_000));
}

/**
 * Which of the entries are drawn when a bot sends several at once: each delays the next by the time it takes to read. What answers
 * the visitor, and what comes after a pause, is never delayed; order is never changed. All times are milliseconds of one clock.
 */
export class Pace {
  /** When the next may be drawn; undefined while nothing is held back. */
  due: number | undefined;
  readonly #held = new Set<string>();
  #drawn: readonly Entry[] = [];
  /** When the last of them was drawn. */
  #last = -Infinity;

  /** @param timeFor How long an entry takes to be read. */
  constructor(private readonly timeFor: (entry: Entry) => number) {}

  /** The bot just said something, by its id: it waits for its turn. */
  hold(id: string): void {
    this.#held.add(id);
  }

  /** The rest may be drawn at once. */
  release(): void {
    this.#held.clear();
    this.#last = -Infinity;
  }

  /** Those that may be drawn by now. The same list as before where nothing of it has changed. */
  pass(entries: readonly Entry[], now: number): readonly Entry[] {
    const at = this.#firstHeld(entries, now);
    if (at < 0) return entries;
    const drawn = this.#drawn;
    if (drawn.length !== at || drawn.some((entry, index) => entry !== entries[index])) this.#drawn = entries.slice(0, at);
    return this.#drawn;
  }

  #firstHeld(entries: readonly Entry[], now: number): number {
    this.due = undefined;
    if (this.#held.size > crowd) this.release();
    if (!this.#held.size) return -1;
    for (let at = 0; at < entries.length; at++) {
      const {id} = entries[at]!;
      if (!this.#held.has(id)) continue;
      const before = entries[at - 1];
      const due = before?.from === 'bot' ? this.#last + this.timeFor(before) : now;
      if (due > now) {
        this.due = due;
        return at;
      }
      this.#held.delete(id);
      this.#last = now;
    }
    return -1;
  }
}
