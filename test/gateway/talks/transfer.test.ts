import {expect, test} from 'vitest';
import {transferOf} from '../../../src/gateway/talks/transfer.ts';

const to = {tags: ['people']};

test.each([
  ['the very value', {key: 'go', value: 'sales', to}, {go: 'sales'}, true],
  ['another value', {key: 'go', value: 'sales', to}, {go: 'support'}, false],
  ['a number that only looks the same', {key: 'go', value: 5, to}, {go: '5'}, false],
  ['false, asked for', {key: 'go', value: false, to}, {go: false}, true],
  ['any value', {key: 'go', to}, {go: 'x'}, true],
  ['zero, which is a value', {key: 'go', to}, {go: 0}, true],
  ['false', {key: 'go', to}, {go: false}, false],
  ['null', {key: 'go', to}, {go: null}, false],
  ['an empty text', {key: 'go', to}, {go: ''}, false],
  ['no such key', {key: 'go', to}, {}, false],
  ['a key every object has', {key: 'toString', to}, {}, false],
  ['no data', {key: 'go', to}, undefined, false],
] as const)('a rule and %s', (_, rule, data, fits) => {
  expect(transferOf([rule], data)).toEqual(fits ? to : undefined);
});

test('the first rule that fits decides, and what stood there can be part of the target', () => {
  const rules = [
    {key: 'a', value: 1, to: {agent: 'one'}},
    {key: 'b', to: {tags: ['team-{value}', '{value}'], agent: '{value} {value}'}},
    {key: 'b', to: {agent: 'never'}},
  ];
  expect(transferOf(rules, {a: 2, b: '$& x'})).toEqual({tags: ['team-$& x', '$& x'], agent: '$& x $& x'});
  expect(transferOf(rules, {b: {deep: 1}})).toEqual({tags: ['team-'], agent: ' '});
  expect(transferOf(undefined, {b: 1})).toBeUndefined();
});
