import type {ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {createJsonLog} from '../../../src/gateway/json-log.ts';
import type {TransportEvent} from '../../../src/protocol/events.ts';
import {redactMessage} from '../../../src/gateway/conversations/redact-message.ts';
import {createAgent, openConversations, serveJson, textMessage} from './open-conversations.ts';

type Json = Record<string, unknown>;

/** The header with which every token of the gateway begins. */
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

/** The answer of a bot that leaks its request and secrets in every possible place. */
function leakEverywhere(request: Json): Json {
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
      {...textMessage('plain'), ...secrets},
      {...textMessage(`my token is ${token}, said by me`)},
      {...textMessage('template'), template: {type: 'holo', ...secrets, elements: [{type: 'x', title: 'e', ...secrets, deep: {token}}]}},
      {code: 'message', type: 'holo', kind: 'kept', ...secrets, deep: {inside: token}},
      {code: 'message', type: 'action', action_code: 'a', args: [{token}, token]},
      {code: 'message', type: 'attachment', url: `https://files.example/x.png?t=${token}`, meta: {mimetype: 'image/png', ...secrets}},
      {
        ...textMessage('buttons'),
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
      {...textMessage(token), id: 'm_mine', ts: '2001-01-01T00:00:00Z', from: {kind: 'agent'}},
    ],
  };
}

function expectNoSecrets(events: readonly TransportEvent[], token: string): void {
  const text = JSON.stringify(events);
  expect(text).not.toContain('LEAK');
  expect(text).not.toContain(token);
  expect(text).not.toContain('engine');
  for (const event of events) expect(Object.keys(event).filter((key) => Object.hasOwn(secrets, key))).toEqual([]);
}

