import {expect} from 'vitest';
import type {NewTurn} from '../../../src/gateway/stored.ts';
import {
  createConversation,
  type StoreCases,
  conversation,
  watchEvents,
  log,
  visitorMessage,
  startTime,
  turn,
  botMessage,
} from './fixtures.ts';

/** Creating conversations, accepting messages, applying changes. */
export const messageCases: StoreCases = {
  async 'a conversation is read back as created, with its first events numbered and dated'({store}) {
    const created = conversation('full', {
      stage: 'starting',
      language: 'it',
      data: {name: 'Ada', tags: [], nested: {empty: {}, list: [[]]}, nothing: null, '': 'ü', half: '\ud800', __proto__x: 1},
      caps: {media: {}},
      page: {url: 'https://shop.example/', title: '灯'},
      userAgent: 'Browser',
      isVerifiedCustomer: false,
      createdAt: 17,
    });
    const {conversation: kept, again} = await store.create(created, {
      events: [botMessage('hello'), botMessage('there')],
      turns: [turn('start')],
    });
    expect(again).toBe(false);
    expect(kept).toEqual({...created, lastEvent: 2, changedAt: startTime});
    expect(await store.read('full')).toEqual(kept);
    expect(await store.events('full', 0)).toEqual([
      {...botMessage('hello'), id: '1', ts: '2026-11-20T12:00:00.000Z'},
      {...botMessage('there'), id: '2', ts: '2026-11-20T12:00:00.000Z'},
    ]);
  },

  async 'an unknown conversation is distinguished from an empty one'({store}) {
    expect(await store.read('nobody')).toBeUndefined();
    expect(await store.events('nobody', 0)).toEqual([]);
    expect(await store.accept('nobody', visitorMessage('a'))).toEqual({outcome: 'missing'});
    expect(await store.apply('nobody', {events: [botMessage('x')]})).toBeUndefined();
    expect(await store.take('nobody', 'me', 1000)).toBeUndefined();
    expect(await store.finish('nobody', 't', 'me', 'done', {})).toBeUndefined();
    expect(await store.renew('nobody', 't', 'me', 1000)).toBe(false);
    await createConversation(store, 'silent');
    expect(await store.events('silent', 0)).toEqual([]);
    expect(await store.read('silent')).toMatchObject({lastEvent: 0});
  },

  async 'creating is idempotent per widget and key, even for concurrent requests'({store}) {
    const tries = await Promise.all(
      ['one', 'two', 'three'].map((id) => store.create(conversation(id), {events: [botMessage('hi')]}, 'key')),
    );
    expect(tries.filter(({again}) => again)).toHaveLength(2);
    expect(new Set(tries.map(({conversation: {id}}) => id)).size).toBe(1);
    expect(tries.every(({conversation: {lastEvent}}) => lastEvent === 1)).toBe(true);
    const other = await store.create(conversation('four', {widget: 'help'}), {}, 'key');
    expect(other.conversation.id).toBe('four');
  },

  async 'deleting a conversation frees its key'({store}) {
    await store.create(conversation('old'), {}, 'key');
    await store.remove('old');
    expect(await store.create(conversation('new'), {}, 'key')).toMatchObject({again: false, conversation: {id: 'new'}});
  },

  async 'creating with a used id fails, without affecting concurrent operations'({store}) {
    const id = await createConversation(store, 'taken', {data: {mine: true}});
    const [first, second, third] = await Promise.allSettled([
      store.accept(id, visitorMessage('before')),
      store.create(conversation('taken', {data: {}}), {events: [botMessage('stolen')]}, 'key'),
      store.accept(id, visitorMessage('after')),
    ]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await log(store, id)).toEqual(['1 before', '2 after']);
    expect(await store.read(id)).toMatchObject({data: {mine: true}});
    expect(await store.create(conversation('free'), {}, 'key')).toMatchObject({again: false});
  },

  async 'an operation that fails half-way is rolled back, and watchers get none of its events'({store}) {
    const id = await createConversation(store, 'half');
    const listener = await watchEvents(store, id);
    const unwritable = {...turn('b'), message: {code: 'message', type: 'text', body: 1n}} as unknown as NewTurn;
    const half = store.apply(id, {events: [botMessage('half')], set: {stage: 'ended'}, turns: [turn('a'), unwritable]});
    const whole = store.apply(id, {events: [botMessage('whole')]});
    await expect(half).rejects.toThrow('BigInt');
    await whole;
    expect(await listener.until(1)).toEqual(['1 whole']);
    expect(await log(store, id)).toEqual(['1 whole']);
    expect(await store.read(id)).toMatchObject({stage: 'bot', lastEvent: 1});
    expect(await store.take(id, 'me', 1000)).toBeUndefined();
    listener.stop();
  },

  async 'a message is accepted once per key, however often it is sent'({store, clock}) {
    const id = await createConversation(store, 'once');
    const first = await store.accept(id, visitorMessage('a'));
    expect(first).toEqual({outcome: 'accepted', event: {...visitorMessage('a').event, id: '1', ts: '2026-11-20T12:00:00.000Z'}});
    clock.time += 5000;
    expect(await store.accept(id, visitorMessage('a'))).toEqual({...first, outcome: 'again'});
    expect(await store.accept(id, visitorMessage('a', 'another'))).toEqual({outcome: 'reused'});
    const many = await Promise.all(Array.from({length: 10}, () => store.accept(id, visitorMessage('b'))));
    expect(many.filter(({outcome}) => outcome === 'accepted')).toHaveLength(1);
    expect(await log(store, id)).toEqual(['1 a', '2 b']);
    expect(await store.read(id)).toMatchObject({lastEvent: 2, changedAt: clock.time});
  },

  async 'two hundred concurrent messages get consecutive numbers and one turn each'({store}) {
    const id = await createConversation(store, 'crowd');
    const keys = Array.from({length: 200}, (_, index) => `m${index}`);
    const outcomes = await Promise.all(keys.map((key) => store.accept(id, visitorMessage(key))));
    const numbers = outcomes.map(({event}) => Number(event?.id)).toSorted((a, b) => a - b);
    expect(numbers).toEqual(keys.map((_, index) => index + 1));
    const order = (await log(store, id)).map((line) => line.split(' ')[1]);
    const asked: string[] = [];
    for (let next; (next = await store.take(id, 'me', 1000));) {
      asked.push(next.id);
      await store.finish(id, next.id, 'me', 'done', {});
    }
    expect(asked).toEqual(order);
    expect(new Set(asked).size).toBe(200);
  },

  async 'a failed message is retried only when the sender has already seen its failure'({store}) {
    const id = await createConversation(store, 'unaware');
    await store.accept(id, visitorMessage('a'));
    await store.take(id, 'me', 1000);
    await store.finish(id, 'a', 'me', 'failed', {events: [{type: 'problem', code: 'bot_error', ref: 'a'}]});
    expect(await store.accept(id, {...visitorMessage('a'), after: 0})).toMatchObject({outcome: 'again', event: {id: '1'}});
    expect(await store.accept(id, {...visitorMessage('a'), after: 1})).toMatchObject({outcome: 'again'});
    expect(await store.take(id, 'me', 1000)).toBeUndefined();
    expect(await store.accept(id, {...visitorMessage('a'), after: 2})).toMatchObject({outcome: 'retried'});
    expect(await store.take(id, 'me', 1000)).toMatchObject({id: 'a', attempt: 2});
    await store.finish(id, 'a', 'me', 'failed', {events: [{type: 'problem', code: 'bot_error', ref: 'a'}]});
    expect(await store.accept(id, {...visitorMessage('a'), after: 2})).toMatchObject({outcome: 'again'});
    expect(await store.accept(id, visitorMessage('a'))).toMatchObject({outcome: 'retried'});
  },

  async 'an ended conversation refuses new messages, but still recognizes those it accepted'({store}) {
    const id = await createConversation(store, 'over');
    await store.accept(id, visitorMessage('a'));
    await store.accept(id, visitorMessage('failed'));
    for (const outcome of ['done', 'failed'] as const) {
      const {id: next} = (await store.take(id, 'me', 1000))!;
      await store.finish(id, next, 'me', outcome, {});
    }
    await store.apply(id, {set: {stage: 'ended'}, events: [{type: 'end'}]});
    expect(await store.accept(id, visitorMessage('b'))).toEqual({outcome: 'ended'});
    expect(await store.accept(id, visitorMessage('a'))).toMatchObject({outcome: 'again', event: {id: '1'}});
    expect(await store.accept(id, visitorMessage('failed'))).toEqual({outcome: 'ended'});
    expect(await store.apply(id, {events: [botMessage('too late')]})).toBeUndefined();
    expect(await store.apply(id, {events: [botMessage('a last word')], from: ['ended']})).toHaveLength(1);
    expect(await log(store, id)).toEqual(['1 a', '2 failed', '3 end', '4 a last word']);
  },

  async 'a change sets and removes properties and merges data, and leaves the rest unchanged'({store, clock}) {
    const id = await createConversation(store, 'change', {
      data: {a: 1, deep: {x: 1}},
      language: 'it',
      context: {step: 1},
      page: {url: 'https://a.example'},
    });
    clock.time += 60_000;
    const kept = await store.apply(id, {
      set: {stage: 'agent', bot: 'other', language: undefined, context: {list: [], step: {}}, agent: {nick: 'Mo'}, queue: {position: 2}},
      data: {deep: {y: 2}, b: null, c: undefined},
      events: [botMessage('hello')],
    });
    expect(kept).toEqual([{...botMessage('hello'), id: '1', ts: '2026-11-20T12:01:00.000Z'}]);
    const changed = conversation(id, {
      stage: 'agent',
      bot: 'other',
      context: {list: [], step: {}},
      agent: {nick: 'Mo'},
      queue: {position: 2},
    });
    const rest = {page: {url: 'https://a.example'}, data: {a: 1, deep: {y: 2}, b: null}, lastEvent: 1, changedAt: clock.time};
    expect(await store.read(id)).toEqual({...changed, ...rest});
    expect(await store.apply(id, {set: {queue: undefined, agent: undefined}})).toEqual([]);
    expect(Object.keys((await store.read(id))!)).not.toContain('queue');
  },

  async 'data grows up to a limit on its size after merging, so that replaced values do not count'({store}) {
    const id = await createConversation(store, 'known', {data: {name: 'Ada', è: '灯'}});
    const size = (data: object) => Buffer.byteLength(JSON.stringify({name: 'Ada', è: '灯', ...data}));
    const more = {name: 'Grace', tags: [{}], half: '\ud800'};
    expect(await store.apply(id, {data: more, mostData: size(more) - 1, once: 'more', events: [botMessage('no')]})).toBeUndefined();
    expect(await store.read(id)).toMatchObject({data: {name: 'Ada', è: '灯'}, lastEvent: 0});
    expect(await store.apply(id, {data: more, mostData: size(more), once: 'more', events: [botMessage('yes')]})).toHaveLength(1);
    expect(await store.apply(id, {data: more, mostData: size(more)})).toEqual([]);
    const many = Array.from({length: 10}, (_, index) => ({[`key${index}`]: 'x'.repeat(100)}));
    const most = size(more) + 250;
    const kept = await Promise.all(many.map((data) => store.apply(id, {data, mostData: most})));
    expect(kept.filter(Boolean)).toHaveLength(2);
    expect(await store.apply(id, {set: {language: 'it'}, mostData: most})).toEqual([]);
    expect(await store.apply(id, {data: {bot: 'x'.repeat(1000)}})).toEqual([]);
  },

  async 'a change is applied only in the stages it names'({store}) {
    const id = await createConversation(store, 'stages', {stage: 'queued'});
    expect(
      await store.apply(id, {from: ['bot', 'agent'], set: {bot: 'x'}, events: [botMessage('no')], turns: [turn('no')]}),
    ).toBeUndefined();
    expect(await store.apply(id, {from: []})).toBeUndefined();
    expect(await store.take(id, 'me', 1000)).toBeUndefined();
    const both = await Promise.all(
      [1, 2].map(() => store.apply(id, {from: ['queued'], set: {stage: 'agent'}, events: [botMessage('yes')]})),
    );
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await log(store, id)).toEqual(['1 yes']);
    expect(await store.read(id)).toMatchObject({bot: 'lamps', stage: 'agent'});
  },

  async 'a named change is applied once per conversation, and a rejected one does not use up the name'({store}) {
    const [one, other] = [await createConversation(store, 'first'), await createConversation(store, 'second')];
    expect(await store.apply(one, {once: 'hello', from: ['agent'], events: [botMessage('hello')]})).toBeUndefined();
    const tries = await Promise.all([1, 2, 3].map(() => store.apply(one, {once: 'hello', events: [botMessage('hello')]})));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await store.apply(other, {once: 'hello', events: [botMessage('hello')]})).toHaveLength(1);
    expect(await log(store, one)).toEqual(['1 hello']);
  },

  async 'the last events up to a number are read, as many as asked for'({store}) {
    const id = await createConversation(store, 'long');
    await store.apply(id, {events: Array.from({length: 12}, (_, index) => botMessage(`${index + 1}`))});
    const last = async (upTo: number, limit: number) => (await store.lastEvents(id, upTo, limit)).map(({id: number}) => Number(number));
    expect(await last(12, 3)).toEqual([10, 11, 12]);
    expect(await last(11, 2)).toEqual([10, 11]);
    expect([await last(2, 5), await last(99, 1), await last(0, 5)]).toEqual([[1, 2], [12], []]);
    expect((await store.lastEvents(id, 12, 1))[0]).toEqual((await store.events(id, 11))[0]);
    expect(await store.lastEvents('nobody', 12, 3)).toEqual([]);
  },

  async 'message bodies are returned unchanged, including control characters and lone surrogates'({store}) {
    const id = await createConversation(store, 'words');
    const bodies = ['è 灯 😀 \u0000 \u2028', '\ud800 alone', '["a"] {} \\ "', ' 1 2 - ', '', 'x'.repeat(100_000)];
    await store.apply(id, {events: bodies.map(botMessage)});
    const kept = (await store.events(id, 0)).map((event) => event.type === 'message' && 'body' in event.message && event.message.body);
    expect(kept).toEqual(bodies);
  },
};
