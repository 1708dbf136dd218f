import {fileURLToPath} from 'node:url';

import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Update} from '../../demo/desk/visitor-store.ts';
import {createDesk, type DemoDesk, type DeskOptions} from '../../demo/desk/desk.ts';
import type {Entry, Person, Visitor} from '../../demo/desk/visitor.ts';
import {listen, type RunningServer} from '../../demo/listen.ts';
import {HttpDesk} from '../../src/gateway/desk/http-desk.ts';
import {textMessage} from '../../src/protocol/build.ts';
import {startReceiver, type Receiver} from '../gateway/receiver.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const key = 'key-of-the-gateway';
const secret = 'secret-of-the-desk';

/** Stands in for the gateway: a real HTTP server that records the calls of the desk. */
let gateway: Receiver;
let server: RunningServer;
let desk: DemoDesk;
/** The gateway's client of the desk. */
let httpDesk: HttpDesk;
let page: DeskPage;

beforeEach(async () => {
  gateway = await startReceiver();
  await open();
});
afterEach(async () => {
  desk.close();
  await Promise.all([server.close(), gateway.close()]);
});

async function open(options: Partial<DeskOptions> = {}): Promise<void> {
  desk = createDesk({gateway: gateway.url, secret, key, root, shop: 'https://shop.example', wait: () => Promise.resolve(), ...options});
  server = await listen(desk.handle, 0);
  httpDesk = new HttpDesk({url: `${server.url}${options.base ?? ''}/gateway`, auth: {type: 'bearer', secret: key}});
  page = new DeskPage(`${server.url}${options.base ?? ''}`);
  await page.connect();
}

type Snapshot = {type: 'all'; open: boolean; people: readonly Person[]; visitors: readonly Visitor[]};

/** Does what the page of a person at the desk does: reads the event stream and posts actions. */
class DeskPage {
  readonly visitors = new Map<string, Visitor>();
  people: readonly Person[] = [];
  open: boolean | undefined;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async connect(): Promise<void> {
    const {body, headers} = await fetch(`${this.#url}/events`);
    expect(headers.get('content-type')).toBe('text/event-stream');
    void this.#read(body!.pipeThrough(new TextDecoderStream())).catch(() => 'the desk is closed');
    await vi.waitFor(() => expect(this.people).not.toHaveLength(0));
  }

  async #read(stream: ReadableStream<string>): Promise<void> {
    let text = '';
    for await (const chunk of stream) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) if (event.startsWith('data: ')) this.#take(JSON.parse(event.slice(6)) as Update | Snapshot);
    }
  }

  #take(news: Update | Snapshot): void {
    if (news.type === 'all') {
      this.people = news.people;
      for (const visitor of news.visitors) this.visitors.set(visitor.id, visitor);
    }
    if (news.type === 'visitor') this.visitors.set(news.visitor.id, news.visitor);
    if (news.type === 'removed') this.visitors.delete(news.id);
    if ('open' in news) this.open = news.open;
  }

  async act(what: string, visitor: string, about: object = {}, headers: Record<string, string> = {}): Promise<number> {
    const {status} = await fetch(`${this.#url}/act`, {
      method: 'POST',
      headers: {'content-type': 'application/json', ...headers},
      body: JSON.stringify({do: what, person: 'mira', visitor, ...about}),
    });
    return status;
  }

  placeOf(id: string): string | undefined {
    return this.visitors.get(id)?.place;
  }

  entriesOf(id: string): Partial<Entry>[] {
    return (this.visitors.get(id)?.entries ?? []).map(({from, words, state}) => ({from, words, ...(state && {state})}));
  }
}

const requestPerson = (id: string, about: object = {}) =>
  httpDesk.request({
    conversation: {id, widget: 'shop', language: 'en', data: {}, ...about},
    target: {tags: ['workshop']},
    history: [],
  });
