import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {openPersistence, type Persistence} from '../../src/conversation/persistence.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import {answer, createConversation, lines, ManualTransport, flushMicrotasks, FakeEnvironment, text} from './harness.ts';

const day = 24 * 60 * 60 * 1000;

/** A store that holds JSON, as the real ones do, and counts writes. */
class MemoryPersistence implements Persistence {
  json: string | undefined;
  writes = 0;
  read = async (): Promise<unknown> => (this.json === undefined ? undefined : JSON.parse(this.json));
  write = async (state: unknown): Promise<void> => {
    this.writes++;
    this.json = JSON.stringify(state);
  };
  clear = async (): Promise<void> => {
    this.json = undefined;
  };
}

/** The used part of sessionStorage, with faults on demand. */
function fakeStorage() {
  const items = new Map<string, string>();
  const storage = {
    items,
    full: false,
    /** How many of the next writes fail. */
    faults: 0,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (storage.full || --storage.faults >= 0) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key: string) => void items.delete(key),
  };
  return storage;
}

let warnings: ReturnType<typeof vi.spyOn>;
beforeEach(() => void (warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a later visit', () => {
  test('restores entries, view state, draft, agent, data and context, and continues the conversation', async () => {
    const persistence = new MemoryPersistence();
    const asking = {...text('Which?'), quick_replies: [{content_type: 'text', title: 'Red', payload: 'r'}]};
    const first = createConversation({
      transport: new ScriptedTransport([[asking], {messages: [text('Red it is')], context: {step: 2}, data: {colour: 'red'}}]),
      persistence,
      data: {cart: 1, step: 0},
    });
    await first.conversation.open();
    first.conversation.setAgent({id: 'a', nick: 'Bo', avatar: 'https://a.example/b.png', status: 'Shop', is_bot: true});
    first.conversation.setUploads(true);
    first.conversation.watch(false);
    first.conversation.answer('id2', 'replies', 'quick_replies[0]');
    await first.conversation.send({code: 'message', type: 'text', body: 'Red', payload: 'r'});
    first.conversation.look('id4', {slide: 1, day: '2026-01-01', slot: 's', expanded: true, pictures: false});
    first.conversation.notice('position_asked');
    first.conversation.write('half a sen');
    first.conversation.read('id4');
    first.conversation.show(true);
    first.conversation.dispose();
    await flushMicrotasks();
    expect(first.conversation.state).toMatchObject({draft: 'half a sen', readUpTo: 'id4', opened: true});

    const transport = new ScriptedTransport(['more']);
    const second = createConversation({transport, persistence, data: {cart: 2, step: 0}, language: 'it'}, 'later');
    second.conversation.setData({page: 'basket'});
    second.conversation.setLanguage('de-at');
    await second.conversation.open();
    const {data: _, language, ...kept} = second.conversation.state;
    const {data: __, ...before} = first.conversation.state;
    expect(kept).toEqual(before);
    expect(language).toBe('de-AT');
    expect(second.conversation.state.data).toEqual({cart: 1, step: 0, colour: 'red', page: 'basket'});
    expect(transport.requests).toEqual([]);
    await second.conversation.send('more?');
    expect(transport.requests[0]).toMatchObject({event: 'continue', language: 'de-AT', context: {step: 2}, data: {colour: 'red'}});
    expect(lines(second.conversation.state).slice(-2)).toEqual(['visitor sent: more?', 'bot: more']);
  });

  test('marks a message that was being sent as uncertain, sends queued ones, and fails those older than a day', async () => {
    const persistence = new MemoryPersistence();
    persistence.json = JSON.stringify({
      version: 1,
      phase: 'open',
      entries: [
        {id: 'a', at: 0, from: 'visitor', message: text('sent'), delivery: 'sent'},
        {id: 'b', at: 0, from: 'visitor', message: text('on its way'), delivery: 'sending'},
        {id: 'c', at: 0, from: 'visitor', message: text('old'), delivery: 'queued'},
        {id: 'd', at: 1, from: 'visitor', message: text('younger'), delivery: 'queued'},
        {id: 'e', at: 2, from: 'visitor', message: text('young'), delivery: 'queued'},
      ],
      data: {},
    });
    const transport = new ScriptedTransport(['one', 'two']);
    const {conversation, clock} = createConversation({transport, persistence});
    clock.now = day + 1;
    await conversation.open();
    await vi.waitFor(() => expect(transport.requests).toHaveLength(2));
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual([
      'visitor sent: sent',
      'visitor uncertain: on its way',
      'visitor failed: old',
      'visitor sent: younger',
      'visitor sent: young',
      'bot: one',
      'bot: two',
    ]);
    expect(conversation.state.entries[2]).toMatchObject({retryable: true});
  });

  test('starts again if the page was closed during the start', async () => {
    const persistence = new MemoryPersistence();
    const first = createConversation({transport: new ManualTransport(), persistence});
    void first.conversation.open();
    await flushMicrotasks();
    await first.conversation.flush();
    expect(persistence.json).toContain('"connecting"');
    const transport = new ScriptedTransport(['Hello']);
    const second = createConversation({transport, persistence});
    await second.conversation.open();
    expect(lines(second.conversation.state)).toEqual(['bot: Hello']);
  });

  test('restores an ended conversation as ended, with queued messages as failed', async () => {
    const persistence = new MemoryPersistence();
    persistence.json = JSON.stringify({
      version: 1,
      phase: 'ended',
      entries: [{id: 'a', at: 0, from: 'visitor', message: text('x'), delivery: 'queued'}],
      data: {},
    });
    const transport = new ScriptedTransport(['Hello', 'x!']);
    const {conversation} = createConversation({transport, persistence});
    await conversation.open();
    expect(conversation.state.phase).toBe('ended');
    expect(lines(conversation.state)).toEqual(['visitor failed: x']);
    expect(transport.requests).toEqual([]);
    await conversation.send('y');
    expect(lines(conversation.state)).toEqual(['visitor failed: x', '— started_again', 'visitor sent: y', 'bot: Hello', 'bot: x!']);
  });

  test('shows restored entries above everything said or noticed before they were loaded', async () => {
    const persistence = new MemoryPersistence();
    persistence.json = JSON.stringify({version: 1, phase: 'open', entries: [{id: 'a', at: 0, from: 'system', notice: 'ended'}], data: {}});
    const {conversation} = createConversation({transport: new ScriptedTransport(['hey']), persistence});
    conversation.notice('position_asked');
    await conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['— ended', '— position_asked', 'visitor sent: hi', 'bot: hey']);
  });
});

