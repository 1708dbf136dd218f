import {SignJWT, UnsecuredJWT} from 'jose';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createTokens} from '../../src/gateway/tokens.ts';
import {type TestApp, hello, json, openTestApp, botMessage, shop} from './test-app.ts';

let testApp: TestApp;
beforeEach(async () => (testApp = await openTestApp()));
afterEach(() => testApp.close());

async function codeOf(response: Response): Promise<[number, unknown]> {
  const {code, status} = (await response.json()) as {code: unknown; status: unknown};
  expect(status).toBe(response.status);
  return [response.status, code];
}

/** Every request a browser can make to a conversation. */
const requests = (path: string): [string, RequestInit][] => [
  [path, {}],
  [`${path}/events`, {}],
  [`${path}/events?after=0`, {headers: {accept: 'application/json'}}],
  [`${path}/messages`, json(hello, {'idempotency-key': 'k'})],
  [`${path}/messages`, json({type: 'iswriting'})],
  [`${path}/attachments`, {method: 'POST', body: new FormData()}],
  [`${path}/token`, {method: 'POST'}],
  [`${path}/end`, {method: 'POST'}],
];

function withHeaders(init: RequestInit, headers: Record<string, string>): RequestInit {
  return {...init, headers: {...(init.headers as Record<string, string> | undefined), ...headers}};
}

test('every route of a conversation rejects missing and forged tokens and those of bots', async () => {
  const {id, path, token} = await testApp.begin();
  const {now} = testApp.clock;
  const other = createTokens({secrets: ['another gateway entirely, and its secret'], host: 'x', account: 'x', life: 900, now: () => now});
  const signed = new SignJWT({jti: 'x'}).setAudience('browser').setSubject(id).setIssuedAt().setExpirationTime('1y');
  const forged: [string | undefined, string][] = [
    [undefined, 'token_missing'],
    ['Bearer', 'token_missing'],
    [`Basic ${token}`, 'token_missing'],
    ['Bearer null', 'token_invalid'],
    [`Bearer ${token}x`, 'token_invalid'],
    [`Bearer ${(await other.issueBrowser(id)).token}`, 'token_invalid'],
    [`Bearer ${await testApp.s.tokens.issueBot(id)}`, 'token_invalid'],
    [
      `Bearer ${new UnsecuredJWT({jti: 'x'}).setAudience('browser').setSubject(id).setIssuedAt().setExpirationTime('1y').encode()}`,
      'token_invalid',
    ],
    [`Bearer ${await signed.setProtectedHeader({alg: 'HS256'}).sign(new Uint8Array(32))}`, 'token_invalid'],
  ];
  for (const [authorization, code] of forged) {
    for (const [address, init] of requests(path)) {
      const answer = await testApp.ask(address, withHeaders(init, {origin: shop, ...(authorization && {authorization})}));
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await codeOf(answer), `${authorization?.slice(0, 20)} ${address}`).toEqual([401, code]);
    }
  }
  expect(await testApp.store.events(id, 0)).toEqual([]);
});

test('a token in the query string is ignored', async () => {
  const {path, token} = await testApp.begin();
  for (const name of ['token', 'access_token', 'authorization', 'ticket']) {
    expect(await codeOf(await testApp.ask(`${path}/events?${name}=${token}`))).toEqual([401, 'token_missing']);
  }
});

test('an expired token is accepted only for its renewal', async () => {
  const {path, as} = await testApp.begin();
  testApp.clock.now += 900_000;
  for (const [address, init] of requests(path)) {
    const answer = await testApp.ask(address, withHeaders(init, as));
    if (address.endsWith('/token')) expect(answer.status).toBe(200);
    else expect(await codeOf(answer), address).toEqual([401, 'token_expired']);
  }
});

test('with the token of one conversation, all others get the same 404 whether they exist or not', async () => {
  const [mine, theirs] = [await testApp.begin(), await testApp.begin()];
  for (const each of [theirs.id, 'f'.repeat(32), 'x', `${mine.id}x`, mine.id.toUpperCase()]) {
    for (const [address, init] of requests(`/v1/conversations/${each}`)) {
      const answer = await testApp.ask(address, withHeaders(init, mine.as));
      expect(answer.status, address).toBe(404);
      expect(await answer.json()).toEqual({type: 'about:blank#not_found', code: 'not_found', title: 'There is nothing here', status: 404});
    }
  }
  expect(await testApp.store.events(theirs.id, 0)).toEqual([]);
});

