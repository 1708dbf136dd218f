import type {StoredEvent} from '../../../src/gateway/stored.ts';
import type {VisitorMessage} from '../../../src/protocol/message.ts';
import {type Answer, textOf} from '../bare-site.ts';
import {echo, expect, lines, open, type Place, reply, say, spoken, test as base} from './gateway-test.ts';
import {jsonServer} from './json-server.ts';
import type {Settings} from './gateway-process.ts';

/** A call of the gateway to the desk. */
interface DeskCall {
  event: 'request' | 'said' | 'signalled' | 'gone';
  conversation: {id: string};
  id?: string;
  message?: VisitorMessage;
  target?: {tags?: string[]};
  history?: StoredEvent[];
}

interface Desk {
  url: string;
  told: DeskCall[];
  /** Its answer to a call; accepts everything by default. */
  answer: (told: DeskCall) => unknown;
  /** Calls the gateway as a person at the desk. */
  act(place: Place, action: object): Promise<void>;
}

const secret = 'a-secret-of-the-desk-with-thirty-two-characters';
const mira = {id: 'a1', nick: 'Mira'};

const test = base.extend<{desk: Desk}>({
  desk: async ({}, use) => {
    const desk: Desk = {
      url: '',
      told: [],
      answer: () => ({accepted: true, queue: {position: 2, estimateMs: 120_000}}),
      async act({gateway}, action) {
        const answered = await fetch(`${gateway.url}/v1/desk/conversations/${desk.told[0]!.conversation.id}`, {
          method: 'POST',
          headers: {'content-type': 'application/json', authorization: `Bearer ${secret}`},
          body: JSON.stringify(action),
        });
        expect(answered.status, await answered.text()).toBe(204);
      },
    };
    const server = await jsonServer((body) => (desk.told.push(body as DeskCall), desk.answer(body as DeskCall)));
    desk.url = server.url;
    await use(desk);
    await server.close();
  },
});

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

/** Echoes, but answers "to X" by transferring to X. */
const transferBot: Answer = (request, response) => {
  const [, to] = /^to (\w+)$/.exec(textOf(request)) ?? [];
  const {type} = request.settings?.engine ?? {};
  if (request.event === 'start' && type === 'second') return reply(response, 'Second here');
  if (to === undefined) return type === 'second' ? reply(response, `Second heard ${textOf(request)}`) : echo(request, response);
  const messages = [{code: 'message', type: 'text', body: `I ask ${to}`}];
  const body = {event: 'end', messages, data: {transferTo: to, order: 7}, context: {secret: 'of the first'}};
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(body));
};

const deskSettings = ({url}: Desk): Settings => ({
  desk: {url, secret},
  bot: {transfers: [{key: 'transferTo', to: {tags: ['{value}']}}]},
});

/** Texts that the visitor sent to the desk, in order. */
const textsTo = ({told}: Desk): string[] =>
  told.flatMap(({event, message}) => (event === 'said' && message && 'body' in message ? message.body : []));

