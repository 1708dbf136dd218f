import type {ServerResponse} from 'node:http';
import {type AddressInfo, createServer} from 'node:net';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {ProtocolError, TransportError} from '../../src/protocol/errors.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {BotManagerTransport, type BotManagerOptions} from '../../src/transport/bot-manager.ts';
import {bytesOf, recordings, replay, serve, type RunningServer} from './recorded-bot.ts';

const hi: BotRequest = {
  event: 'continue',
  message: {code: 'message', type: 'text', body: 'hi', payload: 'HI'},
  language: 'en',
  data: {age: 7},
  context: {deep: [1, {two: true}]},
  settings: {engine: {type: 'custom'}},
};

const errors = recordings('errors');
const turns = recordings();

let server: RunningServer | undefined;
const serving = async (...answer: Parameters<typeof serve>): Promise<RunningServer> => (server = await serve(...answer));

const errorOf = async (promise: Promise<unknown>): Promise<TransportError> => {
  const error: unknown = await promise.then(
    () => expect.unreachable('it answered'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TransportError);
  return error as TransportError;
};

const ask = (url: string, options?: BotManagerOptions, signal?: AbortSignal) => new BotManagerTransport(url, options).send(hi, {signal});

beforeEach(() => void (server = undefined));
afterEach(async () => {
  await server?.close();
  vi.unstubAllGlobals();
});

describe('a request', () => {
  test('is a POST of JSON with the current headers', async () => {
    const {url, asked} = await serving((_, response) => response.end('{"event":"continue","messages":[]}'));
    let token = 0;
    const transport = new BotManagerTransport(url, {
      headers: async () => ({authorization: `Bearer ${++token}`, 'content-type': 'text/plain'}),
    });
    await transport.send(hi);
    await transport.send({...hi, event: 'end'});

    expect(asked.map(({method}) => method)).toEqual(['POST', 'POST']);
    expect(asked.map(({headers}) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
    expect(asked.map(({headers}) => headers['content-type'])).toEqual(['application/json', 'application/json']);
    expect(JSON.parse(asked[0]!.text)).toEqual(hi);
    expect(JSON.parse(asked[1]!.text)).toEqual({...hi, event: 'end'});
  });

  test.each(['iswriting', 'read', 'ack'])('is not sent for the signal %s, which BotManagers do not know', async (type) => {
    const {url, asked} = await serving((_, response) => response.end('{}'));
    const message = JSON.parse(JSON.stringify({code: 'message', type, ref: 'a'}));
    expect(await new BotManagerTransport(url).send({event: 'continue', message})).toEqual({event: 'continue', messages: []});
    expect(asked).toEqual([]);
  });

  test('is rejected if its body exceeds 100 KiB', async () => {
    const {url, asked} = await serving((_, response) => response.end('{}'));
    const long = {event: 'continue', message: {code: 'message', type: 'text', body: 'x'.repeat(102_400)}} as const;
    await expect(new BotManagerTransport(url).send(long)).rejects.toBeInstanceOf(ProtocolError);
    expect(asked).toEqual([]);
  });

  test.each([
    ['http://bot.example/bot/message', false],
    ['http://127.0.0.1.example/bot/message', false],
    ['http://localhost.example/bot/message', false],
    ['ws://localhost/bot/message', false],
    ['file:///bot/message', false],
    ['https://user:secret@bot.example/bot/message', false],
    ['/bot/message', false],
    ['https://bot.example/bot/message', true],
    ['http://localhost:8080/bot/message', true],
    ['http://127.8.9.1/bot/message', true],
    ['http://[::1]:80/bot/message', true],
  ])('to %s is allowed: %s', (url, may) => {
    const make = () => new BotManagerTransport(url);
    if (may) expect(make).not.toThrow();
    else expect(make).toThrow(TypeError);
    if (url.includes('secret')) expect(make).toThrow(expect.objectContaining({message: expect.not.stringContaining('secret')}));
  });

  test('over plain http is allowed to the origin of the page only, even with a relative URL', () => {
    vi.stubGlobal('location', new URL('http://shop.example/basket?id=1'));
    expect(() => new BotManagerTransport('http://shop.example/bot')).not.toThrow();
    expect(() => new BotManagerTransport('/bot/message')).not.toThrow();
    expect(() => new BotManagerTransport('http://shop.example:81/bot')).toThrow(TypeError);
    expect(() => new BotManagerTransport('//bot.example/bot')).toThrow(TypeError);
  });

  test('with a relative URL is resolved against the `<base>` of the page', async () => {
    vi.stubGlobal('location', new URL('http://shop.example/lamps/fjell'));
    vi.stubGlobal('document', {baseURI: 'http://shop.example/'});
    const asked: unknown[] = [];
    await ask('bot/message', {fetch: async (address) => (asked.push(address), new Response('{"event":"end","messages":[]}'))});
    expect(asked).toEqual(['http://shop.example/bot/message']);
  });
});

describe('an answer', () => {
  test.each([...turns.values()].map((turn) => [turn.name, turn] as const))('is read as recorded: %s', async (_, turn) => {
    expect(bytesOf(turn).length).toBe(Number(turn.response.headers['content-length']));
    const {url} = await serving((__, response) => replay(turn, response));
    const recorded = turn.response.body as {event: string; messages: {type: string; body?: string}[]; context: unknown};
    const answer = await ask(url);

    expect(answer.event).toBe(recorded.event);
    expect(answer.context).toEqual(recorded.context);
    expect(answer.messages.map(({type}) => type)).toEqual(recorded.messages.map(({type}) => type));
    expect(answer.messages.map((message) => ('body' in message ? message.body : undefined))).toEqual(
      recorded.messages.map(({body}) => body),
    );
  });

  test.each(['sdk-undef', 'sdk-null'])('without content (%s) is accepted with the problem bot_invalid_response', async (name) => {
    const {url} = await serving((_, response) => replay(errors.get(name)!, response));
    const {messages, problems} = await ask(url);
    expect(messages).toEqual([]);
    expect(problems).toMatchObject([{code: 'bot_invalid_response'}]);
  });

  test('whose chunks split characters is decoded correctly', async () => {
    const bytes = Buffer.from(JSON.stringify({event: 'continue', messages: [{code: 'message', type: 'text', body: 'più 😎'}]}));
    const {url} = await serving(async (_, response) => {
      for (const byte of bytes) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    expect((await ask(url)).messages).toMatchObject([{body: 'più 😎'}]);
  });

  test('with an endless body is cancelled after five million bytes, with the problem too_much', async () => {
    let sent = 0;
    const gone = vi.fn();
    const {url} = await serving((_, response) => {
      response.on('close', gone);
      const piece = Buffer.alloc(100_000, ' ');
      const more = () => {
        while (!response.destroyed && (sent += piece.length) && response.write(piece));
      };
      response.on('drain', more);
      more();
    });
    expect(await ask(url)).toMatchObject({event: 'continue', messages: [], problems: [{code: 'too_much'}]});
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(sent).toBeLessThan(60_000_000);
  });
});

describe('errors', () => {
  const refusals = ['event-missing', 'engine-unknown', 'message-payload-number', 'bot-throws-async-without-context'];
  test.each(refusals)('%s is refused with the short message, without internals', async (name) => {
    const recording = errors.get(name)!;
    const {status, body} = recording.response as {status: number; body: {message: string; info?: unknown}};
    const {url} = await serving((_, response) => replay(recording, response));
    const error = await errorOf(ask(url));

    expect(error).toMatchObject({fault: 'refused', status, retryable: status >= 500, mayHaveArrived: false});
    expect(error.message).toBe(`POST ${url} answered ${status}: ${body.message}`);
    if (body.info !== undefined) expect(error.message).not.toContain(typeof body.info === 'string' ? body.info : JSON.stringify(body.info));
  });

  test.each([
    [404, '<html><h1>Not found</h1></html>', false],
    [405, '{"error":405}', false],
    [413, '"too large"', false],
    [502, '', true],
    [503, 'null', true],
    [504, '{"message":{"a":1}}', true],
  ])('status %i with the body %s is reported by its status only', async (status, body, retryable) => {
    const {url} = await serving((_, response) => response.writeHead(status).end(body));
    const error = await errorOf(ask(url));
    expect(error).toMatchObject({fault: 'refused', status, retryable, mayHaveArrived: status === 502 || status === 504});
    expect(error.message).toMatch(new RegExp(`answered ${status}: [A-Z][a-zA-Z ]+$`));
  });

  test.each([
    ['7', 7],
    [undefined, undefined],
  ])('a Retry-After of %s is reported in seconds', async (header, seconds) => {
    const {url} = await serving((_, response) => response.writeHead(429, header === undefined ? {} : {'retry-after': header}).end());
    expect(await errorOf(ask(url))).toMatchObject({fault: 'refused', retryable: true, retryAfter: seconds});
  });

  test.each([
    ['an HTML page', '<!doctype html><title>Log in</title>'],
    ['truncated JSON', '{"event":"continue","messages":[{"code":"mess'],
    ['text after the JSON', '{"event":"continue"} trailing'],
  ])('%s with status 200 is garbled', async (_, body) => {
    const {url} = await serving((__, response) => response.writeHead(200, {'content-type': 'application/json'}).end(body));
    const error = await errorOf(ask(url));
    expect(error).toMatchObject({fault: 'garbled', retryable: true, mayHaveArrived: true, cause: expect.any(SyntaxError)});
    expect(error.message).toBe(`POST ${url} answered with something that is not JSON`);
  });

  test.each([
    ['before its headers', (response: ServerResponse) => response.destroy()],
    [
      'during its body',
      (response: ServerResponse) => {
        response.writeHead(200, {'content-length': 1000}).write('{"event":"continue",', () => setTimeout(() => response.destroy(), 20));
      },
    ],
  ] as const)('an answer whose connection breaks %s is unreachable, and the request may have arrived', async (_, breaking) => {
    const {url} = await serving((__, response) => breaking(response));
    const error = await errorOf(ask(url));
    expect(error).toMatchObject({fault: 'unreachable', retryable: true, mayHaveArrived: true});
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.message).toContain(`POST ${url}`);
  });

  test.each([301, 307])('a redirect (%i) is not followed, and the error mentions it', async (status) => {
    const other = await serve((_, response) => response.end('{"event":"continue","messages":[]}'));
    const {url} = await serving((_, response) => response.writeHead(status, {location: other.url}).end());
    const error = await errorOf(ask(url));
    await other.close();
    expect(other.asked).toEqual([]);
    expect(error).toMatchObject({fault: 'unreachable', cause: expect.any(Error)});
    expect(error.message).toBe(`POST ${url} broke off, or was redirected, before its answer was there`);
  });

  test('a bot that is not running is unreachable', async () => {
    const {url, close} = await serve(() => {});
    await close();
    expect(await errorOf(ask(url))).toMatchObject({fault: 'unreachable', cause: expect.any(Error)});
  });

  test('a bot that never answers times out', async () => {
    const {url} = await serving(() => {});
    const error = await errorOf(ask(url, {timeout: 50}));
    expect(error).toMatchObject({fault: 'timeout', retryable: true, mayHaveArrived: true});
    expect(error.message).toBe(`POST ${url} gave no answer in 50 ms`);
  });

  test.each([0, Infinity, 2 ** 31])('a timeout of %d never expires', async (timeout) => {
    const {url} = await serving((_, response) => setTimeout(() => response.end('{"event":"continue","messages":[]}'), 50));
    expect(await ask(url, {timeout})).toMatchObject({event: 'continue'});
  });

  test('the timeout includes the body', async () => {
    const {url} = await serving((_, response) => response.writeHead(200).write('{"event":'));
    expect(await errorOf(ask(url, {timeout: 80}))).toMatchObject({fault: 'timeout'});
  });

  test('a slow bot is waited for', async () => {
    const {url} = await serving((_, response) => setTimeout(() => replay(errors.get('sdk-slow-8s')!, response), 150));
    const {problems, ...answer} = await ask(url);
    expect(answer).toEqual({event: 'continue', messages: []});
    expect(problems).toBeUndefined();
  });

  test('without a network nothing is sent, and the error is retryable', async () => {
    const {url, asked} = await serving((_, response) => response.end('{}'));
    vi.stubGlobal('navigator', {onLine: false});
    const error = await errorOf(ask(url));
    expect(error).toMatchObject({fault: 'offline', retryable: true, mayHaveArrived: false});
    expect(error.message).toBe(`POST ${url} was not sent: there is no connection`);
    expect(asked).toEqual([]);
  });

  test.each([
    ['throw', () => expect.fail('no token')],
    ['reject', () => Promise.reject(new Error('no token'))],
    ['never resolve', () => new Promise<HeadersInit>(() => {})],
    ['are invalid', () => ({'not a name': 'x'})],
  ])('headers that %s are reported as an error before sending', async (_, headers) => {
    const {url, asked} = await serving((__, response) => response.end('{}'));
    expect(await errorOf(ask(url, {headers, timeout: 50}))).toMatchObject({
      fault: 'offline',
      mayHaveArrived: false,
      cause: expect.anything(),
    });
    expect(asked).toEqual([]);
  });

  test('errors do not reveal the query of the URL', async () => {
    const {url} = await serving((_, response) => response.writeHead(500).end());
    expect((await errorOf(ask(`${url}?key=secret`))).message).not.toContain('secret');
  });
});

describe('aborting', () => {
  test.each([
    ['before sending', 0],
    ['while waiting for the bot', 60],
  ])('%s rejects with the reason of the caller and closes the connection', async (_, after) => {
    const gone = vi.fn();
    const {url, asked} = await serving((__, ___, request) => request.on('close', gone));
    const caller = new AbortController();
    const reason = new Error('changed my mind');
    if (after === 0) caller.abort(reason);
    else setTimeout(() => caller.abort(reason), after);

    await expect(ask(url, {}, caller.signal)).rejects.toBe(reason);
    if (after === 0) expect(asked).toEqual([]);
    else await vi.waitFor(() => expect(gone).toHaveBeenCalled());
  });

  test('during the body rejects with the reason of the caller, too', async () => {
    const caller = new AbortController();
    const {url} = await serving((_, response) => response.writeHead(200).write('{', () => setTimeout(() => caller.abort('enough'), 20)));
    await expect(ask(url, {}, caller.signal)).rejects.toBe('enough');
  });

  test('is possible without leaving a timer after the answer', async () => {
    vi.useFakeTimers();
    try {
      const answer = async () => new Response('{"event":"end","messages":[]}');
      await ask('https://bot.example/bot', {fetch: answer});
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a server that does not speak HTTP is unreachable', async () => {
  const other = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n', () => socket.destroy()));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const {port} = other.address() as AddressInfo;
  expect(await errorOf(ask(`http://127.0.0.1:${port}/`))).toMatchObject({fault: 'unreachable', mayHaveArrived: true});
  await new Promise((resolve) => other.close(resolve));
});
