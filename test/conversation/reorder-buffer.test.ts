import {afterEach, describe, expect, test, vi} from 'vitest';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {ConversationOptions} from '../../src/conversation/options.ts';
import {deserialize, serialize} from '../../src/conversation/serialization.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {ListenOptions, Transport} from '../../src/protocol/transport.ts';
import {answer, lines, flushPromises, FakeEnvironment, text} from './harness.ts';

/** A connection of a listener whose events come from the test. */
class Connection {
  readonly #queue: (TransportEvent | 'end' | Error)[] = [];
  #wake = () => {};
  isOver = false;

  constructor(readonly options: ListenOptions) {
    options.signal?.addEventListener('abort', () => void this.push('end'));
  }

  push(...items: (TransportEvent | 'end' | Error)[]): Promise<void> {
    this.#queue.push(...items);
    this.#wake();
    return flushPromises();
  }

  async *events(): AsyncGenerator<TransportEvent> {
    try {
      for (;;) {
        const item = this.#queue.shift();
        if (item === 'end') return;
        if (item instanceof Error) throw item;
        if (item) yield item;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.isOver = true;
    }
  }
}

class ConnectionTransport implements Transport {
  readonly connections: Connection[] = [];

  error: TransportError | undefined;

  constructor(readonly idempotent: boolean) {}

  async send() {
    if (this.error) throw this.error;
    return answer();
  }

  listen(options: ListenOptions = {}): AsyncIterable<TransportEvent> {
    const connection = new Connection(options);
    this.connections.push(connection);
    return connection.events();
  }

