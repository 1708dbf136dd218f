import type {TemplateResult} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import {Chunk} from './chunk.ts';
import {cut, grow, type Stretch} from './cut.ts';
import {Heights} from './heights.ts';

/** Shells above which a single spacer stands for all the rest. */
const mostShells = 34;
/** Drawn chunks that are kept, counted from the latest one the reader was near. */
const mostDrawn = 8;
/** Entries that may be added at once as if they were said; more are another conversation, or one that came back. */
const mostGrowth = 60;
/** Beyond the view, above and below: far enough for the fastest wheel. */
const margin = '1200px 0px';

export interface ChunksOptions {
  scroller: HTMLElement;
  /** Holds the chunks, and nothing else. */
  place: HTMLElement;
  template(stretch: Stretch): TemplateResult;
  /** What the template of a stretch depends on, beside its entries and their neighbours. */
  depends(entries: readonly Entry[]): readonly unknown[];
  /** An entry in words. */
  say(entry: Entry): string;
  /** Does something that may change heights above the view, and keeps the view still. */
  keep(change: () => void): void;
}

/** Draws of a long conversation what is near the reader. The rest are shells of about the right height, the farthest one spacer. */
export class Chunks {
  readonly #options: ChunksOptions;
  readonly #observer: IntersectionObserver;
  readonly #heights = new Heights();
  readonly #spacer = document.createElement('div');
  #entries: readonly Entry[] = [];
  #chunks: Chunk[] = [];
  /** Chunks before this one are inside the spacer. */
  #shells = 0;
  /** Drawn chunks, the one the reader was near last at the end. */
  #visited: Chunk[] = [];
  #width = 0;

  constructor(options: ChunksOptions) {
    this.#options = options;
    this.#spacer.className = 'spacer';
    this.#observer = new IntersectionObserver((changes) => this.#moved(changes), {root: options.scroller, rootMargin: margin});
  }

