import type {Page} from '@playwright/test';
import type {Answer} from './bare-site.ts';
import {test} from './direct-test.ts';
import {expect} from './fixtures.ts';

interface Handle {
  open(): Promise<void>;
  close(): Promise<void>;
  setData(data: object): void;
  registerAction(code: string, action: () => void): void;
  destroy(): void;
}

declare const parley: Handle;

/** Names of the chunks that a page requests, without their hashes. */
function requestedChunks(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => names.push(...(/\/parley\/([\w.-]+)-[\w-]{8}\.js$/.exec(request.url())?.slice(1) ?? [])));
  return names;
}

const launcher = (page: Page) => page.getByRole('button', {name: /^(Open chat|Chat)/});

test.beforeEach(({isMobile}) => test.skip(isMobile, 'the same on every screen'));

test('shows a teaser and the unread count beside a closed launcher, across tabs, without loading the chat', async ({
  page,
  context,
  serve,
}) => {
  const files = requestedChunks(page);
  const {url} = await serve();
  await page.goto(url);
  await expect(launcher(page)).toBeVisible();
  expect(files).toEqual([]);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('teaser', 'Is the ceiling low?'));
  await expect(page.getByRole('button', {name: 'Is the ceiling low?'})).toBeVisible();
  await page.evaluate(() => localStorage.setItem('parley:/bot/message', '{"open":false,"unread":12,"teased":true}'));
  await page.reload();
  const badge = page.locator('parley-widget .badge');
  await expect(badge).toHaveText('9+');
  await expect(page.getByRole('button', {name: 'Open chat (9+)', exact: true})).toBeVisible();
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('language', 'el'));
  await expect(page.getByRole('button', {name: 'Συνομιλία (9+)', exact: true})).toBeVisible();
  await page.evaluate(() => document.querySelector('parley-widget')!.removeAttribute('language'));
  // Another tab receives more messages, which are then read.
  const other = await context.newPage();
  await other.goto(`${url}/icon.svg`);
  const unread = (count: number) =>
    other.evaluate((memory) => localStorage.setItem('parley:/bot/message', memory), JSON.stringify({unread: count, teased: true}));
  await unread(3);
  await expect(badge).toHaveText('3');
  await expect(page.getByRole('button', {name: 'Open chat (3)', exact: true})).toBeVisible();
  await unread(0);
  await expect(badge).toBeHidden();
  await expect(page.getByRole('button', {name: 'Open chat', exact: true})).toBeVisible();
  expect([...new Set(files)]).toEqual(['extras']);
});

/** Answers with a card. */
const cardBot: Answer = (_, response) => {
  const template = {type: 'generic', elements: [{title: 'Fjell', image_url: '/late.svg'}]};
  response.writeHead(200, {'content-type': 'application/json'});
  response.end(JSON.stringify({event: 'continue', messages: [{code: 'message', type: 'text', body: '', template}]}));
};

test('causes no layout shift by a teaser, opening from the page, or a picture that loads late', async ({page, serve}) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, {shifts});
    const note = (list: PerformanceObserverEntryList) =>
      shifts.push(...list.getEntries().map((entry) => Reflect.get(entry, 'value') as number));
    new PerformanceObserver(note).observe({type: 'layout-shift'});
  });
  await page.route('**/late.svg', async (route) => {
    await page.waitForTimeout(300);
    await route.fulfill({contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="900"/>'});
  });
  await page.goto((await serve(cardBot, 'data-teaser="Is the ceiling low?"')).url);
  await expect(page.getByRole('button', {name: 'Is the ceiling low?'})).toBeVisible();
  await page.evaluate(() => parley.open());
  const picture = page.getByRole('log').locator('img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(900);
  await page.evaluate(() => parley.close());
  await expect(page.getByRole('dialog')).toBeHidden();
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await frame();
  expect(await page.evaluate(() => (globalThis as unknown as {shifts: number[]}).shifts)).toEqual([]);
});

test('colours the teaser by the brand before and after the chat is loaded', async ({page, serve}) => {
  const files = requestedChunks(page);
  await page.goto((await serve()).url);
  const paper = () => page.locator('parley-widget .teaser').evaluate((teaser) => getComputedStyle(teaser).backgroundColor);
  await page.emulateMedia({colorScheme: 'dark'});
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('teaser', 'Is the ceiling low?'));
  await expect(page.getByRole('button', {name: 'Is the ceiling low?'})).toBeVisible();
  const own = await paper();
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('brand', 'rgb(0 100 0)'));
  await expect.poll(paper).not.toBe(own);
  const green = await paper();
  await launcher(page).hover();
  await expect.poll(() => files).toContain('chat');
  await expect.poll(() => page.evaluate(() => customElements.get('parley-widget') !== undefined)).toBe(true);
  expect(await paper()).toBe(green);
});

