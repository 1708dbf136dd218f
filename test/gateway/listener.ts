/** What a stream says, frame by frame, and the bytes as they came. */
export class Frames {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  /** Everything that came. */
  text = '';
  #rest = '';

  constructor({body}: Response) {
    if (!body) throw new Error('The answer has no body');
    this.#reader = body.getReader();
  }

  /** The next frame, without the blank line behind it; undefined when the stream is over. Rejects when it was cut. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf('\n\n');
      if (end >= 0) {
        const frame = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        return frame;
      }
      const {done, value} = await this.#reader.read();
      if (done) return undefined;
      const text = this.#decoder.decode(value, {stream: true});
      this.text += text;
      this.#rest += text;
    }
  }

  /** The next event; comments and hints between are skipped. */
  async event<T = Record<string, unknown>>(): Promise<T> {
    for (;;) {
      const frame = await this.next();
      if (frame === undefined) throw new Error('The stream is over');
      const data = frame.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) return JSON.parse(data.slice(6)) as T;
    }
  }

  async events(count: number): Promise<Record<string, unknown>[]> {
    const events: Record<string, unknown>[] = [];
    while (events.length < count) events.push(await this.event());
    return events;
  }

  /** Reads to the end, which is not a cut. */
  async rest(): Promise<string[]> {
    const frames: string[] = [];
    for (let frame = await this.next(); frame !== undefined; frame = await this.next()) frames.push(frame);
    return frames;
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}
