import {afterEach, beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {createHooks, type CreateHooksOptions} from '../../src/gateway/hooks/create-hooks.ts';
import type {Hooks} from '../../src/gateway/hooks/hooks.ts';
import type {Level} from '../../src/gateway/log.ts';
import type {GatewayOptions, HookOptions, WidgetOptions} from '../../src/gateway/options.ts';
import type {StoredConversation} from '../../src/gateway/stored.ts';
import type {Services} from '../../src/gateway/services.ts';
import {startReceiver, type Receiver} from './receiver.ts';

const secret = 'a-secret-of-the-owner';

const conversation: StoredConversation = {
  id: 'c_1',
  widget: 'shop',
  bot: 'lamps',
  stage: 'bot',
  language: 'en',
  data: {email: 'ada@example.com'},
  context: {token: 'what-the-bot-remembers'},
  caps: {type: 'b'},
  page: {url: 'https://shop.example/?session=1'},
  userAgent: 'Browser/1',
  createdAt: Date.UTC(2026, 10, 20, 6, 20),
  changedAt: Date.UTC(2026, 10, 20, 6, 21),
  lastEvent: 3,
};

let server: Receiver;
let hooks: Hooks | undefined;
let logged: {level: Level; what: string; about: unknown}[];
let counted: string[];
let waits: number[];
let clock: {now: number};

beforeEach(async () => {
  server = await startReceiver();
  [logged, counted, waits] = [[], [], []];
  clock = {now: Date.UTC(2026, 10, 20, 6, 30)};
});
afterEach(async () => {
  await hooks?.stop(0);
  hooks = undefined;
  await server.close();
});

interface SetupOptions extends CreateHooksOptions {
  hooks?: readonly HookOptions[];
  widget?: Partial<WidgetOptions>;
  fetch?: typeof fetch;
}

/** Hooks that only record how long they would wait. */
function openHooks({hooks: configured = [], widget, fetch: calls = fetch, ...details}: SetupOptions = {}): Hooks {
  const options: Pick<GatewayOptions, 'hooks' | 'widgets' | 'bots'> = {
    hooks: configured,
    widgets: {shop: {bot: 'lamps', origins: [], ...widget}, quiet: {bot: 'lamps', origins: []}},
    bots: {lamps: {}, spares: {}},
  };
  const services: Pick<Services, 'log' | 'metrics' | 'now' | 'fetch'> & {options: typeof options} = {
    options,
    log: (level, what, about) => logged.push({level, what, about}),
    metrics: {
      hook: (event, outcome) => counted.push(`${event} ${outcome}`),
      request: () => {},
      stream: () => {},
      message: () => {},
      turn: () => {},
      filter: () => {},
      text: () => Promise.resolve({contentType: '', body: ''}),
    },
    now: () => clock.now,
    fetch: calls,
  };
  let ids = 0;
  return (hooks = createHooks(services as Services, {
    sleep: (milliseconds) => {
      waits.push(Math.round(milliseconds));
      return Promise.resolve();
    },
    newId: () => `n${++ids}`,
    ...details,
  }));
}

const allEvents: HookOptions['events'] = ['new', 'end', 'change', 'finalized', 'message'];
const hook = (more: Partial<HookOptions> = {}): HookOptions => ({url: `${server.url}/hook`, events: allEvents, ...more});
const error = (status: number, headers: HeadersInit = {}) => new Response('no', {status, headers});
const untilReceived = (count: number) => vi.waitFor(() => expect(server.received).toHaveLength(count));
const untilCounted = (...outcomes: string[]) => vi.waitFor(() => expect(counted).toEqual(outcomes));

test('a webhook gets the event and the conversation, without data, context or browser details', async () => {
  openHooks({hooks: [hook()]}).notify('message', conversation, {from: 'user'});
  await untilReceived(1);
  const [{method, path, headers, body}] = server.received as [Receiver['received'][0]];
  expect([method, path]).toEqual(['POST', '/hook']);
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('parley-event')).toBe('message');
  expect(headers.get('parley-event-id')).toBe('n1');
  expect(headers.get('authorization')).toBeNull();
  expect(body).toEqual({
    event: 'message',
    conversation: {id: 'c_1', widget: 'shop', bot: 'lamps', stage: 'bot', language: 'en', createdAt: '2026-11-20T06:20:00.000Z'},
    detail: {from: 'user'},
    ts: '2026-11-20T06:30:00.000Z',
  });
  await untilCounted('message delivered');
});

