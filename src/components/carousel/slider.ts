import {noChange} from 'lit';
import {AsyncDirective, directive, type ElementPart} from 'lit/async-directive.js';

/** Milliseconds without a scroll event after which scrolling counts as over, in browsers without `scrollend`. */
const SCROLL_END_DELAY = 120;

/** Events by which a visitor interrupts our own scrolling. */
const interruptions = ['wheel', 'touchstart', 'pointerdown'] as const;

class Slider extends AsyncDirective {
  #track: HTMLElement | undefined;
  #slide = 0;
  #onSlide: ((slide: number) => void) | undefined;
  /** True while our own scrolling is in progress: slides passing by are not the visitor's choice. */
  #isAutoScrolling = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override render(_slide: number, _onSlide: (slide: number) => void): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [slide, onSlide]: [number, (slide: number) => void]): typeof noChange {
    this.#onSlide = onSlide;
    if (!this.#track) {
      this.#slide = slide;
      this.#attach(part.element as HTMLElement);
    } else if (slide !== this.#slide) {
      this.#slide = slide;
      this.#show(scrollBehaviorOf(this.#track));
    }
    return noChange;
  }

  protected override disconnected(): void {
    clearTimeout(this.#timer);
    this.#track?.removeEventListener('scroll', this.#waitForScrollEnd);
    this.#track?.removeEventListener('scrollend', this.#readSlide);
    for (const type of interruptions) this.#track?.removeEventListener(type, this.#interrupt);
  }

  protected override reconnected(): void {
    if (this.#track) this.#attach(this.#track);
  }

  #attach(track: HTMLElement): void {
    this.#track = track;
    const hasScrollEnd: boolean = 'onscrollend' in track; // Not in Safari 18.
    if (hasScrollEnd) track.addEventListener('scrollend', this.#readSlide);
    else track.addEventListener('scroll', this.#waitForScrollEnd, {passive: true});
    for (const type of interruptions) track.addEventListener(type, this.#interrupt, {passive: true});
    // The slides have no size until rendering is done.
    if (this.#slide > 0) queueMicrotask(() => this.#show('instant'));
  }

  #show(behavior: ScrollBehavior): void {
    const slide = this.#track?.children[this.#slide];
    if (!this.#track || !slide) return;
    const delta = distance(this.#track, slide);
    this.#isAutoScrolling = Math.abs(snapPositionOf(this.#track, slide) - Math.abs(this.#track.scrollLeft)) >= 2;
    // Not `scrollBy`: during an animation, WebKit counts from another place than the one measured.
    this.#track.scrollTo({left: this.#track.scrollLeft + (isRtl(this.#track) ? -delta : delta), behavior});
  }

  readonly #readSlide = (): void => {
    if (!this.#track) return;
    const slide = slideInView(this.#track, this.#slide);
    if (slide === this.#slide) this.#isAutoScrolling = false;
    if (slide === this.#slide || this.#isAutoScrolling) return;
    this.#slide = slide;
    this.#onSlide?.(slide);
  };

  readonly #interrupt = (): void => {
    this.#isAutoScrolling = false;
  };

  readonly #waitForScrollEnd = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#readSlide, SCROLL_END_DELAY);
  };
}

/** Binds the scroll position of a track to a slide index, in both directions. */
export const slider = directive(Slider);

/** The slide at the start of the track, or the last one at its end. If several are equally close, `current` wins. */
function slideInView(track: HTMLElement, current: number): number {
  const position = Math.abs(track.scrollLeft);
  const end = track.scrollWidth - track.clientWidth;
  const slides = [...track.children];
  const snapPositions = slides.map((slide) => snapPositionOf(track, slide));
  if (Math.abs((snapPositions[current] ?? -1) - position) < 2) return current;
  if (position > end - 2) return slides.length - 1;
  const nearest = Math.min(...snapPositions.map((snapPosition) => Math.abs(snapPosition - position)));
  return snapPositions.findIndex((snapPosition) => Math.abs(snapPosition - position) === nearest);
}

/** The scroll position at which a slide is at the start of the track, or as close to it as it can get. */
function snapPositionOf(track: HTMLElement, slide: Element): number {
  const end = track.scrollWidth - track.clientWidth;
  return Math.min(end, Math.max(0, Math.abs(track.scrollLeft) + distance(track, slide)));
}

/** Pixels, in reading direction, from the snap position to a slide. */
function distance(track: HTMLElement, slide: Element): number {
  const outer = track.getBoundingClientRect();
  const inner = slide.getBoundingClientRect();
  const padding = parseFloat(getComputedStyle(track).paddingInlineStart);
  return isRtl(track) ? outer.right - inner.right - padding : inner.left - outer.left - padding;
}

/** Whether the track is laid out right to left. */
export function isRtl(track: Element): boolean {
  return getComputedStyle(track).direction === 'rtl';
}

/** Motion is a token, which is 0 for readers who prefer reduced motion. */
function scrollBehaviorOf(track: Element): ScrollBehavior {
  return parseFloat(getComputedStyle(track).getPropertyValue('--_moves')) > 0 ? 'smooth' : 'instant';
}
