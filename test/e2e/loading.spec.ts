import type {Page} from '@playwright/test';
import {type Answer, textOf} from './bare-site.ts';
import {open, say, test} from './direct-test.ts';
import {expect} from './fixtures.ts';

/** Greets, then answers each message with a card. */
const cardBot: Answer = (request, response) => {
  const template = {type: 'generic', elements: [{title: `A lamp for ${textOf(request)}`, subtitle: 'Warm light'}]};
  const message = {code: 'message', type: 'text', ...(request.event === 'start' ? {body: 'Hello'} : {body: '', template})};
  response.writeHead(200, {'content-type': 'application/json'});
  response.end(JSON.stringify({event: 'continue', messages: [message]}));
};

/** Names of the chunks that a page requests, without their hashes. */
function requestedChunks(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => names.push(...(/\/parley\/([\w.-]+)-[\w-]{8}\.js$/.exec(request.url())?.slice(1) ?? [])));
  return names;
}

test('needs only the chat file for plain text from a bot that is asked directly', async ({page, serve}) => {
  const files = requestedChunks(page);
  await open(page, await serve());
  await say(page, 'Good evening');
  await expect(page.getByRole('log')).toContainText('Heard Good evening');
  expect(files.toSorted()).toEqual(['chat']);
});

test('loads the part for cards once, and renders no article for a card until then', async ({page, serve}) => {
  const files = requestedChunks(page);
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/template-part-*', async (route) => {
    await arrived;
    await route.continue();
  });
  const log = await open(page, await serve(cardBot));
  await say(page, 'Ada');
  await expect.poll(() => files).toContain('template-part');
  await expect(log.getByRole('article')).toHaveCount(2);
  await expect(log.getByRole('status')).toBeVisible();
  arrive();
  await expect(log.getByRole('heading', {name: 'A lamp for Ada'})).toBeVisible();
  await expect(log.getByRole('status')).toHaveCount(0);
  await say(page, 'Bo');
  await expect(log.getByRole('heading', {name: 'A lamp for Bo'})).toBeVisible();
  expect(files.filter((name) => name === 'template-part')).toHaveLength(1);
  expect(files).not.toContain('gateway');
});

test('shows a card as plain text if its part fails to load, and retries under a new URL for the next card', async ({
  page,
  serve,
  complaints,
}) => {
  complaints.expect(/could not be loaded/);
  const asked: string[] = [];
  let isDown = true;
  await page.route('**/template-part-*', (route) => {
    asked.push(route.request().url());
    return isDown ? route.abort() : route.continue();
  });
  const log = await open(page, await serve(cardBot));
  await say(page, 'Ada');
  await expect(log.getByRole('article').last()).toContainText('A lamp for Ada');
  await expect(log.getByRole('article').last()).toContainText('Warm light');
  await expect(log.getByRole('heading')).toHaveCount(0);
  isDown = false;
  await say(page, 'Bo');
  await expect(log.getByRole('heading', {name: 'A lamp for Bo'})).toBeVisible();
  expect(new Set(asked).size).toBe(asked.length);
});
