import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {readEvent} from '../../src/protocol/read-event.ts';

const types = [
  'message',
  'ack',
  'read',
  'iswriting',
  'joined',
  'left',
  'queue',
  'transfer',
  'end',
  'problem',
  'reset',
  'ready',
  '__proto__',
  'toString',
];

test('reading an event of any shape does not throw, and reading the result again changes nothing', () => {
  const anything = fc.anything({withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true, maxDepth: 4});
  const keys = [
    'id',
    'ts',
    'ref',
    'on',
    'ttl',
    'from',
    'agent',
    'position',
    'status',
    'to',
    'code',
    'message',
    'snapshot',
    'events',
    'items',
    'reason',
    'state',
  ];
  const event = fc
    .tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...keys), anything))
    .map(([type, more]) => ({...more, type}));
  fc.assert(
    fc.property(fc.oneof(anything, event, event), (value) => {
      const read = readEvent(value);
      if (read) expect(readEvent(JSON.parse(JSON.stringify(read)))).toEqual(JSON.parse(JSON.stringify(read)));
    }),
    {numRuns: 2_000},
  );
});

test('values that throw when accessed are ignored', () => {
  const {proxy, revoke} = Proxy.revocable({}, {});
  revoke();
  expect(readEvent(proxy)).toBeUndefined();
  const trap = {
    type: 'joined',
    get agent(): never {
      throw new Error('no');
    },
  };
  expect(readEvent(trap)).toEqual({type: 'joined', agent: {}});
});

test.each([
  [
    {type: 'queue', position: '3', estimateMs: 240_000},
    {type: 'queue', position: 3, estimateMs: 240_000},
  ],
  [{type: 'queue', position: -1}, undefined],
  [{type: 'transfer', status: 'lost'}, undefined],
  [
    {type: 'transfer', status: 'requested', to: {tags: ['lamps', 7], secret: 'x'}, id: 9},
    {type: 'transfer', status: 'requested', to: {tags: ['lamps']}, id: '9'},
  ],
  [
    {type: 'left', agent: {nick: 'Mira', is_bot: false, token: 'x'}, reason: 'back'},
    {type: 'left', agent: {nick: 'Mira', is_bot: false}, reason: 'back'},
  ],
  [{type: 'iswriting'}, {type: 'iswriting', on: true}],
  [{type: 'problem'}, {type: 'problem', code: 'message_failed'}],
  [
    {message: {body: 'hi'}, id: 'm_9', from: {kind: 'god'}},
    {type: 'message', message: {code: 'message', type: 'text', body: 'hi'}},
  ],
  [{type: 'message', message: 7}, undefined],
  [{type: 'ready', state: 'bot'}, undefined],
])('%j is read as %j', (value, expected) => {
  expect(readEvent(value)).toEqual(expected);
});

test('a snapshot becomes the events that lead to it, and nested resets are ignored', () => {
  const items = [{type: 'message', id: '1', message: {body: 'Hi'}}, {type: 'reset', snapshot: {}}, null, {type: 'ack', id: '2', ref: 'm1'}];
  const snapshot = {id: 'c1', state: 'ended', agent: {nick: 'Mira'}, queue: {position: 2}, items, lastEventId: '2'};
  expect(readEvent({type: 'reset', snapshot})).toEqual({
    type: 'reset',
    id: '2',
    events: [
      {type: 'message', id: '1', message: {code: 'message', type: 'text', body: 'Hi'}},
      {type: 'ack', id: '2', ref: 'm1'},
      {type: 'joined', agent: {nick: 'Mira'}},
      {type: 'queue', position: 2},
      {type: 'end'},
    ],
  });
});
