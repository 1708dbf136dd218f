import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from '@playwright/test';
import {registerThrowingRenderer, expectOthersShown, badMessageBot} from '../throwing-renderer.ts';
import {echo, expect, lines, open, type Place, say, shown, spoken, allowUnprompted, sayUnprompted, test} from './gateway-test.ts';

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

const day = 24 * 60 * 60 * 1000;
const notKeptNotice = 'This browser cannot keep the conversation.';
const startCount = ({site}: Place): number => site.heard.filter(({event}) => event === 'start').length;

for (const [name, at, later] of [
  ['a day behind, then a day ahead', -day, day],
  ['a day ahead, then right', day, 0],
] as const) {
  test(`takes order and times from the gateway and renews no token with a clock that is ${name}`, async ({page, context, place}) => {
    const shop = await place(echo, allowUnprompted);
    await page.clock.install({time: Date.now() + at});
    const log = await open(page, shop);
    await say(page, 'one');
    await expect(log).toContainText('Heard one');
    await page.clock.setSystemTime(Date.now() + later);
    await say(page, 'two');
    await expect(log).toContainText('Heard two');
    await sayUnprompted(shop, 'late');
    await expect(log).toContainText('late');
    const all = ['Hello', 'one', 'Heard one', 'two', 'Heard two', 'late'];
    expect(await lines(log)).toEqual(all);
    await page.close();
    const again = await context.newPage();
    const kept = await open(again, shop);
    expect(await lines(kept)).toEqual(all);
    // All messages are of one day, whatever day the browser's clock showed.
    await expect(kept.getByText(/^(Today|Yesterday|\w+day, .+)$/)).toHaveCount(1);
    expect([spoken(shop), startCount(shop)]).toEqual([['one', 'two'], 1]);
    expect(shop.network.passed.filter((line) => line.endsWith('/token'))).toEqual([]);
  });
}

test.describe('storage', () => {
  const faults: readonly (readonly [name: string, fault: () => void])[] = [
    [
      'is refused',
      () => {
        const refuse = () => {
          throw new DOMException('Refused', 'SecurityError');
        };
        for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, {get: refuse});
      },
    ],
    [
      'is full',
      () => {
        const full = () => {
          throw new DOMException('Full', 'QuotaExceededError');
        };
        IDBObjectStore.prototype.put = full;
        Storage.prototype.setItem = full;
      },
    ],
  ];
  for (const [name, fault] of faults) {
    test(`that ${name} lets the chat work until the page is left, and says once that nothing is kept`, async ({
      page,
      place,
      complaints,
    }) => {
      complaints.expect(/^warning: Parley: the conversation cannot be kept/);
      await page.addInitScript(fault);
      const shop = await place(echo, allowUnprompted);
      const log = await open(page, shop);
      for (const words of ['one', 'two']) {
        await say(page, words);
        await expect(log).toContainText(`Heard ${words}`);
      }
      shop.network.cut();
      await sayUnprompted(shop, 'late');
      await expect(log).toContainText('late');
      expect((await lines(log)).filter(Boolean)).toEqual(['Hello', 'one', 'Heard one', 'two', 'Heard two', 'late']);
      await expect(log.getByText(notKeptNotice)).toHaveCount(1);
      expect([spoken(shop), startCount(shop)]).toEqual([['one', 'two'], 1]);
    });
  }

  test('that fills up during a conversation delays no message, and is reported once', async ({page, place, complaints}) => {
    complaints.expect(/^warning: Parley: the conversation cannot be kept/);
    const shop = await place();
    const log = await open(page, shop);
    await page.evaluate(faults[1]![1]);
    for (const words of ['one', 'two']) {
      await say(page, words);
      await expect(log).toContainText(`Heard ${words}`, {timeout: 8_000});
    }
    await expect(log.getByText(notKeptNotice)).toHaveCount(1);
    expect([spoken(shop), startCount(shop)]).toEqual([['one', 'two'], 1]);
  });

  test('that is deleted during a conversation does not interrupt it', async ({page, place, complaints}) => {
    complaints.expect(/^warning: Parley: the conversation cannot be kept/);
    const shop = await place(echo, allowUnprompted);
    const log = await open(page, shop);
    await say(page, 'one');
    await expect(log).toContainText('Heard one');
    await page.evaluate(async () => {
      localStorage.clear();
      sessionStorage.clear();
      for (const {name} of await indexedDB.databases()) {
        await new Promise((resolve) => (indexedDB.deleteDatabase(name!).onsuccess = resolve));
      }
    });
    shop.network.cut();
    await say(page, 'two');
    await expect(log).toContainText('Heard two');
    await sayUnprompted(shop, 'late');
    await expect(log).toContainText('late');
    expect((await lines(log)).filter(Boolean)).toEqual(['Hello', 'one', 'Heard one', 'two', 'Heard two', 'late']);
    expect([spoken(shop), startCount(shop)]).toEqual([['one', 'two'], 1]);
  });
});

