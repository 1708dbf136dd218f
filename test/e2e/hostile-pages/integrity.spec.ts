import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {converse, expect, test} from './host-test.ts';
import {type HostPage, scriptTag} from './site.ts';

/** A page with integrity hashes for every file of the chat. */
function pageWithIntegrity(): HostPage {
  const text = readFileSync(join(import.meta.dirname, '../../../dist/parley/integrity.json'), 'utf8');
  const hashes = JSON.parse(text) as Record<string, string>;
  const integrity = Object.fromEntries(Object.entries(hashes).map(([file, hash]) => [`/${file}`, hash]));
  return {
    head: `<script type="importmap">${JSON.stringify({integrity})}</script>`,
    script: scriptTag.replace('async', `async crossorigin integrity="${hashes['parley.js']}"`),
    headers: {'integrity-policy': 'blocked-destinations=(script)'},
  };
}

test('works on a page that enforces subresource integrity, and runs no modified file', async ({page, host, complaints}) => {
  const {url} = await host({'/checked': pageWithIntegrity()});
  await page.goto(`${url}/checked`);
  await converse(page);
  complaints.expect(/integrity|could not be loaded/i);
  const change = (files: RegExp) =>
    page.route(files, async (route) => {
      const response = await route.fetch();
      await route.fulfill({response, body: `${await response.text()}\nglobalThis.changed = true;`});
    });
  const launcher = page.getByRole('button', {name: 'Open chat'});
  await change(/\/parley\/chat-/);
  await page.reload();
  // The retry under another URL does not run it either.
  for (const tried of [1, 2]) {
    await launcher.click();
    await expect(page.getByRole('alert'), `try ${tried}`).toBeVisible();
    await expect(launcher).not.toHaveAttribute('aria-busy');
  }
  await change(/\/parley\.js/);
  await page.reload();
  await expect(page.getByRole('heading', {name: 'Host'})).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete');
  await expect(launcher).toHaveCount(0);
  expect(await page.evaluate(() => 'changed' in globalThis)).toBe(false);
});
