import {afterEach, describe, expect, test, vi} from 'vitest';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {ListenOptions, Transport} from '../../src/protocol/transport.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import {answer, createConversation, lines, flushMicrotasks, FakeEnvironment, text} from './harness.ts';

const messageEvent = (body: string, more: object = {}): TransportEvent => ({type: 'message', message: text(body), ...more});

async function listening(script: ConstructorParameters<typeof ScriptedTransport>[0] = [[]], options = {}) {
  const transport = new ScriptedTransport(script);
  const setup = createConversation({transport, ...options});
  await setup.conversation.open();
  const hear = async (...events: TransportEvent[]) => {
    for (const event of events) transport.emit(event);
    await flushMicrotasks();
  };
  return {...setup, transport, hear};
}

afterEach(() => void vi.restoreAllMocks());

describe('an unprompted event', () => {
  test('shows messages in order with their time and sender, counted as unread while nobody is watching', async () => {
    const {conversation, hear} = await listening();
    conversation.watch(false);
    await hear(
      messageEvent('one', {ts: '2026-01-01T00:00:00.000Z', from: {kind: 'bot', nick: 'Robo', id: 'r'}}),
      messageEvent('two', {ts: 'yesterday', from: {kind: 'agent', nick: 'Ada'}}),
      messageEvent('three', {from: {kind: 'system'}}),
      messageEvent('four'),
    );
    expect(lines(conversation.state)).toEqual(['bot: one', 'agent: two', 'bot: three', 'bot: four']);
    expect(conversation.state.entries).toMatchObject([
      {at: 1_767_225_600_000, who: {nick: 'Robo', id: 'r'}},
      {at: 1_000, who: {nick: 'Ada'}},
      {at: 1_000, who: {nick: 'Robo'}},
      {who: {nick: 'Robo'}},
    ]);
    expect(conversation.state.entries[0]).not.toHaveProperty('who.kind');
    expect(conversation.state).toMatchObject({unread: 4, after: '4'});
  });

  test('is deduplicated against messages in answers, in both directions', async () => {
    const {conversation, hear} = await listening([[], [{...text('both ways'), id: 'm1'}]]);
    await hear({type: 'message', message: {...text('both ways'), id: 'm1'}});
    await conversation.send('hi');
    await hear({type: 'message', message: {...text('both ways'), id: 'm1'}}, {type: 'message', message: {...text('more'), id: 'm2'}});
    expect(lines(conversation.state)).toEqual(['bot: both ways', 'visitor sent: hi', 'bot: more']);
  });

  test('sets `writing` until the next message or an iswriting event that turns it off', async () => {
    const {conversation, hear} = await listening();
    await hear({type: 'iswriting', on: true});
    expect(conversation.state.writing).toBe(1_000);
    await hear({type: 'iswriting', on: false});
    expect(conversation.state.writing).toBeUndefined();
    await hear({type: 'iswriting', on: true}, messageEvent('there'));
    expect(conversation.state.writing).toBeUndefined();
  });

  test('may be an action, an agent who joins or leaves, or the end', async () => {
    const {conversation, hear, events} = await listening();
    await hear(
      {type: 'message', message: {code: 'message', type: 'action', action_code: 'go', args: []}},
      {type: 'joined', agent: {id: 'a', nick: 'Ada', is_bot: false}},
      messageEvent('I am Ada'),
    );
    expect(events.filter(({type}) => type === 'acted')).toHaveLength(1);
    expect(conversation.state.agent).toMatchObject({nick: 'Ada'});
    await hear({type: 'left', agent: {id: 'b'}});
    expect(conversation.state.agent).toMatchObject({nick: 'Ada'});
    await hear(
      {type: 'left', agent: {id: 'a'}},
      {type: 'ack', ref: 'x'},
      {type: 'read', ref: 'x'},
      {type: 'queue', position: 1},
      {type: 'transfer', status: 'failed'},
    );
    expect(conversation.state.agent).toBeUndefined();
    await hear({type: 'end'}, messageEvent('unheard'));
    expect(conversation.state.phase).toBe('ended');
    expect(lines(conversation.state)).toEqual(['— agent_joined', 'agent: I am Ada', '— agent_left', '— no_agents', '— ended']);
  });

  test('shows messages the visitor sent elsewhere, but no echoes of those sent here', async () => {
    const {conversation, hear} = await listening([[], []]);
    await conversation.send('here');
    const {id} = conversation.state.entries[0]!;
    await hear(
      messageEvent('here', {ref: id, from: {kind: 'user'}}),
      messageEvent('there', {ref: 'r1', from: {kind: 'user'}}),
      messageEvent('there', {ref: 'r1', from: {kind: 'user'}}),
      {type: 'message', from: {kind: 'user'}, message: {code: 'message', type: 'iswriting'}},
    );
    expect(lines(conversation.state)).toEqual(['visitor sent: here', 'visitor sent: there']);
  });

  test('reports a problem with a message, with an answer, or with neither', async () => {
    const {conversation, hear, events} = await listening([[], []]);
    await conversation.send('hi');
    const {id} = conversation.state.entries[0]!;
    await hear(
      {type: 'problem', code: 'bot_timeout', ref: id, retryable: false},
      {type: 'problem', code: 'bot_invalid_response'},
      {type: 'problem', code: 'no_agents', title: 'Nobody there'},
    );
    expect(lines(conversation.state)).toEqual(['visitor failed: hi', '— invalid_response', '— no_agents']);
    expect(conversation.state.entries[0]).toMatchObject({retryable: false, unanswered: true});
    const mended = events.filter(({type}) => type === 'mended');
    expect(mended, 'no_agents is not a problem with an answer').toEqual([
      {type: 'mended', problems: [{path: '', message: 'bot_invalid_response'}]},
    ]);
  });

  test('shows only what is new if it is a reset', async () => {
    const {conversation, hear} = await listening();
    const one = {type: 'message', message: {...text('one'), id: '1'}} as const;
    await hear(one, {type: 'reset', events: [one, {type: 'message', message: {...text('two'), id: '2'}, id: '8'}]});
    expect(lines(conversation.state)).toEqual(['bot: one', 'bot: two']);
  });
});

