import type {CustomRenderers} from '../../components/context.ts';
import {missingParts} from '../../components/renderers.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Expected} from './waiting.ts';

/**
 * Holds entries back until what they are drawn with is loaded: nothing is drawn that soon looks different. They pass in their order, and a
 * conversation that comes back passes whole. What cannot be loaded is waited for once.
 */
export class Gate {
  #passed: readonly Entry[] = [];
  #held: readonly Entry[] = [];
  #expected: Expected = {};
  #waiting: Promise<void> | undefined;
  #isOver = false;

  /** @param open Called when what was held back may pass. */
  constructor(private readonly open: () => unknown) {}

  /** Resolves when what is held back may pass; undefined while nothing is. */
  get waiting(): Promise<void> | undefined {
    return this.#waiting;
  }

  /** The entries that may be drawn. */
  pass(entries: readonly Entry[], own: CustomRenderers): readonly Entry[] {
    if (this.#waiting && !this.#isOver && entries === this.#held) return this.#passed;
    this.#held = entries;
    const at = this.#isOver ? -1 : entries.findIndex((entry, index) => entry !== this.#passed[index] && this.#lacks(entry, own));
    this.#isOver = false;
    if (at < 0) {
      this.#waiting = undefined;
      this.#passed = entries;
    } else {
      this.#wait(entries, own);
      const last = this.#passed.at(-1);
      const before = last ? entries.findLastIndex(({id}) => id === last.id) : -1;
      if (before >= 0 && before < at) this.#passed = entries.slice(0, at);
    }
    return this.#passed;
  }

  /** What an answer was expected by before it was held back still is. */
  expected({waiting, writing}: Expected): Expected {
    if (!this.#waiting) this.#expected = {waiting, writing};
    return this.#expected;
  }

  #lacks(entry: Entry, own: CustomRenderers): boolean {
    return missing(entry, own).length > 0 && !this.#passed.some(({id}) => id === entry.id);
  }

  #wait(entries: readonly Entry[], own: CustomRenderers): void {
    const parts = new Set(entries.flatMap((entry) => missing(entry, own)));
    const waiting = Promise.all([...parts].map((late) => late.soon())).then(() => {
      if (this.#waiting !== waiting) return;
      this.#isOver = true;
      this.open();
    });
    this.#waiting = waiting;
  }
}

function missing(entry: Entry, own: CustomRenderers): ReturnType<typeof missingParts> {
  return entry.from === 'system' ? [] : missingParts(entry.message, own);
}
