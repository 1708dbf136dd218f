import {describe, expect, test, vi} from 'vitest';
import {backoff} from '../../src/conversation/backoff.ts';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {ConversationOptions} from '../../src/conversation/options.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import {TransportError, type TransportErrorOptions, type TransportFault} from '../../src/protocol/errors.ts';
import type {ListenOptions} from '../../src/protocol/transport.ts';
import {answer, lines, ManualTransport, flushMicrotasks, flushPromises, FakeEnvironment, text} from './harness.ts';

/** A transport on which the same id is the same message. */
class IdempotentTransport extends ManualTransport {
  readonly idempotent = true;
}

/** An idempotent transport that answers by the events the test emits. */
class EventTransport extends IdempotentTransport {
  readonly #events: TransportEvent[] = [];
  #wake = () => {};

  emit(event: TransportEvent): void {
    this.#events.push({...event, id: String(this.#events.length + 1)});
    this.#wake();
  }

  async *listen({after = '0', signal}: ListenOptions = {}): AsyncGenerator<TransportEvent> {
    for (let place = Number(after); !signal?.aborted; place++) {
      while (!this.#events[place] && !signal?.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
      const event = this.#events[place];
      if (event) yield event;
    }
  }
}

const fault = (name: TransportFault, options: TransportErrorOptions = {}) => new TransportError(name, name, options);
const refused = (status: number, retryAfter?: number) => fault('refused', {status, ...(retryAfter !== undefined && {retryAfter})});

async function openConversation<T extends ManualTransport>(transport: T, more: Partial<ConversationOptions> = {}) {
  const world = new FakeEnvironment();
  let ids = 0;
  const conversation = new Conversation({transport, newId: () => `id${++ids}`, ...world.options, ...more});
  void conversation.open();
  await flushMicrotasks();
  transport.last.answer(answer());
  await flushMicrotasks();
  const say = async (words: string) => {
    void conversation.send(words);
    await flushMicrotasks();
  };
  const now = () => lines(conversation.state);
  const entry = (index: number) => conversation.state.entries[index];
  return {world, conversation, say, now, entry, transport};
}

const memoryPersistence = (): Persistence & {json?: string} => {
  const kept: Persistence & {json?: string} = {
    read: async () => (kept.json === undefined ? undefined : JSON.parse(kept.json)),
    write: async (state) => void (kept.json = JSON.stringify(state)),
    clear: async () => void delete kept.json,
  };
  return kept;
};

test('backoff doubles from one second up to thirty, with a jitter of 20 %', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 40].map((failures) => backoff(failures, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect(backoff(1, 0)).toBe(800);
  expect(backoff(1, 1)).toBe(1_200);
});

describe('with an idempotent transport', () => {
  test('retries an undelivered message under its id with exponential backoff while later ones wait', async () => {
    const {world, say, now, entry, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    await say('two');
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    expect(entry(0)).toMatchObject({delivery: 'queued', retryAt: 2_000});
    await world.advance(999);
    expect(transport.turns).toHaveLength(2);
    await world.advance(1);
    expect(now()).toEqual(['visitor sending: one', 'visitor queued: two']);
    expect(entry(0)).not.toHaveProperty('retryAt');
    transport.last.fail(refused(503));
    await flushMicrotasks();
    expect(entry(0)).toMatchObject({retryAt: 4_000});
    await world.advance(2_000);
    transport.last.answer(answer('yes'));
    await flushMicrotasks();
    transport.last.answer(answer());
    await flushMicrotasks();
    expect(now()).toEqual(['visitor sent: one', 'visitor sent: two', 'bot: yes']);
    expect(transport.turns.map(({id}) => id)).toEqual(['id1', 'id2', 'id2', 'id2', 'id3']);
  });

  test.each([
    ['fails', (transport: EventTransport) => transport.last.fail(fault('unreachable'))],
    ['is refused for now', (transport: EventTransport) => transport.last.fail(refused(503))],
    ['is not answered', () => undefined],
  ])('a message whose request %s after the end stays in its own conversation as uncertain', async (_, happen) => {
    const {say, now, transport} = await openConversation(new EventTransport());
    await say('thanks');
    transport.emit({type: 'end', reason: 'agent'});
    await flushPromises();
    happen(transport);
    await flushPromises();
    expect(now()).toEqual(['visitor uncertain: thanks', '— ended']);
    await say('hello again');
    await flushPromises();
    expect(transport.turns.map(({request: {event}}) => event)).toEqual(['start', 'continue', 'start']);
    expect(transport.open.size).toBe(1);
    expect(now()).toEqual(['visitor uncertain: thanks', '— ended', '— started_again', 'visitor queued: hello again']);
  });

  test('a message whose request succeeds after the end is sent', async () => {
    const {say, now, transport} = await openConversation(new EventTransport());
    await say('thanks');
    transport.emit({type: 'end', reason: 'agent'});
    await flushPromises();
    transport.last.answer(answer());
    await flushPromises();
    expect(now()).toEqual(['visitor sent: thanks', '— ended']);
  });

  test('resets the backoff after a successful request', async () => {
    const {world, conversation, say, entry, transport} = await openConversation(new EventTransport());
    await say('one');
    transport.last.fail(fault('garbled'));
    await world.advance(1_000);
    transport.last.answer(answer());
    transport.emit({type: 'problem', code: 'bot_error', ref: 'id2'});
    await flushMicrotasks();
    void conversation.retry('id2');
    await flushMicrotasks();
    transport.last.fail(fault('timeout'));
    await flushMicrotasks();
    expect(entry(0)).toMatchObject({retryAt: world.now + 1_000});
  });

  test('waits for Retry-After even if the network returns or the visitor retries', async () => {
    const {world, conversation, say, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    transport.last.fail(refused(429, 7));
    await flushMicrotasks();
    await conversation.open();
    await world.setOnline(false);
    await world.setOnline(true);
    void conversation.retry('id2');
    await world.advance(6_999);
    expect(transport.turns).toHaveLength(2);
    await world.advance(1);
    expect(transport.turns).toHaveLength(3);
  });

  test('a Retry-After shorter than the backoff does not shorten it', async () => {
    const {world, conversation, say, entry, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    for (const [failures, wait] of [1_000, 2_000, 4_000, 8_000].entries()) {
      transport.last.fail(refused(503, failures % 2));
      await flushMicrotasks();
      expect(entry(0)).toMatchObject({delivery: 'queued', retryAt: world.now + wait});
      await world.advance(wait - 1);
      expect(transport.turns).toHaveLength(failures + 2);
      await world.advance(1);
    }
    transport.last.fail(refused(503, 0));
    await flushMicrotasks();
    void conversation.retry('id2');
    await flushMicrotasks();
    expect(transport.turns, 'retry() skips the backoff if Retry-After is zero').toHaveLength(7);
  });

  test('fails all waiting messages as retryable if Retry-After is more than a minute', async () => {
    const {world, conversation, say, now, entry, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    await say('two');
    transport.last.fail(refused(429, 60));
    await world.advance(60_000);
    expect(transport.turns, 'retried after exactly a minute').toHaveLength(3);
    transport.last.fail(refused(429, 61));
    await world.advance(100_000);
    expect(now()).toEqual(['visitor failed: one', 'visitor failed: two']);
    expect(entry(1)).toMatchObject({retryable: true});
    expect(transport.turns).toHaveLength(3);
    void conversation.retry('id2');
    await flushMicrotasks();
    expect(transport.last.id).toBe('id2');
  });

  test('fails a message that can never be accepted and sends the next one', async () => {
    const {say, now, entry, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    await say('two');
    transport.last.fail(refused(422));
    await flushMicrotasks();
    expect(now()).toEqual(['visitor failed: one', 'visitor sending: two']);
    expect(entry(0)).toMatchObject({retryable: false});
    transport.last.fail(new Error('a mistake of the transport'));
    await flushMicrotasks();
    expect(now()).toEqual(['visitor failed: one', 'visitor failed: two']);
  });

  test('retry() retries immediately, and discard() lets the next message move up', async () => {
    const {world, conversation, say, now, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    await say('two');
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    void conversation.retry('id2');
    await flushMicrotasks();
    expect(now()).toEqual(['visitor sending: one', 'visitor queued: two']);
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    conversation.discard('id2');
    await flushMicrotasks();
    expect(now()).toEqual(['visitor sending: two']);
    await world.advance(60_000);
    expect(transport.turns.map(({id}) => id)).toEqual(['id1', 'id2', 'id2', 'id3']);
  });

  test('retries a failed start under the same id and reports the time of the next try; open() retries immediately', async () => {
    const transport = new IdempotentTransport();
    const world = new FakeEnvironment();
    let ids = 0;
    const conversation = new Conversation({transport, newId: () => `id${++ids}`, ...world.options});
    void conversation.send('hi');
    await flushMicrotasks();
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    expect(conversation.state).toMatchObject({phase: 'idle', startFailed: true, startAt: 2_000});
    expect(lines(conversation.state)).toEqual(['visitor queued: hi']);
    await world.advance(1_000);
    transport.last.fail(refused(500));
    await flushMicrotasks();
    void conversation.open();
    await flushMicrotasks();
    transport.last.answer(answer('hello'));
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['visitor sending: hi', 'bot: hello']);
    expect(transport.turns.map(({id}) => id)).toEqual(['id2', 'id2', 'id2', 'id1']);
    expect(conversation.state.startFailed).toBeUndefined();
  });

  test('stop() aborts the start', async () => {
    const transport = new IdempotentTransport();
    const conversation = new Conversation({transport, ...new FakeEnvironment().options});
    void conversation.open();
    await flushMicrotasks();
    conversation.stop();
    await flushMicrotasks();
    expect(transport.last.signal?.aborted).toBe(true);
    expect(conversation.state).toMatchObject({phase: 'idle', startFailed: true, waiting: undefined});
  });

  test('starts each conversation under a new id', async () => {
    const {say, transport} = await openConversation(new IdempotentTransport());
    await say('bye');
    transport.last.answer({event: 'end', messages: []});
    await flushMicrotasks();
    await say('again');
    expect(transport.turns.map(({request}) => request.event)).toEqual(['start', 'continue', 'start']);
    expect(transport.last.id).not.toBe(transport.turns[0]!.id);
  });

  test('forget() cancels the retry of a start and discards its id', async () => {
    const transport = new IdempotentTransport();
    const world = new FakeEnvironment();
    const conversation = new Conversation({transport, ...world.options});
    void conversation.open();
    await flushMicrotasks();
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    await conversation.forget();
    await world.advance(60_000);
    expect(transport.turns).toHaveLength(1);
    void conversation.open();
    await flushMicrotasks();
    expect(transport.turns).toHaveLength(2);
    expect(transport.turns[1]!.id).not.toBe(transport.turns[0]!.id);
  });

  test('resends a request that has had no answer for 65 seconds', async () => {
    const {world, say, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    await world.advance(64_999);
    expect(transport.open.size).toBe(1);
    await world.advance(2_001);
    expect(transport.turns.map(({id}) => id)).toEqual(['id1', 'id2', 'id2']);
    expect(transport.open.size).toBe(1);
  });

  test('continues to wait for Retry-After after a reload, but not for a backoff or after the clock was set back', async () => {
    const visit = async (retryAfter: number | undefined, now: number) => {
      const persistence = memoryPersistence();
      const {world, conversation, say, transport} = await openConversation(new IdempotentTransport(), {persistence});
      await say('one');
      transport.last.fail(refused(503, retryAfter));
      await flushMicrotasks();
      await conversation.flush();
      conversation.dispose();
      world.now = now;
      const again = new Conversation({transport: new IdempotentTransport(), persistence, ...world.options});
      void again.open();
      await flushMicrotasks();
      return {world, again, asked: () => again.state.entries.map((entry) => 'delivery' in entry && entry.delivery)};
    };
    const {world, again, asked} = await visit(20, 11_000);
    expect(again.state.entries[0]).toMatchObject({delivery: 'queued', retryable: false, retryAt: 21_000});
    void again.retry('id2');
    await world.advance(9_999);
    expect(asked()).toEqual(['queued']);
    await world.advance(1);
    expect(asked()).toEqual(['sending']);
    for (const other of [await visit(undefined, 1_001), await visit(20, 21_000), await visit(20, -100_000)]) {
      expect(other.asked()).toEqual(['sending']);
      expect(other.again.state.entries[0]).not.toHaveProperty('retryAt');
    }
  });

  test('resends a message interrupted by a reload under its id, unless it is more than a day old', async () => {
    const persistence = memoryPersistence();
    const first = await openConversation(new IdempotentTransport(), {persistence});
    await first.say('one');
    first.conversation.dispose();
    await flushMicrotasks();
    const {json} = persistence;

    const transport = new IdempotentTransport();
    const again = new Conversation({transport, persistence, ...new FakeEnvironment().options});
    void again.open();
    await flushMicrotasks();
    expect(transport.turns.map(({id, request}) => [id, request.event])).toEqual([['id2', 'continue']]);
    again.dispose();

    persistence.json = json!;
    const later = new FakeEnvironment();
    later.now += 25 * 60 * 60 * 1000;
    const old = new Conversation({transport, persistence, ...later.options});
    await old.open();
    await flushMicrotasks();
    expect(lines(old.state)).toEqual(['visitor failed: one']);
    expect(transport.turns).toHaveLength(1);
  });

  test('dispose() leaves no timers or listeners', async () => {
    const {world, conversation, say, transport} = await openConversation(new EventTransport());
    await say('one');
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    conversation.dispose();
    await flushMicrotasks();
    expect(world.activeHandles).toBe(0);
  });
});

describe('an answer by events', () => {
  const bot = (body: string): TransportEvent => ({type: 'message', message: text(body), from: {kind: 'bot'}});

  test('is awaited until its first message, while its message is sent and the next one can be sent', async () => {
    const {conversation, say, now, transport} = await openConversation(new EventTransport());
    await say('one');
    transport.last.answer(answer());
    await flushMicrotasks();
    expect(now()).toEqual(['visitor sent: one']);
    expect(conversation.state.waiting).toEqual({id: 'id2', since: 1_000});
    await say('two');
    expect(transport.last.id).toBe('id3');
    transport.emit(bot('to one'));
    await flushMicrotasks();
    expect(conversation.state.waiting).toMatchObject({id: 'id3'});
    transport.last.answer(answer());
    await flushMicrotasks();
    transport.emit(bot('to two'));
    await flushMicrotasks();
    expect(conversation.state.waiting).toBeUndefined();
    expect(now()).toEqual(['visitor sent: one', 'visitor sent: two', 'bot: to one', 'bot: to two']);
  });

  test('may be only an ack, or a problem that fails the message', async () => {
    const {conversation, say, now, transport} = await openConversation(new EventTransport());
    await say('one');
    transport.last.answer(answer());
    await flushMicrotasks();
    transport.emit({type: 'ack', ref: 'id2'});
    await flushMicrotasks();
    expect(conversation.state.waiting).toBeUndefined();
    await say('two');
    transport.last.answer(answer());
    await flushMicrotasks();
    transport.emit({type: 'problem', code: 'bot_timeout', ref: 'id3'});
    await flushMicrotasks();
    expect(conversation.state.waiting).toBeUndefined();
    expect(now()).toEqual(['visitor sent: one', 'visitor failed: two']);
    void conversation.retry('id3');
    await flushMicrotasks();
    expect(transport.last.id).toBe('id3');
  });

  test('is no longer awaited after stop(), but is still shown, and nothing is sent twice', async () => {
    const {conversation, say, now, transport} = await openConversation(new EventTransport());
    await say('one');
    conversation.stop();
    expect(conversation.state.waiting).toBeUndefined();
    expect(now()).toEqual(['visitor sending: one']);
    transport.last.answer(answer());
    await flushMicrotasks();
    expect(conversation.state.waiting).toBeUndefined();
    transport.emit(bot('late'));
    await flushMicrotasks();
    expect(now()).toEqual(['visitor sent: one', 'bot: late']);
  });

  test.each<[string, TransportEvent]>([
    ['an echo of the message', {type: 'message', message: text('one'), from: {kind: 'user'}, ref: 'id2'}],
    ['an ack', {type: 'ack', ref: 'id2'}],
  ])('proves by %s that a message has arrived if the response to its request is lost or pending', async (_, event) => {
    const {world, say, now, transport} = await openConversation(new EventTransport());
    await say('one');
    await say('two');
    transport.emit(event);
    await flushMicrotasks();
    expect(now()).toEqual(['visitor sent: one', 'visitor sending: two']);
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    transport.emit({...event, ref: 'id3'} as TransportEvent);
    await world.advance(60_000);
    expect(now()).toEqual(['visitor sent: one', 'visitor sent: two']);
    expect(transport.turns.map(({id}) => id)).toEqual(['id1', 'id2', 'id3']);
  });

  test('is acknowledged by sending the number of the last event with each request', async () => {
    const transport = new EventTransport();
    const send = vi.spyOn(transport, 'send');
    const {say} = await openConversation(transport);
    transport.emit({type: 'message', message: text('Anything else?')});
    await flushMicrotasks();
    await say('one');
    expect(send.mock.calls.map(([, options]) => options?.after)).toEqual(['0', '1']);
  });

  test('with a problem keeps the message failed even if its request succeeds afterwards', async () => {
    const {say, now, transport} = await openConversation(new EventTransport());
    await say('one');
    const turn = transport.last;
    transport.emit({type: 'problem', code: 'bot_error', ref: 'id2'});
    await flushMicrotasks();
    turn.answer(answer());
    await flushMicrotasks();
    expect(now()).toEqual(['visitor failed: one']);
  });
});

describe('without a network', () => {
  test.each([['directly', ManualTransport] as const, ['through a gateway', IdempotentTransport] as const])(
    '%s: the start and messages are queued and sent in order once the network is back',
    async (_, TransportClass) => {
      const transport = new TransportClass();
      const world = new FakeEnvironment();
      await world.setOnline(false);
      const conversation = new Conversation({transport, ...world.options});
      await conversation.open();
      expect(conversation.state).toMatchObject({phase: 'idle', online: false});
      expect(conversation.state.startFailed).toBeUndefined();
      void conversation.send('one');
      void conversation.send('two');
      await world.advance(60_000);
      expect(transport.turns).toHaveLength(0);
      expect(lines(conversation.state)).toEqual(['visitor queued: one', 'visitor queued: two']);
      await world.setOnline(true);
      expect(conversation.state.online).toBe(true);
      for (let turn = 0; turn < 3; turn++) {
        transport.last.answer(answer());
        await flushMicrotasks();
      }
      expect(transport.turns.map(({request}) => request.message ?? request.event)).toEqual(['start', text('one'), text('two')]);
      expect(lines(conversation.state)).toEqual(['visitor sent: one', 'visitor sent: two']);
    },
  );

  test('resends a message that never left even to a direct bot, but not one that may have left', async () => {
    const {world, say, now, entry, transport} = await openConversation(new ManualTransport());
    await say('one');
    await world.setOnline(false);
    transport.last.fail(fault('offline'));
    await flushMicrotasks();
    expect(now()).toEqual(['visitor queued: one']);
    expect(entry(0)).not.toHaveProperty('retryAt');
    await world.setOnline(true);
    await world.setOnline(false);
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    await world.setOnline(true);
    expect(now()).toEqual(['visitor uncertain: one']);
    expect(transport.turns).toHaveLength(3);
  });

  test('the return of the network ends a backoff', async () => {
    const {world, say, transport} = await openConversation(new IdempotentTransport());
    await say('one');
    transport.last.fail(fault('unreachable'));
    await world.setOnline(false);
    await world.advance(60_000);
    expect(transport.turns).toHaveLength(2);
    await world.setOnline(true);
    expect(transport.turns).toHaveLength(3);
  });

  test('fails messages queued for more than a day instead of sending them', async () => {
    const {world, say, now, transport} = await openConversation(new ManualTransport());
    await world.setOnline(false);
    await say('old');
    await world.advance(25 * 60 * 60 * 1000);
    await say('new');
    await world.setOnline(true);
    expect(now()).toEqual(['visitor failed: old', 'visitor sending: new']);
    expect(transport.turns).toHaveLength(2);
  });

  test('does not retry a start that failed for another reason', async () => {
    const transport = new ManualTransport();
    const world = new FakeEnvironment();
    const conversation = new Conversation({transport, ...world.options});
    void conversation.open();
    await flushMicrotasks();
    transport.last.fail(fault('unreachable'));
    await flushMicrotasks();
    await world.setOnline(false);
    await world.setOnline(true);
    expect(transport.turns).toHaveLength(1);
    expect(conversation.state.startFailed).toBe(true);
  });
});

test('a second message with the same id is ignored', async () => {
  const {conversation, now, transport} = await openConversation(new ManualTransport());
  void conversation.send('one', {id: 'mine'});
  await flushMicrotasks();
  void conversation.send('one', {id: 'mine'});
  await flushMicrotasks();
  transport.last.answer(answer());
  await flushMicrotasks();
  await conversation.send('one', {id: 'mine'});
  expect(now()).toEqual(['visitor sent: one']);
  expect(transport.turns).toHaveLength(2);
});
