import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {resolveGateway, GatewayTransport, type GatewayTransportOptions} from '../../src/transport/gateway.ts';
import {json, htmlPage, problem, FakeGateway} from './fake-gateway.ts';

let gateway: FakeGateway;
let storedSession: unknown;
let now: number;

const session = {
  read: async () => storedSession,
  write: async (value: unknown) => void (storedSession = value),
};
const start: BotRequest = {event: 'start', language: 'it_it', data: {name: 'Ada'}, environment: {caps: {type: 'b'}}};
const say = (body: string): BotRequest => ({event: 'continue', message: {code: 'message', type: 'text', body}});
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

function createTransport(options: Partial<GatewayTransportOptions> = {}): GatewayTransport {
  return new GatewayTransport(gateway.url, {widget: 'shop', session, now: () => now, hidden: () => false, ...options});
}

async function startedTransport(options: Partial<GatewayTransportOptions> = {}): Promise<GatewayTransport> {
  const transport = createTransport(options);
  await transport.send(start, {id: 's1'});
  return transport;
}

async function faultOf(work: Promise<unknown>): Promise<TransportError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TransportError);
  return error as TransportError;
}

/** Skips the waits of `sleep`, and returns a function that lists their durations. */
function skipSleeps(): () => number[] {
  const {setTimeout: wait} = globalThis;
  const waits: number[] = [];
  vi.stubGlobal('setTimeout', (done: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const isPause = done.name === 'wake' && ms > 0;
    if (isPause) waits.push(ms);
    return wait(done, isPause ? 0 : ms, ...given); // Node's `fetch` passes arguments to its timers.
  });
  return () => waits;
}

/** Listens until this many events have arrived. */
async function collectEvents(
  transport: GatewayTransport,
  count: number,
  options: Parameters<GatewayTransport['listen']>[0] = {},
): Promise<TransportEvent[]> {
  const stop = new AbortController();
  const events: TransportEvent[] = [];
  for await (const event of transport.listen({...options, signal: stop.signal})) {
    events.push(event);
    if (events.length >= count) stop.abort();
  }
  return events;
}

beforeEach(async () => {
  gateway = await FakeGateway.open();
  storedSession = undefined;
  now = 1_000_000;
});
afterEach(() => {
  vi.unstubAllGlobals();
  gateway.close();
});

