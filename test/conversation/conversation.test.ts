import {describe, expect, test, vi} from 'vitest';
import {ProtocolError, TransportError} from '../../src/protocol/errors.ts';
import type {VisitorEntry} from '../../src/protocol/entry.ts';
import type {BotMessage, VisitorMessage} from '../../src/protocol/message.ts';
import {ScriptedTransport, type Script} from '../../src/transport/scripted.ts';
import {answer, createConversation, lines, ManualTransport, flushMicrotasks, text} from './harness.ts';

const unreachable = new TransportError('unreachable', 'gone');
const refused = (status: number) => new TransportError('refused', `answered ${status}`, {status});

/** A conversation that is open and has received the greeting of its bot. */
async function openConversation(script: Script, options = {}) {
  const transport = new ScriptedTransport(typeof script === 'function' ? script : ['Hello', ...script]);
  const setup = createConversation({transport, ...options});
  await setup.conversation.open();
  setup.events.length = 0;
  return {...setup, transport};
}

/** A conversation whose bot answers only when the test calls `answer()`. */
async function openWithManualBot(options = {}) {
  const transport = new ManualTransport();
  const setup = createConversation({transport, ...options});
  void setup.conversation.open();
  await flushMicrotasks();
  transport.last.answer(answer('Hello'));
  await flushMicrotasks();
  setup.events.length = 0;
  return {...setup, transport};
}

describe('open()', () => {
  test('sends a start request with language, data, context, environment and settings, and shows the greeting', async () => {
    const transport = new ScriptedTransport(['Hello']);
    const environment = {host: 'shop.example', caps: {type: 'b'}};
    const settings = {engine: {type: 'lamps', settings: {warm: true}}};
    const {conversation, states} = createConversation({
      transport,
      language: 'zh-Hans-CN',
      data: {cart: 2},
      context: {known: 1},
      environment,
      settings,
    });
    expect(conversation.state).toMatchObject({phase: 'idle', entries: []});
    await conversation.open();

    expect(transport.requests).toEqual([{event: 'start', language: 'zh-CN', data: {cart: 2}, context: {known: 1}, environment, settings}]);
    expect(states[0]).toMatchObject({phase: 'connecting', waiting: {since: 1_000}});
    expect(conversation.state.phase).toBe('open');
    expect(conversation.state.waiting).toBeUndefined();
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
  });

  test('defaults to a custom engine and omits fields that are not set', async () => {
    const {transport} = await openConversation([]);
    expect(transport.requests).toEqual([{event: 'start', data: {}, settings: {engine: {type: 'custom'}}}]);
  });

  test('sends a single start request even if it is called several times', async () => {
    const transport = new ScriptedTransport(['Hello', 'Again']);
    const {conversation} = createConversation({transport});
    await Promise.all([conversation.open(), conversation.open()]);
    await conversation.open();
    expect(transport.requests).toHaveLength(1);
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
  });

  test('reports a failed start, and starts again when it is called again', async () => {
    const transport = new ScriptedTransport([refused(503), 'Hello']);
    const {conversation, events} = createConversation({transport});
    await conversation.open();
    expect(conversation.state).toMatchObject({phase: 'idle', startFailed: true, waiting: undefined});
    expect(events.at(-1)).toMatchObject({type: 'not_opened', error: {status: 503}});
    await conversation.open();
    expect(conversation.state).toMatchObject({phase: 'open', startFailed: undefined});
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
  });

  test('fails a message sent while a failing start was pending; retrying the message starts again', async () => {
    const transport = new ManualTransport();
    const {conversation} = createConversation({transport});
    void conversation.open();
    await flushMicrotasks();
    const said = conversation.send('hi');
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['visitor queued: hi']);
    transport.last.fail(unreachable);
    await said;
    expect(lines(conversation.state)).toEqual(['visitor failed: hi']);
    expect(conversation.state.entries).toMatchObject([{retryable: true}]);

    void conversation.retry(conversation.state.entries[0]!.id);
    await flushMicrotasks();
    expect(transport.last.request.event).toBe('start');
    transport.last.answer(answer('Hello'));
    await flushMicrotasks();
    transport.last.answer(answer('Hey'));
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['visitor sent: hi', 'bot: Hello', 'bot: Hey']);
  });

  test('is aborted by stop()', async () => {
    const transport = new ManualTransport();
    const {conversation} = createConversation({transport});
    const open = conversation.open();
    await flushMicrotasks();
    conversation.stop();
    await open;
    expect(conversation.state).toMatchObject({phase: 'idle', startFailed: true});
    expect(transport.last.signal?.aborted).toBe(true);
  });

  test('ends the conversation if the bot answers the start with an end', async () => {
    const {conversation} = createConversation({transport: new ScriptedTransport([{event: 'end', messages: [text('Closed')]}])});
    await conversation.open();
    expect(conversation.state.phase).toBe('ended');
    expect(lines(conversation.state)).toEqual(['bot: Closed', '— ended']);
  });

  test('happens implicitly when the first message is sent', async () => {
    const {conversation} = createConversation({transport: new ScriptedTransport(['Hello', 'Hey'])});
    await conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['visitor sent: hi', 'bot: Hello', 'bot: Hey']);
  });
});

