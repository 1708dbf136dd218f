import {afterEach, expect, test} from 'vitest';
import {jsonOf} from '../../src/protocol/json.ts';
import {writeRequest} from '../../src/protocol/write.ts';

const said = {list: [1, ['two']], at: new Date(0), none: undefined};

afterEach(() => Reflect.deleteProperty(Array.prototype, 'toJSON'));

test('jsonOf() returns ordinary JSON', () => {
  expect(jsonOf(said)).toBe('{"list":[1,["two"]],"at":"1970-01-01T00:00:00.000Z"}');
});

test('jsonOf() and writeRequest() ignore a toJSON method that the page added to Array.prototype', () => {
  const usual = jsonOf(said);
  Object.assign(Array.prototype, {toJSON: () => 'wrong'});
  expect(JSON.stringify(said)).toContain('wrong');
  expect(jsonOf(said)).toBe(usual);
  expect(jsonOf([[]])).toBe('[[]]');
  expect(writeRequest({language: 'en', event: 'start', data: {basket: ['lamp']}})).toContain(String.raw`"basket":"[\"lamp\"]"`);
});
