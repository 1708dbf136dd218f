/** Bytes that may wait. */
const most = 65_536;

/**
 * A body that is written to, with what its reader is not ready for waiting in it. A queue of its own, as that of the platform's streams
 * can be left behind only by an error, which servers report as one of theirs.
 */
export class Outbox {
  readonly body: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #isWanted = false;
  #isEnding = false;

  /**
   * @param onRoom Called when the reader took something, and there is room.
   * @param onLeft Called when the reader wants no more.
   */
  constructor(onRoom: () => void, onLeft: () => void) {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          this.#give();
          if (this.hasRoom && !this.#isEnding) onRoom();
        },
        cancel: onLeft,
      },
      {highWaterMark: 0},
    );
  }

  /** Whether more can be put in. One piece may go beyond, however large. */
  get hasRoom(): boolean {
    return this.#bytes < most;
  }

  put(bytes: Uint8Array): void {
    if (this.#isWanted) {
      this.#isWanted = false;
      this.#controller.enqueue(bytes);
      return;
    }
    this.#waiting.push(bytes);
    this.#bytes += bytes.byteLength;
  }

  /** Ends the body behind what waits. */
  end(): void {
    this.#isEnding = true;
    if (this.#waiting.length === 0) this.#controller.close();
  }

  /** Ends the body without what waits. */
  drop(): void {
    this.#waiting = [];
    this.#bytes = 0;
    this.end();
  }

  #give(): void {
    const bytes = this.#waiting.shift();
    if (!bytes) {
      this.#isWanted = true;
      return;
    }
    this.#bytes -= bytes.byteLength;
    this.#controller.enqueue(bytes);
    if (this.#isEnding && this.#waiting.length === 0) this.#controller.close();
  }
}