test('a message sent before an ended conversation is restored starts a new one below it', async () => {
  const kept = {version: 1, phase: 'ended', entries: [{id: 'a', at: 0, from: 'system', notice: 'ended'}], data: {}};
  const persistence: Persistence = {read: async () => kept, write: async () => {}, clear: async () => {}};
  const {conversation} = createConversation({transport: new ScriptedTransport(['Hello', 'hey']), persistence});
  await conversation.send('hi');
  expect(lines(conversation.state)).toEqual(['— ended', '— started_again', 'visitor sent: hi', 'bot: Hello', 'bot: hey']);
});

describe('saving', () => {
  test('begins with open(), not before', async () => {
    const persistence = new MemoryPersistence();
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello']), persistence});
    conversation.setData({a: 1});
    conversation.notice('position_asked');
    await conversation.flush();
    expect(persistence.json).toBeUndefined();
    await conversation.open();
    await conversation.flush();
    expect(persistence.json).toContain('Hello');
  });

  test('debounces changes into one write, but writes a new message immediately', async () => {
    const persistence = new MemoryPersistence();
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello', 'And heard']), persistence});
    await conversation.open();
    await conversation.flush();
    vi.useFakeTimers();
    const {writes} = persistence;
    for (let slide = 0; slide < 20; slide++) conversation.look('id2', {slide});
    expect(persistence.writes).toBe(writes);
    await vi.advanceTimersByTimeAsync(150);
    expect(persistence.writes).toBe(writes + 1);
    expect(persistence.json).toContain('"slide":19');
    void conversation.send('at once');
    await vi.advanceTimersByTimeAsync(0);
    expect(persistence.json).toContain('at once');
    expect(persistence.json).toContain('And heard');
    persistence.writes = writes + 1;
    await vi.advanceTimersByTimeAsync(1_000);
    persistence.writes = writes + 1;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(persistence.writes).toBe(writes + 1);
  });

  test('debounces the draft by a second, and flush() writes it immediately', async () => {
    vi.useFakeTimers();
    const persistence = new MemoryPersistence();
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello']), persistence});
    await conversation.open();
    await vi.advanceTimersByTimeAsync(5_000);
    const {writes} = persistence;
    conversation.write('H');
    conversation.write('He');
    await vi.advanceTimersByTimeAsync(999);
    expect(persistence.writes).toBe(writes);
    await vi.advanceTimersByTimeAsync(1);
    expect(persistence.writes).toBe(writes + 1);
    expect(persistence.json).toContain('"draft":"He"');
    conversation.write('Hel');
    await conversation.flush();
    expect(persistence.json).toContain('"draft":"Hel"');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(persistence.writes).toBe(writes + 2);
  });

  test('happens before a message is sent, so that a reload cannot lose it', async () => {
    const persistence = new MemoryPersistence();
    const seen: string[] = [];
    const watching = new ScriptedTransport(({message}) => {
      seen.push(persistence.json ?? '');
      return message ? 'ok' : 'Hello';
    });
    const {conversation} = createConversation({transport: watching, persistence});
    await conversation.send('remember me');
    expect(seen[1]).toMatch(/"remember me".*"delivery":"sending"/);
  });

  test('includes no settings, environment or transient state', async () => {
    const persistence = new MemoryPersistence();
    const settings = {engine: {type: 'custom', settings: {secret: 's3cret'}}};
    const {conversation} = createConversation({
      transport: new ScriptedTransport([[{code: 'message', type: 'iswriting'}]]),
      persistence,
      settings,
      environment: {token: 't0ken'},
    });
    await conversation.open();
    await conversation.flush();
    expect(JSON.parse(persistence.json!)).toEqual({version: 1, phase: 'open', entries: [], unread: 0, data: {}});
  });

  test('reports a failing store once and goes on', async () => {
    const broken: Persistence = {
      read: () => Promise.reject(new Error('no')),
      write: () => Promise.reject(new Error('full')),
      clear: () => Promise.reject(new Error('no')),
    };
    const {conversation, events} = createConversation({transport: new ScriptedTransport(['Hello', 'hey']), persistence: broken});
    await conversation.open();
    await conversation.send('hi');
    await conversation.flush();
    expect(conversation.state.unkept).toBe(true);
    await conversation.forget();
    expect(warnings).toHaveBeenCalledTimes(1);
    expect(events.filter(({type}) => type === 'unkept')).toHaveLength(1);
  });

  test('sets `unkept` when the store is full', async () => {
    const storage = fakeStorage();
    vi.stubGlobal('sessionStorage', storage);
    const {conversation} = createConversation({
      transport: new ScriptedTransport(['Hello', 'hey']),
      persistence: openPersistence('session', 'k', 1),
    });
    await conversation.open();
    await conversation.flush();
    expect(conversation.state.unkept).toBeUndefined();
    storage.full = true;
    await conversation.send('hi');
    await conversation.flush();
    expect(conversation.state.unkept).toBe(true);
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: hi', 'bot: hey']);
  });

  test('waits three seconds for a store that hangs, once, and never overwrites what it could not read', async () => {
    vi.useFakeTimers();
    const hanging = {read: vi.fn(() => new Promise<never>(() => {})), write: vi.fn(async () => {}), clear: async () => {}};
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello', 'hey']), persistence: hanging});
    const open = conversation.open();
    await vi.advanceTimersByTimeAsync(3_000);
    await open;
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
    await conversation.send('hi');
    await conversation.flush();
    expect(hanging.write).not.toHaveBeenCalled();
    expect(warnings).toHaveBeenCalledTimes(1);
  });

  test('that hangs delays the start by at most three seconds, and later messages not at all', async () => {
    vi.useFakeTimers();
    const hanging = {read: async () => undefined, write: vi.fn(() => new Promise<never>(() => {})), clear: async () => {}};
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello', 'hey', 'ho']), persistence: hanging});
    const open = conversation.open();
    await vi.advanceTimersByTimeAsync(3_000);
    await open;
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
    await conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: hi', 'bot: hey']);
  });

  test('is undone by forget(), even during a write, and forget() during open() leaves the conversation idle', async () => {
    const persistence = new MemoryPersistence();
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello', 'hey', 'Hello']), persistence});
    await conversation.open();
    await conversation.send('hi');
    conversation.notice('position_asked');
    void conversation.flush();
    await conversation.forget();
    expect(persistence.json).toBeUndefined();
    conversation.setData({a: 1});
    await conversation.flush();
    expect(persistence.json).toBeUndefined();

    const open = conversation.open();
    await conversation.forget();
    await open;
    expect(conversation.state).toMatchObject({phase: 'idle', entries: []});
    conversation.setData({a: 2});
    await conversation.flush();
    expect(persistence.json).toBeUndefined();
  });
});