test('transfers a visitor to a person at a desk and back to the bot, with a reload in between', async ({page, place, desk}) => {
  const shop = await place(transferBot, deskSettings(desk));
  let log = await open(page, shop);
  await say(page, 'to sales');
  await expect(log).toContainText('Looking for a person');
  await expect(page.getByText('Number 2 in the queue')).toBeVisible();
  const [request] = desk.told;
  expect(request).toMatchObject({event: 'request', target: {tags: ['sales']}});
  expect(JSON.stringify(request!.history)).toContain('to sales');
  expect(JSON.stringify(request)).not.toContain('of the first');
  await desk.act(shop, {action: 'queue', position: 1});
  await expect(page.getByText('You are next')).toBeVisible();
  await say(page, 'waiting');
  await expect.poll(() => textsTo(desk)).toEqual(['waiting']);

  await desk.act(shop, {action: 'joined', agent: mira});
  await expect(log).toContainText('Mira has joined');
  await expect(page.getByRole('heading', {name: 'Mira'})).toBeVisible();
  await desk.act(shop, {action: 'iswriting', agent: mira});
  await expect(page.getByText('Mira is writing').first()).toBeVisible();
  const words = {action: 'message', agent: mira, id: 'm1', message: {code: 'message', type: 'text', body: 'Which lamp?'}};
  await desk.act(shop, words);
  await desk.act(shop, words);
  await expect(log.getByRole('article', {name: /^Mira/})).toContainText('Which lamp?');

  log = await open(page, shop);
  await expect(page.getByRole('heading', {name: 'Mira'})).toBeVisible();
  const own = await say(page, 'the old one');
  await expect.poll(() => textsTo(desk)).toEqual(['waiting', 'the old one']);
  await desk.act(shop, {
    action: 'read',
    ref: desk.told.find(({message}) => message && 'body' in message && message.body === 'the old one')!.id,
  });
  await expect(own).toContainText('Read');

  await desk.act(shop, {action: 'left', agent: mira, data: {lamp: 'Lys'}});
  await expect(log).toContainText('Mira has handed you back to the bot');
  await say(page, 'again');
  await expect(log).toContainText('Heard again');
  expect(shop.site.heard.at(-1)!.data).toMatchObject({order: 7, lamp: 'Lys'});
  const all = ['Hello', 'to sales', 'I ask sales', 'waiting', 'Which lamp?', 'the old one', 'again', 'Heard again'];
  expect((await lines(log)).filter(Boolean)).toEqual(all);
  expect(spoken(shop)).toEqual(['to sales', 'again']);
});

test('tells the visitor that nobody is available if the desk declines, and continues with the bot', async ({
  page,
  place,
  desk,
  complaints,
}) => {
  complaints.expect(/Parley: the bot’s answer was not quite as it has to be/);
  desk.answer = () => ({accepted: false});
  const shop = await place(transferBot, deskSettings(desk));
  const log = await open(page, shop);
  await say(page, 'to sales');
  await expect(log).toContainText('Nobody is available. You are back with the bot.');
  await say(page, 'on');
  await expect(log).toContainText('Heard on');
  expect(textsTo(desk)).toEqual([]);
});

test('redelivers a message to a desk that fails once under the same id, before the next one', async ({page, place, desk}) => {
  const shop = await place(transferBot, deskSettings(desk));
  await open(page, shop);
  await say(page, 'to sales');
  await expect(page.getByText('Number 2 in the queue')).toBeVisible();
  await desk.act(shop, {action: 'joined', agent: mira});
  let failures = 1;
  desk.answer = ({event}) => (event === 'said' && failures-- > 0 ? 503 : {});
  const own = await say(page, 'hi');
  await say(page, 'there');
  await expect.poll(() => textsTo(desk)).toEqual(['hi', 'hi', 'there']);
  const ids = desk.told.filter(({event}) => event === 'said').map(({id}) => id);
  expect(ids[0]).toBe(ids[1]);
  await expect(own).not.toContainText('Not sent');
});

test('transfers a visitor to another bot, which starts with the data but not the context of the first', async ({page, place}) => {
  const shop = await place(transferBot, ({url}) => ({
    bots: {
      echo: {
        url: `${url}/bot/message`,
        agent: {nick: 'First'},
        transfers: [{key: 'transferTo', value: 'second', to: {bot: 'second'}}],
      },
      second: {url: `${url}/bot/message`, agent: {nick: 'Second'}, settings: {engine: {type: 'second'}}},
    },
  }));
  const log = await open(page, shop);
  await expect(log.getByRole('article', {name: /^First/})).toContainText('Hello');
  await say(page, 'to second');
  await expect(log.getByRole('article', {name: /^Second/})).toContainText('Second here');
  await expect(page.getByRole('heading', {name: 'Second'})).toBeVisible();
  await say(page, 'hi');
  await expect(log).toContainText('Second heard hi');
  const all = ['Hello', 'to second', 'I ask second', 'Second here', 'hi', 'Second heard hi'];
  expect((await lines(log)).filter(Boolean)).toEqual(all);
  const asked = shop.site.heard.slice(2);
  expect(asked.map(({event, settings, data}) => [event, settings?.engine?.type, data?.['order']])).toEqual([
    ['start', 'second', 7],
    ['continue', 'second', 7],
  ]);
  expect(JSON.stringify(asked)).not.toContain('of the first');
  expect((await lines(await open(page, shop))).filter(Boolean)).toEqual(all);
});
