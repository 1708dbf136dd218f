import {afterEach, describe, expect, test, vi} from 'vitest';
import {Conversation} from '../../src/conversation/conversation.ts';
import {deserialize, serialize} from '../../src/conversation/serialization.ts';
import type {SystemEntry} from '../../src/protocol/entry.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import type {Agent, TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest, BotResponse} from '../../src/protocol/exchange.ts';
import type {ListenOptions, Signal, Transport} from '../../src/protocol/transport.ts';
import {GatewayModel} from '../../src/testing/gateway-model.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import {answer, lines, flushPromises, FakeEnvironment, text} from './harness.ts';

const mira = {id: 'a1', nick: 'Mira', avatar: 'https://x.example/m.png', is_bot: false};

async function openConversation() {
  const world = new FakeEnvironment();
  const gateway = new GatewayModel(new ScriptedTransport(() => ({messages: []})));
  const conversation = new Conversation({transport: gateway.transport(), ...world.options});
  await conversation.open();
  await flushPromises();
  const hear = async (...events: TransportEvent[]) => {
    for (const event of events) gateway.emit(event);
    await flushPromises();
  };
  return {world, gateway, conversation, hear};
}

afterEach(() => void vi.restoreAllMocks());

describe('an agent', () => {
  test('is announced by the queue position, joins, is named, and leaves the conversation to the bot', async () => {
    const {conversation, hear} = await openConversation();
    await hear({type: 'transfer', status: 'requested', to: {tags: ['lamps']}}, {type: 'queue', position: 3, estimateMs: 240_000});
    expect(conversation.state.queue).toEqual({position: 3, estimateMs: 240_000});
    expect(lines(conversation.state)).toEqual(['— transferring']);
    await hear({type: 'queue', position: 1});
    expect(conversation.state.queue).toEqual({position: 1, estimateMs: undefined});
    await hear({type: 'transfer', status: 'accepted'}, {type: 'joined', agent: mira});
    expect(conversation.state).toMatchObject({queue: undefined, agent: mira});
    await hear({type: 'message', message: text('I am Mira'), from: {kind: 'agent', ...mira}}, {type: 'iswriting', on: true});
    await hear({type: 'left', agent: {id: 'a1'}});
    expect(lines(conversation.state)).toEqual(['— transferring', '— agent_joined', 'agent: I am Mira', '— agent_left']);
    expect(conversation.state.entries.at(-1)).toMatchObject({who: {nick: 'Mira'}});
    expect(conversation.state).toMatchObject({agent: undefined, writing: undefined});
  });

  test('takes over from a bot that told its name, and hands back to it', async () => {
    const {conversation, hear} = await openConversation();
    const lumi = {id: 'shop', nick: 'Lumi', status: 'At the till'};
    const speaks = (body: string, who: Agent): TransportEvent => ({type: 'message', message: text(body), from: {kind: 'bot', ...who}});
    await hear(speaks('Hi', {id: 'shop'}));
    expect(conversation.state.agent, 'a bot without a name').toBeUndefined();
    await hear(speaks('Well?', lumi));
    expect(conversation.state.agent).toEqual({...lumi, is_bot: true});
    expect(lines(conversation.state)).toEqual(['bot: Hi', 'bot: Well?']);
    await hear({type: 'joined', agent: mira}, speaks('By the way', lumi));
    expect(conversation.state.agent).toEqual(mira);
    await hear({type: 'left', agent: mira}, {type: 'queue', position: 2}, speaks('Still looking', lumi));
    expect(conversation.state).toMatchObject({agent: undefined, queue: {position: 2}});
    await hear({type: 'transfer', status: 'failed'}, speaks('Me again', lumi));
    expect(conversation.state.agent).toEqual({...lumi, is_bot: true});
  });

  test('who cannot be found adds one no_agents notice and removes the queue position', async () => {
    const {conversation, hear} = await openConversation();
    const mended: string[] = [];
    conversation.subscribe((_, {type}) => type === 'mended' && mended.push(type));
    await hear({type: 'queue', position: 2}, {type: 'transfer', status: 'failed'}, {type: 'problem', code: 'no_agents'});
    expect(lines(conversation.state)).toEqual(['— no_agents']);
    expect(mended, 'no_agents is not a problem with an answer').toEqual([]);
    expect(conversation.state.queue).toBeUndefined();
  });

  test('is no longer typing after a problem, even one with an unknown code', async () => {
    const {conversation, hear} = await openConversation();
    await hear({type: 'iswriting', on: true}, {type: 'problem', code: 'constructor'});
    expect(conversation.state).toMatchObject({entries: [], writing: undefined});
  });

  test('is not a bot: a bot is announced only if it has a name, and a transfer to a bot adds no notice', async () => {
    const {conversation, hear} = await openConversation();
    await hear({type: 'transfer', status: 'requested', to: {bot: 'sales'}}, {type: 'joined', agent: {is_bot: true}});
    expect(lines(conversation.state)).toEqual([]);
    await hear({type: 'joined', agent: {id: 'b', nick: 'Sales', is_bot: true}});
    expect(lines(conversation.state)).toEqual(['— agent_joined']);
    await hear({type: 'message', message: text('Lamps?'), from: {kind: 'bot'}});
    expect(conversation.state.entries.at(-1)).toMatchObject({from: 'bot', who: {nick: 'Sales'}});
    await hear({type: 'joined', agent: {id: 'a', nick: 'Tomas'}});
    expect(conversation.state.agent).toEqual({id: 'a', nick: 'Tomas', is_bot: false});
    await hear({type: 'joined', agent: {id: 'c'}});
    expect(lines(conversation.state).slice(2), 'every agent, with a name or without').toEqual(['— agent_joined', '— agent_joined']);
    await hear({type: 'message', message: text('Me again'), from: {kind: 'bot'}});
    expect(conversation.state.entries.at(-1), 'the bot is not the current agent').not.toHaveProperty('who');
  });

  test('marks messages as read up to the one referred to', async () => {
    const {conversation, hear} = await openConversation();
    for (const words of ['one', 'two', 'three']) await conversation.send(words);
    const [, two] = conversation.state.entries;
    await hear({type: 'read', ref: two!.id}, {type: 'read', ref: 'unknown'});
    expect(conversation.state.entries.map((entry) => entry.from === 'visitor' && entry.read)).toEqual([true, true, undefined]);
  });

  test('is typing for the ttl of the last iswriting event', async () => {
    const {conversation, hear, world} = await openConversation();
    await hear({type: 'iswriting', on: true, ttl: 4_000});
    await world.advance(3_900);
    await hear({type: 'iswriting', on: true, ttl: 4_000});
    await world.advance(3_900);
    expect(conversation.state.writing).toBeDefined();
    await world.advance(200);
    expect(conversation.state.writing).toBeUndefined();
  });

  test.each([
    ['agent', ['ended', 'agent', 'Mira']],
    ['timeout', ['ended', 'timeout', undefined]],
    ['constructor', ['ended', undefined, undefined]],
  ])('or the gateway ends the conversation with a reason: %s', async (reason, expected) => {
    const {conversation, hear} = await openConversation();
    await hear({type: 'joined', agent: mira}, {type: 'queue', position: 1}, {type: 'end', reason});
    expect(conversation.state).toMatchObject({phase: 'ended', queue: undefined});
    const {notice, reason: why, who}: Partial<SystemEntry> = conversation.state.entries.at(-1) as SystemEntry;
    expect([notice, why, who?.nick]).toEqual(expected);
  });

  test('appears once in the joined and left notices, even if the same reset is repeated', async () => {
    const {conversation, hear} = await openConversation();
    await hear({type: 'joined', agent: mira}, {type: 'message', message: {...text('Hi'), id: 'x'}, from: {kind: 'agent', ...mira}});
    const before = conversation.state.entries;
    const events: TransportEvent[] = [
      {type: 'joined', id: '1', agent: mira},
      {type: 'message', id: '2', message: {...text('Hi'), id: 'x'}, from: {kind: 'agent', ...mira}},
      {type: 'left', id: '3', agent: mira},
    ];
    await hear({type: 'reset', id: '3', events});
    const {entries} = conversation.state;
    await hear({type: 'reset', id: '3', events});
    expect(conversation.state.entries).toEqual(entries);
    expect(conversation.state.unread, 'unread while somebody is watching').toBe(0);
    expect(lines(conversation.state)).toEqual(['— agent_joined', 'agent: Hi', '— agent_left']);
    expect(conversation.state.entries.slice(0, 2)).toEqual(before);
    expect(conversation.state.agent).toBeUndefined();
  });

  test('does not see a problem twice after a reset', async () => {
    const {conversation, hear} = await openConversation();
    const problem: TransportEvent = {type: 'problem', id: '1', code: 'bot_unreachable'};
    await hear(problem);
    const {entries} = conversation.state;
    const fresh = await openConversation();
    const back: TransportEvent = {type: 'message', id: '2', message: text('Back'), from: {kind: 'bot'}};
    const reset: TransportEvent = {type: 'reset', id: '2', events: [problem, back]};
    await hear(back, reset);
    await fresh.hear(reset);
    expect(conversation.state.entries[0]).toEqual(entries[0]);
    for (const {state} of [conversation, fresh.conversation]) expect(lines(state)).toEqual(['— unanswered', 'bot: Back']);
  });

  test('is restored after a reload, with the queue position', async () => {
    const {conversation, hear} = await openConversation();
    await hear({type: 'joined', agent: mira}, {type: 'left', agent: mira}, {type: 'queue', position: 2});
    const kept = deserialize(JSON.parse(JSON.stringify(serialize(conversation.state))), 2_000, true);
    expect(kept?.entries).toEqual(JSON.parse(JSON.stringify(conversation.state.entries)));
    expect(kept?.queue).toEqual({position: 2});
    expect(deserialize({version: 1, entries: [], queue: {position: 'x'}}, 0)?.queue).toBeUndefined();
  });
});