test('a deleted conversation gets a 404 even with its token', async () => {
  const {id, path, as} = await testApp.begin();
  await testApp.store.remove(id);
  for (const [address, init] of requests(path))
    expect(await codeOf(await testApp.ask(address, withHeaders(init, as)))).toEqual([404, 'not_found']);
});

test.each([
  '/v1/conversations/../conversations',
  '/v1/conversations/%2e%2e/secret',
  '/v1/conversations/..%2f..%2fetc%2fpasswd',
  '/v1/conversations/%00',
  '/v1/conversations/%',
  '/v1/conversations/%E0%A4%A/events',
  '/v1/conversations/a%0d%0aset-cookie:x/events',
  '/v1//conversations',
  '/v1/conversations/',
  '/V1/conversations',
  '//v1/conversations',
  '/v1/conversations/constructor',
  '/v1/conversations/__proto__/messages',
  '/v1/attachments/../../chat.db/x',
  '/v1/attachments/..%2f..%2fchat.db/x?e=9999999999&s=x',
  '/',
  '/.env',
  '/v2/conversations',
  `/${'x'.repeat(10_000)}`,
])('the path %s gets a problem response and no cookie', async (path) => {
  for (const method of ['GET', 'POST']) {
    const answer = await testApp.ask(path, {method, headers: (await testApp.begin()).as});
    expect([404, 405, 415], `${method} ${answer.status}`).toContain(answer.status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
});

test.each([
  ['DELETE', '/v1/conversations'],
  ['GET', '/v1/conversations'],
  ['PUT', '/v1/conversations/x/messages'],
  ['PUT', '/v1/conversations/x'],
  ['POST', '/v1/conversations/x/events'],
  ['POST', '/healthz'],
])('%s %s gets a 405 that lists the allowed methods', async (method, path) => {
  const answer = await testApp.ask(path, {method, headers: {origin: shop}});
  expect(answer.headers.get('allow')).toMatch(/^(GET|POST|GET, PATCH)$/);
  expect(await codeOf(answer)).toEqual([405, 'method_not_allowed']);
});

test('HEAD for a stream gets a 405 and opens no stream', async () => {
  const {path, as} = await testApp.begin();
  expect((await testApp.ask(`${path}/events`, {method: 'HEAD', headers: as})).status).toBe(405);
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 0');
});

test.each([
  ['missing', undefined],
  ['plain text', 'text/plain'],
  ['a form', 'application/x-www-form-urlencoded'],
  ['a form with files', 'multipart/form-data; boundary=x'],
  ['almost JSON', 'application/jsonp'],
  ['JSON after something else', 'text/plain, application/json'],
])('a body whose content type is %s gets a 415', async (_, type) => {
  const {path, as} = await testApp.begin();
  for (const address of ['/v1/conversations', `${path}/messages`]) {
    const body = new TextEncoder().encode(JSON.stringify({widget: 'shop', ...hello}));
    const answer = await testApp.ask(address, {
      method: 'POST',
      body,
      headers: {...as, 'idempotency-key': 'x'.repeat(16), ...(type && {'content-type': type})},
    });
    expect(await codeOf(answer)).toEqual([415, 'type_refused']);
  }
});

test('the content type may be in any case and have a charset', async () => {
  const {path, as} = await testApp.begin();
  const headers = {...as, 'idempotency-key': 'k', 'content-type': 'Application/JSON; charset=utf-8'};
  expect((await testApp.ask(`${path}/messages`, {method: 'POST', body: JSON.stringify(hello), headers})).status).toBe(202);
});

/** A body streamed in chunks; `pulled` counts those that were read. */
function chunkedBody(chunk: Uint8Array, maxChunks: number, atEnd: 'close' | 'break' = 'close') {
  const seen = {pulled: 0};
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (seen.pulled++ < maxChunks) return controller.enqueue(chunk);
      if (atEnd === 'close') controller.close();
      else controller.error(new Error('The connection broke'));
    },
  });
  return {body, seen};
}

