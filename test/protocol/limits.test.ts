import {describe, expect, test} from 'vitest';
import {beginning, byteLength, defaultLimits} from '../../src/protocol/limits.ts';
import type {TextMessage} from '../../src/protocol/message.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({length: count}, (_, index) => make(index));
const text = (body: string) => ({code: 'message', type: 'text', body});
const tooMuch = (path: string) => expect.objectContaining({path, code: 'too_much'});

/** A list in the answer, how to make one, how long it may be, and how to find it again. */
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
  test('as many as the limit are all kept, and nothing is said', () => {
    const {message, problems} = readMessage(make(count));
    expect(at(message, path)).toHaveLength(count);
    expect(problems).toEqual([]);
  });

  test('the first ones are kept of one more than the limit, and that is said', () => {
    const {message, problems} = readMessage(make(count + 1));
    expect(at(message, path)).toEqual(at(readMessage(make(count)).message, path));
    expect(problems).toEqual([tooMuch(path)]);
  });
});

test('the first hundred messages are kept, and the cut is said', () => {
  expect(readResponse({event: 'end', messages: many(100, () => text('a'))}).problems).toBeUndefined();
  const {messages, event, problems} = readResponse({event: 'end', messages: many(101, (index) => text(`${index}`))});
  expect(messages).toEqual(many(100, (index) => text(`${index}`)));
  expect(event).toBe('end');
  expect(problems).toEqual([tooMuch('messages')]);
});

describe('long texts', () => {
  test('a body of 50,000 characters is kept whole', () => {
    const {message, problems} = readMessage(text('a'.repeat(50_000)));
    expect((message as TextMessage).body).toHaveLength(50_000);
    expect(problems).toEqual([]);
  });

  test('a longer body, title or name keeps its beginning, and the cut is said', () => {
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

  test('a cut never leaves half a character', () => {
    expect(beginning('a😎b', 2)).toBe('a');
    expect(beginning('a😎b', 3)).toBe('a😎');
    expect(beginning('a😎', 9)).toBe('a😎');
    expect(beginning('a\ud83d', 9)).toBe('a\ud83d');
    const {message} = readMessage(text(`${'a'.repeat(49_999)}😎`));
    expect((message as TextMessage).body).toBe('a'.repeat(49_999));
  });

  test('an address that is too long is left out, since half of it leads elsewhere', () => {
    const {message, problems} = readMessage({
      ...text('a'),
      template: {type: 'generic', elements: [{title: 'a', image_url: `https://e.com/${'a'.repeat(50_000)}`}]},
    });
    expect(message).toMatchObject({template: {elements: [{title: 'a'}]}});
    expect(problems).toEqual([tooMuch('template.elements[0].image_url')]);
  });
});

describe('size of an answer', () => {
  const body = 'a'.repeat(49_000);

  test('what is beyond one megabyte is left out and said; smaller messages behind it still come', () => {
    const messages = [...many(30, () => text(body)), text('last')];
    const read = readResponse({event: 'continue', messages});
    expect(read.messages).toHaveLength(21);
    expect(read.messages.at(-1)).toEqual(text('last'));
    expect(read.problems?.every(({code}) => code === 'too_much')).toBe(true);
    expect(byteLength(JSON.stringify(read.messages))).toBeLessThan(1_000_000 + 100);
  });

  test('a size is in bytes, so wide characters count in full', () => {
    const wide = readResponse({event: 'continue', messages: many(30, () => text('字'.repeat(49_000)))});
    expect(wide.messages).toHaveLength(6);
  });

  test('of one message that is too large the words stay', () => {
    const elements = many(50, () => ({title: body}));
    const {message, problems} = readMessage({...text('Look:'), template: {type: 'generic', elements}});
    expect(message).toEqual(text('Look:'));
    expect(problems).toEqual([tooMuch('')]);
  });

  test('a memory that is too large or too deep is left out whole, and the messages come', () => {
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

describe('depth', () => {
  const nested = (levels: number) => many(levels, () => 0).reduce<object>((inner) => ({inner}), {});
  const depthOf = (value: unknown): number =>
    value && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

  test('what nests 32 levels deep is kept whole', () => {
    const {message, problems} = readMessage({...text('a'), deep: nested(31)});
    expect(message?.extra).toEqual({deep: nested(31)});
    expect(problems).toEqual([]);
  });

  test.each([32, 100, 5000])('of %i levels and one, 32 are kept, and the cut is said', (levels) => {
    const {message, problems} = readMessage({type: 'action', action_code: 'a', args: [nested(levels)]});
    expect(message).toMatchObject({action_code: 'a'});
    expect(depthOf((message as {args?: unknown}).args)).toBe(32);
    expect(problems).toEqual([tooMuch('args')]);
  });
});

test.each(['1', '1.', '.1', ' ', '+', '1e'])('a number of a million characters of %j is no number, which is seen at once', (piece) => {
  const latitude = `${piece.repeat(1_000_000 / piece.length)}x`;
  const {problems} = readMessage({type: 'location', longitude: 0, latitude});
  expect(problems[0]).toMatchObject({path: 'latitude', message: expect.stringContaining('a finite number')});
});

test.each([
  ['12', 12],
  ['1.', 1],
  ['.5', 0.5],
  [' -1.50e1 ', -15],
])('a number may be written as %j', (longitude, read) => {
  expect(readMessage({type: 'location', longitude, latitude: 0}).message).toMatchObject({longitude: read});
});

test('every limit can be set', () => {
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

test('problems are no flood: of thousands a few hundred are told, and the cut always', () => {
  const messages = many(100, () => ({...text('a'), quick_replies: many(100, () => null)}));
  const {problems = []} = readResponse({event: 'continue', messages: [...messages, text('a')]});
  expect(problems.length).toBeLessThanOrEqual(202);
  const late = readResponse({event: 'continue', messages: [...messages.slice(1), text('a'.repeat(60_000))]});
  expect(late.problems).toContainEqual(tooMuch('messages[99].body'));
});
