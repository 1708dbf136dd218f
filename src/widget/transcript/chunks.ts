import type {TemplateResult} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import {Chunk} from './chunk.ts';
import {cut, grow} from './cut.ts';
import {blockSize, Far} from './far.ts';
import {Heights} from './heights.ts';

/** Shells that are separate elements from the beginning; those above them are grouped into blocks. */
const mostShells = 4;
/** Chunks that stay drawn: those the reader was near most recently. */
const mostDrawn = 16;
/** Separate chunks, beyond which the topmost are grouped into a block again. */
const mostAlone = 60;
/** Entries that may be added at once as new messages; more mean another or a restored conversation. */
const mostGrowth = 60;
/** Pixels beyond the viewport, above and below, within which everything is drawn: enough for the fastest wheel. */
const margin = 1200;
/** The same while a conversation opens, when what is visible comes first. */
const opening = 200;

export interface ChunksOptions {
  scroller: HTMLElement;
  /** Holds the chunks, and nothing else. */
  place: HTMLElement;
  template(chunk: Chunk): TemplateResult;
  /** What the template of a stretch depends on, beside its entries and their neighbours. */
  depends(entries: readonly Entry[]): readonly unknown[];
  /** Loads what entries are drawn with that may soon be drawn. */
  prepare(entries: readonly Entry[]): void;
  /** An entry in words. */
  say(entry: Entry): string;
  /** Does something that may change heights above the view, and keeps the view still. */
  keep(change: () => void): void;
}

/** Draws the chunks of a long conversation that are near the reader. The rest are shells of about the right height, and blocks of these. */
export class Chunks {
  readonly #options: ChunksOptions;
  readonly #heights = new Heights();
  #entries: readonly Entry[] = [];
  #chunks: Chunk[] = [];
  /** Chunks before this one stand in blocks, not for themselves. */
  #shells = 0;
  readonly #far = new Far();
  /** Chunks within the margin of the view. */
  #near: readonly Chunk[] = [];
  /** Drawn chunks, the one the reader was near last at the end. */
  #visited: Chunk[] = [];
  #width = 0;
  #margin = opening;

  constructor(options: ChunksOptions) {
    this.#options = options;
  }

  /** Takes over the entries as they are now. Draws at once what is near, and the end. */
  update(entries: readonly Entry[]): void {
    // The last chunk goes with its last entry.
    if (this.#chunks.at(-1)?.from === entries.length && this.#chunks.length - 1 > this.#shells) this.#chunks.pop()!.element.remove();
    const goesOn = this.#chunks.every(({from}) => this.#entries[from]!.id === entries[from]?.id);
    const before = this.#entries.length;
    this.#entries = entries;
    if (goesOn && this.#chunks.length && entries.length && entries.length - before <= mostGrowth) this.#grow(entries.length);
    else this.#start(entries.length);
    for (const chunk of this.#chunks) if (chunk.isDrawn) this.#draw(chunk);
  }

  /**
   * Draws what the reader has come near, before they see it. To be called whenever the view moved or changed: an IntersectionObserver would tell
   * a frame too late, and asks about every chunk in every frame.
   *
   * @param ahead Draws, from now on, also what the reader may come to see next.
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

  /** The element of an entry, drawn with what surrounds it if it was not. */
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

  /** Draws everything, as for paper. */
  drawAll(): void {
    this.look(true);
    while (this.#shells) this.#open();
    for (const chunk of this.#chunks) this.#visit(chunk);
  }

  /** Puts bare words into some of the shells, so that the browser's search finds them. @returns Whether there may be more to do. */
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

  /** What was drawn stays where it is: nothing is drawn twice, and nobody there loses a focus. */
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

  /** The chunks that lie, even partly, between two heights of the page. They stand one below the other: no need to ask them all. */
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
    const {template, depends} = this.#options;
    const around = this.#entries.slice(Math.max(0, chunk.from - 1), chunk.to + 1);
    chunk.draw([...depends(chunk.entries(this.#entries)), ...around], () => template(chunk));
  }

  #visit(chunk: Chunk): void {
    this.#visited = [...this.#visited.filter((other) => other !== chunk), chunk];
    this.#draw(chunk);
  }

  /** @returns The pixels it will take. */
  #guess(chunk: Chunk): number {
    return chunk.guess(this.#heights.of(chunk.entries(this.#entries)));
  }

  /** What opens shows its end first: the rest is asked for once its reader may come to see it. */
  #prepare(): void {
    if (this.#margin === margin) this.#options.prepare(this.#entries);
  }

  #fill(chunk: Chunk): void {
    chunk.fill(() => chunk.entries(this.#entries).map(this.#options.say).join('\n'));
  }

  /** Lets the nearest of what stands in blocks stand for itself. */
  #open(): void {
    this.#options.keep(() => (this.#shells -= this.#far.open((chunk) => this.#guess(chunk))));
  }

  /** Puts what came to stand far above the reader with what else is far. */
  #close(): void {
    while (this.#chunks.length - this.#shells > mostAlone) {
      const top = this.#chunks.slice(this.#shells, this.#shells + blockSize);
      if (top.some((chunk) => chunk.isDrawn || this.#near.includes(chunk) || chunk.isInUse)) return;
      this.#far.close(top);
      this.#shells += blockSize;
    }
  }

  /** Heights measured at another width are no use. */
  #resized(): void {
    const {clientWidth} = this.#options.scroller;
    if (clientWidth === this.#width || !clientWidth) return;
    if (this.#width) {
      this.#heights.forget();
      for (const chunk of this.#chunks) chunk.height = undefined;
    }
    this.#width = clientWidth;
  }

  /** Takes up how high a chunk is that the reader leaves. */
  #measure(chunk: Chunk): void {
    const pixels = chunk.isDrawn && chunk.element.getBoundingClientRect().height;
    if (!pixels) return;
    if (chunk.height === undefined) this.#heights.learn(chunk.entries(this.#entries), pixels);
    chunk.height = pixels;
  }

  /** Makes shells of what the reader left long ago. */
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