describe('a conversation at a gateway', () => {
  test('starts with the known data, and is continued by another page with the same store', async () => {
    const transport = await startedTransport({
      page: () => ({url: 'https://shop.example/lamps?id=1#access_token=secret', title: 'Lamps'}),
      customerToken: async () => 'signed',
    });
    expect(gateway.requests[0]).toMatchObject({path: '/chat/v1/conversations', headers: {'idempotency-key': 's1'}});
    expect(JSON.parse(gateway.requests[0]!.body)).toEqual({
      widget: 'shop',
      language: 'it-IT',
      data: {name: 'Ada'},
      caps: {type: 'b'},
      page: {url: 'https://shop.example/lamps?id=1', title: 'Lamps'},
      customerToken: 'signed',
    });
    expect(await transport.limits()).toEqual({maxFileBytes: 5_000, mimetypes: ['image/*']});
    expect(await createTransport().send(say('hi'), {id: 'm1'})).toEqual({event: 'continue', messages: []});
    expect(gateway.requestsTo('POST /chat/v1/conversations/c1/messages')[0]).toMatchObject({
      headers: {authorization: 'Bearer token-1', 'idempotency-key': 'm1', 'content-type': 'application/json'},
      body: JSON.stringify({code: 'message', type: 'text', body: 'hi'}),
    });
    await transport.send({event: 'end'});
    expect(gateway.requestsTo('/c1/end')).toHaveLength(1);
  });

  test('ignores invalid limits', async () => {
    const limits = {maxFileBytes: 0, mimetypes: [7, 'image/*', null]};
    gateway.overrides.push(['/conversations', json(201, {id: 'c1', token: 'token-1', limits})]);
    expect(await (await startedTransport()).limits()).toEqual({mimetypes: ['image/*']});
  });

  test('repeats the identical body when its start is retried, whatever has changed', async () => {
    const transport = createTransport();
    gateway.overrides.push(['/conversations', htmlPage(503)]);
    expect(await faultOf(transport.send(start, {id: 's1'}))).toMatchObject({fault: 'refused', status: 503, retryable: true});
    await transport.send({...start, data: {name: 'Eve'}}, {id: 's1'});
    const [first, second] = gateway.requestsTo('/conversations');
    expect(second!.body).toBe(first!.body);
    await transport.send({...start, data: {name: 'Eve'}}, {id: 's2'});
    expect(gateway.requestsTo('/conversations')[2]!.body).toContain('Eve');
  });

  test.each(['token_expired', 'token_invalid'])('asks the page for a new customer token if that is refused as %s', async (code) => {
    let asked = 0;
    const transport = createTransport({customerToken: () => `signed-${++asked}`});
    gateway.overrides.push(['/conversations', problem(401, code)], ['/conversations', htmlPage(503)]);
    for (const status of [401, 503]) expect(await faultOf(transport.send(start, {id: 's1'}))).toMatchObject({status});
    await transport.send(start, {id: 's1'});
    const tokens = gateway.requestsTo('/conversations').map(({body}) => (JSON.parse(body) as {customerToken: string}).customerToken);
    expect(tokens).toEqual(['signed-1', 'signed-2', 'signed-2']);
  });

  test('ignores stored sessions of another widget or gateway, and invalid ones', async () => {
    await startedTransport();
    const left = storedSession as object;
    gateway.requests.length = 0;
    for (const one of [
      {...left, widget: 'help'},
      {...left, gateway: 'https://other.example/'},
      {...left, token: 'a\r\nb'},
      {...left, conversation: 7},
      'x',
      7,
      null,
    ]) {
      storedSession = one;
      expect(await faultOf(createTransport().send(say('hi'), {id: 'm1'}))).toMatchObject({fault: 'gone', retryable: false});
      expect(await createTransport().limits()).toBeUndefined();
    }
    expect(gateway.requests).toEqual([]);
  });

  test('continues in memory if the store fails', async () => {
    const broken = {read: () => Promise.reject(new Error('forbidden')), write: () => Promise.reject(new Error('full'))};
    const transport = await startedTransport({session: broken});
    await transport.send(say('hi'), {id: 'm1'});
    expect(gateway.requestsTo('/messages')).toHaveLength(1);
  });

  test('continues if the store loses its session', async () => {
    await startedTransport();
    const later = createTransport();
    await later.send(say('hi'), {id: 'm1'});
    storedSession = undefined;
    await later.send(say('there'), {id: 'm2'});
    expect(gateway.requestsTo('/messages')).toHaveLength(2);
  });
});

describe('data and language', () => {
  const patches = () => gateway.requestsTo('PATCH /chat/v1/conversations/c1').map(({body}) => JSON.parse(body) as unknown);
  const saying = (body: string, known: Partial<BotRequest>): BotRequest => ({...say(body), language: 'it-IT', ...known});
  const order = () => gateway.requests.slice(1).map(({method, path}) => `${method} ${path.split('/').at(-1)}`);

  test('are sent before the next message, and only what has changed', async () => {
    const transport = await startedTransport();
    await transport.send(saying('one', {data: {name: 'Ada'}}), {id: 'm1'});
    expect(order()).toEqual(['POST messages']);
    const data = {name: 'Ada', cart: {items: 3}};
    await transport.send(saying('two', {data}), {id: 'm2'});
    await transport.send(saying('three', {data: {name: 'Ada', cart: {items: 3}}}), {id: 'm3'});
    await transport.send(saying('four', {data, language: 'de'}), {id: 'm4'});
    expect(patches()).toEqual([{data: {cart: {items: 3}}}, {language: 'de'}]);
    expect(order()).toEqual(['POST messages', 'PATCH c1', 'POST messages', 'POST messages', 'PATCH c1', 'POST messages']);
    expect(gateway.requestsTo('PATCH /chat/v1/conversations/c1')[0]!.headers).toMatchObject({authorization: 'Bearer token-1'});
  });

  test('are sent once by each page and for each conversation', async () => {
    await startedTransport();
    const back = createTransport();
    for (const id of ['m1', 'm2']) await back.send(saying('hi', {data: {name: 'Ada'}}), {id});
    expect(patches()).toEqual([{language: 'it-IT', data: {name: 'Ada'}}]);
    storedSession = {...(storedSession as object), conversation: 'c2'};
    await back.send(saying('hi', {data: {name: 'Ada'}}), {id: 'm3'});
    expect(gateway.requestsTo('PATCH /chat/v1/conversations/c2')).toHaveLength(1);
  });

  test('are sent again if they fail temporarily, and do not block messages if they are refused permanently', async () => {
    const transport = await startedTransport();
    const message = saying('hi', {data: {cart: 1}});
    gateway.overrides.push(['PATCH /chat/v1/conversations/c1', problem(503, 'overloaded')]);
    expect(await faultOf(transport.send(message, {id: 'm1'}))).toMatchObject({fault: 'refused', status: 503, retryable: true});
    expect(gateway.requestsTo('/messages')).toEqual([]);
    await transport.send(message, {id: 'm1'});
    expect(patches()).toHaveLength(2);
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    for (const [refusal, data] of [
      [problem(413, 'too_large'), {cart: 2}],
      [htmlPage(405), {cart: 3}],
    ] as const) {
      gateway.overrides.push(['PATCH /chat/v1/conversations/c1', refusal]);
      await transport.send(saying('hi', {data}), {id: `m${data.cart}`});
    }
    expect([gateway.requestsTo('/messages').length, warn.mock.calls.length]).toEqual([3, 2]);
    gateway.overrides.push(['PATCH /chat/v1/conversations/c1', problem(409, 'conversation_ended')]);
    expect(await faultOf(transport.send(saying('hi', {data: {cart: 4}}), {id: 'm5'}))).toMatchObject({fault: 'gone'});
    warn.mockRestore();
  });
});