describe('forget() while a slow store writes', () => {
  /** A conversation whose store completes a write only when the test calls its gate. */
  async function openWithSlowStore() {
    const shelf = new MemoryPersistence();
    const gates: (() => void)[] = [];
    const write = async (state: unknown): Promise<void> => {
      await new Promise<void>((resolve) => gates.push(resolve));
      await shelf.write(state);
    };
    const persistence = {read: shelf.read, write, clear: shelf.clear};
    const {conversation} = createConversation({transport: new ScriptedTransport([[]]), persistence});
    const open = conversation.open();
    await flushMicrotasks();
    gates.shift()!();
    await open;
    await flushMicrotasks();
    for (const release of gates.splice(0)) release();
    await flushMicrotasks();
    conversation.notice('position_asked');
    void conversation.flush();
    await flushMicrotasks();
    conversation.notice('position_denied');
    void conversation.flush();
    return {shelf, gates, conversation};
  }

  test('waits for the pending write and skips the next', async () => {
    const {shelf, gates, conversation} = await openWithSlowStore();
    const forgotten = conversation.forget();
    expect(gates).toHaveLength(1);
    gates[0]!();
    await forgotten;
    expect(shelf.json).toBeUndefined();
    expect(gates).toHaveLength(1);
  });

  test('lets a message sent meanwhile start a new conversation after the deletion', async () => {
    const {shelf, gates, conversation} = await openWithSlowStore();
    gates.shift()!();
    await flushMicrotasks();
    expect(shelf.json).toContain('position_asked');
    const forgotten = conversation.forget();
    void conversation.send('anew');
    await flushMicrotasks();
    gates.shift()!();
    await forgotten;
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['visitor queued: anew']);
    gates.shift()!();
    await flushMicrotasks();
    expect(shelf.json).not.toContain('position');
  });

  test('waits at most three seconds, and skips the write queued behind the pending one', async () => {
    vi.useFakeTimers();
    const {gates, conversation} = await openWithSlowStore();
    const forgotten = conversation.forget();
    await vi.advanceTimersByTimeAsync(3_000);
    await forgotten;
    gates[0]!();
    await flushMicrotasks();
    expect(gates).toHaveLength(1);
  });
});

