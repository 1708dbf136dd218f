import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createGateway, DirectoryFiles, type Gateway} from '../../src/gateway/index.ts';
import {openSqliteStore} from '../../src/gateway/store/sqlite.ts';
import {json, shop} from './test-app.ts';

/** A server in the internal network, and the requests it got. */
let internalServer: Server;
let address: string;
const requests: string[] = [];
let folder: string;
let gateway: Gateway;

beforeEach(async () => {
  requests.length = 0;
  internalServer = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(internalServer, 'listening');
  address = `http://127.0.0.1:${(internalServer.address() as AddressInfo).port}/secret`;
  folder = mkdtempSync(join(tmpdir(), 'parley-errands-'));
});
afterEach(async () => {
  await gateway.close(100);
  internalServer.close();
  rmSync(folder, {recursive: true, force: true});
});

/** Bot messages with a URL in every place that can hold one. */
function messagesWithUrl(url: string): unknown[] {
  const button = {type: 'web_url', title: 'Go', url};
  const meta = {mimetype: 'image/png', originalUrl: url};
  const element = {title: 'Card', image_url: url, default_action: {type: 'web_url', url}, buttons: [button]};
  return [
    {code: 'message', type: 'text', body: `![x](${url}) <img src="${url}"> ${url}`, quick_replies: [{title: 'A', image_url: url}]},
    {code: 'message', type: 'text', body: '', template: {type: 'generic', elements: [element, element]}},
    {code: 'message', type: 'attachment', url, meta},
    {code: 'message', type: 'multi-attachment', attachments: [{url, meta}]},
    {code: 'message', type: 'link', url},
  ];
}

test('the gateway never requests a URL from a bot message, a visitor message or a page (no SSRF)', async () => {
  const store = await openSqliteStore(':memory:');
  gateway = createGateway({
    secret: 'a secret of at least thirty-two bytes',
    publicUrl: 'https://chat.example',
    bots: {demo: {answer: async () => ({event: 'continue', messages: messagesWithUrl(address)}), agent: {nick: 'Bot', avatar: address}}},
    widgets: {shop: {bot: 'demo', origins: [shop]}},
    store,
    files: new DirectoryFiles(folder),
    log: () => undefined,
  });
  const ask = (path: string, init: RequestInit) => gateway.fetch(new Request(`https://chat.example${path}`, init));
  const headers = {origin: shop, referer: address};
  const begun = await ask('/v1/conversations', json({widget: 'shop', page: {url: address}, data: {url: address}}, headers));
  const {id, token} = (await begun.json()) as {id: string; token: string};
  const as = {...headers, authorization: `Bearer ${token}`};
  const say = (message: unknown, key: string) => ask(`/v1/conversations/${id}/messages`, json(message, {...as, 'idempotency-key': key}));
  expect((await say({code: 'message', type: 'text', body: address}, 'one')).status).toBe(202);
  expect((await say({code: 'message', type: 'attachment', url: address, meta: {mimetype: 'image/png'}}, 'two')).status).toBe(422);
  await vi.waitFor(async () => expect((await store.events(id, 0)).filter(({type}) => type === 'ack')).toHaveLength(1));
  expect((await ask(`/v1/conversations/${id}`, {headers: as})).status).toBe(200);
  expect((await store.events(id, 0)).filter(({type}) => type === 'message').length).toBeGreaterThan(6);
  expect(requests).toEqual([]);
  await fetch(address);
  expect(requests, 'a request would have been recorded').toEqual(['GET /secret']);
});