test('a body that is too large by Content-Length or by its actual size gets a 413 and is not read to its end', async () => {
  const {path, as} = await testApp.begin();
  const headers = {...as, 'content-type': 'application/json', 'idempotency-key': 'k'};
  const declared = await testApp.ask(`${path}/messages`, {method: 'POST', body: '{}', headers: {...headers, 'content-length': '102401'}});
  expect(await codeOf(declared)).toEqual([413, 'too_large']);

  const {body, seen} = chunkedBody(new Uint8Array(10_000).fill(32), 1_000_000);
  expect(await codeOf(await testApp.ask(`${path}/messages`, {method: 'POST', body, headers}))).toEqual([413, 'too_large']);
  expect(seen.pulled).toBeLessThan(20);

  const exact = JSON.stringify({type: 'text', body: ''});
  const fits = JSON.stringify({type: 'text', body: 'x'.repeat(102_400 - exact.length)});
  expect((await testApp.ask(`${path}/messages`, {method: 'POST', body: fits, headers})).status).toBe(202);
  const over = JSON.stringify({type: 'text', body: 'x'.repeat(102_401 - exact.length)});
  expect(await codeOf(await testApp.ask(`${path}/messages`, {method: 'POST', body: over, headers}))).toEqual([413, 'too_large']);
  const small = {...headers, 'content-length': '2'};
  expect(await codeOf(await testApp.ask(`${path}/messages`, {method: 'POST', body: over, headers: small}))).toEqual([413, 'too_large']);
});

test.each([
  ['cut off', () => chunkedBody(new TextEncoder().encode('{"type":"text",'), 1, 'break').body],
  ['truncated JSON', () => '{"type":"text","body":"Hel'],
  ['empty', () => ''],
  ['not UTF-8', () => new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ['truncated within a character', () => new Uint8Array([0x22, 0xe2, 0x82])],
  ['not JSON', () => "{type: 'text'}"],
  ['JSON with a comment', () => '/**/{}'],
])('a body that is %s gets a 400, with or without Content-Length', async (_, make) => {
  const {path, as} = await testApp.begin();
  const headers = {...as, 'content-type': 'application/json', 'idempotency-key': 'k'};
  for (const length of [{}, {'content-length': '15'}]) {
    const answer = await testApp.ask(`${path}/messages`, {method: 'POST', body: make(), headers: {...headers, ...length}});
    expect(await codeOf(answer)).toEqual([400, 'bad_request']);
  }
});

test('excessively nested JSON gets a 400', async () => {
  const {path, as} = await testApp.begin();
  const headers = {...as, 'content-type': 'application/json', 'idempotency-key': 'k'};
  const deep = `${'['.repeat(45_000)}${']'.repeat(45_000)}`;
  const answer = await testApp.ask(`${path}/messages`, {
    method: 'POST',
    body: `{"type":"action","action_code":"x","args":${deep}}`,
    headers,
  });
  expect(await codeOf(answer)).toEqual([400, 'bad_request']);
  const begun = await testApp.ask('/v1/conversations', {
    method: 'POST',
    body: `{"widget":"shop","data":{"x":${deep}}}`,
    headers: {origin: shop, 'content-type': 'application/json'},
  });
  expect(await codeOf(begun)).toEqual([400, 'bad_request']);
});

test('only the exact origins of a widget may use it', async () => {
  const others = [
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://SHOP.example',
    'https://sub.shop.example',
    'https://shop.example/',
    'https://chat.example',
    'https://other.example',
    'null',
    '*',
    '',
  ];
  const {path, as} = await testApp.begin();
  for (const origin of others) {
    const answers = [
      await testApp.ask('/v1/conversations', json({widget: 'shop'}, {origin})),
      await testApp.ask(path, {headers: {...as, origin}}),
    ];
    for (const answer of answers) {
      expect(answer.headers.get('access-control-allow-origin'), origin).toBe(origin === 'https://other.example' ? origin : null);
      expect(await codeOf(answer), origin).toEqual([403, 'origin_not_allowed']);
    }
  }
});

test('without an Origin header, no conversation can be created, but one can be read with its token', async () => {
  expect(await codeOf(await testApp.ask('/v1/conversations', json({widget: 'shop'})))).toEqual([403, 'origin_not_allowed']);
  const {path, as} = await testApp.begin();
  const answer = await testApp.ask(path, {headers: {authorization: as.authorization}});
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('a preflight from an allowed origin gets the CORS headers, one from another origin gets a 403', async () => {
  const ask = (path: string, origin: string) =>
    testApp.ask(path, {
      method: 'OPTIONS',
      headers: {origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization'},
    });
  for (const path of [
    '/v1/conversations',
    '/v1/conversations/x/messages',
    '/v1/conversations/x/attachments',
    '/v1/conversations/x/events',
  ]) {
    const answer = await ask(path, shop);
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'GET, POST, PATCH',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();

    const refused = await ask(path, 'https://evil.example');
    expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await codeOf(refused)).toEqual([403, 'origin_not_allowed']);
  }
});

test('error responses have CORS headers and expose Retry-After', async () => {
  const {path} = await testApp.begin();
  const answer = await testApp.ask(path, {headers: {origin: shop}});
  expect(answer.status).toBe(401);
  expect(answer.headers.get('access-control-allow-origin')).toBe(shop);
  expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After');
});

test('routes that are not for browsers send no CORS headers', async () => {
  for (const path of ['/healthz', '/metrics', '/a/parley/api/v3/contacts/x/bot-response', '/v1/desk/conversations/x']) {
    const answer = await testApp.ask(path, {headers: {origin: shop}});
    expect(
      [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
      path,
    ).toEqual([]);
  }
});

test('an address may create a hundred conversations a minute, counted separately from other addresses', async () => {
  const begin = (address: string) => testApp.ask('/v1/conversations', {...json({widget: 'shop'}, {origin: shop}), address});
  for (let count = 0; count < 100; count++) expect((await begin('198.51.100.7')).status).toBe(201);
  const refused = await begin('198.51.100.7');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await codeOf(refused)).toEqual([429, 'rate_limited']);
  expect((await begin('::ffff:198.51.100.7')).status).toBe(429);
  expect((await begin('198.51.100.8')).status).toBe(201);
});

test('IPv6 addresses are rate limited per /64 network, however they are written', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {requestsPerMinute: 1}});
  const begin = async (address: string) =>
    (await testApp.ask('/v1/conversations', {...json({widget: 'shop'}, {origin: shop}), address})).status;
  expect(await begin('2001:db8:0:1::1')).toBe(201);
  expect(await begin('2001:0DB8:0:1:ffff:ffff:ffff:ffff')).toBe(429);
  expect(await begin('2001:db8::1:0:0:0:9')).toBe(429);
  expect(await begin('2001:db8:0:2::1')).toBe(201);
  expect(await begin('::1')).toBe(201);
  expect(await begin('fe80::1%eth0')).toBe(201);
});