describe('listening with `stale`, after file URLs may have expired', () => {
  const message = {code: 'message', type: 'attachment', url: 'https://g.example/a?e=2', meta: {mimetype: 'image/png'}};
  const snapshot = {id: 'c1', state: 'bot', items: [{id: '1', type: 'message', message, from: {kind: 'bot'}}], lastEventId: '1'};

  test('emits a reset with everything, then later events', async () => {
    const transport = await startedTransport();
    gateway.overrides.push(['GET /chat/v1/conversations/c1', json(200, snapshot)]);
    const events = collectEvents(transport, 2, {after: '1', stale: true});
    await until(() => gateway.streams.size > 0);
    expect(gateway.requestsTo('GET /chat/v1/conversations/c1/events')[0]!.headers['last-event-id']).toBe('1');
    gateway.broadcast('id: 2\ndata: {"type":"end"}\n\n');
    expect(await events).toMatchObject([
      {type: 'reset', id: '1', events: [{type: 'message', message: {url: 'https://g.example/a?e=2'}}]},
      {type: 'end', id: '2'},
    ]);
  });

  test('emits a long conversation completely', async () => {
    const transport = await startedTransport();
    const long = {code: 'message', type: 'text', body: 'x'.repeat(49_000)};
    const items = Array.from({length: 120}, (_, index) => ({id: String(index + 1), type: 'message', message: long, from: {kind: 'bot'}}));
    gateway.overrides.push(['GET /chat/v1/conversations/c1', json(200, {id: 'c1', state: 'bot', items, lastEventId: '120'})]);
    const [reset] = await collectEvents(transport, 1, {after: '1', stale: true});
    expect(reset?.type === 'reset' && reset.events.length).toBe(120);
  });

  test('fails if the conversation is gone or the answer is not from a gateway', async () => {
    const transport = await startedTransport();
    gateway.overrides.push(['GET /chat/v1/conversations/c1', problem(404, 'not_found')]);
    expect(await faultOf(collectEvents(transport, 1, {stale: true}))).toMatchObject({fault: 'gone'});
    gateway.overrides.push(['GET /chat/v1/conversations/c1', json(200, {hello: 1})]);
    expect(await faultOf(collectEvents(transport, 1, {stale: true}))).toMatchObject({fault: 'garbled'});
    expect(gateway.requestsTo('/events')).toEqual([]);
  });

  test('fails on a timeout, but not on an abort', async () => {
    const transport = await startedTransport();
    const late = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(late.signal);
    gateway.overrides.push(['GET /chat/v1/conversations/c1', () => late.abort(new DOMException('late', 'TimeoutError'))]);
    expect(await faultOf(collectEvents(transport, 1, {stale: true}))).toMatchObject({fault: 'timeout', retryable: true});
    timeout.mockRestore();
    const stop = new AbortController();
    gateway.overrides.push(['GET /chat/v1/conversations/c1', () => stop.abort(new Error('enough'))]);
    expect(await transport.listen({stale: true, signal: stop.signal}).next()).toEqual({done: true, value: undefined});
  });
});

