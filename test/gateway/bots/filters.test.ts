import type {ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import type {BotOptions, FilterOptions} from '../../../src/gateway/options.ts';
import {repair} from '../../../src/gateway/bots/repair.ts';
import {schemaErrors} from '../../protocol/schemas.ts';
import {recordings} from '../../transport/recorded-bot.ts';
import {createAgent, openConversations, serveJson, textMessage} from '../conversations/open-conversations.ts';

type Json = Record<string, unknown>;

/** A filter like those of the SDK: rejects bodies that violate the schemas and merges the headers into the environment. */
function strictFilter(direction: 'request' | 'response', change: (body: Json) => unknown) {
  return serveJson((body, {headers}) => {
    const faults = schemaErrors(direction === 'request' ? 'bot_request' : 'bot_response', body);
    if (faults.length) return status(400, {error: 400, message: 'ValidationError', info: faults});
    const environment = {...(body['environment'] as Json), host: headers['x-vvc-host'], acct: headers['x-vvc-acct']};
    return change({...body, environment});
  });
}

const status =
  (code: number, body: unknown = '') =>
  (to: ServerResponse) =>
    void to.writeHead(code, {'content-type': 'application/json'}).end(typeof body === 'string' ? body : JSON.stringify(body));

/** A bot with the given answer, and the requests it got. */
function createBot(
  answer: (request: Json) => unknown = () => ({event: 'continue', messages: [textMessage('Fine')]}),
  options: Partial<BotOptions> = {},
) {
  const asked: Json[] = [];
  const botOptions: BotOptions = {
    answer: createAgent(
      (request) => (asked.push(request), request.event === 'start' ? {event: 'continue', messages: []} : answer(request)),
    ),
    ...options,
  };
  return {asked, botOptions};
}

async function setUp(botOptions: BotOptions, filters: Record<string, FilterOptions>) {
  const fixture = await openConversations({bot: botOptions, filters});
  const visitor = await fixture.visit({language: 'en', data: {name: 'Ada'}});
  await visitor.reachesStage('bot');
  return {...fixture, visitor};
}

test('request filters run in order, each on the result of the previous one, and the bot gets the final result', async () => {
  const one = await strictFilter('request', (body) => ({
    ...body,
    data: {...(body['data'] as Json), one: true},
    tempContext: {from: 'one'},
  }));
  const two = await strictFilter('request', (body) => ({
    ...body,
    language: 'it',
    data: {...(body['data'] as Json), two: JSON.stringify(body['tempContext'])},
  }));
  const {asked, botOptions} = createBot(undefined, {
    requestFilters: ['one', 'two'],
    settings: {engine: {type: 'custom', settings: {key: 'of the bot'}}},
  });
  const {visitor, services} = await setUp(botOptions, {
    one: {url: one.url, auth: {type: 'bearer', secret: 'pass'}, settings: {mine: 1}},
    two: {url: two.url},
  });
  await visitor.sends('k');
  await visitor.acked('k');

  const [, first] = one.asked.map(({text, headers}) => ({headers, body: JSON.parse(text) as Json}));
  expect(first!.headers).toMatchObject({authorization: 'Bearer pass', 'x-vvc-host': 'chat.example', 'x-vvc-acct': 'parley'});
  expect(first!.headers['x-request-id']).toBe(`${visitor.id}.k`);
  expect(first!.body['settings']).toEqual({mine: 1});
  // The token is not sent over plain http; the in-process agent still gets it.
  expect(first!.body['environment']).toMatchObject({contactId: visitor.id});
  expect(first!.body['environment']).not.toHaveProperty('token');
  expect(JSON.parse(two.asked[1]!.text)).toMatchObject({settings: {engine: {type: 'custom', settings: {key: 'of the bot'}}}});
  expect(asked[1]).toMatchObject({
    language: 'it',
    data: {name: 'Ada', one: true, two: '{"from":"one"}'},
    tempContext: {from: 'one'},
    settings: {engine: {type: 'custom', settings: {key: 'of the bot'}}},
    message: {type: 'text', body: 'k'},
  });
  expect(await services.tokens.readBot(`Bearer ${String((asked[1]!['environment'] as Json)['token'])}`)).toMatchObject({
    conversation: visitor.id,
  });
});

test('a request filter cannot override host, account, contact or token in the environment', async () => {
  const liar = await strictFilter('request', (body) => ({
    ...body,
    environment: {host: 'evil.example', acct: 'evil', contactId: 'other', token: 'x', hmac: 'y', tags: ['vip']},
  }));
  const {asked, botOptions} = createBot(undefined, {requestFilters: ['liar']});
  const {visitor} = await setUp(botOptions, {liar: {url: liar.url}});
  await visitor.sends('k');
  await visitor.acked('k');
  const {host, acct, contactId, token, hmac, tags} = asked[1]!['environment'] as Json;
  expect({host, acct, contactId, hmac, tags}).toEqual({
    host: 'chat.example',
    acct: 'parley',
    contactId: visitor.id,
    hmac: undefined,
    tags: ['vip'],
  });
  expect(token).not.toBe('x');
});

test('response filters run in order and see raw and tempContext, which go no further', async () => {
  const seen: Json[] = [];
  const shout = await strictFilter('response', (body) => {
    seen.push(body);
    return {
      ...body,
      messages: (body['messages'] as Json[]).map((message) => ({...message, body: String(message['body']).toUpperCase()})),
      raw: {kept: true},
    };
  });
  const sign = await strictFilter('response', (body) => {
    seen.push(body);
    return {...body, messages: [...(body['messages'] as Json[]), textMessage('signed')], context: {step: 2}, data: {b: 2}};
  });
  const {botOptions, asked} = createBot(
    () => ({
      event: 'continue',
      messages: [textMessage('hello')],
      raw: {intent: 'hi'},
      tempContext: {t: 1},
      context: {step: 1},
      data: {a: 1},
    }),
    {
      responseFilters: ['shout', 'sign'],
    },
  );
  const {visitor} = await setUp(botOptions, {shout: {url: shout.url}, sign: {url: sign.url}});
  await visitor.sends('k');
  await visitor.acked('k');
  expect(await visitor.transcript()).toEqual(['signed', '> k', 'HELLO', 'signed']);
  expect(seen.at(-2)).toMatchObject({raw: {intent: 'hi'}, tempContext: {t: 1}, environment: {contactId: visitor.id, host: 'chat.example'}});
  expect(seen.at(-1)).toMatchObject({raw: {kept: true}});
  expect((await visitor.read()).data).toEqual({name: 'Ada', b: 2});
  await visitor.sends('k2');
  await visitor.acked('k2');
  expect(asked[2]!['context']).toEqual({step: 2});
  expect(asked[2]).not.toHaveProperty('tempContext');
});

test('messages that a strict filter would reject are repaired or set aside, and restored in place afterwards', async () => {
  const types: unknown[] = [];
  const seen: Json[][] = [];
  const strict = await strictFilter('response', (body) => {
    types.push((body['messages'] as Json[]).map(({type}) => type));
    seen.push(body['messages'] as Json[]);
    return body;
  });
  const attach = (recordings().get('attach')!.response.body as {messages: Json[]}).messages[0]!;
  const sloppy = [
    {type: 'link', url: 'https://example.com'},
    attach,
    {
      code: 'message',
      type: 'text',
      template: {
        type: 'generic',
        elements: [{title: 'No body', default_action: {url: 'https://e.com', webview_height_ratio: 'tall'}, mine: 1}],
        buttons: 'none',
      },
      mine: {deep: true},
    },
    {code: 'message', type: 'holo', what: 'unknown'},
    {
      type: 'TEXT',
      body: 42,
      payload: 7,
      quick_replies: [{title: 'Mail', content_type: 'user_email', payload: true, image_url: 3, metadata: 'm'}],
    },
    {type: 'multi-attachment', attachments: [{url: 'https://e.com/a.png', meta: {size: 'big', width: 4}, thumb: 't'}]},
    null,
    {type: 'timepicker', title: 'When?', timezone: 'UTC', timeslots: []},
  ];
  const {botOptions} = createBot(
    () => ({event: 'go on', messages: sloppy, data: {deep: {a: 1}}, context: 'no object', language: 'es-419'}),
    {
      responseFilters: ['strict'],
    },
  );
  const {visitor} = await setUp(botOptions, {strict: {url: strict.url}});
  await visitor.sends('k');
  await visitor.acked('k');
  expect(types.at(-1)).toEqual(['attachment', 'text', 'text', 'multi-attachment']);
  const [, card, replies, files] = seen.at(-1)!;
  expect(card).toMatchObject({template: {elements: [{default_action: {url: 'https://e.com', webview_height_ratio: 'tall'}, mine: 1}]}});
  expect(replies!['quick_replies']).toEqual([{content_type: 'text', title: 'Mail', payload: 'true', metadata: 'm'}]);
  expect(files!['attachments']).toEqual([{url: 'https://e.com/a.png', meta: {mimetype: 'image/png', width: 4}, thumb: 't'}]);
  const botMessages = (await visitor.log()).flatMap((event) =>
    event.type === 'message' && event.from?.kind === 'bot' ? [event.message] : [],
  );
  expect(botMessages.map(({type}) => type)).toEqual(['link', 'attachment', 'text', 'unknown', 'text', 'multi-attachment', 'timepicker']);
  expect(botMessages[2]).toMatchObject({extra: {mine: {deep: true}}, template: {elements: [{title: 'No body', extra: {mine: 1}}]}});
  expect(botMessages[4]).toMatchObject({body: '42', payload: '7', quick_replies: [{content_type: 'text', title: 'Mail', payload: 'true'}]});
  expect((await visitor.read()).data).toEqual({name: 'Ada', deep: '{"a":1}'});
  expect((await visitor.read()).language).toBe('es');
});

test.each([...recordings()].filter(([, {request}]) => request.path === '/bot/message').map(([name]) => name))(
  'the recorded answer %s is valid after repair, and repairing it again changes nothing',
  (name) => {
    const {response, setAside: aside} = repair(recordings().get(name)!.response.body as Json);
    expect(schemaErrors('bot_response', response)).toEqual([]);
    expect(aside).toEqual([]);
    expect(repair(response).response).toEqual(response);
  },
);

test.each([
  ['null', () => null],
  ['an empty body', () => status(200)],
  ['an array', () => [1]],
  ['a string', () => 'hello'],
])('%s from a request or response filter is logged and ignored', async (_, answer) => {
  const filter = await serveJson(answer);
  const {botOptions, asked} = createBot(undefined, {requestFilters: ['odd'], responseFilters: ['odd']});
  const {visitor, logged} = await setUp(botOptions, {odd: {url: filter.url}});
  await visitor.sends('k');
  await visitor.receives('Fine');
  expect(asked[1]).toMatchObject({message: {body: 'k'}, data: {name: 'Ada'}});
  expect(logged).toContainEqual({level: 'warn', what: 'filter_empty', about: expect.objectContaining({filter: 'odd'})});
});

const failures: [string, (body: Json) => unknown, Partial<FilterOptions>][] = [
  ['400', () => status(400, {error: 400, message: 'request filtering not supported'}), {}],
  ['500', () => status(500, {error: 500, message: 'internal'}), {}],
  ['a web page', () => status(200, '<h1>Hello</h1>'), {}],
  ['truncated JSON', () => status(200, '{"event":"con'), {}],
  ['a broken connection', () => (to: ServerResponse) => void to.destroy(), {}],
  ['a redirect', () => (to: ServerResponse) => void to.writeHead(302, {location: 'https://example.com/'}).end(), {}],
  ['no answer in time', () => () => {}, {timeout: 0.1}],
];

test.each(failures)('%s from a filter fails the turn, unless its onError is skip', async (_, answer, options) => {
  for (const direction of ['requestFilters', 'responseFilters'] as const) {
    // The start passes, so that the failure hits the message.
    const filter = await serveJson((body) =>
      body['event'] === 'start' || !(body['messages'] as unknown[] | undefined)?.length === (direction === 'responseFilters')
        ? body
        : answer(body),
    );
    const fails = createBot(undefined, {[direction]: ['odd']});
    const strict = await setUp(fails.botOptions, {odd: {url: filter.url, ...options}});
    await strict.visitor.sends('k');
    expect(await strict.visitor.failed('k')).toMatchObject({code: 'filter_failed', retryable: true});
    expect(fails.asked).toHaveLength(direction === 'requestFilters' ? 1 : 2);

    const skips = createBot(undefined, {[direction]: ['odd']});
    const lenient = await setUp(skips.botOptions, {odd: {url: filter.url, ...options, onError: 'skip'}});
    await lenient.visitor.sends('k');
    await lenient.visitor.receives('Fine');
    expect(lenient.logged.map(({what}) => what)).toContain('filter_left_out');
  }
});

test('a request filter that returns an invalid message fails the turn', async () => {
  const filter = await serveJson((body) => (body['event'] === 'start' ? body : {...body, message: 'words'}));
  const {botOptions, asked} = createBot(undefined, {requestFilters: ['odd']});
  const {visitor} = await setUp(botOptions, {odd: {url: filter.url}});
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code: 'filter_failed'});
  expect(asked).toHaveLength(1);
});