const visitorSays = (id: string, name: string, words: string) => httpDesk.said(id, name, textMessage(words));
/** The calls of the desk to the gateway, without the agent who made them. */
const calls = () =>
  gateway.received.map(({path, body}) => {
    const {agent: _, ...action} = body as Record<string, unknown>;
    return [path.split('/').at(-1), action];
  });
const eventually = (check: () => void) => vi.waitFor(check, {timeout: 5000});

test('lists a visitor who wants a person, with known data and safe history', async () => {
  const history = [
    {
      id: '1',
      ts: '2026-11-20T06:20:00.000Z',
      type: 'message',
      from: {kind: 'bot', nick: 'Nordlicht'},
      message: {...textMessage('**What** are you lighting?', {quick_replies: [{content_type: 'text', title: 'A table'}]}), id: 'm1'},
    },
    {
      id: '2',
      ts: '2026-11-20T06:21:00.000Z',
      type: 'message',
      from: {kind: 'user'},
      ref: 'k1',
      message: {...textMessage('My Lys is broken'), id: 'm2'},
    },
    {id: '3', ts: '2026-11-20T06:21:00.000Z', type: 'ack', ref: 'k1'},
    {
      id: '4',
      ts: '2026-11-20T06:22:00.000Z',
      type: 'message',
      from: {kind: 'user'},
      ref: 'k2',
      message: {
        code: 'message',
        type: 'attachment',
        url: 'https://gateway.example/1/lys.jpg',
        meta: {mimetype: 'image/jpeg', originalName: 'lys.jpg', desc: 'The crack'},
      },
    },
    {
      id: '5',
      ts: '2026-11-20T06:22:01.000Z',
      type: 'message',
      from: {kind: 'user'},
      ref: 'k3',
      message: {code: 'message', type: 'attachment', url: 'javascript:alert(1)', meta: {mimetype: 'image/png'}},
    },
    {
      id: '6',
      ts: '2026-11-20T06:22:02.000Z',
      type: 'message',
      from: {kind: 'bot'},
      message: {code: 'message', type: 'action', action_code: 'x', args: []},
    },
  ] as const;
  const data = {firstname: 'Ada', order: 'NL-1042', vip: true, basket: {deep: 1}};
  const pageUrl = {url: 'https://shop.example/#repair', title: 'Repairs'};
  const conversation = {id: 'c_1', widget: 'shop', language: 'en', data, page: pageUrl};
  expect(await httpDesk.request({conversation, target: {tags: ['workshop']}, history})).toEqual({
    accepted: true,
    queue: {position: 1, estimateMs: 120_000},
  });
  await eventually(() =>
    expect(page.visitors.get('c_1')).toMatchObject({
      name: 'Ada',
      place: 'waiting',
      wanted: 'workshop',
      language: 'en',
      page: pageUrl,
      known: [
        ['order', 'NL-1042'],
        ['vip', 'true'],
      ],
      entries: [
        {from: 'bot', name: 'Nordlicht', words: 'What are you lighting?', ts: '2026-11-20T06:20:00.000Z'},
        {id: 'k1', from: 'visitor', words: 'My Lys is broken'},
        {
          id: 'k2',
          from: 'visitor',
          words: 'The crack',
          sheets: [{url: 'https://gateway.example/1/lys.jpg', name: 'lys.jpg', picture: true}],
        },
      ],
    }),
  );
  expect(JSON.stringify(page.visitors.get('c_1'))).not.toMatch(/javascript:|A table|deep/);
});

