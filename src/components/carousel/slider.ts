import {noChange} from 'lit';
import {AsyncDirective, directive, type ElementPart} from 'lit/async-directive.js';

/** Milliseconds without a scroll event after which scrolling counts as over, in browsers without `scrollend`. */
const QUIET = 120;

/** Events by which a visitor interrupts our own scrolling. */
const takeovers = ['wheel', 'touchstart', 'pointerdown'] as const;

class Slider extends AsyncDirective {
  #track: HTMLElement | undefined;
  #slide = 0;
  #settle: ((slide: number) => void) | undefined;
  /** True while our own scrolling is in progress: slides passing by are not the visitor's choice. */
  #underway = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  override render(_slide: number, _settle: (slide: number) => void): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [slide, settle]: [number, (slide: number) => void]): typeof noChange {
    this.#settle = settle;
    if (!this.#track) {
      this.#slide = slide;
      this.#attach(part.element as HTMLElement);
    } else if (slide !== this.#slide) {
      this.#slide = slide;
      this.#show(motionOf(this.#track));
    }
    return noChange;
  }

  protected override disconnected(): void {
    clearTimeout(this.#quiet);
    this.#track?.removeEventListener('scroll', this.#waitForQuiet);
    this.#track?.removeEventListener('scrollend', this.#settled);
    for (const type of takeovers) this.#track?.removeEventListener(type, this.#takeOver);
  }

  protected override reconnected(): void {
    if (this.#track) this.#attach(this.#track);
  }

  #attach(track: HTMLElement): void {
    this.#track = track;
    const tells: boolean = 'onscrollend' in track; // Not in Safari 18.
    if (tells) track.addEventListener('scrollend', this.#settled);
    else track.addEventListener('scroll', this.#waitForQuiet, {passive: true});
    for (const type of takeovers) track.addEventListener(type, this.#takeOver, {passive: true});
    // The slides have no size until rendering is done.
    if (this.#slide > 0) queueMicrotask(() => this.#show('instant'));
  }

  #show(behavior: ScrollBehavior): void {
    const slide = this.#track?.children[this.#slide];
    if (!this.#track || !slide) return;
    const way = distance(this.#track, slide);
    this.#underway = Math.abs(placeOf(this.#track, slide) - Math.abs(this.#track.scrollLeft)) >= 2;
    // Not `scrollBy`: during an animation, WebKit counts from another place than the one measured.
    this.#track.scrollTo({left: this.#track.scrollLeft + (isRtl(this.#track) ? -way : way), behavior});
  }

  readonly #settled = (): void => {
    if (!this.#track) return;
    const slide = slideInView(this.#track, this.#slide);
    if (slide === this.#slide) this.#underway = false;
    if (slide === this.#slide || this.#underway) return;
    this.#slide = slide;
    this.#settle?.(slide);
  };

  readonly #takeOver = (): void => {
    this.#underway = false;
  };

  readonly #waitForQuiet = (): void => {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(this.#settled, QUIET);
  };
}

/** Binds the scroll position of a track to a slide index, in both directions. */
export const slider = directive(Slider);

/** The slide at the start of the track, or the last one at its end. If several are equally close, `current` wins. */
function slideInView(track: HTMLElement, current: number): number {
  const position = Math.abs(track.scrollLeft);
  const end = track.scrollWidth - track.clientWidth;
  const slides = [...track.children];
  const places = slides.map((slide) => placeOf(track, slide));
  if (Math.abs((places[current] ?? -1) - position) < 2) return current;
  if (position > end - 2) return slides.length - 1;
  const nearest = Math.min(...places.map((place) => Math.abs(place - position)));
  return places.findIndex((place) => Math.abs(place - position) === nearest);
}

/** The scroll position at which a slide is at the start of the track, or as close to it as it can get. */
function placeOf(track: HTMLElement, slide: Element): number {
  const end = track.scrollWidth - track.clientWidth;
  return Math.min(end, Math.max(0, Math.abs(track.scrollLeft) + distance(track, slide)));
}

/** Pixels, in reading direction, from the snap position to a slide. */
function distance(track: HTMLElement, slide: Element): number {
  const outer = track.getBoundingClientRect();
  const inner = slide.getBoundingClientRect();
  const room = parseFloat(getComputedStyle(track).paddingInlineStart);
  return isRtl(track) ? outer.right - inner.right - room : inner.left - outer.left - room;
}

/** Whether the track is laid out right to left. */
export function isRtl(track: Element): boolean {
  return getComputedStyle(track).direction === 'rtl';
}

/** Motion is a token, which is 0 for readers who prefer reduced motion. */
function motionOf(track: Element): ScrollBehavior {
  return parseFloat(getComputedStyle(track).getPropertyValue('--_moves')) > 0 ? 'smooth' : 'instant';
}