  get last(): Connection {
    return this.connections.at(-1)!;
  }
}

async function startListening(idempotent = true, more: Partial<ConversationOptions> = {}) {
  const world = new FakeEnvironment();
  const transport = new ConnectionTransport(idempotent);
  const conversation = new Conversation({transport, ...world.options, ...more});
  const actions: string[] = [];
  conversation.subscribe((_, event) => event.type === 'acted' && actions.push(event.code));
  await conversation.open();
  await flushPromises();
  const now = () => lines(conversation.state);
  return {world, transport, conversation, now, actions, say: (...events: TransportEvent[]) => transport.last.push(...events)};
}

const said = (id: string, more: object = {}): TransportEvent => ({type: 'message', id, message: text(id), from: {kind: 'bot'}, ...more});
const bots = (...ids: string[]) => ids.map((id) => `bot: ${id}`);

afterEach(() => void vi.restoreAllMocks());

describe('numbered events', () => {
  test('are processed once and in order, whatever order they arrive in', async () => {
    const {conversation, now, say} = await startListening();
    await say(said('1'), said('3'), said('2'), said('2'), said('5'), said('4'), said('1'));
    expect(now()).toEqual(bots('1', '2', '3', '4', '5'));
    expect(conversation.state.after).toBe('5');
  });

  test('wait two seconds for a missing one, then reconnect after the last one processed', async () => {
    const {world, transport, now, say} = await startListening();
    await say(said('1'), said('3'), said('4'));
    await world.advance(1_999);
    expect(now()).toEqual(bots('1'));
    expect(transport.connections).toHaveLength(1);
    await world.advance(1_001);
    expect(transport.connections.map(({options}) => options.after)).toEqual([undefined, '1']);
    expect(transport.connections[0]!.isOver).toBe(true);
    await say(said('2'), said('3'), said('4'));
    expect(now()).toEqual(bots('1', '2', '3', '4'));
  });

  test('are processed without the missing one after three attempts; if it arrives later, it is still shown', async () => {
    const {world, transport, conversation, now, say} = await startListening();
    await say(said('1'), said('3'));
    for (let ask = 0; ask < 3; ask++) {
      await world.advance(4_000);
      await say(said('3'), said('4'));
    }
    expect(now()).toEqual(bots('1'));
    await world.advance(4_000);
    expect(transport.connections).toHaveLength(4);
    expect(now()).toEqual(bots('1', '3', '4'));
    await say(said('2'));
    expect(now()).toEqual(bots('1', '3', '4', '2'));
    expect(conversation.state.after).toBe('4');
  });

  test('trigger an action once, even if they are repeated after a reconnect or a reload', async () => {
    const call: TransportEvent = {
      type: 'message',
      id: '1',
      message: {code: 'message', type: 'action', action_code: 'go', args: []},
    };
    let kept: unknown;
    const persistence = {
      read: async () => kept,
      write: async (state: unknown) => void (kept = structuredClone(state)),
      clear: async () => {},
    };
    const first = await startListening(true, {persistence});
    await first.say(call, call);
    await first.transport.last.push(new TransportError('unreachable', 'cut'));
    await first.world.advance(2_000);
    await first.say(call, said('2'));
    expect(first.actions).toEqual(['go']);
    await first.conversation.flush();
    first.conversation.dispose();
    const again = await startListening(true, {persistence});
    expect(again.transport.last.options.after).toBe('2');
    await again.say(call, said('2'), said('3'));
    expect(again.actions).toEqual([]);
    expect(again.now()).toEqual(bots('2', '3'));
  });

  test('without sequential ids are processed as they come and deduplicated by id', async () => {
    const {now, say, actions} = await startListening(false);
    await say(said('a'), said('b'), said('a'), said('10'), said('7'), said('10'));
    expect(now()).toEqual(bots('a', 'b', '10', '7'));
    const call: TransportEvent = {type: 'message', id: 'c', message: {code: 'message', type: 'action', action_code: 'go', args: []}};
    await say(call, call);
    expect(actions).toEqual(['go']);
  });
});

describe('a reset', () => {
  test('replaces the entries, and keeps view state and notices of this page', async () => {
    const {world, conversation, now, say} = await startListening();
    await say(said('1', {message: {...text('1'), quick_replies: [{content_type: 'text', title: 'Yes'}]}}), said('2'));
    const [first] = conversation.state.entries;
    conversation.look(first!.id, {slide: 3});
    await conversation.send('mine', {id: 'm'});
    conversation.notice('position_denied');
    await world.setOnline(false);
    void conversation.send('unsent', {id: 'u'});
    await world.setOnline(true);
    await world.advance(0);
    await conversation.send('again', {id: 'a'});
    const reset: TransportEvent = {
      type: 'reset',
      id: '9',
      events: [
        said('2'),
        {type: 'message', id: '3', message: text('mine'), from: {kind: 'user'}, ref: 'm'},
        {type: 'message', id: '4', message: text('elsewhere'), from: {kind: 'user'}, ref: 'e'},
        said('8'),
        {type: 'joined', agent: {nick: 'Ada', is_bot: false}},
      ],
    };
    conversation.watch(false);
    await say(reset, said('10'));
    expect(now()).toEqual(['bot: 1', 'bot: 2', 'visitor sent: mine', '— position_denied', 'visitor sent: elsewhere', 'bot: 8', 'bot: 10']);
    expect(conversation.state.entries[0]).toMatchObject({id: first!.id, view: {slide: 3}});
    expect(conversation.state).toMatchObject({after: '10', unread: 2, agent: {nick: 'Ada'}});
  });

  test('keeps undelivered messages in place, and everything from before its first event or an earlier conversation', async () => {
    const {transport, conversation, now, say} = await startListening();
    await say(said('1'));
    await conversation.restart();
    await flushPromises();
    await say(said('1'), said('2'));
    transport.error = new TransportError('refused', 'no', {status: 422});
    await conversation.send('lost');
    await say(said('3'));
    await say({type: 'reset', id: '5', events: [said('2'), said('3'), said('4'), said('5')]});
    expect(now()).toEqual([
      'bot: 1',
      '— ended',
      '— started_again',
      'bot: 1',
      'bot: 2',
      'visitor failed: lost',
      'bot: 3',
      'bot: 4',
      'bot: 5',
    ]);
    await say({type: 'reset', id: '90', events: [said('89'), said('90')]});
    expect(now().slice(4)).toEqual(['bot: 2', 'visitor failed: lost', ...bots('3', '4', '5', '89', '90')]);
  });

  test('covers events held back for a missing one, so that no reconnect follows', async () => {
    const {world, transport, now, say} = await startListening();
    await say(said('3'), {type: 'reset', id: '5', events: [said('1'), said('3'), said('5')]});
    await world.advance(15_000);
    expect(transport.connections).toHaveLength(1);
    await say(said('6'));
    expect(now()).toEqual(bots('1', '3', '5', '6'));
  });

  test('reads each message a constant number of times, and later events read only a few', async () => {
    const {conversation, say, now} = await startListening();
    let looks = 0;
    const counted = (id: string): TransportEvent => {
      const message = text(id);
      Object.defineProperty(message, 'id', {get: () => (looks++, `m${id}`)});
      return said(id, {message});
    };
    const events = Array.from({length: 300}, (_, index) => counted(String(index + 1)));
    await say({type: 'reset', id: '300', events}, {type: 'reset', id: '300', events});
    expect(now()).toHaveLength(300);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(300 * 20);
    looks = 0;
    for (let id = 301; id <= 307; id += 2) {
      await conversation.send('mine', {id: `v${id}`});
      await say(said(String(id)), {type: 'read', id: String(id + 1), ref: `v${id}`});
    }
    expect(now()).toHaveLength(308);
    expect(looks).toBeLessThan(300 * 2);
  });

  test('triggers only actions that are new, and may end the conversation', async () => {
    const {conversation, actions, now, say} = await startListening();
    const call = (id: string, code: string): TransportEvent => ({
      type: 'message',
      id,
      message: {code: 'message', type: 'action', action_code: code, args: []},
    });
    await say(call('1', 'old'));
    await say({type: 'reset', id: '4', events: [call('1', 'old'), said('2'), call('3', 'new'), {type: 'end', id: '4'}]});
    expect(actions).toEqual(['old', 'new']);
    expect(now()).toEqual(['bot: 2', '— ended']);
    expect(conversation.state.phase).toBe('ended');
  });
});

test('restored entries serialize to identical JSON, so a reload rewrites nothing', async () => {
  const {conversation, now, say} = await startListening();
  const ada = {id: 'a', nick: 'Ada', avatar: '/ada.png', is_bot: false};
  await say(
    said('1', {message: {...text('Which?'), quick_replies: [{content_type: 'text', title: 'Yes'}]}, from: {kind: 'bot', nick: 'Lamp'}}),
    {type: 'message', id: '2', message: text('elsewhere'), from: {kind: 'user'}, ref: 'e'},
    {type: 'joined', id: '3', agent: ada},
    said('4', {from: {kind: 'agent', ...ada}}),
  );
  await conversation.send('mine', {id: 'm'});
  conversation.answer(conversation.state.entries[0]!.id, 'replies', 'quick_replies[0]');
  await say({type: 'read', id: '5', ref: 'm'}, {type: 'end', id: '6', reason: 'agent'});
  expect(now()).toHaveLength(6);
  const {entries} = conversation.state;
  const back = deserialize(JSON.parse(JSON.stringify(serialize(conversation.state))), 0, true)!;
  expect(back.entries.map((entry) => JSON.stringify(entry))).toEqual(entries.map((entry) => JSON.stringify(entry)));
});

describe('a connection', () => {
  test('that breaks or ends is reopened after the last event, with a backoff that any event resets', async () => {
    const warning = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const {world, transport, now, say} = await startListening();
    await say(said('1'));
    await transport.last.push(new TransportError('unreachable', 'cut'));
    await world.advance(1_000);
    expect(transport.last.options.after).toBe('1');
    await transport.last.push('end');
    await world.advance(1_999);
    expect(transport.connections).toHaveLength(2);
    await world.advance(1);
    expect(transport.connections).toHaveLength(3);
    await say(said('2'));
    await transport.last.push('end');
    await world.advance(1_000);
    expect(transport.connections).toHaveLength(4);
    expect(now()).toEqual(bots('1', '2'));
    expect(warning).not.toHaveBeenCalled();
  });

  test('is replaced after 45 seconds of silence; a heartbeat keeps it alive', async () => {
    const {world, transport, say} = await startListening();
    await world.advance(30_000);
    transport.last.options.onAlive?.();
    await world.advance(40_000);
    expect(transport.connections).toHaveLength(1);
    await world.advance(7_000);
    expect(transport.connections).toHaveLength(2);
    await say(said('1'));
    await world.advance(44_000);
    expect(transport.connections).toHaveLength(2);
  });

  test('is replaced when the clock has jumped ahead after sleep', async () => {
    const {world, transport} = await startListening();
    world.now += 3_600_000;
    await world.advance(0);
    await world.advance(6_000);
    expect(transport.connections).toHaveLength(2);
  });

  test('is replaced after 45 seconds even if the clock stands still', async () => {
    const {world, transport} = await startListening(true, {now: () => 5});
    await world.advance(44_000);
    expect(transport.connections).toHaveLength(1);
    await world.advance(3_000);
    expect(transport.connections).toHaveLength(2);
  });

  test('of a transport that is not idempotent is kept however silent, unless it has sent heartbeats', async () => {
    const {world, transport} = await startListening(false);
    await world.advance(300_000);
    await world.setVisibility('hidden');
    await world.advance(600_000);
    expect(transport.connections).toHaveLength(1);
    await world.setVisibility('visible');
    transport.last.options.onAlive?.();
    await world.advance(50_000);
    expect(transport.connections).toHaveLength(2);
  });

  test('is closed after five minutes in a hidden page, and reopened when the page is visible', async () => {
    const {world, transport} = await startListening();
    await world.setVisibility('hidden');
    await world.advance(290_000);
    const {length} = transport.connections;
    expect(transport.last.isOver).toBe(false);
    await world.advance(10_000);
    expect(transport.last.isOver).toBe(true);
    await world.advance(3_600_000);
    expect(transport.connections).toHaveLength(length);
    await world.setVisibility('visible');
    expect(transport.connections).toHaveLength(length + 1);
  });

  test('is kept in a hidden page while an answer is due', async () => {
    const {world, transport, conversation} = await startListening();
    await conversation.send('hi', {id: 'v'});
    expect(conversation.state.waiting).toMatchObject({id: 'v'});
    await world.setVisibility('hidden');
    const beatFor = async (ms: number) => {
      for (let past = 0; past < ms; past += 15_000) {
        transport.last.options.onAlive?.();
        await world.advance(15_000);
      }
    };
    await beatFor(310_000);
    expect(transport.connections).toHaveLength(1);
    expect(transport.last.isOver).toBe(false);
    await transport.last.push({type: 'ack', id: '1', ref: 'v'});
    await beatFor(310_000);
    expect(transport.last.isOver).toBe(true);
    expect(transport.connections).toHaveLength(1);
  });

  test('is closed immediately when the visitor leaves the page, and reopened when they return', async () => {
    const {world, transport} = await startListening();
    await world.setVisibility('away');
    expect(transport.last.isOver).toBe(true);
    await world.setVisibility('visible');
    expect(transport.connections).toHaveLength(2);
  });

  test('is closed without a network, and reopened when it is back', async () => {
    const {world, transport} = await startListening();
    await world.setOnline(false);
    expect(transport.last.isOver).toBe(true);
    await world.advance(120_000);
    expect(transport.connections).toHaveLength(1);
    await world.setOnline(true);
    expect(transport.connections).toHaveLength(2);
  });

  test('that was silent while the page was hidden is replaced when the visitor returns', async () => {
    const {world, transport} = await startListening();
    await world.setVisibility('hidden');
    world.now += 25_000;
    await world.setVisibility('visible');
    expect(transport.connections[0]!.isOver).toBe(true);
    await world.advance(1_000);
    expect(transport.connections).toHaveLength(2);
  });

  test('of a transport that ignores the abort signal is abandoned', async () => {
    const world = new FakeEnvironment();
    let connections = 0;
    const transport: Transport = {
      idempotent: true,
      send: async () => answer(),
      listen: () => {
        connections++;
        return {[Symbol.asyncIterator]: () => ({next: () => new Promise(() => {})})};
      },
    };
    const conversation = new Conversation({transport, ...world.options});
    await conversation.open();
    await world.advance(47_000);
    expect(connections).toBe(2);
    conversation.dispose();
    await flushPromises();
    expect(world.activeHandles).toBe(0);
  });
});
