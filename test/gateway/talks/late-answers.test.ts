import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {recordings} from '../../transport/recorded-bot.ts';
import {answering, openTalks, serving, words} from './stage.ts';

const nothing = {event: 'continue', messages: []};
const saying = (...bodies: string[]) => ({event: 'continue', messages: bodies.map(words)});

test('late answers are stored in order of arrival, even while a turn is open', async () => {
  let release: (answer: unknown) => void = () => {};
  const {visit, talks} = await openTalks({
    bot: {answer: answering(({event}) => (event === 'start' ? nothing : new Promise((resolve) => (release = resolve))))},
  });
  const visitor = await visit();
  await visitor.says('k');
  await visitor.seen(({type}) => type === 'iswriting');
  const bodies = Array.from({length: 30}, (_, index) => String(index));
  expect(await Promise.all(bodies.map((body) => talks.receive(visitor.id, saying(body))))).toEqual(bodies.map(() => 'taken'));
  expect(await visitor.said()).toEqual(['> k', ...bodies]);
  release(saying('answer'));
  await visitor.hears('answer');
  expect((await visitor.said()).at(-1)).toBe('answer');
});

test('500 concurrent late answers are all stored, in order', async () => {
  const {visit, talks} = await openTalks({bot: {answer: answering(() => nothing)}});
  const visitor = await visit();
  await visitor.stage('bot');
  const bodies = Array.from({length: 500}, (_, index) => String(index));
  await Promise.all(bodies.map((body) => talks.receive(visitor.id, saying(body))));
  expect(await visitor.said()).toEqual(bodies);
});

test('a late answer updates context and data like a direct one', async () => {
  const asked: Record<string, unknown>[] = [];
  const {visit, talks} = await openTalks({bot: {answer: answering((request) => (asked.push(request), nothing))}});
  const visitor = await visit({data: {a: 1}});
  await visitor.stage('bot');
  await talks.receive(visitor.id, {
    messages: words('one'),
    context: {step: 2},
    data: {b: 2},
    raw: {secret: 1},
    environment: {token: 'secret'},
  });
  await visitor.says('k');
  await visitor.acked('k');
  expect(asked[1]).toMatchObject({context: {step: 2}, data: {a: 1, b: 2}});
  expect(await visitor.said()).toEqual(['one', '> k']);
});

test('a late answer from a bot that has transferred away changes no context of the new bot and ends nothing', async () => {
  const asked: unknown[] = [];
  let token = '';
  const {visit, talks, s} = await openTalks({
    bots: {
      demo: {
        transfers: [{key: 'go', to: {bot: 'other'}}],
        answer: answering(({event, environment}) => {
          ({token} = environment as {token: string});
          return event === 'start' ? nothing : {event: 'end', messages: [], data: {go: true}};
        }),
      },
      other: {answer: answering(({context}) => (asked.push(context), {...nothing, context: {of: 'other'}}))},
    },
  });
  const visitor = await visit();
  await visitor.says('k');
  await visitor.seen(({type}) => type === 'joined');
  await visitor.stage('bot');
  const {conversation, bot} = await s.tokens.readBot(`Bearer ${token}`);
  expect(await talks.receive(conversation, {event: 'end', messages: words('late'), context: {of: 'demo'}}, bot)).toBe('taken');
  expect(await visitor.hears('late')).toMatchObject({from: {id: 'demo'}});
  await visitor.says('l');
  await visitor.acked('l');
  expect(asked).toEqual([undefined, {of: 'other'}]);
});

test('late answers pass through the response filters one at a time, in order', async () => {
  let nth = 0;
  const slow = await serving(async (body) => {
    if (++nth === 1) await sleep(100);
    return {...body, messages: (body['messages'] as {body: string}[]).map(({body: said}) => words(`${said}!`))};
  });
  const {visit, talks} = await openTalks({
    bot: {answer: answering(() => nothing), responseFilters: ['slow']},
    filters: {slow: {url: slow.url}},
  });
  const visitor = await visit();
  await visitor.stage('bot');
  nth = 0;
  await Promise.all(['one', 'two'].map((body) => talks.receive(visitor.id, saying(body))));
  expect(await visitor.said()).toEqual(['one!', 'two!']);
});

