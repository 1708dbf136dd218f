import type {Redis} from 'ioredis';
import {Watchers} from '../watchers.ts';
import type {StoredEvent} from '../../stored.ts';
import type {Watcher} from '../store.ts';
import {parsePublished} from './fields.ts';

export interface ChannelsOptions {
  channelOf: (id: string) => string;
  /** Number of a conversation's last event. */
  lastEvent: (id: string) => Promise<number>;
  events: (id: string, after: number) => Promise<readonly StoredEvent[]>;
  onError: (error: unknown) => void;
}

interface Channel {
  id: string;
  /** Resolves once the channel is open. */
  watchers: Promise<Watchers>;
  /** How many are watching, or about to. */
  watcherCount: number;
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
    redis.on('message', (channel, payload) => void this.#receive(channel, payload));
    redis.on('ready', () => void this.#resubscribe().catch(options.onError));
    this.#timer = setInterval(() => void redis.ping().catch(options.onError), heartbeat).unref();
  }

  async watch(id: string, watcher: Watcher): Promise<() => void> {
    const name = this.options.channelOf(id);
    const channel = this.#open.get(name) ?? this.#openChannel(id, name);
    channel.watcherCount++;
    try {
      const watchers = await channel.watchers;
      const unwatch = watchers.add(watcher, await this.options.lastEvent(id));
      return once(() => {
        unwatch();
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

  #openChannel(id: string, name: string): Channel {
    const channel = {id, watchers: this.#subscribe(id, name), watcherCount: 0};
    this.#open.set(name, channel);
    return channel;
  }

  /** Subscribes first and reads the position then, so that nothing is lost in between. */
  async #subscribe(id: string, name: string): Promise<Watchers> {
    await this.redis.subscribe(name);
    const {lastEvent, events, onError} = this.options;
    return new Watchers({after: await lastEvent(id), read: (after) => events(id, after), onError});
  }

  #release(name: string, channel: Channel): void {
    if (--channel.watcherCount || this.#open.get(name) !== channel) return;
    this.#open.delete(name);
    void this.redis.unsubscribe(name).catch(this.options.onError);
  }

  async #receive(name: string, payload: string): Promise<void> {
    const watchers = await this.#open.get(name)?.watchers.catch(() => undefined);
    watchers?.publish(parsePublished(payload));
  }

  async #resubscribe(): Promise<void> {
    if (!this.#open.size) return;
    await this.redis.subscribe(...this.#open.keys());
    for (const {watchers} of this.#open.values()) (await watchers.catch(() => undefined))?.catchUp();
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
