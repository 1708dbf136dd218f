import {expect, test} from 'vitest';
import {transferOf} from '../../../src/gateway/conversations/transfer.ts';

const to = {tags: ['people']};

test.each([
  ['the exact value', {key: 'go', value: 'sales', to}, {go: 'sales'}, true],
  ['a different value', {key: 'go', value: 'sales', to}, {go: 'support'}, false],
  ['a string in place of a number', {key: 'go', value: 5, to}, {go: '5'}, false],
  ['false, if the rule asks for it', {key: 'go', value: false, to}, {go: false}, true],
  ['any value, if the rule names none', {key: 'go', to}, {go: 'x'}, true],
  ['zero, if the rule names no value', {key: 'go', to}, {go: 0}, true],
  ['false, if the rule names no value', {key: 'go', to}, {go: false}, false],
  ['null', {key: 'go', to}, {go: null}, false],
  ['an empty string', {key: 'go', to}, {go: ''}, false],
  ['a missing key', {key: 'go', to}, {}, false],
  ['a key inherited from Object.prototype', {key: 'toString', to}, {}, false],
  ['no data', {key: 'go', to}, undefined, false],
] as const)('a transfer rule matched against %s', (_, rule, data, isMatch) => {
  expect(transferOf([rule], data)).toEqual(isMatch ? to : undefined);
});

test('the first matching rule wins, and {value} in its target is replaced by the matched value', () => {
  const rules = [
    {key: 'a', value: 1, to: {agent: 'one'}},
    {key: 'b', to: {tags: ['team-{value}', '{value}'], agent: '{value} {value}'}},
    {key: 'b', to: {agent: 'never'}},
  ];
  expect(transferOf(rules, {a: 2, b: '$& x'})).toEqual({tags: ['team-$& x', '$& x'], agent: '$& x $& x'});
  expect(transferOf(rules, {b: {deep: 1}})).toEqual({tags: ['team-'], agent: ' '});
  expect(transferOf(undefined, {b: 1})).toBeUndefined();
});
