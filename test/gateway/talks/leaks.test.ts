import {expect, test} from 'vitest';
import type {TransportEvent} from '../../../src/protocol/events.ts';
import {answering, openTalks, words} from './stage.ts';

type Json = Record<string, unknown>;

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
        quick_replies: [{content_type: 'text', title: token, payload: token, ...secrets}],
        template: {type: 'generic', elements: [{title: 't', buttons: [{type: 'page_event', title: 'b', token}]}]},
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
  expect(messages).toHaveLength(8);
  expect(messages[1]).toMatchObject({body: 'my token is …, said by me'});
  expect(messages[3]).toMatchObject({type: 'unknown', original: {kind: 'kept', deep: {inside: '…'}}});
  expect(messages[4]).toMatchObject({args: [{token: '…'}, '…']});
  expect(messages.map(({id}) => id).every((id) => /^m_[\w-]{22}$/.test(id!))).toBe(true);
  expect(messages[7]).not.toHaveProperty('ts');
  expect(log[7]).toMatchObject({from: {kind: 'bot'}});
});

test('a token that is not of this gateway is none of its business', async () => {
  const foreign = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const {visit} = await openTalks({bot: {answer: answering(() => ({event: 'continue', messages: [words(`paste ${foreign}`)]}))}});
  await (await visit()).hears(`paste ${foreign}`);
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
