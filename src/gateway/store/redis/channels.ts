import type {Redis} from 'ioredis';
import {Audience} from '../audience.ts';
import type {StoredEvent} from '../../stored.ts';
import type {Watcher} from '../store.ts';
import {toNews} from './fields.ts';

export interface ChannelsOptions {
  channelOf: (id: string) => string;
  /** Number of a conversation's last event. */
  last: (id: string) => Promise<number>;
  events: (id: string, after: number) => Promise<readonly StoredEvent[]>;
  onError: (error: unknown) => void;
}

interface Channel {
  id: string;
  /** Resolves once the channel is open. */
  audience: Promise<Audience>;
  /** How many are watching, or about to. */
  users: number;
}

/** Milliseconds between two pings, so that a connection that died silently is noticed. */
const heartbeat = 3000;

/**
 * Subscribes to the channels of watched conversations on a connection of its own. Redis does not remember messages for subscribers that
 * are away: after a reconnect everything that may have been missed is read.
 */
export class Channels {
  readonly #open = new Map<string, Channel>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly redis: Redis,
    private readonly options: ChannelsOptions,
  ) {
    redis.on('message', (channel, news) => void this.#hear(channel, news));
    redis.on('ready', () => void this.#resume().catch(options.onError));
    this.#timer = setInterval(() => void redis.ping().catch(options.onError), heartbeat).unref();
  }

  async watch(id: string, watcher: Watcher): Promise<() => void> {
    const name = this.options.channelOf(id);
    const channel = this.#open.get(name) ?? this.#join(id, name);
    channel.users++;
    try {
      const audience = await channel.audience;
      const leave = audience.add(watcher, await this.options.last(id));
      return once(() => {
        leave();
        this.#release(name, channel);
      });
    } catch (error) {
      this.#release(name, channel);
      throw error;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#open.clear();
    this.redis.disconnect();
  }

  #join(id: string, name: string): Channel {
    const channel = {id, audience: this.#subscribe(id, name), users: 0};
    this.#open.set(name, channel);
    return channel;
  }

  /** Subscribes first and reads the position then, so that nothing is lost in between. */
  async #subscribe(id: string, name: string): Promise<Audience> {
    await this.redis.subscribe(name);
    const {last, events, onError} = this.options;
    return new Audience({after: await last(id), read: (after) => events(id, after), onError});
  }

  #release(name: string, channel: Channel): void {
    if (--channel.users || this.#open.get(name) !== channel) return;
    this.#open.delete(name);
    void this.redis.unsubscribe(name).catch(this.options.onError);
  }

  async #hear(name: string, news: string): Promise<void> {
    const audience = await this.#open.get(name)?.audience.catch(() => undefined);
    audience?.tell(toNews(news));
  }

  async #resume(): Promise<void> {
    if (!this.#open.size) return;
    await this.redis.subscribe(...this.#open.keys());
    for (const {audience} of this.#open.values()) (await audience.catch(() => undefined))?.catchUp();
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
