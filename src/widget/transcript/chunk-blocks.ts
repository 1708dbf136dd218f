import type {Chunk} from './chunk.ts';

/** Chunks per block: few blocks even for the longest conversation, but quick to take apart. */
export const blockSize = 20;

/** Chunks far above the reader, as a single element of their total height. */
interface Block {
  chunks: readonly Chunk[];
  readonly element: HTMLElement;
}

/**
 * The distant beginning of a conversation, in blocks. In every frame, browsers check whether elements with `content-visibility` need
 * layout after all, and they visit each child of a resized element: that costs nothing for a few dozen, but too much for a thousand.
 * At first, everything is one block; others are split off as needed.
 */
export class ChunkBlocks {
  /** Topmost first. */
  #blocks: Block[] = [];
  #entryHeight = 0;

  /**
   * Puts chunks above all others.
   *
   * @param entryHeight Probable height of an entry in pixels, so that opening a long conversation need not look at every entry.
   */
  reset(chunks: readonly Chunk[], container: HTMLElement, entryHeight: number): void {
    this.#entryHeight = entryHeight;
    this.#blocks = chunks.length ? [blockOf(chunks, this.#heightOf(chunks))] : [];
    container.prepend(...this.#blocks.map(({element}) => element));
  }

  /** Combines the topmost single chunks into a new block of the same height. */
  group(chunks: readonly Chunk[]): void {
    const elements = chunks.map(({element}) => element);
    const block = blockOf(chunks, elements.at(-1)!.getBoundingClientRect().bottom - elements[0]!.getBoundingClientRect().top);
    elements[0]!.before(block.element);
    block.element.append(...elements);
    this.#blocks.push(block);
  }

  /** The bottom edge of the last block on the page; undefined if there is none. */
  get bottom(): number | undefined {
    return this.#blocks.at(-1)?.element.getBoundingClientRect().bottom;
  }

  /** Takes the chunks out of the last block. @returns Their number. */
  ungroup(estimate: (chunk: Chunk) => void): number {
    const last = this.#split(this.#blocks.length - 1);
    if (!last) return 0;
    this.#blocks.pop();
    for (const chunk of last.chunks) estimate(chunk);
    last.element.replaceWith(...last.chunks.map(({element}) => element));
    return last.chunks.length;
  }

  /**
   * Fills the last empty block with its chunks, each containing its plain text.
   *
   * @param fillChunk Fills a chunk and returns its probable height in pixels. @returns Whether there was an empty block.
   */
  fill(fillChunk: (chunk: Chunk) => number): boolean {
    const empty = this.#split(this.#blocks.findLastIndex(({element}) => !element.hasChildNodes()));
    if (!empty) return false;
    setHeight(
      empty.element,
      empty.chunks.reduce((sum, chunk) => sum + fillChunk(chunk), 0),
    );
    empty.element.append(...empty.chunks.map(({element}) => element));
    return true;
  }

  /** The block at an index; if it is too long, splits off its end and returns that. */
  #split(index: number): Block | undefined {
    const block = this.#blocks[index];
    if (!block || block.chunks.length <= blockSize) return block;
    const end = block.chunks.slice(-blockSize);
    block.chunks = block.chunks.slice(0, -blockSize);
    setHeight(block.element, this.#heightOf(block.chunks));
    const split = blockOf(end, this.#heightOf(end));
    block.element.after(split.element);
    this.#blocks.splice(index + 1, 0, split);
    return split;
  }

  /** Whole pixels, because scroll anchoring works in those. */
  #heightOf(chunks: readonly Chunk[]): number {
    return Math.round(this.#entryHeight * (chunks.at(-1)!.to - chunks[0]!.from));
  }
}

/** @param height Pixels. */
function blockOf(chunks: readonly Chunk[], height: number): Block {
  const element = document.createElement('div');
  element.className = 'far';
  setHeight(element, height);
  return {chunks, element};
}

function setHeight(element: HTMLElement, pixels: number): void {
  element.style.setProperty('block-size', `${pixels}px`);
}
