import {expect} from 'vitest';
import {createConversation, type StoreCases, conversation, watchEvents, log, visitorMessage, turn, botMessage} from './fixtures.ts';

/** Watching, budgets and deleting. */
export const watchCases: StoreCases = {
  async 'events after a number are read, up to a limit'({store}) {
    const id = await createConversation(store, 'pages');
    await store.apply(id, {events: Array.from({length: 12}, (_, index) => botMessage(`w${index + 1}`))});
    expect(await log(store, id, 10)).toEqual(['11 w11', '12 w12']);
    expect(await log(store, id, 12)).toEqual([]);
    expect(await log(store, id, 99)).toEqual([]);
    expect((await store.events(id, 3, 2)).map((event) => event.id)).toEqual(['4', '5']);
  },

  async 'every watcher gets all stored and transient events of its conversation, and no others, in order'({store}) {
    const [id, other] = [await createConversation(store, 'heard'), await createConversation(store, 'else')];
    await store.apply(id, {events: [botMessage('before')]});
    const [one, two] = [await watchEvents(store, id), await watchEvents(store, id)];
    await store.apply(other, {events: [botMessage('elsewhere')]});
    await store.accept(id, visitorMessage('a'));
    await store.signal(id, {type: 'iswriting', on: true, ttl: 500});
    await store.take(id, 'me', 1000);
    await store.finish(id, 'a', 'me', 'done', {events: [{type: 'ack', ref: 'a'}, botMessage('b')]});
    const all = ['2 a', '- iswriting', '3 ack', '4 b'];
    expect(await one.until(4)).toEqual(all);
    expect(await two.until(4)).toEqual(all);
    expect(one.events[1]).toEqual({type: 'iswriting', on: true, ttl: 500});
    expect([one.events[0], one.events[2]]).toEqual(await store.events(id, 1, 2));
    one.stop();
    two.stop();
  },

  async 'a stopped watcher gets no more events, and stopping twice does not affect other watchers'({store}) {
    const id = await createConversation(store, 'stop');
    const [gone, here] = [await watchEvents(store, id), await watchEvents(store, id)];
    gone.stop();
    gone.stop();
    await store.apply(id, {events: [botMessage('a')]});
    expect(await here.until(1)).toEqual(['1 a']);
    here.stop();
    const again = await watchEvents(store, id);
    await store.apply(id, {events: [botMessage('b')]});
    expect(await again.until(1)).toEqual(['2 b']);
    expect(gone.lines()).toEqual([]);
    expect(here.lines()).toEqual(['1 a']);
    again.stop();
  },

  async 'watching and then reading misses no event, even under concurrent writes'({store}) {
    const id = await createConversation(store, 'storm');
    const talk = Array.from({length: 20}, async (_, speaker) => {
      for (let index = 0; index < 10; index++) await store.apply(id, {events: [botMessage(`${speaker}.${index}`)]});
    });
    const watched = await Promise.all(
      Array.from({length: 8}, async () => {
        const listener = await watchEvents(store, id);
        return {listener, read: await store.events(id, 0)};
      }),
    );
    await Promise.all(talk);
    const all = await log(store, id);
    expect(all).toHaveLength(200);
    for (const {listener, read} of watched) {
      await expect.poll(() => listener.events.at(-1)?.id ?? read.at(-1)?.id).toBe('200');
      const numbers = listener.events.map((event) => Number(event.id));
      expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
      expect(numbers[0] ?? 201).toBeLessThanOrEqual(read.length + 1);
      listener.stop();
    }
  },

  async 'a conversation can be watched before it exists'({store}) {
    const early = await watchEvents(store, 'unborn');
    await store.create(conversation('unborn'), {events: [botMessage('hello')]});
    expect(await early.until(1)).toEqual(['1 hello']);
    early.stop();
  },

  async 'a watcher that throws does not affect other watchers'({store}) {
    const id = await createConversation(store, 'rude');
    const stop = await store.watch(id, () => {
      throw new Error('not today');
    });
    const polite = await watchEvents(store, id);
    await store.apply(id, {events: [botMessage('a'), botMessage('b')]});
    expect(await polite.until(2)).toEqual(['1 a', '2 b']);
    stop();
    polite.stop();
  },

  async 'spend allows a number of uses per sliding minute, and returns the time until the next one'({store, clock}) {
    const spend = (budget = 'address') => store.spend(budget, 3);
    expect(await spend()).toBe(0);
    clock.time += 20_000;
    expect([await spend(), await spend(), await spend()]).toEqual([0, 0, 40_000]);
    expect(await spend('another')).toBe(0);
    clock.time += 39_999;
    expect(await spend()).toBe(1);
    clock.time += 1;
    expect([await spend(), await spend()]).toEqual([0, 20_000]);
    clock.time += 60_000;
    expect(await Promise.all([1, 2, 3, 4, 5].map(() => spend()))).toEqual([0, 0, 0, 60_000, 60_000]);
  },

  async 'charge allows an amount within a time from the first use on, and unused amounts can be returned'({store, clock}) {
    const limit = {most: 1000, within: 86_400_000};
    const charge = (amount: number, budget = 'address') => store.charge(budget, amount, limit);
    expect(await charge(600)).toBe(0);
    clock.time += 400_000;
    expect([await charge(401), await charge(400), await charge(1)]).toEqual([86_000_000, 0, 86_000_000]);
    expect(await charge(1000, 'another')).toBe(0);
    expect(await charge(1001, 'third')).toBe(86_400_000);
    expect([await charge(-300), await charge(301), await charge(300)]).toEqual([0, 86_000_000, 0]);
    expect(await store.charge('address', 5000, {...limit, most: Infinity})).toBe(0);
    expect([await charge(-5500), await charge(501), await charge(500)]).toEqual([0, 86_000_000, 0]);
    clock.time += 85_999_999;
    expect(await charge(1)).toBe(1);
    clock.time += 1;
    expect(await charge(1000)).toBe(0);
    expect([await charge(-2000), await charge(1000)]).toEqual([0, 0]);
    expect(await Promise.all([1, 2, 3].map(() => charge(400, 'crowd')))).toEqual([0, 0, 86_400_000]);
  },

  async 'a deleted conversation leaves nothing behind'({store}) {
    await store.create(conversation('gone'), {events: [botMessage('secret')], turns: [turn('start')]}, 'key');
    await store.accept('gone', visitorMessage('a'));
    await store.apply('gone', {once: 'greeting'});
    await store.take('gone', 'me', 0);
    await store.remove('gone');
    await store.remove('gone');
    expect([await store.read('gone'), await store.events('gone', 0), await store.due(10)]).toEqual([undefined, [], []]);
    expect(await store.finish('gone', 'start', 'me', 'done', {events: [botMessage('x')]})).toBeUndefined();
    await store.create(conversation('gone'), {});
    expect(await store.take('gone', 'me', 1000)).toBeUndefined();
    expect(await store.accept('gone', visitorMessage('a'))).toMatchObject({outcome: 'accepted', event: {id: '1'}});
    expect(await store.apply('gone', {once: 'greeting'})).toEqual([]);
  },

  async 'a sweep deletes exactly the conversations unchanged since a given time'({store, clock}) {
    for (let index = 0; index < 120; index++) await createConversation(store, `old${index}`);
    await createConversation(store, 'revived');
    clock.time += 1000;
    await store.accept('revived', visitorMessage('a'));
    await createConversation(store, 'young');
    const swept = await store.sweep(clock.time);
    expect(new Set(swept)).toEqual(new Set(Array.from({length: 120}, (_, index) => `old${index}`)));
    expect(await store.read('old7')).toBeUndefined();
    expect(await store.read('revived')).toMatchObject({lastEvent: 1});
    expect(await store.read('young')).toBeDefined();
    expect(await store.sweep(clock.time)).toEqual([]);
  },

  async 'ping resolves while the store is available'({store}) {
    await store.ping();
  },
};