test('guessing tokens is rate limited per address: failures count, requests with a valid token and bots do not', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {requestsPerMinute: 5}});
  const {path, as} = await testApp.begin();
  const address = '198.51.100.7';
  const guess = () => testApp.ask(path, {headers: {authorization: 'Bearer x'}, address});
  for (let count = 0; count < 5; count++) expect((await guess()).status).toBe(401);
  expect(await codeOf(await guess())).toEqual([429, 'rate_limited']);
  for (let count = 0; count < 10; count++) {
    const called = await testApp.ask('/a/parley/api/v3/contacts/c/bot-response', {...json({}), address: '198.51.100.8'});
    expect(called.status, 'bots are not rate limited').toBe(401);
  }
  expect((await testApp.ask(`${path}/token`, {method: 'POST', headers: as, address})).status).toBe(429);
  for (let count = 0; count < 10; count++) expect((await testApp.ask(path, {headers: as, address})).status).toBe(200);
});

test('a conversation can be read three hundred times a minute, over all ways of reading', async () => {
  const {path, listen, poll, as} = await testApp.begin();
  const reads = [poll, () => listen('0', {accept: 'text/event-stream'}), () => testApp.ask(path, {headers: as})] as const;
  for (let count = 0; count < 297; count++) expect((await poll('0')).status).toBe(200);
  for (const read of reads) expect((await read()).status).toBe(200);
  for (const read of reads) {
    const refused = await read();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toEqual([429, 'rate_limited']);
  }
  expect((await (await testApp.begin()).poll()).status, 'another conversation').toBe(200);
  testApp.clock.now += 60_000;
  for (const read of reads) expect((await read()).status).toBe(200);
});