describe('send()', () => {
  test('shows the message immediately, waits for the answer and shows it', async () => {
    const {conversation, transport, clock} = await openWithManualBot();
    clock.now = 5_000;
    const said = conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor queued: hi']);
    await flushMicrotasks();
    const [, entry] = conversation.state.entries;
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sending: hi']);
    expect(conversation.state.waiting).toEqual({id: entry!.id, since: 5_000});
    expect(entry!.at).toBe(5_000);
    expect(transport.last).toMatchObject({id: entry!.id, request: {event: 'continue', message: text('hi')}});

    transport.last.answer(answer('One', 'Two'));
    await said;
    expect(conversation.state.waiting).toBeUndefined();
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: hi', 'bot: One', 'bot: Two']);
  });

  test('queues messages while a turn is in progress and sends them one at a time, in order', async () => {
    const {conversation, transport} = await openWithManualBot();
    for (const word of ['a', 'b', 'c']) void conversation.send(word);
    await flushMicrotasks();
    expect(lines(conversation.state).slice(1)).toEqual(['visitor sending: a', 'visitor queued: b', 'visitor queued: c']);
    for (const word of ['a', 'b', 'c']) {
      expect(transport.open.size).toBe(1);
      expect(transport.last.request.message).toEqual(text(word));
      transport.last.answer(answer(`${word}!`));
      await flushMicrotasks();
    }
    expect(lines(conversation.state).slice(1)).toEqual([
      'visitor sent: a',
      'visitor sent: b',
      'visitor sent: c',
      'bot: a!',
      'bot: b!',
      'bot: c!',
    ]);
    expect(transport.maxConcurrent).toBe(1);
  });

  test('stores and sends the strict form of a message, without fields that only bots may send', async () => {
    const {conversation, transport} = await openConversation(['ok']);
    const loose = JSON.parse('{"code":"message","type":"postback","body":"Red","payload":7,"quick_replies":[{"title":"x"}],"own":1}');
    await conversation.send(loose as VisitorMessage);
    const strict = {code: 'message', type: 'postback', body: 'Red', payload: '7'};
    expect(conversation.state.entries[1]).toMatchObject({from: 'visitor', message: strict});
    expect(transport.requests[1]!.message).toEqual(strict);
  });

  test.each([
    ['a blank message', '  \n'],
    ['a message type that visitors cannot send', {code: 'message', type: 'iswriting'}],
    ['a message above the size limit', 'x'.repeat(102_400)],
    ['a message that cannot be serialized as JSON', {code: 'message', type: 'action', action_code: 'a', args: [1n]}],
  ])('rejects %s and leaves the state unchanged', async (_, message) => {
    const {conversation, transport, events} = await openConversation([]);
    await expect(conversation.send(message as VisitorMessage)).rejects.toBeInstanceOf(ProtocolError);
    expect(events).toEqual([]);
    expect(transport.requests).toHaveLength(1);
  });

  test('stops waiting when the answer contains no messages', async () => {
    const {conversation} = await openConversation([[]]);
    await conversation.send('hi');
    expect(conversation.state.waiting).toBeUndefined();
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: hi']);
  });
});

