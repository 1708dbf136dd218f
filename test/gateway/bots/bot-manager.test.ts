import {createHmac} from 'node:crypto';
import {createServer} from 'node:http';
import type {ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test, vi} from 'vitest';
import type {BotOptions} from '../../../src/gateway/options.ts';
import {gatewayCapabilities} from '../../../src/protocol/capabilities.ts';
import {schemaErrors} from '../../protocol/schemas.ts';
import {type ReceivedRequest, recordings, replay, serve} from '../../transport/recorded-bot.ts';
import {openConversations, serveJson, textMessage} from '../conversations/open-conversations.ts';

const greeting = {event: 'continue', messages: [textMessage('Hello')]};
const errors = recordings('errors');

/** A conversation with a bot on a real web server, which greets at the start and answers each message with `answer`. */
async function setUp(answer: (to: ServerResponse, asked: ReceivedRequest, nth: number) => unknown, options: Partial<BotOptions> = {}) {
  let nth = 0;
  const bot = await serveJson((body, asked) =>
    body['event'] === 'start' ? greeting : (to: ServerResponse) => void answer(to, asked, ++nth),
  );
  const fixture = await openConversations({bot: {url: bot.url, allowInsecureToken: true, ...options}});
  const visitor = await fixture.visit();
  await visitor.receives('Hello');
  const requests = () => bot.asked.filter(({text}) => !text.includes('"event":"start"'));
  return {...fixture, visitor, bot, requests};
}

const status =
  (code: number, body: unknown = {error: code, message: 'internal'}, headers: Record<string, string> = {}) =>
  (to: ServerResponse) =>
    to.writeHead(code, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body));

const ok = (to: ServerResponse, body = 'Fine') =>
  to.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages: [textMessage(body)]}));

