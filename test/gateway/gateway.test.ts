import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createGateway, DirectoryFiles, type Gateway, type GatewayOptions} from '../../src/gateway/index.ts';
import {listen} from '../../src/gateway/server/listener.ts';
import {openSqliteStore} from '../../src/gateway/store/sqlite.ts';
import type {Store} from '../../src/gateway/store/store.ts';
import type {Snapshot} from '../../src/gateway/wire.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import {GatewayTransport} from '../../src/transport/gateway.ts';
import {hello, json, type Logged, botMessage, shop} from './test-app.ts';
import {TestBot, nextBotMessage, textMessage, visit} from './test-bot.ts';
import {Frames} from './frames.ts';

const bot = new TestBot();
const logged: Logged[] = [];
let folder: string;
let gateway: Gateway;
let listener: Awaited<ReturnType<typeof listen>>;
let base: string;
let store: Store;

/** Starts a gateway on a free port over the data of the previous one. */
async function open(options: Partial<GatewayOptions> = {}): Promise<void> {
  const handler: Pick<Gateway, 'fetch'> = {fetch: (...request) => gateway.fetch(...request)};
  listener = await listen(handler, {host: '127.0.0.1', port: 0});
  base = `http://127.0.0.1:${listener.port}`;
  store = await openSqliteStore(join(folder, 'chat.db'));
  gateway = createGateway({
    secret: 'a secret of at least thirty-two bytes',
    publicUrl: base,
    bots: {demo: {url: bot.url, allowInsecureToken: true}},
    widgets: {shop: {bot: 'demo', origins: [shop]}},
    store,
    files: new DirectoryFiles(join(folder, 'files')),
    log: (level, what, about) => void logged.push({level, what, about}),
    ...options,
  });
}

async function close(): Promise<void> {
  listener.stopAccepting();
  await gateway.close(1000);
  await listener.close();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-gateway-'));
  bot.requests.length = bot.lateResponses.length = logged.length = 0;
  await bot.open();
  await open();
});
afterEach(async () => {
  await close();
  await bot.close();
  rmSync(folder, {recursive: true, force: true});
});

test('a visitor gets direct and late answers, reads them all again in a snapshot, and resumes the stream', async () => {
  const visitor = await visit(base);
  const frames = await visitor.listen();
  expect((await nextBotMessage(frames)).message.body).toBe('Welcome');
  expect((await visitor.say(hello)).status).toBe(202);
  expect((await nextBotMessage(frames)).message.body).toBe('2: Hello');
  await visitor.say(textMessage('late'));
  expect((await nextBotMessage(frames)).message.body).toBe('Here it is');
  expect((await bot.lateResponses[0]!).status).toBe(200);
  await frames.cancel();

  const snapshot = (await (await visitor.ask('')).json()) as Snapshot;
  const words = snapshot.items.flatMap((event) => (event.type === 'message' && 'body' in event.message ? [event.message.body] : []));
  expect(words).toEqual(['Welcome', 'Hello', '2: Hello', 'late', 'Here it is']);
  expect(snapshot.items.map(({id}) => Number(id))).toEqual(snapshot.items.map((_, index) => index + 1));
  expect(snapshot.items.filter(({type}) => type === 'ack')).toMatchObject([{ref: 'key-1'}, {ref: 'key-2'}]);

  const again = await visitor.listen(snapshot.items[1]!.id);
  expect(await again.event()).toMatchObject({type: 'ready', resumed: true, state: 'bot'});
  expect((await again.events(snapshot.items.length - 2)).map(({id}) => id)).toEqual(snapshot.items.slice(2).map(({id}) => id));
  await again.cancel();
});