describe('signals of the visitor', () => {
  test('go to agents but not to bots: typing is throttled, and each read receipt is sent once', async () => {
    const world = new FakeEnvironment();
    const told: Signal[] = [];
    const gateway = new GatewayModel(new ScriptedTransport(() => ({messages: []})));
    const transport = {...gateway.transport(), signal: async (signal: Signal) => void told.push(signal)};
    const conversation = new Conversation({transport, ...world.options});
    await conversation.open();
    conversation.write('H');
    expect(told).toEqual([]);
    gateway.emit({type: 'joined', agent: mira});
    gateway.emit({type: 'message', message: {...text('Hi'), id: 'x1'}, from: {kind: 'agent', ...mira}});
    await world.advance(4_000);
    for (const draft of ['He', 'Hel', '']) conversation.write(draft);
    await world.advance(3_000);
    conversation.write('Hello');
    const {id} = conversation.state.entries.at(-1)!;
    conversation.read(id);
    conversation.read(id);
    expect(told.map(({type}) => type)).toEqual(['iswriting', 'iswriting', 'read']);
    expect(told[2]).toEqual({code: 'message', type: 'read', ref: 'x1'});
    await conversation.end();
    conversation.write('more');
    expect(told).toHaveLength(3);
  });
});

/** A gateway that rejects every request with `error` once it is set, until the next start. */
class ForgettingTransport implements Transport {
  readonly idempotent = true;
  readonly sent: string[] = [];
  error: TransportError | undefined;

