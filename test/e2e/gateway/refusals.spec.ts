import type {IncomingMessage} from 'node:http';
import type {Fault} from './faulty-proxy.ts';
import {expect, lines, open, type Place, say, shown, spoken, test} from './gateway-test.ts';
import {wholePage} from './whole-page.ts';

test.skip(({isMobile}) => isMobile, 'the network is the same for every browser');
test.beforeEach(({complaints}) => complaints.expect(/^(warning|error): Parley: .*TransportError: /));

const portal: Fault = {status: 200, body: '<!doctype html><title>Portal</title><form id="portal">Sign in</form>'};
const isMessage = (line: string, {headers}: IncomingMessage): boolean => line.endsWith('/messages') && 'idempotency-key' in headers;

interface Attempt {
  at: number;
  key: string;
}

/** Applies the given faults to the next attempts to send a message, one each, and records all attempts. */
function injectFaults({network}: Place, ...faults: readonly (Fault | undefined)[]): Attempt[] {
  const tries: Attempt[] = [];
  network.fault = (line, request) => {
    if (!isMessage(line, request)) return undefined;
    tries.push({at: performance.now(), key: String(request.headers['idempotency-key'])});
    return faults[tries.length - 1];
  };
  return tries;
}

test('retries a message whose answer was lost under the same key, and asks the bot once', async ({page, place}) => {
  const shop = await place();
  const {network} = shop;
  const log = await open(page, shop);
  const tries = injectFaults(shop, 'lost', 'lost');
  // The stream must not report its arrival either.
  network.silent = true;
  const own = await say(page, 'order');
  await expect.poll(() => tries.length).toBe(3);
  await expect(own).toContainText('Sent');
  network.silent = false;
  network.cut();
  await expect(log).toContainText('Heard order');
  expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order']);
  expect(spoken(shop)).toEqual(['order']);
  expect(new Set(tries.map(({key}) => key)).size).toBe(1);
});

test('marks a message whose answer was lost as sent once the stream delivers it', async ({page, place}) => {
  const shop = await place();
  const log = await open(page, shop);
  const tries = injectFaults(shop, 'lost');
  await expect(await say(page, 'order')).toContainText('Sent');
  await expect(log).toContainText('Heard order');
  await say(page, 'more');
  await expect(log).toContainText('Heard more');
  expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order', 'more', 'Heard more']);
  expect(spoken(shop)).toEqual(['order', 'more']);
  expect(new Set(tries.map(({key}) => key)).size).toBe(2);
});

test('never renders a captive portal, marks the message as not sent yet, and sends it once the gateway is back', async ({page, place}) => {
  const shop = await place();
  shop.network.fault = () => portal;
  await page.goto(shop.site.url);
  const log = await shown(page);
  await expect(page.getByRole('alert')).toContainText('could not be reached');
  shop.network.fault = () => undefined;
  await page.getByRole('button', {name: /^Try again/}).click();
  await expect(log).toContainText('Hello');

  shop.network.fault = () => portal;
  shop.network.cut();
  const own = await say(page, 'order');
  await expect(own.getByRole('status')).toContainText('Not sent yet', {timeout: 8_000});
  await expect(own).toContainText(/Trying again in \d s/);
  await expect(own.getByRole('button', {name: 'Delete'})).toBeVisible();
  expect(await wholePage(page)).not.toMatch(/Portal|portal|Sign in/);
  expect(spoken(shop)).toEqual([]);
  shop.network.fault = () => undefined;
  await own.getByRole('button', {name: 'Try again now'}).press('Enter');
  await expect(log).toContainText('Heard order');
  expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order']);
  expect(spoken(shop)).toEqual(['order']);
});

test('on 429 with Retry-After: 7, counts down 7 s, then sends all messages once and in order', async ({page, place}) => {
  const shop = await place();
  const log = await open(page, shop);
  const tries = injectFaults(shop, {status: 429, headers: {'retry-after': '7'}});
  const own = await say(page, 'one');
  await expect(own).toContainText(/Trying again in [67] s/);
  await say(page, 'two');
  await expect(own).toContainText(/Trying again in [34] s/);
  await expect(log).toContainText('Heard two');
  const [first, second, third] = tries;
  const waited = second!.at - first!.at;
  expect(waited).toBeGreaterThan(6_500);
  expect(waited).toBeLessThan(7_500);
  expect(second!.key).toBe(first!.key);
  expect(third!.key).not.toBe(first!.key);
  expect(tries).toHaveLength(3);
  expect(spoken(shop)).toEqual(['one', 'two']);
  expect((await lines(log)).toSorted()).toEqual(['Heard one', 'Heard two', 'Hello', 'one', 'two']);
});

test('on 429, retries at the date in Retry-After, or after a second or two without one', async ({page, place}) => {
  const shop = await place();
  const log = await open(page, shop);
  const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_000);
  const dated = injectFaults(shop, {status: 429, headers: {'retry-after': date.toUTCString()}});
  await say(page, 'one');
  await expect(log).toContainText('Heard one');
  expect(dated).toHaveLength(2);
  const late = performance.timeOrigin + dated[1]!.at - date.getTime();
  expect(late).toBeGreaterThan(-500);
  expect(late).toBeLessThan(1_500);

  const bare = injectFaults(shop, {status: 429}, {status: 429});
  await say(page, 'two');
  await expect(log).toContainText('Heard two');
  expect(bare).toHaveLength(3);
  expect(bare[1]!.at - bare[0]!.at).toBeGreaterThan(790);
  expect(bare[2]!.at - bare[1]!.at).toBeGreaterThan(1_590);
  expect(spoken(shop)).toEqual(['one', 'two']);
});

test('on 429 for a day, marks the message as not sent at once, and sends it only on "Try again"', async ({page, place}) => {
  const shop = await place();
  await page.clock.install();
  const log = await open(page, shop);
  const tries = injectFaults(shop, {status: 429, headers: {'retry-after': '86400'}});
  const own = await say(page, 'one');
  await expect(own.getByRole('alert')).toContainText('Not sent', {timeout: 8_000});
  await page.clock.runFor(40_000);
  expect(tries).toHaveLength(1);
  await own.getByRole('button', {name: 'Try again'}).click();
  await expect(log).toContainText('Heard one');
  await say(page, 'two');
  await expect(log).toContainText('Heard two');
  expect(tries).toHaveLength(3);
  expect(spoken(shop)).toEqual(['one', 'two']);
  expect(await lines(log)).toEqual(['Hello', 'one', 'Heard one', 'two', 'Heard two']);
});

test('delays messages beyond the gateway’s limit per minute for as long as it asks, and shows the wait', async ({page, place}) => {
  const shop = await place(undefined, {limits: {messagesPerMinute: 2}});
  const log = await open(page, shop);
  for (const words of ['one', 'two']) await expect(await say(page, words)).toContainText('Sent');
  await expect(await say(page, 'three')).toContainText(/Trying again in [45]\d s/);
  await expect(log).toContainText('Heard two');
  expect(spoken(shop)).toEqual(['one', 'two']);
});
