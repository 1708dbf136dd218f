import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {BotOptions} from '../../../src/gateway/options.ts';
import type {Store} from '../../../src/gateway/store/store.ts';
import {answering, openTalks, serving, type StageOptions, words} from './stage.ts';

const nothing = {event: 'continue', messages: []};
const saying = (body: string) => ({event: 'continue', messages: [words(body)]});
const bodyOf = ({message}: {message?: unknown}) => (message as {body?: string} | undefined)?.body ?? 'start';

/** An agent that holds its answers until released, and what it was asked. */
function held(starts: unknown = nothing) {
  const asked: string[] = [];
  const answers: ((answer: unknown) => void)[] = [];
  const options: BotOptions = {
    answer: answering((request) => {
      asked.push(bodyOf(request));
      return request.event === 'start' && starts ? starts : new Promise((resolve) => answers.push(resolve));
    }),
  };
  const underWay = () => expect.poll(() => answers.length).toBeGreaterThan(0);
  return {asked, answers, options, underWay};
}

/** A gateway that never renews its leases, and a second one over the same store that takes over its turns. */
async function crash(dying: StageOptions, next: StageOptions) {
  const first = await openTalks({...dying, details: {lease: 1000, renew: 1_000_000}});
  const takeOver = async () => {
    first.clock.now += 1001;
    const second = await openTalks({...next, store: first.store, now: () => first.clock.now, details: {poll: 10}});
    second.talks.start();
    return second;
  };
  return {first, takeOver};
}

test('an interrupted message is not repeated automatically: it fails, and is asked again only when resent', async () => {
  const dead = held();
  const alive: string[] = [];
  const {first, takeOver} = await crash(
    {bot: dead.options},
    {bot: {answer: answering((request) => (alive.push(bodyOf(request)), saying('Here')))}},
  );
  const visitor = await first.visit();
  await visitor.says('k');
  await visitor.says('next');
  await dead.underWay();

  const second = await takeOver();
  expect(await visitor.failed('k')).toMatchObject({code: 'message_failed', retryable: true});
  await visitor.acked('next');
  expect(alive).toEqual(['next']);
  // The first gateway is still running, but its answer comes too late.
  dead.answers[0]!(saying('From beyond'));
  await sleep(30);
  expect(await visitor.said()).toEqual(['> k', '> next', 'Here']);

  expect((await second.talks.acceptMessage(visitor.id, 'k', words('k'))).outcome).toBe('retried');
  await visitor.acked('k');
  expect(alive).toEqual(['next', 'k']);
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message', 'message', 'problem', 'ack', 'message', 'ack', 'message']);
});

test('an interrupted start is rerun by another gateway, and the visitor is greeted once', async () => {
  const dead = held(false);
  const {first, takeOver} = await crash({bot: dead.options}, {bot: {answer: answering(() => saying('Hello'))}});
  const visitor = await first.visit();
  await dead.underWay();
  await takeOver();
  await visitor.hears('Hello');
  dead.answers[0]!(saying('Hello again'));
  await sleep(30);
  expect(await visitor.said()).toEqual(['Hello']);
});

test('a start that is interrupted again and again eventually fails', async () => {
  const {store, clock, visit, talks} = await openTalks({bot: held(false).options, details: {lease: 1000, renew: 1_000_000}});
  const visitor = await visit();
  await talks.stop(0);
  for (let attempt = 0; attempt < 5; attempt++) {
    clock.now += 1001;
    expect(await store.take(visitor.id, 'dying', 1000)).toBeDefined();
  }
  clock.now += 1001;
  const last = await openTalks({store, now: () => clock.now, details: {poll: 10}});
  last.talks.start();
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
    answer: answering(() => ({event: 'end', messages: [], data: {person: true}})),
    transfers: [{key: 'person', to: {tags: ['x']}}],
  };
  const {first, takeOver} = await crash({bot, desk: desk(true)}, {bot, desk: desk(false)});
  const visitor = await first.visit();
  await visitor.stage('queued');
  await visitor.says('k');
  await expect.poll(() => heard).toEqual(['k']);
  await takeOver();
  await visitor.acked('k');
  expect(heard).toEqual(['k', 'k']);
});

test('a message accepted by a gateway that has stopped is processed by another one', async () => {
  const {store, visit, talks, clock} = await openTalks();
  const visitor = await visit();
  await visitor.hears('Hello');
  await talks.stop(0);
  expect((await visitor.says('k')).outcome).toBe('accepted');
  const other = await openTalks({store, now: () => clock.now, bot: {answer: answering(() => saying('Taken over'))}, details: {poll: 10}});
  other.talks.start();
  await visitor.hears('Taken over');
});

