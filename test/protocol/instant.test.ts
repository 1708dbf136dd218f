import {expect, test} from 'vitest';
import {instantOf} from '../../src/protocol/instant.ts';

test.each([
  ['2026-11-20T10:00:00', 'America/New_York', '2026-11-20T15:00:00.000Z'],
  ['2026-07-20T10:00', 'America/New_York', '2026-07-20T14:00:00.000Z'],
  ['2026-11-20 10:00', 'Asia/Kolkata', '2026-11-20T04:30:00.000Z'],
  ['2026-11-20', 'Europe/Oslo', '2026-11-19T23:00:00.000Z'],
  ['2026-01-01T00:00', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
  ['2026-11-20T10:00:00.250', 'UTC', '2026-11-20T10:00:00.250Z'],
])('%s in %s is %s', (text, zone, moment) => {
  expect(instantOf(text, zone)).toBe(moment);
});

test.each([
  ['just before a skipped hour', '2026-03-29T01:59', 'Europe/Oslo', '2026-03-29T00:59:00.000Z'],
  ['in a skipped hour', '2026-03-29T02:30', 'Europe/Oslo', '2026-03-29T01:30:00.000Z'],
  ['just after a skipped hour', '2026-03-29T03:00', 'Europe/Oslo', '2026-03-29T01:00:00.000Z'],
  ['in a skipped hour, west of Greenwich', '2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['just before a repeated hour', '2026-10-25T01:59', 'Europe/Oslo', '2026-10-24T23:59:00.000Z'],
  ['in a repeated hour', '2026-10-25T02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
  ['just after a repeated hour', '2026-10-25T03:00', 'Europe/Oslo', '2026-10-25T02:00:00.000Z'],
  ['in a repeated hour, west of Greenwich', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['in a skipped half hour', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
])('at a change of daylight saving time: %s', (_, text, zone, moment) => {
  expect(instantOf(text, zone)).toBe(moment);
});

test.each(['2026-11-20T10:00Z', '2026-11-20T10:00:00.5+01:00', '+012026-11-20T10:00:00.000Z'])('%s has an offset and is kept', (text) => {
  expect(instantOf(text, 'Europe/Oslo')).toBe(text);
});

test.each([
  ['2026-11-20t10:00-0500', '2026-11-20T10:00-05:00'],
  ['2026-11-20 10:00:00.123456+01', '2026-11-20T10:00:00.123456+01:00'],
  ['2026-11-20 10:00:00 +0530', '2026-11-20T10:00:00+05:30'],
  ['2026-11-20 10:00:00 UTC', '2026-11-20T10:00:00Z'],
])('%s, a format of databases and languages, is normalized to %s', (text, moment) => {
  expect(instantOf(text, 'Europe/Oslo')).toBe(moment);
});

test.each(['2026-11-20T10:00', '2026-11-20'])('%s in an unknown time zone is kept', (text) => {
  expect(instantOf(text, 'Mars/Olympus')).toBe(text);
});

test.each([
  '',
  '5',
  'Slot 6',
  'soon',
  'Nov 20 2026',
  '20/11/2026',
  '2026-11-20T25:00',
  '2026-13-20',
  '2026-11-20T10:00+99',
  '2026-11-20 at 10:00',
])('%j is not a point in time', (text) => {
  expect(instantOf(text, 'Europe/Oslo')).toBeUndefined();
});
