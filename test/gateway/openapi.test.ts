import {Ajv2020} from 'ajv/dist/2020.js';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {type TestApp, hello, json, openTestApp, botMessage, shop} from './test-app.ts';
import {Frames} from './frames.ts';

const secret = 'a-secret-of-at-least-thirty-two-bytes';

interface Operation {
  parameters: {name: string; in: string}[];
  responses: Record<string, {content?: Record<string, {schema?: object}>}>;
  requestBody?: {content: Record<string, {schema: object}>};
}

interface Document {
  openapi: string;
  servers: {url: string}[];
  paths: Record<string, Record<string, Operation>>;
  components: {schemas: Record<string, object>};
}

let testApp: TestApp;
let document: Document;
beforeAll(async () => {
  testApp = await openTestApp();
  document = (await (await testApp.ask('/openapi.json')).json()) as Document;
});
afterAll(() => testApp.close());

/** Validation errors of a value against a schema of the document; empty if it is valid. */
function schemaErrors(name: string, value: unknown): string {
  const ajv = new Ajv2020({strict: false, allErrors: false, validateFormats: false});
  ajv.addSchema({$id: 'https://chat.example/openapi.json', components: document.components});
  const valid = ajv.validate({$ref: `https://chat.example/openapi.json#/components/schemas/${name}`}, value);
  return valid ? '' : ajv.errorsText();
}

test('the document describes exactly the routes that exist', () => {
  const toOpenApiPath = (path: string) => path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}');
  const served = testApp.app.routes.filter(({method}) => method !== 'ALL').map(({method, path}) => `${method} ${toOpenApiPath(path)}`);
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual([...new Set(served)].toSorted());
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{url: 'https://chat.example'}]);
});

test('all references resolve, and every path parameter is described', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const {parameters} of Object.values(item)) {
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({name}) => name);
      expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  }
});

test('responses are valid by their schemas', async () => {
  const begun = await testApp.ask('/v1/conversations', json({widget: 'shop'}, {origin: shop}));
  expect(schemaErrors('Begun', await begun.json())).toBe('');

  const visit = await testApp.begin();
  const accepted: unknown = await (await visit.say(hello)).json();
  expect(schemaErrors('Accepted', accepted)).toBe('');
  await testApp.store.apply(visit.id, {
    events: [
      botMessage('Hi'),
      {type: 'ack', ref: 'key-1'},
      {type: 'transfer', status: 'requested', to: {tags: ['lamps']}},
      {type: 'joined', agent: {nick: 'Kim'}},
      {type: 'problem', code: 'bot_timeout', retryable: true, ref: 'key-1'},
    ],
    set: {stage: 'queued', queue: {position: 1}},
  });
  expect(schemaErrors('Snapshot', await (await testApp.ask(visit.path, {headers: visit.as})).json())).toBe('');
  expect(schemaErrors('Poll', await (await visit.poll('0')).json())).toBe('');
  expect(schemaErrors('Poll', await (await visit.poll('99')).json())).toBe('');
  expect(schemaErrors('Token', await (await testApp.ask(`${visit.path}/token`, {method: 'POST', headers: visit.as})).json())).toBe('');
  expect(schemaErrors('Problem', await (await testApp.ask('/nowhere')).json())).toBe('');

  const frames = new Frames(await visit.listen());
  for (const event of await frames.events(8)) expect(schemaErrors('Event', event), JSON.stringify(event)).toBe('');
  await frames.cancel();
});

test('a body is accepted if and only if it is valid by its schema', async () => {
  const visit = await testApp.begin();
  const messages = [
    hello,
    {type: 'location', longitude: 1, latitude: 2},
    {type: 'action', action_code: 'x', args: [1]},
    {type: 'text'},
    {type: 'x'},
    null,
  ];
  for (const [index, message] of messages.entries()) {
    const isValid = schemaErrors('VisitorMessage', message) === '';
    expect((await visit.say(message, `k${index}`)).status, JSON.stringify(message)).toBe(isValid ? 202 : 422);
  }
  for (const beginning of [{widget: 'shop'}, {widget: 'shop', data: {a: 1}, page: {}}, {}, {widget: 1}, {widget: 'shop', caps: []}]) {
    const isValid = schemaErrors('Beginning', beginning) === '';
    const answer = await testApp.ask('/v1/conversations', json(beginning, {origin: shop}));
    expect(answer.status, JSON.stringify(beginning)).toBe(isValid ? 201 : 400);
  }
});