test('a gateway keeps a long-running turn by renewing its lease', async () => {
  const slow = held();
  const first = await openTalks({bot: slow.options, details: {lease: 1000, renew: 10}});
  const visitor = await first.visit();
  await visitor.says('k');
  await slow.underWay();
  const second = await openTalks({store: first.store, now: () => first.clock.now, details: {poll: 5}});
  second.talks.start();
  for (let beat = 0; beat < 10; beat++) {
    first.clock.now += 600;
    await sleep(60);
  }
  slow.answers[0]!(saying('At last'));
  await visitor.hears('At last');
  expect(await visitor.said()).toEqual(['> k', 'At last']);
});

test('a gateway aborts its bot request when another one has taken over the turn', async () => {
  let closed = false;
  const bot = await serving((body) =>
    body['event'] === 'start' ? nothing : (to: ServerResponse) => void to.on('close', () => (closed = true)),
  );
  const {visit, clock, store} = await openTalks({bot: {url: bot.url}, details: {lease: 1000, renew: 200}});
  const visitor = await visit();
  await visitor.says('k');
  await expect.poll(() => bot.asked.length).toBe(2);
  clock.now += 1001;
  expect(await store.take(visitor.id, 'another', 100_000)).toMatchObject({id: 'k', interrupted: true});
  await expect.poll(() => closed).toBe(true);
  expect((await visitor.log()).map(({type}) => type)).toEqual(['message']);
});

test('two gateways over one store ask the bot in order, whichever accepted each message', async () => {
  const bot = held();
  const one = await openTalks({bot: bot.options});
  const two = await openTalks({bot: bot.options, store: one.store, now: () => one.clock.now});
  const visitor = await one.visit();
  const keys = Array.from({length: 8}, (_, index) => String(index));
  for (const [index, key] of keys.entries()) await [one, two][index % 2]!.talks.acceptMessage(visitor.id, key, words(key));
  for (const key of keys) {
    await expect.poll(() => bot.asked.at(-1)).toBe(key);
    bot.answers.shift()!(saying(`You: ${key}`));
    await visitor.acked(key);
  }
  expect(bot.asked).toEqual(['start', ...keys]);
});

test('storing an answer is retried when the store fails temporarily', async () => {
  const {store: real, clock} = await openTalks();
  let stumbles = 2;
  const store: Store = Object.create(real, {
    finish: {
      value: (...change: Parameters<Store['finish']>) => (stumbles-- > 0 ? Promise.reject(new Error('busy')) : real.finish(...change)),
    },
  }) as Store;
  const {visit} = await openTalks({store: bound(store, real), now: () => clock.now, bot: {answer: answering(() => saying('Kept'))}});
  const visitor = await visit();
  await visitor.says('k');
  await visitor.acked('k');
  expect(await visitor.said()).toContain('Kept');
  expect(stumbles).toBeLessThan(1);
});

test('stopping starts no new turns and waits for running ones', async () => {
  const slow = held();
  const {visit, talks} = await openTalks({bot: slow.options, details: {sleep: (ms, signal) => sleep(ms, undefined, {signal})}});
  const visitor = await visit();
  await visitor.says('k');
  await slow.underWay();
  const stopped = talks.stop(5_000);
  await visitor.says('later');
  await expect(talks.begin({widget: 'shop'})).rejects.toMatchObject({code: 'overloaded', status: 503});
  slow.answers[0]!(saying('In time'));
  await stopped;
  expect(await visitor.said()).toEqual(['> k', '> later', 'In time']);
  expect(slow.asked).toEqual(['start', 'k']);
});

test('when the grace period of a stop ends, a running message fails and a running start is left to the next gateway', async () => {
  const slow = held();
  const {visit, talks} = await openTalks({bot: slow.options});
  const visitor = await visit();
  await visitor.says('k');
  await slow.underWay();
  await talks.stop(0);
  expect(await visitor.failed('k')).toMatchObject({code: 'message_failed', retryable: true});

  const starting = held(false);
  const stopped = await openTalks({bot: starting.options});
  const other = await stopped.visit();
  await starting.underWay();
  await stopped.talks.stop(0);
  expect(await other.log()).toEqual([]);
  stopped.clock.now += 2;
  const next = await openTalks({store: stopped.store, now: () => stopped.clock.now, details: {poll: 10}});
  next.talks.start();
  await other.hears('Hello');
});

/** Binds the methods of `own` that are not overridden to the real store. */
function bound(own: Store, real: Store): Store {
  return new Proxy(own, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' && !Object.hasOwn(target, name) ? value.bind(real) : value;
    },
  });
}
