import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openSqlite} from '../../src/gateway/store/sqlite/driver.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import {type TestApp, hello, openTestApp, botMessage} from './test-app.ts';
import {Frames} from './frames.ts';

let testApp: TestApp;
beforeEach(async () => (testApp = await openTestApp()));
afterEach(() => testApp.close());

type Visit = Awaited<ReturnType<TestApp['begin']>>;

/** Bodies of the messages among events. */
function bodies(events: readonly Record<string, unknown>[]): unknown[] {
  return events.flatMap(({message}) => (typeof message === 'object' && message !== null && 'body' in message ? [message.body] : []));
}

async function addMessages({id}: Visit, ...words: string[]): Promise<void> {
  await testApp.store.apply(id, {events: words.map(botMessage)});
}

const numbers = (from: number, to: number): string[] => Array.from({length: to - from + 1}, (_, index) => String(from + index));
const readyEvent = (lastEventId: string, resumed: boolean, state = 'bot') => ({type: 'ready', state, resumed, lastEventId});

/** Waits until pending I/O has been processed. */
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 20));

test('a stream sends a retry hint and a ready event, then all stored and all new events', async () => {
  const visit = await testApp.begin();
  await visit.say(hello);
  const answer = await visit.listen();
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': 'https://shop.example',
  });
  const frames = new Frames(answer);
  expect(await frames.next()).toBe('retry: 2000');
  expect(await frames.event()).toEqual(readyEvent('1', false));
  expect(await frames.event()).toMatchObject({id: '1', type: 'message', from: {kind: 'user'}, ref: 'key-1', message: hello});
  await addMessages(visit, 'Hi', 'there');
  expect(await frames.events(2)).toMatchObject([{id: '2'}, {id: '3'}]);
  await frames.cancel();
});

test('stored events are sent with their number as id, transient ones without id', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  await testApp.store.signal(visit.id, {type: 'iswriting', on: true, from: {kind: 'bot', nick: 'Bo', secret: 'x'}} as TransportEvent);
  expect(await frames.next()).toBe('data: {"type":"iswriting","on":true,"from":{"kind":"bot","nick":"Bo"}}');
  await addMessages(visit, 'Hi');
  expect(await frames.next()).toMatch(/^id: 1\ndata: \{"type":"message","id":"1".*\}$/);
});

test('a stream resumes directly after the Last-Event-ID', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 7));
  for (const after of ['0', '3', '7']) {
    const frames = new Frames(await visit.listen(after));
    expect(await frames.event()).toEqual(readyEvent('7', true));
    await testApp.store.signal(visit.id, {type: 'iswriting', on: true});
    expect(bodies(await frames.events(7 - Number(after)))).toEqual(numbers(Number(after) + 1, 7));
    await frames.cancel();
  }
});

test('a backlog of 450 events is sent in full and in order', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 450));
  const frames = new Frames(await visit.listen());
  await frames.event();
  expect(bodies(await frames.events(450))).toEqual(numbers(1, 450));
  await frames.cancel();
});

test('a missed first event is read from the store before the next one is sent', async () => {
  const visit = await testApp.begin();
  const {store} = testApp;
  const watch = store.watch.bind(store);
  store.watch = (id, hear) => watch(id, (event) => (event.id === '1' ? undefined : hear(event)));
  const frames = new Frames(await visit.listen());
  await frames.event();
  await addMessages(visit, '1', '2');
  expect(bodies(await frames.events(2))).toEqual(['1', '2']);
  await frames.cancel();
});

test('the cursor can be passed as a query parameter in place of the header', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 3));
  for (const name of ['lastEventId', 'after']) {
    const frames = new Frames(await testApp.ask(`${visit.path}/events?${name}=2`, {headers: visit.as}));
    expect(await frames.event()).toEqual(readyEvent('3', true));
    expect(bodies(await frames.events(1))).toEqual(['3']);
    await frames.cancel();
  }
});

