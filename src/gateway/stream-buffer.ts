/** Bytes that may wait. */
const maxBytes = 65_536;

/**
 * A body that is written to, with what its reader is not ready for waiting in it. A queue of its own, as that of the platform's streams
 * can be left behind only by an error, which servers report as one of theirs.
 */
export class StreamBuffer {
  readonly body: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isPulled = false;
  #isClosing = false;

  /**
   * @param onDrain Called when the reader took something, and there is room.
   * @param onCancel Called when the reader wants no more.
   */
  constructor(onDrain: () => void, onCancel: () => void) {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          this.#pull();
          if (this.hasRoom && !this.#isClosing) onDrain();
        },
        cancel: onCancel,
      },
      {highWaterMark: 0},
    );
  }

  /** Whether more can be put in. One piece may go beyond, however large. */
  get hasRoom(): boolean {
    return this.#bytes < maxBytes;
  }

  write(bytes: Uint8Array): void {
    if (this.#isPulled) {
      this.#isPulled = false;
      this.#controller.enqueue(bytes);
      return;
    }
    this.#chunks.push(bytes);
    this.#bytes += bytes.byteLength;
  }

  /** Ends the body behind what waits. */
  close(): void {
    this.#isClosing = true;
    if (this.#chunks.length === 0) this.#controller.close();
  }

  /** Ends the body without what waits. */
  discard(): void {
    this.#chunks = [];
    this.#bytes = 0;
    this.close();
  }

  #pull(): void {
    const bytes = this.#chunks.shift();
    if (!bytes) {
      this.#isPulled = true;
      return;
    }
    this.#bytes -= bytes.byteLength;
    this.#controller.enqueue(bytes);
    if (this.#isClosing && this.#chunks.length === 0) this.#controller.close();
  }
}