test('a bot gets the headers, environment and settings of the platform, in a body valid by the official schemas', async () => {
  const bot = await serveJson(() => greeting);
  const {visit, services} = await openConversations({
    bot: {
      url: bot.url,
      allowInsecureToken: true,
      auth: {type: 'basic', user: 'bot-user', secret: 'bot-secret'},
      hmacSecret: 'signing',
      settings: {engine: {type: 'custom', settings: {myToken: 'x'}}, more: 1},
    },
    environment: ({widget}) => ({geoIP: {country_code: 'NO'}, tags: [widget], token: 'forged', contactId: 'forged'}),
  });
  const visitor = await visit({
    language: 'en_us.UTF-8',
    data: {name: 'Ada', nested: {a: 1}, list: [1]},
    caps: {type: 'b'},
    page: {url: 'https://shop.example/lamps', title: 'Lamps'},
    userAgent: 'Browser/1',
    isVerifiedCustomer: true,
  });
  await visitor.receives('Hello');
  await visitor.sends('k 1/ø', {code: 'message', type: 'postback', body: 'Red', payload: 'red 1'});
  await visitor.acked('k 1/ø');

  const [start, next] = bot.asked.map(({text, headers}) => ({
    headers,
    text,
    body: JSON.parse(text) as Record<string, Record<string, unknown>>,
  }));
  for (const {body, headers, text} of [start!, next!]) {
    expect(schemaErrors('bot_request', body)).toEqual([]);
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from('bot-user:bot-secret').toString('base64')}`,
      'content-type': 'application/json',
      'x-vvc-host': 'chat.example',
      'x-vvc-acct': 'parley',
      'x-vvc-hmac': createHmac('sha256', 'signing').update(text).digest('hex'),
    });
    expect(body['environment']).toMatchObject({
      host: 'chat.example',
      acct: 'parley',
      contactId: visitor.id,
      campaignId: 'shop',
      channelId: 'web',
      apiVersion: 'v3',
      caps: {type: 'b'},
      language: 'en-US',
      page: {url: 'https://shop.example/lamps', title: 'Lamps'},
      userAgent: 'Browser/1',
      isVerifiedCustomer: true,
      geoIP: {country_code: 'NO'},
      tags: ['shop'],
    });
    expect(await services.tokens.readBot(`Bearer ${String(body['environment']!['token'])}`)).toMatchObject({
      conversation: visitor.id,
      bot: 'demo',
    });
    expect(body).toMatchObject({language: 'en-US', data: {name: 'Ada', nested: '{"a":1}', list: '[1]'}});
    expect(body['settings']).toEqual({engine: {type: 'custom', settings: {myToken: 'x'}}, more: 1});
  }
  expect(start!.body).toMatchObject({event: 'start'});
  expect(start!.body).not.toHaveProperty('message');
  expect(next!.body).toMatchObject({event: 'continue', message: {code: 'message', type: 'postback', body: 'Red', payload: 'red 1'}});
  expect(next!.headers['x-request-id']).toBe(`${visitor.id}.k_1__`);
});

test('a bot gets the default capabilities of the chat if the page sends none', async () => {
  const bot = await serveJson(() => greeting);
  const {visit} = await openConversations({bot: {url: bot.url}});
  await (await visit()).receives('Hello');
  expect(JSON.parse(bot.asked[0]!.text)).toMatchObject({environment: {caps: gatewayCapabilities}});
});

test.each([
  ['is not sent over plain http', {}, {contact: true, token: false}],
  ['is sent over plain http with allowInsecureToken', {allowInsecureToken: true}, {contact: true, token: true}],
  ['is never sent to a precontact bot', {precontact: true, allowInsecureToken: true}, {contact: false, token: false}],
])('the token for late answers %s', async (_, options, expected) => {
  const bot = await serveJson(() => greeting);
  const {visit} = await openConversations({bot: {url: bot.url, ...options}});
  await (await visit()).receives('Hello');
  const {environment} = JSON.parse(bot.asked[0]!.text) as {environment: Record<string, unknown>};
  expect({contact: 'contactId' in environment, token: 'token' in environment}).toEqual(expected);
});

test.each([
  ['event-missing', 'bot_rejected', false],
  ['engine-unknown', 'bot_misconfigured', false],
  ['message-payload-number', 'bot_rejected', false],
  ['bot-throws-async-without-context', 'bot_error', true],
  ['method-options-preflight', 'bot_misconfigured', false],
] as const)('the recorded error %s becomes the problem %s without any internal details', async (name, code, retryable) => {
  const recording = errors.get(name)!;
  const {visitor, requests, logged} = await setUp((to) => replay(recording, to));
  await visitor.sends('k');
  const problem = await visitor.failed('k');
  expect(problem).toEqual({
    type: 'problem',
    code,
    retryable,
    ref: 'k',
    title: expect.any(String),
    id: expect.any(String),
    ts: expect.any(String),
  });
  expect(requests()).toHaveLength(1);
  const inner = /ValidationError|Cannot read|platform error|Not Allowed|unsupported|body\//;
  expect(JSON.stringify(recording.response.body)).toMatch(inner);
  expect(JSON.stringify([await visitor.log(), visitor.transientEvents])).not.toMatch(inner);
  expect(logged).toContainEqual({
    level: 'warn',
    what: 'turn_failed',
    about: expect.objectContaining({code, status: recording.response.status}),
  });
});

test.each(['sdk-null', 'sdk-undef'])(
  'the recorded empty answer %s acknowledges the message, but signals an invalid response',
  async (name) => {
    const {visitor} = await setUp((to) => replay(errors.get(name)!, to));
    await visitor.sends('k');
    await visitor.acked('k');
    expect(await visitor.failed()).toMatchObject({code: 'bot_invalid_response', retryable: false});
    expect((await visitor.log()).filter(({type}) => type === 'problem')).toEqual([]);
  },
);

test.each([
  ['500 to every attempt', status(500, {error: 500, message: 'platform error', info: 'secret stack'}), 'bot_error', true, 1],
  ['500 with no body', status(500, ''), 'bot_error', true, 1],
  ['418', status(418), 'bot_rejected', false, 1],
  ['401', status(401), 'bot_misconfigured', false, 1],
  ['404', status(404), 'bot_misconfigured', false, 1],
  ['405', status(405), 'bot_misconfigured', false, 1],
  ['413', status(413), 'message_too_large', false, 1],
  ['408', status(408), 'bot_timeout', true, 1],
  ['502 to every attempt', status(502), 'bot_unreachable', true, 3],
  ['503 to every attempt', status(503), 'bot_unreachable', true, 3],
  ['504 to every attempt', status(504), 'bot_unreachable', true, 3],
  ['429 with Retry-After of a day', status(429, {}, {'retry-after': '86400'}), 'bot_unreachable', true, 1],
  [
    'a web page',
    (to: ServerResponse) => to.writeHead(200, {'content-type': 'text/html'}).end('<h1>Log in</h1>'),
    'bot_invalid_response',
    true,
    1,
  ],
  [
    'truncated JSON',
    (to: ServerResponse) => to.writeHead(200, {'content-type': 'application/json'}).end('{"messages":[{"body":"ha'),
    'bot_invalid_response',
    true,
    1,
  ],
  [
    'a connection that breaks in the middle of the body',
    (to: ServerResponse) => (to.writeHead(200, {'content-length': 900}), to.write('{"mess', () => to.destroy())),
    'bot_unreachable',
    true,
    1,
  ],
  ['a connection that breaks at once', (to: ServerResponse) => to.destroy(), 'bot_unreachable', true, 1],
  [
    '6 MB',
    (to: ServerResponse) => to.writeHead(200).end(JSON.stringify({messages: [textMessage('x'.repeat(6_000_000))]})),
    'bot_invalid_response',
    true,
    1,
  ],
] as const)('%s becomes a problem for its message after as many attempts as are safe', async (_, answer, code, retryable, tries) => {
  const {visitor, requests} = await setUp((to) => answer(to));
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code, retryable});
  expect(requests()).toHaveLength(tries);
  expect(new Set(requests().map(({headers}) => headers['x-request-id'])).size).toBe(1);
  const delivered = JSON.stringify([await visitor.log(), visitor.transientEvents]);
  for (const inner of ['secret stack', '<h1>', '{"mess', '127.0.0.1']) expect(delivered).not.toContain(inner);
  expect(visitor.transientEvents.at(-1)).toMatchObject({type: 'iswriting', on: false});
});

test.each([
  ['rejects', () => Promise.reject(new Error('no map'))],
  ['hangs', () => new Promise<never>(() => {})],
])('a custom environment function that %s is skipped', {timeout: 15_000}, async (_, environment) => {
  const bot = await serveJson(() => greeting);
  const {visit, logged} = await openConversations({bot: {url: bot.url}, environment});
  const visitor = await visit();
  await visitor.receives('Hello');
  expect(JSON.parse(bot.asked[0]!.text)).toMatchObject({environment: {contactId: visitor.id}});
  expect(logged.map(({what}) => what)).toContain('environment_failed');
});

test('an unreachable bot is tried three times; once it is back, the next message first repeats the start', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const {visit, pauses, logged} = await openConversations({bot: {url: `http://127.0.0.1:${port}/bot/message`}});
  const visitor = await visit();
  expect(await visitor.failed()).toMatchObject({code: 'bot_unreachable', retryable: true});
  expect(logged).toMatchObject([{what: 'turn_failed', about: {code: 'bot_unreachable', cause: 'ECONNREFUSED'}}]);
  expect(pauses).toHaveLength(2);
  expect((await visitor.read()).stage).toBe('starting');

  const back = createServer((_, response) => void response.end(JSON.stringify(greeting))).listen(port, '127.0.0.1');
  onTestFinished(() => void back.close());
  await visitor.sends('k');
  await visitor.acked('k');
  // The failed start is repeated first.
  expect(await visitor.transcript()).toEqual(['> k', 'Hello', 'Hello']);
});

