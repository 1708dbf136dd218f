import {expect, test, vi} from 'vitest';
import {seeded, VirtualTime} from '../../src/testing/index.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` with virtual time installed. */
async function withVirtualTime(work: (time: VirtualTime) => Promise<void>): Promise<void> {
  const time = new VirtualTime(1_000);
  const uninstall = time.install();
  try {
    await work(time);
  } finally {
    uninstall();
  }
}

test('advance() runs timers in order at their time, and their promise callbacks before the next timer', async () => {
  const before = performance.now();
  await withVirtualTime(async (time) => {
    const happened: [string, number][] = [];
    const note = (what: string) => happened.push([what, Date.now()]);
    void sleep(3_600_000).then(() => note('hour'));
    void sleep(60_000).then(async () => {
      note('minute');
      await sleep(10);
      await sleep(10);
      note('and 20 ms');
    });
    setTimeout(note, 60_015, 'between');
    setTimeout(() => note('between'), 60_015);
    setTimeout(() => note('same time, asked later'), 60_015);
    await time.advance(3_600_000);
    expect(happened).toEqual([
      ['minute', 61_000],
      ['between', 61_015],
      ['between', 61_015],
      ['same time, asked later', 61_015],
      ['and 20 ms', 61_020],
      ['hour', 3_601_000],
    ]);
    expect(time.now).toBe(3_601_000);
  });
  expect(performance.now() - before).toBeLessThan(1_000);
});

test('a timer never fires early or after clearTimeout()', async () => {
  await withVirtualTime(async (time) => {
    const happened: string[] = [];
    const off = setTimeout(() => happened.push('called off'), 10);
    setTimeout(() => happened.push('due'), 100);
    clearTimeout(off);
    await time.advance(99);
    expect(happened).toEqual([]);
    await time.advance(1);
    expect(happened).toEqual(['due']);
  });
});

test('an interval repeats until it is cleared, even from its own callback', async () => {
  await withVirtualTime(async (time) => {
    let beats = 0;
    const interval = setInterval(() => ++beats === 3 && clearInterval(interval), 20);
    await time.advance(50);
    expect(beats).toBe(2);
    await time.advance(1_000);
    expect(beats).toBe(3);
  });
});

test('advance(0) flushes promises without any time passing', async () => {
  await withVirtualTime(async (time) => {
    let rounds = 0;
    void (async () => {
      while (rounds < 500) await Promise.resolve(rounds++);
    })();
    await time.advance(0);
    expect(rounds).toBe(500);
    expect(Date.now()).toBe(1_000);
  });
});

test('uninstalling restores the real clock', async () => {
  const real = {setTimeout, clearTimeout, setInterval, clearInterval, now: Date.now};
  await withVirtualTime(async () => expect(Date.now()).toBe(1_000));
  expect({setTimeout, clearTimeout, setInterval, clearInterval, now: Date.now}).toEqual(real);
  expect(Date.now()).toBeGreaterThan(1_600_000_000_000);
});

test('seeded() is reproducible by seed and evenly distributed in [0, 1)', () => {
  const numbers = (seed: number) => {
    const random = seeded(seed);
    return Array.from({length: 10_000}, () => random());
  };
  expect(numbers(1)).toEqual(numbers(1));
  expect(numbers(1).slice(0, 5)).not.toEqual(numbers(2).slice(0, 5));
  expect(Math.min(...numbers(7))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers(7))).toBeLessThan(1);
  for (const part of [0, 1, 2, 3, 4]) {
    const share = numbers(part).filter((number) => Math.floor(number * 5) === part).length / 10_000;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.22);
  }
});

test('advance() flushes promises in browsers, too, which have no `setImmediate`', async () => {
  vi.stubGlobal('setImmediate', undefined);
  vi.resetModules();
  const {VirtualTime: OfPage} = await import('../../src/testing/virtual-time.ts');
  vi.unstubAllGlobals();
  const time = new OfPage();
  const uninstall = time.install();
  let rounds = 0;
  void sleep(5).then(async () => {
    while (rounds < 500) await Promise.resolve(rounds++);
  });
  await time.advance(5);
  uninstall();
  expect(rounds).toBe(500);
});
