import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import type {TransportEvent} from '../../protocol/events.ts';
import type {NewTurn, StoredConversation, StoredEvent, Turn} from '../stored.ts';
import {Channels} from './redis/channels.ts';
import {connect, runScript} from './redis/connection.ts';
import {toChange, toConversation, toEvent, toFields, toTurn} from './redis/fields.ts';
import {globalScripts} from './redis/global-scripts.ts';
import type {Script} from './redis/script.ts';
import {conversationScripts} from './redis/conversation-scripts.ts';
import type {Acceptance, Change, Said, Store, Watcher} from './store.ts';

export interface RedisStoreOptions {
  /** The clock, in milliseconds since 1970; that of Redis by default, so that the gateways' clocks need not agree. */
  now?: () => number;
  /** Prefix of all keys and channels; `parley:` by default. */
  prefix?: string;
  /** Called with errors that no caller is waiting for: a broken connection, a watcher that throws. */
  onError?: (error: unknown) => void;
}

type InitialChange = Pick<Change, 'events' | 'turns'>;

/** Conversations handled by one step of a sweep. */
const sweepBatch = 100;
/** Milliseconds the record of a health check is kept. */
const pingTtl = 30_000;
/** Milliseconds to wait for an unresponsive Redis when closing. */
const closeTimeout = 1500;

/**
 * Stores conversations in one Redis, 6.2 or newer (`npm i ioredis`), which any number of gateways can share. Each step is one script. A step
 * whose answer was lost with the connection is repeated, and still done only once.
 *
 * Data is as safe as Redis is configured to keep it: `appendonly yes` with `appendfsync always` survives a crash, `everysec` may lose
 * the last second, and a replica that takes over lacks what it had not received yet. `maxmemory-policy` must be `noeviction`. Redis
 * Cluster is not supported.
 *
 * @param url For example `redis://user:secret@localhost:6379/0`, or `rediss:` for TLS.
 * @throws {Error} if Redis cannot be reached, or ioredis is not installed.
 */
