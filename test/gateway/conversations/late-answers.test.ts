import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {recordings} from '../../transport/recorded-bot.ts';
import {createAgent, openConversations, serveJson, textMessage} from './open-conversations.ts';

const emptyAnswer = {event: 'continue', messages: []};
const answerWith = (...bodies: string[]) => ({event: 'continue', messages: bodies.map(textMessage)});

test('late answers are stored in order of arrival, even while a turn is open', async () => {
  let release: (answer: unknown) => void = () => {};
  const {visit, conversations} = await openConversations({
    bot: {answer: createAgent(({event}) => (event === 'start' ? emptyAnswer : new Promise((resolve) => (release = resolve))))},
  });
  const visitor = await visit();
  await visitor.sends('k');
  await visitor.waitFor(({type}) => type === 'iswriting');
  const bodies = Array.from({length: 30}, (_, index) => String(index));
  expect(await Promise.all(bodies.map((body) => conversations.receive(visitor.id, answerWith(body))))).toEqual(bodies.map(() => 'taken'));
  expect(await visitor.transcript()).toEqual(['> k', ...bodies]);
  release(answerWith('answer'));
  await visitor.receives('answer');
  expect((await visitor.transcript()).at(-1)).toBe('answer');
});

test('500 concurrent late answers are all stored, in order', async () => {
  const {visit, conversations} = await openConversations({bot: {answer: createAgent(() => emptyAnswer)}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  const bodies = Array.from({length: 500}, (_, index) => String(index));
  await Promise.all(bodies.map((body) => conversations.receive(visitor.id, answerWith(body))));
  expect(await visitor.transcript()).toEqual(bodies);
});

test('a late answer updates context and data like a direct one', async () => {
  const asked: Record<string, unknown>[] = [];
  const {visit, conversations} = await openConversations({
    bot: {answer: createAgent((request) => (asked.push(request), emptyAnswer))},
  });
  const visitor = await visit({data: {a: 1}});
  await visitor.reachesStage('bot');
  await conversations.receive(visitor.id, {
    messages: textMessage('one'),
    context: {step: 2},
    data: {b: 2},
    raw: {secret: 1},
    environment: {token: 'secret'},
  });
  await visitor.sends('k');
  await visitor.acked('k');
  expect(asked[1]).toMatchObject({context: {step: 2}, data: {a: 1, b: 2}});
  expect(await visitor.transcript()).toEqual(['one', '> k']);
});

test('a late answer from a bot that has transferred away changes no context of the new bot and ends nothing', async () => {
  const asked: unknown[] = [];
  let token = '';
  const {visit, conversations, services} = await openConversations({
    bots: {
      demo: {
        transfers: [{key: 'go', to: {bot: 'other'}}],
        answer: createAgent(({event, environment}) => {
          ({token} = environment as {token: string});
          return event === 'start' ? emptyAnswer : {event: 'end', messages: [], data: {go: true}};
        }),
      },
      other: {answer: createAgent(({context}) => (asked.push(context), {...emptyAnswer, context: {of: 'other'}}))},
    },
  });
  const visitor = await visit();
  await visitor.sends('k');
  await visitor.waitFor(({type}) => type === 'joined');
  await visitor.reachesStage('bot');
  const {conversation, bot} = await services.tokens.readBot(`Bearer ${token}`);
  expect(await conversations.receive(conversation, {event: 'end', messages: textMessage('late'), context: {of: 'demo'}}, bot)).toBe(
    'taken',
  );
  expect(await visitor.receives('late')).toMatchObject({from: {id: 'demo'}});
  await visitor.sends('l');
  await visitor.acked('l');
  expect(asked).toEqual([undefined, {of: 'other'}]);
});

test('late answers pass through the response filters one at a time, in order', async () => {
  let nth = 0;
  const slow = await serveJson(async (body) => {
    if (++nth === 1) await sleep(100);
    return {...body, messages: (body['messages'] as {body: string}[]).map(({body: said}) => textMessage(`${said}!`))};
  });
  const {visit, conversations} = await openConversations({
    bot: {answer: createAgent(() => emptyAnswer), responseFilters: ['slow']},
    filters: {slow: {url: slow.url}},
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  nth = 0;
  await Promise.all(['one', 'two'].map((body) => conversations.receive(visitor.id, answerWith(body))));
  expect(await visitor.transcript()).toEqual(['one!', 'two!']);
});

test('a failing response filter rejects the late answer with 503, so that the bot can resend it', async () => {
  let fails = true;
  const filter = await serveJson((body) => (fails && (body['messages'] as unknown[]).length ? null : body));
  const {visit, conversations, services} = await openConversations({
    bot: {answer: createAgent(() => emptyAnswer), responseFilters: ['odd']},
    filters: {odd: {url: filter.url, timeout: 5}},
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  await filter.close();
  await expect(conversations.receive(visitor.id, answerWith('lost'))).rejects.toMatchObject({code: 'overloaded', status: 503});
  fails = false;
  expect(await visitor.transcript()).toEqual([]);
  expect(services.options.filters).toBeDefined();
});

test('a late typing signal is forwarded but not stored', async () => {
  const {visit, conversations} = await openConversations({bot: {answer: createAgent(() => emptyAnswer)}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  visitor.transientEvents.length = 0;
  expect(await conversations.receive(visitor.id, {event: 'continue', messages: [{code: 'message', type: 'iswriting'}]})).toBe('taken');
  await expect
    .poll(() => visitor.transientEvents.at(-1))
    .toEqual({type: 'iswriting', on: true, ttl: 10_000, from: {kind: 'bot', id: 'demo'}});
  expect(await visitor.log()).toEqual([]);
});

test('a late end ends the conversation, and later answers are refused', async () => {
  const {visit, conversations, hookCalls} = await openConversations({bot: {answer: createAgent(() => emptyAnswer)}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  expect(await conversations.receive(visitor.id, {event: 'end', messages: [textMessage('Bye')]})).toBe('taken');
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message', 'end']);
  expect(await conversations.receive(visitor.id, answerWith('still here'))).toBe('ended');
  expect(await conversations.receive('c_nobody', answerWith('hello'))).toBe('missing');
  await expect.poll(() => hookCalls.map(({event}) => event)).toContain('finalized');
});

test('a late transfer hands the visitor over', async () => {
  const {visit, conversations} = await openConversations({
    bots: {
      demo: {answer: createAgent(() => emptyAnswer), transfers: [{key: 'transferToAgent', to: {bot: 'other'}}]},
      other: {answer: createAgent(() => answerWith('Other here'))},
    },
  });
  const visitor = await visit();
  await visitor.reachesStage('bot');
  expect(await conversations.receive(visitor.id, {event: 'end', messages: [], data: {transferToAgent: 'sales'}})).toBe('taken');
  await visitor.receives('Other here');
  expect((await visitor.read()).bot).toBe('other');
});

test.each([
  ['null', null],
  ['a string', 'hello'],
  ['an array', [answerWith('x')]],
  ['undefined', undefined],
  ['an object without any known field', {hello: 1}],
])('%s is rejected as an invalid late answer', async (_, body) => {
  const {visit, conversations} = await openConversations({bot: {answer: createAgent(() => emptyAnswer)}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  await expect(conversations.receive(visitor.id, body)).rejects.toMatchObject({code: 'invalid_message', status: 422});
  expect(await visitor.log()).toEqual([]);
});

test('every recorded answer of the SDK is accepted as a late answer', async () => {
  const {visit, conversations} = await openConversations({bot: {answer: createAgent(() => emptyAnswer)}});
  for (const [, {request, response}] of recordings()) {
    if (request.path !== '/bot/message') continue;
    const visitor = await visit();
    await visitor.reachesStage('bot');
    expect(await conversations.receive(visitor.id, response.body)).toBe('taken');
  }
});
