import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium, type Frame, type Page} from '@playwright/test';
import type {BareSite} from './bare-site.ts';
import {lines, open, say, shown, spoken, test as base, stallingEcho} from './direct-test.ts';
import {expect} from './fixtures.ts';
import {registerThrowingRenderer, expectOthersShown, badMessageBot} from './throwing-renderer.ts';
import {storedData} from './visitor.ts';

const day = 24 * 60 * 60 * 1000;
const notKeptNotice = 'This browser cannot keep the conversation.';

const test = base.extend<{profile: string; around: (frame: string) => Promise<string>}>({
  /** Profile folder of a browser that is started twice. */
  profile: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-profile-'));
    await use(folder);
    rmSync(folder, {recursive: true, force: true});
  },
  /** Serves a page of another site with a frame in it, and returns its URL. */
  around: async ({}, use) => {
    let page = '';
    const server = createServer((_, response) => void response.writeHead(200, {'content-type': 'text/html'}).end(page));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    await use(async (frame) => {
      page = `<!doctype html><html lang="en"><title>Around</title><link rel="icon" href="data:,">${frame}</html>`;
      return `http://localhost:${(server.address() as AddressInfo).port}/`;
    });
    await new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
  },
});

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

const startCount = ({heard}: BareSite) => heard.filter(({event}) => event === 'start').length;
const ownMessages = (page: Page | Frame) => page.getByRole('article', {name: /^You, /});

test.describe('a crash', () => {
  test('of the tab during a turn keeps the conversation and marks the message as uncertain', async ({page, context, serve}) => {
    const site = await serve(stallingEcho);
    await open(page, site);
    await say(page, 'before');
    await say(page, 'think');
    await expect.poll(() => spoken(site)).toEqual(['before', 'think']);
    await page.goto('chrome://crash').catch(() => undefined);
    const again = await context.newPage();
    const log = await open(again, site);
    await expect(ownMessages(again).last()).toContainText('May not have arrived');
    expect(await lines(log)).toEqual(['Hello', 'before', 'Heard before', 'think']);
    expect([spoken(site), startCount(site)]).toEqual([['before', 'think'], 1]);
  });

  test('of the browser during a turn loses no message and resends none', async ({serve, profile, launchOptions}) => {
    const site = await serve(stallingEcho);
    const first = await chromium.launchPersistentContext(profile, {...launchOptions, locale: 'en-GB'});
    const page = await first.newPage();
    await open(page, site);
    for (let count = 0; count < 8; count++) await say(page, `line ${count}.`);
    await say(page, 'think');
    await expect.poll(() => spoken(site)).toHaveLength(9);
    const before = await lines(page.getByRole('log'));
    const crashed = new Promise((resolve) => first.once('close', resolve));
    const session = await first.newCDPSession(page);
    void session.send('Browser.crash').catch(() => undefined);
    await crashed;

    const second = await chromium.launchPersistentContext(profile, {...launchOptions, locale: 'en-GB'});
    const again = await second.newPage();
    const log = await open(again, site);
    await expect(ownMessages(again).last()).toContainText('May not have arrived');
    expect(await lines(log)).toEqual(before);
    await say(again, 'after');
    await expect(log).toContainText('Heard after');
    expect(spoken(site)).toHaveLength(10);
    expect(startCount(site)).toBe(1);
    await second.close();
  });
});

