import {deepStrictEqual} from 'node:assert/strict';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ProtocolError} from '../../src/protocol/errors.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {byteLength} from '../../src/protocol/limits.ts';
import type {VisitorMessage} from '../../src/protocol/message.ts';
import {maxRequestBytes, normaliseLanguage, strictRequest, writeMessage, writeRequest} from '../../src/protocol/write.ts';
import {anything, mutated, visitorMessage} from './arbitrary-messages.ts';
import {schemaErrors} from './schemas.ts';

const start: BotRequest = {event: 'start', settings: {engine: {type: 'custom'}}};
/** A value that a page without type checks may pass. */
const loose = (value: unknown) => value as BotRequest;
const written = (request: unknown) => JSON.parse(writeRequest(loose(request))) as Record<string, unknown>;
const sent = (message: unknown) => writeMessage(message as VisitorMessage);

/** Messages to be sent, and what is written. */
const messages: readonly [what: string, message: unknown, gives: unknown][] = [
  ['a text', {code: 'message', type: 'text', body: 'Hi'}, {code: 'message', type: 'text', body: 'Hi'}],
  ['a text without code', {type: 'text', body: 'Hi'}, {code: 'message', type: 'text', body: 'Hi'}],
  ['an empty text', {type: 'text', body: ''}, {code: 'message', type: 'text', body: ''}],
  ['a number as body', {type: 'text', body: 5}, {code: 'message', type: 'text', body: '5'}],
  ['a number as payload', {type: 'text', body: 'a', payload: 5}, {code: 'message', type: 'text', body: 'a', payload: '5'}],
  ['zero as payload', {type: 'text', body: 'a', payload: 0}, {code: 'message', type: 'text', body: 'a', payload: '0'}],
  ['an empty payload', {type: 'text', body: 'a', payload: ''}, {code: 'message', type: 'text', body: 'a', payload: ''}],
  ['false as payload', {type: 'text', body: 'a', payload: false}, {code: 'message', type: 'text', body: 'a', payload: 'false'}],
  ['null as payload', {type: 'text', body: 'a', payload: null}, {code: 'message', type: 'text', body: 'a'}],
  ['an object as payload', {type: 'text', body: 'a', payload: {b: 1}}, {code: 'message', type: 'text', body: 'a', payload: '{"b":1}'}],
  [
    'a message with fields only bots send',
    {
      type: 'text',
      body: 'a',
      quick_replies: [{content_type: 'text', title: 'b'}],
      template: {type: 'generic'},
      extra: {c: 1},
      id: '7',
      own: 1,
    },
    {code: 'message', type: 'text', body: 'a'},
  ],
  ['a postback', {type: 'postback', body: 'OK', payload: 'ok 1'}, {code: 'message', type: 'postback', body: 'OK', payload: 'ok 1'}],
  ['a postback with an empty body', {type: 'postback', body: '', payload: 'x'}, {code: 'message', type: 'text', body: '', payload: 'x'}],
  [
    'an attachment with empty names',
    {
      type: 'attachment',
      url: 'https://e.com/a.gif',
      meta: {mimetype: 'image/gif', originalUrl: '', desc: '', ref: '1', key: 'k', size: Number.NaN, extra: {width: 4}},
    },
    {code: 'message', type: 'attachment', url: 'https://e.com/a.gif', meta: {mimetype: 'image/gif', key: 'k', ref: '1'}},
  ],
  [
    'an attachment without meta',
    {type: 'attachment', url: 'https://e.com/a.gif'},
    {code: 'message', type: 'attachment', url: 'https://e.com/a.gif', meta: {mimetype: 'image/gif'}},
  ],
  [
    'several attachments',
    {type: 'multi-attachment', attachments: [{url: 'u', meta: {mimetype: 'a/b', size: 0, x: 1}, y: 2}]},
    {code: 'message', type: 'multi-attachment', attachments: [{url: 'u', meta: {mimetype: 'a/b', size: 0}}]},
  ],
  [
    'an action',
    {type: 'action', action_code: 'Geo', args: [{a: 1}, undefined]},
    {code: 'message', type: 'action', action_code: 'Geo', args: [{a: 1}, null]},
  ],
  ['an action without args', {type: 'action', action_code: 'Geo'}, {code: 'message', type: 'action', action_code: 'Geo', args: []}],
  [
    'an action with a single value as args',
    {type: 'action', action_code: 'Geo', args: 'x'},
    {code: 'message', type: 'action', action_code: 'Geo', args: ['x']},
  ],
  ['a location at zero', {type: 'location', longitude: 0, latitude: 0}, {code: 'message', type: 'location', longitude: 0, latitude: 0}],
  [
    'a location with more fields',
    {
      type: 'location',
      longitude: 1,
      latitude: 2,
      city: 'Oslo',
      region: '',
      accuracy: Number.POSITIVE_INFINITY,
      speed: 0,
      payload: 3,
      ts: 'x',
      own: 1,
    },
    {code: 'message', type: 'location', longitude: 1, latitude: 2, city: 'Oslo', speed: 0, payload: '3'},
  ],
];