test.each([
  ['a bot', 60, 'bot_timeout', {}],
  ['a filter', 5, 'filter_failed', {requestFilters: ['slow']}],
])('%s times out after %i seconds by default', async (_, seconds, code, options) => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  onTestFinished(() => void vi.useRealTimers());
  let asked = 0;
  const {visit} = await openConversations({
    bot: {url: 'https://bot.example/', ...options},
    filters: {slow: {url: 'https://filter.example/'}},
    fetch: (_url, init) => {
      asked++;
      return new Promise((_answer, reject) => init!.signal!.addEventListener('abort', () => reject(new Error('aborted'))));
    },
  });
  const visitor = await visit();
  while (!asked) await new Promise(setImmediate);
  vi.advanceTimersByTime(seconds * 1000 - 1);
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  expect(await visitor.log()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(await visitor.failed()).toMatchObject({code});
  expect(asked).toBe(1);
});

test('after two 502 responses and an answer, the visitor sees the answer once and no error', async () => {
  const {visitor, requests, pauses} = await setUp((to, _, nth) => (nth < 3 ? status(502)(to) : ok(to)));
  await visitor.sends('k');
  await visitor.receives('Fine');
  expect(await visitor.transcript()).toEqual(['Hello', '> k', 'Fine']);
  expect((await visitor.log()).some(({type}) => type === 'problem')).toBe(false);
  expect(requests()).toHaveLength(3);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(10_000);
});