describe('listening', () => {
  /** A transport that records each `listen()` and emits a message only after it was aborted. */
  function createListenTransport() {
    const calls: ListenOptions[] = [];
    const transport: Transport = {
      send: async ({event}) => (event === 'end' ? {event: 'end', messages: []} : answer()),
      async *listen(options = {}) {
        calls.push(options);
        await new Promise((resolve) => options.signal?.addEventListener('abort', resolve));
        yield messageEvent('too late');
      },
    };
    return {transport, calls};
  }

  test('lasts as long as the conversation is open, and is aborted at its end, on forget() and on dispose()', async () => {
    const {transport, calls} = createListenTransport();
    const {conversation} = createConversation({transport});
    expect(calls).toHaveLength(0);
    await conversation.open();
    await conversation.send('hi');
    expect(calls).toHaveLength(1);
    await conversation.end();
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['visitor sent: hi', '— ended']);
    expect(calls[0]!.signal?.aborted).toBe(true);
    await conversation.restart();
    expect(calls).toHaveLength(2);
    await conversation.forget();
    expect(calls[1]!.signal?.aborted).toBe(true);
    await conversation.open();
    conversation.dispose();
    expect(calls).toHaveLength(3);
    expect(calls[2]!.signal?.aborted).toBe(true);
  });

  test('resumes after the last stored event on a reload', async () => {
    const {transport, calls} = createListenTransport();
    const kept = {version: 1, phase: 'open', entries: [], data: {}, after: '41'};
    const {conversation} = createConversation({
      transport,
      persistence: {read: async () => kept, write: async () => {}, clear: async () => {}},
    });
    await conversation.open();
    expect(calls).toMatchObject([{after: '41'}]);
    conversation.dispose();
  });

  test('ignores events that arrive after dispose()', async () => {
    const {conversation, transport, events} = await listening();
    await flushMicrotasks();
    events.length = 0;
    transport.emit(messageEvent('on its way'));
    conversation.dispose();
    await flushMicrotasks();
    expect(events).toEqual([]);
  });

  test.each([
    ['a Retry-After of a minute', 429, 60, [60_000, 60_000, 60_000]],
    ['a Retry-After shorter than the backoff', 503, 1, [1_000, 2_000, 4_000]],
    ['a Retry-After longer than the maximum delay of a timer', 503, 1e12, [86_400_000, 86_400_000, 86_400_000]],
  ])('that is refused with %s resumes no sooner', async (_, status, retryAfter, waits) => {
    const world = new FakeEnvironment();
    const asked: number[] = [];
    const transport: Transport = {
      send: async () => answer(),
      listen() {
        asked.push(world.now);
        throw new TransportError('refused', 'not now', {status, retryAfter});
      },
    };
    const {conversation} = createConversation({transport, ...world.options});
    await conversation.open();
    for (const [tries, wait] of waits.entries()) {
      await world.advance(wait - 1);
      expect(asked).toHaveLength(tries + 1);
      await world.advance(1);
      expect(asked).toHaveLength(tries + 2);
    }
    conversation.dispose();
  });

  test('that fails is logged as a warning, and the conversation goes on', async () => {
    const warning = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const transport: Transport = {
      send: async () => answer('hey'),
      async *listen() {
        yield messageEvent('just in time');
        throw new Error('cut');
      },
    };
    const {conversation} = createConversation({transport});
    await conversation.open();
    await flushMicrotasks();
    await conversation.send('hi');
    expect(warning).toHaveBeenCalledTimes(1);
    expect(lines(conversation.state)).toEqual(['bot: hey', 'bot: just in time', 'visitor sent: hi', 'bot: hey']);
  });
});
