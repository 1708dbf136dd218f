import type {Page} from '@playwright/test';
import {converse, expect, say, test} from './host-test.ts';
import {scriptTag} from './site.ts';

/** Client-side navigations of frameworks. */
const navigations: Record<string, () => void> = {
  'puts another body in place': () => {
    const body = document.createElement('body');
    body.innerHTML = '<main><h1>Other</h1></main>';
    document.documentElement.replaceChild(body, document.body);
    history.pushState({}, '', '/other-body');
  },
  'writes its whole body anew': () => {
    document.body.innerHTML = '<main><h1>Written</h1></main>';
    history.pushState({}, '', '/written');
  },
  'takes all children out of its body': () => {
    document.body.replaceChildren();
    history.replaceState({}, '', '/empty');
  },
};

const answers = (page: Page) => page.getByRole('log').getByRole('article').filter({hasText: /Heard/});

test('keeps the chat open with its conversation when client-side navigation replaces or empties the body', async ({page, host}) => {
  const {url, heard} = await host({'/shop/lamps': {script: scriptTag.replace('/parley.js', '../parley.js')}});
  await page.goto(`${url}/shop/lamps`);
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeVisible();
  await page.evaluate(() => history.pushState({}, '', '/shop/lamps/fjell')); // From here the script's relative URL would resolve to another path.
  await converse(page);
  await page.getByRole('textbox').fill('half a sen');
  let count = 1;
  for (const [name, navigate] of Object.entries(navigations))
    await test.step(name, async () => {
      await page.evaluate(navigate);
      await expect(page.getByRole('dialog', {name: 'Lamps'})).toBeVisible();
      await expect(page.getByRole('textbox')).toHaveValue(count === 1 ? 'half a sen' : '');
      await expect(answers(page)).toHaveCount(count);
      await say(page, name);
      await expect(answers(page)).toHaveCount(++count);
    });
  expect(heard.filter(({event}) => event === 'start')).toHaveLength(1);
  // A closed chat stays as well, and the page handle still works.
  await page.evaluate(() => (globalThis as {parley?: {close(): Promise<void>}}).parley!.close());
  await page.evaluate(navigations['puts another body in place']!);
  await page.getByRole('button', {name: 'Open chat'}).click();
  await expect(answers(page)).toHaveCount(count);
});

test('stays removed when the page removes only the widget', async ({page, host}) => {
  const {url} = await host();
  await page.goto(`${url}/plain`);
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeVisible();
  const left = await page.evaluate(async () => {
    document.querySelector('parley-widget')!.remove();
    await new Promise((resolve) => setTimeout(resolve));
    return document.querySelector('parley-widget');
  });
  expect(left).toBeNull();
});

test('is inert below a modal dialog of the page, and continues when the dialog is closed', async ({page, host}) => {
  const {url} = await host({'/dialogs': {body: '<dialog><p>Cookies?</p></dialog><div popover="manual">News</div>'}});
  await page.goto(`${url}/dialogs`);
  await converse(page);
  await page.getByRole('textbox').fill('half a sen');
  await page.evaluate(() => document.querySelector('dialog')!.showModal());
  await expect(page.getByRole('textbox').click({trial: true, timeout: 300})).rejects.toThrow();
  await page.evaluate(() => [document.querySelector('dialog')!.close(), document.querySelector<HTMLElement>('[popover]')!.showPopover()]);
  await expect(page.getByRole('textbox')).toHaveValue('half a sen');
  await say(page, 'Bo');
});

test('works in a frame with sandbox="allow-scripts"', async ({page, host, complaints}) => {
  complaints.expect(/kept|storage|IndexedDB/i);
  const {url} = await host({
    '/around': {
      html: '<!doctype html><title>Around</title><iframe sandbox="allow-scripts" src="/plain" width="600" height="760"></iframe>',
    },
  });
  await page.goto(`${url}/around`);
  await converse(page.frames()[1]!);
});

test('continues in a page restored from the back/forward cache', {tag: '@whole'}, async ({page, host}) => {
  const {url} = await host();
  await page.goto(`${url}/plain`);
  await converse(page);
  await page.evaluate(() => Object.assign(globalThis, {kept: true}));
  await page.goto(`${url}/parley.js`);
  await page.goBack({waitUntil: 'commit'});
  expect(await page.evaluate(() => 'kept' in globalThis)).toBe(true);
  await expect(answers(page)).toHaveCount(1);
  await say(page, 'Bo');
});
