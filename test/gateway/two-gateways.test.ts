import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {findRedis} from '../../scripts/test-servers.mjs';
import {createGateway, DirectoryFiles, type Gateway, openRedisStore} from '../../src/gateway/index.ts';
import {listen, type Listener} from '../../src/gateway/server/listener.ts';
import type {Snapshot} from '../../src/gateway/wire.ts';
import {hello, json, shop} from './test-app.ts';
import {TestBot, nextBotMessage, textMessage, visit} from './test-bot.ts';
import {RedisServer} from './store/redis-server.ts';

interface RunningGateway {
  url: string;
  gateway: Gateway;
  listener: Listener;
}

describe.skipIf(!findRedis())('two gateways over one Redis', () => {
  const bot = new TestBot();
  let redis: RedisServer;
  let folder: string;
  let one: RunningGateway;
  let other: RunningGateway;

  async function open(publicUrl?: string): Promise<RunningGateway> {
    const listener = await listen({fetch: (...request) => gateway.fetch(...request)}, {host: '127.0.0.1', port: 0});
    const url = `http://127.0.0.1:${listener.port}`;
    const gateway = createGateway({
      secret: 'a secret of at least thirty-two bytes',
      publicUrl: publicUrl ?? url,
      bots: {demo: {url: bot.url, allowInsecureToken: true}},
      widgets: {shop: {bot: 'demo', origins: [shop]}},
      limits: {requestsPerMinute: 10},
      store: await openRedisStore(redis.url),
      files: new DirectoryFiles(join(folder, 'files')),
      log: () => {},
    });
    return {url, gateway, listener};
  }

  async function close({gateway, listener}: RunningGateway): Promise<void> {
    listener.stopAccepting();
    await gateway.close(1000);
    await listener.close();
  }

  beforeAll(async () => {
    redis = await RedisServer.start();
    await bot.open();
  });
  afterAll(async () => {
    await bot.close();
    await redis.stop();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-two-'));
    bot.requests.length = bot.lateResponses.length = 0;
    one = await open();
    other = await open(one.url);
  });
  afterEach(async () => {
    await Promise.all([one, other].map(close));
    rmSync(folder, {recursive: true, force: true});
  });

  test('messages sent through either gateway arrive at both, in the same order', async () => {
    const visitor = await visit(one.url);
    const tabs = [await visitor.listen(undefined, one.url), await visitor.listen(undefined, other.url)];
    await Promise.all(tabs.map(nextBotMessage));
    for (let count = 0; count < 10; count++) {
      expect((await visitor.say(textMessage(`Word ${count}`), `k${count}`, count % 2 ? one.url : other.url)).status).toBe(202);
    }
    const {lastEventId} = await whenAnswered(visitor, 11);
    const heard = await Promise.all(
      tabs.map(async (frames) => {
        const ids: unknown[] = [];
        while (ids.at(-1) !== lastEventId) {
          const {id} = await frames.event();
          if (id !== undefined) ids.push(id);
        }
        return ids;
      }),
    );
    expect(heard[0]).toEqual(heard[1]);
    expect(heard[0]).toEqual(heard[0]!.map((_, index) => String(Number(heard[0]![0]) + index)));
    expect(bot.requests).toHaveLength(11);
  });

  test('the same message sent to both concurrently is accepted once', async () => {
    const visitor = await visit(one.url);
    const answers = await Promise.all([one, other, one, other].map(({url}) => visitor.say(hello, 'same', url)));
    const bodies = await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()] as const));
    expect(bodies.map(([status]) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(bodies.map(([, body]) => JSON.stringify(body))).size).toBe(1);
    await whenAnswered(visitor, 2);
    expect(bot.requests.filter(({message}) => message?.body === 'Hello')).toHaveLength(1);
  });

  test('a late answer posted to one reaches a stream of the other', async () => {
    const visitor = await visit(one.url);
    const frames = await visitor.listen(undefined, other.url);
    expect((await nextBotMessage(frames)).message.body).toBe('Welcome');
    await visitor.say(textMessage('late'), 'k', other.url);
    expect((await nextBotMessage(frames)).message.body).toBe('Here it is');
    expect((await bot.lateResponses[0]!).url.startsWith(one.url)).toBe(true);
  });

  test('when one stops, its browsers resume at the other', async () => {
    const visitor = await visit(one.url);
    const frames = await visitor.listen(undefined, one.url);
    const {id} = await nextBotMessage(frames);
    const rest = frames.rest();
    await close(one);
    expect((await rest).some((frame) => frame.startsWith('retry: '))).toBe(true);

    await visitor.say(hello, 'k', other.url);
    const again = await visitor.listen(String(id), other.url);
    expect(await again.event()).toMatchObject({type: 'ready', resumed: true});
    expect((await nextBotMessage(again)).message.body).toBe('2: Hello');
    one = await open();
  });

  test('rate limits are shared between both', async () => {
    const begin = ({url}: RunningGateway) => fetch(`${url}/v1/conversations`, json({widget: 'shop'}, {origin: shop}));
    const statuses: number[] = [];
    for (const gateway of Array.from({length: 16}, (_, index) => (index % 2 ? one : other))) statuses.push((await begin(gateway)).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4);
  });

  /** Polls until a snapshot has that many bot messages. */
  async function whenAnswered(visitor: Awaited<ReturnType<typeof visit>>, times: number): Promise<Snapshot> {
    for (;;) {
      const snapshot = (await (await visitor.ask('')).json()) as Snapshot;
      const botMessages = snapshot.items.filter((event) => event.type === 'message' && event.from?.kind === 'bot').length;
      if (botMessages >= times) return snapshot;
      await new Promise((resolve) => void setTimeout(resolve, 20));
    }
  }
});
