import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {BotOptions} from '../../../src/gateway/options.ts';
import type {Store} from '../../../src/gateway/store/store.ts';
import {createAgent, openConversations, serveJson, type SetupOptions, textMessage} from './open-conversations.ts';

const emptyAnswer = {event: 'continue', messages: []};
const answerWith = (body: string) => ({event: 'continue', messages: [textMessage(body)]});
const bodyOf = ({message}: {message?: unknown}) => (message as {body?: string} | undefined)?.body ?? 'start';

/** An agent that holds its answers until released, and what it was asked. */
function createHeldAgent(starts: unknown = emptyAnswer) {
  const asked: string[] = [];
  const answers: ((answer: unknown) => void)[] = [];
  const options: BotOptions = {
    answer: createAgent((request) => {
      asked.push(bodyOf(request));
      return request.event === 'start' && starts ? starts : new Promise((resolve) => answers.push(resolve));
    }),
  };
  const untilAsked = () => expect.poll(() => answers.length).toBeGreaterThan(0);
  return {asked, answers, options, untilAsked};
}

/** A gateway that never renews its leases, and a second one over the same store that takes over its turns. */
async function setUpCrash(dying: SetupOptions, next: SetupOptions) {
  const first = await openConversations({...dying, details: {lease: 1000, renew: 1_000_000}});
  const takeOver = async () => {
    first.clock.now += 1001;
    const second = await openConversations({...next, store: first.store, now: () => first.clock.now, details: {poll: 10}});
    second.conversations.start();
    return second;
  };
  return {first, takeOver};
}

test('an interrupted message is not repeated automatically: it fails, and is asked again only when resent', async () => {
  const dead = createHeldAgent();
  const alive: string[] = [];
  const {first, takeOver} = await setUpCrash(
    {bot: dead.options},
    {bot: {answer: createAgent((request) => (alive.push(bodyOf(request)), answerWith('Here')))}},
  );
  const visitor = await first.visit();
  await visitor.sends('k');
  await visitor.sends('next');
  await dead.untilAsked();

  const second = await takeOver();
  expect(await visitor.failed('k')).toMatchObject({code: 'message_failed', retryable: true});
  await visitor.acked('next');
  expect(alive).toEqual(['next']);
  // The first gateway is still running, but its answer comes too late.
  dead.answers[0]!(answerWith('From beyond'));
  await sleep(30);
  expect(await visitor.transcript()).toEqual(['> k', '> next', 'Here']);

  expect((await second.conversations.acceptMessage(visitor.id, 'k', textMessage('k'))).outcome).toBe('retried');
  await visitor.acked('k');
  expect(alive).toEqual(['next', 'k']);
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message', 'message', 'problem', 'ack', 'message', 'ack', 'message']);
});

test('an interrupted start is rerun by another gateway, and the visitor is greeted once', async () => {
  const dead = createHeldAgent(false);
  const {first, takeOver} = await setUpCrash({bot: dead.options}, {bot: {answer: createAgent(() => answerWith('Hello'))}});
  const visitor = await first.visit();
  await dead.untilAsked();
  await takeOver();
  await visitor.receives('Hello');
  dead.answers[0]!(answerWith('Hello again'));
  await sleep(30);
  expect(await visitor.transcript()).toEqual(['Hello']);
});

test('a start that is interrupted again and again eventually fails', async () => {
  const {store, clock, visit, conversations} = await openConversations({
    bot: createHeldAgent(false).options,
    details: {lease: 1000, renew: 1_000_000},
  });
  const visitor = await visit();
  await conversations.stop(0);
  for (let attempt = 0; attempt < 5; attempt++) {
    clock.now += 1001;
    expect(await store.take(visitor.id, 'dying', 1000)).toBeDefined();
  }
  clock.now += 1001;
  const last = await openConversations({store, now: () => clock.now, details: {poll: 10}});
  last.conversations.start();
  expect(await visitor.failed()).toMatchObject({code: 'message_failed'});
});

test('an interrupted delivery to the desk is repeated under the same message id', async () => {
  const heard: string[] = [];
  const desk = (hangs: boolean) => ({
    request: async () => ({accepted: true}),
    said: async (_: string, id: string) => {
      heard.push(id);
      if (hangs) await new Promise(() => {});
    },
    signalled: async () => {},
    gone: async () => {},
  });
  const bot = {
    answer: createAgent(() => ({event: 'end', messages: [], data: {person: true}})),
    transfers: [{key: 'person', to: {tags: ['x']}}],
  };
  const {first, takeOver} = await setUpCrash({bot, desk: desk(true)}, {bot, desk: desk(false)});
  const visitor = await first.visit();
  await visitor.reachesStage('queued');
  await visitor.sends('k');
  await expect.poll(() => heard).toEqual(['k']);
  await takeOver();
  await visitor.acked('k');
  expect(heard).toEqual(['k', 'k']);
});