describe('invalid stored data', () => {
  const good = {id: 'g', at: 5, from: 'bot', message: text('good')};
  const open = async (kept: unknown) => {
    const persistence: Persistence = {read: async () => kept, write: async () => {}, clear: async () => {}};
    const transport = new ScriptedTransport(['fresh']);
    const {conversation} = createConversation({transport, persistence});
    await conversation.open();
    return {state: conversation.state, transport};
  };

  test.each([
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [{version: 2, phase: 'open', entries: [good], data: {}}],
    [{version: 1, phase: 'open', entries: {0: good}}],
    [{version: 1}],
  ])('%j is ignored', async (kept) => {
    const {state} = await open(kept);
    expect(lines(state)).toEqual(['bot: fresh']);
  });

  test('invalid entries and fields are dropped, the others are kept', async () => {
    const entries = [
      null,
      'x',
      [],
      {...good, id: 7},
      {...good, id: ''},
      {...good, at: 'now'},
      {...good, at: null},
      {...good, from: 'nobody'},
      {...good, message: null},
      {...good, message: 'words'},
      {...good, id: 'v1', from: 'visitor'},
      {...good, id: 'v2', from: 'visitor', delivery: 'lost'},
      {...good, id: 'v3', from: 'visitor', delivery: 'sent', message: {code: 'message', type: 'iswriting'}},
      {id: 's1', at: 1, from: 'system', notice: 'toString'},
      good,
      {...good, message: text('the same id')},
      {
        ...good,
        id: 'h',
        event: 7,
        folded: 'yes',
        message: {type: 'TEXT', body: 5},
        view: {replies: {choice: 3}, slide: 1.5, day: 2, expanded: 'yes', own: 1},
        who: {nick: 4, is_bot: 'x'},
      },
    ];
    const {state, transport} = await open({
      version: 1,
      phase: 'open',
      entries,
      unread: 99,
      data: [],
      context: 'x',
      agent: 'Bo',
      uploads: 1,
      language: 4,
      after: {},
      draft: 5,
      readUpTo: [],
      opened: 'yes',
      moments: {x: {data: {}}, 1: {data: 2}, 2: 'x'},
      startAt: 9,
      online: false,
    });
    expect(state).toEqual({
      phase: 'open',
      entries: [good, {...good, id: 'h', message: text('5'), view: {replies: {}}, who: {}}],
      unread: 2,
      data: {},
      moments: {},
    });
    expect(transport.requests).toEqual([]);
  });

  test.each([
    [{phase: 'somewhere'}, 'open', 0],
    [{unread: -3}, 'open', 0],
    [{unread: '3'}, 'open', 0],
  ])('%j is corrected', async (part, phase, unread) => {
    const {state} = await open({version: 1, phase: 'open', entries: [good], data: {}, ...part});
    expect(state).toMatchObject({phase, unread});
  });
});