const circular: Record<string, unknown> = {};
circular['self'] = circular;

/** Messages that cannot be sent, and the path of the error. */
const refused: readonly [what: string, message: unknown, path: string][] = [
  ['undefined', undefined, 'message'],
  ['a string', 'Hi', 'message'],
  ['an array', [], 'message'],
  ['no type', {body: 'a'}, 'message.type'],
  ['iswriting', {type: 'iswriting'}, 'message.type'],
  ['ack', {type: 'ack', ref: '1'}, 'message.type'],
  ['read', {type: 'read', ref: '1'}, 'message.type'],
  ['a link', {type: 'link', url: 'https://e.com'}, 'message.type'],
  ['an unknown message', {type: 'unknown', kind: 'x', original: {}}, 'message.type'],
  ['a type named like a member of Object.prototype', {type: 'toString', body: 'a'}, 'message.type'],
  ['a text without a body', {type: 'text'}, 'message.body'],
  ['a text with an object as body', {type: 'text', body: {}}, 'message.body'],
  ['a payload that is a function', {type: 'text', body: 'a', payload: () => 1}, 'message.payload'],
  ['a circular payload', {type: 'text', body: 'a', payload: circular}, 'message.payload'],
  ['an attachment without url', {type: 'attachment', url: '', meta: {mimetype: 'a/b'}}, 'message.url'],
  ['no attachments', {type: 'multi-attachment', attachments: []}, 'message.attachments'],
  ['invalid attachments', {type: 'multi-attachment', attachments: [{url: 'u', meta: {}}, null]}, 'message.attachments[1]'],
  ['an action without a code', {type: 'action', action_code: '', args: []}, 'message.action_code'],
  ['circular args', {type: 'action', action_code: 'a', args: [circular]}, 'message.args'],
  ['args that are not JSON', {type: 'action', action_code: 'a', args: [1n]}, 'message.args'],
  ['a location without longitude', {type: 'location', latitude: 1}, 'message.longitude'],
  ['a location with NaN', {type: 'location', longitude: 1, latitude: Number.NaN}, 'message.latitude'],
  ['a location with a string', {type: 'location', longitude: '1', latitude: 1}, 'message.longitude'],
];

function pathOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    expect((error as ProtocolError).message).toContain((error as ProtocolError).path);
    return (error as ProtocolError).path;
  }
}

describe('a message', () => {
  test.each(messages)('is written as the schemas require: %s', (_, message, gives) => {
    deepStrictEqual(sent(message), gives);
    deepStrictEqual(sent(gives), gives);
    expect(schemaErrors('bot_request', written({event: 'continue', message}))).toEqual([]);
  });

  test.each(refused)('is rejected with the path of the error: %s', (_, message, path) => {
    expect(pathOf(() => sent(message))).toBe(path);
  });

  test('that is valid is written unchanged and passes the official schemas', () => {
    fc.assert(
      fc.property(visitorMessage, (message) => {
        const request = written({event: 'continue', message});
        expect(schemaErrors('bot_request', request)).toEqual([]);
        deepStrictEqual(request['message'], JSON.parse(JSON.stringify(message)));
      }),
      {numRuns: 300},
    );
  });

  test('of any shape passes the official schemas or is rejected', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, anything), (message) => {
        pathOf(() => expect(schemaErrors('bot_request', written({event: 'continue', message}))).toEqual([]));
      }),
      {numRuns: 500},
    );
  });
});