test('a response filter can end the conversation', async () => {
  const closer = await strictFilter('response', (body) => ({...body, event: (body['messages'] as unknown[]).length ? 'end' : 'continue'}));
  const {botOptions} = createBot(undefined, {responseFilters: ['closer']});
  const {visitor} = await setUp(botOptions, {closer: {url: closer.url}});
  await visitor.sends('k');
  expect(await visitor.waitFor(({type}) => type === 'end')).toMatchObject({reason: 'bot'});
});

test('an answer too large for a filter is not sent to it and fails the turn', async () => {
  const filter = await serveJson((body) => body);
  const {botOptions} = createBot(() => ({event: 'continue', messages: [1, 2, 3].map(() => textMessage('x'.repeat(40_000)))}), {
    responseFilters: ['odd'],
  });
  const {visitor} = await setUp(botOptions, {odd: {url: filter.url}});
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code: 'filter_failed'});
  expect(filter.asked).toHaveLength(1);
});

test('invalid options are reported by name when the gateway is created', async () => {
  const answer = createAgent(() => null);
  await expect(openConversations({bot: {answer, requestFilters: ['x']}})).rejects.toThrow('`bots.demo.requestFilters` names "x"');
  await expect(openConversations({bot: {}})).rejects.toThrow('`bots.demo` must have either `url` or `answer`');
  await expect(openConversations({bot: {url: 'bots.example'}})).rejects.toThrow('`bots.demo.url` must be a full address');
  const url = 'https://me:hunter2@x.example/';
  await expect(openConversations({filters: {f: {url}}})).rejects.toThrow('`filters.f.url` must be a full address without a password');
  await expect(openConversations({bot: {url: 'https://x.example/', timeout: 300}})).rejects.toThrow(
    '`bots.demo.timeout` must be at most 290',
  );
  await expect(openConversations({bot: {answer, auth: {type: 'bearer', secret: '9€'}}})).rejects.toThrow(
    '`bots.demo.auth.secret` must be ASCII',
  );
  const widget = {bot: 'demo', origins: []};
  await expect(openConversations({widgets: {shop: {...widget, routing: {url}}}})).rejects.toThrow('`widgets.shop.routing.url`');
  await expect(openConversations({widgets: {shop: {...widget, customerSecret: 'a'}}})).rejects.toThrow('`widgets.shop.customerSecret`');
  expect(await openConversations({bot: {url: 'https://x.example/', timeout: 600}, fetch: globalThis.fetch})).toBeDefined();
});
