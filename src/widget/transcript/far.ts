import type {Chunk} from './chunk.ts';

/** Chunks that stand together: few blocks for the longest conversation, and soon taken apart. */
const size = 20;

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

  /** Puts chunks above all others. @param heightOf Pixels a chunk will probably take. */
  take(chunks: readonly Chunk[], place: HTMLElement, heightOf: (chunk: Chunk) => number): void {
    this.#blocks = [];
    for (let to = chunks.length; to > 0; to -= size) {
      const block = {chunks: chunks.slice(Math.max(0, to - size), to), element: document.createElement('div')};
      block.element.className = 'far';
      block.element.style.setProperty('block-size', `${block.chunks.reduce((sum, chunk) => sum + heightOf(chunk), 0)}px`);
      this.#blocks.unshift(block);
    }
    place.prepend(...this.#blocks.map(({element}) => element));
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

  /** Puts the last block's chunks into it that has none yet, each with its bare words in its place. @returns Whether there was one. */
  fill(fill: (chunk: Chunk) => void): boolean {
    const empty = this.#blocks.findLast(({element}) => !element.hasChildNodes());
    for (const chunk of empty?.chunks ?? []) fill(chunk);
    empty?.element.append(...empty.chunks.map(({element}) => element));
    return empty !== undefined;
  }
}
