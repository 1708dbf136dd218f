import {readdirSync, readFileSync} from 'node:fs';

import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Agent} from '../../demo/bot/contract.ts';
import {createBot} from '../../demo/bot.ts';
import {listen, type RunningServer} from '../../demo/listen.ts';
import {BotManagerTransport} from '../../src/transport/bot-manager.ts';
import {isValid, post} from './visitor.ts';

const engine = {settings: {engine: {type: 'custom'}}};
const hello = {event: 'continue', message: {code: 'message', type: 'text', body: 'hi'}};

/** Agents that behave like those the SDK was recorded with. */
const agents: Record<string, Agent> = {
  custom: async ({environment}) => ({event: 'continue', messages: [], raw: {environment}}),
  null: async () => null,
  undef: async () => undefined,
  async: () => Promise.reject(new Error("Cannot read properties of undefined (reading 'token')")),
};

let manager: RunningServer;
let shop: RunningServer;

beforeAll(async () => {
  manager = await listen(createBot({agents}), 0);
  shop = await listen(createBot(), 0);
});
afterAll(() => Promise.all([manager.close(), shop.close()]));

const ask = (request: object, to = manager) => post(to.url, JSON.stringify(request));

const recordingsFolder = new URL('../fixtures/bot-sdk/errors/', import.meta.url);
const recordings = readdirSync(recordingsFolder).filter((name) => name !== 'sdk-slow-8s.json');

test.each(recordings)('answers as the SDK does in %s', async (name) => {
  const {request, response} = JSON.parse(readFileSync(new URL(name, recordingsFolder), 'utf8')) as Recording;
  const body = request.body as {settings?: {engine?: {type: string}}; message?: {body?: string}} | undefined;
  const failing = body?.message?.body === 'async' && {settings: {engine: {type: 'async'}}};
  const answer = await fetch(`${manager.url}${request.path}`, {
    method: request.method,
    ...(body && {body: JSON.stringify({...body, ...failing}), headers: {'content-type': 'application/json'}}),
  });
  expect(answer.status).toBe(response.status);
  const text = await answer.text();
  expect(text).toBe(response.text ?? JSON.stringify(response.body));
});

interface Recording {
  request: {method: string; path: string; body?: unknown};
  response: {status: number; body?: unknown; text?: string};
}

const properties = (...paths: string[]) => ({
  type: 'properties',
  path: 'body',
  scope: '',
  errors: paths.map((path) => ({type: 'anyOf', path, scope: ''})),
});

const inherited = (...errors: object[]) => ({
  type: 'allOf',
  path: 'body',
  scope: '',
  errors: [{type: 'properties', path: 'body', scope: '', errors}],
});

const leaf = (type: string, path: string) => ({type, path, scope: ''});

test.each<[string, object, object]>([
  ['an empty event', {event: '', ...engine}, properties('body/event')],
  [
    'a numeric event and an unknown message',
    {event: 5, message: {code: 'message', type: 'ack', ref: '1'}},
    properties('body/event', 'body/message'),
  ],
  ['a message of another code', {...hello, message: {...hello.message, code: 'event'}}, properties('body/message')],
  ['text without body', {event: 'continue', message: {code: 'message', type: 'text'}}, properties('body/message')],
  [
    'a link, which only bots send',
    {event: 'continue', message: {code: 'message', type: 'link', url: 'https://a.example'}},
    properties('body/message'),
  ],
  ['a context of text', {...hello, ...engine, context: 'c'}, inherited(leaf('type', 'body/context'))],
  [
    'a list in data',
    {...hello, ...engine, data: {a: []}},
    inherited({...leaf('additionalProperties', 'body/data'), errors: [leaf('not', 'body/data/a')]}),
  ],
  [
    'an engine without type',
    {...hello, settings: {engine: {}}},
    inherited({...leaf('properties', 'body/settings'), errors: [leaf('required', 'body/settings/engine/type')]}),
  ],
  [
    'tags of numbers and a token of one',
    {...hello, ...engine, environment: {tags: [1], token: 5}},
    inherited({
      ...leaf('properties', 'body/environment'),
      errors: [
        leaf('type', 'body/environment/token'),
        {...leaf('items', 'body/environment/tags'), errors: [leaf('type', 'body/environment/tags/0')]},
      ],
    }),
  ],
  ['a malformed language', {...hello, ...engine, language: 'en-us'}, inherited(leaf('pattern', 'body/language'))],
])('rejects %s with a ValidationError that locates the fault', async (_, request, info) => {
  expect(isValid('bot_request', request)).toBe(false);
  const answer = await ask(request);
  expect(answer.status).toBe(400);
  const told = (await answer.json()) as {info: unknown};
  expect(told).toMatchObject({error: 400, message: 'ValidationError'});
  expect(sorted(told.info)).toEqual(sorted(info));
});

test.each<[string, object]>([
  ['data of null', {...hello, ...engine, data: {a: null}}],
  ['any property of the environment', {...hello, ...engine, environment: {channelName: 'web', nested: {a: [1]}}}],
  ['a language with a country', {...hello, ...engine, language: 'it-IT'}],
  ['an unknown event', {event: 'foo', ...engine}],
])('accepts %s, as the SDK does', async (_, request) => {
  expect(isValid('bot_request', request)).toBe(true);
  expect((await ask(request)).status).toBe(200);
});

