import {expect, test} from 'vitest';
import {parseRetryAfter} from '../../src/transport/retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00.200Z');

test.each([
  ['7', 7],
  [' 0 ', 0],
  ['86400', 86_400],
  ['Thu, 01 Jan 2026 00:00:10 GMT', 10],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['Thursday, 01-Jan-26 00:00:10 GMT', 10],
  ['Thu Jan  1 00:00:10 2026', 10],
  ['Thu, 01 Jan 2026 01:00:10 +0100', 10],
  ['soon', undefined],
  ['-5', undefined],
  ['+5', undefined],
  ['1.5', undefined],
  ['5 s', undefined],
  ['1e3', undefined],
  ['2026-01-01', undefined],
  ['Slot 6', undefined],
  ['', undefined],
  [null, undefined],
])('a Retry-After of %j means %s seconds', (header, seconds) => {
  expect(parseRetryAfter(header, now)).toBe(seconds);
});