test.each([
  [{type: 'basic', user: 'crm', secret}, `Basic ${btoa(`crm:${secret}`)}`],
  [{type: 'bearer', secret}, `Bearer ${secret}`],
] as const)('webhooks authenticate with %o', async (auth, header) => {
  openHooks({hooks: [hook({auth})]}).notify('new', conversation);
  await untilReceived(1);
  expect(server.received[0]!.headers.get('authorization')).toBe(header);
});

test('a webhook gets only the events and widgets it subscribes to', async () => {
  const opened = openHooks({
    hooks: [hook({events: ['end'], widgets: ['quiet']}), hook({url: `${server.url}/all`, events: ['new', 'end']})],
  });
  opened.notify('new', conversation);
  opened.notify('message', conversation);
  opened.notify('end', conversation);
  opened.notify('end', {...conversation, id: 'c_2', widget: 'quiet'});
  await untilReceived(4);
  const heard = server.received.map(({path, headers}) => `${path} ${headers.get('parley-event')}`);
  expect(heard.toSorted()).toEqual(['/all end', '/all end', '/all new', '/hook end']);
});

test('failed deliveries are retried under the same id with exponential backoff', async () => {
  server.answers.push(error(500), error(503), error(429), error(408));
  openHooks({hooks: [hook()]}).notify('new', conversation);
  await untilCounted('new delivered');
  expect(server.received.map(({headers}) => headers.get('parley-event-id'))).toEqual(['n1', 'n1', 'n1', 'n1', 'n1']);
  expect(waits).toHaveLength(4);
  for (const [index, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(800 * 2 ** index);
    expect(wait).toBeLessThanOrEqual(1200 * 2 ** index);
  }
});

test('Retry-After is honored up to a minute, and ignored if malformed', async () => {
  server.answers.push(error(429, {'retry-after': '7'}), error(503, {'retry-after': '86400'}), error(503, {'retry-after': 'soon'}));
  openHooks({hooks: [hook()]}).notify('new', conversation);
  await untilCounted('new delivered');
  expect(waits.slice(0, 2)).toEqual([7000, 60_000]);
  expect(waits[2]).toBeLessThan(5000);
});

test('a delivery fails after six attempts, and the log names neither URL, secret nor details', async () => {
  server.answers.push(...Array.from({length: 6}, () => error(500)));
  openHooks({hooks: [hook({auth: {type: 'bearer', secret}})]}).notify('new', conversation, {words: 'private words'});
  await untilCounted('new failed');
  expect(server.received).toHaveLength(6);
  expect(logged.at(-1)).toEqual({level: 'error', what: 'hook_untold', about: {event: 'new', id: 'n1', outcome: 'failed'}});
  expect(JSON.stringify(logged)).not.toMatch(new RegExp(`${secret}|private words|${server.url}`));
});

test.each([400, 401, 404, 410, 301])('a %i response is final and not retried, and the next event is still delivered', async (status) => {
  server.answers.push(error(status, {location: `${server.url}/elsewhere`}));
  const opened = openHooks({hooks: [hook({auth: {type: 'bearer', secret}})]});
  opened.notify('new', conversation);
  opened.notify('end', conversation);
  await untilCounted('new refused', 'end delivered');
  expect(server.received.map(({path}) => path)).toEqual(['/hook', '/hook']);
});

test('the log gives the reason of a failure, but not the text of the response or error', async () => {
  const {url} = server;
  const asks = (status: number) => (server.answers.push(error(status)), openHooks({widget: {availability: {url}}}).isAvailable('shop'));
  await asks(503);
  server.answers.push(new Response('some words'));
  await openHooks({widget: {availability: {url}}}).isAvailable('shop');
  const broken = new TypeError('some words', {cause: Object.assign(new Error('and more'), {code: 'ECONNREFUSED'})});
  const calls = () => Promise.reject(broken);
  await openHooks({widget: {availability: {url}}, fetch: calls}).isAvailable('shop');
  openHooks({hooks: [hook()], fetch: calls, sleep: () => Promise.reject(broken)}).notify('new', conversation);
  await vi.waitFor(() => expect(logged).toHaveLength(5));
  const reasons = ['status 503', 'SyntaxError', 'ECONNREFUSED', 'ECONNREFUSED'].map((reason) => ({about: {reason}}));
  expect(logged).toMatchObject([...reasons, {what: 'hook_untold'}]);
});

test('a delivery that times out is retried', async () => {
  server.answers.push((_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(error(500)))));
  openHooks({hooks: [hook({timeout: 0.1})]}).notify('new', conversation);
  await untilCounted('new delivered');
  expect(server.received).toHaveLength(2);
  expect(logged).toMatchObject([{what: 'hook_unreachable', about: {reason: 'TimeoutError'}}]);
});

