import {describe, expect, test} from 'vitest';
import {truncate, byteLength, defaultLimits} from '../../src/protocol/limits.ts';
import type {TextMessage} from '../../src/protocol/message.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({length: count}, (_, index) => make(index));
const text = (body: string) => ({code: 'message', type: 'text', body});
const tooMuch = (path: string) => expect.objectContaining({path, code: 'too_much'});

/** A list in a message: its limit, its path, and how to create a message with a list of this length. */
const lists: readonly [what: string, count: number, path: string, make: (count: number) => object][] = [
  ['quick replies', 100, 'quick_replies', (count) => ({...text('a'), quick_replies: many(count, (index) => `${index}`)})],
  [
    'elements',
    50,
    'template.elements',
    (count) => ({...text('a'), template: {type: 'list', elements: many(count, (index) => ({title: `${index}`}))}}),
  ],
  [
    'buttons of an element',
    20,
    'template.elements[0].buttons',
    (count) => ({
      ...text('a'),
      template: {type: 'generic', elements: [{title: 'a', buttons: many(count, (index) => ({title: `${index}`}))}]},
    }),
  ],
  [
    'buttons of a list',
    20,
    'template.buttons',
    (count) => ({...text('a'), template: {type: 'list', buttons: many(count, (index) => ({title: `${index}`}))}}),
  ],
  [
    'attachments',
    50,
    'attachments',
    (count) => ({type: 'multi-attachment', attachments: many(count, (index) => ({url: `https://e.com/${index}.png`}))}),
  ],
  [
    'time slots',
    1000,
    'timeslots',
    (count) => ({
      type: 'timepicker',
      title: 'a',
      timezone: 'UTC',
      timeslots: many(count, (index) => ({id: `${index}`, start: '2026-11-20T09:00:00Z', duration: 5})),
    }),
  ],
];

function at(value: unknown, path: string): unknown[] {
  return path.split(/[.[\]]+/).reduce((inner, key) => (inner as Record<string, unknown>)[key], value) as unknown[];
}

describe.each(lists)('%s', (_, count, path, make) => {
  test('are kept up to the limit, without a problem', () => {
    const {message, problems} = readMessage(make(count));
    expect(at(message, path)).toHaveLength(count);
    expect(problems).toEqual([]);
  });

  test('beyond the limit are dropped, and a problem is reported', () => {
    const {message, problems} = readMessage(make(count + 1));
    expect(at(message, path)).toEqual(at(readMessage(make(count)).message, path));
    expect(problems).toEqual([tooMuch(path)]);
  });
});

test('messages after the first hundred are dropped, and a problem is reported', () => {
  expect(readResponse({event: 'end', messages: many(100, () => text('a'))}).problems).toBeUndefined();
  const {messages, event, problems} = readResponse({event: 'end', messages: many(101, (index) => text(`${index}`))});
  expect(messages).toEqual(many(100, (index) => text(`${index}`)));
  expect(event).toBe('end');
  expect(problems).toEqual([tooMuch('messages')]);
});

describe('long texts', () => {
  test('a body of 50,000 characters is kept', () => {
    const {message, problems} = readMessage(text('a'.repeat(50_000)));
    expect((message as TextMessage).body).toHaveLength(50_000);
    expect(problems).toEqual([]);
  });

  test('a longer body or title is truncated, and a problem is reported', () => {
    const long = 'a'.repeat(50_001);
    const {message, problems} = readMessage({
      ...text(long),
      quick_replies: [{title: long}],
      template: {type: 'generic', elements: [{title: long}]},
    });
    const cut = 'a'.repeat(50_000);
    expect(message).toMatchObject({body: cut, quick_replies: [{title: cut}], template: {elements: [{title: cut}]}});
    expect(problems).toEqual([tooMuch('body'), tooMuch('quick_replies[0].title'), tooMuch('template.elements[0].title')]);
  });

  test('truncation never splits a surrogate pair', () => {
    expect(truncate('a😎b', 2)).toBe('a');
    expect(truncate('a😎b', 3)).toBe('a😎');
    expect(truncate('a😎', 9)).toBe('a😎');
    expect(truncate('a\ud83d', 9)).toBe('a\ud83d');
    const {message} = readMessage(text(`${'a'.repeat(49_999)}😎`));
    expect((message as TextMessage).body).toBe('a'.repeat(49_999));
  });

  test('a URL that is too long is dropped, since a truncated one would lead elsewhere', () => {
    const {message, problems} = readMessage({
      ...text('a'),
      template: {type: 'generic', elements: [{title: 'a', image_url: `https://e.com/${'a'.repeat(50_000)}`}]},
    });
    expect(message).toMatchObject({template: {elements: [{title: 'a'}]}});
    expect(problems).toEqual([tooMuch('template.elements[0].image_url')]);
  });
});