describe('a message that is not delivered', () => {
  test.each([
    ['is offline', new TransportError('offline', 'x'), 'failed', true],
    ['is refused with 503', refused(503), 'failed', true],
    ['is refused with 400', refused(400), 'failed', false],
    ['is a protocol error', new ProtocolError('data', 'plain'), 'failed', false],
    ['is a broken connection', unreachable, 'uncertain', undefined],
    ['is a timeout', new TransportError('timeout', 'x'), 'uncertain', undefined],
    ['is an answer that is not JSON', new TransportError('garbled', 'x'), 'uncertain', undefined],
    ['is refused with 502 by a proxy', refused(502), 'uncertain', undefined],
    ['is an unknown error', new Error('?'), 'uncertain', undefined],
  ])('gets the delivery state that fits: the failure %s', async (_, error, delivery, retryable) => {
    const {conversation, events} = await openConversation([error]);
    await conversation.send('hi');
    const [, entry] = conversation.state.entries;
    expect(entry).toMatchObject({delivery});
    expect((entry as VisitorEntry).retryable).toBe(retryable);
    expect(events.at(-1)).toMatchObject({type: 'undelivered', error});
    expect(conversation.state.waiting).toBeUndefined();
  });

  test('fails visibly when the context of the bot leaves no room for it in the request', async () => {
    const {conversation, transport} = await openConversation([{messages: [text('one')], context: {notes: 'x'.repeat(102_400)}}]);
    await conversation.send('a');
    await conversation.send('b');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: a', 'bot: one', 'visitor failed: b']);
    expect(transport.requests).toHaveLength(2);
  });

  test('is never resent automatically and does not block later messages', async () => {
    const {conversation, transport} = await openConversation([unreachable, 'b!', refused(500), 'd!']);
    await Promise.all(['a', 'b', 'c', 'd'].map((word) => conversation.send(word)));
    await conversation.open();
    expect(lines(conversation.state).slice(1)).toEqual([
      'visitor uncertain: a',
      'visitor sent: b',
      'visitor failed: c',
      'visitor sent: d',
      'bot: b!',
      'bot: d!',
    ]);
    expect(transport.requests.map(({message}) => message?.type === 'text' && message.body)).toEqual([false, 'a', 'b', 'c', 'd']);
  });

  test.each(['failed', 'uncertain'] as const)(
    'and is %s can be retried: same id, body, type and payload, in its original position',
    async (how) => {
      const {conversation, transport} = await openWithManualBot();
      const postback = {code: 'message', type: 'postback', body: 'Red', payload: 'colour:red'} as const;
      void conversation.send(postback);
      await flushMicrotasks();
      transport.last.fail(how === 'failed' ? refused(503) : unreachable);
      void conversation.send('other');
      await flushMicrotasks();
      transport.last.answer(answer('noted'));
      await flushMicrotasks();
      const [first, second] = transport.turns.slice(1);
      expect(lines(conversation.state).slice(1)).toEqual([`visitor ${how}: Red`, 'visitor sent: other', 'bot: noted']);

      const retried = conversation.retry(first!.id!);
      await flushMicrotasks();
      expect(lines(conversation.state)[1]).toBe('visitor sending: Red');
      expect(transport.last).not.toBe(second);
      expect(transport.last).toMatchObject({id: first!.id, request: {event: 'continue', message: postback}});
      transport.last.answer(answer('red'));
      await retried;
      expect(lines(conversation.state).slice(1)).toEqual(['visitor sent: Red', 'visitor sent: other', 'bot: noted', 'bot: red']);
      expect(conversation.state.entries[1]).not.toHaveProperty('retryable');
    },
  );

  test('is resent once even if retry() is called several times', async () => {
    const {conversation, transport} = await openConversation([refused(500), 'ok']);
    await conversation.send('hi');
    const {id} = conversation.state.entries[1]!;
    await Promise.all([conversation.retry(id), conversation.retry(id)]);
    await conversation.retry(id);
    expect(transport.requests).toHaveLength(3);
  });

  test('can be discarded, unlike one that was sent or is being sent', async () => {
    const {conversation, transport} = await openWithManualBot();
    void conversation.send('a');
    void conversation.send('b');
    await flushMicrotasks();
    const [hello, a, b] = conversation.state.entries;
    for (const {id} of [hello!, a!, b!]) conversation.discard(id);
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sending: a']);
    transport.last.fail(unreachable);
    await flushMicrotasks();
    conversation.discard(a!.id);
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
    expect(transport.turns).toHaveLength(2);
  });

  test('because of stop() becomes uncertain immediately, and the next one is sent', async () => {
    const {conversation, transport} = await openWithManualBot();
    const said = conversation.send('a');
    void conversation.send('b');
    await flushMicrotasks();
    conversation.stop();
    await said;
    await flushMicrotasks();
    expect(transport.turns[1]!.signal?.aborted).toBe(true);
    expect(lines(conversation.state).slice(1)).toEqual(['visitor uncertain: a', 'visitor sending: b']);
    transport.last.answer(answer('b!'));
    await flushMicrotasks();
    conversation.stop();
    expect(lines(conversation.state).slice(1)).toEqual(['visitor uncertain: a', 'visitor sent: b', 'bot: b!']);
  });

  test('is given up on stop() even if the transport ignores the abort signal; its late answer is dropped', async () => {
    let resolve: (found: ReturnType<typeof answer>) => void = () => {};
    const deaf = {send: vi.fn(() => new Promise<ReturnType<typeof answer>>((found) => (resolve = found)))};
    const {conversation} = createConversation({transport: deaf});
    void conversation.open();
    await flushMicrotasks();
    resolve(answer('Hello'));
    await flushMicrotasks();
    const said = conversation.send('a');
    await flushMicrotasks();
    conversation.stop();
    await said;
    resolve(answer('too late'));
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor uncertain: a']);
  });

  test('because of stop() during the call of transport.send() is uncertain, too', async () => {
    const stopping = {send: vi.fn().mockResolvedValueOnce(answer('Hello'))};
    const {conversation} = createConversation({transport: stopping});
    await conversation.open();
    stopping.send.mockImplementation(() => {
      conversation.stop();
      return new Promise(() => {});
    });
    await conversation.send('a');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor uncertain: a']);
  });

  test.each([
    ['resolves with undefined', async () => undefined],
    ['throws synchronously', () => expect.fail('broken')],
  ])('because the transport %s is uncertain, and the conversation goes on', async (_, broken) => {
    const transport = {
      send: vi.fn().mockResolvedValueOnce(answer('Hello')).mockImplementationOnce(broken).mockResolvedValueOnce(answer('b!')),
    };
    const {conversation} = createConversation({transport});
    await conversation.open();
    await conversation.send('a');
    await conversation.send('b');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor uncertain: a', 'visitor sent: b', 'bot: b!']);
  });
});