for (const [name, blocked] of [
  ['partitioned: keeps the conversation across visits', false],
  ['blocked: works until the page is left, and says that nothing is kept', true],
] as const) {
  test(`in a frame of another site, with cookies and storage ${name}`, {tag: '@whole'}, async ({place, launchOptions}) => {
    const shop = await place();
    const cookies: string[] = [];
    shop.network.fault = (_, {headers}) => void (headers.cookie && cookies.push(headers.cookie));
    const around = await framingSite(shop.site.url);
    const profile = mkdtempSync(join(tmpdir(), 'parley-profile-'));
    mkdirSync(join(profile, 'Default'));
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({profile: {cookie_controls_mode: blocked ? 1 : 0}}));
    const context = await chromium.launchPersistentContext(profile, {...launchOptions, locale: 'en-GB'});
    const page = await context.newPage();
    let redirects = 0;
    page.on('request', (request) => (redirects += Number(request.redirectedFrom() !== null)));
    const visit = async (words: string) => {
      await page.goto(around.url);
      const frame = page.frame({url: `${shop.site.url}/`})!;
      const log = await shown(frame);
      await expect(log).toContainText('Hello');
      await say(frame, words);
      await expect(log).toContainText(`Heard ${words}`);
      await expect(log.getByText(notKeptNotice)).toHaveCount(blocked ? 1 : 0);
      return (await lines(log)).filter(Boolean);
    };
    const first = await visit('hi');
    expect(first).toEqual(['Hello', 'hi', 'Heard hi']);
    expect(await visit('again')).toEqual([...(blocked ? ['Hello'] : first), 'again', 'Heard again']);
    expect([startCount(shop), await context.cookies(), cookies, redirects]).toEqual([blocked ? 2 : 1, [], [], 0]);
    await context.close();
    await around.close();
    rmSync(profile, {recursive: true, force: true});
  });
}

test('shows a fallback for a message whose renderer throws, and all other messages, also after a reload and a reset', async ({
  page,
  place,
  complaints,
}) => {
  complaints.expect(/a renderer of this page threw|not quite as it has to be/);
  const shop = await place(badMessageBot);
  await registerThrowingRenderer(page);
  const log = await open(page, shop);
  await say(page, 'hi');
  await expectOthersShown(log);
  await open(page, shop);
  await expectOthersShown(log);
  // For an unknown position in the log, the gateway sends everything again.
  let resets = 0;
  shop.network.frames = (frame) => ((resets += Number(frame.includes('"type":"reset"'))), [frame]);
  shop.network.fault = (_, {headers}) => void (headers['last-event-id'] &&= '999999');
  shop.network.cut();
  await expect.poll(() => resets).toBeGreaterThan(0);
  shop.network.fault = () => undefined;
  await expectOthersShown(log);
  await say(page, 'on');
  await expect(log.getByText('below')).toHaveCount(2);
});

/** Serves a page of another site with a frame in it. */
async function framingSite(frame: string): Promise<{url: string; close(): Promise<void>}> {
  const page = `<!doctype html><html lang="en"><title>Around</title><link rel="icon" href="data:,"><iframe title="Help" src="${frame}" width="500" height="700"></iframe></html>`;
  const server = createServer((_, response) => void response.writeHead(200, {'content-type': 'text/html'}).end(page));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
