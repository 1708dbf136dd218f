import {connect, type Socket} from 'node:net';
import {once} from 'node:events';
import {afterEach, expect, test} from 'vitest';
import {addressBudgetOf} from '../../src/gateway/limits.ts';
import {addressOf} from '../../src/gateway/server/address.ts';
import {listen, type Listener, type ListenerOptions} from '../../src/gateway/server/listener.ts';

const listeners: Listener[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

/** A gateway that echoes URL, body and client address of each request. */
const echo = {
  fetch: async (request: Request, client?: {address?: string}) =>
    Response.json({url: request.url, body: await request.text(), address: client?.address}),
};

async function start(gateway: Parameters<typeof listen>[0] = echo, options: Partial<ListenerOptions> = {}): Promise<Listener> {
  const listener = await listen(gateway, {host: '127.0.0.1', port: 0, ...options});
  listeners.push(listener);
  return listener;
}

async function openConnection({port}: Listener): Promise<{socket: Socket; received: () => string; ended: Promise<number>}> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  const began = Date.now();
  socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => {});
  await once(socket, 'connect');
  // A connection that is dropped may be reset, which also ends it.
  const ended = new Promise<number>((resolve) => socket.on('close', () => resolve(Date.now() - began)));
  return {socket, received: () => text, ended};
}

test('a request is passed on with its body and client address', async () => {
  const {port} = await start();
  const answer = await fetch(`http://127.0.0.1:${port}/v1/x?y=1`, {method: 'POST', body: 'hello'});
  expect(await answer.json()).toEqual({url: `http://127.0.0.1:${port}/v1/x?y=1`, body: 'hello', address: '127.0.0.1'});
});

test('behind a proxy, the client address is the one the proxy saw, whatever the client claims', async () => {
  const {port} = await start(echo, {proxies: 1});
  const answer = await fetch(`http://127.0.0.1:${port}/`, {headers: {'x-forwarded-for': '6.6.6.6, 203.0.113.9'}});
  expect(await answer.json()).toMatchObject({address: '203.0.113.9'});
});

test.each([
  ['203.0.113.9', '6.6.6.6', 0, '203.0.113.9'],
  ['10.0.0.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
  ['10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
  ['10.0.0.1', undefined, 1, '10.0.0.1'],
  ['10.0.0.1', '203.0.113.9', 3, '203.0.113.9'],
  ['10.0.0.1', 'unknown', 1, '10.0.0.1'],
  ['10.0.0.1', '203.0.113.9:4711', 1, '203.0.113.9'],
  ['::ffff:203.0.113.9', undefined, 0, '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2:3:4:5:6'],
  ['fe80::1%eth0', undefined, 0, 'fe80::1'],
  ['10.0.0.1', '[2001:db8:1:2::6]:443', 1, '2001:db8:1:2::6'],
  [undefined, undefined, 0, undefined],
])('with peer %s, X-Forwarded-For %s and %i proxies, the client address is %s', (peer, forwarded, proxies, expected) => {
  expect(addressOf({peer, forwarded, proxies})).toBe(expected);
});

test.each([
  ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2'],
  ['2001:0DB8:1:2::6', 'address:2001:db8:1:2'],
  ['2001:db8::6', 'address:2001:db8:0:0'],
  ['::1', 'address:0:0:0:0'],
  ['::ffff:203.0.113.9', 'address:203.0.113.9'],
  ['203.0.113.9', 'address:203.0.113.9'],
  [undefined, undefined],
])('requests from %s are counted under the budget %s', (address, budget) => {
  expect(addressBudgetOf(address)).toBe(budget);
});

test('a connection that trickles its headers gets a 408 after the headers timeout', async () => {
  const listener = await start(echo, {timeouts: {headers: 300}});
  const {socket, received, ended} = await openConnection(listener);
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n');
  const drip = setInterval(() => socket.write('x-a: b\r\n'), 50);
  expect(await ended.finally(() => clearInterval(drip))).toBeLessThan(2000);
  expect(received()).toContain('408');
});

test('a connection that trickles its body is cut, and reading the body rejects', async () => {
  let tell = (_error: unknown): void => {};
  const broken = new Promise<unknown>((resolve) => (tell = resolve));
  const reader = {
    fetch: (request: Request) =>
      request.text().then(
        () => new Response(),
        (error: unknown) => (tell(error), new Response()),
      ),
  };
  const {socket, ended} = await openConnection(await start(reader, {timeouts: {body: 300}}));
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\ncontent-type: application/json\r\n\r\n{');
  const drip = setInterval(() => socket.write(' '), 50);
  expect(await ended.finally(() => clearInterval(drip))).toBeLessThan(2000);
  expect(await broken).toBeInstanceOf(Error);
});

test('multipart uploads have a longer, but limited, timeout', async () => {
  const listener = await start(echo, {timeouts: {headers: 200, body: 200, upload: 1200}});
  const {socket, ended} = await openConnection(listener);
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\ncontent-type: multipart/form-data; boundary=x\r\n\r\n');
  const drip = setInterval(() => socket.write('x'), 50);
  const took = await ended.finally(() => clearInterval(drip));
  expect(took).toBeGreaterThan(1000);
  expect(took).toBeLessThan(3000);
});

test('an idle connection is closed, one with a heartbeat is not', async () => {
  const stream = () => {
    let beat: ReturnType<typeof setInterval>;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        beat = setInterval(() => controller.enqueue(new TextEncoder().encode(': hb\n\n')), 50);
      },
      cancel: () => clearInterval(beat),
    });
  };
  const listener = await start(
    {fetch: ({url}) => (url.endsWith('/beat') ? Promise.resolve(new Response(stream())) : new Promise(() => {}))},
    {timeouts: {body: 200, idle: 400}},
  );
  const silent = await openConnection(listener);
  silent.socket.write('GET /silent HTTP/1.1\r\nhost: x\r\n\r\n');
  const beating = await openConnection(listener);
  beating.socket.write('GET /beat HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(await silent.ended).toBeLessThan(2000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(beating.socket.destroyed).toBe(false);
});

test('oversized headers get a 431', async () => {
  const {port} = await start();
  const answer = await fetch(`http://127.0.0.1:${port}/`, {headers: {'x-much': 'x'.repeat(20_000)}});
  expect(answer.status).toBe(431);
});

test('connections are kept alive; when stopping, running requests get connection: close and new ones are refused', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const listener = await start({
    async fetch({url}) {
      if (url.endsWith('/slow')) await held;
      return new Response(url.slice(-5));
    },
  });
  const {socket, received, ended} = await openConnection(listener);
  socket.write('GET /once HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(received).toContain('/once');
  expect(received()).toContain('keep-alive');
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => setTimeout(resolve, 50));
  listener.stopAccepting();
  await expect(fetch(`http://127.0.0.1:${listener.port}/`)).rejects.toThrow();
  release();
  await ended;
  expect(received()).toMatch(/connection: close[^]*\/slow/i);
});

test('listening on a port in use rejects with EADDRINUSE', async () => {
  const {port} = await start();
  await expect(listen(echo, {host: '127.0.0.1', port})).rejects.toMatchObject({code: 'EADDRINUSE'});
});
