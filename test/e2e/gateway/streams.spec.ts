import type {Page} from '@playwright/test';
import {createTokens} from '../../../src/gateway/tokens.ts';
import type {Fault} from './faulty-proxy.ts';
import {echo, expect, lines, open, type Place, say, shown, sayUnprompted, spoken, allowUnprompted, test} from './gateway-test.ts';

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

const isStream = (line: string): boolean => /^GET .*\/events$/.test(line);
const isPoll = (line: string): boolean => /^GET .*\/events\?after=/.test(line);
const streamCount = ({network}: Place): number => network.passed.filter(isStream).length;
const pollCount = ({network}: Place): number => network.passed.filter(isPoll).length;
const minute = 60_000;

/** What a proxy does to streams; `hold` holds back all their frames. */
const proxyFaults: readonly (readonly [name: string, fault: Fault | 'hold'])[] = [
  ['never answers a stream', 'hang'],
  ['holds back all frames of a stream', 'hold'],
  ['answers a stream with 406', {status: 406}],
  ['answers a stream with a web page', {status: 200, body: '<h1>Proxy</h1>'}],
];

for (const [name, fault] of proxyFaults) {
  test(`polls behind a proxy that ${name}, and retries the stream after 5 min, without repeating messages`, async ({
    page,
    place,
    complaints,
  }) => {
    complaints.expect(/late messages cannot be heard/);
    const shop = await place(echo, allowUnprompted);
    const {network} = shop;
    if (fault === 'hold') network.silent = true;
    else network.fault = (line) => (isStream(line) ? fault : undefined);
    await page.clock.install();
    await page.goto(shop.site.url);
    const log = await shown(page);
    await expect.poll(() => streamCount(shop)).toBe(1);
    await page.clock.runFor(5_000);
    await expect(log).toContainText('Hello');
    await say(page, 'one');
    await expect.poll(() => spoken(shop)).toEqual(['one']);
    await expectSoon(page, 'Heard one');
    await sayUnprompted(shop, 'late');
    await expectSoon(page, 'late');
    await expect(log).not.toContainText('Proxy');
    expect(streamCount(shop)).toBe(1);

    network.silent = false;
    network.fault = () => undefined;
    await page.clock.fastForward(5 * minute);
    await page.clock.runFor(1_500);
    await expect.poll(() => streamCount(shop)).toBe(2);
    const asked = pollCount(shop);
    await sayUnprompted(shop, 'by stream');
    await expect(log).toContainText('by stream', {timeout: 8_000});
    expect(await lines(log)).toEqual(['Hello', 'one', 'Heard one', 'late', 'by stream']);
    expect([spoken(shop), pollCount(shop)]).toEqual([['one'], asked]);
  });
}

test('reopens a stream that is cut, and polls after three cuts in a minute, without repeating messages', async ({page, place}) => {
  const shop = await place(echo, allowUnprompted);
  await page.clock.install();
  const log = await open(page, shop);
  for (let cut = 1; cut <= 3; cut++) {
    await sayUnprompted(shop, `before cut ${cut}`);
    await expect(log).toContainText(`before cut ${cut}`);
    expect([streamCount(shop), pollCount(shop)]).toEqual([cut, 0]);
    shop.network.cut();
    await sayUnprompted(shop, `after cut ${cut}`);
    await expectSoon(page, `after cut ${cut}`);
  }
  await expect.poll(() => pollCount(shop)).toBeGreaterThan(0);
  expect(streamCount(shop)).toBe(3);
  expect(await lines(log)).toEqual(['Hello', ...[1, 2, 3].flatMap((cut) => [`before cut ${cut}`, `after cut ${cut}`])]);
});

test('polls at most every 10 s while the page is hidden', async ({page, place}) => {
  const shop = await place(echo, allowUnprompted);
  shop.network.fault = (line) => (isStream(line) ? {status: 406} : undefined);
  await page.clock.install();
  await open(page, shop);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.runFor(3_000);
  await page.waitForTimeout(300);
  const before = pollCount(shop);
  await page.clock.runFor(9_000);
  await page.waitForTimeout(300);
  expect(pollCount(shop)).toBe(before);
  await sayUnprompted(shop, 'unseen');
  await page.clock.runFor(2_000);
  await expect(page.getByRole('log')).toContainText('unseen');
});

test('reconnects a silent stream after 45 s, and shows what it missed once', async ({page, place}) => {
  const shop = await place(echo, allowUnprompted);
  const {network} = shop;
  await page.clock.install();
  const log = await open(page, shop);
  network.silent = true;
  await sayUnprompted(shop, 'missed');
  await page.clock.runFor(30_000);
  expect(streamCount(shop)).toBe(1);
  await page.clock.runFor(15_000);
  network.silent = false;
  await page.clock.runFor(1_200);
  await expect(log).toContainText('missed', {timeout: 8_000});
  await say(page, 'on');
  await expect(log).toContainText('Heard on');
  expect(await lines(log)).toEqual(['Hello', 'missed', 'on', 'Heard on']);
  expect([streamCount(shop), pollCount(shop)]).toEqual([2, 0]);
});

test('renews its expired token after an hour asleep, and shows five missed messages once and in order within 5 s', async ({
  page,
  place,
}) => {
  const shop = await place(echo, allowUnprompted);
  const {network, site} = shop;
  let token = '';
  network.fault = (_, {headers}) => void (token = headers.authorization ?? token);
  await page.clock.install();
  const log = await open(page, shop);
  await say(page, 'before');
  await expect(log).toContainText('Heard before');

  network.silent = true;
  const past = createTokens({
    secrets: ['a secret of thirty-two characters'],
    host: new URL(network.url).host,
    account: 'parley',
    life: 900,
    now: () => Date.now() - 60 * minute,
  });
  const expired = await past.issueBrowser(site.heard[0]!.environment!.contactId!);
  network.fault = (_, {headers}) => {
    if (headers.authorization === token) headers.authorization = `Bearer ${expired.token}`;
    return undefined;
  };
  const missed = [1, 2, 3, 4, 5].map((count) => `late ${count}`);
  for (const words of missed) await sayUnprompted(shop, words);
  const before = network.passed.length;
  await page.clock.fastForward(60 * minute);
  network.silent = false;
  await expect(log).toContainText('late 5', {timeout: 5_000});
  expect(await lines(log)).toEqual(['Hello', 'before', 'Heard before', ...missed]);
  const ways = network.passed.slice(before).map((line) => line.replace(/conversations\/[^/]+/, '…'));
  expect(ways).toEqual(['GET /v1/…/events', 'POST /v1/…/token', 'GET /v1/…/events']);
  await say(page, 'after');
  await expect(log).toContainText('Heard after');
  expect(spoken(shop)).toEqual(['before', 'after']);
});

/** Expects a text to appear within 6 s of the page's clock. */
async function expectSoon(page: Page, words: string): Promise<void> {
  const seen = page.getByRole('log').getByText(words, {exact: true});
  for (let waited = 0; waited < 6_000 && !(await seen.isVisible()); waited += 500) {
    await page.clock.runFor(500);
    // The clock runs faster than the network.
    await page.waitForTimeout(50);
  }
  await expect(seen).toBeVisible({timeout: 8_000});
}
