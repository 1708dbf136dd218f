import type {BotRequest, BotResponse} from '../../../src/protocol/exchange.ts';
import {echo, expect, lines, open, say, sayUnprompted, spoken, test as base} from './gateway-test.ts';
import {type JsonServer, jsonServer} from './json-server.ts';

/** A server with a request filter, a response filter, and one that fails while `isBroken`. */
const test = base.extend<{filters: JsonServer & {isBroken: boolean}}>({
  filters: async ({}, use) => {
    const server = await jsonServer((body, path) => {
      if (path === '/broken') return filters.isBroken ? 500 : body;
      return path === '/filter/request' ? upperCased(body as BotRequest) : signed(body as BotResponse);
    });
    const filters = {...server, isBroken: true};
    await use(filters);
    await server.close();
  },
});

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

function upperCased(request: BotRequest): BotRequest {
  const {message} = request;
  if (message?.type !== 'text') return request;
  return {...request, data: {...request.data, filtered: true}, message: {...message, body: message.body.toUpperCase()}};
}

function signed(response: BotResponse): BotResponse {
  return {...response, messages: response.messages.map((one) => (one.type === 'text' ? {...one, body: `${one.body} (checked)`} : one))};
}

test('applies request filters to messages for the bot, and response filters to its answers and late messages', async ({
  page,
  place,
  filters: {url},
}) => {
  const shop = await place(echo, {
    filters: {
      louder: {url: `${url}/filter/request`},
      signed: {url: `${url}/filter/response`},
      broken: {url: `${url}/broken`, onError: 'skip'},
    },
    bot: {requestFilters: ['louder', 'broken'], responseFilters: ['broken', 'signed'], allowInsecureToken: true},
  });
  const log = await open(page, shop);
  await say(page, 'hi');
  await expect(log).toContainText('Heard HI (checked)');
  await sayUnprompted(shop, 'late');
  await expect(log).toContainText('late (checked)');
  expect(await lines(log)).toEqual(['Hello (checked)', 'hi', 'Heard HI (checked)', 'late (checked)']);
  expect(spoken(shop)).toEqual(['HI']);
  expect(shop.site.heard.at(-1)!.data).toMatchObject({filtered: true});
});

test('reports a failing request filter to the visitor without asking the bot, and retries on request', async ({
  page,
  place,
  filters,
  complaints,
}) => {
  complaints.expect(/The message could not be passed on/);
  filters.isBroken = false;
  const broken = {url: `${filters.url}/broken`};
  const shop = await place(echo, {filters: {broken}, bot: {requestFilters: ['broken']}});
  const log = await open(page, shop);
  filters.isBroken = true;
  const own = await say(page, 'hi');
  await expect(own).toContainText(/Not answered|Not sent/);
  expect(spoken(shop)).toEqual([]);
  await expect(log).not.toContainText('broken');
  filters.isBroken = false;
  await own.getByRole('button', {name: 'Try again'}).click();
  await expect(log).toContainText('Heard hi');
  expect(await lines(log)).toEqual(['Hello', 'hi', 'Heard hi']);
  expect(spoken(shop)).toEqual(['hi']);
});