describe('an answer', () => {
  test('becomes entries in order; iswriting, actions, acks and mediachange do not', async () => {
    const messages = [
      {code: 'message', type: 'action', action_code: 'open', args: [1]},
      text('One'),
      {code: 'message', type: 'ack', ref: 'a'},
      {code: 'message', type: 'mediachange'},
      {code: 'message', type: 'location', latitude: 0, longitude: 0},
      {code: 'message', type: 'postback', body: 'Two'},
      {code: 'message', type: 'own_kind', words: 'x'},
      {code: 'message', type: 'link', url: 'https://a.example/'},
      {code: 'message', type: 'iswriting'},
    ];
    const {conversation, events} = await openConversation([messages]);
    await conversation.send('hi');
    expect(lines(conversation.state).slice(2)).toEqual(['bot: One', 'bot: location', 'bot: Two', 'bot: unknown', 'bot: link']);
    expect(conversation.state.writing).toBe(1_000);
    expect(events.filter(({type}) => type === 'acted')).toMatchObject([{code: 'open', args: [1], message: {type: 'action'}}]);
  });

  test('that contains only iswriting sets `writing` until the next message', async () => {
    const {conversation} = await openConversation([[{code: 'message', type: 'iswriting'}], 'Done']);
    await conversation.send('hi');
    expect(conversation.state).toMatchObject({waiting: undefined, writing: 1_000});
    await conversation.send('and?');
    expect(conversation.state.writing).toBeUndefined();
  });

  test('is deduplicated: messages by `id` or `_id`, attachments by `meta.ref`', async () => {
    const file = (ref?: string) => ({url: 'https://a.example/a.png', meta: {mimetype: 'image/png', ...(ref && {ref})}});
    const one = (ref?: string) => ({code: 'message', type: 'attachment', ...file(ref)});
    const many = (...refs: string[]) => ({code: 'message', type: 'multi-attachment', attachments: refs.map(file)});
    const {conversation} = await openConversation([
      [{...text('a'), id: '1'}, {...text('a'), id: '1'}, {...text('b'), _id: '2'}, text('c'), text('c')],
      [
        {...text('a, changed'), id: 1},
        {...text('b'), _id: '2'},
        {...text('b'), id: '3'},
      ],
      [one('r1'), one('r1'), one(), one(), many('r1', 'r2'), many('r2', 'r1')],
      [
        {code: 'message', type: 'own', id: 'u'},
        {code: 'message', type: 'own', _id: 'u'},
        {code: 'message', type: 'own', _id: 'v'},
      ],
    ]);
    for (const word of ['1', '2', '3', '4']) await conversation.send(word);
    expect(lines(conversation.state).filter((line) => line.startsWith('bot'))).toEqual([
      ...['bot: Hello', 'bot: a', 'bot: b', 'bot: c', 'bot: c', 'bot: b'],
      ...['bot: attachment', 'bot: attachment', 'bot: attachment', 'bot: multi-attachment'],
      ...['bot: unknown', 'bot: unknown'],
    ]);
    const group = conversation.state.entries
      .map((entry) => 'message' in entry && entry.message)
      .find((one) => one && one.type === 'multi-attachment');
    expect(group).toMatchObject({attachments: [{meta: {ref: 'r2'}}]});
  });

  test('triggers each action once, and once more in a new conversation', async () => {
    const call = {code: 'message', type: 'action', action_code: 'go', args: [], id: 'c1'};
    const {conversation, events} = await openConversation(() => [call, {...call, id: undefined}]);
    const calls = () => events.splice(0).filter(({type}) => type === 'acted').length;
    await conversation.send('a');
    expect(calls()).toBe(1);
    await conversation.restart();
    expect(calls()).toBe(2);
  });

  test('that is invalid adds an invalid_response notice', async () => {
    const broken = {
      send: vi
        .fn()
        .mockResolvedValueOnce(answer())
        .mockResolvedValue({event: 'continue', messages: [], problems: [{path: '', message: 'x', code: 'bot_invalid_response'}]}),
    };
    const {conversation, events} = createConversation({transport: broken});
    await conversation.open();
    await conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['visitor sent: hi', '— invalid_response']);
    expect(events.find(({type}) => type === 'mended')).toMatchObject({problems: [{code: 'bot_invalid_response'}]});
  });

  test('that exceeds a limit adds one too_much notice below the messages that are shown', async () => {
    const quick = Array.from({length: 101}, (_, index) => ({title: `${index}`}));
    const {conversation} = await openConversation([
      [
        {...text('a'), quick_replies: quick},
        {...text('b'), quick_replies: quick},
      ],
      'c',
    ]);
    await conversation.send('hi');
    await conversation.send('ho');
    expect(lines(conversation.state).slice(2)).toEqual(['bot: a', 'bot: b', '— too_much', 'visitor sent: ho', 'bot: c']);
  });

  test('sets the context for later turns, even if the next answer has none, and merges data', async () => {
    const {conversation, transport} = await openConversation([
      {context: {step: 1, deep: {a: [1]}}, data: {name: 'Ada', age: 7}},
      {data: {age: 8}},
      {context: {}},
      {},
    ]);
    await conversation.send('1');
    conversation.setData({cart: 2, age: 9});
    for (const word of ['2', '3', '4']) await conversation.send(word);
    expect(transport.requests.map(({context}) => context)).toEqual([
      undefined,
      undefined,
      {step: 1, deep: {a: [1]}},
      {step: 1, deep: {a: [1]}},
      {},
    ]);
    expect(transport.requests.map(({data}) => data)).toEqual([
      {},
      {},
      {name: 'Ada', age: 9, cart: 2},
      {name: 'Ada', age: 8, cart: 2},
      {name: 'Ada', age: 8, cart: 2},
    ]);
  });

  test('is attributed to the current agent, or to the sender named in the message', async () => {
    const from_avatar = 'https://a.example/b.png';
    const named = [
      {...text('b'), from_nick: 'Bo', from_avatar},
      {...text('p'), from_avatar},
    ];
    const {conversation} = await openConversation(['a', named, 'c', 'd']);
    await conversation.send('1');
    await conversation.send('2');
    conversation.setAgent({nick: 'Ada', status: 'Workshop', is_bot: false});
    await conversation.send('3');
    conversation.setAgent();
    await conversation.send('4');
    const heard = conversation.state.entries.flatMap((entry) => (entry.from === 'bot' || entry.from === 'agent' ? [entry] : []));
    expect(heard.slice(1).map(({from, who}) => [from, who])).toEqual([
      ['bot', undefined],
      ['bot', {nick: 'Bo', avatar: from_avatar}],
      ['bot', {avatar: from_avatar}],
      ['agent', {nick: 'Ada', status: 'Workshop', is_bot: false}],
      ['bot', undefined],
    ]);
  });
});