test('signals are sent without an idempotency key', async () => {
  const transport = await startedTransport();
  await transport.signal({code: 'message', type: 'iswriting'});
  const [sent] = gateway.requestsTo('/messages');
  expect(sent!.body).toBe('{"code":"message","type":"iswriting"}');
  expect(sent!.headers).not.toHaveProperty('idempotency-key');
});

describe('an answer of a gateway', () => {
  test.each([
    ['the page of a captive portal', htmlPage(200), {fault: 'garbled', retryable: true}],
    ['truncated JSON', json(202, '{"id"'), {fault: 'garbled', retryable: true}],
    ['an error page of a proxy', htmlPage(403), {fault: 'garbled', retryable: true}],
    ['rate limiting', problem(429, 'rate_limited', {'retry-after': '7'}), {fault: 'refused', retryable: true, retryAfter: 7}],
    ['the same message still in progress', problem(409, 'in_progress'), {fault: 'refused', retryable: true, code: 'in_progress'}],
    ['an invalid message', problem(422, 'invalid_message'), {fault: 'refused', retryable: false, code: 'invalid_message'}],
    ['an ended conversation', problem(409, 'conversation_ended'), {fault: 'gone', retryable: false, code: 'conversation_ended'}],
    ['an unknown conversation', problem(404, 'not_found'), {fault: 'gone', retryable: false}],
    ['a forbidden origin', problem(403, 'origin_not_allowed'), {fault: 'refused', retryable: false}],
  ])('is mapped to an error: %s', async (_, answer, expected) => {
    const transport = await startedTransport();
    gateway.overrides.push(['/messages', answer]);
    expect(await faultOf(transport.send(say('hi'), {id: 'm1'}))).toMatchObject(expected);
  });

  test('of 404 to a start is refused, not gone', async () => {
    gateway.overrides.push(['/conversations', problem(404, 'not_found')]);
    expect(await faultOf(createTransport().send(start, {id: 's1'}))).toMatchObject({fault: 'refused', status: 404, retryable: false});
  });

  test('that never comes is unreachable, or rejects with the reason of the caller', async () => {
    const transport = await startedTransport();
    gateway.overrides.push(['/messages', (response) => void response.destroy()]);
    expect(await faultOf(transport.send(say('hi'), {id: 'm1'}))).toMatchObject({fault: 'unreachable', retryable: true});
    const stop = new AbortController();
    gateway.overrides.push(['/messages', () => stop.abort(new Error('enough'))]);
    await expect(transport.send(say('hi'), {id: 'm1', signal: stop.signal})).rejects.toThrow('enough');
  });
});

