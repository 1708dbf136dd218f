import {describe, expect, test} from 'vitest';
import type {ConversationOptions} from '../../src/conversation/options.ts';
import {canRewind} from '../../src/conversation/rewind.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import {createConversation, lines, flushMicrotasks, text} from './harness.ts';

/** A bot that asks one question after another, counts steps in its context, and repeats itself for the same choices. */
const createBot = () =>
  new ScriptedTransport(({message, context}) => {
    const step = Number(context?.step ?? 0) + 1;
    const body = `${message && 'body' in message ? message.body : ''}${step}?`;
    const quick_replies = ['A', 'B'].map((title) => ({content_type: 'text', title}));
    return {messages: [{...text(body), id: body, quick_replies}], context: {step}, data: {last: step}};
  });

async function openConversation(options: Partial<ConversationOptions> = {}, prefix?: string) {
  const transport = createBot();
  const setup = createConversation({transport, rewind: true, ...options}, prefix);
  await setup.conversation.open();
  const choose = async (choice: 'A' | 'B') => {
    const group = setup.conversation.state.entries.findLast(({from}) => from === 'bot')!;
    setup.conversation.answer(group.id, 'replies', `quick_replies[${choice === 'A' ? 0 : 1}]`);
    await setup.conversation.send(text(choice));
  };
  return {...setup, transport, choose, id: (place: number) => setup.conversation.state.entries[place]!.id};
}

const folded = ({entries}: {entries: readonly {folded?: boolean}[]}) => entries.map((entry) => entry.folded === true);