describe('interacting with messages', () => {
  const asking: BotMessage = {...text('Which?'), quick_replies: [{content_type: 'text', title: 'Red'}]};
  const views = ({entries}: {entries: readonly unknown[]}) => entries.map((entry) => (entry as {view?: unknown}).view);

  test('choosing a quick reply closes its group, typing a message closes all open groups', async () => {
    const {conversation} = await openConversation([[asking, asking, text('plain')], 'ok', 'ok', [asking]]);
    await conversation.send('ask');
    const [, , first, second, plain] = conversation.state.entries;
    conversation.answer(first!.id, 'replies', 'quick_replies[0]');
    await conversation.send({code: 'message', type: 'text', body: 'Red'});
    expect(views({entries: conversation.state.entries.slice(2, 5)})).toEqual([
      {replies: {choice: 'quick_replies[0]'}},
      undefined,
      undefined,
    ]);
    await conversation.send('none of these');
    expect(views({entries: conversation.state.entries.slice(2, 5)})).toEqual([
      {replies: {choice: 'quick_replies[0]'}},
      {replies: {}},
      undefined,
    ]);
    await conversation.send({code: 'message', type: 'text', body: 'ask'});
    expect(views(conversation.state).at(-1)).toBeUndefined();
    expect([second!.id, plain!.id]).not.toContain(undefined);
  });

  test('stores used controls and view state in their own entry only', async () => {
    const {conversation} = await openConversation(['a']);
    await conversation.send('hi');
    const [hello, , heard] = conversation.state.entries;
    const before = conversation.state.entries[0];
    conversation.look(heard!.id, {slide: 2});
    conversation.answer(heard!.id, 'controls', 'template.buttons[0]');
    conversation.look(heard!.id, {slide: 3, expanded: true});
    conversation.look('nobody', {slide: 1});
    expect(views(conversation.state)).toEqual([
      undefined,
      undefined,
      {slide: 3, expanded: true, controls: {choice: 'template.buttons[0]'}},
    ]);
    expect(conversation.state.entries[0]).toBe(before);
    expect(hello).toBe(before);
  });

  test('counts messages as unread while nobody is watching, but not notices or own messages, until seen()', async () => {
    const {conversation} = await openConversation([[text('a'), text('b')], 'c', 'd']);
    expect(conversation.state.unread).toBe(0);
    conversation.watch(false);
    await conversation.send('1');
    conversation.notice('position_asked');
    expect(conversation.state.unread).toBe(2);
    await conversation.send('2');
    expect(conversation.state.unread).toBe(3);
    conversation.seen();
    const seen = conversation.state;
    conversation.seen();
    expect(conversation.state).toBe(seen);
    conversation.watch(true);
    await conversation.send('3');
    expect(conversation.state.unread).toBe(0);
  });

  test('setUploads() sets `uploads`', async () => {
    const {conversation} = await openConversation([]);
    conversation.setUploads(true);
    expect(conversation.state.uploads).toBe(true);
    conversation.setUploads(false);
    expect(conversation.state.uploads).toBe(false);
  });
});