test('lets a person take over, read, write and end, and reports each step to the gateway', async () => {
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await eventually(() => expect(page.placeOf('c_1')).toBe('talking'));
  await visitorSays('c_1', 'k1', 'Which shade fits?');
  await eventually(() => expect(page.visitors.get('c_1')).toMatchObject({unseen: 1, person: 'mira'}));
  await page.act('seen', 'c_1');
  await page.act('writing', 'c_1', {on: true});
  await page.act('say', 'c_1', {words: '  The opal one.  '});
  await eventually(() => expect(page.entriesOf('c_1').at(-1)).toEqual({from: 'person', words: 'The opal one.', state: 'sent'}));
  await page.act('end', 'c_1');
  await eventually(() => expect(calls()).toHaveLength(5));

  const said = page.visitors.get('c_1')!.entries.find(({from}) => from === 'person')!;
  expect(calls()).toEqual([
    ['c_1', {action: 'joined'}],
    ['c_1', {action: 'read', ref: 'k1'}],
    ['c_1', {action: 'iswriting', on: true}],
    ['c_1', {action: 'message', id: said.id, message: {code: 'message', type: 'text', body: 'The opal one.'}}],
    ['c_1', {action: 'end'}],
  ]);
  for (const {headers} of gateway.received) expect(headers.get('authorization')).toBe(`Bearer ${secret}`);
  expect(gateway.received[0]!.body).toMatchObject({
    agent: {id: 'mira', nick: 'Mira', status: 'Workshop', avatar: 'https://shop.example/pictures/mira.svg'},
  });
  expect(page.visitors.get('c_1')).toMatchObject({place: 'gone', unseen: 0});
  expect(page.entriesOf('c_1').at(-1)).toEqual({from: 'note', words: 'Mira has ended the conversation.'});
});

test('hands a visitor back to the bot, and accepts the same visitor again', async () => {
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await page.act('back', 'c_1');
  await eventually(() => expect(calls().at(-1)).toEqual(['c_1', {action: 'left', reason: 'handed_back'}]));
  expect(page.placeOf('c_1')).toBe('gone');
  expect(await requestPerson('c_1')).toMatchObject({accepted: true});
  await eventually(() => expect(page.placeOf('c_1')).toBe('waiting'));
});

test('sends waiting visitors their new position when somebody ahead is taken or leaves', async () => {
  const places = [];
  for (const id of ['c_1', 'c_2', 'c_3']) places.push((await requestPerson(id)).queue?.position);
  expect(places).toEqual([1, 2, 3]);
  expect(await requestPerson('c_2')).toEqual({accepted: true, queue: {position: 2, estimateMs: 240_000}});
  await requestPerson('c_4');
  await httpDesk.gone('c_4', 'user');
  await eventually(() => expect(page.placeOf('c_4')).toBe('gone'));
  await page.act('take', 'c_1');
  await eventually(() => expect(calls()).toHaveLength(3));
  expect(calls()).toContainEqual(['c_1', {action: 'joined'}]);
  await httpDesk.gone('c_2', 'user');
  await eventually(() => expect(calls()).toHaveLength(4));
  expect(calls().slice(0, 3)).toContainEqual(['c_2', {action: 'queue', position: 1, estimateMs: 120_000}]);
  expect(calls().slice(0, 3)).toContainEqual(['c_3', {action: 'queue', position: 2, estimateMs: 240_000}]);
  expect(calls()[3]).toEqual(['c_3', {action: 'queue', position: 1, estimateMs: 120_000}]);
  expect(page.entriesOf('c_2').at(-1)).toMatchObject({from: 'note', words: expect.stringContaining('has left')});
});

test('ignores repeated calls of the gateway', async () => {
  await requestPerson('c_1');
  await visitorSays('c_1', 'k1', 'Hello?');
  await visitorSays('c_1', 'k1', 'Hello?');
  await httpDesk.gone('c_1', 'user');
  await httpDesk.gone('c_1', 'user');
  await eventually(() => expect(page.placeOf('c_1')).toBe('gone'));
  expect(page.entriesOf('c_1').map(({words}) => words)).toEqual(['Hello?', expect.stringContaining('has left')]);
});