test('every error status that occurs is documented for its route', async () => {
  const strict = await openTestApp({limits: {requestsPerMinute: 1}, deskSecret: secret});
  onTestFinished(() => strict.close());
  const address = '198.51.100.7';
  await strict.ask('/v1/conversations/x', {address});
  const visit = await testApp.begin();
  const refusals: [string, string, Response][] = [
    ['get', '/v1/conversations/{id}', await testApp.ask(visit.path)],
    ['post', '/v1/conversations', await testApp.ask('/v1/conversations', {method: 'POST', body: 'x', headers: {origin: shop}})],
    ['post', '/v1/conversations/{id}/messages', await visit.say({type: 'x'})],
    ['post', '/v1/conversations/{id}/messages', await testApp.ask(`${visit.path}/messages`, json(hello, visit.as))],
    ['post', '/v1/desk/conversations/{id}', await testApp.ask('/v1/desk/conversations/x', {method: 'POST'})],
    ['get', '/v1/attachments/{id}/{name}', await testApp.ask('/v1/attachments/a/b')],
    ['get', '/v1/conversations/{id}', await strict.ask('/v1/conversations/x', {address})],
    ['get', '/v1/conversations/{id}/events', await strict.ask('/v1/conversations/x/events', {address})],
    ['post', '/v1/conversations/{id}/end', await strict.ask('/v1/conversations/x/end', {method: 'POST', address})],
    ['post', '/v1/desk/conversations/{id}', await strict.ask('/v1/desk/conversations/x', {method: 'POST', address})],
    [
      'post',
      '/v1/desk/conversations/{id}',
      await strict.ask('/v1/desk/conversations/x', {method: 'POST', body: '{}', headers: {authorization: `Bearer ${secret}`}}),
    ],
  ];
  expect(refusals.slice(-5).map(([, , {status}]) => status)).toEqual([429, 429, 429, 429, 415]);
  for (const [method, path, {status}] of refusals) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(Object.keys(document.paths[path]![method]!.responses), path).toContain(String(status));
  }
});

test('/healthz does not depend on the store, /readyz does', async () => {
  expect([(await testApp.ask('/healthz')).status, (await testApp.ask('/readyz')).status]).toEqual([200, 200]);
  const {ping} = testApp.store;
  testApp.clock.now += 1000;
  testApp.store.ping = () => Promise.reject(new Error('redis://user:hunter2@10.0.0.1 refused'));
  const answer = await testApp.ask('/readyz');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({code: 'overloaded', detail: 'The store does not work'});
  expect((await testApp.ask('/healthz')).status).toBe(200);
  testApp.store.ping = ping;
  testApp.state.isClosing = true;
  expect((await testApp.ask('/readyz')).status).toBe(503);
  testApp.state.isClosing = false;
});

test('request metrics are labelled by route, never by the requested path', async () => {
  const visit = await testApp.begin();
  await testApp.ask(visit.path, {headers: visit.as});
  await testApp.ask('/some/guessed/path-42');
  await testApp.ask('/v1/conversations', {method: 'PURGE'});
  const answer = await testApp.ask('/metrics');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  const text = await answer.text();
  expect(text).toContain('parley_request_seconds_count{route="/v1/conversations/:id",method="GET",status="200"}');
  expect(text).toContain('parley_request_seconds_count{route="other",method="GET",status="404"}');
  expect(text).toMatch(/method="other",status="405"/);
  expect(text).not.toContain('path-42');
  expect(text).not.toContain(visit.id);
  for (const name of ['streams', 'messages_total', 'turn_seconds', 'filter_seconds', 'hooks_total'])
    expect(text).toContain(`parley_${name}`);
});
