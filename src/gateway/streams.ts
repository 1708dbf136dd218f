import {LiveStream} from './live-stream.ts';
import {Problem} from './problem.ts';
import type {Services} from './services.ts';

/** Milliseconds between two heartbeats; a client takes 45 s of silence for a dead connection. */
export const heartbeatInterval = 15_000;

/** Milliseconds after which a stream gives way to a new one: it may belong to a network its visitor left without a word. */
const replaceableAfter = 300_000;

/** The open streams of this process. */
export class Streams {
  readonly #open = new Map<string, Set<LiveStream>>();
  #isClosed = false;

  constructor(private readonly services: Services) {}

  /** @throws {Problem} `rate_limited` if the conversation has its maximum of recent ones, `overloaded` if the gateway is stopping. */
  add(conversation: string): LiveStream {
    if (this.#isClosed) throw new Problem('overloaded', {retryAfter: 2});
    const others = this.#open.get(conversation) ?? new Set();
    if (others.size >= this.services.limits.streams) this.#makeRoom(others);
    const stream: LiveStream = new LiveStream(this.services, conversation, () => {
      others.delete(stream);
      if (others.size === 0) this.#open.delete(conversation);
      this.services.metrics.stream(-1);
    });
    others.add(stream);
    this.#open.set(conversation, others);
    this.services.metrics.stream(1);
    return stream;
  }

  sendHeartbeats(): void {
    for (const stream of this.#all()) stream.sendHeartbeat();
  }

  /** Ends all streams and accepts no more. Clients are told to reconnect at different times. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#all()) stream.close(1000 + Math.random() * 4000);
  }

  #makeRoom([oldest]: Iterable<LiveStream>): void {
    const isOld = oldest && this.services.now() - oldest.openedAt >= replaceableAfter;
    if (!isOld) throw new Problem('rate_limited', {retryAfter: Math.ceil((2 * heartbeatInterval) / 1000)});
    oldest.close();
  }

  #all(): LiveStream[] {
    return [...this.#open.values()].flatMap((streams) => [...streams]);
  }
}
