import type {ServerResponse} from 'node:http';
import {findRedis} from '../../../scripts/test-servers.mjs';
import {RedisServer} from '../../gateway/store/redis-server.ts';
import {type Answer, textOf} from '../bare-site.ts';
import {gatewayProcess, type GatewayProcess} from './gateway-process.ts';
import {echo, expect, lines, open, type Place, reply, say, sayUnprompted, spoken, test as base} from './gateway-test.ts';

/** Two gateways with a shared Redis behind one URL. */
type Pair = Place & {other: GatewayProcess};

const test = base.extend<{pair: (answer?: Answer) => Promise<Pair>}>({
  pair: async ({place}, use) => {
    const redis = await RedisServer.start();
    const others: GatewayProcess[] = [];
    await use(async (answer = echo) => {
      const shared = {store: {type: 'redis', url: redis.url}};
      const shop = await place(answer, {...shared, bot: {allowInsecureToken: true}});
      const other = await gatewayProcess({
        ...shared,
        publicUrl: shop.network.url,
        bots: {echo: {url: `${shop.site.url}/bot/message`, allowInsecureToken: true}},
        widgets: {shop: {bot: 'echo', origins: [shop.site.url]}},
      });
      others.push(other);
      return {...shop, other};
    });
    await Promise.all(others.map((other) => other.remove()));
    await redis.stop();
  },
});

test.skip(!findRedis(), 'there is no redis-server here');
test.skip(({isMobile}) => isMobile, 'the gateways are the same for every browser');
test.beforeEach(({complaints}) => complaints.expect(/^(warning|error): Parley: .*Error: /));

const isStream = (line: string): boolean => /^GET .*\/events/.test(line);
const streamCount = ({network}: Place): number => network.passed.filter(isStream).length;

test('delivers messages of visitor and bot sent through one gateway over a stream of the other', async ({page, pair}) => {
  const shop = await pair();
  const {network, gateway, other} = shop;
  network.route = (line) => (isStream(line) ? other.url : gateway.url);
  const log = await open(page, shop);
  await expect(await say(page, 'one')).toContainText('Sent');
  await expect(log).toContainText('Heard one');
  network.route = (line) => (isStream(line) ? other.url : line.startsWith('POST') ? other.url : gateway.url);
  await say(page, 'two');
  await expect(log).toContainText('Heard two');
  await sayUnprompted(shop, 'By the way', 'one more thing');
  await expect(log).toContainText('one more thing');
  expect(await lines(log)).toEqual(['Hello', 'one', 'Heard one', 'two', 'Heard two', 'By the way', 'one more thing']);
  expect(spoken(shop)).toEqual(['one', 'two']);
  expect(streamCount(shop)).toBe(1);
});

test('fails over after kill -9 of either gateway, without losing or repeating messages', async ({page, pair}) => {
  let held: ServerResponse | undefined;
  const shop = await pair((request, response) => {
    if (textOf(request) === 'think') held = response;
    else echo(request, response);
  });
  const {network, gateway, other} = shop;
  network.route = (line) => (isStream(line) ? other.url : gateway.url);
  const log = await open(page, shop);
  await say(page, 'one');
  await expect(log).toContainText('Heard one');
  await say(page, 'think');
  await expect.poll(() => spoken(shop)).toEqual(['one', 'think']);

  await other.kill('SIGKILL');
  await sayUnprompted(shop, 'While nobody listens');
  network.route = () => gateway.url;
  await expect(log).toContainText('While nobody listens');
  reply(held!, 'Thought');
  await expect(log).toContainText('Thought');

  await other.start();
  await gateway.kill('SIGKILL');
  await say(page, 'two');
  network.route = () => other.url;
  await expect(log).toContainText('Heard two');
  await expect(log.getByRole('alert')).toHaveCount(0);
  expect(await lines(log)).toEqual(['Hello', 'one', 'Heard one', 'think', 'While nobody listens', 'Thought', 'two', 'Heard two']);
  expect(spoken(shop)).toEqual(['one', 'think', 'two']);
  expect(shop.site.heard.filter(({event}) => event === 'start')).toHaveLength(1);
});
