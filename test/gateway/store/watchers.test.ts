import {expect, test} from 'vitest';
import {Watchers} from '../../../src/gateway/store/watchers.ts';
import {Budgets} from '../../../src/gateway/store/budgets.ts';
import type {StoredEvent} from '../../../src/gateway/stored.ts';
import {describeEvent as line} from './fixtures.ts';

const events = ['1', '2', '3', '4', '5'].map((id): StoredEvent => ({type: 'ack', ref: id, id, ts: '2026-11-20T12:00:00.000Z'}));

function setUp(kept: () => readonly StoredEvent[] = () => events) {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const read = async (after: number) => kept().filter((event) => Number(event.id) > after);
  const watchers = new Watchers({after: 0, read, onError: (error) => errors.push(error)});
  watchers.add((event) => heard.push(line(event)), 0);
  return {watchers, heard, errors};
}

test('watchers get each event once and in order, even if events arrive late, twice or not at all', async () => {
  const {watchers, heard} = setUp(() => events.slice(0, 4));
  for (const index of [0, 0, 2, 1, 3, 4]) watchers.publish(events[index]!);
  watchers.publish({type: 'iswriting', on: true});
  await watchers.settled();
  expect(heard).toEqual(['1 ack', '2 ack', '3 ack', '4 ack', '5 ack', '- iswriting']);
});

test('events that could not be read are delivered with the next one', async () => {
  let broken = true;
  const {watchers, heard, errors} = setUp(() => {
    if (broken) throw new Error('no connection');
    return events.slice(0, 3);
  });
  watchers.publish(events[1]!);
  await watchers.settled();
  expect([heard, errors.length]).toEqual([[], 1]);
  broken = false;
  watchers.publish(events[2]!);
  await watchers.settled();
  expect(heard).toEqual(['1 ack', '2 ack', '3 ack']);
});

test('a watcher gets no events older than its start, and none after it has stopped from within a callback', async () => {
  const {watchers} = setUp();
  const late: string[] = [];
  const stop = watchers.add((event) => {
    late.push(line(event));
    stop();
  }, 2);
  for (const event of events) watchers.publish(event);
  await watchers.settled();
  expect(late).toEqual(['3 ack']);
});

test('expired budgets are removed from memory', () => {
  let now = 0;
  const budgets = new Budgets(() => now);
  for (let address = 0; address < 1000; address++) budgets.spend(`${address}`, 5);
  expect(budgets.size).toBe(1000);
  now = 60_000;
  budgets.spend('another', 5);
  expect(budgets.size).toBe(1);
  for (let address = 0; address < 1000; address++) budgets.charge(`${address}`, 5, {most: 10, within: 1000});
  budgets.charge('long', 5, {most: 10, within: 5000});
  expect(budgets.size).toBe(1002);
  now = 61_000;
  budgets.charge('another', 5, {most: 10, within: 1000});
  expect(budgets.size).toBe(3);
});
