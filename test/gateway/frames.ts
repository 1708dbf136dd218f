/** Reads an event stream frame by frame, and keeps the raw text. */
export class Frames {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  /** The raw text received so far. */
  text = '';
  #rest = '';

  constructor({body}: Response) {
    if (!body) throw new Error('The response has no body');
    this.#reader = body.getReader();
  }

  /** The next frame without its trailing blank line; undefined at the end of the stream. Rejects if the stream was cut. */
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

  /** The next event, skipping comments and retry hints. */
  async event<T = Record<string, unknown>>(): Promise<T> {
    for (;;) {
      const frame = await this.next();
      if (frame === undefined) throw new Error('The stream has ended');
      const data = frame.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) return JSON.parse(data.slice(6)) as T;
    }
  }

  async events(count: number): Promise<Record<string, unknown>[]> {
    const events: Record<string, unknown>[] = [];
    while (events.length < count) events.push(await this.event());
    return events;
  }

  /** The remaining frames. Rejects if the stream was cut instead of ended. */
  async rest(): Promise<string[]> {
    const frames: string[] = [];
    for (let frame = await this.next(); frame !== undefined; frame = await this.next()) frames.push(frame);
    return frames;
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}
