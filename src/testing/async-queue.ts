/** An unbounded queue between a producer and an asynchronous consumer. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  #closed: {error?: unknown} | undefined;
  #wake = () => {};

  push(item: T): void {
    if (!this.#closed) this.#items.push(item);
    this.#wake();
  }

  /** Nothing more comes; what is there is still read, and then an error thrown if one is given. */
  close(error?: unknown): void {
    this.#closed ??= error === undefined ? {} : {error};
    this.#wake();
  }

  /** Nothing more comes, and what is there is not read any more. */
  abort(error?: unknown): void {
    this.#items.length = 0;
    this.close(error);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#closed) break;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#closed && 'error' in this.#closed) throw this.#closed.error;
  }
}
