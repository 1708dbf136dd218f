import type {Entry} from '../../protocol/entry.ts';
import {Chunks, type ChunksOptions} from './chunks.ts';
import {Glue} from './glue.ts';
import {Husks} from './husks.ts';

export interface ViewOptions extends Omit<ChunksOptions, 'keep'> {
  /** Everything that scrolls. */
  lines: HTMLElement;
  /** Called after the reader has scrolled or the distance to the end has changed. */
  moved(): void;
  /** Id of the entry whose beginning must stay in view, if any. */
  newest(): string | undefined;
}

/** A reader's view of a conversation: which parts are drawn, and where it is scrolled to. */
export class View {
  readonly #scroller: HTMLElement;
  readonly #glue: Glue;
  readonly #chunks: Chunks;
  readonly #husks: Husks;
  #soon = 0;
  /** Id of an entry that should be at the top of the view as soon as it exists. */
  #goal: string | undefined;

  constructor({lines, moved, newest, ...options}: ViewOptions) {
    this.#scroller = options.scroller;
    const entry = () => this.#chunks.find(newest() ?? '');
    const changed = () => {
      // A reader who leaves the end is about to read on.
      this.#chunks.look(!this.#glue.stuck);
      moved();
    };
    const resized = () => {
      moved();
      // Drawing right now would change sizes while the ResizeObserver is reporting them.
      cancelAnimationFrame(this.#soon);
      this.#soon = requestAnimationFrame(() => this.#chunks.look());
    };
    this.#glue = new Glue(options.scroller, {content: lines, moved: changed, resized, newest: entry});
    this.#chunks = new Chunks({...options, keep: (change) => this.#glue.keep(change)});
    this.#husks = new Husks(this.#chunks);
  }

  start(): void {
    this.#glue.start();
    this.#husks.start(this.#scroller);
  }

  stop(): void {
    cancelAnimationFrame(this.#soon);
    this.#glue.stop();
    this.#husks.stop();
  }

  update(entries: readonly Entry[]): void {
    this.#glue.keep(() => this.#chunks.update(entries));
    this.#glue.follow();
    this.#glue.look();
    if (this.#goal) this.toTopOf(this.#goal);
  }

  /** Whether the reader is at the end. */
  get stuck(): boolean {
    return this.#glue.stuck;
  }

  /** Whether the end is far below. */
  get far(): boolean {
    return !this.stuck && this.#glue.distance > this.#scroller.clientHeight / 2;
  }

  toEnd(): void {
    this.#goal = undefined;
    this.#glue.toEnd();
  }

  /** Puts an entry, with the lines above it, at the top of the view as soon as it exists. */
  toTopOf(id: string): void {
    const top = this.#chunks.reveal(id)?.parentElement?.firstElementChild;
    this.#goal = top ? undefined : id;
    if (top instanceof HTMLElement) this.#glue.toTopOf(top);
  }

  /** Focuses an entry and scrolls it into view. */
  focus(id: string): void {
    const element = this.#chunks.reveal(id);
    element?.focus({preventScroll: true});
    element?.scrollIntoView({block: 'nearest'});
    this.#glue.look();
  }

  find(id: string): HTMLElement | undefined {
    return this.#chunks.find(id);
  }
}
