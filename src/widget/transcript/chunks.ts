import type {Entry} from '../../protocol/entry.ts';
import {Chunk} from './chunk.ts';
import {cut, grow} from './cut.ts';
import type {Drawn} from './entry.ts';
import {blockSize, Far} from './far.ts';
import {Heights} from './heights.ts';

/** How many shells are elements of their own at the beginning; those above are combined into blocks. */
const mostShells = 4;
/** How many drawn chunks are kept, counted from the one visited last. */
const mostDrawn = 16;
/** How many chunks may be elements of their own before the topmost ones are combined again. */
const mostAlone = 60;
/** How many entries may be added at once as a continuation; more mean another conversation, or a restored one. */
const mostGrowth = 60;
/** Pixels above and below the view within which everything is drawn: enough for fast scrolling. */
const margin = 1200;
/** The same while a conversation opens: what is visible comes first. */
const opening = 200;

export interface ChunksOptions {
  scroller: HTMLElement;
  /** The container of the chunks, and of nothing else. */
  place: HTMLElement;
  rows(chunk: Chunk): readonly Drawn[];
  /** What the rows of a stretch depend on, besides its entries and their neighbours. */
  depends(entries: readonly Entry[]): readonly unknown[];
  /** Loads the code for entries that may be drawn soon. */
  prepare(entries: readonly Entry[]): void;
  /** The text of an entry. */
  say(entry: Entry): string;
  /** Makes a change that may affect heights above the view, and keeps the view steady. */
  keep(change: () => void): void;
}

/** Draws only the part of a long conversation near the reader. The rest are shells of about the right height, and blocks of them. */
export class Chunks {
  readonly #options: ChunksOptions;
  readonly #heights = new Heights();
  #entries: readonly Entry[] = [];
  #chunks: Chunk[] = [];
  /** Chunks before this index are in blocks. */
  #shells = 0;
  readonly #far = new Far();
  /** Chunks within the margin of the view. */
  #near: readonly Chunk[] = [];
  /** Drawn chunks, most recently visited last. */
  #visited: Chunk[] = [];
  #width = 0;
  #margin = opening;

  constructor(options: ChunksOptions) {
    this.#options = options;
  }