describe('openPersistence()', () => {
  test('keeps "none" in memory', async () => {
    const place = openPersistence('none', 'k', 1);
    expect(await place.read()).toBeUndefined();
    await place.write({a: [1]});
    expect(await place.read()).toEqual({a: [1]});
    await place.clear();
    expect(await place.read()).toBeUndefined();
  });

  test('keeps "session" in sessionStorage, each conversation under its key, until it is cleared', async () => {
    const storage = fakeStorage();
    vi.stubGlobal('sessionStorage', storage);
    const shop = openPersistence('session', 'shop', 1);
    const help = openPersistence('session', 'help', 1);
    await shop.write({a: 1});
    await help.write({b: 2});
    expect(await openPersistence('session', 'shop', 1).read()).toEqual({a: 1});
    await shop.clear();
    expect(await shop.read()).toBeUndefined();
    expect(await help.read()).toEqual({b: 2});
    expect([...storage.items.keys()]).toEqual(['parley:conversation:help']);
  });

  test('ignores and deletes a conversation that has expired', async () => {
    const storage = fakeStorage();
    vi.stubGlobal('sessionStorage', storage);
    let now = 0;
    const place = openPersistence('session', 'k', 2, () => now);
    await place.write('x');
    now = 2 * day;
    expect(await place.read()).toBe('x');
    now = 2 * day + 1;
    expect(await place.read()).toBeUndefined();
    expect(storage.items.size).toBe(0);
  });

  test.each(['{', '"x"', '{"at":1}', '{"at":"1","json":"1"}', '{"at":1,"json":"{"}'])('ignores %s in the store', async (item) => {
    const storage = fakeStorage();
    storage.items.set('parley:conversation:k', item);
    vi.stubGlobal('sessionStorage', storage);
    expect(await openPersistence('session', 'k', 1_000_000).read()).toBeUndefined();
  });

  test.each(['local', 'session'] as const)('falls back to memory where %s storage is blocked, and warns once', async (kind) => {
    vi.stubGlobal('sessionStorage', undefined);
    vi.stubGlobal('indexedDB', undefined);
    const place = openPersistence(kind, 'k', 1);
    expect(await place.read()).toBeUndefined();
    await place.write({a: 1});
    expect(await place.read()).toEqual({a: 1});
    await place.clear();
    expect(await place.read()).toBeUndefined();
    expect(warnings).toHaveBeenCalledTimes(1);
    expect(warnings.mock.calls[0]![0]).toContain(`${kind} storage`);
  });

  test('falls back to memory when the store is full, and removes the outdated copy', async () => {
    const storage = fakeStorage();
    vi.stubGlobal('sessionStorage', storage);
    const place = openPersistence('session', 'k', 1);
    await place.write(1);
    storage.full = true;
    await place.write(2);
    await place.write(3);
    expect(await place.read()).toBe(3);
    expect(warnings).toHaveBeenCalledTimes(1);
    expect(storage.items.size).toBe(0);
  });

  test('retries a write that fails once', async () => {
    const storage = fakeStorage();
    vi.stubGlobal('sessionStorage', storage);
    const place = openPersistence('session', 'k', 1);
    storage.faults = 1;
    await place.write(1);
    expect(await openPersistence('session', 'k', 1).read()).toBe(1);
    expect(place.lost).toBe(false);
    expect(warnings).not.toHaveBeenCalled();
  });
});