test('GatewayTransport works against a real gateway: start, messages, events and end', async () => {
  const transport = new GatewayTransport(base, {
    widget: 'shop',
    fetch: (input, init) => fetch(input, {...init, headers: {...(init?.headers as Record<string, string>), origin: shop}}),
  });
  await transport.send({event: 'start'}, {id: 'a-key-of-32-letters-and-some-more'});
  expect(await transport.limits()).toMatchObject({maxFileBytes: 10_000_000});
  const leaving = new AbortController();
  const heard: TransportEvent[] = [];
  const until = async (enough: (event: TransportEvent) => boolean): Promise<void> => {
    await vi.waitFor(() => expect(heard.some(enough)).toBe(true));
  };
  const listening = (async () => {
    for await (const event of transport.listen({signal: leaving.signal})) heard.push(event);
  })();
  const isSaid = (body: string) => (event: TransportEvent) =>
    event.type === 'message' && 'body' in event.message && event.message.body === body;
  await until(isSaid('Welcome'));
  const message = {code: 'message', type: 'text', body: 'Hello'} as const;
  await transport.send({event: 'continue', message}, {id: 'k1'});
  await transport.send({event: 'continue', message}, {id: 'k1'});
  await until(isSaid('2: Hello'));
  await transport.send({event: 'end'});
  await listening;
  expect(heard.filter(isSaid('Hello'))).toMatchObject([{ref: 'k1', from: {kind: 'user'}}]);
  expect(heard.at(-1)).toMatchObject({type: 'end', reason: 'user'});
  expect(heard.flatMap(({id}) => (id === undefined ? [] : Number(id)))).toEqual(heard.filter(({id}) => id).map((_, index) => index + 1));
  await expect(transport.send({event: 'continue', message}, {id: 'k2'})).rejects.toMatchObject({fault: 'gone'});
});

test('secrets shared between bot and gateway reach neither browser nor log, and tokens are not interchangeable', async () => {
  const visitor = await visit(base);
  const frames = await visitor.listen();
  await visitor.say(textMessage('leak'));
  expect((await nextBotMessage(frames)).message.body).toBe('Welcome');
  await nextBotMessage(frames);
  const snapshot = await (await visitor.ask('')).text();
  const secrets = [
    /raw-secret|settings-secret|temp-secret|data-secret/,
    /eyJ/,
    new RegExp(new URL(bot.url).port),
    /"context"|"tempContext"|"raw"/,
  ];
  for (const secret of secrets) {
    expect(frames.text).not.toMatch(secret);
    expect(snapshot).not.toMatch(secret);
    expect(JSON.stringify(logged)).not.toMatch(/-secret|eyJ/);
  }
  expect(bot.requests).toHaveLength(2);
  expect(bot.requests[1]!.environment.token).toMatch(/^eyJ/);
  const stolen = await fetch(`${base}/v1/conversations/${visitor.id}`, {
    headers: {authorization: `Bearer ${bot.requests[1]!.environment.token}`},
  });
  expect(stolen.status).toBe(401);
  const {environment} = bot.requests[1]!;
  expect((await bot.callBack('bot-response', {...environment, token: visitor.token}, json({messages: [hello]}))).status).toBe(401);
});

test('the bot and the visitor can each download a file the other one sent', async () => {
  const visitor = await visit(base);
  const frames = await visitor.listen();
  await nextBotMessage(frames);
  await visitor.say(textMessage('file'));
  const {message} = await nextBotMessage(frames);
  expect(message).toMatchObject({type: 'attachment', meta: {originalName: 'manual.txt', desc: 'Manual', mimetype: 'text/plain'}});
  const opened = await fetch(message.url!);
  expect([opened.status, opened.headers.get('x-content-type-options'), await opened.text()]).toEqual([
    200,
    'nosniff',
    'A manual of a lamp',
  ]);

  const form = new FormData();
  form.append('file', new Blob(['The lamp that broke']), 'lamp.txt');
  const uploaded = (await (await visitor.ask('/attachments', {method: 'POST', body: form})).json()) as {url: string; meta: object};
  expect((await visitor.say({code: 'message', type: 'attachment', ...uploaded})).status).toBe(202);
  await nextBotMessage(frames);
  expect(await (await fetch(bot.requests.at(-1)!.message!.url!)).text()).toBe('The lamp that broke');
});

