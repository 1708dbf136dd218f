import type {BrowserContext, Page} from '@playwright/test';
import type {BareSite} from './bare-site.ts';
import {echo, shown, test} from './direct-test.ts';
import {expect} from './fixtures.ts';
import {storedData} from './visitor.ts';

const sensitiveText = 'My card is 4111 1111 1111 1111 or 378282246310005, my account NO93 8601 1117 947, my mail john.doe@example.com';
/** What must not leave the field: the inner part of each number and address. */
const secrets = ['1111 1111', '11111111', '822463', ' 1117', '@example', 'example.com'];

/** Opens the page of a site whose chat has the given `masking` option. */
async function open(page: Page, {url}: BareSite, masking: string): Promise<void> {
  await page.route(`${url}/`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({response, body: (await response.text()).replace('data-bot', `data-masking="${masking}" data-bot`)});
  });
  await page.goto(url);
  await expect(await shown(page)).toContainText('Hello');
}

/** Records everything that the page ever stores or posts to other tabs. */
async function recordWrites(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, {told});
    const note = (value: unknown) => told.push(JSON.stringify(value) ?? '');
    for (const [owner, name] of [
      [IDBObjectStore.prototype, 'put'],
      [IDBObjectStore.prototype, 'add'],
      [Storage.prototype, 'setItem'],
      [BroadcastChannel.prototype, 'postMessage'],
    ] as [Record<string, (...given: unknown[]) => unknown>, string][]) {
      const own = owner[name]!;
      owner[name] = function (this: unknown, ...given) {
        note(given);
        return own.apply(this, given);
      };
    }
  });
}

const recordedWrites = (page: Page): Promise<string> => page.evaluate(() => (globalThis as unknown as {told: string[]}).told.join('\n'));

for (const masking of ['warn', 'mask', 'block']) {
  test(`masking="${masking}" keeps sensitive drafts out of storage and other tabs, even half-typed`, async ({page, context, serve}) => {
    await recordWrites(context);
    const site = await serve(echo);
    await open(page, site, masking);
    const other = await context.newPage();
    await open(other, site, masking);
    await page.bringToFront();

    await page.getByRole('textbox').pressSequentially(sensitiveText);
    await expect.poll(() => storedData(page)).toContain('My card is ••••');
    await expect(other.getByRole('textbox')).toHaveValue(/^My card is •••• .* j•••@•••$/);
    for (const where of [await storedData(page), await recordedWrites(page), await recordedWrites(other)])
      for (const secret of secrets) expect(where).not.toContain(secret);

    await page.getByRole('textbox').press('Enter');
    if (masking === 'mask') {
      await expect(page.getByRole('log')).toContainText('Heard My card is •••• 1111 or •••• 0005, my account •••• 7947, my mail j•••@•••');
      await expect(page.getByRole('status').filter({hasText: 'masked before it was sent'})).toBeVisible();
    } else await expect(page.getByRole('alert').filter({hasText: 'a card number'})).toBeVisible();
    for (const secret of secrets) {
      expect(JSON.stringify(site.heard)).not.toContain(secret);
      expect(await storedData(page)).not.toContain(secret);
    }
    await page.reload();
    await shown(page);
    await expect(page.getByRole('textbox')).toHaveValue(masking === 'mask' ? '' : /^My card is •••• /);
  });
}

test('sends the unmasked text once when the visitor chooses "Send it anyway"', async ({page, serve}) => {
  const site = await serve(echo);
  await open(page, site, 'warn');
  await page.getByRole('textbox').fill('4111 1111 1111 1111');
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('alert').filter({hasText: 'a card number'})).toBeVisible();
  await page.getByRole('textbox').press('Shift+Tab');
  await expect(page.getByRole('button', {name: 'Send it anyway'})).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText('Heard 4111 1111 1111 1111');
  expect(site.heard.filter(({event}) => event === 'continue')).toHaveLength(1);
  await expect(page.getByRole('textbox')).toBeFocused();
});

test('reports an error and sends nothing if the masking part cannot be loaded', async ({page, serve, complaints}) => {
  complaints.expect(/could not be loaded/);
  const site = await serve(echo);
  let broken = true;
  await page.route('**/parley/masking-*', (route) => (broken ? route.abort() : route.continue()));
  await open(page, site, 'mask');
  await page.getByRole('textbox').fill('4111 1111 1111 1111');
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('alert').filter({hasText: 'could not be loaded'})).toBeVisible();
  expect(site.heard.filter(({event}) => event === 'continue')).toHaveLength(0);
  broken = false;
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log')).toContainText('Heard •••• 1111');
});

test('does not load the masking part with masking="off"', async ({page, serve}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const site = await serve(echo);
  await open(page, site, 'off');
  await page.getByRole('textbox').fill('4111 1111 1111 1111');
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log')).toContainText('Heard 4111 1111 1111 1111');
  expect(asked.filter((url) => url.includes('/masking'))).toEqual([]);
});
