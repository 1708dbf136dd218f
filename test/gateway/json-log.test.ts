import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createJsonLog, type JsonLogOptions} from '../../src/gateway/json-log.ts';
import {reasonOf} from '../../src/gateway/log.ts';

function logged(about?: Readonly<Record<string, unknown>>, options?: JsonLogOptions) {
  const lines: string[] = [];
  createJsonLog({write: (line) => lines.push(line), now: () => Date.parse('2026-11-20T12:00:00Z'), ...options})(
    'info',
    'turn_failed',
    about,
  );
  return lines;
}

const entry = (about: Readonly<Record<string, unknown>>) => JSON.parse(logged(about)[0]!) as Record<string, unknown>;

test('an entry is one line of JSON with time, level and name, which its details cannot override', () => {
  const lines = logged({conversation: 'c1', words: 'one\ntwo\u2028three', what: 'not mine', time: 'nor mine'});
  expect(lines).toHaveLength(1);
  expect(lines[0]!.endsWith('}\n')).toBe(true);
  expect(lines[0]!.trimEnd()).not.toContain('\n');
  expect(JSON.parse(lines[0]!)).toEqual({
    time: '2026-11-20T12:00:00.000Z',
    level: 'info',
    what: 'turn_failed',
    conversation: 'c1',
    words: 'one\ntwo\u2028three',
  });
});

test.each([
  [undefined, 1],
  ['debug', 1],
  ['warn', 0],
  ['error', 0],
] as const)('with level %s, an info entry is written %i times', (level, times) => {
  expect(logged({}, level ? {level} : {})).toHaveLength(times);
});

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjMSJ9.c2lnbmF0dXJl';

test.each<[string, Record<string, unknown>]>([
  ['a secret by its key', {secret: 'hunter2'}],
  ['a nested secret', {bot: {auth: {hmacSecret: 'hunter2'}}}],
  ['a header', {headers: {Authorization: 'hunter2'}}],
  ['the body of a message', {body: 'hunter2'}],
  ['a message', {message: {code: 'message', type: 'location', city: 'hunter2'}}],
  ['the messages of an answer', {response: {messages: [{body: 'hunter2'}]}}],
  ['the context of a bot', {context: {card: 'hunter2'}}],
  ['the data of a visitor', {data: {fullname: 'hunter2'}}],
  ['credentials within a string', {error: 'request with Authorization: Bearer hunter2 failed'}],
  ['credentials within an error', {error: new Error('redis://user:hunter2@cache:6379 refused')}],
  ['credentials within the cause of an error', {error: new Error('no', {cause: new TypeError('Basic hunter2')})}],
  ['credentials of a URL', {url: new URL('https://user:hunter2@bots.example.com/')}],
  ['the signature of a file URL', {path: '/v1/attachments/a/b.jpg?e=1&s=hunter2'}],
])('%s is hidden', (_, about) => {
  expect(logged(about)[0]).not.toContain('hunter2');
  expect(logged(about)[0]).toContain('[hidden]');
});

test('a signed token is hidden wherever it occurs', () => {
  expect(logged({detail: `x ${token} y`, list: [token], glued: `x${token} x-${token} x.${token}`})[0]).not.toContain('eyJ');
});

test.each(['eyJ', 'eyJ-', 'eyJ.', 'eyJ.-', 'a.', 'a://', 'Bearer ', '?s=', 'a@', '://'])(
  'redaction copes with a million characters of %j',
  (piece) => expect(logged({bot: piece.repeat(1_000_000 / piece.length)})[0]!.length).toBeLessThan(3000),
);

test('an error is logged as its message, code and causes, without a stack', () => {
  const cause = Object.assign(new Error('connect 10.0.0.1:443'), {code: 'ECONNREFUSED'});
  const [line = ''] = logged({error: new TypeError('fetch failed', {cause})});
  expect((JSON.parse(line) as {error: string}).error).toBe('TypeError: fetch failed, caused by Error: connect 10.0.0.1:443 (ECONNREFUSED)');
});

test('a SyntaxError is logged by name only, as its message quotes the input', () => {
  const error = (() => {
    try {
      return JSON.parse('hunter2 is my password') as never;
    } catch (cause) {
      return cause;
    }
  })();
  expect(String(error)).toContain('hunter2');
  expect(entry({error: new Error('no', {cause: error})})['error']).toBe('Error: no, caused by SyntaxError');
  expect(reasonOf(error)).toBe('SyntaxError');
  expect(reasonOf(new TypeError('x'))).toBe('TypeError: x');
  expect(reasonOf('x')).toBe('x');
});

test('circular errors and objects are handled, and long arrays are truncated', () => {
  const error = new Error('x');
  error.cause = error;
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(entry({error, circle, list: Array.from({length: 100}, (_, index) => index)})['list']).toHaveLength(20);
});

test('long strings are truncated, and values that JSON cannot represent do not break the entry', () => {
  const told = entry({long: 'x'.repeat(10_000), big: 10n, fn: () => 1, none: undefined, at: new Date(0), message: 'a sentence'});
  expect(String(told['long']).length).toBeLessThan(3000);
  expect(told).toMatchObject({big: '10', at: '1970-01-01T00:00:00.000Z', message: 'a sentence'});
});

function sources(folder: string): string[] {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

test('every log entry in the sources has a constant name in snake case', () => {
  const names = sources('src/gateway').flatMap((text) =>
    [...text.matchAll(/\blog\(\s*[^,()]+,\s*(['`])(.*?)\1/g)].map(([, , name]) => name),
  );
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name!))).toEqual([]);
});