  /** Applies the current entries. Redraws the drawn chunks right away, and draws the end. */
  update(entries: readonly Entry[]): void {
    // The last chunk disappears along with its last entry.
    if (this.#chunks.at(-1)?.from === entries.length && this.#chunks.length - 1 > this.#shells) this.#chunks.pop()!.element.remove();
    const goesOn = this.#chunks.every(({from}) => this.#entries[from]!.id === entries[from]?.id);
    const before = this.#entries.length;
    this.#entries = entries;
    if (goesOn && this.#chunks.length && entries.length && entries.length - before <= mostGrowth) this.#grow(entries.length);
    else this.#start(entries.length);
    for (const chunk of this.#chunks) if (chunk.isDrawn) this.#draw(chunk);
  }

  /**
   * Draws what the reader has come near, before it is visible. Must be called whenever the view moves or changes: an IntersectionObserver
   * would report a frame too late, and checks every chunk in every frame.
   *
   * @param ahead From now on, also draws what the reader may see next.
   */
  look(ahead = false): void {
    if (ahead && this.#margin === opening) {
      this.#margin = margin;
      this.#prepare();
    }
    const {scroller, keep} = this.#options;
    const view = scroller.getBoundingClientRect();
    if (!view.height) return;
    this.#resized();
    const [top, bottom] = [view.top - this.#margin, view.bottom + this.#margin];
    while ((this.#far.end ?? -Infinity) > top) this.#open();
    const near = this.#between(top, bottom);
    const left = this.#near.filter((chunk) => !near.includes(chunk));
    const come = near.filter((chunk) => !this.#near.includes(chunk) || !chunk.isDrawn);
    this.#near = near;
    if (!left.length && !come.length) return;
    for (const chunk of left) this.#measure(chunk);
    keep(() => {
      for (const chunk of come) this.#visit(chunk);
      this.#tidy();
      this.#close();
    });
  }

  /** The element of an entry, drawn along with its surroundings if necessary. */
  reveal(id: string): HTMLElement | undefined {
    const at = this.#chunks.findIndex((chunk) => chunk.entries(this.#entries).some((entry) => entry.id === id));
    if (at < 0) return undefined;
    while (this.#shells && at - 1 < this.#shells) this.#open();
    for (const chunk of this.#chunks.slice(Math.max(0, at - 1), at + 2)) this.#visit(chunk);
    return this.find(id);
  }

  /** The element of an entry, if it is drawn. */
  find(id: string): HTMLElement | undefined {
    return (id && this.#options.place.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)) || undefined;
  }

  /** Draws everything, for printing. */
  drawAll(): void {
    this.look(true);
    while (this.#shells) this.#open();
    for (const chunk of this.#chunks) this.#visit(chunk);
  }

  /** Puts plain text into some of the shells, so that the browser's search finds it. @returns Whether there may be more to do. */
  fillShells(): boolean {
    for (const chunk of this.#chunks.slice(this.#shells)) if (!chunk.isDrawn) this.#fill(chunk);
    let more = false;
    this.#options.keep(() => {
      more = this.#far.fill((chunk) => {
        this.#fill(chunk);
        return this.#guess(chunk);
      });
    });
    return more;
  }

  #start(count: number): void {
    this.#visited = [];
    this.#near = [];
    this.#chunks = cut(count).map((stretch) => new Chunk(stretch));
    this.#shells = Math.max(0, this.#chunks.length - 1 - mostShells);
    const shown = this.#chunks.slice(this.#shells);
    for (const chunk of shown) this.#guess(chunk);
    const {place} = this.#options;
    place.replaceChildren(...shown.map(({element}) => element));
    const from = shown[0]?.from ?? 0;
    this.#far.take(this.#chunks.slice(0, this.#shells), place, this.#heights.of(this.#entries.slice(from)) / (count - from));
    this.#prepare();
    const tail = this.#chunks.at(-1);
    if (tail) this.#visit(tail);
  }

  /** What is drawn stays in place, so that nothing is drawn twice and no focus is lost. */
  #grow(count: number): void {
    const tail = this.#chunks.at(-1)!;
    const [end, ...more] = grow(tail, count);
    Object.assign(tail, end);
    if (!tail.isDrawn) this.#visit(tail);
    for (const stretch of more) {
      const chunk = new Chunk(stretch);
      this.#options.place.append(chunk.element);
      this.#chunks.push(chunk);
      this.#visit(chunk);
    }
  }

  /** The chunks that are, even partly, between two heights of the page. Found by binary search, since they are in order. */
  #between(top: number, bottom: number): Chunk[] {
    let from = this.#shells;
    for (let to = this.#chunks.length; from < to;) {
      const middle = (from + to) >> 1;
      if (this.#chunks[middle]!.element.getBoundingClientRect().bottom <= top) from = middle + 1;
      else to = middle;
    }
    let to = from;
    while (to < this.#chunks.length && this.#chunks[to]!.element.getBoundingClientRect().top < bottom) to++;
    return this.#chunks.slice(from, to);
  }

  #draw(chunk: Chunk): void {
    const {rows, depends} = this.#options;
    const around = this.#entries.slice(Math.max(0, chunk.from - 1), chunk.to + 1);
    chunk.draw([...depends(chunk.entries(this.#entries)), ...around], () => rows(chunk));
  }

  #visit(chunk: Chunk): void {
    this.#visited = [...this.#visited.filter((other) => other !== chunk), chunk];
    this.#draw(chunk);
  }

  /** @returns The probable height in pixels. */
  #guess(chunk: Chunk): number {
    return chunk.guess(this.#heights.of(chunk.entries(this.#entries)));
  }

  /** Loads code ahead, but only after the conversation has opened: its end comes first. */
  #prepare(): void {
    if (this.#margin === margin) this.#options.prepare(this.#entries);
  }

  #fill(chunk: Chunk): void {
    chunk.fill(() => chunk.entries(this.#entries).map(this.#options.say).join('\n'));
  }

  /** Takes the nearest chunks out of their block. */
  #open(): void {
    this.#options.keep(() => (this.#shells -= this.#far.open((chunk) => this.#guess(chunk))));
  }

  /** Combines chunks that are now far above the reader into blocks. */
  #close(): void {
    while (this.#chunks.length - this.#shells > mostAlone) {
      const top = this.#chunks.slice(this.#shells, this.#shells + blockSize);
      if (top.some((chunk) => chunk.isDrawn || this.#near.includes(chunk) || chunk.isInUse)) return;
      this.#far.close(top);
      this.#shells += blockSize;
    }
  }

  /** Discards heights that were measured at another width. */
  #resized(): void {
    const {clientWidth} = this.#options.scroller;
    if (clientWidth === this.#width || !clientWidth) return;
    if (this.#width) {
      this.#heights.forget();
      for (const chunk of this.#chunks) chunk.height = undefined;
    }
    this.#width = clientWidth;
  }

  /** Records the height of a chunk that the reader leaves. */
  #measure(chunk: Chunk): void {
    const pixels = chunk.isDrawn && chunk.element.getBoundingClientRect().height;
    if (!pixels) return;
    if (chunk.height === undefined) this.#heights.learn(chunk.entries(this.#entries), pixels);
    chunk.height = pixels;
  }

  /** Turns chunks that were left long ago into shells. */
  #tidy(): void {
    const kept = new Set([...this.#near, this.#chunks.at(-1)]);
    const old = this.#visited.slice(0, -mostDrawn).filter((chunk) => !kept.has(chunk) && !chunk.isInUse);
    for (const chunk of old) {
      chunk.hollow();
      this.#fill(chunk);
    }
    this.#visited = this.#visited.filter((chunk) => !old.includes(chunk));
  }
}