test('a large response counts as several reads, even for concurrent requests', async () => {
  const {id, path, as, poll, listen} = await testApp.begin();
  await testApp.store.apply(id, {events: Array.from({length: 10}, () => botMessage('x'.repeat(99_000)))});
  const read = () => testApp.ask(path, {headers: as});
  const answers = await Promise.all(Array.from({length: 30}, read));
  expect(answers.filter(({status}) => status === 200)).toHaveLength(18);
  expect(answers.filter(({status}) => status === 429)).toHaveLength(12);
  for (const again of [read, () => poll('9'), () => listen('x')]) expect((await again()).status).toBe(429);
  expect((await poll('10')).status, 'an empty response').toBe(200);
  testApp.clock.now += 60_000;
  for (let count = 0; count < 140; count++) expect((await poll('9')).status).toBe(200);
});

test('an address may read twenty times as much as a conversation', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {readsPerMinute: 2}});
  const read = async (address: string) => {
    const {path, as} = await testApp.begin();
    return [await testApp.ask(path, {headers: as, address}), await testApp.ask(path, {headers: as, address})].map(({status}) => status);
  };
  for (let count = 0; count < 20; count++) expect(await read('198.51.100.7')).toEqual([200, 200]);
  expect(await read('198.51.100.7')).toEqual([429, 429]);
  expect(await read('198.51.100.8')).toEqual([200, 200]);
});

test('an address may send twenty times as many messages as a conversation', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {messagesPerMinute: 1}});
  const say = async (address: string) => {
    const {path, as} = await testApp.begin();
    return (await testApp.ask(`${path}/messages`, {...json(hello, {...as, 'idempotency-key': 'k'}), address})).status;
  };
  for (let count = 0; count < 20; count++) expect(await say('198.51.100.7')).toBe(202);
  expect(await say('198.51.100.7')).toBe(429);
  expect(await say('198.51.100.8')).toBe(202);
  testApp.clock.now += 60_000;
  expect(await say('198.51.100.7')).toBe(202);
});

test('internal errors are logged, but not described to the client', async () => {
  const {path, as, say} = await testApp.begin();
  const secret = 'redis://user:hunter2@10.0.0.1/0 refused';
  testApp.store.read = async () => Promise.reject(new Error(secret));
  for (const answer of [await testApp.ask(path, {headers: as}), await say(hello)]) {
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual({type: 'about:blank#internal', code: 'internal', title: 'Something went wrong here', status: 500});
  }
  const failed = testApp.logged.filter(({level}) => level === 'error');
  expect(failed).toMatchObject([{what: 'request_failed'}, {what: 'request_failed'}]);
  expect(failed[0]!.about).toMatchObject({route: '/v1/conversations/:id', method: 'GET', code: 'internal'});
});

test('a stopping gateway refuses new conversations with a 503 and Retry-After', async () => {
  await testApp.talks.stop();
  const answer = await testApp.ask('/v1/conversations', json({widget: 'shop'}, {origin: shop}));
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await codeOf(answer)).toEqual([503, 'overloaded']);
});

test.each([
  ['a short secret', {secret: 'x'}, /`secret`/],
  ['a public URL with a path', {publicUrl: 'https://chat.example/chat'}, /`publicUrl`/],
  ['an invalid public URL', {publicUrl: 'chat.example'}, /`publicUrl`/],
  ['an account with a slash', {account: 'a/b'}, /`account`/],
  ['a wildcard origin', {widgets: {shop: {bot: 'demo', origins: ['*']}}}, /`widgets\.shop\.origins`.*"\*"/],
  ['a pattern as origin', {widgets: {shop: {bot: 'demo', origins: ['https://*.example']}}}, /`widgets\.shop\.origins`/],
  ['an origin with a path', {widgets: {shop: {bot: 'demo', origins: ['https://shop.example/lamps']}}}, /`widgets\.shop\.origins`/],
  ['a file origin', {widgets: {shop: {bot: 'demo', origins: ['file:///']}}}, /`widgets\.shop\.origins`/],
  ['an unknown bot', {widgets: {shop: {bot: 'x', origins: []}}}, /`widgets\.shop\.bot` must be one of demo/],
])('%s is rejected by option name when the gateway is created', async (_, options, said) => {
  await expect(openTestApp(options)).rejects.toThrow(said);
});