test.each([
  ['seconds', '7', 7000],
  ['a date', 'Fri, 20 Nov 2026 12:00:09 GMT', 9000],
  ['seconds, as many as all attempts may take', '15', 15_000],
])('waits as long as a 429 with Retry-After in %s asks', async (_, after, wait) => {
  const {visitor, pauses} = await setUp((to, __, nth) => (nth < 2 ? status(429, {}, {'retry-after': after})(to) : ok(to)));
  await visitor.sends('k');
  await visitor.receives('Fine');
  expect(pauses).toEqual([wait]);
});

test('a 429 with a longer Retry-After fails at once', async () => {
  const {visitor, pauses} = await setUp(status(429, {}, {'retry-after': '16'}));
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code: 'bot_unreachable'});
  expect(pauses).toEqual([]);
});

test('retry "transient" also retries after a 500 and a broken connection, "never" does not retry at all', async () => {
  const often = await setUp((to, _, nth) => (nth === 1 ? status(500)(to) : nth === 2 ? to.destroy() : ok(to)), {retry: 'transient'});
  await often.visitor.sends('k');
  await often.visitor.receives('Fine');
  expect(often.requests()).toHaveLength(3);

  const never = await setUp(status(503), {retry: 'never'});
  await never.visitor.sends('k');
  await never.visitor.failed('k');
  expect(never.requests()).toHaveLength(1);
});

test('a bot that does not answer within its timeout is not asked again', async () => {
  const {visitor, requests} = await setUp(() => {}, {timeout: 0.2});
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code: 'bot_timeout', retryable: true});
  expect(requests()).toHaveLength(1);
});

test('redirects are not followed, so that credentials are not sent elsewhere', async () => {
  const elsewhere = await serve((_, response) => ok(response));
  onTestFinished(() => elsewhere.close());
  const {visitor} = await setUp((to) => to.writeHead(307, {location: elsewhere.url}).end(), {auth: {type: 'bearer', secret: 'x'}});
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code: 'bot_misconfigured'});
  expect(elsewhere.asked).toEqual([]);
});

test('a request of more than 100 KiB is rejected without sending it; one of exactly 100 KiB is sent', async () => {
  const {visitor, requests} = await setUp((to) => ok(to));
  await visitor.sends('k1', textMessage('x'.repeat(102_400)));
  expect(await visitor.failed('k1')).toMatchObject({code: 'message_too_large', retryable: false});
  expect(requests()).toEqual([]);

  await visitor.sends('k2');
  await visitor.acked('k2');
  const without = requests()[0]!.text.length - 2;
  await visitor.sends('k3', textMessage('x'.repeat(102_400 - without)));
  await visitor.acked('k3');
  expect(requests()[1]!.text).toHaveLength(102_400);
  await visitor.sends('k4', textMessage('x'.repeat(102_401 - without)));
  expect(await visitor.failed('k4')).toMatchObject({code: 'message_too_large'});
  expect(requests()).toHaveLength(2);
});

test.each([...recordings()].filter(([, {request}]) => request.path === '/bot/message').map(([name]) => name))(
  'the recorded answer %s is delivered to the visitor',
  async (name) => {
    const recording = recordings().get(name)!;
    const {visitor} = await setUp((to) => replay(recording, to));
    await visitor.sends('k');
    const {messages, event} = recording.response.body as {messages: {type: string}[]; event: string};
    await visitor.acked('k');
    const delivered = (await visitor.log()).flatMap((each) =>
      each.type === 'message' && each.from?.kind === 'bot' ? [each.message.type] : [],
    );
    const kept = messages.map(({type}) => type).filter((type) => type !== 'iswriting');
    expect(delivered.slice(1)).toEqual(kept);
    expect((await visitor.read()).stage).toBe(event === 'end' ? 'ended' : 'bot');
    if (name === 'send-is-writing') expect(visitor.transientEvents.at(-1)).toMatchObject({type: 'iswriting', on: true});
  },
);
