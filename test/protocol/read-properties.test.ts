import {deepStrictEqual} from 'node:assert/strict';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {byteLength} from '../../src/protocol/limits.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';
import {anything, botMessage, mutated} from './arbitrary-messages.ts';

const runs = {numRuns: 300};
const hello = {code: 'message', type: 'text', body: 'Hello'};

/** Whether it consists of plain JSON data only, without undefined properties. */
function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === Array.prototype) && Object.values(value).every(isPlain);
}

const inputs = [
  ['anything', anything],
  ['a mutated valid message', mutated],
  [
    'any text message',
    fc.record({type: fc.constant('text'), body: anything, quick_replies: anything, template: anything, payload: anything}),
  ],
  [
    'any template',
    fc.record({
      type: fc.constant('text'),
      template: fc.record({type: anything, elements: fc.array(anything), buttons: fc.array(anything)}),
    }),
  ],
  [
    'any object of a known type',
    fc
      .tuple(fc.dictionary(fc.string(), anything), fc.constantFrom('text', 'action', 'location', 'timepicker', 'x'))
      .map(([rest, type]) => ({...rest, type})),
  ],
] as const;

describe.each(inputs)('reading %s', (_, input: fc.Arbitrary<unknown>) => {
  test('does not throw and returns plain data, or a problem', () => {
    fc.assert(
      fc.property(input, (value) => {
        const {message, problems} = readMessage(value);
        expect(message === undefined || isPlain(message)).toBe(true);
        expect(message !== undefined || problems.length > 0).toBe(true);
      }),
      runs,
    );
  });

  test('again changes nothing', () => {
    fc.assert(
      fc.property(input, (value) => {
        const {message} = readMessage(value);
        if (message) deepStrictEqual(readMessage(message).message, message);
      }),
      runs,
    );
  });

  test('keeps valid messages around it', () => {
    fc.assert(
      fc.property(botMessage, input, botMessage, (first, value, last) => {
        const {messages} = readResponse({event: 'continue', messages: [first, value, last]});
        deepStrictEqual(messages[0], first);
        deepStrictEqual(messages.at(-1), last);
        expect(messages.length).toBe(readMessage(value).message ? 3 : 2);
      }),
      runs,
    );
  });

  test('anywhere in a response is idempotent, and limited to a megabyte', () => {
    fc.assert(
      fc.property(input, input, input, (a, b, c) => {
        const {problems: _first, ...read} = readResponse({event: a, messages: [hello, a, b], context: b, data: c, language: c});
        const {problems: _second, ...again} = readResponse(read);
        deepStrictEqual(again, read);
        expect(isPlain(read)).toBe(true);
        expect(byteLength(JSON.stringify(read))).toBeLessThan(1_001_000);
        readResponse(a);
      }),
      runs,
    );
  });
});

test('a valid message is read unchanged, without problems', () => {
  fc.assert(
    fc.property(botMessage, (message) => {
      const read = readMessage(message);
      deepStrictEqual(read.message, message);
      expect(read.problems).toEqual([]);
    }),
    runs,
  );
});

test('reading mutates neither its input nor Object.prototype', () => {
  fc.assert(
    fc.property(mutated, (value) => {
      const before = fc.stringify(value);
      const names = Object.getOwnPropertyNames(Object.prototype);
      readMessage(value);
      expect(fc.stringify(value)).toBe(before);
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(names);
    }),
    runs,
  );
});

test('properties that the page added to Object.prototype are not read as part of a message', () => {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  prototype['quick_replies'] = ['polluted'];
  prototype['title'] = 'polluted';
  try {
    expect(
      JSON.stringify(readMessage({type: 'text', body: 'a', template: {type: 'generic', elements: [{subtitle: 'b'}]}}).message),
    ).not.toContain('polluted');
  } finally {
    delete prototype['quick_replies'];
    delete prototype['title'];
  }
});