  async send({event, message}: BotRequest): Promise<BotResponse> {
    const words = message && 'body' in message ? message.body : event;
    if (event === 'start') this.error = undefined;
    this.sent.push(words);
    if (this.error) throw this.error;
    return event === 'start' ? answer('Hello') : {event: 'continue', messages: []};
  }

  async *listen({signal}: ListenOptions = {}): AsyncGenerator<TransportEvent> {
    if (this.error) throw this.error;
    yield {type: 'iswriting', on: false};
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  }
}

describe('a conversation the gateway no longer knows', () => {
  const gone = new TransportError('gone', 'gone');

  test('stays readable above a notice; its failed message is not resent, and the next one starts a new conversation', async () => {
    const transport = new ForgettingTransport();
    const world = new FakeEnvironment();
    const conversation = new Conversation({transport, ...world.options});
    await conversation.open();
    transport.error = gone;
    await conversation.send('still there?');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor failed: still there?', '— gone']);
    expect(conversation.state).toMatchObject({phase: 'ended', entries: [{}, {retryable: true}, {}]});
    await world.advance(100_000);
    expect(transport.sent).toEqual(['start', 'still there?']);
    await conversation.send('hello again');
    expect(transport.sent).toEqual(['start', 'still there?', 'start', 'hello again']);
    expect(lines(conversation.state)).toEqual([
      'bot: Hello',
      'visitor failed: still there?',
      '— gone',
      '— started_again',
      'visitor sent: hello again',
      'bot: Hello',
    ]);
    await conversation.retry(conversation.state.entries[1]!.id);
    expect(transport.sent.at(-1)).toBe('still there?');
  });

  test('is detected by listening, without a message from the visitor', async () => {
    const transport = new ForgettingTransport();
    const conversation = new Conversation({transport, ...new FakeEnvironment().options});
    transport.listen = async function* () {
      yield {type: 'iswriting', on: false};
      throw gone;
    };
    const warn = vi.spyOn(console, 'warn');
    await conversation.open();
    await flushPromises();
    expect(lines(conversation.state).filter((line) => line !== 'bot: Hello')).toEqual(['— gone']);
    expect(warn).not.toHaveBeenCalled();
  });

  test('has ended if the gateway says so', async () => {
    const transport = new ForgettingTransport();
    const conversation = new Conversation({transport, ...new FakeEnvironment().options});
    await conversation.open();
    transport.error = new TransportError('gone', 'over', {code: 'conversation_ended'});
    await conversation.send('hi');
    expect(lines(conversation.state)).toEqual(['bot: Hello', 'visitor failed: hi', '— ended']);
  });
});