describe('the end of a conversation', () => {
  test('by the bot keeps the entries and fails queued messages', async () => {
    const {conversation, transport} = await openWithManualBot();
    void conversation.send('bye');
    const second = conversation.send('wait');
    await flushMicrotasks();
    transport.last.answer({event: 'end', messages: [text('Bye')], data: {transferToAgent: 'jolly'}});
    await second;
    expect(conversation.state).toMatchObject({phase: 'ended', data: {transferToAgent: 'jolly'}});
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: bye', 'visitor failed: wait', 'bot: Bye', '— ended']);
    expect(transport.turns).toHaveLength(2);
  });

  test('by the visitor is immediate; the bot gets an end request with its context, whose failure is ignored', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => {});
    const {conversation, transport} = await openWithManualBot({context: {step: 1}});
    void conversation.send('a');
    void conversation.send('b');
    await flushMicrotasks();
    const ended = conversation.end();
    expect(conversation.state).toMatchObject({phase: 'ended', waiting: undefined, writing: undefined});
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor uncertain: a', 'visitor failed: b', '— ended']);
    expect(transport.turns[1]!.signal?.aborted).toBe(true);
    expect(transport.last.request).toEqual({event: 'end', data: {}, context: {step: 1}, settings: {engine: {type: 'custom'}}});
    transport.last.fail(refused(500));
    await ended;
    await conversation.end();
    expect(lines(conversation.state)).toHaveLength(4);
    expect(transport.turns).toHaveLength(3);
  });

  test('aborts the end request after five seconds without an answer', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => {});
    const {conversation, transport} = await openWithManualBot();
    vi.useFakeTimers();
    try {
      const ended = conversation.end();
      await vi.advanceTimersByTimeAsync(5_000);
      await ended;
      expect(transport.last.signal?.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('during the start takes effect, and the end request follows the start request', async () => {
    const transport = new ManualTransport();
    const {conversation} = createConversation({transport});
    const open = conversation.open();
    await flushMicrotasks();
    const ended = conversation.end();
    await flushMicrotasks();
    transport.last.answer(answer());
    await Promise.all([open, ended]);
    expect(transport.turns.map(({request}) => request.event)).toEqual(['start', 'end']);
    expect(conversation.state).toMatchObject({phase: 'ended', startFailed: undefined});
    expect(lines(conversation.state)).toEqual(['— ended']);
  });

  test('does nothing if it was never started', async () => {
    const transport = new ScriptedTransport([]);
    const {conversation} = createConversation({transport});
    await conversation.end();
    expect(conversation.state.phase).toBe('idle');
    expect(transport.requests).toEqual([]);
  });

  test('is followed by a new conversation on restart(), with the initial context and the data the page has set', async () => {
    const {conversation, transport} = await openConversation(
      [{event: 'end', messages: [{...text('Bye'), id: 'bye'}], context: {step: 9}, data: {age: 7}}, [{...text('Hello'), id: 'bye'}]],
      {
        context: {step: 0},
        data: {cart: 1},
      },
    );
    conversation.setData({name: 'Ada'});
    conversation.setData({city: 'Rome'});
    conversation.setAgent({nick: 'Bo'});
    await conversation.send('bye');
    await Promise.all([conversation.restart(), conversation.restart()]);
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: bye', 'bot: Bye', '— ended', '— started_again', 'bot: Hello']);
    expect(transport.requests.map(({event}) => event)).toEqual(['start', 'continue', 'start']);
    expect(transport.requests[2]).toMatchObject({context: {step: 0}, data: {cart: 1, name: 'Ada', city: 'Rome'}});
    expect(conversation.state).toMatchObject({phase: 'open', agent: undefined});
    await conversation.restart();
    expect(transport.requests.slice(3).map(({event}) => event)).toEqual(['end', 'start']);
  });

  test('comes first on restart() in the middle, with one request at a time', async () => {
    const {conversation, transport} = await openWithManualBot();
    void conversation.send('a');
    await flushMicrotasks();
    void conversation.restart();
    await flushMicrotasks();
    expect(transport.last.request.event).toBe('end');
    expect(conversation.state.phase).toBe('ended');
    transport.last.answer(answer('unheard'));
    await flushMicrotasks();
    expect(transport.last.request.event).toBe('start');
    transport.last.answer(answer('Hello again'));
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor uncertain: a', '— ended', '— started_again', 'bot: Hello again']);
    expect(transport.maxConcurrent).toBe(1);
  });

  test('is followed by one start only if restart() is called again while it is pending', async () => {
    const {conversation, transport} = await openWithManualBot();
    transport.turns.length = 0;
    const first = conversation.restart();
    await flushMicrotasks();
    transport.last.answer(answer());
    await flushMicrotasks();
    const second = conversation.restart();
    await flushMicrotasks();
    transport.last.answer(answer('Hello again'));
    await Promise.all([first, second]);
    expect(transport.turns.map(({request}) => request.event)).toEqual(['end', 'start']);
    expect(lines(conversation.state)).toEqual(['bot: Hello', '— ended', '— started_again', 'bot: Hello again']);
  });

  test('is followed by a new conversation on send() or retry()', async () => {
    const {conversation, transport} = await openConversation([
      refused(500),
      {event: 'end'},
      'Hello again',
      'c!',
      {event: 'end'},
      'And again',
      'a!',
    ]);
    for (const word of ['a', 'b', 'c', 'd']) await conversation.send(word);
    expect(lines(conversation.state)).toEqual([
      ...['bot: Hello', 'visitor failed: a', 'visitor sent: b', '— ended'],
      ...['— started_again', 'visitor sent: c', 'bot: Hello again', 'bot: c!', 'visitor sent: d', '— ended'],
    ]);
    await conversation.retry(conversation.state.entries[1]!.id);
    expect(lines(conversation.state).slice(10)).toEqual(['— started_again', 'bot: And again', 'bot: a!']);
    expect(lines(conversation.state)[1]).toBe('visitor sent: a');
    expect(transport.requests.map(({event}) => event)).toEqual([
      'start',
      'continue',
      'continue',
      'start',
      'continue',
      'continue',
      'start',
      'continue',
    ]);
  });
});