for (const [name, at, later] of [
  ['a day behind, then right', -day, 0],
  ['a day ahead, then right', day, 0],
  ['right, then a day behind', 0, -day],
  ['right, then a day ahead', 0, day],
] as const) {
  test(`keeps order, timers and the stored conversation with a clock that is ${name}`, async ({page, serve}) => {
    const site = await serve(stallingEcho);
    await page.clock.install({time: Date.now() + at});
    const log = await open(page, site);
    await say(page, 'one');
    await expect(log).toContainText('Heard one');
    await say(page, 'think');
    await expect.poll(() => spoken(site)).toEqual(['one', 'think']);
    await page.clock.setSystemTime(Date.now() + later);
    await page.clock.runFor(11_000);
    await page.getByRole('button', {name: 'Stop waiting'}).click();
    await say(page, 'two');
    await expect(log).toContainText('Heard two');
    const all = ['Hello', 'one', 'Heard one', 'think', 'two', 'Heard two'];
    expect(await lines(log)).toEqual(all);
    await expect.poll(() => storedData(page)).toContain('Heard two');
    expect(await lines(await open(page, site))).toEqual(all);
    expect([spoken(site), startCount(site)]).toEqual([['one', 'think', 'two'], 1]);
  });
}

test('shows a fallback for a message whose renderer throws, and all other messages, also after a reload', async ({
  page,
  serve,
  complaints,
}) => {
  complaints.expect(/a renderer of this page threw|not quite as it has to be/);
  const site = await serve(badMessageBot);
  await registerThrowingRenderer(page);
  const log = await open(page, site);
  await say(page, 'hi');
  await expectOthersShown(log);
  await expect.poll(() => storedData(page)).toContain('below');
  for (let visit = 0; visit < 2; visit++) {
    await open(page, site);
    await expectOthersShown(log);
  }
  await say(page, 'on');
  await expect(log.getByText('below')).toHaveCount(2);
});

test('leaves out a corrupt stored record, and shows all others', async ({page, serve}) => {
  const site = await serve();
  const log = await open(page, site);
  for (const words of ['one', 'two']) {
    await say(page, words);
    await expect(log).toContainText(`Heard ${words}`);
  }
  await expect.poll(() => storedData(page)).toContain('Heard two');
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open('parley'));
    const records = database.transaction('entries', 'readwrite').objectStore('entries');
    const [, second] = await done(records.getAllKeys());
    await done(records.put('{"id":', second));
  });
  expect(await lines(await open(page, site))).toEqual(['Hello', 'Heard one', 'two', 'Heard two']);
  await say(page, 'three');
  await expect(log).toContainText('Heard three');
  await expect.poll(() => storedData(page)).toContain('Heard three');
  expect(await lines(await open(page, site))).toEqual(['Hello', 'Heard one', 'two', 'Heard two', 'three', 'Heard three']);
});

for (const [name, blocked] of [
  ['partitioned: keeps the conversation across visits', false],
  ['blocked: works until the page is left, and says that nothing is kept', true],
] as const) {
  test(`in a frame of another site, where storage is ${name}`, {tag: '@whole'}, async ({serve, around, profile, launchOptions}) => {
    const site = await serve();
    mkdirSync(join(profile, 'Default'));
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({profile: {cookie_controls_mode: blocked ? 1 : 0}}));
    const context = await chromium.launchPersistentContext(profile, {...launchOptions, locale: 'en-GB'});
    const page = await context.newPage();
    const outside = await around(`<iframe title="Help" src="${site.url}" width="500" height="700"></iframe>`);
    const visit = async (words: string) => {
      await page.goto(outside);
      const frame = page.frame({url: `${site.url}/`})!;
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
    expect([startCount(site), await context.cookies()]).toEqual([blocked ? 2 : 1, []]);
    await context.close();
  });
}

test('works in a sandboxed frame without storage until the page is left, and says that nothing is kept', async ({
  page,
  serve,
  around,
  complaints,
}) => {
  complaints.expect(/^warning: Parley: the conversation cannot be kept/);
  const site = await serve();
  await page.goto(await around(`<iframe title="Help" sandbox="allow-scripts" src="${site.url}" width="500" height="700"></iframe>`));
  const frame = page.frame({url: `${site.url}/`})!;
  const log = await shown(frame);
  await say(frame, 'hi');
  await expect(log).toContainText('Heard hi');
  await expect(log.getByText(notKeptNotice)).toHaveCount(1);
  expect([spoken(site), startCount(site)]).toEqual([['hi'], 1]);
});
