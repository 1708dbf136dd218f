import {afterEach, beforeEach, expect, test} from 'vitest';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import type {ListenOptions, Transport} from '../../src/protocol/transport.ts';
import {GatewayModel, type GatewayModelOptions, VirtualTime} from '../../src/testing/index.ts';
import {type Script, ScriptedTransport} from '../../src/transport/scripted.ts';

const text = (body: string) => ({code: 'message', type: 'text', body}) as const;
const settings = {engine: {type: 'custom'}};
const say = (body: string): BotRequest => ({event: 'continue', message: text(body), data: {}, settings});
const start: BotRequest = {event: 'start', data: {}, settings};

let time: VirtualTime;
let uninstall: () => void;
beforeEach(() => {
  time = new VirtualTime();
  uninstall = time.install();
});
afterEach(() => uninstall());

/** A gateway whose conversation has started. */
async function startGateway(script: Script, options?: GatewayModelOptions) {
  const bot = new ScriptedTransport(script);
  const gateway = new GatewayModel(bot, options);
  const transport = gateway.transport();
  await transport.send(start, {id: 'start'});
  await time.advance(1_000);
  return {bot, gateway, transport};
}

/** Listens until the stream ends or is aborted. */
function listen(transport: Transport, options: ListenOptions = {}) {
  const heard: TransportEvent[] = [];
  const outcome: {over: boolean; error?: unknown} = {over: false};
  const caller = new AbortController();
  void (async () => {
    for await (const event of transport.listen!({signal: caller.signal, ...options})) heard.push(event);
    outcome.over = true;
  })().catch((error: unknown) => (outcome.error = error));
  return {heard, outcome, stop: () => caller.abort(), lines: () => heard.map(lineOf)};
}

function lineOf(event: TransportEvent): string {
  const {id = '-', type} = event;
  if (event.type === 'message') return `${id} ${event.from?.kind}: ${'body' in event.message ? event.message.body : event.message.type}`;
  return 'ref' in event ? `${id} ${type} ${event.ref}` : `${id} ${type}`;
}

test('a message is accepted immediately, passed to the bot, and answered by numbered events', async () => {
  const {bot, gateway, transport} = await startGateway(['Hello!', {answer: 'Gladly.', delay: 500}]);
  const {heard, lines} = listen(transport);
  expect(await transport.send(say('A lamp'), {id: 'a'})).toEqual({event: 'continue', messages: []});
  await time.advance(1_000);
  expect(lines()).toEqual(['1 bot: Hello!', '2 user: A lamp', '- iswriting', '3 ack a', '4 bot: Gladly.']);
  expect(heard[1]).toMatchObject({ref: 'a', message: text('A lamp')});
  expect(gateway.log.map(({id}) => id)).toEqual(['1', '2', '3', '4']);
  expect(gateway.accepted).toEqual([{id: 'a', message: text('A lamp')}]);
  expect(bot.requests.map(({event}) => event)).toEqual(['start', 'continue']);
  const names = heard.flatMap((event) => (event.type === 'message' && event.from?.kind === 'bot' ? [event.message.id] : []));
  expect(new Set(names)).toHaveProperty('size', 2);
});

test('messages and starts are idempotent by key; another message under the same key is refused', async () => {
  const {bot, gateway, transport} = await startGateway(['Hello!', 'one', 'two']);
  for (const _ of [1, 2, 3]) await transport.send(say('once'), {id: 'a'});
  await transport.send(start, {id: 'start'});
  await time.advance(1_000);
  expect(bot.requests).toHaveLength(2);
  expect(gateway.accepted).toHaveLength(1);
  expect(gateway.log).toHaveLength(4);
  await expect(transport.send(say('other'), {id: 'a'})).rejects.toMatchObject({status: 422, retryable: false});
  await expect(transport.send(say('nameless'))).rejects.toMatchObject({status: 400});
});

test('the bot is asked one turn at a time, with the context and data it returned last', async () => {
  let atOnce = 0;
  const seen: unknown[] = [];
  const {transport, gateway} = await startGateway(async ({context, data, message}) => {
    expect(++atOnce).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    atOnce--;
    seen.push([context, data]);
    const {body}: {body?: string} = message && 'body' in message ? message : {};
    if (!body) return [];
    return {messages: [text(`re: ${body}`)], context: {turn: body}, data: {[body]: true}};
  }).catch(() => expect.unreachable());
  for (const body of ['a', 'b', 'c']) await transport.send({...say(body), context: {forged: true}}, {id: body});
  await time.advance(2_000);
  expect(gateway.log.filter(({type}) => type === 'message').map(lineOf)).toEqual([
    '1 user: a',
    '2 user: b',
    '3 user: c',
    '5 bot: re: a',
    '7 bot: re: b',
    '9 bot: re: c',
  ]);
  expect(seen.slice(-1)).toEqual([[{turn: 'b'}, {a: true, b: true}]]);
});