export async function openRedisStore(url: string, options: RedisStoreOptions = {}): Promise<Store> {
  const onError = options.onError ?? (() => {});
  const redis = await connect(url, onError);
  try {
    return new RedisStore(redis, await connect(url, onError, {autoResubscribe: false, maxRetriesPerRequest: null}), options);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

class RedisStore implements Store {
  readonly #redis: Redis;
  readonly #channels: Channels;
  readonly #prefix: string;
  readonly #now: () => number | '';

  constructor(redis: Redis, subscriber: Redis, {now, prefix = 'parley:', onError = () => {}}: RedisStoreOptions) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#now = now ?? (() => '');
    this.#channels = new Channels(subscriber, {
      channelOf: (id) => this.#channel(id),
      lastEvent: async (id) => Number((await redis.hget(this.#key('conversation', id), 'last')) ?? 0),
      events: (id, after) => this.events(id, after),
      onError,
    });
  }

  async create(conversation: StoredConversation, first: InitialChange, key?: string): ReturnType<Store['create']> {
    const names = key === undefined ? [] : [this.#key('key', `${conversation.widget}:${key}`)];
    const args = [JSON.stringify(toFields(conversation)), toChange(first)];
    const [outcome, existing] = (await this.#step('create', conversation.id, args, names)) as ['again', string] | ['new', number];
    const id = outcome === 'again' ? existing : conversation.id;
    const stored = await this.read(id);
    // Deleted in between: then the key is free again.
    return stored ? {conversation: stored, again: outcome === 'again'} : this.create(conversation, first, key);
  }

  async read(id: string): Promise<StoredConversation | undefined> {
    return toConversation(await this.#redis.hgetall(this.#key('conversation', id)));
  }

  async accept(id: string, {key, hash, event, turn, after}: Said): Promise<Acceptance> {
    const [outcome, ...stored] = (await this.#step('accept', id, [key, hash, JSON.stringify(event), ...toTurn(turn), after ?? ''])) as
      [outcome: 'accepted' | 'again' | 'retried', number: number, at: number, body: string] | [outcome: 'reused' | 'ended' | 'missing'];
    if (outcome === 'reused' || outcome === 'ended' || outcome === 'missing') return {outcome};
    const [number, at, body] = stored;
    return {outcome, event: toEvent(body!, number!, at!)};
  }

  async apply(id: string, change: Change): Promise<readonly StoredEvent[] | undefined> {
    const [first, at] = (await this.#step('apply', id, [toChange(change)])) as [number, number] | [];
    return first === undefined ? undefined : toStoredEvents(change, first, at!);
  }

  async take(id: string, owner: string, lease: number): Promise<Turn | undefined> {
    const [body, attempt, interrupted] = (await this.#step('take', id, [owner, lease])) as [string, number, number] | [];
    return body === undefined ? undefined : {...(JSON.parse(body) as NewTurn), attempt: attempt!, interrupted: interrupted === 1};
  }

  async renew(id: string, turn: string, owner: string, lease: number): Promise<boolean> {
    return (await this.#step('renew', id, [turn, owner, lease])) === 1;
  }

  async finish(...[id, turn, owner, outcome, change]: Parameters<Store['finish']>) {
    const [ending, first, at] = (await this.#step('finish', id, [turn, owner, outcome, toChange(change)])) as [string, number?, number?];
    if (ending === 'lost') return undefined;
    return first === undefined ? [] : toStoredEvents(change, first, at!);
  }

  async events(id: string, after: number, limit?: number): Promise<readonly StoredEvent[]> {
    const range = [this.#key('events', id), `${after + 1}-0`, '+'] as const;
    const entries = await (limit === undefined ? this.#redis.xrange(...range) : this.#redis.xrange(...range, 'COUNT', limit));
    return entries.map(entryToEvent);
  }

  async lastEvents(id: string, upTo: number, limit: number): Promise<readonly StoredEvent[]> {
    const entries = await this.#redis.xrevrange(this.#key('events', id), `${upTo}-0`, '-', 'COUNT', limit);
    return entries.map(entryToEvent).toReversed();
  }

  async due(limit: number): Promise<readonly string[]> {
    return (await runScript(this.#redis, globalScripts.due, [this.#key('due')], [limit, this.#now()])) as string[];
  }

  async signal(id: string, event: TransportEvent): Promise<void> {
    await this.#redis.publish(this.#channel(id), `- ${JSON.stringify(event)}`);
  }

  watch(id: string, watcher: Watcher): Promise<() => void> {
    return this.#channels.watch(id, watcher);
  }

  async spend(budget: string, perMinute: number): Promise<number> {
    return Number(await runScript(this.#redis, globalScripts.spend, [this.#key('budget', budget)], [perMinute, this.#now()]));
  }

  async charge(budget: string, amount: number, {most, within}: {most: number; within: number}): Promise<number> {
    const limit = Number.isFinite(most) ? most : Number.MAX_SAFE_INTEGER;
    return Number(await runScript(this.#redis, globalScripts.charge, [this.#key('budget', budget)], [amount, limit, within, this.#now()]));
  }

  async remove(id: string): Promise<void> {
    await this.#step('remove', id, []);
  }

  async sweep(before: number): Promise<readonly string[]> {
    const all: string[] = [];
    for (;;) {
      const old = await this.#redis.zrangebyscore(this.#key('changed'), '-inf', `(${before}`, 'LIMIT', 0, sweepBatch);
      // The step itself checks each one again: something may have been said meanwhile.
      for (const id of old) if ((await this.#step('remove', id, [before])) === 1) all.push(id);
      if (old.length < sweepBatch) return all;
    }
  }

  async ping(): Promise<void> {
    await this.#redis.set(this.#key('ping'), '', 'PX', pingTtl);
  }

  async close(): Promise<void> {
    await this.#channels.close();
    // An unreachable Redis is not waited for: everything that was resolved is stored, the rest is given up with the next attempt.
    this.#redis.options.maxRetriesPerRequest = 0;
    await Promise.race([this.#redis.quit().catch(() => undefined), sleep(closeTimeout, undefined, {ref: false})]);
    this.#redis.disconnect();
  }

  /** One step of a conversation, done once however often it is sent. */
  #step(
    name: keyof typeof conversationScripts,
    id: string,
    args: readonly (string | number)[],
    more: readonly string[] = [],
  ): Promise<unknown> {
    const own = ['conversation', 'events', 'waiting', 'turns', 'messages'].map((kind) => this.#key(kind, id));
    const keys = [...own, this.#key('due'), this.#key('changed'), this.#key('reply', randomUUID()), ...more];
    const script: Script = conversationScripts[name];
    return runScript(this.#redis, script, keys, [id, this.#channel(id), this.#now(), ...args]);
  }

  #channel(id: string): string {
    return this.#key('channel', id);
  }

  #key(kind: string, name?: string): string {
    return this.#prefix + (name === undefined ? kind : `${kind}:${name}`);
  }
}

function entryToEvent([place, [, at, , body]]: [id: string, fields: string[]]): StoredEvent {
  return toEvent(body!, parseInt(place, 10), Number(at));
}

/** The events of a change, as stored. */
function toStoredEvents({events = []}: Change, first: number, at: number): StoredEvent[] {
  return events.map((event, index) => toEvent(JSON.stringify(event), first + index, at));
}
