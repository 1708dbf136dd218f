import type {Entry} from '../../protocol/entry.ts';
import {Chunks, type ChunksOptions} from './chunks.ts';
import {StickToEnd} from './stick-to-end.ts';
import {IdleWork} from './idle-work.ts';

export interface ViewportOptions extends Omit<ChunksOptions, 'anchor'> {
  /** Everything that scrolls. */
  content: HTMLElement;
  /** Called after the reader has scrolled or the distance to the end has changed. */
  onScroll(): void;
  /** Id of the entry whose beginning must stay in view, if any. */
  newest(): string | undefined;
}

/** A reader's view of a conversation: which parts are drawn, and where it is scrolled to. */
export class Viewport {
  readonly #scroller: HTMLElement;
  readonly #stickToEnd: StickToEnd;
  readonly #chunks: Chunks;
  readonly #idleWork: IdleWork;
  #frame = 0;
  /** Id of an entry that should be at the top of the view as soon as it exists. */
  #topId: string | undefined;

  constructor({content, onScroll, newest, ...options}: ViewportOptions) {
    this.#scroller = options.scroller;
    const newestEntry = () => this.#chunks.find(newest() ?? '');
    const handleScroll = () => {
      // A reader who leaves the end is about to read on.
      this.#chunks.drawNearby(!this.#stickToEnd.isAtEnd);
      onScroll();
    };
    const handleResize = () => {
      onScroll();
      // Drawing right now would change sizes while the ResizeObserver is reporting them.
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#chunks.drawNearby());
    };
    this.#stickToEnd = new StickToEnd(options.scroller, {content, onScroll: handleScroll, onResize: handleResize, newest: newestEntry});
    this.#chunks = new Chunks({...options, anchor: (change) => this.#stickToEnd.anchor(change)});
    this.#idleWork = new IdleWork(this.#chunks);
  }

  start(): void {
    this.#stickToEnd.start();
    this.#idleWork.start(this.#scroller);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#stickToEnd.stop();
    this.#idleWork.stop();
  }

  update(entries: readonly Entry[]): void {
    this.#stickToEnd.anchor(() => this.#chunks.update(entries));
    this.#stickToEnd.follow();
    this.#stickToEnd.locate();
    if (this.#topId) this.toTopOf(this.#topId);
  }

  /** Whether the reader is at the end. */
  get isAtEnd(): boolean {
    return this.#stickToEnd.isAtEnd;
  }

  /** Whether the end is far below. */
  get isFar(): boolean {
    return !this.isAtEnd && this.#stickToEnd.distance > this.#scroller.clientHeight / 2;
  }

  toEnd(): void {
    this.#topId = undefined;
    this.#stickToEnd.toEnd();
  }

  /** Puts an entry, with the lines above it, at the top of the view as soon as it exists. */
  toTopOf(id: string): void {
    const top = this.#chunks.reveal(id)?.parentElement?.firstElementChild;
    this.#topId = top ? undefined : id;
    if (top instanceof HTMLElement) this.#stickToEnd.toTopOf(top);
  }

  /** Focuses an entry and scrolls it into view. */
  focus(id: string): void {
    const element = this.#chunks.reveal(id);
    element?.focus({preventScroll: true});
    element?.scrollIntoView({block: 'nearest'});
    this.#stickToEnd.locate();
  }

  find(id: string): HTMLElement | undefined {
    return this.#chunks.find(id);
  }
}
