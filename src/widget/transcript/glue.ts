import {isSame} from './same.ts';

/** Pixels from the end within which a reader counts as being at the end. */
const tolerance = 4;
/** Milliseconds after the reader's last input in which a scroll event may come from it. */
const reaction = 1000;
/** Input that can scroll. */
const inputs = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
/** Pixels that stay free above the beginning of a long answer. */
const margin = 12;

/** Whether the browser supports scroll anchoring. */
const native = CSS.supports('overflow-anchor', 'auto');

export interface GlueOptions {
  /** Everything in the scroller. */
  content: HTMLElement;
  /** Called after the reader has scrolled or the distance to the end has changed. */
  moved(): void;
  /** Called after the view or its content has changed in size. */
  resized(): void;
  /** The entry whose beginning must stay in view, if any. */
  newest(): HTMLElement | undefined;
}

/**
 * Keeps a scroller at its end while the reader is there, and never moves it while they read further up.
 * An answer taller than the view stops at its beginning.
 */
export class Glue {
  /** Whether the reader is at the end, so that new content pushes the old up. */
  stuck = true;
  readonly #resized = new ResizeObserver(() => {
    if (this.#isSeen()) return;
    this.follow();
    this.#isSeen();
    this.options.resized();
  });
  #top = 0;
  /** When the reader's last input was, in the time of events. */
  #input = -reaction;
  /** The scroll position and sizes that were handled last. */
  #seen: readonly number[] = [];

  constructor(
    private readonly scroller: HTMLElement,
    private readonly options: GlueOptions,
  ) {}

  start(): void {
    this.scroller.addEventListener('scroll', this.#scrolled, {passive: true});
    for (const type of inputs) this.scroller.addEventListener(type, this.#heard, {passive: true});
    this.#resized.observe(this.scroller);
    this.#resized.observe(this.options.content);
  }

  stop(): void {
    this.scroller.removeEventListener('scroll', this.#scrolled);
    for (const type of inputs) this.scroller.removeEventListener(type, this.#heard);
    this.#resized.disconnect();
  }

  /** Pixels below the view. */
  get distance(): number {
    const {scrollHeight, scrollTop, clientHeight} = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Scrolls to the end and sticks to it. */
  toEnd(): void {
    this.stuck = true;
    this.#jump(this.scroller.scrollHeight);
  }

  /** Puts an element at the top of the view, or scrolls to the end if that shows it, too. */
  toTopOf(element: HTMLElement): void {
    const top = this.#topOf(element);
    if (top >= this.scroller.scrollHeight - this.scroller.clientHeight) return this.toEnd();
    this.stuck = false;
    this.#jump(top);
  }

  /** Adjusts to changes in size. */
  follow(): void {
    if (this.stuck && this.scroller.clientHeight) {
      const newest = this.options.newest();
      const end = this.scroller.scrollHeight - this.scroller.clientHeight;
      if (newest && newest.offsetHeight + margin > this.scroller.clientHeight && this.#topOf(newest) < end) this.toTopOf(newest);
      else this.#jump(end);
    }
  }

  /** Determines where the reader is. */
  look(): void {
    this.#isSeen();
    const {scrollTop, clientHeight} = this.scroller;
    if (!clientHeight) return; // Hidden: nobody scrolled.
    if (this.distance <= tolerance) this.stuck = true;
    else if (scrollTop < this.#top) this.stuck = false;
    this.#top = scrollTop;
    this.options.moved();
  }

  /** Makes a change that may affect heights above the view, without moving what is in view. */
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

  /** Whether nothing has changed: browsers also report changes that were made, and handled, here. */
  #isSeen(): boolean {
    const {scrollTop, scrollHeight, clientHeight, clientWidth} = this.scroller;
    const seen = [scrollTop, scrollHeight, clientHeight, clientWidth];
    const before = this.#seen;
    this.#seen = seen;
    return isSame(seen, before);
  }

  readonly #heard = ({timeStamp}: Event): void => {
    this.#input = timeStamp;
  };

  readonly #scrolled = ({timeStamp}: Event): void => {
    const [, ...sizes] = this.#seen;
    if (this.#isSeen()) return;
    // Content that was shorter for a moment has moved the view, not the reader. The distance tells it from a search in the page.
    const moved = timeStamp - this.#input > reaction && this.distance < this.scroller.clientHeight;
    if (moved && !isSame(this.#seen.slice(1), sizes)) this.follow();
    this.look();
  };
}
