import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import {abortable} from '../../src/gateway/bots/abortable.ts';
import {startDeadline} from '../../src/gateway/deadline.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const hanging = (): Promise<never> => new Promise(() => {});

test('hanging work times out even if garbage is collected in the meantime', async () => {
  const other = new AbortController();
  const ended: unknown[] = [];
  // Such work is referenced only by its own deadline.
  const begin = async (): Promise<void> => {
    await abortable(hanging, startDeadline(other.signal, 300).signal).catch((error: unknown) => void ended.push(error));
  };
  for (let times = 0; times < 20; times++) void begin();
  for (let times = 0; times < 10; times++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
  }
  await expect.poll(() => ended.length).toBe(20);
  expect(ended).toMatchObject(Array.from({length: 20}, () => ({name: 'TimeoutError'})));
});

test('work is aborted with the reason of the other signal, even if that was aborted before', async () => {
  const other = new AbortController();
  const limit = startDeadline(other.signal, 60_000);
  const working = abortable(hanging, limit.signal);
  other.abort(new Error('stopped'));
  await expect(working).rejects.toThrow('stopped');
  expect(limit.isExpired).toBe(false);
  await expect(abortable(hanging, startDeadline(other.signal, 60_000).signal)).rejects.toThrow('stopped');
  limit.clear();
});

test('finished work is not aborted afterwards', async () => {
  const other = new AbortController();
  const limit = startDeadline(other.signal, 10);
  limit.clear();
  other.abort();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(limit.signal.aborted).toBe(false);
});
