import type {Chunk} from './chunk.ts';

/** Chunks per block: few blocks for even the longest conversation, each of which is quickly split. */
export const blockSize = 20;

/** Chunks far above the reader, as one element of their height. */
interface Block {
  chunks: readonly Chunk[];
  readonly element: HTMLElement;
}

/**
 * The far beginning of a conversation, in blocks. In every frame browsers check each element with `content-visibility`, and each child of
 * what has grown: a few dozen cost nothing, a thousand do. At first everything is one block, from which others are split off as
 * needed.
 */
export class Far {
  /** Topmost first. */
  #blocks: Block[] = [];
  #each = 0;

  /** Puts chunks above all others. @param each Pixels an entry will probably take: all of a long conversation are not looked at to open it. */
  take(chunks: readonly Chunk[], place: HTMLElement, each: number): void {
    this.#each = each;
    this.#blocks = chunks.length ? [blockOf(chunks, this.#heightOf(chunks))] : [];
    place.prepend(...this.#blocks.map(({element}) => element));
  }

  /** Puts chunks that stood for themselves below the last block into one more, as high as they are. */
  close(chunks: readonly Chunk[]): void {
    const elements = chunks.map(({element}) => element);
    const block = blockOf(chunks, elements.at(-1)!.getBoundingClientRect().bottom - elements[0]!.getBoundingClientRect().top);
    elements[0]!.before(block.element);
    block.element.append(...elements);
    this.#blocks.push(block);
  }

  /** Where the last block ends on the page; undefined when there is none. */
  get end(): number | undefined {
    return this.#blocks.at(-1)?.element.getBoundingClientRect().bottom;
  }

  /** Lets the chunks of the last block stand for themselves. @returns How many those are. */
  open(guess: (chunk: Chunk) => void): number {
    const last = this.#split(this.#blocks.length - 1);
    if (!last) return 0;
    this.#blocks.pop();
    for (const chunk of last.chunks) guess(chunk);
    last.element.replaceWith(...last.chunks.map(({element}) => element));
    return last.chunks.length;
  }

  /**
   * Puts the last block's chunks into it that has none yet, each with its bare words in its place.
   *
   * @param fill Returns the pixels a chunk will take. @returns Whether there was one.
   */
  fill(fill: (chunk: Chunk) => number): boolean {
    const empty = this.#split(this.#blocks.findLastIndex(({element}) => !element.hasChildNodes()));
    if (!empty) return false;
    setHeight(
      empty.element,
      empty.chunks.reduce((sum, chunk) => sum + fill(chunk), 0),
    );
    empty.element.append(...empty.chunks.map(({element}) => element));
    return true;
  }

  /** The block at a place; where it is too long, its end as one of its own. */
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

  /** Whole pixels: browsers hold a reader still by those. */
  #heightOf(chunks: readonly Chunk[]): number {
    return Math.round(this.#each * (chunks.at(-1)!.to - chunks[0]!.from));
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
