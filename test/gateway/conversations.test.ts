import {SignJWT} from 'jose';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Snapshot} from '../../src/gateway/wire.ts';
import {type TestApp, hello, json, openTestApp, botMessage, shop} from './test-app.ts';

let testApp: TestApp;
beforeEach(async () => (testApp = await openTestApp()));
afterEach(() => testApp.close());

const minute = 60_000;
const day = 24 * 60 * minute;

async function bodyOf<T = Record<string, unknown>>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

test('POST /v1/conversations creates a conversation and returns its token, limits and features', async () => {
  const answer = await testApp.ask(
    '/v1/conversations',
    json(
      {
        widget: 'shop',
        language: 'it_it',
        data: {name: 'Ada'},
        page: {url: 'https://shop.example/lamps', title: 'Lamps'},
        caps: {type: 'b'},
      },
      {origin: shop, 'user-agent': 'Browser/1', 'idempotency-key': 'a-key-of-sixteen-or-more'},
    ),
  );
  expect(answer.status).toBe(201);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': shop,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/json',
    'referrer-policy': 'no-referrer',
    vary: 'Origin',
    'x-content-type-options': 'nosniff',
  });
  expect(await bodyOf(answer)).toEqual({
    id: expect.stringMatching(/^[\w-]+$/),
    token: expect.any(String),
    expiresIn: 900,
    state: 'bot',
    limits: {maxBodyBytes: 102_400, maxFileBytes: 10_000_000, mimetypes: ['image/png', 'text/plain']},
    features: {attachments: true, people: false},
  });
  expect(testApp.talks.beginnings).toEqual([
    {
      widget: 'shop',
      key: 'a-key-of-sixteen-or-more',
      language: 'it-IT',
      data: {name: 'Ada'},
      caps: {type: 'b'},
      page: {url: 'https://shop.example/lamps', title: 'Lamps'},
      userAgent: 'Browser/1',
      isVerifiedCustomer: undefined,
    },
  ]);
});

test('creating again with the same idempotency key returns the same conversation', async () => {
  const key = {'idempotency-key': '0123456789abcdef'};
  const [one, again, other] = [await testApp.begin({}, key), await testApp.begin({}, key), await testApp.begin()];
  expect([again.status, again.id === one.id, other.id === one.id]).toEqual([201, true, false]);
});

test.each(['k', 'fifteen-letters', 'with spaces in the key', 'x'.repeat(129)])(
  'the idempotency key %j is rejected as too short, too long or malformed',
  async (key) => {
    const answer = await testApp.ask('/v1/conversations', json({widget: 'shop'}, {origin: shop, 'idempotency-key': key}));
    expect([answer.status, (await bodyOf(answer))['code']]).toEqual([400, 'bad_request']);
  },
);

test.each([
  ['no widget', {}, 400, /^widget: /],
  ['a widget that is not a string', {widget: 7}, 400, /^widget: /],
  ['an unknown widget', {widget: 'shopp'}, 404, /no such widget/],
  ['a widget named like a property of Object.prototype', {widget: 'constructor'}, 404, /no such widget/],
  ['an array', [], 400, /^The body: /],
  ['null', null, 400, /^The body: /],
  ['data that is an array', {widget: 'shop', data: [1]}, 400, /^data: /],
  ['a page that is a string', {widget: 'shop', page: 'x'}, 400, /^page: /],
  ['an oversized page URL', {widget: 'shop', page: {url: `https://${'x'.repeat(5000)}`}}, 400, /^page\.url: /],
])('creating a conversation with %s is rejected', async (_, body, status, detail) => {
  const answer = await testApp.ask('/v1/conversations', json(body, {origin: shop}));
  expect(answer.status).toBe(status);
  expect((await bodyOf(answer))['detail']).toMatch(detail);
  expect(testApp.talks.beginnings).toEqual([]);
});