  /** Takes over the entries as they are now. Draws at once what is near, and the end. */
  update(entries: readonly Entry[]): void {
    const goesOn = this.#chunks.every(({from}) => this.#entries[from]!.id === entries[from]?.id);
    const before = this.#entries.length;
    this.#entries = entries;
    if (goesOn && this.#chunks.length && entries.length && entries.length - before <= mostGrowth) this.#grow(entries.length);
    else this.#start(entries.length);
    for (const chunk of this.#chunks) if (chunk.near || chunk.isDrawn) this.#draw(chunk);
    this.#fillView();
  }

  /** The element of an entry, drawn with what surrounds it if it was not. */
  reveal(id: string): HTMLElement | undefined {
    const at = this.#chunks.findIndex((chunk) => chunk.entries(this.#entries).some((entry) => entry.id === id));
    if (at < 0) return undefined;
    if (at - 1 < this.#shells) this.#expand();
    for (const chunk of this.#chunks.slice(Math.max(0, at - 1), at + 2)) this.#visit(chunk);
    return this.find(id);
  }

  /** The element of an entry, if it is drawn. */
  find(id: string): HTMLElement | undefined {
    return (id && this.#options.place.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)) || undefined;
  }

  /** Draws everything, as for paper. */
  drawAll(): void {
    this.#expand();
    for (const chunk of this.#chunks) this.#visit(chunk);
  }

  /** Puts bare words into shells, so that the browser's search finds them. @returns Whether there is more to do. */
  fillShells(most: number): boolean {
    this.#expand();
    const empty = this.#chunks.filter((chunk) => !chunk.isDrawn && !chunk.element.hasChildNodes());
    for (const chunk of empty.slice(0, most)) chunk.fill(chunk.entries(this.#entries).map(this.#options.say).join('\n'));
    return empty.length > most;
  }

  /** Heights measured at another width are no use. */
  resized(): void {
    const {clientWidth} = this.#options.scroller;
    if (clientWidth === this.#width || !clientWidth) return;
    if (this.#width) {
      this.#heights.forget();
      for (const chunk of this.#chunks) chunk.height = undefined;
    }
    this.#width = clientWidth;
  }

  stop(): void {
    this.#observer.disconnect();
    for (const chunk of this.#chunks) chunk.near = false;
  }

  start(): void {
    for (const {element} of this.#chunks.slice(this.#shells)) this.#observer.observe(element);
    if (this.#shells) this.#observer.observe(this.#spacer);
  }

  #start(count: number): void {
    this.#observer.disconnect();
    this.#visited = [];
    this.#chunks = cut(count).map((stretch) => new Chunk(stretch));
    this.#shells = Math.max(0, this.#chunks.length - 1 - mostShells);
    const shown = this.#chunks.slice(this.#shells);
    for (const chunk of shown) this.#guess(chunk);
    this.#options.place.replaceChildren(...shown.map(({element}) => element));
    if (this.#shells) {
      const pixels = this.#chunks.slice(0, this.#shells).reduce((sum, chunk) => sum + this.#heights.of(chunk.entries(this.#entries)), 0);
      this.#spacer.style.setProperty('block-size', `${pixels}px`);
      this.#options.place.prepend(this.#spacer);
    }
    const tail = this.#chunks.at(-1);
    if (tail) this.#visit(tail);
    this.start();
  }

  /** The last chunk keeps its element and its end, so that nobody there loses a focus; what it grew too long for goes above it. */
  #grow(count: number): void {
    const tail = this.#chunks.pop()!;
    const stretches = grow([...this.#chunks, tail], count);
    for (const stretch of stretches.slice(this.#chunks.length, -1)) {
      const chunk = new Chunk(stretch);
      tail.element.before(chunk.element);
      this.#chunks.push(chunk);
      this.#visit(chunk);
      this.#observer.observe(chunk.element);
    }
    Object.assign(tail, stretches.at(-1));
    this.#chunks.push(tail);
  }

  /** A few long words may fill a view or many short ones leave it half empty: what is above the end is drawn until it is full. */
  #fillView(): void {
    const {scroller, place} = this.#options;
    for (let at = this.#chunks.length - 2; at >= this.#shells; at--) {
      const tail = this.#chunks[at + 1]!.element;
      if (!scroller.clientHeight || place.getBoundingClientRect().bottom - tail.getBoundingClientRect().top >= scroller.clientHeight)
        return;
      this.#visit(this.#chunks[at]!);
    }
  }

  #draw(chunk: Chunk): void {
    const {template, depends} = this.#options;
    const around = this.#entries.slice(Math.max(0, chunk.from - 1), chunk.to + 1);
    chunk.draw([...depends(chunk.entries(this.#entries)), ...around], () => template(chunk));
  }

  #visit(chunk: Chunk): void {
    this.#visited = [...this.#visited.filter((other) => other !== chunk), chunk];
    this.#draw(chunk);
  }

  #guess(chunk: Chunk): void {
    chunk.guess(this.#heights.of(chunk.entries(this.#entries)));
  }

  /** Lets the spacer become the shells it stands for. */
  #expand(): void {
    if (!this.#shells) return;
    const hidden = this.#chunks.slice(0, this.#shells);
    this.#shells = 0;
    this.#observer.unobserve(this.#spacer);
    for (const chunk of hidden) this.#guess(chunk);
    this.#options.keep(() => this.#spacer.replaceWith(...hidden.map(({element}) => element)));
    for (const {element} of hidden) this.#observer.observe(element);
  }

  #moved(changes: readonly IntersectionObserverEntry[]): void {
    if (changes.some(({target, isIntersecting}) => target === this.#spacer && isIntersecting)) this.#expand();
    const byElement = new Map(this.#chunks.map((chunk) => [chunk.element as Element, chunk]));
    this.#options.keep(() => {
      for (const {target, isIntersecting, boundingClientRect} of changes) {
        const chunk = byElement.get(target);
        if (!chunk) continue;
        chunk.near = isIntersecting;
        if (isIntersecting) this.#visit(chunk);
        else if (chunk.isDrawn && boundingClientRect.height) this.#measure(chunk, boundingClientRect.height);
      }
      this.#tidy();
    });
  }

  #measure(chunk: Chunk, pixels: number): void {
    if (chunk.height === undefined) this.#heights.learn(chunk.entries(this.#entries), pixels);
    chunk.height = pixels;
  }

  /** Makes shells of what the reader left long ago. */
  #tidy(): void {
    const old = this.#visited.slice(0, -mostDrawn).filter((chunk) => !chunk.near && chunk !== this.#chunks.at(-1) && !chunk.isInUse);
    for (const chunk of old) {
      this.#observer.unobserve(chunk.element);
      chunk.hollow();
      this.#observer.observe(chunk.element);
    }
    this.#visited = this.#visited.filter((chunk) => !old.includes(chunk));
  }
}
