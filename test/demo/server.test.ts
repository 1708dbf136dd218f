import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {listen} from '../../demo/listen.ts';
import {withOptions} from '../../demo/page.ts';
import {addressesOf, type Demo, startDemo} from '../../demo/server.ts';

let shop: Demo;
let built: Demo;
let root: string;

beforeAll(async () => {
  shop = await startDemo({port: 0});
  root = await mkdtemp(join(tmpdir(), 'shop-'));
  await mkdir(join(root, 'dist/parley'), {recursive: true});
  await writeFile(join(root, 'dist/parley.js'), 'widget');
  await writeFile(join(root, 'dist/parley/chat-1a2b.js'), 'chunk');
  await writeFile(join(root, 'secret.svg'), 'secret');
  built = await startDemo({port: 0, root});
});
afterAll(async () => {
  await Promise.all([shop.close(), built.close()]);
  await rm(root, {recursive: true});
});

test('serves the shop uncached and under a strict Content-Security-Policy', async () => {
  const answer = await fetch(shop.url);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const policy = (others: string) =>
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'${others}; media-src 'self'${others}; connect-src 'self'${others}; ` +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types parley parley-html";
  expect(answer.headers.get('content-security-policy')).toBe(policy(` ${shop.gateway}`));
  expect((await fetch(`${shop.url}/?direct`)).headers.get('content-security-policy')).toBe(policy(''));
  const page = await answer.text();
  expect(page).toContain('Light for long evenings');
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('redirects localhost to the address that pictures are served from', async () => {
  const answer = await fetch(`${shop.url.replace('127.0.0.1', 'localhost')}/?direct`, {redirect: 'manual'});
  expect([answer.status, answer.headers.get('location')]).toEqual([307, `${shop.url}/?direct`]);
});

test('serves every file that the page refers to', async () => {
  const page = await (await fetch(shop.url)).text();
  const paths = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!).filter((path) => path !== '/parley.js');
  expect(paths.length).toBeGreaterThan(8);
  for (const path of new Set(paths)) expect((await fetch(shop.url + path)).status, path).toBe(200);
});

test.each([
  ['/shop.css', 'text/css; charset=utf-8'],
  ['/shop.js', 'text/javascript; charset=utf-8'],
  ['/pictures/fjell.svg', 'image/svg+xml'],
  ['/media/room.jpg', 'image/jpeg'],
  ['/media/shop-bell.wav', 'audio/wav'],
  ['/media/dimming.webm', 'video/webm'],
  ['/media/fjell-hanging-guide.pdf', 'application/pdf'],
])('serves %s as %s', async (path, type) => {
  const answer = await fetch(shop.url + path);
  expect(answer.headers.get('content-type')).toBe(type);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toBeNull();
});

test('lets pages of other origins load the built widget and its chunks', async () => {
  for (const [path, text] of [
    ['/parley.js', 'widget'],
    ['/parley/chat-1a2b.js', 'chunk'],
  ]) {
    const answer = await fetch(`${built.url}${path}`);
    expect(await answer.text()).toBe(text);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  }
});

test('mentions "npm run build" in the 404 for a widget that is not built yet', async () => {
  const answer = await fetch(`${built.url}/parley/chat-0000.js`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('npm run build');
});

test.each([
  '/../secret.svg',
  '/pictures/../../secret.svg',
  '/parley/..%2f..%2fsecret.svg',
  '/parley/%2e%2e/%2e%2e/secret.svg',
  '/parley/..%5c..%5csecret.svg',
  '/parley/%00.js',
  '/parley/%ff.js',
  '/parley/',
  '/constructor',
  '/media/make.mjs',
  '/package.json',
])('answers %s with 404', async (path) => {
  for (const server of [built, shop]) {
    const {status, text} = await rawRequest(server.url, path);
    expect(status).toBe(404);
    expect(text).not.toContain('secret');
  }
});

test.each([
  ['bytes=0-9', 206, 'bytes 0-9/24044', 10],
  ['bytes=24000-', 206, 'bytes 24000-24043/24044', 44],
  ['bytes=-4', 206, 'bytes 24040-24043/24044', 4],
  ['bytes=24000-99999', 206, 'bytes 24000-24043/24044', 44],
  ['bytes=24044-', 416, 'bytes */24044', undefined],
  ['bytes=9-0', 416, 'bytes */24044', undefined],
  ['bytes=-', 200, null, 24_044],
  ['lines=0-9', 200, null, 24_044],
])('answers a request for the range %s with %i', async (range, status, told, size) => {
  const answer = await fetch(`${shop.url}/media/shop-bell.wav`, {headers: {range}});
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-range')).toBe(told);
  if (size !== undefined) expect((await answer.arrayBuffer()).byteLength).toBe(size);
});

test('answers HEAD without a body, and rejects POST with 405', async () => {
  const head = await fetch(`${shop.url}/media/shop-bell.wav`, {method: 'HEAD'});
  expect(head.headers.get('content-length')).toBe('24044');
  expect(await head.text()).toBe('');
  expect((await fetch(shop.url, {method: 'POST', body: 'x'})).status).toBe(405);
});

test('runs the bot on the same origin, with picture URLs of that origin', async () => {
  const answer = await fetch(`${shop.url}/bot/message`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({
      event: 'continue',
      message: {code: 'message', type: 'text', body: 'lamps'},
      settings: {engine: {type: 'custom'}},
    }),
  });
  expect(await answer.text()).toContain(`"image_url":"${shop.url}/pictures/fjell.svg"`);
  expect((await fetch(`${shop.url}/openapi.json`)).headers.get('content-type')).toContain('json');
});

test('uses a later port if its own is taken', async () => {
  const port = Number(new URL(shop.url).port);
  const folder = join(root, 'other');
  const other = await startDemo({port, folder});
  expect(Number(new URL(other.url).port)).toBeGreaterThan(port);
  await other.close();
  expect(await readdir(folder)).toContain('conversations.db');
});

test('prints the addresses of page, gateway and desk, and serves each', async () => {
  const told = addressesOf(shop);
  for (const address of [shop.url, shop.gateway, shop.desk]) {
    expect(told).toContain(address);
    expect((await fetch(address!)).status, address).toBe(address === shop.gateway ? 404 : 200);
  }
  expect((await fetch(`${shop.gateway}/readyz`)).status).toBe(200);
});

test('lets the page ask the bot directly if the gateway cannot start, and prints why', async () => {
  const folder = join(root, 'broken');
  await mkdir(folder);
  await writeFile(join(folder, 'conversations.db'), 'no database');
  const alone = await startDemo({port: 0, folder});
  expect(alone.gateway).toBeUndefined();
  expect(addressesOf(alone)).toMatch(/asked directly, since the gateway could not start: \w+/);
  const page = await (await fetch(alone.url)).text();
  expect(page).toContain('data-bot="/bot/message"');
  expect(page).not.toContain('data-gateway');
  await alone.close();
});

test('answers 500 if a handler throws, and closes without waiting for pending requests', async () => {
  const wait = vi.fn(() => new Promise<Response>(() => {}));
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const never = await listen(({url}) => (url.endsWith('/wait') ? wait() : Promise.reject(new Error('on purpose'))), 0);
  expect((await fetch(never.url)).status).toBe(500);
  expect(logged.mock.calls).toMatchObject([[{message: 'on purpose'}]]);
  logged.mockRestore();
  const waiting = fetch(`${never.url}/wait`).catch(() => 'cut');
  await vi.waitFor(() => expect(wait).toHaveBeenCalled());
  await never.close();
  expect(await waiting).toBe('cut');
});

const page =
  '<html lang="en"><script async src="/parley.js" data-bot="/bot/message" data-engine="custom"\n      data-heading="Nordlicht"></script>';
const pageFor = (query: string, gateway?: string) => withOptions(page, new URLSearchParams(query), gateway);

test('replaces attributes of the script tag with options from the query', () => {
  expect(pageFor('heading=Ask&position=start')).toBe(
    '<html lang="en"><script async src="/parley.js" data-bot="/bot/message" data-engine="custom" data-heading="Ask" data-position="start"></script>',
  );
  expect(pageFor('')).toBe(page);
});

test('connects the chat to the gateway if there is one, or directly to the bot with ?direct', () => {
  const gateway = 'http://127.0.0.1:4174';
  expect(pageFor('', gateway)).toContain('src="/parley.js" data-gateway="http://127.0.0.1:4174" data-widget="shop"\n      data-heading');
  expect(pageFor('', gateway)).not.toContain('data-bot');
  expect(pageFor('direct', gateway)).toBe(page);
  expect(pageFor('direct&heading=Ask', gateway)).toContain('data-bot="/bot/message"');
});

test('sets the language and direction of the page from the query', () => {
  expect(pageFor('lang=ar')).toContain('<html lang="ar" dir="rtl">');
  expect(pageFor('lang=de')).toContain('<html lang="de" dir="ltr">');
});

test('escapes values from the query, and ignores parameters that are not options', () => {
  const hostile = pageFor('heading="><script>alert(1)</script>$%26&onload=x&src=//evil.example&lang="><b>$%26');
  expect(hostile).toContain('data-heading="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;"');
  expect(hostile).toContain('<html lang="&quot;&gt;&lt;b&gt;$&amp;" dir="ltr">');
  expect(hostile).not.toMatch(/onload|evil/);
});

/** Requests exactly this path, which `fetch` would normalize. */
function rawRequest(url: string, path: string): Promise<{status: number | undefined; text: string}> {
  return new Promise((resolve, reject) => {
    const {hostname, port} = new URL(url);
    const sent = request({hostname, port, path}, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve({status: answer.statusCode, text}));
    });
    sent.on('error', reject).end();
  });
}