test.each(['8', '-1', '1e1', '0x1', 'x', ' ', '1.5', '99999999999999999999', 'm_1', '１'])(
  'an invalid or unknown cursor such as %j gets one reset with everything',
  async (cursor) => {
    const visit = await testApp.begin();
    await addMessages(visit, ...numbers(1, 7));
    const frames = new Frames(await testApp.ask(`${visit.path}/events?lastEventId=${encodeURIComponent(cursor)}`, {headers: visit.as}));
    expect(await frames.event()).toEqual(readyEvent('7', false));
    const frame = await frames.next();
    expect(frame).toMatch(/^id: 7\n/);
    const reset = JSON.parse(frame!.split('\ndata: ')[1]!) as {type: string; snapshot: {items: Record<string, unknown>[]}};
    expect(reset).toMatchObject({type: 'reset', id: '7', snapshot: {id: visit.id, state: 'bot', lastEventId: '7'}});
    expect(bodies(reset.snapshot.items)).toEqual(numbers(1, 7));
    await addMessages(visit, '8');
    expect(bodies([await frames.event()])).toEqual(['8']);
    await frames.cancel();
  },
);

test('a cursor more than `replay` events behind gets a snapshot in place of the events', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {replay: 5}});
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 8));
  const within = new Frames(await visit.listen('3'));
  expect(bodies(await within.events(6))).toEqual(numbers(4, 8));
  const beyond = new Frames(await visit.listen('2'));
  expect(await beyond.events(2)).toMatchObject([readyEvent('8', false), {type: 'reset', snapshot: {lastEventId: '8'}}]);
  const fresh = new Frames(await visit.listen());
  expect(await fresh.events(2)).toMatchObject([readyEvent('8', false), {type: 'reset'}]);
});

/** The snapshots from GET, from polling and from a stream. */
async function snapshots(visit: Visit): Promise<{items: {id: string}[]; lastEventId: string}[]> {
  const [alone, asked, frames] = [
    await testApp.ask(visit.path, {headers: visit.as}),
    await visit.poll('x'),
    new Frames(await visit.listen('x')),
  ];
  const resets = [((await asked.json()) as {events: unknown[]}).events[0], (await frames.events(2))[1]] as {snapshot: never}[];
  await frames.cancel();
  return [(await alone.json()) as never, ...resets.map(({snapshot}) => snapshot)];
}

test('a snapshot of a long conversation has the last 2,000 events', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 2001));
  for (const {items, lastEventId} of await snapshots(visit)) {
    expect(items.map(({id}) => id)).toEqual(numbers(2, 2001));
    expect(lastEventId).toBe('2001');
  }
});

test('a snapshot of large events has the last megabyte, but at least one event', async () => {
  const visit = await testApp.begin();
  const large = 'è'.repeat(100_000);
  await addMessages(visit, ...numbers(1, 12).map((number) => `${number} ${large}`));
  for (const {items} of await snapshots(visit)) expect(items.map(({id}) => id)).toEqual(numbers(9, 12));
  await addMessages(visit, 'x'.repeat(3_000_000));
  for (const {items} of await snapshots(visit)) expect(items.map(({id}) => id)).toEqual(['13']);
});

test('polling returns large events a megabyte at a time; a stream sends all of them', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 12).map((number) => `${number} ${'x'.repeat(number === '11' ? 3_000_000 : 200_000)}`));
  const pages: string[][] = [];
  for (let after = '0'; after !== '12';) {
    const told = (await (await visit.poll(after)).json()) as {events: {id: string}[]; lastEventId: string};
    pages.push(told.events.map(({id}) => id));
    after = told.lastEventId;
  }
  expect(pages).toEqual([numbers(1, 4), numbers(5, 8), ['9', '10'], ['11'], ['12']]);
  const frames = new Frames(await visit.listen());
  await frames.event();
  expect((await frames.events(12)).map(({id}) => id)).toEqual(numbers(1, 12));
  await frames.cancel();
});

test('events missed for more than a day are sent as a snapshot, later ones are replayed, in streams and polls', async () => {
  const day = 24 * 60 * 60 * 1000;
  const visit = await testApp.begin();
  testApp.clock.now -= day;
  await addMessages(visit, '1', '2');
  testApp.clock.now += day;
  const within = new Frames(await visit.listen('1'));
  expect(bodies(await within.events(2))).toEqual(['2']);
  testApp.clock.now += 1;
  await addMessages(visit, '3');
  const beyond = new Frames(await visit.listen('1'));
  expect(await beyond.events(2)).toMatchObject([readyEvent('3', false), {type: 'reset', snapshot: {lastEventId: '3'}}]);
  const asked = await testApp.ask(`${visit.path}/events?after=1`, {headers: {...visit.as, accept: 'application/json'}});
  expect(await asked.json()).toMatchObject({events: [{type: 'reset'}], lastEventId: '3'});
  const since = new Frames(await visit.listen('2'));
  expect(bodies(await since.events(2))).toEqual(['3']);
  const upToDate = new Frames(await visit.listen('3'));
  expect(await upToDate.event()).toEqual(readyEvent('3', true));
});

