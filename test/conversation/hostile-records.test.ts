import {describe, expect, test} from 'vitest';
import {restore} from '../../src/conversation/saved.ts';

const said = (id: string, more: object = {}) => ({
  id,
  at: 1_800_000_000_000,
  from: 'bot',
  message: {code: 'message', type: 'text', body: id},
  ...more,
});
const bad: readonly (readonly [name: string, entry: unknown])[] = [
  ['a moment after the end of time', said('bad', {at: 8.64e15 + 1})],
  ['a moment before its beginning', said('bad', {at: -1e300})],
  ['a moment that is words', said('bad', {at: '<img src=x onerror=ran()>'})],
  ['no id', said('', {})],
  ['an id that is an object', said('bad', {id: {toString: 'ran()'}})],
  ['nobody who says it', said('bad', {from: '__proto__'})],
  ['no message', said('bad', {message: null})],
  ['a message of another kind of program', said('bad', {message: [{nodeType: 1}]})],
  ['a line nobody knows', {id: 'bad', at: 1, from: 'system', notice: 'constructor'}],
  [
    'a delivery nobody knows',
    {id: 'bad', at: 1, from: 'visitor', delivery: 'toString', message: {code: 'message', type: 'text', body: 'bad'}},
  ],
  ['nothing', null],
  ['a list', [said('bad')]],
];

describe('of what was kept, an entry with', () => {
  test.each(bad)('%s is left out, and its neighbours are not', (_, entry) => {
    const kept = {version: 1, phase: 'open', entries: [said('one'), entry, said('two')]};
    const state = restore(JSON.parse(JSON.stringify(kept)), 1_800_000_000_000);
    expect(state?.entries.map(({id}) => id)).toEqual(['one', 'two']);
  });
});

test('what was kept changes nothing that all objects have', () => {
  const kept =
    '{"version":1,"entries":[],"__proto__":{"polluted":true},"data":{"__proto__":{"polluted":true}},"agent":{"__proto__":{"nick":"evil"}}}';
  const state = restore(JSON.parse(kept), 0);
  expect('polluted' in {}).toBe(false);
  expect(state?.agent?.nick).toBeUndefined();
});