describe('subscribe()', () => {
  test('reports every change with its event, in order, even if a listener causes the next change', async () => {
    const {conversation} = await openConversation(['Which?']);
    const first: string[] = [];
    const second: string[] = [];
    conversation.subscribe((_, {type}) => {
      first.push(type);
      if (type === 'noticed') conversation.setUploads(true);
    });
    conversation.subscribe((state, {type}) => second.push(`${type} ${state.uploads ?? false}`));
    conversation.notice('position_denied');
    expect(first).toEqual(['noticed', 'uploads_changed']);
    expect(second).toEqual(['noticed false', 'uploads_changed true']);
  });

  test('returns a function that unsubscribes', async () => {
    const {conversation} = await openConversation([]);
    const listener = vi.fn();
    conversation.subscribe(listener)();
    conversation.notice('position_asked');
    expect(listener).not.toHaveBeenCalled();
  });

  test('isolates a listener that throws from the others and from the conversation', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const {conversation, transport} = await openConversation(['ok']);
    const listener = vi.fn();
    conversation.subscribe(() => expect.fail('clumsy'));
    conversation.subscribe(listener);
    await conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor sent: hi', 'bot: ok']);
    expect(listener).toHaveBeenCalledTimes(complaint.mock.calls.length);
    expect(transport.requests).toHaveLength(2);
    complaint.mockRestore();
  });
});