describe('the size of a response', () => {
  const body = 'a'.repeat(49_000);

  test('is limited to one megabyte: messages that do not fit are dropped and reported, smaller ones after them are kept', () => {
    const messages = [...many(30, () => text(body)), text('last')];
    const read = readResponse({event: 'continue', messages});
    expect(read.messages).toHaveLength(21);
    expect(read.messages.at(-1)).toEqual(text('last'));
    expect(read.problems?.every(({code}) => code === 'too_much')).toBe(true);
    expect(byteLength(JSON.stringify(read.messages))).toBeLessThan(1_000_000 + 100);
  });

  test('is counted in bytes, not characters', () => {
    const wide = readResponse({event: 'continue', messages: many(30, () => text('字'.repeat(49_000)))});
    expect(wide.messages).toHaveLength(6);
  });

  test('reduces a single message that is too large to its body', () => {
    const elements = many(50, () => ({title: body}));
    const {message, problems} = readMessage({...text('Look:'), template: {type: 'generic', elements}});
    expect(message).toEqual(text('Look:'));
    expect(problems).toEqual([tooMuch('')]);
  });

  test('drops a context that is too large or too deep, and keeps the messages', () => {
    for (const context of [
      {a: 'a'.repeat(1_000_001)},
      {a: 'a'.repeat(999_995)},
      many(40, () => 0).reduce<object>((inner) => ({inner}), {}),
    ]) {
      const read = readResponse({event: 'continue', context, messages: [text('a')]});
      expect(read).toMatchObject({messages: [text('a')]});
      expect(read.context).toBeUndefined();
      expect(read.problems).toEqual([tooMuch('context')]);
    }
  });
});

describe('nesting', () => {
  const nested = (levels: number) => many(levels, () => 0).reduce<object>((inner) => ({inner}), {});
  const depthOf = (value: unknown): number =>
    value && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

  test('of 32 levels is kept', () => {
    const {message, problems} = readMessage({...text('a'), deep: nested(31)});
    expect(message?.extra).toEqual({deep: nested(31)});
    expect(problems).toEqual([]);
  });

  test.each([32, 100, 5000])('of %i levels and one is cut to 32, and a problem is reported', (levels) => {
    const {message, problems} = readMessage({type: 'action', action_code: 'a', args: [nested(levels)]});
    expect(message).toMatchObject({action_code: 'a'});
    expect(depthOf((message as {args?: unknown}).args)).toBe(32);
    expect(problems).toEqual([tooMuch('args')]);
  });
});

test.each(['1', '1.', '.1', ' ', '+', '1e'])(
  'a million characters of %j are rejected as a number, without catastrophic backtracking',
  (piece) => {
    const latitude = `${piece.repeat(1_000_000 / piece.length)}x`;
    const {problems} = readMessage({type: 'location', longitude: 0, latitude});
    expect(problems[0]).toMatchObject({path: 'latitude', message: expect.stringContaining('a finite number')});
  },
);

test.each([
  ['12', 12],
  ['1.', 1],
  ['.5', 0.5],
  [' -1.50e1 ', -15],
])('a number may be the string %j', (longitude, read) => {
  expect(readMessage({type: 'location', longitude, latitude: 0}).message).toMatchObject({longitude: read});
});

test('every limit is configurable', () => {
  const value = {event: 'continue', messages: [{...text('abcdef'), quick_replies: ['a', 'b']}, text('b')]};
  const limits = {characters: 3, messages: 1, quickReplies: 1};
  expect(readResponse(value, limits).messages).toEqual([
    {...text('abc'), quick_replies: [{content_type: 'text', title: 'a', payload: 'a'}]},
  ]);
  expect(readMessage(text('abcdef'), {bytes: 10}).message).toBeUndefined();
  expect(defaultLimits).toMatchObject({
    bytes: 1_000_000,
    messages: 100,
    elements: 50,
    buttons: 20,
    quickReplies: 100,
    characters: 50_000,
    depth: 32,
  });
});

test('the number of reported problems is limited, but problems with a limit are always included', () => {
  const messages = many(100, () => ({...text('a'), quick_replies: many(100, () => null)}));
  const {problems = []} = readResponse({event: 'continue', messages: [...messages, text('a')]});
  expect(problems.length).toBeLessThanOrEqual(202);
  const late = readResponse({event: 'continue', messages: [...messages.slice(1), text('a'.repeat(60_000))]});
  expect(late.problems).toContainEqual(tooMuch('messages[99].body'));
});