/** Fields of a request, and what is written. */
const requests: readonly [what: string, request: object, gives: object][] = [
  ['a language with a script', {language: 'zh-Hans-CN'}, {language: 'zh-CN'}],
  ['an invalid language', {language: 'x-klingon'}, {}],
  ['a language that is a number', {language: 5}, {}],
  ['simple data', {data: {a: 'x', b: 1, c: true, d: null}}, {data: {a: 'x', b: 1, c: true, d: null}}],
  [
    'data with objects and arrays',
    {data: {a: {b: 1}, c: [1, 'x'], d: new Date(0)}},
    {data: {a: '{"b":1}', c: '[1,"x"]', d: '1970-01-01T00:00:00.000Z'}},
  ],
  ['data that is not JSON', {data: {a: undefined, b: () => 1, c: Number.NaN}}, {data: {c: null}}],
  ['null as data', {data: null}, {}],
  ['a context of any shape', {context: {a: [{b: null}], __token: 'x'}}, {context: {a: [{b: null}], __token: 'x'}}],
  ['null as message', {message: null}, {}],
  [
    'settings',
    {settings: {engine: {type: 'custom', settings: {key: 1}, auth: null}, own: 1}},
    {settings: {engine: {type: 'custom', settings: {key: 1}}, own: 1}},
  ],
  [
    'settings with basic auth',
    {settings: {engine: {type: 'custom', auth: {type: 'basic', user: 'a', secret: 'b'}}}},
    {settings: {engine: {type: 'custom', auth: {type: 'basic', user: 'a', secret: 'b'}}}},
  ],
  [
    'an environment with null values',
    {environment: {host: 'h', token: null, tags: ['a'], own: {x: 1}, geoIP: {city: 'Oslo', latitude: 0, ip: null}}},
    {environment: {host: 'h', tags: ['a'], own: {x: 1}, geoIP: {city: 'Oslo', latitude: 0}}},
  ],
  ['fields of a response', {messages: [], raw: {}, tempContext: {}, own: 1}, {}],
];

const refusedRequests: readonly [what: string, request: unknown, path: string][] = [
  ['undefined', undefined, 'request'],
  ['null', null, 'request'],
  ['an array', [], 'request'],
  ['a circular request', {event: 'start', context: circular}, 'request'],
  ['no event', {}, 'event'],
  ['an empty event', {event: ''}, 'event'],
  ['a number as event', {event: 1}, 'event'],
  ['a string as context', {event: 'start', context: 'x'}, 'context'],
  ['a context whose toJSON returns a string', {event: 'start', context: {toJSON: () => 'x'}}, 'context'],
  ['a Date as context', {event: 'start', context: new Date(0)}, 'context'],
  ['an array as data', {event: 'start', data: [1]}, 'data'],
  ['settings without an engine', {event: 'start', settings: {}}, 'settings.engine.type'],
  ['settings with an empty engine type', {event: 'start', settings: {engine: {type: ''}}}, 'settings.engine.type'],
  ['a string as settings of the engine', {event: 'start', settings: {engine: {type: 'a', settings: 'b'}}}, 'settings.engine.settings'],
  [
    'auth of an unknown kind',
    {event: 'start', settings: {engine: {type: 'a', auth: {type: 'digest', secret: 'b'}}}},
    'settings.engine.auth.type',
  ],
  ['auth without a secret', {event: 'start', settings: {engine: {type: 'a', auth: {type: 'bearer'}}}}, 'settings.engine.auth.secret'],
  [
    'auth without a user',
    {event: 'start', settings: {engine: {type: 'a', auth: {type: 'basic', secret: 'b'}}}},
    'settings.engine.auth.user',
  ],
  ...['secret', 'user'].map((key): [string, object, string] => [
    `auth with an empty ${key}`,
    {event: 'start', settings: {engine: {type: 'a', auth: {type: 'basic', user: 'a', secret: 'b', [key]: ''}}}},
    `settings.engine.auth.${key}`,
  ]),
  ['a string as environment', {event: 'start', environment: 'x'}, 'environment'],
  ['a host that is a number', {event: 'start', environment: {host: 1}}, 'environment.host'],
  ['tags that are numbers', {event: 'start', environment: {tags: [1]}}, 'environment.tags'],
  ['caps that are a string', {event: 'start', environment: {caps: 'chat'}}, 'environment.caps'],
  ['isVerifiedCustomer as a string', {event: 'start', environment: {isVerifiedCustomer: 'yes'}}, 'environment.isVerifiedCustomer'],
  ['a latitude as a word', {event: 'start', environment: {geoIP: {latitude: 'north'}}}, 'environment.geoIP.latitude'],
];