test('when the bot ends the conversation, streams close and further messages are refused from both sides', async () => {
  const visitor = await visit(base);
  const frames = await visitor.listen();
  await visitor.say(textMessage('bye'));
  const rest = await frames.rest();
  expect(rest.at(-1)).toMatch(/"type":"end"/);
  expect((await visitor.say(hello)).status).toBe(409);
  const {lastEventId} = (await (await visitor.ask('')).json()) as Snapshot;
  expect((await visitor.ask('/events', {headers: {'last-event-id': lastEventId}})).status).toBe(204);
  const {environment} = bot.requests.at(-1)!;
  expect((await bot.callBack('bot-response', environment, json({messages: [hello]}))).status).toBe(409);
});

test('a stopping gateway ends streams with a retry hint, and the next one resumes from the stored events', async () => {
  const visitor = await visit(base);
  const frames = await visitor.listen();
  const {id} = await nextBotMessage(frames);
  const rest = frames.rest();
  await close();
  expect((await rest).findLast((frame) => !frame.startsWith(':'))).toMatch(/^retry: \d+$/);
  const refused = await gateway.fetch(new Request(`${base}/v1/conversations`, {method: 'POST'}));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);

  await open();
  const again = await visitor.listen(String(id), base);
  expect(await again.event()).toMatchObject({type: 'ready', resumed: true});
  await visitor.say(hello, 'k', base);
  expect((await nextBotMessage(again)).message.body).toBe('2: Hello');
  await again.cancel();
});

test('closing is idempotent', async () => {
  await Promise.all([gateway.close(), gateway.close()]);
  await gateway.close();
});

test('a stream that is not read is cut without console output, and resumes later', async () => {
  const consoleSpies = [vi.spyOn(console, 'error'), vi.spyOn(console, 'info')];
  await close();
  vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
  await open();
  const visitor = await visit(base);
  const answer = await visitor.ask('/events');
  const long = botMessage('x'.repeat(90_000));
  // More than the socket buffers hold for a client that does not read.
  for (let count = 0; count < 10; count++) await store.apply(visitor.id, {events: Array.from({length: 12}, () => long)});
  const metrics = async () => (await fetch(`${base}/metrics`)).text();
  expect(await metrics()).toContain('parley_streams 1');
  for (let beats = 0; beats < 4; beats++) vi.advanceTimersByTime(15_000);
  vi.useRealTimers();
  expect(logged).toContainEqual({level: 'info', what: 'stream_cut', about: {conversation: visitor.id, why: 'nobody read it'}});
  expect(await metrics()).toContain('parley_streams 0');

  const cut = await new Frames(answer).rest();
  const last = cut.map((frame) => /^id: (\d+)$/m.exec(frame)?.[1]).findLast((id) => id !== undefined)!;
  const snapshot = (await (await visitor.ask('')).json()) as Snapshot;
  expect(Number(last)).toBeLessThan(Number(snapshot.lastEventId));
  const again = await visitor.listen(last);
  expect(await again.event()).toMatchObject({resumed: true});
  const missed = await again.events(Number(snapshot.lastEventId) - Number(last));
  expect(missed.map(({id}) => id)).toEqual(missed.map((_, index) => String(Number(last) + 1 + index)));
  await again.cancel();
  for (const spy of consoleSpies) expect(spy).not.toHaveBeenCalled();
}, 60_000);

test('a request that is cut off in its body has no effect', async () => {
  const visitor = await visit(base);
  const body = JSON.stringify(hello);
  const head = [
    `POST /v1/conversations/${visitor.id}/messages HTTP/1.1`,
    `host: ${new URL(base).host}`,
    `authorization: Bearer ${visitor.token}`,
    'content-type: application/json',
    'idempotency-key: k1',
    `content-length: ${body.length + 10}`,
  ];
  const socket = connect(listener.port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.resume();
  await closed;
  const snapshot = (await (await visitor.ask('')).json()) as Snapshot;
  expect(snapshot.items.filter((event) => event.type === 'message' && event.from?.kind === 'user')).toEqual([]);
  expect(logged.filter(({level}) => level === 'error')).toEqual([]);
});

test('a stream slot is released when the browser disconnects', async () => {
  const visitor = await visit(base);
  for (let count = 0; count < 8; count++) {
    const frames = await visitor.listen();
    await frames.event();
    await frames.cancel();
    await vi.waitFor(async () => expect(await (await fetch(`${base}/metrics`)).text()).toContain('parley_streams 0'));
  }
});