test('follows colour scheme, brand, language and a replaced body while dormant', async ({page, serve}) => {
  const files = requestedChunks(page);
  await page.goto((await serve()).url);
  const colour = () => launcher(page).evaluate((button) => getComputedStyle(button).backgroundColor);
  const day = await colour();
  await page.evaluate(() => document.documentElement.classList.add('dark'));
  await expect.poll(colour).not.toBe(day);
  const night = await colour();
  await page.evaluate(() => document.documentElement.classList.remove('dark'));
  await expect.poll(colour).toBe(day);
  await page.emulateMedia({colorScheme: 'dark'});
  await expect.poll(colour).toBe(night);
  await page.evaluate(() => (document.body.dataset['theme'] = 'light'));
  await expect.poll(colour).toBe(day);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('theme', 'dark'));
  await expect.poll(colour).toBe(night);
  await page.evaluate(() => document.querySelector('parley-widget')!.removeAttribute('theme'));
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('brand', 'no colour'));
  await expect.poll(colour).toBe(day);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('brand', 'rgb(0 100 0)'));
  await expect.poll(colour).not.toBe(day);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('language', 'it'));
  await expect(page.getByRole('button', {name: 'Chat', exact: true})).toBeVisible();
  await page.evaluate(() => (document.body = document.createElement('body')));
  await expect(launcher(page)).toBeVisible();
  expect(files).toEqual([]);
});

test('accepts calls of the page handle while dormant, and loads the chat only for open()', async ({page, serve}) => {
  const files = requestedChunks(page);
  const site = await serve();
  await page.goto(site.url);
  await page.evaluate(async () => {
    parley.setData({cart: 1});
    parley.setData({vip: true});
    parley.registerAction('x', () => undefined);
    await parley.close();
  });
  expect(files).toEqual([]);
  await page.evaluate(() => Promise.all([parley.open(), parley.close()]));
  await expect(page.locator('parley-widget')).not.toHaveAttribute('open');
  await page.evaluate(() => parley.open());
  await expect(page.getByRole('log')).toBeVisible();
  await expect.poll(() => site.heard[0]).toMatchObject({event: 'start', data: {cart: 1, vip: true}});
  await page.evaluate(() => parley.destroy());
  await expect(page.locator('parley-widget')).toHaveCount(0);
});

test('upgrades a widget added by the page together with that of the script, and opens each separately', async ({page, serve}) => {
  const site = await serve();
  await page.goto(site.url);
  await page.evaluate(() => {
    const own = document.createElement('parley-widget');
    own.setAttribute('bot', document.querySelector('parley-widget')!.getAttribute('bot')!);
    own.setAttribute('position', 'start');
    own.id = 'own';
    document.body.append(own);
    return parley.open();
  });
  await expect(page.getByRole('log')).toHaveCount(1);
  await page.locator('#own').getByRole('button', {name: 'Open chat'}).click();
  await expect(page.locator('#own').getByRole('log')).toContainText('Hello');
});

test('loads the chat on keyboard focus, translates the launcher’s name and keeps the focus on it', async ({page, serve}) => {
  const files = requestedChunks(page);
  await page.goto((await serve()).url);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('language', 'ja-JP'));
  await expect(page.getByRole('button', {name: 'Chat', exact: true})).toBeVisible();
  await page.keyboard.press('Tab');
  await expect.poll(() => files).toContain('chat');
  await expect.poll(() => page.evaluate(() => customElements.get('parley-widget') !== undefined)).toBe(true);
  const named = page.getByRole('button', {name: 'チャット', exact: true});
  await expect(named).toBeFocused();
  await expect(named).toHaveCSS('outline', /solid 3px/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox')).toBeFocused();
});

test('opens once for repeated clicks while the chat or its language is loading', async ({page, serve}) => {
  const held: (() => Promise<void>)[] = [];
  await page.route(/\/parley\/(chat|it)-/, (route) => void held.push(() => route.continue()));
  await page.goto((await serve()).url);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('language', 'it'));
  const button = page.locator('parley-widget .launcher');
  for (const file of ['chat', 'language']) {
    await button.click();
    await button.click();
    await expect.poll(() => held.length, file).toBe(1);
    await held.pop()!();
  }
  await expect(page.getByRole('log')).toBeVisible();
  await button.click();
  await expect(page.getByRole('log')).toBeHidden();
});

test('reports a chat that fails to load in the visitor’s language, or in English, and retries on click', async ({
  page,
  serve,
  complaints,
}) => {
  complaints.expect(/could not be loaded/);
  let broken = /chat/;
  await page.route(/\/parley\/(chat|extras)-/, (route) => {
    const [file] = route.request().url().split('?');
    return broken.test(file!) ? route.abort() : route.continue({url: file!}); // The site serves no URL with a query.
  });
  await page.goto((await serve()).url);
  await page.evaluate(() => document.querySelector('parley-widget')!.setAttribute('language', 'de'));
  await page.getByRole('button', {name: 'Chat', exact: true}).click();
  await expect(page.getByRole('alert')).toHaveText(/^Der Chat konnte nicht geladen werden/);
  broken = /none/;
  await page.getByRole('button', {name: 'Chat', exact: true}).click();
  await expect(page.getByRole('log')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  broken = /./;
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await launcher(page).click();
  await expect(page.getByRole('alert')).toHaveText('The chat could not be loaded. Try again.');
  await launcher(page).click();
  await expect(launcher(page)).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.getByRole('alert')).toHaveCount(1);
});