describe('a request', () => {
  test.each(requests)('is written as the schemas require: %s', (_, request, gives) => {
    const result = written({event: 'start', ...request});
    deepStrictEqual(result, {event: 'start', ...gives});
    expect(schemaErrors('bot_request', result)).toEqual([]);
  });

  test.each(refusedRequests)('is rejected with the path of the error: %s', (_, request, path) => {
    expect(pathOf(() => writeRequest(loose(request)))).toBe(path);
  });

  test('with arbitrary fields passes the official schemas or is rejected', () => {
    const field = fc.oneof(anything, fc.dictionary(fc.string(), anything));
    const environment = fc.record({host: field, tags: field, geoIP: field, caps: field, token: field}, {requiredKeys: []});
    const settings = fc.record(
      {engine: fc.record({type: fc.string(), settings: field, auth: field}, {requiredKeys: []})},
      {requiredKeys: []},
    );
    const request = fc.record(
      {
        event: fc.oneof(fc.string(), anything),
        message: fc.oneof(visitorMessage, mutated),
        language: field,
        data: field,
        context: field,
        environment: fc.oneof(environment, anything),
        settings: fc.oneof(settings, anything),
      },
      {requiredKeys: ['event']},
    );
    fc.assert(
      fc.property(request, (value) => {
        pathOf(() => expect(schemaErrors('bot_request', written(value))).toEqual([]));
      }),
      {numRuns: 500},
    );
  });

  test('sends back a context with awkward keys unchanged', () => {
    const context: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2},"":0}');
    expect(writeRequest(loose({event: 'continue', context}))).toBe(
      '{"event":"continue","context":{"__proto__":{"a":1},"constructor":{"b":2},"":0}}',
    );
  });

  test('is not mutated by writing it', () => {
    const request = {...start, data: {a: {b: 1}}, message: {code: 'message', type: 'text', body: 'a', payload: '1'}} as const;
    const before = structuredClone(request);
    strictRequest(request);
    deepStrictEqual(request, before);
  });
});

describe('the size limit of requests', () => {
  const frame = byteLength(writeRequest({event: 'continue', message: {code: 'message', type: 'text', body: ''}}));
  const sized = (body: string): BotRequest => ({event: 'continue', message: {code: 'message', type: 'text', body}});

  test('is exactly 100 KiB', () => {
    expect(maxRequestBytes).toBe(100 * 1024);
    expect(byteLength(writeRequest(sized('a'.repeat(maxRequestBytes - frame))))).toBe(102_400);
    expect(pathOf(() => writeRequest(sized('a'.repeat(maxRequestBytes - frame + 1))))).toBe('request');
  });

  test('is counted in bytes, not characters', () => {
    expect(pathOf(() => writeRequest(sized('字'.repeat(40_000))))).toBe('request');
    expect(() => writeRequest(sized('字'.repeat(40_000)))).toThrow('request must be at most 102400 bytes of JSON, and it is 120');
  });
});

test.each([
  ['en', 'en'],
  ['it-IT', 'it-IT'],
  ['en-us', 'en-US'],
  ['en_us', 'en-US'],
  ['EN', 'en'],
  ['es-419', 'es'],
  ['zh-Hans-CN', 'zh-CN'],
  ['zh-Hant', 'zh'],
  ['sr-Latn-RS', 'sr-RS'],
  ['zh-cmn-Hans-CN', 'zh-CN'],
  ['de-DE-1996', 'de-DE'],
  ['sl-rozaj-biske', 'sl'],
  ['en-u-ca-buddhist', 'en'],
  ['en-GB-u-hc-h12', 'en-GB'],
  ['fil-PH', 'fil-PH'],
  ['nb', 'nb'],
  ['en_US.UTF-8', 'en-US'],
  ['ca_ES@valencia', 'ca-ES'],
  [' fr-CA ', 'fr-CA'],
  ['x-klingon', undefined],
  ['i-klingon', undefined],
  ['english', undefined],
  ['C', undefined],
  ['*', undefined],
  ['', undefined],
  ['12-DE', undefined],
])('the language %s is normalized to %s', (tag, gives) => {
  expect(normaliseLanguage(tag)).toBe(gives);
  if (gives) expect(schemaErrors('bot_request', {event: 'start', language: gives})).toEqual([]);
});

test('a language that is not a string is dropped', () => {
  expect(normaliseLanguage(loose(5) as unknown as string)).toBeUndefined();
});
