import {deepStrictEqual} from 'node:assert/strict';
import {describe, expect, test} from 'vitest';
import {readMessage, readResponse} from '../../src/protocol/read.ts';
import {
  attachments,
  buttons,
  type Case,
  elements,
  messages,
  metas,
  quickReplies,
  responses,
  templates,
  timeslots,
  unreadable,
} from './malformed.ts';

const hello = {code: 'message', type: 'text', body: 'Hello'};
const reply = {content_type: 'text', title: 'Good'};
const element = {title: 'Good'};
const button = {type: 'postback', title: 'Good', payload: 'good'};
const file = {url: 'https://e.com/good.png', meta: {mimetype: 'image/png'}};
const slot = {id: 'good', start: '2026-11-20T09:00:00Z', duration: 30};

/** Puts each malformed part between two valid ones, which must survive. */
function wrapped(cases: readonly Case[], path: string, {good, around, expected = around}: Wrapping): Case[] {
  return cases.map(([name, value, gives, ...paths]) => [
    name,
    around([good, value, good]),
    expected(gives === undefined ? [good, good] : [good, gives, good]),
    ...paths.map((place) => `${path}[1]${place}`),
  ]);
}

interface Wrapping {
  good: unknown;
  around: (items: unknown[]) => unknown;
  expected?: (items: unknown[]) => unknown;
}

const withElements = (list: unknown[]) => ({...hello, template: {type: 'generic', elements: list}});

const tables: Readonly<Record<string, readonly Case[]>> = {
  message: messages,
  'quick reply': wrapped(quickReplies, 'quick_replies', {good: reply, around: (quick_replies) => ({...hello, quick_replies})}),
  template: templates.map(([name, value, gives, ...paths]) => [
    name,
    {...hello, template: value},
    {...hello, template: gives},
    ...paths.map((path) => `template${path}`),
  ]),
  element: wrapped(elements, 'template.elements', {good: element, around: withElements}),
  'button of an element': wrapped(buttons, 'template.elements[0].buttons', {
    good: button,
    around: (list) => withElements([{title: 'a', buttons: list}]),
  }),
  'button of a list': wrapped(buttons, 'template.buttons', {
    good: button,
    around: (list) => ({...hello, template: {type: 'list', elements: [element], buttons: list}}),
  }),
  attachment: wrapped(attachments, 'attachments', {
    good: file,
    around: (list) => ({code: 'message', type: 'multi-attachment', attachments: list}),
  }),
  meta: metas.map(([name, value, gives, ...paths]) => [
    name,
    {code: 'message', type: 'attachment', url: 'https://e.com/a.png', meta: value},
    {code: 'message', type: 'attachment', url: 'https://e.com/a.png', meta: gives},
    ...paths.map((path) => `meta${path}`),
  ]),
  'time slot': wrapped(timeslots, 'timeslots', {
    good: slot,
    around: (list) => ({code: 'message', type: 'timepicker', title: 'When?', timezone: 'UTC', timeslots: list}),
  }),
};

const count = Object.values(tables).flat().length + responses.length + unreadable.length;

test('the corpus contains at least 200 malformed values', () => {
  expect(count).toBeGreaterThanOrEqual(200);
});

describe.each(Object.entries(tables))('a malformed %s', (_, cases) => {
  test.each(cases)('%s', (_name, value, gives, ...paths) => {
    const {message, problems} = readMessage(value);
    deepStrictEqual(message, gives);
    expect(problems.map(({path}) => path)).toEqual(paths);
    for (const problem of problems) expect(problem.message).not.toBe('');
  });

  test.each(cases)('%s: reading the result again changes nothing', (_name, value) => {
    const {message} = readMessage(value);
    if (message) deepStrictEqual(readMessage(message).message, message);
  });

  test.each(cases)('%s: valid messages around it are kept', (_name, value, gives) => {
    const {messages: read} = readResponse({event: 'continue', messages: [hello, value, hello]});
    deepStrictEqual(read, gives === undefined ? [hello, hello] : [hello, gives, hello]);
  });
});

describe('a malformed response', () => {
  test.each(responses)('%s', (_name, value, gives, ...paths) => {
    const {problems = [], ...response} = readResponse(value);
    deepStrictEqual(response, gives);
    expect(problems.map(({path}) => path)).toEqual(paths);
    const {problems: _again, ...again} = readResponse(response);
    deepStrictEqual(again, gives);
  });

  test('is reported as bot_invalid_response only if nothing in it can be used', () => {
    for (const value of [undefined, null, '', 'Hello', 0, true, [hello], hello, {error: 500}]) {
      expect(readResponse(value).problems?.map(({code}) => code)).toEqual(['bot_invalid_response']);
    }
    for (const value of [{}, {event: 'continue'}, {messages: []}]) {
      expect(readResponse(value).problems?.some(({code}) => code !== undefined) ?? false).toBe(false);
    }
  });
});

describe('a value that resists being read', () => {
  test.each(unreadable)('%s: reading does not throw, and reading the result again changes nothing', (_name, make) => {
    const {message, problems} = readMessage(make());
    expect(Array.isArray(problems)).toBe(true);
    expect(() => JSON.stringify(message)).not.toThrow();
    if (message) deepStrictEqual(readMessage(message).message, message);
  });

  test.each(unreadable)('%s: valid messages around it are kept', (_name, make) => {
    const {messages: read} = readResponse({event: 'continue', messages: [hello, make(), hello]});
    deepStrictEqual(read[0], hello);
    deepStrictEqual(read.at(-1), hello);
    expect(read.length).toBeGreaterThanOrEqual(2);
  });

  test.each(unreadable)(
    '%s: is ignored as a response, context, data or list of messages',
    (_name, make) => {
      expect(readResponse(make())).toMatchObject({event: 'continue', messages: []});
      const {messages: read} = readResponse({event: 'continue', context: make(), data: make(), messages: [hello]});
      deepStrictEqual(read, [hello]);
      expect(readResponse({event: 'continue', messages: make()}).event).toBe('continue');
    },
    120_000,
  );
});