describe('rewind()', () => {
  test('folds later entries, reopens the quick replies, and restores context and data for the next turn', async () => {
    const {conversation, transport, choose, id} = await openConversation();
    await choose('A');
    await choose('A');
    expect(conversation.state.context).toEqual({step: 3});
    conversation.rewind(id(0));
    expect(folded(conversation.state)).toEqual([false, true, true, true, true]);
    expect(conversation.state.entries[0]).toMatchObject({view: {}});
    expect(conversation.state.entries[0]).not.toHaveProperty('view.replies');
    expect(conversation.state).toMatchObject({context: {step: 1}, data: {last: 1}});
    conversation.answer(id(0), 'replies', 'quick_replies[1]');
    await conversation.send(text('B'));
    expect(transport.requests.at(-1)).toMatchObject({message: {body: 'B'}, context: {step: 1}, data: {last: 1}});
    expect(lines(conversation.state).slice(-2)).toEqual(['visitor sent: B', 'bot: B2?']);
  });

  test('shows a message the bot repeats after the rewind even though its folded copy has the same id', async () => {
    const {conversation, choose, id} = await openConversation();
    await choose('A');
    conversation.rewind(id(0));
    conversation.answer(id(0), 'replies', 'quick_replies[0]');
    await conversation.send(text('A'));
    expect(lines(conversation.state).filter((line) => line === 'bot: A2?')).toHaveLength(2);
  });

  test('can be repeated but never targets a folded entry, and keeps data the page has set since', async () => {
    const {conversation, choose, id} = await openConversation();
    await choose('A');
    await choose('A');
    conversation.rewind(id(0));
    conversation.setData({told: 'since'});
    conversation.answer(id(0), 'replies', 'quick_replies[1]');
    await conversation.send(text('B'));
    expect(canRewind(conversation.state, id(2))).toBe(false);
    conversation.rewind(id(0));
    expect(conversation.state.data).toEqual({last: 1, told: 'since'});
  });

  test('lets the bot repeat an action with the same id', async () => {
    const asking = {...text('?'), quick_replies: [{content_type: 'text', title: 'A'}]};
    const call = {code: 'message', type: 'action', action_code: 'go', args: [], id: 'call'};
    const {conversation, events} = createConversation({transport: new ScriptedTransport([[asking], [call], [call]]), rewind: true});
    await conversation.open();
    const {id} = conversation.state.entries[0]!;
    for (let way = 0; way < 2; way++) {
      conversation.rewind(id);
      conversation.answer(id, 'replies', 'quick_replies[0]');
      await conversation.send(text('A'));
    }
    expect(events.filter(({type}) => type === 'acted')).toHaveLength(2);
  });

  test('works again after a reload, and folded entries stay folded', async () => {
    let kept: unknown;
    const persistence: Persistence = {
      read: async () => kept,
      write: async (state) => void (kept = JSON.parse(JSON.stringify(state))),
      clear: async () => {},
    };
    const first = await openConversation({persistence});
    await first.choose('A');
    await first.choose('B');
    first.conversation.rewind(first.id(2));
    first.conversation.dispose();
    await flushMicrotasks();
    const {conversation, id} = await openConversation({persistence}, 'later');
    expect(folded(conversation.state)).toEqual([false, false, false, true, true]);
    expect(canRewind(conversation.state, id(2))).toBe(false);
    conversation.answer(id(2), 'replies', 'quick_replies[0]');
    await conversation.send(text('A'));
    expect(canRewind(conversation.state, id(2))).toBe(true);
    expect(canRewind(conversation.state, id(4))).toBe(false);
    conversation.rewind(id(0));
    expect(folded(conversation.state).slice(1)).not.toContain(false);
    expect(conversation.state.context).toEqual({step: 1});
  });

  test('makes folded messages impossible to retry', async () => {
    const transport = createBot();
    const failing = {send: transport.send.bind(transport)};
    const {conversation} = createConversation({transport: failing, rewind: true});
    await conversation.open();
    const {id} = conversation.state.entries[0]!;
    conversation.answer(id, 'replies', 'quick_replies[0]');
    failing.send = async () => Promise.reject(new Error('lost'));
    await conversation.send(text('A'), {id: 'a'});
    expect(canRewind(conversation.state, id)).toBe(true);
    conversation.rewind(id);
    await conversation.retry('a');
    expect(lines(conversation.state)).toEqual(['bot: 1?', 'visitor uncertain: A']);
  });

  test.each<[string, Partial<ConversationOptions>]>([
    ['without the option', {rewind: false}],
    ['through a gateway, which holds the context', {transport: Object.assign(createBot(), {idempotent: true})}],
  ])('changes nothing %s', async (_, options) => {
    const {conversation, choose, id} = await openConversation(options);
    await choose('A');
    const {state} = conversation;
    expect(canRewind(state, id(0))).toBe(false);
    conversation.rewind(id(0));
    expect(conversation.state).toBe(state);
    expect(state.moments).toBeUndefined();
  });

  test('is not possible during a turn, for an open group, a visitor message or an unknown id, or after the end', async () => {
    const {conversation, choose, id} = await openConversation();
    const choosing = choose('A');
    await flushMicrotasks();
    void conversation.send('more');
    expect(canRewind(conversation.state, id(0))).toBe(false);
    await choosing;
    await flushMicrotasks();
    expect(canRewind(conversation.state, id(0))).toBe(true);
    expect(canRewind(conversation.state, id(1))).toBe(false);
    expect(canRewind(conversation.state, 'nobody')).toBe(false);
    const {state} = conversation;
    const sending = state.entries.map((entry) => (entry.from === 'visitor' ? ({...entry, delivery: 'sending'} as const) : entry));
    expect(canRewind({...state, waiting: {since: 1}}, id(0)), 'while waiting').toBe(false);
    expect(canRewind({...state, entries: sending}, id(0)), 'while sending').toBe(false);
    await conversation.end();
    expect(canRewind(conversation.state, id(0))).toBe(false);
  });

  test('stores the last twenty moments only, and none of an earlier conversation', async () => {
    const {conversation, choose, id} = await openConversation();
    for (let turn = 0; turn < 25; turn++) await choose('A');
    expect(Object.keys(conversation.state.moments!)).toHaveLength(20);
    expect(canRewind(conversation.state, id(0))).toBe(false);
    expect(canRewind(conversation.state, id(48))).toBe(true);
    await conversation.restart();
    expect(conversation.state.moments).toBeUndefined();
    expect(canRewind(conversation.state, id(48))).toBe(false);
  });
});
