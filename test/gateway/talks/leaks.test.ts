import type {ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {createJsonLog} from '../../../src/gateway/json-log.ts';
import type {TransportEvent} from '../../../src/protocol/events.ts';
import {cleaned} from '../../../src/gateway/talks/cleaned.ts';
import {answering, openTalks, serving, words} from './stage.ts';

type Json = Record<string, unknown>;

/** How every token of the gateway begins. */
const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';

const secrets = {
  raw: {a: 'LEAK-raw'},
  context: {a: 'LEAK-context'},
  tempContext: {a: 'LEAK-temp'},
  settings: {a: 'LEAK-settings'},
  environment: {a: 'LEAK-environment'},
  token: 'LEAK-token',
  hmac: 'LEAK-hmac',
  authorization: 'LEAK-auth',
};

/** What a bot that hides nothing says, given the request it got. */
function leaky(request: Json): Json {
  const token = String((request['environment'] as Json)['token']);
  return {
    ...secrets,
    environment: request['environment'],
    settings: request['settings'],
    context: {token, request},
    data: {token, key: 'LEAK-data'},
    secret: 'LEAK-unknown',
    event: 'continue',
    messages: [
      {...words('plain'), ...secrets},
      {...words(`my token is ${token}, said by me`)},
      {...words('template'), template: {type: 'holo', ...secrets, elements: [{type: 'x', title: 'e', ...secrets, deep: {token}}]}},
      {code: 'message', type: 'holo', kind: 'kept', ...secrets, deep: {inside: token}},
      {code: 'message', type: 'action', action_code: 'a', args: [{token}, token]},
      {code: 'message', type: 'attachment', url: `https://files.example/x.png?t=${token}`, meta: {mimetype: 'image/png', ...secrets}},
      {
        ...words('buttons'),
        quick_replies: [{content_type: 'text', title: token, payload: token, metadata: 'm', ...secrets}],
        template: {
          type: 'generic',
          elements: [
            {title: 't', default_action: {url: 'https://e.example', ...secrets}, buttons: [{type: 'page_event', title: 'b', token}]},
          ],
        },
      },
      {
        code: 'message',
        type: 'multi-attachment',
        attachments: [{url: 'https://files.example/y.png', meta: {mimetype: 'image/png', ...secrets}, thumb: 't', ...secrets}],
      },
      {...words(token), id: 'm_mine', ts: '2001-01-01T00:00:00Z', from: {kind: 'agent'}},
    ],
  };
}

function expectNothingInner(events: readonly TransportEvent[], token: string): void {
  const told = JSON.stringify(events);
  expect(told).not.toContain('LEAK');
  expect(told).not.toContain(token);
  expect(told).not.toContain('engine');
  for (const event of events) expect(Object.keys(event).filter((key) => Object.hasOwn(secrets, key))).toEqual([]);
}

test.each(['asked', 'late'] as const)('nothing of the inside of a bot that repeats everything reaches a browser, %s', async (way) => {
  const requests: Json[] = [];
  const {visit, talks} = await openTalks({
    bot: {
      settings: {engine: {type: 'custom', settings: {password: 'LEAK-password'}}},
      answer: answering(
        (request) => (requests.push(structuredClone(request)), way === 'asked' ? leaky(request) : {event: 'continue', messages: []}),
      ),
    },
  });
  const visitor = await visit();
  await visitor.stage('bot');
  if (way === 'late') await talks.hear(visitor.id, leaky(requests[0]!));
  const token = String((requests[0]!['environment'] as Json)['token']);
  const log = await visitor.log();
  expectNothingInner([...log, ...visitor.passing], token);

  // What is meant for the page still arrives.
  const messages = log.flatMap((event) => (event.type === 'message' ? [event.message] : []));
  expect(messages).toHaveLength(9);
  expect(messages[1]).toMatchObject({body: 'my token is …, said by me'});
  expect(messages[3]).toMatchObject({type: 'unknown', original: {kind: 'kept', deep: {inside: '…'}}});
  expect(messages[4]).toMatchObject({args: [{}, '…']});
  expect(messages[6]).toMatchObject({quick_replies: [{extra: {metadata: 'm'}}]});
  expect(messages[7]).toMatchObject({attachments: [{extra: {thumb: 't'}, meta: {ref: expect.any(String)}}]});
  expect(messages.map(({id}) => id).every((id) => /^m_[\w-]{22}$/.test(id!))).toBe(true);
  expect(messages[8]).not.toHaveProperty('ts');
  expect(log[8]).toMatchObject({from: {kind: 'bot'}});
});

/** Its request in every place of a message that holds what nobody knows. */
function repeating(request: Json): Json[] {
  const button = {title: 'b', request, list: [[request]]};
  const buttons = [
    {type: 'page_event', ...button},
    {type: 'web_url', url: 'https://x.example/', ...button},
    {type: 'postback', payload: 'p', ...button},
  ];
  const element = {title: 'e', buttons, deep: {request}};
  return [
    {code: 'message', type: 'debug', request, kept: {deep: [1, 'words']}},
    {...words('unknown property'), debug: {request}},
    {code: 'message', type: 'action', action_code: 'a', args: [request, [request], {deep: request}, 'kept']},
    {...words('generic'), template: {type: 'generic', elements: [element]}},
    {...words('list'), template: {type: 'list', elements: [element], buttons, deep: [request]}},
    {...words('custom'), template: {type: 'holo', elements: [element]}},
  ];
}

test('a bot that repeats its request within a message shows neither settings nor memory', async () => {
  const settings = {engine: {type: 'custom', auth: {type: 'bearer', secret: 'LEAK'}, settings: {}}};
  const {visit} = await openTalks({
    bot: {
      settings,
      answer: answering((request) => ({
        event: 'continue',
        context: {memory: 'LEAK'},
        messages: request.event === 'start' ? [] : repeating(request),
      })),
    },
  });
  const visitor = await visit();
  await visitor.says('k', 'Hello');
  await visitor.acked('k');
  const messages = (await visitor.log()).flatMap((event) => (event.type === 'message' ? [event.message] : []));
  expect(messages).toHaveLength(7);
  const told = JSON.stringify(messages);
  expect(told).not.toMatch(/LEAK|eyJ|"(settings|context|environment)"/);

  // What the request says besides stays where it stood.
  const kept = {event: 'continue', message: words('Hello'), data: {}};
  expect(messages[1]).toMatchObject({type: 'unknown', original: {request: kept, kept: {deep: [1, 'words']}}});
  expect(messages[2]).toMatchObject({extra: {debug: {request: kept}}});
  expect(messages[3]).toMatchObject({args: [kept, [kept], {deep: kept}, 'kept']});
  expect(messages[5]).toMatchObject({template: {buttons: [{request: kept}, {extra: {list: [[kept]]}}, {payload: 'p'}]}});
});

test('a secret of the configuration is taken out wherever a bot says it', async () => {
  const secret = (of: string): string => `LEAK-${of}-"0123456789-0123456789"`;
  const longer = ['1', '2'].map((end) => `${secret('key')}-LEAK-${end}`);
  const all = [...longer, ...['auth', 'hmac', 'engine', 'key', 'filter', 'customer', 'hook', 'basic', 'own'].map(secret)];
  const settings = {
    engine: {
      type: 'custom',
      auth: {type: 'bearer', secret: secret('engine')},
      settings: {list: [longer[0], secret('key'), longer[1]].map((api_key) => ({api_key})), token: 'short'},
    },
  };
  const header = Buffer.from(`me:${secret('basic')}`).toString('base64');
  const {visit} = await openTalks({
    secret: secret('own'),
    bot: {
      auth: {type: 'bearer', secret: secret('auth')},
      hmacSecret: secret('hmac'),
      settings,
      answer: answering(() => ({
        event: 'continue',
        messages: [
          words(`mine are ${all.join(' and ')} and ${header}, in short`),
          words(JSON.stringify(all)),
          {type: 'action', action_code: 'a', args: [Object.fromEntries(all.map((each) => [each, each]))]},
        ],
      })),
    },
    filters: {
      f: {url: 'https://f.example/', auth: {type: 'basic', user: 'me', secret: secret('basic')}, settings: {secret: secret('filter')}},
    },
    widgets: {
      shop: {
        bot: 'demo',
        origins: ['https://shop.example'],
        customerSecret: secret('customer'),
        availability: {url: 'https://h.example/', auth: {type: 'bearer', secret: secret('hook')}},
      },
    },
  });
  const visitor = await visit();
  await visitor.hears(`mine are ${all.map(() => '…').join(' and ')} and …, in short`);
  const told = JSON.stringify(await visitor.log());
  expect(told).not.toContain('LEAK');
  expect(told).toContain(JSON.stringify(JSON.stringify(all.map(() => '…'))));
});

test('a token that is not of this gateway is none of its business', async () => {
  const foreign = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const {visit} = await openTalks({bot: {answer: answering(() => ({event: 'continue', messages: [words(`paste ${foreign}`)]}))}});
  await (await visit()).hears(`paste ${foreign}`);
});

test('a token of ours is taken out also where words stand close to it', async () => {
  const {visit} = await openTalks({
    bot: {
      answer: answering((request) => {
        const token = String((request['environment'] as Json)['token']);
        return {event: 'continue', messages: [words(`x${token}y`), words(`eyJ${token}-${token}_.${token}.${token}`)]};
      }),
    },
  });
  const visitor = await visit();
  await visitor.hears('x…y');
  await visitor.hears('eyJ…-…_.….…');
});

test.each([
  ['beginnings of tokens', 'eyJ'.repeat(333_333)],
  ['tokens without an end', `${header}.`.repeat(27_000)],
  ['one token without an end', `${header}.${'a'.repeat(1_000_000)}`],
  ['tokens of nobody', Array.from({length: 10_000}, (_, index) => `${header}.${index}.${'s'.repeat(43)}`).join(' ')],
])('a message of a million characters with %s is looked through all the same', async (_, body) => {
  const {s} = await openTalks();
  const message = await cleaned({code: 'message', type: 'text', body}, s);
  expect(message).toMatchObject({type: 'text'});
});

test('files of a bot without a name are given one, so that none is shown twice', async () => {
  const file = {url: 'https://files.example/a.png', meta: {mimetype: 'image/png'}};
  const {visit} = await openTalks({
    bot: {
      answer: answering(() => ({
        event: 'continue',
        messages: [
          {type: 'attachment', ...file},
          {type: 'multi-attachment', attachments: [file, {...file, meta: {...file.meta, ref: 'mine'}}]},
        ],
      })),
    },
  });
  const visitor = await visit();
  await visitor.stage('bot');
  const [one, several] = (await visitor.log()).flatMap((event) => (event.type === 'message' ? [event.message] : []));
  expect(one).toMatchObject({meta: {ref: expect.stringMatching(/^[\w-]{36}$/)}});
  expect(several).toMatchObject({attachments: [{meta: {ref: expect.stringMatching(/^[\w-]{36}$/)}}, {meta: {ref: 'mine'}}]});
});

test('the log says nothing of what was said, nor of what opens doors', async () => {
  const {visit, logged, s} = await openTalks({
    bot: {
      settings: {engine: {type: 'custom', settings: {password: 'LEAK-password'}}},
      answer: answering((request) => {
        if (request.event === 'start') return leaky(request);
        throw new Error(`LEAK ${JSON.stringify(request)}`);
      }),
    },
  });
  const visitor = await visit();
  await visitor.stage('bot');
  await visitor.says('k', 'LEAK-words');
  await visitor.failed('k');
  expect(logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(logged)).not.toContain('LEAK');
  expect(JSON.stringify(logged)).not.toContain('eyJ');
  expect(s.options.bots['demo']).toBeDefined();
});

test('a refusal of a bot is logged without its words, and a slip without what stood there', async () => {
  const odd = [{type: 'LEAK'}, {code: 'LEAK', body: 'LEAK'}, {...words('LEAK'), quick_replies: [{content_type: 'LEAK', title: 'LEAK'}]}];
  const served = await serving(({event}) =>
    event === 'start'
      ? {event: 'continue', messages: odd}
      : (to: ServerResponse) => to.writeHead(500).end(JSON.stringify({error: 500, message: 'LEAK: no such card'})),
  );
  const {visit, logged} = await openTalks({bot: {url: served.url}});
  const visitor = await visit();
  await visitor.stage('bot');
  await visitor.says('k');
  await visitor.failed('k');
  expect(logged).toMatchObject([
    {what: 'answer_mended', about: {problems: 3, first: 'messages[0]'}},
    {what: 'turn_failed', about: {code: 'bot_error', status: 500, reason: 'Bot "demo" answered 500'}},
  ]);
  expect(JSON.stringify(logged)).not.toContain('LEAK');
});

test('what a filter says that is no JSON is not logged, of an answer in time or late', async () => {
  const served = await serving(() => (to: ServerResponse) => to.writeHead(200).end('LEAK: 4111 1111'));
  const {visit, talks, logged} = await openTalks({
    bot: {answer: answering(() => ({event: 'continue', messages: [words('Hi')]})), responseFilters: ['odd']},
    filters: {odd: {url: served.url}},
  });
  const visitor = await visit();
  await visitor.failed();
  const lines: string[] = [];
  const log = createJsonLog({write: (line) => lines.push(line)});
  await talks.hear(visitor.id, {messages: [words('later')]}).catch((error: unknown) => log('error', 'request_failed', {error}));
  expect(lines[0]).toContain('answered with something that is not JSON (filter_failed), caused by SyntaxError"');
  expect(JSON.stringify([...logged, ...lines])).not.toContain('LEAK');
});

test('receipts of a bot are events, and what draws nothing is no message', async () => {
  const {visit} = await openTalks({
    bot: {
      answer: answering(() => ({
        event: 'continue',
        messages: [{type: 'read', ref: 'k'}, {type: 'ack', ref: 'k'}, {type: 'mediachange'}, {code: 'ping'}],
      })),
    },
  });
  const visitor = await visit();
  await visitor.stage('bot');
  expect((await visitor.log()).map(({type}) => type)).toEqual(['read', 'ack']);
});
