import type {CustomRenderers} from '../../components/context.ts';
import type {LatePart} from '../../components/late-part.ts';
import {missingParts} from '../../components/renderers.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {TypingState} from './waiting.ts';

/** How many entries before the opening position may delay it; the code for those further up is loaded without waiting. */
const maxBlocking = 60;

/**
 * Holds entries back until the code to draw them is loaded, so that nothing changes its look right after it appears. Entries pass in
 * order, and a restored conversation passes as soon as its end can be drawn. Failed loads are waited for only once.
 */
export class LoadGate {
  #passed: readonly Entry[] = [];
  #held: readonly Entry[] = [];
  #typing: TypingState = {};
  #pending: Promise<void> | undefined;
  #isLoaded = false;

  /** @param onOpen Called when held entries may pass. */
  constructor(private readonly onOpen: () => unknown) {}

  /** Resolves when held entries may pass; undefined while there are none. */
  get pending(): Promise<void> | undefined {
    return this.#pending;
  }

  /**
   * The entries that may be drawn.
   *
   * @param opensAt Id of the entry that will be at the top of the view, unless the view opens at the end.
   */
  pass(entries: readonly Entry[], renderers: CustomRenderers, opensAt?: string): readonly Entry[] {
    if (this.#pending && !this.#isLoaded && entries === this.#held) return this.#passed;
    this.#held = entries;
    const heldFrom = this.#isLoaded ? -1 : this.#firstBlocked(entries, renderers, opensAt);
    this.#isLoaded = false;
    if (heldFrom < 0) {
      this.#pending = undefined;
      this.#passed = entries;
    } else {
      this.#load(entries.slice(heldFrom), renderers);
      const last = this.#passed.at(-1);
      const lastIndex = last ? entries.findLastIndex(({id}) => id === last.id) : -1;
      if (lastIndex >= 0 && lastIndex < heldFrom) this.#passed = entries.slice(0, heldFrom);
    }
    return this.#passed;
  }

  /** The expected answer, frozen while entries are held back, so that the typing dots stay. */
  typing({waiting, writing}: TypingState): TypingState {
    if (!this.#pending) this.#typing = {waiting, writing};
    return this.#typing;
  }

  /** Loads the code for the other entries before somebody comes near them. */
  preload(entries: readonly Entry[], renderers: CustomRenderers): void {
    for (const late of missingPartsIn(entries, renderers)) void late.settled();
  }

  /** The index of the first entry that has to wait, or -1. */
  #firstBlocked(entries: readonly Entry[], renderers: CustomRenderers, opensAt: string | undefined): number {
    const openIndex = opensAt === undefined ? -1 : entries.findLastIndex(({id}) => id === opensAt);
    const start = Math.max(0, (openIndex < 0 ? entries.length : openIndex) - maxBlocking);
    const offset = entries
      .slice(start)
      .findIndex((entry, index) => entry !== this.#passed[start + index] && this.#isBlocked(entry, renderers));
    return offset < 0 ? offset : start + offset;
  }

  #isBlocked(entry: Entry, renderers: CustomRenderers): boolean {
    return missingPartsOf(entry, renderers).length > 0 && !this.#passed.some(({id}) => id === entry.id);
  }

  #load(entries: readonly Entry[], renderers: CustomRenderers): void {
    const pending = Promise.all([...missingPartsIn(entries, renderers)].map((late) => late.settled())).then(() => {
      if (this.#pending !== pending) return;
      this.#isLoaded = true;
      this.onOpen();
    });
    this.#pending = pending;
  }
}

function missingPartsIn(entries: readonly Entry[], renderers: CustomRenderers): ReadonlySet<LatePart> {
  return new Set(entries.flatMap((entry) => missingPartsOf(entry, renderers)));
}

function missingPartsOf(entry: Entry, renderers: CustomRenderers): readonly LatePart[] {
  return entry.from === 'system' ? [] : missingParts(entry.message, renderers);
}
