import type {Page} from '@playwright/test';
import {converse, expect, test} from './host-test.ts';
import {pageState, traceResources} from './traces.ts';

const bare = {html: '<!doctype html><html lang="en"><title>Bare</title><link rel="icon" href="data:,"><h1>Bare</h1></html>'};

/** Adds the chat to a page as a tag manager does, and removes the script again. */
async function addScript(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const script = Object.assign(document.createElement('script'), {src: '/parley.js'});
    for (const [name, value] of Object.entries({bot: '/bot/message', heading: 'Lamps', sound: 'on', teaser: 'Questions?'}))
      script.dataset[name] = value;
    await new Promise((resolve) => {
      script.onload = resolve;
      document.head.append(script);
    });
    script.remove();
  });
  await expect(page.getByRole('button', {name: 'Questions?'})).toBeVisible();
}

/** What visitors do before the page destroys the chat. */
const uses: Record<string, (page: Page) => Promise<void>> = {
  closed: async () => {},
  used: async (page) => {
    await converse(page);
    await page.getByRole('textbox').fill('think');
    await page.getByRole('textbox').press('Enter');
    await expect(page.getByRole('log').getByRole('status')).toBeVisible();
  },
};

for (const [name, use] of Object.entries(uses))
  test(`leaves nothing of a ${name} chat in the page after \`destroy()\`, and adds no global but \`parley\` before`, async ({
    page,
    host,
  }) => {
    const {url} = await host({'/bare': bare});
    const traces = await traceResources(page);
    await page.goto(`${url}/bare`);
    const before = await pageState(page);
    expect(await traces()).toEqual([]);
    await addScript(page);
    await use(page);
    const during = await pageState(page);
    expect(during.filter((what) => !before.includes(what))).toEqual(['parley', 'Symbol(parley-chat)', 'body › parley-widget']);
    expect(await traces()).not.toEqual([]);
    await page.evaluate(() => (globalThis as {parley?: {destroy(): void}}).parley!.destroy());
    await expect.poll(traces).toEqual([]);
    expect(await pageState(page)).toEqual(before);
  });