test.each<[string, string, Record<string, string>, number, object]>([
  ['an empty body', '', {'content-type': 'application/json'}, 400, {message: 'ValidationError', info: leaf('required', 'body')}],
  ['JSON sent as text/plain', '{"event":"start"}', {'content-type': 'text/plain'}, 400, {info: leaf('required', 'body/event')}],
  ['truncated JSON', '{"event":', {'content-type': 'application/json'}, 500, {message: 'internal'}],
  ['a request without settings', JSON.stringify(hello), {'content-type': 'application/json'}, 500, {message: 'internal'}],
  [
    'an engine named like a method of Object',
    JSON.stringify({...hello, settings: {engine: {type: 'toString'}}}),
    {'content-type': 'application/json'},
    500,
    {message: 'internal'},
  ],
  [
    'an unknown engine',
    JSON.stringify({...hello, settings: {engine: {type: 'Watson'}}}),
    {'content-type': 'application/json; charset=utf-8'},
    400,
    {message: 'unsupported bot type'},
  ],
])('rejects %s', async (_, body, headers, status, told) => {
  const answer = await post(manager.url, body, headers);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({error: status, ...told});
});

test.each([
  [102_400, 200],
  [102_401, 500],
])('answers a body of %i bytes with %i', async (bytes, status) => {
  const empty = JSON.stringify({...hello, ...engine, data: {a: ''}});
  const answer = await post(manager.url, empty.replace('"a":""', `"a":"${'x'.repeat(bytes - empty.length)}"`));
  expect(answer.status).toBe(status);
});

test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('rejects %s with 405', async (method) => {
  const answer = await fetch(`${manager.url}/bot/message`, {method});
  expect(answer.status).toBe(405);
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  expect(await answer.json()).toMatchObject({error: 405, message: 'Method Not Allowed'});
});

test('answers other paths with 404', async () => {
  expect(await (await fetch(`${manager.url}/bot/other`)).json()).toMatchObject({error: 404, message: 'Not Found'});
});

test('overwrites the environment of the request with the headers of the platform', async () => {
  const request = JSON.stringify({...hello, ...engine, environment: {host: 'a.example', acct: 'acme'}});
  const answer = await post(manager.url, request, {'content-type': 'application/json', 'x-vvc-host': 'b.example', 'x-vvc-acct': ''});
  expect(await answer.json()).toMatchObject({raw: {environment: {host: 'b.example', acct: ''}}});
});

test('describes its endpoint in OpenAPI without dangling references', async () => {
  const answer = await fetch(`${manager.url}/openapi.json`);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const text = await answer.text();
  const description = JSON.parse(text) as Record<string, unknown>;
  expect(description).toMatchObject({openapi: '3.0.2', paths: {'/bot/message': {post: {}}}});
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) expect(reference.split('/').reduce(propertyOf, description), reference).toBeTypeOf('object');
});

const say = (body: string, rest = {}) => ({...engine, ...hello, message: {...hello.message, body}, ...rest});

test('answers "fail" with a platform error', async () => {
  const answer = await ask(say('fail'), shop);
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({error: 500, message: 'platform error'});
});

test('answers "garbled" with malformed JSON and "empty" with an empty body', async () => {
  await expect((await ask(say('garbled'), shop)).json()).rejects.toThrow();
  expect(await (await ask(say('empty'), shop)).text()).toBe('');
});

test('answers "sloppy" with faulty messages, which our transport repairs or reports', async () => {
  const transport = new BotManagerTransport(`${shop.url}/bot/message`);
  const {messages, problems = []} = await transport.send({
    event: 'continue',
    message: {code: 'message', type: 'text', body: 'sloppy'},
    ...engine,
  });
  expect(messages.map(({type}) => type)).toEqual(['text', 'text', 'text', 'text', 'location', 'text']);
  expect(problems.length).toBeGreaterThan(3);
});

test('answers "flood" with more messages than our transport lets through', async () => {
  const transport = new BotManagerTransport(`${shop.url}/bot/message`);
  const {messages, problems} = await transport.send({
    event: 'continue',
    message: {code: 'message', type: 'text', body: 'flood'},
    ...engine,
  });
  expect(messages).toHaveLength(100);
  expect(problems?.[0]?.code).toBe('too_much');
});

test('never answers "hang", and goes on serving once the request is aborted', async () => {
  const patience = AbortSignal.timeout(300);
  const answer = fetch(`${shop.url}/bot/message`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(say('hang')),
    signal: patience,
  });
  await expect(answer).rejects.toThrow('timeout');
  expect((await ask(say('hello'), shop)).status).toBe(200);
});

test('answers an end without messages', async () => {
  expect(await (await ask({event: 'end', ...engine}, shop)).json()).toEqual({event: 'end', messages: [], context: {}});
});

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** With arrays sorted: the order in which faults are reported is not specified. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