test.each(['asked', 'late'] as const)('secrets that a bot leaks anywhere in its answer never reach a browser (%s)', async (way) => {
  const requests: Json[] = [];
  const {visit, conversations} = await openConversations({
    bot: {
      settings: {engine: {type: 'custom', settings: {password: 'LEAK-password'}}},
      answer: createAgent(
        (request) => (
          requests.push(structuredClone(request)),
          way === 'asked' ? leakEverywhere(request) : {event: 'continue', messages: []}
        ),
      ),
    },
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  if (way === 'late') await conversations.receive(visitor.id, leakEverywhere(requests[0]!));
  const token = String((requests[0]!['environment'] as Json)['token']);
  const log = await visitor.log();
  expectNoSecrets([...log, ...visitor.transientEvents], token);

  // The rest of each message is preserved.
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

/** Messages that echo the request of the bot in every place where unknown fields are preserved. */
function echoRequest(request: Json): Json[] {
  const button = {title: 'b', request, list: [[request]]};
  const buttons = [
    {type: 'page_event', ...button},
    {type: 'web_url', url: 'https://x.example/', ...button},
    {type: 'postback', payload: 'p', ...button},
  ];
  const element = {title: 'e', buttons, deep: {request}};
  return [
    {code: 'message', type: 'debug', request, kept: {deep: [1, 'words']}},
    {...textMessage('unknown property'), debug: {request}},
    {code: 'message', type: 'action', action_code: 'a', args: [request, [request], {deep: request}, 'kept']},
    {...textMessage('generic'), template: {type: 'generic', elements: [element]}},
    {...textMessage('list'), template: {type: 'list', elements: [element], buttons, deep: [request]}},
    {...textMessage('custom'), template: {type: 'holo', elements: [element]}},
  ];
}

test('settings, context and environment are stripped from a request that a bot echoes in its messages', async () => {
  const settings = {engine: {type: 'custom', auth: {type: 'bearer', secret: 'LEAK'}, settings: {}}};
  const {visit} = await openConversations({
    bot: {
      settings,
      answer: createAgent((request) => ({
        event: 'continue',
        context: {memory: 'LEAK'},
        messages: request.event === 'start' ? [] : echoRequest(request),
      })),
    },
  });
  const visitor = await visit();
  await visitor.sends('k', 'Hello');
  await visitor.acked('k');
  const messages = (await visitor.log()).flatMap((event) => (event.type === 'message' ? [event.message] : []));
  expect(messages).toHaveLength(7);
  const told = JSON.stringify(messages);
  expect(told).not.toMatch(/LEAK|eyJ|"(settings|context|environment)"/);

  // The rest of the request is preserved in place.
  const kept = {event: 'continue', message: textMessage('Hello'), data: {}};
  expect(messages[1]).toMatchObject({type: 'unknown', original: {request: kept, kept: {deep: [1, 'words']}}});
  expect(messages[2]).toMatchObject({extra: {debug: {request: kept}}});
  expect(messages[3]).toMatchObject({args: [kept, [kept], {deep: kept}, 'kept']});
  expect(messages[5]).toMatchObject({template: {buttons: [{request: kept}, {extra: {list: [[kept]]}}, {payload: 'p'}]}});
});

test('secrets from the configuration are redacted wherever they appear in bot messages', async () => {
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
  const {visit} = await openConversations({
    secret: secret('own'),
    bot: {
      auth: {type: 'bearer', secret: secret('auth')},
      hmacSecret: secret('hmac'),
      settings,
      answer: createAgent(() => ({
        event: 'continue',
        messages: [
          textMessage(`mine are ${all.join(' and ')} and ${header}, in short`),
          textMessage(JSON.stringify(all)),
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
  await visitor.receives(`mine are ${all.map(() => '…').join(' and ')} and …, in short`);
  const told = JSON.stringify(await visitor.log());
  expect(told).not.toContain('LEAK');
  expect(told).toContain(JSON.stringify(JSON.stringify(all.map(() => '…'))));
});

test('tokens not issued by this gateway are not redacted', async () => {
  const foreign = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const {visit} = await openConversations({
    bot: {answer: createAgent(() => ({event: 'continue', messages: [textMessage(`paste ${foreign}`)]}))},
  });
  await (await visit()).receives(`paste ${foreign}`);
});

test('tokens of the gateway are redacted even when directly adjacent to other text', async () => {
  const {visit} = await openConversations({
    bot: {
      answer: createAgent((request) => {
        const token = String((request['environment'] as Json)['token']);
        return {event: 'continue', messages: [textMessage(`x${token}y`), textMessage(`eyJ${token}-${token}_.${token}.${token}`)]};
      }),
    },
  });
  const visitor = await visit();
  await visitor.receives('x…y');
  await visitor.receives('eyJ…-…_.….…');
});

test.each([
  ['token prefixes', 'eyJ'.repeat(333_333)],
  ['unterminated tokens', `${header}.`.repeat(27_000)],
  ['one unterminated token', `${header}.${'a'.repeat(1_000_000)}`],
  ['foreign tokens', Array.from({length: 10_000}, (_, index) => `${header}.${index}.${'s'.repeat(43)}`).join(' ')],
])('redaction copes with a message of a million characters made of %s', async (_, body) => {
  const {services} = await openConversations();
  const message = await redactMessage({code: 'message', type: 'text', body}, services);
  expect(message).toMatchObject({type: 'text'});
});

test('bot attachments without a ref get a generated one, and existing refs are kept', async () => {
  const file = {url: 'https://files.example/a.png', meta: {mimetype: 'image/png'}};
  const {visit} = await openConversations({
    bot: {
      answer: createAgent(() => ({
        event: 'continue',
        messages: [
          {type: 'attachment', ...file},
          {type: 'multi-attachment', attachments: [file, {...file, meta: {...file.meta, ref: 'mine'}}]},
        ],
      })),
    },
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  const [one, several] = (await visitor.log()).flatMap((event) => (event.type === 'message' ? [event.message] : []));
  expect(one).toMatchObject({meta: {ref: expect.stringMatching(/^[\w-]{36}$/)}});
  expect(several).toMatchObject({attachments: [{meta: {ref: expect.stringMatching(/^[\w-]{36}$/)}}, {meta: {ref: 'mine'}}]});
});

test('the log contains no message text, settings or tokens', async () => {
  const {visit, logged, services} = await openConversations({
    bot: {
      settings: {engine: {type: 'custom', settings: {password: 'LEAK-password'}}},
      answer: createAgent((request) => {
        if (request.event === 'start') return leakEverywhere(request);
        throw new Error(`LEAK ${JSON.stringify(request)}`);
      }),
    },
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  await visitor.sends('k', 'LEAK-words');
  await visitor.failed('k');
  expect(logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(logged)).not.toContain('LEAK');
  expect(JSON.stringify(logged)).not.toContain('eyJ');
  expect(services.options.bots['demo']).toBeDefined();
});

test('bot errors and repaired answers are logged without their content', async () => {
  const odd = [
    {type: 'LEAK'},
    {code: 'LEAK', body: 'LEAK'},
    {...textMessage('LEAK'), quick_replies: [{content_type: 'LEAK', title: 'LEAK'}]},
  ];
  const served = await serveJson(({event}) =>
    event === 'start'
      ? {event: 'continue', messages: odd}
      : (to: ServerResponse) => to.writeHead(500).end(JSON.stringify({error: 500, message: 'LEAK: no such card'})),
  );
  const {visit, logged} = await openConversations({bot: {url: served.url}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  await visitor.sends('k');
  await visitor.failed('k');
  expect(logged).toMatchObject([
    {what: 'answer_mended', about: {problems: 3, first: 'messages[0]'}},
    {what: 'turn_failed', about: {code: 'bot_error', status: 500, reason: 'Bot "demo" answered 500'}},
  ]);
  expect(JSON.stringify(logged)).not.toContain('LEAK');
});

test('a filter response that is not JSON is not quoted in the log, for direct and late answers', async () => {
  const served = await serveJson(() => (to: ServerResponse) => to.writeHead(200).end('LEAK: 4111 1111'));
  const {visit, conversations, logged} = await openConversations({
    bot: {answer: createAgent(() => ({event: 'continue', messages: [textMessage('Hi')]})), responseFilters: ['odd']},
    filters: {odd: {url: served.url}},
  });
  const visitor = await visit();
  await visitor.failed();
  const lines: string[] = [];
  const log = createJsonLog({write: (line) => lines.push(line)});
  await conversations
    .receive(visitor.id, {messages: [textMessage('later')]})
    .catch((error: unknown) => log('error', 'request_failed', {error}));
  expect(lines[0]).toContain('answered with something that is not JSON (filter_failed), caused by SyntaxError"');
  expect(JSON.stringify([...logged, ...lines])).not.toContain('LEAK');
});

test('receipts from a bot become events, and messages with nothing to render are dropped', async () => {
  const {visit} = await openConversations({
    bot: {
      answer: createAgent(() => ({
        event: 'continue',
        messages: [{type: 'read', ref: 'k'}, {type: 'ack', ref: 'k'}, {type: 'mediachange'}, {code: 'ping'}],
      })),
    },
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  expect((await visitor.log()).map(({type}) => type)).toEqual(['read', 'ack']);
});