test('a queued message that is sent when the store is full is not sent again on the next visit', async () => {
  const storage = fakeStorage();
  vi.stubGlobal('sessionStorage', storage);
  const world = new FakeEnvironment();
  const {online} = world.options;
  const visit = () => {
    const transport = new ScriptedTransport(['Hello', 'booked']);
    const persistence = openPersistence('session', 'k', 1);
    return {transport, ...createConversation({transport, persistence, online})};
  };
  const first = visit();
  await first.conversation.open();
  await world.setOnline(false);
  void first.conversation.send('book a table');
  await flushMicrotasks();
  await first.conversation.flush();
  expect([...storage.items.values()].join()).toContain('queued');
  storage.full = true;
  await world.setOnline(true);
  await vi.waitFor(() => expect(lines(first.conversation.state)).toEqual(['bot: Hello', 'visitor sent: book a table', 'bot: booked']));
  first.conversation.dispose();
  const second = visit();
  await second.conversation.open();
  await flushMicrotasks();
  expect(second.transport.requests.map(({event}) => event)).toEqual(['start']);
});

test('a failed message is still failed after a reload and can be retried', async () => {
  const persistence = new MemoryPersistence();
  const first = createConversation({
    transport: new ScriptedTransport(['Hello', new TransportError('refused', 'x', {status: 400})]),
    persistence,
  });
  await first.conversation.send('hi');
  await first.conversation.flush();
  const transport = new ManualTransport();
  const second = createConversation({transport, persistence}, 'later');
  await second.conversation.open();
  const entry = second.conversation.state.entries[0]!;
  expect(entry).toMatchObject({delivery: 'failed', retryable: false});
  void second.conversation.retry(entry.id);
  await flushMicrotasks();
  transport.last.answer(answer('hey'));
  await flushMicrotasks();
  expect(lines(second.conversation.state)).toEqual(['visitor sent: hi', 'bot: Hello', 'bot: hey']);
});