test('events are delivered in order per conversation, and a stuck delivery does not hold up other conversations', async () => {
  let free = (): void => {};
  const stuck = new Promise<void>((resolve) => (free = resolve));
  server.answers.push(async () => {
    await stuck;
    return new Response(null);
  });
  const opened = openHooks({hooks: [hook()]});
  opened.notify('new', conversation);
  opened.notify('message', conversation);
  opened.notify('new', {...conversation, id: 'c_2'});
  const heard = () =>
    server.received
      .map(({body}) => body as {event: string; conversation: {id: string}})
      .map(({event, conversation: {id}}) => `${id} ${event}`);
  await vi.waitFor(() => expect(heard()).toEqual(['c_1 new', 'c_2 new']));
  free();
  await vi.waitFor(() => expect(heard()).toEqual(['c_1 new', 'c_2 new', 'c_1 message']));
});

test('events are queued without waiting, and those beyond the queue limit are dropped and counted', () => {
  const never = vi.fn<typeof fetch>(() => new Promise(() => {}));
  const opened = openHooks({hooks: [hook()], fetch: never});
  for (let index = 0; index < 1010; index++) opened.notify('message', {...conversation, id: `c_${index}`});
  expect(never).toHaveBeenCalledTimes(8);
  expect(counted).toEqual(['message dropped', 'message dropped']);
});

test('a detail that cannot be serialized is logged and does not throw', () => {
  const round: Record<string, unknown> = {};
  round['self'] = round;
  openHooks({hooks: [hook()]}).notify('message', conversation, round);
  expect(logged).toMatchObject([{what: 'hook_untold', about: {outcome: 'unwritable'}}]);
});

test('stopping waits for running deliveries up to its deadline, and drops the rest', async () => {
  const opened = openHooks({
    hooks: [hook()],
    sleep: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
  });
  opened.notify('end', conversation);
  await opened.stop();
  expect(counted).toEqual(['end delivered']);

  server.answers.push((_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(error(500)))));
  const other = openHooks({hooks: [hook()]});
  other.notify('end', conversation);
  other.notify('finalized', conversation);
  await untilReceived(2);
  await other.stop();
  await untilCounted('end delivered', 'finalized dropped', 'end dropped');
  other.notify('new', conversation);
  expect(counted.at(-1)).toBe('new dropped');
});

test('the availability hook decides whether people are available; a widget without one has people available', async () => {
  server.answers.push(Response.json({available: false}), Response.json({available: true}));
  const opened = openHooks({widget: {availability: {url: `${server.url}/people`, auth: {type: 'bearer', secret}}}});
  expect(await opened.isAvailable('shop')).toBe(false);
  expect(await opened.isAvailable(conversation)).toBe(true);
  const [first, second] = server.received;
  expect(first!.headers.get('authorization')).toBe(`Bearer ${secret}`);
  expect(first!.body).toEqual({event: 'availability', widget: 'shop', ts: '2026-11-20T06:30:00.000Z'});
  expect(second!.body).toMatchObject({widget: 'shop', conversation: {id: 'c_1'}});
  expect(JSON.stringify(second!.body)).not.toMatch(/ada@|remembers|session=/);
  expect(await opened.isAvailable('quiet')).toBe(true);
  expect(server.received).toHaveLength(2);
  expect(counted).toEqual(['availability answered', 'availability answered']);
});

