import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import {orAborted} from '../../src/gateway/bots/or-aborted.ts';
import {limited} from '../../src/gateway/limited.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const hanging = (): Promise<never> => new Promise(() => {});

test('work that hangs is given up when its time is over, also where garbage was collected meanwhile', async () => {
  const other = new AbortController();
  const ended: unknown[] = [];
  // Nobody but its own limit holds such work.
  const begin = async (): Promise<void> => {
    await orAborted(hanging, limited(other.signal, 300).signal).catch((error: unknown) => void ended.push(error));
  };
  for (let times = 0; times < 20; times++) void begin();
  for (let times = 0; times < 10; times++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
  }
  await expect.poll(() => ended.length).toBe(20);
  expect(ended).toMatchObject(Array.from({length: 20}, () => ({name: 'TimeoutError'})));
});

test('it ends with the other signal, for its reason, also where that was aborted before', async () => {
  const other = new AbortController();
  const limit = limited(other.signal, 60_000);
  const working = orAborted(hanging, limit.signal);
  other.abort(new Error('stopped'));
  await expect(working).rejects.toThrow('stopped');
  expect(limit.isOver).toBe(false);
  await expect(orAborted(hanging, limited(other.signal, 60_000).signal)).rejects.toThrow('stopped');
  limit.end();
});

test('work that is done is not aborted afterwards', async () => {
  const other = new AbortController();
  const limit = limited(other.signal, 10);
  limit.end();
  other.abort();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(limit.signal.aborted).toBe(false);
});