test('a failing response filter rejects the late answer with 503, so that the bot can resend it', async () => {
  let fails = true;
  const filter = await serving((body) => (fails && (body['messages'] as unknown[]).length ? null : body));
  const {visit, talks, s} = await openTalks({
    bot: {answer: answering(() => nothing), responseFilters: ['odd']},
    filters: {odd: {url: filter.url, timeout: 5}},
  });
  const visitor = await visit();
  await visitor.stage('bot');
  await filter.close();
  await expect(talks.receive(visitor.id, saying('lost'))).rejects.toMatchObject({code: 'overloaded', status: 503});
  fails = false;
  expect(await visitor.said()).toEqual([]);
  expect(s.options.filters).toBeDefined();
});

test('a late typing signal is forwarded but not stored', async () => {
  const {visit, talks} = await openTalks({bot: {answer: answering(() => nothing)}});
  const visitor = await visit();
  await visitor.stage('bot');
  visitor.passing.length = 0;
  expect(await talks.receive(visitor.id, {event: 'continue', messages: [{code: 'message', type: 'iswriting'}]})).toBe('taken');
  await expect.poll(() => visitor.passing.at(-1)).toEqual({type: 'iswriting', on: true, ttl: 10_000, from: {kind: 'bot', id: 'demo'}});
  expect(await visitor.log()).toEqual([]);
});

test('a late end ends the conversation, and later answers are refused', async () => {
  const {visit, talks, hooked} = await openTalks({bot: {answer: answering(() => nothing)}});
  const visitor = await visit();
  await visitor.stage('bot');
  expect(await talks.receive(visitor.id, {event: 'end', messages: [words('Bye')]})).toBe('taken');
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message', 'end']);
  expect(await talks.receive(visitor.id, saying('still here'))).toBe('ended');
  expect(await talks.receive('c_nobody', saying('hello'))).toBe('missing');
  await expect.poll(() => hooked.map(({event}) => event)).toContain('finalized');
});

test('a late transfer hands the visitor over', async () => {
  const {visit, talks} = await openTalks({
    bots: {
      demo: {answer: answering(() => nothing), transfers: [{key: 'transferToAgent', to: {bot: 'other'}}]},
      other: {answer: answering(() => saying('Other here'))},
    },
  });
  const visitor = await visit();
  await visitor.stage('bot');
  expect(await talks.receive(visitor.id, {event: 'end', messages: [], data: {transferToAgent: 'sales'}})).toBe('taken');
  await visitor.hears('Other here');
  expect((await visitor.read()).bot).toBe('other');
});

test.each([
  ['null', null],
  ['a string', 'hello'],
  ['an array', [saying('x')]],
  ['undefined', undefined],
  ['an object without any known field', {hello: 1}],
])('%s is rejected as an invalid late answer', async (_, body) => {
  const {visit, talks} = await openTalks({bot: {answer: answering(() => nothing)}});
  const visitor = await visit();
  await visitor.stage('bot');
  await expect(talks.receive(visitor.id, body)).rejects.toMatchObject({code: 'invalid_message', status: 422});
  expect(await visitor.log()).toEqual([]);
});

test('every recorded answer of the SDK is accepted as a late answer', async () => {
  const {visit, talks} = await openTalks({bot: {answer: answering(() => nothing)}});
  for (const [, {request, response}] of recordings()) {
    if (request.path !== '/bot/message') continue;
    const visitor = await visit();
    await visitor.stage('bot');
    expect(await talks.receive(visitor.id, response.body)).toBe('taken');
  }
});