test('polling with a cursor beyond the last event gets a reset with the stored events', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, '1', '2');
  const answer = await testApp.ask(`${visit.path}/events?after=40`, {headers: {...visit.as, accept: 'application/json'}});
  const told = (await answer.json()) as {events: {snapshot: {items: Record<string, unknown>[]}}[]; lastEventId: string};
  expect(told).toMatchObject({events: [{type: 'reset', id: '2'}], lastEventId: '2'});
  expect(bodies(told.events[0]!.snapshot.items)).toEqual(['1', '2']);
});

test('after restoring a backup with raised numbers, a cursor from before the gap gets a reset', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 3));
  const db = await openSqlite(join(testApp.folder, 'chat.db'));
  db.exec('UPDATE conversations SET last_event = last_event + 100000');
  db.close();
  await addMessages(visit, ...numbers(4, 9));
  for (const cursor of ['0', '3', '6', '9']) {
    const frames = new Frames(await visit.listen(cursor));
    const [, reset] = (await frames.events(2)) as [unknown, {snapshot: {items: Record<string, unknown>[]}}];
    expect(reset).toMatchObject({type: 'reset', id: '100009', snapshot: {lastEventId: '100009'}});
    expect(bodies(reset.snapshot.items)).toEqual(numbers(1, 9));
    await frames.cancel();
  }
  const frames = new Frames(await visit.listen('100007'));
  expect((await frames.events(3)).slice(1).map(({id}) => id)).toEqual(['100008', '100009']);
  await addMessages(visit, 'live');
  expect(await frames.event()).toMatchObject({id: '100010'});
  expect(await (await visit.poll('100009')).json()).toMatchObject({events: [{id: '100010'}], lastEventId: '100010'});
  await frames.cancel();
});

test('after restoring a backup, lastEventId of a snapshot is the raised number even without new events', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 3));
  const db = await openSqlite(join(testApp.folder, 'chat.db'));
  db.exec('UPDATE conversations SET last_event = last_event + 100000');
  db.close();
  for (const {items, lastEventId} of await snapshots(visit)) {
    expect([items.map(({id}) => id), lastEventId]).toEqual([numbers(1, 3), '100003']);
  }
});

test('events stored while a stream opens are neither lost nor duplicated', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 50));
  const opening = visit.listen();
  const saying = (async () => {
    for (const number of numbers(51, 100)) await addMessages(visit, number);
  })();
  const frames = new Frames(await opening);
  await frames.event();
  expect(bodies(await frames.events(100))).toEqual(numbers(1, 100));
  await saying;
});

test('all streams of a conversation get the same events in the same order', async () => {
  const visit = await testApp.begin();
  const tabs = [new Frames(await visit.listen()), new Frames(await visit.listen())];
  await Promise.all(numbers(1, 20).map((number) => visit.say({...hello, body: number}, `k${number}`)));
  const [one, other] = await Promise.all(tabs.map((frames) => frames.events(21)));
  expect(one!.slice(1)).toEqual(other!.slice(1));
  expect(one!.slice(1).map(({id}) => id)).toEqual(numbers(1, 20));
});

test('message content cannot break out of an event stream frame', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  const nasty = 'a\n\nid: 99\ndata: {"type":"end"}\r\n\r\nevent: error\u2028\u2029\u0000\uFEFF: hb\n\nretry: 1\n\n\ud800';
  await visit.say({...hello, body: nasty, payload: nasty}, 'key-1');
  await testApp.store.apply(visit.id, {
    events: [
      {type: 'joined', agent: {nick: nasty}},
      {type: 'problem', code: nasty, title: nasty},
      {...botMessage(nasty), ref: nasty} as TransportEvent,
    ],
  });
  await frames.events(4);
  const lines = frames.text.split(/\r\n|\n|\r/);
  expect(lines.filter((line) => line.startsWith('data: '))).toHaveLength(5);
  expect(lines.filter((line) => !/^(id: \d+|data: \{[^\r\n]*\}|retry: 2000|)$/.test(line))).toEqual([]);
  expect(bodies([JSON.parse(lines.find((line) => line.includes('key-1'))!.slice(6)) as Record<string, unknown>])).toEqual([nasty]);
});