test.each([
  ['an error', () => Response.json({available: false}, {status: 500})],
  ['not JSON', () => new Response('<html>')],
  ['an array', () => Response.json([false])],
  ['empty', () => new Response(null)],
  ['too large', () => Response.json({available: false, filling: 'x'.repeat(11_000)})],
  ['a redirect', () => error(302, {location: '/elsewhere'})],
])('people count as available when the response of the availability hook is %s', async (_, answer) => {
  server.answers.push(answer());
  expect(await openHooks({widget: {availability: {url: server.url}}}).isAvailable('shop')).toBe(true);
  expect(server.received).toHaveLength(1);
  expect(counted).toEqual(['availability failed']);
});

test('only `available: false` means that nobody is available', async () => {
  server.answers.push(Response.json({available: 'no'}), Response.json({}));
  const opened = openHooks({widget: {availability: {url: server.url}}});
  expect(await opened.isAvailable(conversation)).toBe(true);
  expect(await opened.isAvailable(conversation)).toBe(true);
  expect(counted).toEqual(['availability answered', 'availability answered']);
});

test('the availability of a widget is cached for five seconds and concurrent checks share a request', async () => {
  server.answers.push(...[false, true, false].map((available) => Response.json({available})));
  const opened = openHooks({widget: {availability: {url: server.url}}});
  const answers = await Promise.all([1, 2, 3].map(() => opened.isAvailable('shop')));
  expect(answers).toEqual([false, false, false]);
  expect(await opened.isAvailable(conversation), 'not cached for a visitor to be transferred').toBe(true);
  clock.now += 4_999;
  expect(await opened.isAvailable('shop')).toBe(false);
  expect(server.received).toHaveLength(2);
  clock.now += 1;
  expect(await opened.isAvailable('shop')).toBe(false);
  expect(server.received).toHaveLength(3);
});

test('by default, webhooks time out after ten seconds and the availability hook after three', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  onTestFinished(() => void vi.useRealTimers());
  const calls: typeof fetch = (_, init) =>
    new Promise((_answer, reject) => init!.signal!.addEventListener('abort', () => reject(new DOMException('', 'TimeoutError'))));
  const opened = openHooks({
    hooks: [hook()],
    widget: {availability: {url: server.url}},
    fetch: calls,
    sleep: () => Promise.reject(new Error('enough')),
  });
  const reasons = () => logged.map(({what}) => what);
  opened.notify('new', conversation);
  void opened.isAvailable('shop');
  for (const [after, opened] of [
    [2_999, []],
    [1, ['hook_unanswered']],
    [6_999, ['hook_unanswered']],
    [1, ['hook_unanswered', 'hook_unreachable', 'hook_untold']],
  ] as const) {
    await vi.advanceTimersByTimeAsync(after);
    expect(reasons()).toEqual(opened);
  }
});

test('people count as available when the availability hook times out', async () => {
  server.answers.push((_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(error(500)))));
  expect(await openHooks({widget: {availability: {url: server.url, timeout: 0.1}}}).isAvailable('shop')).toBe(true);
  expect(counted).toEqual(['availability failed']);
});

const beginning = {
  widget: 'shop',
  language: 'it',
  data: {vip: true},
  page: {url: 'https://shop.example/'},
  key: 'k',
  userAgent: 'Browser/1',
};

test.each([
  [{bot: 'spares'}, {bot: 'spares'}],
  [{tags: ['repair', 7, ''], agent: 'mira'}, {target: {tags: ['repair'], agent: 'mira'}}],
  [{agent: 'mira'}, {target: {agent: 'mira'}}],
  [{bot: 'constructor'}, undefined],
  [{bot: 'unheard-of', tags: ['repair']}, {target: {tags: ['repair']}}],
  [{}, undefined],
])('the response %o of the routing hook is read as a route', async (answer, route) => {
  server.answers.push(Response.json(answer));
  expect(await openHooks({widget: {routing: {url: server.url}}}).route(beginning)).toEqual(route);
  expect(server.received[0]!.body).toEqual({
    event: 'routing',
    widget: 'shop',
    language: 'it',
    data: {vip: true},
    page: {url: 'https://shop.example/'},
    ts: '2026-11-20T06:30:00.000Z',
  });
});

test('without a routing hook, or if it fails, there is no route and the bot of the widget begins', async () => {
  server.answers.push(error(500));
  expect(await openHooks({widget: {routing: {url: server.url}}}).route(beginning)).toBeUndefined();
  expect(await openHooks().route(beginning)).toBeUndefined();
  expect(server.received).toHaveLength(1);
});
