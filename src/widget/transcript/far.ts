import type {Chunk} from './chunk.ts';

/** Chunks that stand together: few blocks for the longest conversation, and soon taken apart. */
export const blockSize = 20;

/** Chunks far above the reader, as one element of their height. */
interface Block {
  chunks: readonly Chunk[];
  element: HTMLElement;
}

/**
 * The far beginning of a conversation, in blocks. Browsers ask in every frame whether an element that may be skipped is to be laid out after all,
 * and look at each child of what has grown: a few dozen are no work for them, a thousand are.
 */
export class Far {
  /** Topmost first. */
  #blocks: Block[] = [];

  /** Puts chunks above all others. @param each Pixels an entry will probably take: all of a long conversation are not looked at to open it. */
  take(chunks: readonly Chunk[], place: HTMLElement, each: number): void {
    this.#blocks = [];
    for (let to = chunks.length; to > 0; to -= blockSize) {
      const some = chunks.slice(Math.max(0, to - blockSize), to);
      this.#blocks.unshift(blockOf(some, each * (some.at(-1)!.to - some[0]!.from)));
    }
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
    const last = this.#blocks.pop();
    if (!last) return 0;
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
    const empty = this.#blocks.findLast(({element}) => !element.hasChildNodes());
    if (!empty) return false;
    empty.element.style.setProperty('block-size', `${empty.chunks.reduce((sum, chunk) => sum + fill(chunk), 0)}px`);
    empty.element.append(...empty.chunks.map(({element}) => element));
    return true;
  }
}

/** @param height Pixels. */
function blockOf(chunks: readonly Chunk[], height: number): Block {
  const element = document.createElement('div');
  element.className = 'far';
  element.style.setProperty('block-size', `${height}px`);
  return {chunks, element};
}
