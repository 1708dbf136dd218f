import {isSame} from './same.ts';

/** Pixels from the end within which a reader counts as being at the end. */
const tolerance = 4;
/** Pixels that stay free above the beginning of a long answer. */
const margin = 12;

/** Whether the browser keeps the scroll position when something above it grows. */
const native = CSS.supports('overflow-anchor', 'auto');

export interface GlueOptions {
  /** All that is in the scroller. */
  content: HTMLElement;
  /** Called after the reader moved or the end came nearer. */
  moved(): void;
  /** Called after the view or what is in it changed its size. */
  resized(): void;
  /** The entry that must not leave through the top, if any. */
  newest(): HTMLElement | undefined;
}

/**
 * Keeps a scroller at its end while its reader is there, and never moves it while somebody reads further up.
 * An answer too long for the view stops at its beginning.
 */
export class Glue {
  /** Whether the reader is at the end and new things push the old ones up. */
  stuck = true;
  readonly #resized = new ResizeObserver(() => {
    if (this.#isSeen()) return;
    this.follow();
    this.#isSeen();
    this.options.resized();
  });
  #top = 0;
  /** Where the reader was looked for last, and how much there was. */
  #seen: readonly number[] = [];

  constructor(
    private readonly scroller: HTMLElement,
    private readonly options: GlueOptions,
  ) {}

  start(): void {
    this.scroller.addEventListener('scroll', this.#scrolled, {passive: true});
    this.#resized.observe(this.scroller);
    this.#resized.observe(this.options.content);
  }

  stop(): void {
    this.scroller.removeEventListener('scroll', this.#scrolled);
    this.#resized.disconnect();
  }

  /** Pixels below the view. */
  get distance(): number {
    const {scrollHeight, scrollTop, clientHeight} = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Goes to the end and stays there. */
  toEnd(): void {
    this.stuck = true;
    this.#jump(this.scroller.scrollHeight);
  }

  /** Puts an element at the top of the view, or goes to the end where that shows it too. */
  toTopOf(element: HTMLElement): void {
    const top = this.#topOf(element);
    if (top >= this.scroller.scrollHeight - this.scroller.clientHeight) return this.toEnd();
    this.stuck = false;
    this.#jump(top);
  }

  /** Takes up what changed in size. */
  follow(): void {
    if (this.stuck && this.scroller.clientHeight) {
      const newest = this.options.newest();
      const end = this.scroller.scrollHeight - this.scroller.clientHeight;
      if (newest && newest.offsetHeight + margin > this.scroller.clientHeight && this.#topOf(newest) < end) this.toTopOf(newest);
      else this.#jump(end);
    }
  }

  /** Finds out where the reader is. */
  look(): void {
    this.#isSeen();
    const {scrollTop, clientHeight} = this.scroller;
    if (!clientHeight) return; // Hidden: nobody scrolled.
    if (this.distance <= tolerance) this.stuck = true;
    else if (scrollTop < this.#top) this.stuck = false;
    this.#top = scrollTop;
    this.options.moved();
  }

  /** Does something that may change what is above the view, without a jump of what is in it. */
  keep(change: () => void): void {
    if (this.stuck || native) return change();
    const read = this.#firstInView();
    const before = read?.getBoundingClientRect().top;
    change();
    if (read?.isConnected && before !== undefined) this.#jump(this.scroller.scrollTop + read.getBoundingClientRect().top - before);
  }

  #firstInView(): Element | undefined {
    const {top} = this.scroller.getBoundingClientRect();
    return [...this.options.content.querySelectorAll('[data-entry]')].find((entry) => entry.getBoundingClientRect().bottom > top);
  }

  #topOf(element: HTMLElement): number {
    return this.scroller.scrollTop + element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - margin;
  }

  #jump(top: number): void {
    this.scroller.scrollTop = top;
    this.#top = this.scroller.scrollTop;
  }

  /** Whether all is as it was: browsers also tell of what was done, and taken up, here. */
  #isSeen(): boolean {
    const {scrollTop, scrollHeight, clientHeight, clientWidth} = this.scroller;
    const seen = [scrollTop, scrollHeight, clientHeight, clientWidth];
    const before = this.#seen;
    this.#seen = seen;
    return isSame(seen, before);
  }

  readonly #scrolled = (): void => {
    if (!this.#isSeen()) this.look();
  };
}
