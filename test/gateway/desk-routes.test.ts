import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {Hono} from 'hono';
import {listen, type RunningServer} from '../../demo/listen.ts';
import type {DeskLine} from '../../src/gateway/desk/desk.ts';
import {Problem} from '../../src/gateway/problem.ts';
import {deskRoutes} from '../../src/gateway/routes/desk.ts';
import type {Stage} from '../../src/gateway/stored.ts';
import type {Services} from '../../src/gateway/services.ts';
import type {Conversations} from '../../src/gateway/conversations.ts';

const secret = 'the-secret-of-the-desk';
const mira = {id: 'mira', nick: 'Mira', avatar: 'https://shop.example/mira.svg', status: 'Workshop'};
const text = {code: 'message', type: 'text', body: 'Which shade?'};

let server: RunningServer;
let closed: RunningServer;
let calls: unknown[][];
/** Stages of the conversations in the store. */
const stages: Record<string, Stage> = {theirs: 'agent', back: 'bot', over: 'ended'};

beforeAll(async () => {
  server = await serve(secret);
  closed = await serve(undefined);
});
afterAll(() => Promise.all([server.close(), closed.close()]));
beforeEach(() => {
  calls = [];
});

/** Serves the desk routes over a fake that accepts actions only for the conversation `theirs`. */
function serve(deskSecret: string | undefined): Promise<RunningServer> {
  const record =
    (name: string) =>
    (id: string, ...rest: unknown[]): Promise<boolean> => {
      calls.push([name, id, ...rest]);
      return Promise.resolve(id === 'theirs');
    };
  const desk: DeskLine = {
    queue: record('queue'),
    joined: record('joined'),
    say: record('say'),
    writing: record('writing'),
    read: record('read'),
    left: record('left'),
    end: record('end'),
    refuse: record('refuse'),
  };
  const surroundings = {
    options: {deskSecret},
    limits: {bodyBytes: 2000},
    store: {read: (id: string) => Promise.resolve(stages[id] && {id, stage: stages[id]})},
  };
  const app = new Hono();
  app.route('/', deskRoutes(surroundings as unknown as Services, {desk} as Conversations));
  app.onError((error) => (error instanceof Problem ? error.toResponse() : new Response(String(error), {status: 500})));
  return listen(async (request) => app.fetch(request), 0);
}

interface Call {
  id?: string;
  authorization?: string | undefined;
  at?: RunningServer;
}

async function call(action: unknown, {id = 'theirs', authorization = `Bearer ${secret}`, at = server}: Call = {}) {
  const response = await fetch(`${at.url}/v1/desk/conversations/${id}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', ...(authorization && {authorization})},
    body: typeof action === 'string' ? action : JSON.stringify(action),
  });
  const body = await response.text();
  const {code, detail} = (body ? JSON.parse(body) : {}) as {code?: string; detail?: string};
  return {status: response.status, code, detail};
}

test.each([
  [{action: 'queue', position: 3, estimateMs: 240_000}, ['queue', 'theirs', {position: 3, estimateMs: 240_000}]],
  [{action: 'queue', position: 1}, ['queue', 'theirs', {position: 1}]],
  [{action: 'joined', agent: mira}, ['joined', 'theirs', mira]],
  [{action: 'message', agent: {nick: 'Mira'}, id: 'm-1', message: text}, ['say', 'theirs', {nick: 'Mira'}, text, 'm-1']],
  [{action: 'iswriting', agent: mira}, ['writing', 'theirs', mira, true]],
  [{action: 'iswriting', agent: mira, on: false}, ['writing', 'theirs', mira, false]],
  [{action: 'read', ref: 'k_1'}, ['read', 'theirs', 'k_1']],
  [
    {action: 'left', agent: mira, reason: 'answered', data: {order: 'NL-1042', vip: true, spent: 3, note: null}},
    ['left', 'theirs', mira, {reason: 'answered', data: {order: 'NL-1042', vip: true, spent: 3, note: null}}],
  ],
  [{action: 'left', agent: mira}, ['left', 'theirs', mira, {}]],
  [{action: 'end', agent: mira}, ['end', 'theirs', mira]],
  [{action: 'refuse'}, ['refuse', 'theirs']],
])('the action %j is passed on', async (action, expected) => {
  expect(await call(action)).toEqual({status: 204, code: undefined, detail: undefined});
  expect(calls).toEqual([expected]);
});

test('an agent cannot claim to be a bot, and unknown fields are dropped', async () => {
  await call({action: 'joined', agent: {...mira, is_bot: true, token: 'x'}, context: {}});
  expect(calls).toEqual([['joined', 'theirs', mira]]);
});

test.each([
  [undefined, 401, 'token_missing'],
  ['', 401, 'token_missing'],
  [`Basic ${btoa(`desk:${secret}`)}`, 401, 'token_missing'],
  ['Bearer wrong', 401, 'token_invalid'],
  [`Bearer ${secret}x`, 401, 'token_invalid'],
])('the authorization %s is rejected', async (authorization, status, code) => {
  expect(await call({action: 'refuse'}, {authorization: authorization ?? ''})).toMatchObject({status, code});
  expect(calls).toEqual([]);
});

test('without a desk secret, the route responds with 404 to any authorization', async () => {
  expect(await call({action: 'refuse'}, {at: closed})).toMatchObject({status: 404, code: 'not_found'});
  expect(await call({action: 'refuse'}, {at: closed, authorization: 'Bearer undefined'})).toMatchObject({status: 404});
  expect(calls).toEqual([]);
});

test.each([
  ['back', 403, 'forbidden'],
  ['over', 409, 'conversation_ended'],
  ['unheard-of', 404, 'not_found'],
])('an action on a conversation not at the desk (%s) gets a %i', async (id, status, code) => {
  expect(await call({action: 'end', agent: mira}, {id})).toMatchObject({status, code});
});

test.each([
  ['{"action":', 400, 'bad_request', /JSON/],
  ['', 400, 'bad_request', /JSON/],
  ['null', 422, 'invalid_message', /body/],
  [{action: 'shout'}, 422, 'invalid_message', /action/],
  [{action: 'queue', position: 0}, 422, 'invalid_message', /position/],
  [{action: 'queue', position: 1.5}, 422, 'invalid_message', /position/],
  [{action: 'joined'}, 422, 'invalid_message', /agent/],
  [{action: 'joined', agent: {}}, 422, 'invalid_message', /agent/],
  [{action: 'joined', agent: {nick: 'x'.repeat(201)}}, 422, 'invalid_message', /agent\.nick/],
  [{action: 'joined', agent: {nick: 'Mira', avatar: 'javascript:alert(1)'}}, 422, 'invalid_message', /agent\.avatar/],
  [{action: 'message', agent: mira, message: text}, 422, 'invalid_message', /id/],
  [{action: 'message', agent: mira, id: 'a b', message: text}, 422, 'invalid_message', /id/],
  [{action: 'message', agent: mira, id: 'm', message: []}, 422, 'invalid_message', /message/],
  [{action: 'message', agent: mira, id: 'm', message: {type: 'text'}}, 422, 'invalid_message', /message/],
  [{action: 'left', agent: mira, data: {deep: {er: 1}}}, 422, 'invalid_message', /data\.deep/],
  [{action: 'message', agent: mira, id: 'm', message: {...text, body: 'x'.repeat(3000)}}, 413, 'too_large', undefined],
])('the body %j is rejected with a %i', async (action, status, code, detail) => {
  const refused = await call(action);
  expect(refused).toMatchObject({status, code});
  if (detail) expect(refused.detail).toMatch(detail);
  expect(calls).toEqual([]);
});
