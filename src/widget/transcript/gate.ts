import type {CustomRenderers} from '../../components/context.ts';
import type {LatePart} from '../../components/late-part.ts';
import {missingParts} from '../../components/renderers.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Expected} from './waiting.ts';

/** How many entries before the opening position may delay it; the code for those further up is loaded without waiting. */
const nearest = 60;

/**
 * Holds entries back until the code to draw them is loaded, so that nothing changes its look right after it appears. Entries pass in
 * order, and a restored conversation passes as soon as its end can be drawn. Failed loads are waited for only once.
 */
export class Gate {
  #passed: readonly Entry[] = [];
  #held: readonly Entry[] = [];
  #expected: Expected = {};
  #waiting: Promise<void> | undefined;
  #isOver = false;

  /** @param open Called when held entries may pass. */
  constructor(private readonly open: () => unknown) {}

  /** Resolves when held entries may pass; undefined while there are none. */
  get waiting(): Promise<void> | undefined {
    return this.#waiting;
  }

  /**
   * The entries that may be drawn.
   *
   * @param opensAt Id of the entry that will be at the top of the view, unless the view opens at the end.
   */
  pass(entries: readonly Entry[], own: CustomRenderers, opensAt?: string): readonly Entry[] {
    if (this.#waiting && !this.#isOver && entries === this.#held) return this.#passed;
    this.#held = entries;
    const at = this.#isOver ? -1 : this.#firstLacking(entries, own, opensAt);
    this.#isOver = false;
    if (at < 0) {
      this.#waiting = undefined;
      this.#passed = entries;
    } else {
      this.#wait(entries.slice(at), own);
      const last = this.#passed.at(-1);
      const before = last ? entries.findLastIndex(({id}) => id === last.id) : -1;
      if (before >= 0 && before < at) this.#passed = entries.slice(0, at);
    }
    return this.#passed;
  }

  /** The expected answer, frozen while entries are held back, so that the typing dots stay. */
  expected({waiting, writing}: Expected): Expected {
    if (!this.#waiting) this.#expected = {waiting, writing};
    return this.#expected;
  }

  /** Loads the code for the other entries before somebody comes near them. */
  prepare(entries: readonly Entry[], own: CustomRenderers): void {
    for (const late of lacking(entries, own)) void late.settled();
  }

  /** The index of the first entry that has to wait, or -1. */
  #firstLacking(entries: readonly Entry[], own: CustomRenderers, opensAt: string | undefined): number {
    const opens = opensAt === undefined ? -1 : entries.findLastIndex(({id}) => id === opensAt);
    const near = Math.max(0, (opens < 0 ? entries.length : opens) - nearest);
    const at = entries.slice(near).findIndex((entry, index) => entry !== this.#passed[near + index] && this.#lacks(entry, own));
    return at < 0 ? at : near + at;
  }

  #lacks(entry: Entry, own: CustomRenderers): boolean {
    return missing(entry, own).length > 0 && !this.#passed.some(({id}) => id === entry.id);
  }

  #wait(entries: readonly Entry[], own: CustomRenderers): void {
    const waiting = Promise.all([...lacking(entries, own)].map((late) => late.settled())).then(() => {
      if (this.#waiting !== waiting) return;
      this.#isOver = true;
      this.open();
    });
    this.#waiting = waiting;
  }
}

function lacking(entries: readonly Entry[], own: CustomRenderers): ReadonlySet<LatePart> {
  return new Set(entries.flatMap((entry) => missing(entry, own)));
}

function missing(entry: Entry, own: CustomRenderers): readonly LatePart[] {
  return entry.from === 'system' ? [] : missingParts(entry.message, own);
}
