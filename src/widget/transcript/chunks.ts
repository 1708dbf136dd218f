import type {Entry} from '../../protocol/entry.ts';
import {Chunk} from './chunk.ts';
import {chunkRanges, extendRange} from './entry-range.ts';
import type {RowTemplate} from './rows.ts';
import {blockSize, ChunkBlocks} from './chunk-blocks.ts';
import {Heights} from './heights.ts';

/** How many placeholders are elements of their own at the beginning; those above are combined into blocks. */
const maxPlaceholders = 4;
/** How many drawn chunks are kept, counted from the one shown last. */
const maxDrawn = 16;
/** How many chunks may be elements of their own before the topmost ones are combined again. */
const maxUngrouped = 60;
/** How many entries may be added at once as a continuation; more mean another conversation, or a restored one. */
const maxAppended = 60;
/** Pixels above and below the view within which everything is drawn: enough for fast scrolling. */
const overscan = 1200;
/** The same while a conversation opens: what is visible comes first. */
const openingOverscan = 200;

export interface ChunksOptions {
  scroller: HTMLElement;
  /** The container of the chunks, and of nothing else. */
  container: HTMLElement;
  rows(chunk: Chunk): readonly RowTemplate[];
  /** What the rows of a chunk depend on, besides its entries and their neighbours. */
  depsOf(entries: readonly Entry[]): readonly unknown[];
  /** Loads the code for entries that may be drawn soon. */
  preload(entries: readonly Entry[]): void;
  /** The text of an entry. */
  textOf(entry: Entry): string;
  /** Makes a change that may affect heights above the view, and keeps the view steady. */
  anchor(change: () => void): void;
}

/** Draws only the part of a long conversation near the reader. The rest are placeholders of about the right height, and blocks of them. */
export class Chunks {
  readonly #options: ChunksOptions;
  readonly #heights = new Heights();
  #entries: readonly Entry[] = [];
  #chunks: Chunk[] = [];
  /** How many chunks, from the first, are in blocks. */
  #groupedCount = 0;
  readonly #blocks = new ChunkBlocks();
  /** Chunks in the view and its overscan. */
  #near: readonly Chunk[] = [];
  /** Drawn chunks, most recently shown last. */
  #recent: Chunk[] = [];
  #width = 0;
  #overscan = openingOverscan;

  constructor(options: ChunksOptions) {
    this.#options = options;
  }