describe('dispose() and forget()', () => {
  test('dispose() aborts the pending request; after that nothing is sent and no event is emitted', async () => {
    const {conversation, transport, events} = await openWithManualBot();
    const said = [conversation.send('a'), conversation.send('b')];
    await flushMicrotasks();
    events.length = 0;
    conversation.dispose();
    await Promise.all(said);
    expect(transport.last.signal?.aborted).toBe(true);
    conversation.notice('position_asked');
    await Promise.all([conversation.open(), conversation.send('c'), conversation.restart(), conversation.end()]);
    await flushMicrotasks();
    expect(events).toEqual([]);
    expect(transport.turns).toHaveLength(2);
  });

  test('forget() resets to the initial state and data, and the next open() starts from scratch', async () => {
    const {conversation, transport} = await openWithManualBot({data: {cart: 1}});
    conversation.setData({name: 'Ada'});
    void conversation.send('a');
    await flushMicrotasks();
    await conversation.forget();
    expect(conversation.state).toEqual({phase: 'idle', entries: [], unread: 0, data: {cart: 1}});
    expect(transport.last.signal?.aborted).toBe(true);
    await flushMicrotasks();
    expect(transport.turns).toHaveLength(2);
    void conversation.open();
    await flushMicrotasks();
    transport.last.answer(answer('Hello'));
    await flushMicrotasks();
    expect(lines(conversation.state)).toEqual(['bot: Hello']);
    expect(transport.last.request.data, 'initial data only after open()').toEqual({cart: 1});
    void conversation.restart();
    await flushMicrotasks();
    transport.last.answer(answer());
    await flushMicrotasks();
    expect(transport.last.request).toMatchObject({event: 'start'});
    expect(transport.last.request.data, 'initial data only after restart()').toEqual({cart: 1});
  });
});

test('by default, ids are 128 random bits and times come from the system clock', async () => {
  const {Conversation} = await import('../../src/conversation/conversation.ts');
  const conversation = new Conversation({transport: new ScriptedTransport(['Hello', 'Hey'])});
  await conversation.send('hi');
  const ids = conversation.state.entries.map(({id}) => id);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  for (const {at} of conversation.state.entries) expect(Math.abs(at - Date.now())).toBeLessThan(5_000);
});
