import {describe, expect, test} from 'vitest';
import {deserialize} from '../../src/conversation/serialization.ts';

const entryWith = (id: string, more: object = {}) => ({
  id,
  at: 1_800_000_000_000,
  from: 'bot',
  message: {code: 'message', type: 'text', body: id},
  ...more,
});
const invalidEntries: readonly (readonly [name: string, entry: unknown])[] = [
  ['a time beyond the range of Date', entryWith('bad', {at: 8.64e15 + 1})],
  ['a time before the range of Date', entryWith('bad', {at: -1e300})],
  ['a time that is a string', entryWith('bad', {at: '<img src=x onerror=ran()>'})],
  ['an empty id', entryWith('', {})],
  ['an id that is an object', entryWith('bad', {id: {toString: 'ran()'}})],
  ['an unknown sender', entryWith('bad', {from: '__proto__'})],
  ['no message', entryWith('bad', {message: null})],
  ['a message that is an array', entryWith('bad', {message: [{nodeType: 1}]})],
  ['an unknown notice', {id: 'bad', at: 1, from: 'system', notice: 'constructor'}],
  [
    'an unknown delivery state',
    {id: 'bad', at: 1, from: 'visitor', delivery: 'toString', message: {code: 'message', type: 'text', body: 'bad'}},
  ],
  ['null instead of an object', null],
  ['an array instead of an object', [entryWith('bad')]],
];

describe('restoring a stored conversation', () => {
  test.each(invalidEntries)('drops an entry with %s and keeps its neighbours', (_, entry) => {
    const kept = {version: 1, phase: 'open', entries: [entryWith('one'), entry, entryWith('two')]};
    const state = deserialize(JSON.parse(JSON.stringify(kept)), 1_800_000_000_000);
    expect(state?.entries.map(({id}) => id)).toEqual(['one', 'two']);
  });
});

test('restoring a stored conversation does not pollute prototypes', () => {
  const kept =
    '{"version":1,"entries":[],"__proto__":{"polluted":true},"data":{"__proto__":{"polluted":true}},"agent":{"__proto__":{"nick":"evil"}}}';
  const state = deserialize(JSON.parse(kept), 0);
  expect('polluted' in {}).toBe(false);
  expect(state?.agent?.nick).toBeUndefined();
});