test('a heartbeat is sent as a comment', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  testApp.streams.sendHeartbeats();
  expect(await frames.next()).toBe(': hb');
});

test('a conversation can have five streams, and closing one frees its slot', async () => {
  const visit = await testApp.begin();
  const open = await Promise.all(numbers(1, 5).map(() => visit.listen()));
  const refused = await visit.listen();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({code: 'rate_limited'});
  expect((await (await testApp.begin()).listen()).status).toBe(200);
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 6');
  await new Frames(open[2]!).cancel();
  expect((await visit.listen()).status).toBe(200);
  expect((await visit.poll()).status).toBe(200);
});

test('at the limit, a stream that is five minutes old is closed in favor of a new one', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {streams: 2}});
  const visit = await testApp.begin();
  const oldest = new Frames(await visit.listen());
  testApp.clock.now += 200_000;
  const younger = new Frames(await visit.listen());
  expect((await visit.listen()).status).toBe(429);
  testApp.clock.now += 100_000;
  expect((await visit.listen()).status).toBe(200);
  expect(await oldest.rest()).toHaveLength(2);
  expect((await visit.listen()).status).toBe(429);
  await addMessages(visit, 'Hi');
  expect(bodies(await younger.events(2))).toEqual(['Hi']);
});

test('a stream that fails to open does not occupy a slot', async () => {
  const visit = await testApp.begin();
  const {watch} = testApp.store;
  testApp.store.watch = () => Promise.reject(new Error('The store is away'));
  for (let count = 0; count < 6; count++) expect((await visit.listen()).status).toBe(500);
  testApp.store.watch = watch;
  const frames = new Frames(await visit.listen());
  expect(await frames.event()).toEqual(readyEvent('0', false));
  await frames.cancel();
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 0');
});

test('the end event closes the stream, and reconnecting after it gets a 204', async () => {
  const visit = await testApp.begin();
  await addMessages(visit, 'Hi');
  const live = new Frames(await visit.listen());
  await live.events(2);
  await testApp.ask(`${visit.path}/end`, {method: 'POST', headers: visit.as});
  expect(await live.rest()).toEqual([expect.stringMatching(/^id: 2\ndata: \{"type":"end"/)]);

  const late = new Frames(await visit.listen('1'));
  expect(await late.event()).toEqual(readyEvent('2', true, 'ended'));
  expect(await late.rest()).toEqual([expect.stringContaining('"type":"end"')]);
  for (const answer of [await visit.listen('2'), await visit.poll('2')]) {
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  }
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 0');
});

test('a stream that starts with a snapshot of an ended conversation closes after it', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {replay: 2}});
  const visit = await testApp.begin();
  await addMessages(visit, ...numbers(1, 5));
  await testApp.ask(`${visit.path}/end`, {method: 'POST', headers: visit.as});
  const frames = new Frames(await visit.listen('1'));
  expect(await frames.events(2)).toMatchObject([readyEvent('6', false, 'ended'), {type: 'reset', snapshot: {state: 'ended'}}]);
  expect(await frames.rest()).toEqual([]);
});

test('when the gateway stops, streams end with a retry hint and new ones get a 503', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  testApp.streams.close();
  const [hint, ...none] = await frames.rest();
  expect(none).toEqual([]);
  const wait = Number(/^retry: (\d+)$/.exec(hint!)![1]);
  expect(wait).toBeGreaterThanOrEqual(1000);
  expect(wait).toBeLessThanOrEqual(5000);
  const refused = await visit.listen();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
});

test('a slow reader gets everything in order, while little is buffered for it', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  const long = 'x'.repeat(50_000);
  for (const number of numbers(1, 100)) await addMessages(visit, `${number} ${long}`);
  await settled();
  const before = frames.text.length;
  const told = bodies(await frames.events(100)).map((body) => String(body).split(' ')[0]);
  expect(told).toEqual(numbers(1, 100));
  expect(before).toBeLessThan(1000);
  await addMessages(visit, 'live again');
  expect(bodies([await frames.event()])).toEqual(['live again']);
});

