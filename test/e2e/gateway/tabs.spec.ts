import type {Locator, Page} from '@playwright/test';
import {expect, lines, open, type Place, say, shown, spoken, test} from './gateway-test.ts';

// Tracing forty messages in three tabs takes longer than sending them.
test.use({trace: 'off'});

test.skip(({isMobile}) => isMobile, 'one tab at a time is in front on a phone');

const startCount = ({site}: Place): number => site.heard.filter(({event}) => event === 'start').length;
const postCount = ({network}: Place): number => network.passed.filter((line) => line.endsWith('/messages')).length;

/** Texts of all messages, including those far above, which are rendered before printing. */
async function allTexts(log: Locator): Promise<string[]> {
  await log.page().evaluate(() => dispatchEvent(new Event('beforeprint')));
  return lines(log);
}

test('shows forty messages sent from two tabs and their answers in the same order in both, and sends each once', async ({
  page,
  context,
  place,
}) => {
  const shop = await place();
  const log = await open(page, shop);
  const other = await context.newPage();
  const otherLog = await open(other, shop);
  const [left, right] = [numberedTexts('left'), numberedTexts('right')];
  await Promise.all([sendAll(page, left), sendAll(other, right)]);
  await expect.poll(() => spoken(shop).length, {timeout: 15_000}).toBe(40);
  const all = ['Hello', ...[...left, ...right].flatMap((words) => [words, `Heard ${words}`])].toSorted();
  for (const one of [log, otherLog]) await expect.poll(async () => (await allTexts(one)).toSorted(), {timeout: 8_000}).toEqual(all);
  const order = await allTexts(log);
  await expect.poll(() => allTexts(otherLog), {timeout: 8_000}).toEqual(order);
  expect(spoken(shop)).toEqual(order.filter((line) => /^(left|right)/.test(line)));
  for (const words of [left, right]) expect(spoken(shop).filter((line) => words.includes(line))).toEqual(words);
  expect(
    spoken(shop)
      .slice(0, 20)
      .filter((line) => right.includes(line)).length,
    'messages of both tabs interleave',
  ).toBeGreaterThan(3);
  expect(order.filter((line) => line.startsWith('Heard'))).toEqual(spoken(shop).map((words) => `Heard ${words}`));
  expect([postCount(shop), startCount(shop)]).toEqual([40, 1]);
  await expect(log).not.toContainText(/Sending|Waiting|Not sent/);

  const third = await context.newPage();
  await third.goto(shop.site.url);
  // The end of a long conversation is rendered first.
  const thirdLog = await shown(third);
  await expect.poll(async () => (await lines(thirdLog)).slice(-30)).toEqual(order.slice(-30));
});

for (const [name, leads] of [
  ['leads', true],
  ['does not lead', false],
] as const) {
  test(`sends the pending messages of both tabs once and in order when the tab that ${name} is closed`, async ({page, context, place}) => {
    const shop = await place();
    await open(page, shop);
    const other = await context.newPage();
    await open(other, shop);
    const [closing, staying] = leads ? [page, other] : [other, page];
    // A follower too must have loaded what it needs to take over while offline.
    for (const file of ['listen', 'gateway']) await expect.poll(() => loadedChunks(staying), file).toContain(file);
    await context.setOffline(true);
    await say(closing, 'mine');
    await expect(staying.getByRole('log')).toContainText('mine');
    await say(staying, 'yours');
    await closing.close();
    await context.setOffline(false);
    await expect(staying.getByRole('log')).toContainText('Heard yours');
    expect(await lines(staying.getByRole('log'))).toEqual(['Hello', 'mine', 'yours', 'Heard mine', 'Heard yours']);
    expect([spoken(shop), postCount(shop), startCount(shop)]).toEqual([['mine', 'yours'], 2, 1]);
  });
}

/** Names of the chunks that a page has loaded, without their hashes. */
const loadedChunks = (page: Page): Promise<string[]> =>
  page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => /\/parley\/([\w-]+)-\w+\.js$/.exec(name)?.[1] ?? ''));

const numberedTexts = (name: string): string[] => Array.from({length: 20}, (_, round) => `${name} ${round}.`);

/** Sends messages shortly after each other, without waiting for delivery. */
function sendAll(page: Page, words: readonly string[]): Promise<void> {
  return page.evaluate(async (all) => {
    const {parley} = globalThis as unknown as {parley: {send(words: string): Promise<void>}};
    for (const one of all) {
      void parley.send(one);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }, words);
}
