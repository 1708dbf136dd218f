import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {ProtocolError, TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';

const saying = (body: string): BotRequest => ({event: 'continue', message: {code: 'message', type: 'text', body}});
const text = (body: string) => ({code: 'message', type: 'text', body}) as const;
const late = (body: string): TransportEvent => ({type: 'message', message: text(body)});

describe('scripted answers', () => {
  test('come from a list, one per turn; an end request takes none, and after the list answers are empty', async () => {
    const bot = new ScriptedTransport(['Hello', [text('one'), text('two')], {event: 'end', data: {sold: true}}]);
    expect(await bot.send({event: 'start'})).toEqual({event: 'continue', messages: [text('Hello')]});
    expect(await bot.send({event: 'end'})).toEqual({event: 'continue', messages: []});
    expect((await bot.send(saying('a'))).messages).toEqual([text('one'), text('two')]);
    expect(await bot.send(saying('b'))).toEqual({event: 'end', messages: [], data: {sold: true}});
    expect(await bot.send(saying('c'))).toEqual({event: 'continue', messages: []});
  });

  test('can come from a function of the request', async () => {
    const bot = new ScriptedTransport(async ({message}) => (message?.type === 'text' ? message.body.toUpperCase() : 'Hello'));
    expect((await bot.send({event: 'start'})).messages).toEqual([text('Hello')]);
    expect((await bot.send(saying('quiet'))).messages).toEqual([text('QUIET')]);
  });

  test('pass through the tolerant reader', async () => {
    const bot = new ScriptedTransport([{messages: [{body: 5}, 'nothing', {type: 'isWriting'}]}]);
    const {messages, problems} = await bot.send({event: 'start'});
    expect(messages).toEqual([text('5'), {code: 'message', type: 'iswriting'}]);
    expect(problems).not.toEqual([]);
  });

  test('can be errors', async () => {
    const gone = new TransportError('unreachable', 'gone');
    await expect(new ScriptedTransport([gone]).send({event: 'start'})).rejects.toBe(gone);
    await expect(new ScriptedTransport([{answer: gone, delay: 1}]).send({event: 'start'})).rejects.toBe(gone);
  });
});

test('requests are recorded in their strict form, and invalid ones are rejected', async () => {
  const bot = new ScriptedTransport([]);
  await bot.send({...saying('a'), language: 'en_us', data: {list: [1]}});
  expect(bot.requests).toEqual([{...saying('a'), language: 'en-US', data: {list: '[1]'}}]);
  await expect(bot.send({event: ''})).rejects.toBeInstanceOf(ProtocolError);
  expect(bot.requests).toHaveLength(1);
});

describe('delays', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('apply to all answers, or to one if the script says so', async () => {
    const bot = new ScriptedTransport(['slow', {answer: 'slower', delay: 900}], {delay: 100});
    const heard: string[] = [];
    const ask = async () =>
      heard.push(...(await bot.send({event: 'start'})).messages.map((message) => ('body' in message ? message.body : '')));
    void ask();
    await vi.advanceTimersByTimeAsync(99);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heard).toEqual(['slow']);
    void ask();
    await vi.advanceTimersByTimeAsync(899);
    expect(heard).toEqual(['slow']);
    await vi.advanceTimersByTimeAsync(1);
    expect(heard).toEqual(['slow', 'slower']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('end immediately on abort', async () => {
    const bot = new ScriptedTransport([{answer: 'late', delay: 1000}, 'never heard']);
    const caller = new AbortController();
    const answer = bot.send({event: 'start'}, {signal: caller.signal});
    const outcome = expect(answer).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(10);
    caller.abort('enough');
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
    await expect(bot.send({event: 'start'}, {signal: caller.signal})).rejects.toBe('enough');
    expect(bot.requests).toHaveLength(1);
  });
});

describe('late events', () => {
  const collect = (bot: ScriptedTransport, after?: string) => {
    const caller = new AbortController();
    const heard: TransportEvent[] = [];
    const over = (async () => {
      for await (const event of bot.listen({after, signal: caller.signal})) heard.push(event);
    })();
    return {heard, stop: () => (caller.abort(), over)};
  };

  test('reach all listeners in order; earlier ones reach the first listener, except iswriting', async () => {
    const bot = new ScriptedTransport([]);
    bot.emit(late('one'));
    bot.emit({type: 'iswriting', on: true});
    const first = collect(bot);
    await vi.waitFor(() => expect(first.heard).toEqual([{...late('one'), id: '1'}]));
    const second = collect(bot);
    await Promise.resolve();
    bot.emit({type: 'iswriting', on: true});
    bot.emit(late('two'));
    bot.emit({type: 'end', id: 'own'});
    const rest = [
      {type: 'iswriting', on: true},
      {...late('two'), id: '4'},
      {type: 'end', id: 'own'},
    ];
    await vi.waitFor(() => expect(second.heard).toEqual(rest));
    expect(first.heard.slice(1)).toEqual(rest);
    await Promise.all([first.stop(), second.stop()]);
  });

  test('resume after the given one', async () => {
    const bot = new ScriptedTransport([]);
    for (const body of ['one', 'two', 'three']) bot.emit(late(body));
    const {heard, stop} = collect(bot, '2');
    await vi.waitFor(() => expect(heard).toEqual([{...late('three'), id: '3'}]));
    await stop();
  });

  test('end without an error on abort, even if aborted in advance', async () => {
    const bot = new ScriptedTransport([]);
    const {heard, stop} = collect(bot);
    await stop();
    bot.emit(late('unheard'));
    expect(heard).toEqual([]);
    const never = bot.listen({signal: AbortSignal.abort()});
    expect(await never.next()).toEqual({done: true, value: undefined});
  });
});