test('shows that the visitor is typing, and marks messages as read', async () => {
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await page.act('say', 'c_1', {words: 'One'});
  await httpDesk.signalled('c_1', {code: 'message', type: 'iswriting'});
  await eventually(() => expect(page.visitors.get('c_1')!.writingUntil).toBeGreaterThan(Date.now()));
  await eventually(() => expect(page.entriesOf('c_1').at(-1)).toMatchObject({state: 'sent'}));
  await httpDesk.signalled('c_1', {code: 'message', type: 'read', ref: page.visitors.get('c_1')!.entries.at(-1)!.id});
  await eventually(() => expect(page.entriesOf('c_1').at(-1)).toEqual({from: 'person', words: 'One', state: 'read'}));
  await visitorSays('c_1', 'k1', 'Thanks');
  await eventually(() => expect(page.visitors.get('c_1')!.writingUntil).toBe(0));
});

test('marks an undelivered message as failed, and resends it under the same id', async () => {
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await eventually(() => expect(calls()).toHaveLength(1));
  gateway.answers.push(...Array.from({length: 4}, () => new Response('no', {status: 503})));
  await page.act('say', 'c_1', {words: 'One'});
  await eventually(() => expect(page.entriesOf('c_1')).toContainEqual({from: 'person', words: 'One', state: 'failed'}));
  const {id} = page.visitors.get('c_1')!.entries.find(({state}) => state === 'failed')!;
  await page.act('again', 'c_1', {entry: id});
  await eventually(() => expect(page.entriesOf('c_1')).toContainEqual({from: 'person', words: 'One', state: 'sent'}));
  const names = gateway.received.slice(1).map(({body}) => (body as {id: string}).id);
  expect(names).toEqual([id, id, id, id, id]);
});

test('ends a conversation that the gateway rejects with 409, without retrying', async () => {
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await eventually(() => expect(calls()).toHaveLength(1));
  gateway.answers.push(new Response('{}', {status: 409}));
  await page.act('say', 'c_1', {words: 'One'});
  await eventually(() => expect(page.placeOf('c_1')).toBe('gone'));
  expect(gateway.received).toHaveLength(2);
  expect(page.entriesOf('c_1')).toContainEqual({from: 'person', words: 'One', state: 'failed'});
});

test('keeps the visitor waiting if the gateway cannot be told that a person has joined', async () => {
  gateway.answers.push(...Array.from({length: 4}, () => new Response('no', {status: 500})));
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await eventually(() => expect(page.entriesOf('c_1').at(-1)).toEqual({from: 'note', words: 'The gateway could not be reached.'}));
  expect(page.placeOf('c_1')).toBe('waiting');
});

test('ignores actions of anybody but the person in the conversation, until a colleague takes over', async () => {
  await requestPerson('c_1');
  await page.act('take', 'c_1');
  await page.act('say', 'c_1', {person: 'tomas', words: 'Me too'});
  await page.act('end', 'c_1', {person: 'tomas'});
  await page.act('take', 'c_1', {person: 'tomas'});
  await page.act('say', 'c_1', {words: 'Still me'});
  await page.act('say', 'c_1', {person: 'tomas', words: 'Now me'});
  await eventually(() => expect(page.entriesOf('c_1').at(-1)).toMatchObject({words: 'Now me', state: 'sent'}));
  expect(calls().map(([, action]) => (action as {action: string}).action)).toEqual(['joined', 'joined', 'message']);
  expect(page.visitors.get('c_1')).toMatchObject({person: 'tomas', place: 'talking'});
});

test('accepts no visitor while closed, and reports itself as unavailable', async () => {
  const available = async () => {
    const answer = await fetch(`${server.url}/gateway/availability`, {
      method: 'POST',
      headers: {'content-type': 'application/json', authorization: `Bearer ${key}`},
      body: '{"event":"availability","widget":"shop"}',
    });
    return (await answer.json()) as object;
  };
  expect(await available()).toEqual({available: true});
  await page.act('open', '', {open: false});
  await eventually(() => expect(page.open).toBe(false));
  expect(await requestPerson('c_1')).toEqual({accepted: false});
  expect(await available()).toEqual({available: false});
  expect(page.visitors.size).toBe(0);
});

