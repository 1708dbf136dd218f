import {expect, test} from 'vitest';
import {retryAfter} from '../../src/transport/retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00.200Z');

test.each([
  ['7', 7],
  [' 0 ', 0],
  ['86400', 86_400],
  ['Thu, 01 Jan 2026 00:00:10 GMT', 10],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('%j asks to wait for %s seconds', (header, seconds) => {
  expect(retryAfter(header, now)).toBe(seconds);
});