describe('the token', () => {
  test('is renewed once it has expired, for all concurrent requests, which are resent under the same keys', async () => {
    const transport = await startedTransport();
    gateway.token = 'token-9';
    await Promise.all([transport.send(say('a'), {id: 'm1'}), transport.send(say('b'), {id: 'm2'})]);
    expect(gateway.requestsTo('/token')).toHaveLength(1);
    expect(gateway.requestsTo('/token')[0]!.headers.authorization).toBe('Bearer token-1');
    expect(storedSession).toMatchObject({token: 'token-2', conversation: 'c1', widget: 'shop', limits: {maxFileBytes: 5_000}});
    const keys = gateway.requestsTo('/messages').map(({headers}) => [headers['idempotency-key'], headers.authorization].join(' '));
    expect(keys.toSorted()).toEqual(['m1 Bearer token-1', 'm1 Bearer token-2', 'm2 Bearer token-1', 'm2 Bearer token-2']);
  });

  test('is not renewed if another tab has done so', async () => {
    const transport = await startedTransport();
    gateway.overrides.push([
      '/messages',
      (response) => {
        gateway.token = 'token-other';
        storedSession = {...(storedSession as object), token: 'token-other'};
        problem(401, 'token_expired')(response);
      },
    ]);
    await transport.send(say('a'), {id: 'm1'});
    expect(gateway.requestsTo('/token')).toEqual([]);
  });

  test('is not renewed if another conversation has started meanwhile', async () => {
    const transport = await startedTransport();
    gateway.overrides.push([
      '/messages',
      (response) => {
        storedSession = {...(storedSession as object), conversation: 'c2', token: 'token-c2'};
        problem(401, 'token_expired')(response);
      },
    ]);
    expect(await faultOf(transport.send(say('a'), {id: 'm1'}))).toMatchObject({fault: 'gone'});
    expect(gateway.requestsTo('/token')).toEqual([]);
    expect(storedSession).toMatchObject({conversation: 'c2', token: 'token-c2'});
  });

  test.each([
    ['another conversation has started', () => ({...(storedSession as object), conversation: 'c2', token: 'token-c2'})],
    ['the session was removed', () => undefined],
  ])('does not overwrite the stored session if it is renewed late: %s', async (_, then) => {
    const transport = await startedTransport();
    gateway.token = 'token-9';
    const after: {kept?: unknown} = {};
    gateway.overrides.push([
      '/token',
      (response) => {
        storedSession = after.kept = then();
        gateway.token = 'token-late';
        json(200, {token: 'token-late', expiresIn: 900})(response);
      },
    ]);
    await transport.send(say('a'), {id: 'm1'});
    expect(gateway.requestsTo('/c1/messages').map(({headers}) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-late']);
    expect(storedSession).toEqual(after.kept);
  });

  test.each([
    ['with a store', session],
    ['without a store', undefined],
  ])('does not replace the new conversation of this page if it is renewed late, %s', async (_, store) => {
    const transport = await startedTransport({session: store});
    gateway.token = 'token-9';
    gateway.overrides.push([
      '/token',
      (response) => {
        gateway.overrides.push(['/conversations', json(201, {id: 'c2', token: 'token-c2'})]);
        void transport.send(start, {id: 's2'}).then(() => json(200, {token: 'token-late', expiresIn: 900})(response));
      },
    ]);
    await transport.send({event: 'end'}).catch(() => undefined);
    if (store) expect(storedSession).toMatchObject({conversation: 'c2', token: 'token-c2'});
    gateway.token = 'token-c2';
    await transport.send(say('a'), {id: 'm1'});
    expect(gateway.requestsTo('/c2/messages')).toHaveLength(1);
  });

  test('is renewed at most once in ten seconds; until then requests fail as retryable', async () => {
    const transport = await startedTransport();
    gateway.token = 'x';
    await transport.send(say('a'), {id: 'm1'});
    gateway.token = 'y';
    now += 4_000;
    expect(await faultOf(transport.send(say('b'), {id: 'm2'}))).toMatchObject({fault: 'refused', retryable: true, retryAfter: 6});
    expect(gateway.requestsTo('/token')).toHaveLength(1);
    now += 6_000;
    await transport.send(say('b'), {id: 'm2'});
    expect(gateway.requestsTo('/token')).toHaveLength(2);
    gateway.token = 'z';
    now -= 60 * 60_000;
    await transport.send(say('c'), {id: 'm3'});
    expect(gateway.requestsTo('/token'), 'after the clock was set back').toHaveLength(3);
  });

  test('fails requests as retryable if it is not renewed within 20 seconds', async () => {
    const transport = await startedTransport();
    gateway.token = 'x';
    gateway.overrides.push(['/token', () => late.abort(new DOMException('late', 'TimeoutError'))]);
    const late = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(late.signal);
    expect(await faultOf(transport.send(say('a'), {id: 'm1'}))).toMatchObject({fault: 'timeout', retryable: true});
    expect(timeout).toHaveBeenCalledWith(20_000);
    timeout.mockRestore();
  });

  test.each([
    ['refuses the renewal permanently', problem(401, 'token_expired'), {fault: 'gone', retryable: false}],
    ['does not know the conversation', problem(404, 'not_found'), {fault: 'gone', retryable: false}],
    ['is hidden by a page with 404', htmlPage(404), {fault: 'garbled', retryable: true}],
    ['is hidden by a page with 200', htmlPage(200), {fault: 'garbled', retryable: true}],
    ['is overloaded', problem(503, 'overloaded'), {fault: 'refused', retryable: true}],
  ])('ends the conversation only if the gateway itself says so: the gateway %s', async (_, answer, expected) => {
    const transport = await startedTransport();
    gateway.token = 'x';
    gateway.overrides.push(['/token', answer]);
    expect(await faultOf(transport.send(say('a'), {id: 'm1'}))).toMatchObject(expected);
  });

  test('never appears in URLs or errors', async () => {
    const transport = await startedTransport();
    const errors: string[] = [];
    for (const answer of [htmlPage(200), htmlPage(404), problem(409, 'conversation_ended'), problem(500, 'internal')]) {
      gateway.overrides.push(['/messages', answer], ['/attachments', answer], ['/events', answer]);
      errors.push(fullText(await faultOf(transport.send(say('a'), {id: 'm1'}))));
      errors.push(fullText(await faultOf(transport.upload(new File(['x'], 'x.png')))));
    }
    gateway.close();
    errors.push(fullText(await faultOf(transport.send(say('a'), {id: 'm1'}))));
    expect(errors.join('\n')).toMatch(/POST messages/);
    expect(errors.join('\n')).not.toMatch(/token-1|\bc1\b/);
    expect(gateway.requests.map(({path}) => path).join()).not.toMatch(/token-\d/);
  });
});

describe('listening', () => {
  test('resumes after the last event, numbers events, and skips invalid ones', async () => {
    const transport = await startedTransport();
    let alive = 0;
    const heard = collectEvents(transport, 4, {after: '41', onAlive: () => alive++});
    await until(() => alive > 0);
    gateway.broadcast(': hb\n\n');
    gateway.broadcast(
      'id: 42\ndata: {"type":"message","id":"m_9","from":{"kind":"agent","nick":"Mira"},"message":{"type":"text","body":"Hé',
    );
    gateway.broadcast(
      'y"}}\n\ndata: {broken\n\ndata: null\n\ndata: {"type":"constructor"}\n\ndata: {"type":"iswriting","on":true,"ttl":900}\n\n',
    );
    gateway.broadcast(
      'id: 43\ndata: {"type":"ack","ref":"m1"}\n\nid: 44\ndata: {"type":"ack"}\n\nid: 45\ndata: {"type":"end","reason":"agent"}\n\n',
    );
    expect(await heard).toEqual([
      {type: 'message', id: '42', from: {kind: 'agent', nick: 'Mira'}, message: {code: 'message', type: 'text', body: 'Héy'}},
      {type: 'iswriting', on: true, ttl: 900},
      {type: 'ack', id: '43', ref: 'm1'},
      {type: 'end', id: '45', reason: 'agent'},
    ]);
    expect(alive).toBeGreaterThanOrEqual(2);
    const [asked] = gateway.requestsTo('/events');
    expect(asked!.headers).toMatchObject({'last-event-id': '41', authorization: 'Bearer token-1', accept: 'text/event-stream'});
    await until(() => gateway.streams.size === 0);
  });

  test('starts at the first event, renews an expired token, and ends or fails when the gateway says so', async () => {
    const transport = await startedTransport();
    gateway.token = 'x';
    const heard = collectEvents(transport, 1);
    await until(() => gateway.streams.size === 1);
    gateway.broadcast('id: 1\ndata: {"type":"end"}\n\n');
    expect(await heard).toEqual([{type: 'end', id: '1'}]);
    expect(gateway.requestsTo('/events').at(-1)!.headers['last-event-id']).toBe('0');
    gateway.overrides.push(['/events', (response) => void response.writeHead(204).end()]);
    expect(await collectEvents(transport, 9, {after: '1'})).toEqual([{type: 'end'}]);
    gateway.overrides.push(['/events', problem(404, 'not_found')]);
    expect(await faultOf(collectEvents(transport, 1))).toMatchObject({fault: 'gone'});
    gateway.overrides.push(['/events', htmlPage(502)]);
    expect(await faultOf(collectEvents(transport, 1))).toMatchObject({fault: 'refused', status: 502});
  });

  test.each([
    ['answers with an HTML page', htmlPage(200)],
    ['refuses the content type', htmlPage(406)],
  ])('falls back to polling if a proxy %s, and tries to stream again after five minutes', async (_, answer) => {
    const transport = await startedTransport();
    skipSleeps();
    const polled = (after: number): [string, ReturnType<typeof json>] => [
      '/events',
      json(200, {events: [{id: String(after + 1), type: 'ack', ref: `m${after + 1}`}], lastEventId: String(after + 1), state: 'bot'}),
    ];
    gateway.overrides.push(['/events', answer], polled(4), polled(5));
    expect(await collectEvents(transport, 2, {after: '4'})).toMatchObject([{id: '5'}, {id: '6'}]);
    const asked = gateway.requestsTo('/events');
    expect(asked.map(({path, headers}) => `${path.split('/').at(-1)} ${headers.accept}`)).toEqual([
      'events text/event-stream',
      'events?after=4 application/json',
      'events?after=5 application/json',
    ]);
    gateway.overrides.push(polled(6));
    await collectEvents(transport, 1, {after: '6'});
    expect(gateway.requestsTo('/events').at(-1)!.path).toContain('after=6');
    now += 5 * 60_000;
    const heard = collectEvents(transport, 1, {after: '7'});
    await until(() => gateway.streams.size === 1);
    gateway.broadcast('data: {"type":"queue","position":2}\n\n');
    expect(await heard).toEqual([{type: 'queue', position: 2}]);
  });

  test('polls every 2 seconds after news, then 3, and 10 in a hidden page', async () => {
    let hidden = false;
    const transport = await startedTransport({hidden: () => hidden});
    const waits = skipSleeps();
    const news = (id: string) => json(200, {events: [{id, type: 'ack', ref: id}], lastEventId: id});
    const none = json(200, {events: [], lastEventId: '1'});
    gateway.overrides.push(['/events', htmlPage(200)], ['/events', news('1')], ['/events', none], ['/events', news('2')]);
    gateway.overrides.push(['/events', (response) => ((hidden = true), none(response))], ['/events', news('3')]);
    expect(await collectEvents(transport, 3)).toHaveLength(3);
    expect(waits().slice(0, 4)).toEqual([2_000, 3_000, 2_000, 10_000]);
  });

  test('streams again immediately if the clock was set back while polling', async () => {
    const transport = await startedTransport();
    skipSleeps();
    gateway.overrides.push(
      ['/events', htmlPage(200)],
      ['/events', json(200, {events: [{id: '5', type: 'ack', ref: 'm5'}], lastEventId: '5'})],
    );
    expect(await collectEvents(transport, 1, {after: '4'})).toMatchObject([{id: '5'}]);
    now -= 60 * 60_000;
    const heard = collectEvents(transport, 1, {after: '5'});
    await until(() => gateway.streams.size === 1);
    gateway.broadcast('data: {"type":"queue","position":2}\n\n');
    expect(await heard).toEqual([{type: 'queue', position: 2}]);
  });

  test('falls back to polling if a stream never begins, or breaks three times in a minute', async () => {
    const held = await startedTransport();
    skipSleeps();
    gateway.overrides.push(['/events', () => undefined], ['/events', json(200, {events: [{id: '1', type: 'ack', ref: 'a'}]})]);
    const began = Date.now();
    expect(await collectEvents(held, 1)).toMatchObject([{ref: 'a'}]);
    expect(Date.now() - began).toBeGreaterThan(4_900);

    const cut = createTransport();
    const breaks: (typeof gateway.overrides)[number] = [
      '/events',
      (response) => {
        response.writeHead(200, {'content-type': 'text/event-stream'});
        response.write(': hb\n\n');
        setTimeout(() => response.destroy(), 20);
      },
    ];
    gateway.overrides.push(breaks, breaks, breaks, ['/events', json(200, {events: [{id: '1', type: 'ack', ref: 'b'}]})]);
    expect(await collectEvents(cut, 1)).toEqual([]);
    expect(await collectEvents(cut, 1)).toEqual([]);
    expect(await collectEvents(cut, 1)).toMatchObject([{ref: 'b'}]);
  });

  test.each<[string, (typeof gateway.overrides)[number][1]]>([
    ['is cut off immediately', (response) => void response.destroy()],
    ['is refused by a proxy', htmlPage(502)],
  ])('falls back to polling if a stream %s three times in a minute and other requests succeed', async (_, fails) => {
    const transport = await startedTransport();
    const stream: (typeof gateway.overrides)[number] = ['/events', fails];
    const answer: (typeof gateway.overrides)[number] = ['/events', (response) => void response.writeHead(204).end()];
    gateway.overrides.push(stream, stream, stream, stream);
    for (let time = 0; time < 3; time++) expect(await faultOf(collectEvents(transport, 1))).toBeInstanceOf(TransportError);
    // If no other request succeeds either, the stream is not the cause.
    expect(gateway.requestsTo('/events').map(({headers}) => headers.accept)).toEqual([
      ...Array(3).fill('text/event-stream'),
      'application/json',
    ]);
    gateway.overrides.push(stream, answer, answer);
    expect(await collectEvents(transport, 9)).toEqual([{type: 'end'}]);
  });
});

describe('uploading a file', () => {
  test('posts it under its id, even again with a renewed token, and returns url and meta for a message', async () => {
    const transport = await startedTransport();
    gateway.token = 'x';
    const file = new File(['PNG…'], 'my "shade".png', {type: 'image/png'});
    let share = 0;
    expect(await transport.upload(file, {id: 'u1', onProgress: (one) => (share = one)})).toEqual({
      url: 'https://g.example/a/1/x.png',
      meta: {mimetype: 'image/png', ref: 'r1'},
    });
    expect(share).toBe(1);
    const sent = gateway.requestsTo('/attachments');
    expect(sent.map(({headers}) => headers['idempotency-key'])).toEqual(['u1', 'u1']);
    expect(sent[1]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent[1]!.body).toMatch(/name="file"; filename="my %22shade%22\.png"\r\nContent-Type: image\/png/i);
  });

  test.each([
    [problem(413, 'too_large'), {fault: 'refused', retryable: false, code: 'too_large'}],
    [problem(415, 'type_refused'), {fault: 'refused', retryable: false, code: 'type_refused'}],
    [htmlPage(200), {fault: 'garbled', retryable: true}],
    [json(201, {url: ['no']}), {fault: 'garbled', retryable: true}],
  ])('fails with the reason of the gateway (%#)', async (answer, expected) => {
    const transport = await startedTransport();
    gateway.overrides.push(['/attachments', answer]);
    expect(await faultOf(transport.upload(new File(['x'], 'x.png'), {id: 'u1'}))).toMatchObject(expected);
  });
});

describe('uploading a file while an earlier attempt is in progress', () => {
  const busy = problem(409, 'in_progress', {'retry-after': '0'});
  const busyForSome = problem(409, 'in_progress');
  const tried = (): number => gateway.requestsTo('/attachments').length;

  test('retries automatically', async () => {
    const transport = await startedTransport();
    gateway.overrides.push(['/attachments', busy], ['/attachments', busy]);
    expect(await transport.upload(new File(['x'], 'x.png'), {id: 'u1'})).toMatchObject({url: 'https://g.example/a/1/x.png'});
    expect(tried()).toBe(3);
  });

  test('gives up after half a minute', async () => {
    const transport = await startedTransport();
    const waits = skipSleeps();
    gateway.overrides.push(...Array.from({length: 9}, (): ['/attachments', typeof busy] => ['/attachments', busyForSome]));
    const fault = await faultOf(transport.upload(new File(['x'], 'x.png'), {id: 'u1'}));
    expect(fault).toMatchObject({fault: 'refused', retryable: true, code: 'in_progress'});
    expect(tried()).toBe(6);
    expect(waits()).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  test('stops when aborted', async () => {
    const transport = await startedTransport();
    const stop = new AbortController();
    gateway.overrides.push(['/attachments', problem(409, 'in_progress', {'retry-after': '60'})]);
    const sending = transport.upload(new File(['x'], 'x.png'), {id: 'u1', signal: stop.signal});
    await expect.poll(tried).toBe(1);
    stop.abort(new Error('taken back'));
    await expect(sending).rejects.toThrow('taken back');
    expect(tried()).toBe(1);
  });
});

test('the URL of a gateway must be https and without a password, and its path is normalized', () => {
  expect(() => new GatewayTransport('http://chat.example.com', {widget: 'shop'})).toThrow('must be an https URL');
  expect(() => new GatewayTransport('https://a:b@chat.example.com', {widget: 'shop'})).toThrow(TypeError);
  expect(() => new GatewayTransport('https://chat.example.com', {widget: 'shop'})).not.toThrow();
  for (const address of ['https://a.example/chat', 'https://a.example/chat/', 'https://a.example/chat?x=1#y'])
    expect(resolveGateway(address).href).toBe('https://a.example/chat/');
});

test('`fetch` is called with a string as URL, which every replacement of it understands', async () => {
  const asked: unknown[] = [];
  await startedTransport({fetch: (address, ...rest) => (asked.push(address), fetch(address, ...rest))});
  expect(asked).toEqual([expect.any(String)]);
});

/** Everything an error could print. */
function fullText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), fullText(error.cause)].join('\n');
}