test('refuses a visitor whom nobody takes in time', async () => {
  desk.close();
  await server.close();
  await open({patience: 0.05});
  await requestPerson('c_1');
  await eventually(() => expect(calls()).toEqual([['c_1', {action: 'refuse'}]]));
  expect(page.placeOf('c_1')).toBe('gone');
});

test('queues an unknown visitor who writes, as after a restart', async () => {
  await visitorSays('c_9', 'k1', 'Are you there?');
  await eventually(() => expect(page.visitors.get('c_9')).toMatchObject({place: 'waiting', entries: [{words: 'Are you there?'}]}));
});

test('keeps the last twenty visitors who left', async () => {
  for (let index = 1; index <= 22; index++) {
    await requestPerson(`c_${index}`);
    await httpDesk.gone(`c_${index}`, 'user');
  }
  await eventually(() => expect([...page.visitors.keys()].toSorted()).toHaveLength(20));
  expect(page.visitors.has('c_2')).toBe(false);
  expect(page.visitors.has('c_3')).toBe(true);
});

test('rejects gateway calls without the right key', async () => {
  for (const secret of ['', 'wrong', `${key}x`]) {
    const stranger = new HttpDesk({url: `${server.url}/gateway`, auth: {type: 'bearer', secret}});
    await expect(stranger.gone('c_1', 'user')).rejects.toMatchObject({cause: {message: 'status 401'}});
  }
  expect((await fetch(`${server.url}/gateway/availability`, {method: 'POST'})).status).toBe(401);
});

test('rejects actions from other origins, of unknown people, and malformed ones', async () => {
  await requestPerson('c_1');
  expect(await page.act('take', 'c_1', {}, {origin: 'https://evil.example'})).toBe(403);
  expect(await page.act('take', 'c_1', {}, {origin: 'null'})).toBe(403);
  expect(await page.act('take', 'c_1', {}, {'content-type': 'text/plain'})).toBe(400);
  expect(await page.act('take', 'c_1', {person: 'mallory'})).toBe(400);
  expect(await page.act('constructor', 'c_1')).toBe(400);
  expect(await page.act('say', 'c_1', {words: 'x'.repeat(30_000)})).toBe(400);
  expect((await fetch(`${server.url}/act`)).status).toBe(405);
  expect(page.placeOf('c_1')).toBe('waiting');
  expect(await page.act('take', 'c_1', {}, {origin: server.url})).toBe(202);
});

test('serves a self-contained page under a strict Content-Security-Policy', async () => {
  const answer = await fetch(`${server.url}/`);
  expect(answer.headers.get('content-security-policy')).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' ${gateway.url} https://shop.example; connect-src 'self'; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  const html = await answer.text();
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?:/);
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(4);
  for (const path of [...named, 'list.js', 'talk.js', 'keyed.js', 'tomas.svg']) {
    const {status, headers} = await fetch(`${server.url}/${path}`);
    expect([path, status, headers.get('x-content-type-options')]).toEqual([path, 200, 'nosniff']);
  }
  for (const path of ['book.ts', '../desk.ts', 'constructor', '%2e%2e/book.ts'])
    expect((await fetch(`${server.url}/${path}`)).status).toBe(404);
  expect((await fetch(server.url, {method: 'PUT'})).status).toBe(405);
  expect(await (await fetch(server.url, {method: 'HEAD'})).text()).toBe('');
});

test('serves only paths below its base path', async () => {
  desk.close();
  await server.close();
  await open({base: '/desk'});
  expect((await fetch(`${server.url}/desk`, {redirect: 'manual'})).headers.get('location')).toBe('/desk/');
  expect((await fetch(`${server.url}/desk/desk.css`)).status).toBe(200);
  expect((await fetch(`${server.url}/desk.css`)).status).toBe(404);
  expect(await requestPerson('c_1')).toMatchObject({accepted: true});
});
