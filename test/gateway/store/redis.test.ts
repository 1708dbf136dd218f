import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {Redis} from 'ioredis';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {findRedis} from '../../../scripts/test-servers.mjs';
import {openRedisStore} from '../../../src/gateway/store/redis.ts';
import {createConversation, watchEvents, log, visitorMessage, turn, botMessage} from './fixtures.ts';
import {RedisServer} from './redis-server.ts';

const hasRedis = findRedis() !== undefined;
let redis: RedisServer;

beforeAll(async () => {
  if (hasRedis) redis = await RedisServer.start();
});

afterAll(() => redis?.stop());

describe.skipIf(!hasRedis)('the Redis store', () => {
  test('loses and duplicates nothing while Redis is killed and restarted', async () => {
    const errors: unknown[] = [];
    const store = await openRedisStore(redis.url, {prefix: 'restart:', onError: (error) => errors.push(error)});
    const id = await createConversation(store, 'restart');
    const listener = await watchEvents(store, id);
    const speakers = Array.from({length: 8}, async (_, speaker) => {
      for (let index = 0; index < 50; index++) {
        const kept = await store.apply(id, {events: [botMessage(`${speaker}.${index}`)]});
        expect(kept).toHaveLength(1);
      }
    });
    await listener.until(100);
    await redis.kill();
    await redis.start();
    await Promise.all(speakers);
    const all = await log(store, id);
    expect(all).toHaveLength(400);
    expect(new Set(all.map((line) => line.split(' ')[1])).size).toBe(400);
    expect(await listener.until(400)).toEqual(all);
    expect(errors).not.toEqual([]);
    await store.close();
  });

  test('applies an operation once, even if its response is lost with the connection', async () => {
    const proxy = await startProxy(redis.port);
    const store = await openRedisStore(proxy.url, {prefix: 'cut:'});
    const id = await createConversation(store, 'cut');
    await store.apply(id, {turns: [turn('a')]});
    proxy.dropResponse();
    expect(await store.apply(id, {events: [botMessage('one')]})).toMatchObject([{id: '1'}]);
    proxy.dropResponse();
    expect(await store.take(id, 'me', 5000)).toMatchObject({id: 'a', attempt: 1, interrupted: false});
    proxy.dropResponse();
    expect(await store.finish(id, 'a', 'me', 'done', {events: [botMessage('two')]})).toMatchObject([{id: '2'}]);
    proxy.dropResponse();
    expect(await store.accept(id, visitorMessage('three'))).toMatchObject({outcome: 'accepted', event: {id: '3'}});
    expect(await log(store, id)).toEqual(['1 one', '2 two', '3 three']);
    expect(proxy.dropped()).toBe(4);
    await store.close();
    proxy.close();
  });

  test('delivers the events that watchers missed while disconnected', async () => {
    const proxy = await startProxy(redis.port);
    const [watching, speaking] = [await openRedisStore(proxy.url, {prefix: 'gap:'}), await openRedisStore(redis.url, {prefix: 'gap:'})];
    const id = await createConversation(speaking, 'gap');
    const listener = await watchEvents(watching, id);
    await speaking.apply(id, {events: [botMessage('before')]});
    await listener.until(1);
    proxy.dropConnections();
    await speaking.apply(id, {events: [botMessage('missed'), botMessage('missed too')]});
    expect(await listener.until(3)).toEqual(['1 before', '2 missed', '3 missed too']);
    await speaking.apply(id, {events: [botMessage('after')]});
    expect(await listener.until(4)).toHaveLength(4);
    await Promise.all([watching.close(), speaking.close()]);
    proxy.close();
  });

  test('pipelines concurrent requests', async () => {
    const store = await openRedisStore(redis.url, {prefix: 'gather:'});
    const client = new Redis(redis.url);
    const readCount = async (): Promise<number> => Number(/total_reads_processed:(\d+)/.exec(await client.info('stats'))![1]);
    const before = await readCount();
    await Promise.all(Array.from({length: 1000}, (_, index) => store.read(String(index))));
    // Includes the INFO request itself; Redis reads as much at once as fits its buffer.
    expect((await readCount()) - before).toBeLessThan(20);
    client.disconnect();
    await store.close();
  });

  test('reloads its scripts after SCRIPT FLUSH', async () => {
    const store = await openRedisStore(redis.url, {prefix: 'flush:'});
    const id = await createConversation(store, 'flush');
    const client = new Redis(redis.url);
    await client.script('FLUSH');
    client.disconnect();
    expect(await store.accept(id, visitorMessage('a'))).toMatchObject({outcome: 'accepted'});
    await store.close();
  });

  test('unsubscribes from a channel when its last watcher stops', async () => {
    const store = await openRedisStore(redis.url, {prefix: 'quiet:'});
    const client = new Redis(redis.url);
    const channels = () => client.pubsub('CHANNELS', 'quiet:*');
    const listeners = [await watchEvents(store, 'x'), await watchEvents(store, 'x'), await watchEvents(store, 'y')];
    expect(await channels()).toHaveLength(2);
    for (const {stop} of listeners) stop();
    await expect.poll(channels).toEqual([]);
    client.disconnect();
    await store.close();
  });

  test('closes promptly even while Redis is unreachable', async () => {
    const proxy = await startProxy(redis.port);
    const errors: unknown[] = [];
    const store = await openRedisStore(proxy.url, {prefix: 'gone:', onError: (error) => errors.push(error)});
    proxy.close();
    proxy.dropConnections();
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    const asked = store.ping().catch(() => 'given up');
    const closing = store.close().then(() => 'closed');
    const late = new Promise((resolve) => setTimeout(resolve, 2500, 'late'));
    expect(await Promise.race([closing, late])).toBe('closed');
    expect(await asked).toBe('given up');
  });

  test('rejects a ping when Redis responds but cannot write, such as when it is full', async () => {
    const store = await openRedisStore(redis.url, {prefix: 'full:'});
    const client = new Redis(redis.url);
    await store.ping();
    await client.config('SET', 'maxmemory', '1');
    await expect(store.ping()).rejects.toThrow('OOM');
    await client.config('SET', 'maxmemory', '0');
    await store.ping();
    client.disconnect();
    await store.close();
  });

  test('cannot be opened if its URL names a database that does not exist', async () => {
    await expect(openRedisStore(`${redis.url}/99`)).rejects.toMatchObject({cause: {message: 'ERR DB index is out of range'}});
  });

  test('leaves no keys behind after deleting, except replies that expire within 30 seconds', async () => {
    const store = await openRedisStore(redis.url, {prefix: 'clean:'});
    await store.create({...(await blankConversation()), id: 'clean'}, {events: [botMessage('x')], turns: [turn('a')]}, 'key');
    await store.accept('clean', visitorMessage('m'));
    await store.remove('clean');
    const client = new Redis(redis.url);
    const left = (await client.keys('clean:*')).filter((key) => !key.startsWith('clean:reply:'));
    expect(left).toEqual([]);
    const lives = await Promise.all((await client.keys('clean:*')).map((key) => client.ttl(key)));
    expect(lives.every((seconds) => seconds > 0 && seconds <= 30)).toBe(true);
    client.disconnect();
    await store.close();
  });
});