  /** Applies the current entries. Redraws the drawn chunks right away, and draws the end. */
  update(entries: readonly Entry[]): void {
    // The last chunk disappears along with its last entry.
    if (this.#chunks.at(-1)?.from === entries.length && this.#chunks.length - 1 > this.#groupedCount) this.#chunks.pop()!.element.remove();
    const isContinuation = this.#chunks.every(({from}) => this.#entries[from]!.id === entries[from]?.id);
    const oldCount = this.#entries.length;
    this.#entries = entries;
    if (isContinuation && this.#chunks.length && entries.length && entries.length - oldCount <= maxAppended) this.#append(entries.length);
    else this.#reset(entries.length);
    for (const chunk of this.#chunks) if (chunk.isDrawn) this.#draw(chunk);
  }

  /**
   * Draws what the reader has come near, before it is visible. Must be called whenever the view moves or changes: an IntersectionObserver
   * would report a frame too late, and checks every chunk in every frame.
   *
   * @param ahead From now on, also draws what the reader may see next.
   */
  drawNearby(ahead = false): void {
    if (ahead && this.#overscan === openingOverscan) {
      this.#overscan = overscan;
      this.#preload();
    }
    const {scroller, anchor} = this.#options;
    const view = scroller.getBoundingClientRect();
    if (!view.height) return;
    this.#checkWidth();
    const [top, bottom] = [view.top - this.#overscan, view.bottom + this.#overscan];
    while ((this.#blocks.bottom ?? -Infinity) > top) this.#ungroup();
    const near = this.#between(top, bottom);
    const left = this.#near.filter((chunk) => !near.includes(chunk));
    const entered = near.filter((chunk) => !this.#near.includes(chunk) || !chunk.isDrawn);
    this.#near = near;
    if (!left.length && !entered.length) return;
    for (const chunk of left) this.#measure(chunk);
    anchor(() => {
      for (const chunk of entered) this.#show(chunk);
      this.#evict();
      this.#group();
    });
  }

  /** The element of an entry, drawn along with its surroundings if necessary. */
  reveal(id: string): HTMLElement | undefined {
    const at = this.#chunks.findIndex((chunk) => chunk.entries(this.#entries).some((entry) => entry.id === id));
    if (at < 0) return undefined;
    while (this.#groupedCount && at - 1 < this.#groupedCount) this.#ungroup();
    for (const chunk of this.#chunks.slice(Math.max(0, at - 1), at + 2)) this.#show(chunk);
    return this.find(id);
  }

  /** The element of an entry, if it is drawn. */
  find(id: string): HTMLElement | undefined {
    return (id && this.#options.container.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)) || undefined;
  }

  /** Draws everything, for printing. */
  drawAll(): void {
    this.drawNearby(true);
    while (this.#groupedCount) this.#ungroup();
    for (const chunk of this.#chunks) this.#show(chunk);
  }

  /** Puts plain text into some of the placeholders, so that the browser's search finds it. @returns Whether there may be more to do. */
  fillPlaceholders(): boolean {
    for (const chunk of this.#chunks.slice(this.#groupedCount)) if (!chunk.isDrawn) this.#fill(chunk);
    let more = false;
    this.#options.anchor(() => {
      more = this.#blocks.fill((chunk) => {
        this.#fill(chunk);
        return this.#estimate(chunk);
      });
    });
    return more;
  }

  #reset(count: number): void {
    this.#recent = [];
    this.#near = [];
    this.#chunks = chunkRanges(count).map((range) => new Chunk(range));
    this.#groupedCount = Math.max(0, this.#chunks.length - 1 - maxPlaceholders);
    const ungrouped = this.#chunks.slice(this.#groupedCount);
    for (const chunk of ungrouped) this.#estimate(chunk);
    const {container} = this.#options;
    container.replaceChildren(...ungrouped.map(({element}) => element));
    const from = ungrouped[0]?.from ?? 0;
    this.#blocks.reset(this.#chunks.slice(0, this.#groupedCount), container, this.#heights.of(this.#entries.slice(from)) / (count - from));
    this.#preload();
    const tail = this.#chunks.at(-1);
    if (tail) this.#show(tail);
  }

  /** What is drawn stays in place, so that nothing is drawn twice and no focus is lost. */
  #append(count: number): void {
    const tail = this.#chunks.at(-1)!;
    const [end, ...more] = extendRange(tail, count);
    Object.assign(tail, end);
    if (!tail.isDrawn) this.#show(tail);
    for (const range of more) {
      const chunk = new Chunk(range);
      this.#options.container.append(chunk.element);
      this.#chunks.push(chunk);
      this.#show(chunk);
    }
  }

  /** The chunks that are, even partly, between two heights of the page. Found by binary search, since they are in order. */
  #between(top: number, bottom: number): Chunk[] {
    let from = this.#groupedCount;
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
    const {rows, depsOf} = this.#options;
    const around = this.#entries.slice(Math.max(0, chunk.from - 1), chunk.to + 1);
    chunk.draw([...depsOf(chunk.entries(this.#entries)), ...around], () => rows(chunk));
  }

  #show(chunk: Chunk): void {
    this.#recent = [...this.#recent.filter((other) => other !== chunk), chunk];
    this.#draw(chunk);
  }

  /** @returns The probable height in pixels. */
  #estimate(chunk: Chunk): number {
    return chunk.estimate(this.#heights.of(chunk.entries(this.#entries)));
  }

  /** Loads code ahead, but only after the conversation has opened: its end comes first. */
  #preload(): void {
    if (this.#overscan === overscan) this.#options.preload(this.#entries);
  }

  #fill(chunk: Chunk): void {
    chunk.fill(() => chunk.entries(this.#entries).map(this.#options.textOf).join('\n'));
  }

  /** Takes the nearest chunks out of their block. */
  #ungroup(): void {
    this.#options.anchor(() => (this.#groupedCount -= this.#blocks.ungroup((chunk) => this.#estimate(chunk))));
  }

  /** Combines chunks that are now far above the reader into blocks. */
  #group(): void {
    while (this.#chunks.length - this.#groupedCount > maxUngrouped) {
      const top = this.#chunks.slice(this.#groupedCount, this.#groupedCount + blockSize);
      if (top.some((chunk) => chunk.isDrawn || this.#near.includes(chunk) || chunk.isInUse)) return;
      this.#blocks.group(top);
      this.#groupedCount += blockSize;
    }
  }

  /** Discards heights that were measured at another width. */
  #checkWidth(): void {
    const {clientWidth} = this.#options.scroller;
    if (clientWidth === this.#width || !clientWidth) return;
    if (this.#width) {
      this.#heights.reset();
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

  /** Turns chunks that were left long ago into placeholders. */
  #evict(): void {
    const kept = new Set([...this.#near, this.#chunks.at(-1)]);
    const old = this.#recent.slice(0, -maxDrawn).filter((chunk) => !kept.has(chunk) && !chunk.isInUse);
    for (const chunk of old) {
      chunk.clear();
      this.#fill(chunk);
    }
    this.#recent = this.#recent.filter((chunk) => !old.includes(chunk));
  }
}
