import type {ServerResponse} from 'node:http';
import {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {BotAgent} from '../../../src/gateway/options.ts';
import {createAgent, openConversations, serveJson, textMessage} from './open-conversations.ts';

type Json = Record<string, unknown>;

const bodyOfRequest = ({message}: Json): string => (message as {body: string} | undefined)?.body ?? '';
const emptyAnswer = {event: 'continue', messages: []};

/** A bot that greets at the start and echoes each message. */
const echo = createAgent((request) => ({
  event: 'continue',
  messages: [textMessage(request.event === 'start' ? 'Hello' : `You: ${bodyOfRequest(request)}`)],
}));

/** An agent that holds each answer until released. */
function createHeldAgent() {
  const asked: Json[] = [];
  const waiting: ((answer: unknown) => void)[] = [];
  const answer: BotAgent = async (request) => {
    asked.push(request as unknown as Json);
    return request.event === 'start' ? emptyAnswer : new Promise((resolve) => waiting.push(resolve));
  };
  const release = async (said: unknown = emptyAnswer) => {
    while (!waiting.length) await sleep(5);
    waiting.shift()!(said);
  };
  return {asked, answer, release};
}

test('a conversation begins with a start turn; each message is sent to the bot, acknowledged and answered', async () => {
  const {visit, hookCalls} = await openConversations({bot: {answer: echo, agent: {nick: 'Lumi'}}});
  const visitor = await visit();
  await visitor.receives('Hello');
  expect(await visitor.read()).toMatchObject({stage: 'bot', agent: {id: 'demo', nick: 'Lumi', is_bot: true}});
  expect(await visitor.sends('k1', 'Hi')).toMatchObject({outcome: 'accepted', event: {id: '2', ref: 'k1', from: {kind: 'user'}}});
  await visitor.receives('You: Hi');
  const log = await visitor.log();
  expect(log.map(({type, id}) => [type, id])).toEqual([
    ['message', '1'],
    ['message', '2'],
    ['ack', '3'],
    ['message', '4'],
  ]);
  expect(log[3]).toMatchObject({from: {kind: 'bot', id: 'demo', nick: 'Lumi'}, message: {id: expect.stringMatching(/^m_[\w-]{22}$/)}});
  await expect.poll(() => hookCalls.map(({event}) => event)).toEqual(['new', 'message', 'change', 'message']);
});

test('beginning and sending are idempotent per key; a different message under a used key is reported as reused', async () => {
  const {conversations, visit, follow} = await openConversations({bot: {answer: echo}});
  const visitor = await visit({key: 'a key of this browser'});
  const again = await conversations.begin({widget: 'shop', key: 'a key of this browser'});
  expect(again).toMatchObject({again: true, conversation: {id: visitor.id}});
  await (await follow(again.conversation.id)).receives('Hello');
  await Promise.all([visitor.sends('k', 'Hi'), visitor.sends('k', 'Hi')]);
  expect((await visitor.sends('k', 'Hi')).outcome).toBe('again');
  expect((await visitor.sends('k', 'Ho')).outcome).toBe('reused');
  await visitor.acked('k');
  expect(await visitor.transcript()).toEqual(['Hello', '> Hi', 'You: Hi']);
  await expect(conversations.begin({widget: 'toString'})).rejects.toMatchObject({code: 'not_found'});
  expect((await conversations.acceptMessage('c_nobody', 'k', textMessage('Hi'))).outcome).toBe('missing');
});

test('the bot is asked one message at a time per conversation, in order, while other conversations proceed', async () => {
  const bot = createHeldAgent();
  const {visit} = await openConversations({bot: {answer: bot.answer}});
  const [one, other] = [await visit(), await visit()];
  for (const key of ['a', 'b', 'c']) await one.sends(key);
  await bot.release({...emptyAnswer, messages: [textMessage('1')]});
  await other.sends('x');
  await sleep(30);
  expect(bot.asked.map(bodyOfRequest).toSorted()).toEqual(['', '', 'a', 'b', 'x']);
  for (const answer of ['2', '3', '4']) await bot.release({...emptyAnswer, messages: [textMessage(answer)]});
  await Promise.all([one.acked('c'), other.acked('x')]);
  const acks = (await one.log()).flatMap((event) => (event.type === 'ack' ? [event.ref] : []));
  expect(acks).toEqual(['a', 'b', 'c']);
});

test('context is returned to the bot and data is merged key by key; neither is sent to the browser', async () => {
  const asked: Json[] = [];
  const answers = [
    {event: 'continue', messages: [], context: {secret: 'memory', deep: {a: [1]}}, data: {a: 1, b: {c: 2}}},
    {event: 'continue', messages: [textMessage('one')], data: {b: 3}, language: 'it-it'},
    {event: 'continue', messages: [textMessage('two')], context: {other: true}},
    {event: 'continue', messages: [textMessage('three')]},
  ];
  const {visit} = await openConversations({
    bot: {answer: createAgent((request) => (asked.push(structuredClone(request)), answers[asked.length - 1]))},
  });
  const visitor = await visit({language: 'en', data: {name: 'Ada'}});
  for (const key of ['1', '2', '3']) {
    await visitor.sends(key);
    await visitor.acked(key);
  }
  expect(asked.map(({context, data, language}) => ({context, data, language}))).toEqual([
    {context: undefined, data: {name: 'Ada'}, language: 'en'},
    {context: {secret: 'memory', deep: {a: [1]}}, data: {name: 'Ada', a: 1, b: '{"c":2}'}, language: 'en'},
    {context: {secret: 'memory', deep: {a: [1]}}, data: {name: 'Ada', a: 1, b: 3}, language: 'it-IT'},
    {context: {other: true}, data: {name: 'Ada', a: 1, b: 3}, language: 'it-IT'},
  ]);
  expect(JSON.stringify([await visitor.log(), visitor.transientEvents])).not.toMatch(/secret|Ada/);
});

test('a typing indicator is signalled while the bot is asked, unless `typing` is false', async () => {
  const bot = createHeldAgent();
  const {visit} = await openConversations({bot: {answer: bot.answer, agent: {nick: 'Lumi'}}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  await visitor.waitFor((event) => event.type === 'iswriting' && !event.on);
  visitor.transientEvents.length = 0;
  await visitor.sends('k');
  await visitor.waitFor(({type}) => type === 'iswriting');
  expect(visitor.transientEvents).toEqual([{type: 'iswriting', on: true, ttl: 10_000, from: {kind: 'bot', id: 'demo', nick: 'Lumi'}}]);
  await bot.release();
  await visitor.waitFor((event) => event.type === 'iswriting' && !event.on);

  const silent = await openConversations({bot: {answer: echo, typing: false}});
  const other = await silent.visit();
  await other.receives('Hello');
  expect(other.transientEvents).toEqual([]);
});

test('a failed message is retried under the same request id when it is resent', async () => {
  const ids: string[] = [];
  const bot = await serveJson((body, {headers}) => {
    if (body['event'] === 'start') return emptyAnswer;
    ids.push(String(headers['x-request-id']));
    return ids.length === 1 ? (to: ServerResponse) => void to.writeHead(500).end() : {...emptyAnswer, messages: [textMessage('Now')]};
  });
  const {visit} = await openConversations({bot: {url: bot.url}});
  const visitor = await visit();
  await visitor.sends('k');
  expect(await visitor.failed('k')).toMatchObject({code: 'bot_error', retryable: true});
  expect((await visitor.sends('k')).outcome).toBe('retried');
  await visitor.receives('Now');
  expect(await visitor.transcript()).toEqual(['> k', 'Now']);
  expect(new Set(ids).size).toBe(1);
  expect((await visitor.sends('k')).outcome).toBe('again');
});

test('an in-process agent that throws, hangs or returns garbage does not break the conversation', async () => {
  const answers: Record<string, () => unknown> = {
    throws: () => {
      throw new Error('of the inside');
    },
    hangs: () => new Promise(() => {}),
    nonsense: () => 'words',
    hostile: () => ({
      event: 'continue',
      get messages() {
        throw new Error('of the inside');
      },
    }),
  };
  const {visit} = await openConversations({
    bot: {
      timeout: 0.1,
      answer: async (request) => (request.event === 'start' ? emptyAnswer : answers[bodyOfRequest(request as unknown as Json)]!()),
    },
  });
  const visitor = await visit();
  for (const key of Object.keys(answers)) await visitor.sends(key);
  expect(await visitor.failed('throws')).toMatchObject({code: 'bot_error'});
  expect(await visitor.failed('hangs')).toMatchObject({code: 'bot_timeout'});
  await visitor.acked('nonsense');
  await visitor.acked('hostile');
  expect(JSON.stringify([await visitor.log(), visitor.transientEvents])).not.toContain('inside');
});

test('a failed start is reported as a problem, and the visitor can still send messages', async () => {
  const {visit} = await openConversations({
    bot: {
      answer: createAgent((request) => {
        if (request.event === 'start') throw new Error('no starts');
        return {...emptyAnswer, messages: [textMessage('Yes?')]};
      }),
    },
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  expect((await visitor.log())[0]).toMatchObject({type: 'problem', code: 'bot_error', id: '1'});
  await visitor.sends('k');
  await visitor.receives('Yes?');
});

test('when the bot ends the conversation, pending messages fail and new ones are refused', async () => {
  const bot = createHeldAgent();
  const {visit, hookCalls} = await openConversations({bot: {answer: bot.answer, canHandleEndEvent: true}});
  const visitor = await visit();
  await visitor.sends('last');
  await visitor.sends('waiting');
  await bot.release({event: 'end', messages: [textMessage('Bye')]});
  expect(await visitor.failed('waiting')).toMatchObject({code: 'conversation_ended', retryable: false});
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message', 'message', 'ack', 'message', 'end', 'problem']);
  expect((await visitor.sends('late')).outcome).toBe('ended');
  await expect.poll(() => hookCalls.map(({event}) => event)).toEqual(['new', 'change', 'message', 'end', 'finalized']);
  // The bot ended it itself, so it gets no end event.
  expect(bot.asked.map(({event}) => event)).toEqual(['start', 'continue']);
});

test.each([true, false])(
  'a visitor ends the conversation once; the bot gets an end event only with canHandleEndEvent (%s)',
  async (canHandleEndEvent) => {
    const asked: Json[] = [];
    const farewell = {event: 'end', messages: [textMessage('Bye')]};
    const answer = createAgent((request) => (asked.push(request), request.event === 'end' ? farewell : {...emptyAnswer, context: {a: 1}}));
    const {visit, conversations, hookCalls} = await openConversations({bot: {canHandleEndEvent, answer}});
    const visitor = await visit();
    await visitor.reachesStage('bot');
    await Promise.all([conversations.end(visitor.id, 'user'), conversations.end(visitor.id, 'user')]);
    await conversations.end(visitor.id, 'timeout');
    await expect.poll(() => hookCalls.map(({event}) => event)).toContain('finalized');
    expect(asked.map(({event}) => event)).toEqual(canHandleEndEvent ? ['start', 'end'] : ['start']);
    if (canHandleEndEvent) expect(asked[1]).toMatchObject({context: {a: 1}});
    expect((await visitor.log()).map(({type}) => type)).toEqual(['end']);
    expect(hookCalls.map(({event}) => event)).toEqual(['new', 'change', 'end', 'finalized']);
    await conversations.end('c_nobody', 'user');
  },
);

test('an answer that arrives after the end is dropped', async () => {
  const bot = createHeldAgent();
  const {visit, conversations, hookCalls} = await openConversations({bot: {answer: bot.answer}});
  const visitor = await visit();
  await visitor.sends('k');
  while (bot.asked.length < 2) await sleep(5);
  await conversations.end(visitor.id, 'user');
  await bot.release({event: 'continue', messages: [textMessage('Too late')]});
  await expect.poll(() => hookCalls.map(({event}) => event)).toContain('finalized');
  expect(await visitor.transcript()).toEqual(['> k']);
  expect(hookCalls.filter(({event}) => event === 'message')).toEqual([]);
});

test('messages that no bot accepts are rejected as invalid', async () => {
  const {visit, conversations} = await openConversations();
  const visitor = await visit();
  await expect(conversations.acceptMessage(visitor.id, 'k', {code: 'message', type: 'link', url: 'x'} as never)).rejects.toMatchObject({
    code: 'invalid_message',
  });
  await expect(
    conversations.acceptMessage(visitor.id, 'k', {code: 'message', type: 'location', longitude: 'x', latitude: 1} as never),
  ).rejects.toMatchObject({
    code: 'invalid_message',
  });
  expect(await visitor.transcript()).not.toContain('> link');
});

test('the routing hook can choose another bot', async () => {
  const {visit} = await openConversations({
    bots: {demo: {answer: echo}, night: {answer: createAgent(() => ({...emptyAnswer, messages: [textMessage('Good night')]}))}},
    hookOverrides: {route: async () => ({bot: 'night'})},
  });
  const visitor = await visit();
  await visitor.receives('Good night');
  expect((await visitor.read()).bot).toBe('night');
});

test('a sweep deletes the files that a deleted conversation left behind', async () => {
  const {visit, conversations, services, logged} = await openConversations();
  const [known, gone] = [await visit(), await visit()];
  const ids: string[] = [];
  services.files.sweep = async (isKnown, signal) => {
    for (const {id} of [known, gone]) if (!(await isKnown(id))) ids.push(id);
    return signal.aborted ? 0 : ids.length;
  };
  await services.store.remove(gone.id);
  conversations.start();
  await expect.poll(() => ids).toEqual([gone.id]);
  await expect.poll(() => logged).toContainEqual({level: 'warn', what: 'files_swept', about: {number: 1}});
});

test('stopping aborts a running sweep of files without logging a failure', async () => {
  const {conversations, services, logged} = await openConversations();
  let begun = false;
  services.files.sweep = (_, signal) =>
    new Promise((_resolve, reject) => {
      begun = true;
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  conversations.start();
  await expect.poll(() => begun).toBe(true);
  await conversations.stop(0);
  expect(logged).toEqual([]);
});

test('an uploaded file that is not sent within a day is deleted, and its quota freed', async () => {
  const {visit, conversations, clock, services} = await openConversations();
  const {id: conversation} = await visit();
  const put = (id: string) =>
    services.files.put(id, Readable.from([Buffer.from('x')]), ({size, sha256}) => {
      return {id, conversation, from: 'visitor', name: 'a.txt', mimetype: 'text/plain', size, sha256, createdAt: clock.now};
    });
  const charge = (bytes: number) =>
    services.store.charge(`files:${conversation}`, bytes, {most: 2 * 65_536, within: 30 * 24 * 60 * 60 * 1000});
  await put('att_old');
  await put('att_sent');
  await services.files.retain!('att_sent');
  expect(await charge(2 * 65_536)).toBe(0);
  clock.now += 24 * 60 * 60 * 1000;
  await put('att_young');
  clock.now += 1;
  conversations.start();
  await expect.poll(() => services.files.find('att_old')).toBeUndefined();
  await expect.poll(() => charge(65_536)).toBe(0);
  expect(await charge(1)).toBeGreaterThan(0);
  expect([await services.files.find('att_sent'), await services.files.find('att_young')]).not.toContain(undefined);
});

test.each([
  [30, {}],
  [2, {retention: 2}],
])('conversations are deleted with their files after %i days', async (days, options) => {
  const removed: string[] = [];
  const {visit, conversations, clock, services} = await openConversations(options);
  services.files.remove = async (id) => void removed.push(id);
  const visitor = await visit();
  await visitor.receives('Hello');
  clock.now += 1000;
  const young = await visit();
  await young.receives('Hello');
  clock.now += days * 24 * 60 * 60 * 1000 - 999;
  conversations.start();
  await expect.poll(() => removed).toEqual([visitor.id]);
  expect(await visitor.read()).toBeUndefined();
  expect(await young.read()).toBeDefined();
});