test('a message accepted by a gateway that has stopped is processed by another one', async () => {
  const {store, visit, conversations, clock} = await openConversations();
  const visitor = await visit();
  await visitor.receives('Hello');
  await conversations.stop(0);
  expect((await visitor.sends('k')).outcome).toBe('accepted');
  const other = await openConversations({
    store,
    now: () => clock.now,
    bot: {answer: createAgent(() => answerWith('Taken over'))},
    details: {poll: 10},
  });
  other.conversations.start();
  await visitor.receives('Taken over');
});

test('a gateway keeps a long-running turn by renewing its lease', async () => {
  const slow = createHeldAgent();
  const first = await openConversations({bot: slow.options, details: {lease: 1000, renew: 10}});
  const visitor = await first.visit();
  await visitor.sends('k');
  await slow.untilAsked();
  const second = await openConversations({store: first.store, now: () => first.clock.now, details: {poll: 5}});
  second.conversations.start();
  for (let beat = 0; beat < 10; beat++) {
    first.clock.now += 600;
    await sleep(60);
  }
  slow.answers[0]!(answerWith('At last'));
  await visitor.receives('At last');
  expect(await visitor.transcript()).toEqual(['> k', 'At last']);
});

test('a gateway aborts its bot request when another one has taken over the turn', async () => {
  let closed = false;
  const bot = await serveJson((body) =>
    body['event'] === 'start' ? emptyAnswer : (to: ServerResponse) => void to.on('close', () => (closed = true)),
  );
  const {visit, clock, store} = await openConversations({bot: {url: bot.url}, details: {lease: 1000, renew: 200}});
  const visitor = await visit();
  await visitor.sends('k');
  await expect.poll(() => bot.asked.length).toBe(2);
  clock.now += 1001;
  expect(await store.take(visitor.id, 'another', 100_000)).toMatchObject({id: 'k', interrupted: true});
  await expect.poll(() => closed).toBe(true);
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message']);
});

test('two gateways over one store ask the bot in order, whichever accepted each message', async () => {
  const bot = createHeldAgent();
  const one = await openConversations({bot: bot.options});
  const two = await openConversations({bot: bot.options, store: one.store, now: () => one.clock.now});
  const visitor = await one.visit();
  const keys = Array.from({length: 8}, (_, index) => String(index));
  for (const [index, key] of keys.entries()) await [one, two][index % 2]!.conversations.acceptMessage(visitor.id, key, textMessage(key));
  for (const key of keys) {
    await expect.poll(() => bot.asked.at(-1)).toBe(key);
    bot.answers.shift()!(answerWith(`You: ${key}`));
    await visitor.acked(key);
  }
  expect(bot.asked).toEqual(['start', ...keys]);
});

test('storing an answer is retried when the store fails temporarily', async () => {
  const {store: real, clock} = await openConversations();
  let failuresLeft = 2;
  const store: Store = Object.create(real, {
    finish: {
      value: (...change: Parameters<Store['finish']>) => (failuresLeft-- > 0 ? Promise.reject(new Error('busy')) : real.finish(...change)),
    },
  }) as Store;
  const {visit} = await openConversations({
    store: withOverrides(store, real),
    now: () => clock.now,
    bot: {answer: createAgent(() => answerWith('Kept'))},
  });
  const visitor = await visit();
  await visitor.sends('k');
  await visitor.acked('k');
  expect(await visitor.transcript()).toContain('Kept');
  expect(failuresLeft).toBeLessThan(1);
});

test('stopping starts no new turns and waits for running ones', async () => {
  const slow = createHeldAgent();
  const {visit, conversations} = await openConversations({
    bot: slow.options,
    details: {sleep: (ms, signal) => sleep(ms, undefined, {signal})},
  });
  const visitor = await visit();
  await visitor.sends('k');
  await slow.untilAsked();
  const stopped = conversations.stop(5_000);
  await visitor.sends('later');
  await expect(conversations.begin({widget: 'shop'})).rejects.toMatchObject({code: 'overloaded', status: 503});
  slow.answers[0]!(answerWith('In time'));
  await stopped;
  expect(await visitor.transcript()).toEqual(['> k', '> later', 'In time']);
  expect(slow.asked).toEqual(['start', 'k']);
});

test('when the grace period of a stop ends, a running message fails and a running start is left to the next gateway', async () => {
  const slow = createHeldAgent();
  const {visit, conversations} = await openConversations({bot: slow.options});
  const visitor = await visit();
  await visitor.sends('k');
  await slow.untilAsked();
  await conversations.stop(0);
  expect(await visitor.failed('k')).toMatchObject({code: 'message_failed', retryable: true});

  const starting = createHeldAgent(false);
  const stopped = await openConversations({bot: starting.options});
  const other = await stopped.visit();
  await starting.untilAsked();
  await stopped.conversations.stop(0);
  expect(await other.log()).toEqual([]);
  stopped.clock.now += 2;
  const next = await openConversations({store: stopped.store, now: () => stopped.clock.now, details: {poll: 10}});
  next.conversations.start();
  await other.receives('Hello');
});

/** Binds the methods of `own` that are not overridden to the real store. */
function withOverrides(own: Store, real: Store): Store {
  return new Proxy(own, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' && !Object.hasOwn(target, name) ? value.bind(real) : value;
    },
  });
}
