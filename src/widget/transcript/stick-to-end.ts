import {shallowEqual} from './shallow-equal.ts';

/** Pixels from the end within which a reader counts as being at the end. */
const tolerance = 4;
/** Milliseconds after the reader's last input in which a scroll event may come from it. */
const inputWindow = 1000;
/** Input that can scroll. */
const inputEvents = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
/** Pixels that stay free above the beginning of a long answer. */
const topMargin = 12;

/** Whether the browser supports scroll anchoring. */
const hasScrollAnchoring = CSS.supports('overflow-anchor', 'auto');

export interface StickToEndOptions {
  /** Everything in the scroller. */
  content: HTMLElement;
  /** Called after the reader has scrolled or the distance to the end has changed. */
  onScroll(): void;
  /** Called after the view or its content has changed in size. */
  onResize(): void;
  /** The entry whose beginning must stay in view, if any. */
  newest(): HTMLElement | undefined;
}

/**
 * Keeps a scroller at its end while the reader is there, and never moves it while they read further up.
 * An answer taller than the view stops at its beginning.
 */
export class StickToEnd {
  /** Whether the reader is at the end, so that new content pushes the old up. */
  isAtEnd = true;
  readonly #observer = new ResizeObserver(() => {
    if (this.#isUnchanged()) return;
    this.follow();
    this.#isUnchanged();
    this.options.onResize();
  });
  #lastTop = 0;
  /** When the reader's last input was, in the time of events. */
  #lastInput = -inputWindow;
  /** The scroll position and sizes that were handled last. */
  #lastMetrics: readonly number[] = [];

  constructor(
    private readonly scroller: HTMLElement,
    private readonly options: StickToEndOptions,
  ) {}

  start(): void {
    this.scroller.addEventListener('scroll', this.#onScroll, {passive: true});
    for (const type of inputEvents) this.scroller.addEventListener(type, this.#onInput, {passive: true});
    this.#observer.observe(this.scroller);
    this.#observer.observe(this.options.content);
  }

  stop(): void {
    this.scroller.removeEventListener('scroll', this.#onScroll);
    for (const type of inputEvents) this.scroller.removeEventListener(type, this.#onInput);
    this.#observer.disconnect();
  }

  /** Pixels below the view. */
  get distance(): number {
    const {scrollHeight, scrollTop, clientHeight} = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Scrolls to the end and sticks to it. */
  toEnd(): void {
    this.isAtEnd = true;
    this.#scrollTo(this.scroller.scrollHeight);
  }

  /** Puts an element at the top of the view, or scrolls to the end if that shows it, too. */
  toTopOf(element: HTMLElement): void {
    const top = this.#topOf(element);
    if (top >= this.scroller.scrollHeight - this.scroller.clientHeight) return this.toEnd();
    this.isAtEnd = false;
    this.#scrollTo(top);
  }

  /** Adjusts to changes in size. */
  follow(): void {
    if (this.isAtEnd && this.scroller.clientHeight) {
      const newest = this.options.newest();
      const end = this.scroller.scrollHeight - this.scroller.clientHeight;
      if (newest && newest.offsetHeight + topMargin > this.scroller.clientHeight && this.#topOf(newest) < end) this.toTopOf(newest);
      else this.#scrollTo(end);
    }
  }

  /** Determines where the reader is. */
  locate(): void {
    this.#isUnchanged();
    const {scrollTop, clientHeight} = this.scroller;
    if (!clientHeight) return; // Hidden: nobody scrolled.
    if (this.distance <= tolerance) this.isAtEnd = true;
    else if (scrollTop < this.#lastTop) this.isAtEnd = false;
    this.#lastTop = scrollTop;
    this.options.onScroll();
  }

  /** Makes a change that may affect heights above the view, without moving what is in view. */
  anchor(change: () => void): void {
    if (this.isAtEnd || hasScrollAnchoring) return change();
    const firstEntry = this.#firstInView();
    const before = firstEntry?.getBoundingClientRect().top;
    change();
    if (firstEntry?.isConnected && before !== undefined)
      this.#scrollTo(this.scroller.scrollTop + firstEntry.getBoundingClientRect().top - before);
  }

  #firstInView(): Element | undefined {
    const {top} = this.scroller.getBoundingClientRect();
    return [...this.options.content.querySelectorAll('[data-entry]')].find((entry) => entry.getBoundingClientRect().bottom > top);
  }

  #topOf(element: HTMLElement): number {
    return this.scroller.scrollTop + element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - topMargin;
  }

  #scrollTo(top: number): void {
    this.scroller.scrollTop = top;
    this.#lastTop = this.scroller.scrollTop;
  }

  /** Whether nothing has changed: browsers also report changes that were made, and handled, here. */
  #isUnchanged(): boolean {
    const {scrollTop, scrollHeight, clientHeight, clientWidth} = this.scroller;
    const metrics = [scrollTop, scrollHeight, clientHeight, clientWidth];
    const before = this.#lastMetrics;
    this.#lastMetrics = metrics;
    return shallowEqual(metrics, before);
  }

  readonly #onInput = ({timeStamp}: Event): void => {
    this.#lastInput = timeStamp;
  };

  readonly #onScroll = ({timeStamp}: Event): void => {
    const [, ...sizes] = this.#lastMetrics;
    if (this.#isUnchanged()) return;
    // Content that was shorter for a moment has moved the view, not the reader. The distance tells it from a search in the page.
    const isLayoutShift = timeStamp - this.#lastInput > inputWindow && this.distance < this.scroller.clientHeight;
    if (isLayoutShift && !shallowEqual(this.#lastMetrics.slice(1), sizes)) this.follow();
    this.locate();
  };
}