test('a listener gets missed events, then new ones, or one reset if it missed more than the buffer', async () => {
  const {gateway, transport} = await startGateway([[]], {buffer: 3});
  for (const body of ['1', '2', '3', '4', '5']) gateway.emit({type: 'message', message: text(body), from: {kind: 'agent'}});
  const back = listen(transport, {after: '3'});
  const long = listen(transport, {after: '1'});
  const strange = listen(transport, {after: 'x9'});
  await time.advance(1);
  gateway.emit({type: 'message', message: text('6'), from: {kind: 'agent'}});
  gateway.emit({type: 'iswriting', on: true});
  await time.advance(1);
  const rest = ['6 agent: 6', '- iswriting'];
  expect(back.lines()).toEqual(['4 agent: 4', '5 agent: 5', ...rest]);
  expect(long.lines()).toEqual(['5 reset', ...rest]);
  expect(strange.lines()).toEqual(['5 reset', ...rest]);
  expect(long.heard[0]).toMatchObject({events: gateway.log.slice(0, 5)});
  for (const one of [back, long, strange]) one.stop();
  await time.advance(1);
  expect(back.outcome).toEqual({over: true});
});

test('a failure of the bot becomes a problem event, after which the message may be resent under its key', async () => {
  const {bot, gateway, transport} = await startGateway([[], new TransportError('refused', 'On purpose', {status: 500}), 'Now it works.']);
  await transport.send(say('hi'), {id: 'a'});
  await time.advance(1);
  expect(gateway.log.map(lineOf)).toEqual(['1 user: hi', '2 problem a']);
  await transport.send(say('hi'), {id: 'a'});
  await time.advance(1);
  expect(gateway.log.map(lineOf).slice(2)).toEqual(['3 ack a', '4 bot: Now it works.']);
  expect(bot.requests).toHaveLength(3);
});

test('an end request emits an end event, closes the stream and the conversation; a new start begins another', async () => {
  const {bot, gateway, transport} = await startGateway(['Hello!', [], {event: 'continue', messages: [text('Again!')]}]);
  const {lines, outcome} = listen(transport);
  await transport.send({event: 'end', data: {}, settings}, {id: 'e'});
  await time.advance(1);
  expect(lines()).toEqual(['1 bot: Hello!', '2 end']);
  expect(outcome).toEqual({over: true});
  expect(bot.requests.map(({event}) => event)).toEqual(['start', 'end']);
  await expect(transport.send(say('late'), {id: 'l'})).rejects.toMatchObject({status: 409});
  await transport.send({event: 'end', data: {}, settings}, {id: 'e2'});
  gateway.emit({type: 'message', message: text('too late')});
  expect(gateway.log).toHaveLength(2);
  expect(listen(transport, {after: '2'}).heard).toEqual([]);
  await transport.send(start, {id: 'start again'});
  await time.advance(1);
  expect(gateway.log.map(({id}) => id)).not.toContain('3');
});

test('the bot may end the conversation', async () => {
  const {gateway} = await startGateway([{event: 'end', messages: [text('Bye.')]}]);
  expect(gateway.log.map(lineOf)).toEqual(['1 bot: Bye.', '2 end']);
});

test('a restart breaks every connection and loses nothing', async () => {
  const {gateway, transport} = await startGateway(['Hello!']);
  const {outcome, lines} = listen(transport);
  await time.advance(1);
  gateway.restart();
  await time.advance(1);
  expect(outcome.error).toMatchObject({fault: 'unreachable'});
  gateway.emit({type: 'message', message: text('meanwhile'), from: {kind: 'agent'}});
  const again = listen(transport, {after: '1'});
  await time.advance(1);
  expect([...lines(), ...again.lines()]).toEqual(['1 bot: Hello!', '2 agent: meanwhile']);
});

test('a connection sends heartbeats, and iswriting messages are not stored', async () => {
  const {gateway, transport} = await startGateway([[]]);
  let beats = 0;
  const {stop} = listen(transport, {onAlive: () => beats++});
  await time.advance(60_000);
  expect(beats).toBe(4);
  stop();
  await time.advance(60_000);
  expect(beats).toBe(4);
  const writing = {event: 'continue', message: {code: 'message', type: 'iswriting'}} as unknown as BotRequest;
  expect(await transport.send(writing, {id: 'w'})).toEqual({event: 'continue', messages: []});
  expect([gateway.log, gateway.accepted]).toEqual([[], []]);
});

test('sending and listening before the start are refused with 404', async () => {
  const transport = new GatewayModel(new ScriptedTransport([])).transport();
  await expect(transport.send(say('hi'), {id: 'a'})).rejects.toMatchObject({status: 404});
  const {outcome} = listen(transport);
  await time.advance(1);
  expect(outcome.error).toMatchObject({status: 404});
});
