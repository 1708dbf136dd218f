import {afterEach, beforeEach, expect, test} from 'vitest';
import {HttpDesk, type HttpDeskOptions} from '../../src/gateway/desk/http-desk.ts';
import {startReceiver, type Receiver} from './receiver.ts';

let server: Receiver;

beforeEach(async () => {
  server = await startReceiver();
});
afterEach(() => server.close());

const desk = (options: Partial<HttpDeskOptions> = {}) => new HttpDesk({url: `${server.url}/desk`, ...options});
const request = {
  conversation: {id: 'c_1', widget: 'shop', language: 'en', data: {firstname: 'Ada'}},
  target: {tags: ['workshop']},
  history: [{id: '1', ts: '2026-11-20T06:20:00.000Z', type: 'message', message: {code: 'message', type: 'text', body: 'Hello'}}],
} as const;

test('a request posts the conversation with its history and returns the place in the queue', async () => {
  server.answers.push(Response.json({accepted: true, queue: {position: 2, estimateMs: 240_000, secret: 1}}));
  expect(await desk().request(request)).toEqual({accepted: true, queue: {position: 2, estimateMs: 240_000}});
  expect(server.received).toMatchObject([{method: 'POST', path: '/desk', body: {event: 'request', ...request}}]);
});

test.each([
  [{accepted: true}, {accepted: true}],
  [{accepted: true, queue: {position: 0}}, {accepted: true}],
  [{accepted: true, queue: {position: '1'}}, {accepted: true}],
  [
    {accepted: true, queue: {position: 1, estimateMs: -1}},
    {accepted: true, queue: {position: 1}},
  ],
  [{accepted: false, queue: {position: 1}}, {accepted: false}],
  [{accepted: 'yes'}, {accepted: false}],
  [{}, {accepted: false}],
  [null, {accepted: false}],
])('the response %j is read as %j', async (answer, meaning) => {
  server.answers.push(Response.json(answer));
  expect(await desk().request(request)).toEqual(meaning);
});

test('an empty response, or one that is not JSON, does not accept the visitor', async () => {
  server.answers.push(new Response(null, {status: 204}), new Response('<html>'));
  expect(await desk().request(request)).toEqual({accepted: false});
  expect(await desk().request(request)).toEqual({accepted: false});
});

test('messages, signals and departures of the visitor are posted to the desk', async () => {
  await desk().said('c_1', 'k_1', {code: 'message', type: 'text', body: 'It is broken'});
  await desk().signalled('c_1', {code: 'message', type: 'iswriting'});
  await desk().gone('c_1', 'user');
  expect(server.received.map(({body}) => body)).toEqual([
    {event: 'said', conversation: {id: 'c_1'}, id: 'k_1', message: {code: 'message', type: 'text', body: 'It is broken'}},
    {event: 'signalled', conversation: {id: 'c_1'}, message: {code: 'message', type: 'iswriting'}},
    {event: 'gone', conversation: {id: 'c_1'}, reason: 'user'},
  ]);
});

test('requests carry the configured bearer or basic credentials', async () => {
  await desk({auth: {type: 'bearer', secret: 'key'}}).gone('c_1', 'user');
  await desk({auth: {type: 'basic', user: 'gateway', secret: 'key'}}).gone('c_1', 'user');
  const shown = server.received.map(({headers}) => headers.get('authorization'));
  expect(shown).toEqual(['Bearer key', `Basic ${btoa('gateway:key')}`]);
});

test.each([400, 404, 500, 302])('a %i response rejects, and redirects are not followed', async (status) => {
  server.answers.push(new Response('no', {status, headers: {location: `${server.url}/elsewhere`}}));
  const failure = await desk()
    .said('c_1', 'k_1', {code: 'message', type: 'text', body: 'x'})
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({message: 'The desk did not take "said"', cause: {message: `status ${status}`}});
  expect(server.received).toHaveLength(1);
});

test('a timeout and an oversized response reject', async () => {
  server.answers.push(
    (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(new Response()))),
    new Response('x'.repeat(20_000)),
  );
  await expect(desk({timeout: 0.1}).gone('c_1', 'user')).rejects.toMatchObject({cause: {name: 'TimeoutError'}});
  await expect(desk().gone('c_1', 'user')).rejects.toMatchObject({cause: {message: 'The answer is too long'}});
});