test('an unreachable Redis is named in the error without its password', async () => {
  const opening = openRedisStore('redis://user:very-secret@127.0.0.1:1/0');
  await expect(opening).rejects.toThrow('127.0.0.1:1 could not be reached');
  await expect(opening).rejects.not.toThrow('very-secret');
});

async function blankConversation() {
  return {widget: 'shop', bot: 'lamps', stage: 'bot' as const, data: {}, createdAt: 0, changedAt: 0, lastEvent: 0};
}

/** A proxy to Redis that can drop a response or all connections. */
async function startProxy(port: number) {
  const sockets = new Set<Socket>();
  let isDropping = false;
  let dropped = 0;
  const server = createServer((downstream) => {
    const upstream = connect(port, '127.0.0.1');
    sockets.add(downstream);
    downstream.pipe(upstream);
    upstream.on('data', (answer) => {
      if (isDropping && downstream.bytesRead > 0 && !String(answer).startsWith('>')) {
        isDropping = false;
        dropped++;
        downstream.destroy();
      } else downstream.write(answer);
    });
    for (const socket of [downstream, upstream]) {
      socket.on('error', () => {});
      socket.on('close', () => [downstream, upstream].forEach((other) => other.destroy()));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Drops the next response together with its connection. */
    dropResponse: () => void (isDropping = true),
    dropped: () => dropped,
    dropConnections: () => sockets.forEach((socket) => socket.destroy()),
    close: () => server.close(),
  };
}