test('only the data keys allowed by the widget and http(s) page URLs are accepted', async () => {
  await testApp.close();
  testApp = await openTestApp({widgets: {shop: {bot: 'demo', origins: [shop], data: ['name']}}});
  await testApp.begin({data: {name: 'Ada', isAdmin: true}, page: {url: 'javascript:alert(1)', title: 'x'}, language: '<script>', other: 1});
  expect(testApp.talks.beginnings).toMatchObject([{data: {name: 'Ada'}, page: {title: 'x'}, language: undefined}]);
  expect(testApp.talks.beginnings[0]!.data).toEqual({name: 'Ada'});
  expect(testApp.talks.beginnings[0]!.page).toEqual({title: 'x'});
});

test('data with keys such as __proto__ does not pollute prototypes', async () => {
  const body = '{"widget":"shop","data":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}';
  await testApp.ask('/v1/conversations', {method: 'POST', headers: {'content-type': 'application/json', origin: shop}, body});
  expect(testApp.talks.beginnings).toHaveLength(1);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect((testApp.talks.beginnings[0]!.data as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('data in a customer token overrides the data of the page; forged and expired tokens are rejected', async () => {
  const customerSecret = "the site's own secret for its customers";
  await testApp.close();
  testApp = await openTestApp({widgets: {shop: {bot: 'demo', origins: [shop], data: [], customerSecret}}});
  const customerToken = await new SignJWT({data: {name: 'Ada', tier: 'gold'}})
    .setProtectedHeader({alg: 'HS256'})
    .setExpirationTime(testApp.clock.now / 1000 + 60)
    .sign(new TextEncoder().encode(customerSecret));
  await testApp.begin({customerToken, data: {name: 'Eve'}});
  expect(testApp.talks.beginnings).toMatchObject([{isVerifiedCustomer: true, data: {name: 'Ada', tier: 'gold'}}]);

  const forged = await testApp.ask('/v1/conversations', json({widget: 'shop', customerToken: `${customerToken}x`}, {origin: shop}));
  expect([forged.status, (await bodyOf(forged))['code']]).toEqual([401, 'token_invalid']);
  testApp.clock.now += minute;
  const late = await testApp.ask('/v1/conversations', json({widget: 'shop', customerToken}, {origin: shop}));
  expect([late.status, (await bodyOf(late))['code']]).toEqual([401, 'token_expired']);
  expect(testApp.talks.beginnings).toHaveLength(1);
});

test('PATCH updates language and the data keys allowed by the widget, but never data signed in a customer token', async () => {
  const customerSecret = "the site's own secret for its customers";
  await testApp.close();
  testApp = await openTestApp({widgets: {shop: {bot: 'demo', origins: [shop], data: ['name', 'cart'], customerSecret}}});
  const {id, path, as} = await testApp.begin({language: 'en', data: {name: 'Ada', cart: 0}});
  await testApp.store.apply(id, {data: {seen: 'by the bot'}});
  const patch = (body: unknown, of = path) => testApp.ask(of, {...json(body, as), method: 'PATCH'});
  const known = async (of = id) => (await testApp.store.read(of))!;
  expect((await patch({data: {cart: 3, isAdmin: true, __proto__: null}, language: 'it_it'})).status).toBe(204);
  expect(await known()).toMatchObject({language: 'it-IT', data: {name: 'Ada', cart: 3, seen: 'by the bot'}, lastEvent: 0});
  expect((await known()).data).not.toHaveProperty('isAdmin');
  expect((await patch({language: '<script>'})).status).toBe(204);
  expect((await patch({})).status).toBe(204);
  expect((await known()).language).toBe('it-IT');
  const refused = await patch({data: [1]});
  expect([refused.status, (await bodyOf(refused))['detail']]).toEqual([400, expect.stringMatching(/^data: /)]);
  expect((await patch({data: {name: 'x'}}, `${path}x`)).status).toBe(404);

  const customerToken = await new SignJWT({data: {name: 'Grace'}})
    .setProtectedHeader({alg: 'HS256'})
    .setExpirationTime(testApp.clock.now / 1000 + 60)
    .sign(new TextEncoder().encode(customerSecret));
  const customer = await testApp.begin({customerToken});
  expect((await testApp.ask(customer.path, {...json({data: {name: 'Eve', cart: 1}}, customer.as), method: 'PATCH'})).status).toBe(204);
  expect((await known(customer.id)).data).toEqual({name: 'Grace', cart: 1});

  await testApp.store.apply(id, {set: {stage: 'ended'}});
  for (const body of [{data: {cart: 4}}, {}]) expect(await bodyOf(await patch(body))).toMatchObject({code: 'conversation_ended'});
});

test('the total size of the data set by pages is limited, even with concurrent requests', async () => {
  const {id, path, as} = await testApp.begin({data: {name: 'x'.repeat(65_000)}});
  const patch = (data: object) => testApp.ask(path, {...json({data}, as), method: 'PATCH'});
  const [refused, ...others] = await Promise.all(Array.from({length: 20}, (_, index) => patch({[`key${index}`]: 'y'.repeat(600)})));
  expect(refused!.status).toBe(413);
  expect(await bodyOf(refused!)).toMatchObject({code: 'too_large', detail: 'data may have 65536 bytes in all'});
  expect(others.map(({status}) => status)).toEqual(others.map(() => 413));
  expect((await patch({name: 'Ada'})).status).toBe(204);
  expect((await testApp.store.read(id))!.data).toEqual({name: 'Ada'});
  const many = await Promise.all(Array.from({length: 20}, (_, index) => patch({[`key${index}`]: 'y'.repeat(10_000)})));
  expect(many.filter(({status}) => status === 204)).toHaveLength(6);

  const begun = await testApp.ask('/v1/conversations', json({widget: 'shop', data: {name: 'x'.repeat(66_000)}}, {origin: shop}));
  expect([begun.status, (await bodyOf(begun))['code']]).toEqual([413, 'too_large']);
});

test('a widget without a customerSecret rejects customer tokens', async () => {
  const answer = await testApp.ask('/v1/conversations', json({widget: 'shop', customerToken: 'x'}, {origin: shop}));
  expect(await bodyOf(answer)).toMatchObject({code: 'token_invalid', detail: 'This widget takes no customerToken'});
});

test('the availability of people is checked only if there is a desk', async () => {
  await testApp.begin();
  expect(testApp.availability.checks).toBe(0);
  await testApp.close();
  const nobody = async (): Promise<never> => Promise.reject(new Error('not asked'));
  testApp = await openTestApp({desk: {request: nobody, said: nobody, signalled: nobody, gone: nobody}});
  const features = async () => (await bodyOf(await testApp.ask('/v1/conversations', json({widget: 'shop'}, {origin: shop}))))['features'];
  expect(await features()).toEqual({attachments: true, people: true});
  testApp.availability.isAvailable = false;
  expect(await features()).toEqual({attachments: true, people: false});
});

test('a snapshot has all events and the current state, without context, data or unknown fields', async () => {
  const {id, path, as, say} = await testApp.begin({data: {card: '4111'}});
  await say(hello);
  await testApp.store.apply(id, {
    events: [
      {type: 'joined', agent: {nick: 'Kim', id: 'kim', phone: '555'} as {nick: string}},
      {...botMessage('Hi'), secret: 'x'} as never,
    ],
    set: {stage: 'queued', queue: {position: 2, estimateMs: 1000}, agent: {nick: 'Kim'}},
  });
  const answer = await testApp.ask(path, {headers: as});
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(JSON.parse(text)).toEqual({
    id,
    state: 'queued',
    agent: {nick: 'Kim'},
    queue: {position: 2, estimateMs: 1000},
    items: [
      {id: '1', ts: expect.any(String), type: 'message', message: hello, from: {kind: 'user'}, ref: 'key-1'},
      {id: '2', ts: expect.any(String), type: 'joined', agent: {nick: 'Kim', id: 'kim'}},
      {id: '3', ts: expect.any(String), type: 'message', message: {code: 'message', type: 'text', body: 'Hi'}, from: {kind: 'bot'}},
    ],
    lastEventId: '3',
    limits: {maxBodyBytes: 102_400, maxFileBytes: 10_000_000, mimetypes: ['image/png', 'text/plain']},
    features: {attachments: true, people: false},
  });
  expect(text).not.toMatch(/secret|4111|555|localhost/);
});

test('a token can be renewed, even if expired, until a day after the last event', async () => {
  const {id, path, as, token} = await testApp.begin();
  const renew = (headers: Record<string, string> = as) => testApp.ask(`${path}/token`, {method: 'POST', headers});
  testApp.clock.now += 15 * minute;
  expect((await testApp.ask(path, {headers: as})).status).toBe(401);
  const renewed = await bodyOf<{token: string; expiresIn: number}>(await renew());
  expect(renewed).toEqual({token: expect.any(String), expiresIn: 900});
  expect(renewed.token).not.toBe(token);
  expect((await testApp.ask(path, {headers: {...as, authorization: `Bearer ${renewed.token}`}})).status).toBe(200);

  await testApp.store.apply(id, {events: [botMessage('Still there?')]});
  testApp.clock.now += day - 1;
  expect((await renew()).status).toBe(200);
  testApp.clock.now += 1;
  const late = await renew();
  expect([late.status, (await bodyOf(late))['code']]).toEqual([401, 'token_expired']);
});

test('an expired token can be renewed as long as there are events, and for a day after the end', async () => {
  const {id, path, as} = await testApp.begin();
  const renew = () => testApp.ask(`${path}/token`, {method: 'POST', headers: as});
  for (let days = 0; days < 5; days++) {
    testApp.clock.now += day - 1;
    await testApp.store.apply(id, {events: [botMessage('Still there?')]});
    expect((await renew()).status).toBe(200);
  }
  await testApp.talks.end(id, 'timeout');
  testApp.clock.now += day - 1;
  const {token} = await bodyOf<{token: string}>(await renew());
  expect((await testApp.ask(path, {headers: {...as, authorization: `Bearer ${token}`}})).status).toBe(200);
  testApp.clock.now += 1;
  expect((await renew()).status).toBe(401);
});

test('ending a conversation is idempotent, and further messages are refused', async () => {
  const {path, as, say, poll} = await testApp.begin();
  const end = () => testApp.ask(`${path}/end`, {method: 'POST', headers: as});
  expect([(await end()).status, (await end()).status]).toEqual([204, 204]);
  const refused = await say(hello);
  expect([refused.status, (await bodyOf(refused))['code']]).toEqual([409, 'conversation_ended']);
  expect(await bodyOf(await poll())).toMatchObject({state: 'ended', events: [{id: '1', type: 'end', reason: 'user'}]});
});

test('a message is accepted once per idempotency key', async () => {
  const {say, poll} = await testApp.begin();
  const [first, again] = [await say({...hello, raw: 'x', from_nick: 'Admin'}), await say(hello)];
  expect([first.status, again.status]).toEqual([202, 202]);
  const answer = await bodyOf(first);
  expect(answer).toEqual({id: '1', ts: new Date(testApp.clock.now).toISOString()});
  expect(await bodyOf(again)).toEqual(answer);
  const reused = await say({...hello, body: 'Something else'});
  expect([reused.status, (await bodyOf(reused))['code']]).toEqual([422, 'key_reused']);
  const {events} = await bodyOf<{events: unknown[]}>(await poll());
  expect(events).toEqual([{id: '1', ts: expect.any(String), type: 'message', message: hello, from: {kind: 'user'}, ref: 'key-1'}]);
  expect((await testApp.s.metrics.text()).body).toContain('parley_messages_total{widget="shop"} 1');
});

test.each([
  ['no key', undefined],
  ['an empty key', ''],
  ['a key with an escaped line break', 'a%0d%0a b'],
  ['an oversized key', 'k'.repeat(129)],
])('a message with %s is rejected', async (_, key) => {
  const {path, as} = await testApp.begin();
  const answer = await testApp.ask(`${path}/messages`, json(hello, {...as, ...(key !== undefined && {'idempotency-key': key})}));
  expect([answer.status, (await bodyOf(answer))['code']]).toEqual([400, 'bad_request']);
});

test.each([
  ['a type that only bots may send', {type: 'link', url: 'https://x.example'}, /message\.type must be one of/],
  ['no type', {body: 'x'}, /message\.type/],
  ['a type named like a property of Object.prototype', {type: 'constructor'}, /message\.type/],
  ['no body', {type: 'text'}, /message\.body must be text/],
  ['an object as body', {type: 'text', body: {toString: 'x'}}, /message\.body/],
  ['no longitude', {type: 'location', latitude: 1}, /message\.longitude/],
  ['an array', [hello], /message must be an object/],
  ['null', null, /message must be an object/],
  ['a receipt without ref', {type: 'read'}, /message\.ref/],
  [
    'a file of another conversation',
    {type: 'attachment', url: 'https://chat.example/v1/attachments/att_x/x.png', meta: {}},
    /uploaded to this conversation/,
  ],
  ['an external URL as file', {type: 'attachment', url: 'http://169.254.169.254/latest', meta: {}}, /uploaded to this conversation/],
  ['external URLs as files', {type: 'multi-attachment', attachments: [{url: 'file:///etc/passwd'}]}, /uploaded to this conversation/],
])('a message with %s is rejected', async (_, message, detail) => {
  const {say} = await testApp.begin();
  const answer = await say(message);
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = await bodyOf<{code: string; detail: string}>(answer);
  expect(problem).toMatchObject({code: 'invalid_message', status: 422});
  expect(problem.detail).toMatch(detail);
});

test('an attachment gets the metadata of the stored file, and its expired URL is signed anew when read later', async () => {
  const {id, path, as, say, poll} = await testApp.begin();
  const form = new FormData();
  form.append('file', new Blob(['Some words of a text'], {type: 'image/png'}), 'notes.txt');
  const uploaded = await testApp.ask(`${path}/attachments`, {method: 'POST', headers: as, body: form});
  expect(uploaded.status).toBe(201);
  const {url} = await bodyOf<{url: string}>(uploaded);
  const sent = await say({code: 'message', type: 'attachment', url, meta: {mimetype: 'text/html', originalName: 'x.html', size: 1}});
  expect(sent.status).toBe(202);
  const again = await say({code: 'message', type: 'attachment', url, meta: {mimetype: 'text/html', originalName: 'x.html', size: 1}});
  expect(again.status).toBe(202);

  type Polled = {events: {message: {url: string; meta: Record<string, unknown>}}[]};
  const [told] = (await bodyOf<Polled>(await poll())).events;
  expect(told!.message.meta).toMatchObject({mimetype: 'text/plain', originalName: 'notes.txt', size: 20});

  const card = {title: 'Notes', image_url: url, subtitle: `See ${url}`};
  const shown = {code: 'message', type: 'text', body: '', template: {type: 'generic', elements: [card]}} as const;
  await testApp.store.apply(id, {events: [{type: 'message', message: shown, from: {kind: 'bot'}}]});

  testApp.clock.now += 2 * 60 * minute;
  const opened = async (address: string) => (await testApp.ask(new URL(address).pathname + new URL(address).search)).status;
  expect(await opened(url)).toBe(404);
  const {token} = await bodyOf<{token: string}>(await testApp.ask(`${path}/token`, {method: 'POST', headers: as}));
  const {items} = await bodyOf<Snapshot>(await testApp.ask(path, {headers: {...as, authorization: `Bearer ${token}`}}));
  const [later] = items as unknown as Polled['events'];
  const inCard = JSON.stringify(items.at(-1)).match(/"image_url":"([^"]*)"/)![1]!;
  expect(inCard).not.toBe(url);
  expect(await opened(inCard), 'an image in a card').toBe(200);
  expect(await opened(later!.message.url)).toBe(200);
  expect(later!.message.meta['originalUrl']).toBe(later!.message.url);
  expect(await testApp.s.files.removeUnsent!(Infinity)).toEqual([]);

  // An expired URL from another conversation is not signed anew.
  const thief = await testApp.begin();
  expect(thief.id).not.toBe(id);
  expect((await thief.say({code: 'message', type: 'attachment', url, meta: {}})).status).toBe(422);
});

test('a message can have up to fifty files', async () => {
  const {path, as, say} = await testApp.begin();
  const form = new FormData();
  form.append('file', new Blob(['Some words of a text']), 'notes.txt');
  const {url} = await bodyOf<{url: string}>(await testApp.ask(`${path}/attachments`, {method: 'POST', headers: as, body: form}));
  const sent = (count: number, key: string) =>
    say({type: 'multi-attachment', attachments: Array.from({length: count}, () => ({url}))}, key);
  expect((await sent(50, 'k50')).status).toBe(202);
  const refused = await sent(51, 'k51');
  expect(refused.status).toBe(422);
  expect(await bodyOf(refused)).toMatchObject({code: 'invalid_message', detail: 'message.attachments may have 50 files'});
});

test('a file must be referenced by its exact URL, and is looked up once per request however often it is referenced', async () => {
  const {path, as, say, poll} = await testApp.begin();
  const form = new FormData();
  form.append('file', new Blob(['Some words of a text']), 'notes.txt');
  const {url} = await bodyOf<{url: string}>(await testApp.ask(`${path}/attachments`, {method: 'POST', headers: as, body: form}));
  const changed = (change: (url: URL) => void): string => {
    const copy = new URL(url);
    change(copy);
    return copy.href;
  };
  const others = [
    changed((copy) => (copy.pathname = copy.pathname.replace('notes.txt', 'x'))),
    changed((copy) => (copy.pathname += '/x')),
    changed((copy) => (copy.search = '')),
    changed((copy) => (copy.search += '&x=1')),
    changed((copy) => (copy.hash = 'x')),
    url.replace('/v1/', '/v1/x/../'),
    `${url}${'x'.repeat(90_000)}`,
  ];
  for (const [index, other] of others.entries())
    expect((await say({type: 'attachment', url: other}, `other-${index}`)).status, other.slice(0, 200)).toBe(422);

  let looked = 0;
  const {files} = testApp.s;
  const find = files.find.bind(files);
  files.find = async (id) => (looked++, find(id));
  const attachments = Array.from({length: 50}, () => ({url}));
  for (let count = 1; count < 4; count++) {
    expect((await say({type: 'multi-attachment', attachments}, `k${count}`)).status).toBe(202);
    expect(looked).toBe(count);
  }
  for (const read of [() => poll(), () => testApp.ask(path, {headers: as})]) {
    looked = 0;
    expect((await read()).status).toBe(200);
    expect(looked).toBe(1);
  }
});

test('typing and read signals are forwarded without being stored and need no idempotency key', async () => {
  const {path, as, poll} = await testApp.begin();
  const tell = (message: unknown) => testApp.ask(`${path}/messages`, json(message, as));
  for (const message of [
    {type: 'iswriting', body: 'x'},
    {code: 'message', type: 'read', ref: 'm_1'},
    {type: 'ack', ref: 'm_2'},
  ]) {
    expect((await tell(message)).status).toBe(204);
  }
  expect(testApp.talks.signals).toEqual([
    {code: 'message', type: 'iswriting'},
    {code: 'message', type: 'read', ref: 'm_1'},
    {code: 'message', type: 'ack', ref: 'm_2'},
  ]);
  expect(await bodyOf(await poll())).toMatchObject({events: []});
});

test('beyond sixty messages a minute, requests get a 429 with Retry-After; typing signals are counted separately', async () => {
  const {path, as, say} = await testApp.begin();
  for (let count = 0; count < 60; count++) expect((await say(hello, `k${count}`)).status).toBe(202);
  const refused = await say(hello, 'k60');
  expect([refused.status, (await bodyOf(refused))['code']]).toEqual([429, 'rate_limited']);
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect((await testApp.ask(`${path}/messages`, json({type: 'iswriting'}, as))).status).toBe(204);
  expect((await (await testApp.begin()).say(hello)).status).toBe(202);
  testApp.clock.now += wait * 1000;
  expect((await say(hello, 'k60')).status).toBe(202);
});
