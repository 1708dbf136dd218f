import {expect} from 'vitest';
import {createConversation, type StoreCases, conversation, log, visitorMessage, turn, botMessage} from './fixtures.ts';

/** Turns, their leases and their outcomes. */
export const turnCases: StoreCases = {
  async 'turns are taken one at a time and in order'({store}) {
    await store.create(conversation('line'), {turns: [turn('start')]});
    await store.accept('line', visitorMessage('a'));
    await store.apply('line', {turns: [turn('later')]});
    expect(await store.take('line', 'me', 1000)).toEqual({...turn('start'), attempt: 1, interrupted: false});
    expect(await store.take('line', 'me', 1000)).toBeUndefined();
    expect(await store.take('line', 'you', 1000)).toBeUndefined();
    expect(await store.finish('line', 'start', 'me', 'done', {})).toEqual([]);
    expect(await store.take('line', 'you', 1000)).toMatchObject({id: 'a'});
    await store.finish('line', 'a', 'you', 'done', {});
    expect(await store.take('line', 'me', 1000)).toMatchObject({id: 'later'});
    await store.finish('line', 'later', 'me', 'done', {});
    expect(await store.take('line', 'me', 1000)).toBeUndefined();
  },

  async 'of several concurrent attempts to take a turn, exactly one succeeds'({store}) {
    await store.create(conversation('race'), {turns: [turn('start')]});
    const takers = await Promise.all(Array.from({length: 10}, (_, index) => store.take('race', `gateway ${index}`, 1000)));
    expect(takers.filter(Boolean)).toHaveLength(1);
  },

  async 'finishing a turn stores its events and changes atomically'({store}) {
    const id = await createConversation(store, 'answer');
    await store.accept(id, visitorMessage('a'));
    await store.take(id, 'me', 1000);
    const change = {
      events: [{type: 'ack', ref: 'a'} as const, botMessage('yes')],
      set: {context: {n: 1}},
      data: {n: 1},
      turns: [turn('next')],
    };
    expect((await store.finish(id, 'a', 'me', 'done', change))?.map((event) => event.id)).toEqual(['2', '3']);
    expect(await store.read(id)).toMatchObject({context: {n: 1}, data: {n: 1}, lastEvent: 3});
    expect(await store.take(id, 'me', 1000)).toMatchObject({id: 'next'});
    expect(await store.finish(id, 'a', 'me', 'done', change)).toBeUndefined();
  },

  async 'a turn finishes even if its change is rejected because of the stage or a used name'({store}) {
    const id = await createConversation(store, 'forbidden');
    for (const key of ['a', 'b', 'c']) await store.accept(id, visitorMessage(key));
    await store.take(id, 'me', 1000);
    expect(await store.finish(id, 'a', 'me', 'done', {from: ['agent'], events: [botMessage('no')]})).toEqual([]);
    await store.apply(id, {once: 'greeting'});
    await store.take(id, 'me', 1000);
    expect(await store.finish(id, 'b', 'me', 'done', {once: 'greeting', events: [botMessage('no')]})).toEqual([]);
    await store.apply(id, {set: {stage: 'ended'}});
    expect(await store.take(id, 'me', 1000)).toMatchObject({id: 'c'});
    expect(await store.finish(id, 'c', 'me', 'done', {events: [botMessage('no')]})).toEqual([]);
    expect(await log(store, id)).toEqual(['1 a', '2 b', '3 c']);
    expect(await store.due(10)).toEqual([]);
  },

  async 'a failed message that is resent gets another turn, after those already waiting'({store}) {
    const id = await createConversation(store, 'failed');
    await store.accept(id, visitorMessage('a'));
    await store.accept(id, visitorMessage('b'));
    await store.take(id, 'me', 1000);
    await store.finish(id, 'a', 'me', 'failed', {events: [{type: 'problem', code: 'bot_error', ref: 'a'}]});
    expect(await store.accept(id, visitorMessage('a', 'other words'))).toEqual({outcome: 'reused'});
    const tries = await Promise.all([1, 2].map(() => store.accept(id, visitorMessage('a'))));
    expect(new Set(tries.map(({outcome}) => outcome))).toEqual(new Set(['again', 'retried']));
    expect(tries.map(({event}) => event?.id)).toEqual(['1', '1']);
    expect(await store.take(id, 'me', 1000)).toMatchObject({id: 'b'});
    await store.finish(id, 'b', 'me', 'done', {});
    expect(await store.take(id, 'me', 1000)).toEqual({...turn('a'), attempt: 2, interrupted: false});
    await store.finish(id, 'a', 'me', 'done', {});
    expect(await store.accept(id, visitorMessage('a'))).toMatchObject({outcome: 'again'});
    expect(await store.take(id, 'me', 1000)).toBeUndefined();
  },

  async 'a turn whose lease has expired can be taken again as interrupted, and its first owner has lost it'({store, clock}) {
    const id = await createConversation(store, 'lease');
    await store.accept(id, visitorMessage('a'));
    await store.accept(id, visitorMessage('b'));
    await store.take(id, 'dead', 1000);
    clock.time += 999;
    expect(await store.take(id, 'next', 1000)).toBeUndefined();
    clock.time += 1;
    expect(await store.take(id, 'next', 1000)).toEqual({...turn('a'), attempt: 2, interrupted: true});
    expect(await store.renew(id, 'a', 'dead', 1000)).toBe(false);
    expect(await store.finish(id, 'a', 'dead', 'done', {events: [botMessage('twice')], set: {stage: 'ended'}})).toBeUndefined();
    expect(await store.read(id)).toMatchObject({stage: 'bot', lastEvent: 2});
    await store.finish(id, 'a', 'next', 'failed', {});
    expect(await store.take(id, 'next', 1000)).toMatchObject({id: 'b', interrupted: false});
    await store.finish(id, 'b', 'next', 'done', {});
    await store.accept(id, visitorMessage('a'));
    expect(await store.take(id, 'next', 1000)).toEqual({...turn('a'), attempt: 3, interrupted: false});
  },

  async 'a lease can be renewed, and its owner can finish after it has expired unless the turn was taken over'({store, clock}) {
    const id = await createConversation(store, 'renew');
    await store.accept(id, visitorMessage('a'));
    await store.take(id, 'me', 1000);
    clock.time += 900;
    expect(await store.renew(id, 'a', 'me', 1000)).toBe(true);
    expect(await store.renew(id, 'other', 'me', 1000)).toBe(false);
    clock.time += 900;
    expect(await store.take(id, 'you', 1000)).toBeUndefined();
    clock.time += 5000;
    expect(await store.finish(id, 'a', 'me', 'done', {events: [botMessage('late')]})).toHaveLength(1);
    expect(await store.renew(id, 'a', 'me', 1000)).toBe(false);
  },

  async 'conversations with waiting turns and no lease are due, those waiting longest first'({store, clock}) {
    for (const id of ['idle', 'first', 'busy', 'second']) await createConversation(store, id);
    expect(await store.due(10)).toEqual([]);
    await store.accept('first', visitorMessage('a'));
    clock.time += 1;
    await store.accept('busy', visitorMessage('a'));
    await store.accept('busy', visitorMessage('b'));
    clock.time += 1;
    await store.accept('second', visitorMessage('a'));
    await store.take('busy', 'me', 1000);
    expect(await store.due(10)).toEqual(['first', 'second']);
    expect(await store.due(1)).toEqual(['first']);
    clock.time += 999;
    expect(await store.due(10)).toEqual(['first', 'second']);
    clock.time += 1;
    expect(await store.due(10)).toEqual(['first', 'second', 'busy']);
    await store.renew('busy', 'a', 'me', 1000);
    expect(await store.due(10)).toEqual(['first', 'second']);
    await store.finish('busy', 'a', 'me', 'failed', {});
    expect(await store.due(10)).toEqual(['first', 'second', 'busy']);
    for (const id of ['first', 'second', 'busy']) {
      const next = await store.take(id, 'me', 1000);
      await store.finish(id, next!.id, 'me', 'failed', {});
    }
    expect(await store.due(10)).toEqual([]);
    await store.accept('first', visitorMessage('a'));
    expect(await store.due(10)).toEqual(['first']);
  },

  async 'turn ids are unique: adding one again has no effect, and a message cannot reuse the id of a gateway turn'({store}) {
    await store.create(conversation('names'), {turns: [turn('start')]});
    await store.apply('names', {turns: [turn('start')]});
    expect(await store.accept('names', visitorMessage('start'))).toEqual({outcome: 'reused'});
    await store.take('names', 'me', 1000);
    await store.finish('names', 'start', 'me', 'done', {});
    await store.apply('names', {turns: [turn('start')]});
    expect(await store.take('names', 'me', 1000)).toBeUndefined();
    expect(await store.due(10)).toEqual([]);
    expect(await store.events('names', 0)).toEqual([]);
  },
};
