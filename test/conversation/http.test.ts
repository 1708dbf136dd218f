import type {ServerResponse} from 'node:http';
import {afterEach, expect, test, vi} from 'vitest';
import {BotManagerTransport} from '../../src/transport/bot-manager.ts';
import {type ReceivedRequest, recordings, replay, serve, type RunningServer} from '../transport/recorded-bot.ts';
import {createConversation, lines} from './harness.ts';

const errors = recordings('errors');
const turns = recordings();

/** What the visitor sends, and the recording that answers it. */
const commands: Record<string, string> = {
  quick: 'quick',
  help: 'help',
  cat: 'cat',
  pagevent: 'pagevent',
  attach: 'attach',
  'send-is-writing': 'send-is-writing',
  async: 'async',
  bye: 'bye',
};

let server: RunningServer | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await server?.close();
});

interface SentRequest {
  event: string;
  message?: {type: string; body?: string; payload?: string};
  context?: unknown;
}

/** The recorded bot on a real port; the `faults` listed under the text of a message answer in its place, one request each. */
async function startBot(faults: Record<string, ((response: ServerResponse) => void)[]> = {}, timeout = 15_000) {
  const heard: SentRequest[] = [];
  server = await serve(({text}: ReceivedRequest, response) => {
    const request = JSON.parse(text) as SentRequest;
    heard.push(request);
    const words = request.message?.body ?? '';
    const fault = faults[words]?.shift();
    if (fault) return fault(response);
    if (request.event === 'end') return replay(errors.get('bot-throws-async-without-context')!, response);
    return replay(turns.get(request.event === 'start' ? 'start' : (commands[words] ?? 'unknown-text'))!, response);
  });
  const transport = new BotManagerTransport(server.url, {timeout});
  return {...createConversation({transport, language: 'en-us', context: {token: 'ctx.tok.en'}}), heard};
}

const botLines = (name: string): string[] =>
  (turns.get(name)!.response.body as {messages: {type: string; body?: string}[]}).messages.map(({type, body}) => `bot: ${body ?? type}`);

test('a complete conversation with the recorded bot over HTTP, from start to end', async () => {
  const {conversation, heard, events} = await startBot();
  await conversation.open();
  for (const word of Object.keys(commands)) {
    await conversation.send(word);
    if (word === 'send-is-writing') expect(conversation.state.writing).toBe(1_000);
  }
  expect(lines(conversation.state)).toEqual([
    ...botLines('start'),
    ...Object.keys(commands).flatMap((word) => [
      `visitor sent: ${word}`,
      ...botLines(commands[word]!).filter((line) => line !== 'bot: iswriting'),
    ]),
    '— ended',
  ]);
  expect(conversation.state).toMatchObject({phase: 'ended', writing: undefined, waiting: undefined});
  expect(heard.map(({event}) => event)).toEqual(['start', ...Object.keys(commands).map(() => 'continue')]);
  expect(heard[1]!.context).toEqual({token: 'aaa.bbb.ccc'});
  expect(events.filter(({type}) => type === 'mended')).toEqual([]);
});

test('with every kind of HTTP fault, nothing is sent twice and each message gets the right delivery state', async () => {
  const faults = {
    html: [(response: ServerResponse) => response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html><h1>Log in</h1>')],
    half: [(response: ServerResponse) => response.writeHead(200).end('{"event":"continue","messages":[{"code"')],
    reset: [(response: ServerResponse) => response.destroy()],
    'broken off': [
      (response: ServerResponse) =>
        response.writeHead(200, {'content-length': 500}).write('{"event"', () => setTimeout(() => response.destroy(), 10)),
    ],
    hangs: [() => {}],
    throws: [(response: ServerResponse) => replay(errors.get('bot-throws-async-without-context')!, response)],
    misconfigured: [(response: ServerResponse) => replay(errors.get('engine-unknown')!, response)],
    invalid: [(response: ServerResponse) => replay(errors.get('message-payload-number')!, response)],
    busy: [(response: ServerResponse) => response.writeHead(429, {'retry-after': '7'}).end()],
    undef: [(response: ServerResponse) => replay(errors.get('sdk-undef')!, response)],
    null: [(response: ServerResponse) => replay(errors.get('sdk-null')!, response)],
    fine: [],
  };
  const {conversation, heard, events} = await startBot(faults, 1_500);
  await conversation.open();
  await Promise.all(Object.keys(faults).map((word) => conversation.send(word)));
  expect(lines(conversation.state).slice(botLines('start').length)).toEqual([
    ...[
      'visitor uncertain: html',
      'visitor uncertain: half',
      'visitor uncertain: reset',
      'visitor uncertain: broken off',
      'visitor uncertain: hangs',
    ],
    ...['visitor failed: throws', 'visitor failed: misconfigured', 'visitor failed: invalid', 'visitor failed: busy'],
    ...['visitor sent: undef', 'visitor sent: null', 'visitor sent: fine'],
    ...['— invalid_response', '— invalid_response', ...botLines('unknown-text')],
  ]);
  expect(heard.slice(1).map(({message}) => message?.body)).toEqual(Object.keys(faults));
  const retryable = conversation.state.entries.flatMap((entry) =>
    entry.from === 'visitor' && entry.delivery === 'failed' ? [entry.retryable] : [],
  );
  expect(retryable).toEqual([true, false, false, true]);
  expect(events.filter(({type}) => type === 'undelivered')).toHaveLength(9);
  const shown = JSON.stringify(conversation.state.entries);
  for (const leak of ['<h1>', 'Cannot read properties', 'ValidationError']) expect(shown).not.toContain(leak);
});

test('recovers from a failed start, retries a postback with its payload, ignores a failing end and restarts', async () => {
  const told = vi.spyOn(console, 'info').mockImplementation(() => {});
  const refused = (response: ServerResponse) => response.writeHead(503).end();
  const {conversation, heard} = await startBot({'': [refused], cat: [refused]});
  await conversation.open();
  expect(conversation.state.startFailed).toBe(true);
  await conversation.open();
  await conversation.send({code: 'message', type: 'postback', body: 'cat', payload: 'abcd 123'});
  const entry = conversation.state.entries.find(({from}) => from === 'visitor')!;
  expect(entry).toMatchObject({delivery: 'failed', retryable: true});
  await conversation.retry(entry.id);
  await conversation.end();
  await conversation.restart();
  expect(lines(conversation.state)).toEqual([
    ...botLines('start'),
    'visitor sent: cat',
    ...botLines('cat'),
    '— ended',
    '— started_again',
    ...botLines('start'),
  ]);
  expect(heard.map(({event}) => event)).toEqual(['start', 'start', 'continue', 'continue', 'end', 'start']);
  expect(heard.slice(2, 4).map(({message}) => message)).toEqual(
    [1, 2].map(() => ({code: 'message', type: 'postback', body: 'cat', payload: 'abcd 123'})),
  );
  expect(told).toHaveBeenCalledTimes(1);
  expect(heard[5]!.context).toEqual({token: 'ctx.tok.en'});
});