test('a reader that falls too far behind is cut, and can resume', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {replay: 20}});
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  const long = 'x'.repeat(50_000);
  for (const number of numbers(1, 30)) await addMessages(visit, `${number} ${long}`);
  await settled();
  expect((await frames.rest()).length).toBeLessThan(5);
  expect(testApp.logged).toContainEqual({level: 'info', what: 'stream_cut', about: expect.objectContaining({conversation: visit.id})});
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 0');

  const again = new Frames(await visit.listen('15'));
  expect(bodies(await again.events(16)).map((body) => String(body).split(' ')[0])).toEqual(numbers(16, 30));
});

test('a reader that reads nothing for two heartbeats is cut, and can resume', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  for (const number of numbers(1, 3)) await addMessages(visit, `${number} ${'x'.repeat(40_000)}`);
  await settled();
  testApp.streams.sendHeartbeats();
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 1');
  testApp.streams.sendHeartbeats();
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 0');
  expect((await frames.rest()).length).toBeLessThan(3);
  expect(testApp.logged).toContainEqual(
    expect.objectContaining({what: 'stream_cut', about: {conversation: visit.id, why: 'nobody read it'}}),
  );
  const again = new Frames(await visit.listen('0'));
  expect(bodies(await again.events(4))).toHaveLength(3);
});

test('a missed event in the middle is read from the store before the next one is sent', async () => {
  const visit = await testApp.begin();
  const {watch} = testApp.store;
  testApp.store.watch = (id, watcher) => watch.call(testApp.store, id, (event) => event.id !== '2' && watcher(event));
  const frames = new Frames(await visit.listen());
  await frames.event();
  for (const number of numbers(1, 4)) await addMessages(visit, number);
  expect(bodies(await frames.events(4))).toEqual(numbers(1, 4));
});

test('a store that fails during a stream cuts it, so that the client reconnects', async () => {
  const visit = await testApp.begin();
  const frames = new Frames(await visit.listen());
  await frames.event();
  const {events} = testApp.store;
  testApp.store.events = () => Promise.reject(new Error('The store is away'));
  for (const number of numbers(1, 3)) await addMessages(visit, `${number} ${'x'.repeat(60_000)}`);
  expect((await frames.rest()).length).toBeLessThan(3);
  testApp.store.events = events;
  expect(testApp.logged).toContainEqual(expect.objectContaining({level: 'error', what: 'stream_failed'}));
});

test('a new stream or poll includes the current place in the queue', async () => {
  const visit = await testApp.begin();
  await testApp.store.apply(visit.id, {set: {stage: 'queued', queue: {position: 3, estimateMs: 60_000}}});
  const frames = new Frames(await visit.listen());
  expect(await frames.events(2)).toEqual([readyEvent('0', false, 'queued'), {type: 'queue', position: 3, estimateMs: 60_000}]);
  const polled = (await (await visit.poll()).json()) as Record<string, unknown>;
  expect(polled).toEqual({events: [{type: 'queue', position: 3, estimateMs: 60_000}], lastEventId: '0', state: 'queued'});
});

test('polling returns new events, or a reset for a cursor that is invalid or too far behind', async () => {
  await testApp.close();
  testApp = await openTestApp({limits: {replay: 5}});
  const visit = await testApp.begin();
  const poll = async (after?: string) =>
    (await (await visit.poll(after)).json()) as {events: Record<string, unknown>[]; lastEventId: string};
  expect(await poll()).toEqual({events: [], lastEventId: '0', state: 'bot'});
  await addMessages(visit, ...numbers(1, 5));
  const first = await poll('0');
  expect([bodies(first.events), first.lastEventId]).toEqual([numbers(1, 5), '5']);
  await addMessages(visit, '6');
  expect(await poll('5')).toMatchObject({events: [{id: '6', type: 'message'}], lastEventId: '6'});
  expect(await poll('6')).toEqual({events: [], lastEventId: '6', state: 'bot'});
  for (const cursor of ['0', '7', 'x']) {
    expect(await poll(cursor)).toMatchObject({
      events: [{type: 'reset', id: '6', snapshot: {lastEventId: '6'}}],
      lastEventId: '6',
      state: 'bot',
    });
  }
  const answer = await visit.poll('6');
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect((await testApp.s.metrics.text()).body).toContain('parley_streams 0');
});
