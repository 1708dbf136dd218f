import type {Locator, Page} from '@playwright/test';
import {expect, expectAccessible, test} from './fixtures.ts';

test('greets, answers quick replies and buttons, and restores the conversation after a reload', async ({page, isMobile}) => {
  await page.goto('/');
  await page.getByRole('button', {name: 'Open chat'}).click();

  const panel = page.getByRole('dialog', {name: 'Nordlicht'});
  const log = panel.getByRole('log', {name: 'Conversation'});
  await expect(panel).toBeVisible();
  await expect(log.getByRole('article').first()).toBeVisible();

  const chosen = log.getByRole('group', {name: 'Suggested answers'}).getByRole('button', {name: 'A dining table'});
  await chosen.click();
  await expect(log.getByRole('article', {name: /^You, /}).filter({hasText: 'A dining table'})).toBeVisible();
  await expect(chosen).toHaveAttribute('aria-disabled', 'true');

  await expect(log.getByRole('link', {name: /Fjell pendant/}).first()).toBeVisible();
  await log.getByRole('button', {name: 'Tell me more'}).first().click();
  await expect(log.getByRole('article', {name: /^You, /}).filter({hasText: 'Tell me more'})).toBeVisible();
  await expect(log.getByRole('status')).toHaveCount(0);

  // Messages seen just before a reload may count as new; then the group above them ends, and gets a time.
  const words = async () => (await log.getByRole('article').allInnerTexts()).map((said) => said.replace(/\s+\d{1,2}:\d\d [AP]M$/, ''));
  const before = await words();
  await page.reload();
  // On a phone the chat would cover the page, so there it does not open by itself.
  if (isMobile) await page.getByRole('button', {name: 'Open chat'}).click();
  await expect.poll(words).toEqual(before);
});

test('requests only one file while closed', async ({page, shop}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url().slice(shop.url.length)));
  await page.goto('/?teaser=', {waitUntil: 'networkidle'});
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/parley') || path.startsWith('/bot'))).toEqual(['/parley.js']);
});

test('passes an accessibility audit with the chat closed and open', async ({page}) => {
  await page.goto('/');
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Open chat'}).click();
  await expect(page.getByRole('log').getByRole('group').first()).toBeVisible();
  await expectAccessible(page);
});

test('adds the lamp of a card to the basket of the page, once for a double click', async ({page}) => {
  const log = await openAndSend(page, 'show card');
  await log.getByRole('button', {name: 'Put into the basket'}).dblclick();
  await expect(page.getByRole('button', {name: 'Basket, 1 thing, € 349', includeHidden: true})).toHaveCount(1);
  await expect(page.locator('#news')).toHaveText('Fjell pendant is in your basket.');
  await expect(page.getByRole('button', {name: 'Basket, 1 thing, € 349', includeHidden: true})).toHaveCount(1);
});

test('scrolls to a lamp of the page and highlights it when the bot asks for it', async ({page}) => {
  await openAndSend(page, 'show action');
  const lamp = page.locator('#fjell');
  await expect(lamp).toHaveClass(/pointed/);
  await expect(lamp).toBeInViewport();
  await expect(page.locator('#news')).toHaveText('Here is Fjell pendant.');
});

test('lets the page handle a link to itself, without opening a tab', async ({page, context}) => {
  const log = await openAndSend(page, 'show card');
  await log.getByRole('link', {name: /^Show in the shop/}).click();
  await expect(page.locator('#fjell')).toHaveClass(/pointed/);
  expect(context.pages()).toHaveLength(1);
});

test('opens, answers, walks the messages and closes by keyboard alone', async ({page, isMobile}) => {
  test.skip(isMobile, 'a phone has no keyboard');
  await page.goto('/');
  const launcher = page.getByRole('button', {name: 'Open chat'});
  await launcher.focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox');
  await expect(field).toBeFocused();
  const log = page.getByRole('log');
  const chosen = log.getByRole('button', {name: 'A place to read'});
  await expect(chosen).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', {name: 'Attach a file'})).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(log.getByRole('group', {name: 'Suggested answers'}).getByRole('button').last()).toBeFocused();
  await chosen.focus();
  await page.keyboard.press('Enter');
  await expect(chosen).toHaveAttribute('aria-disabled', 'true');
  await expect(log.getByRole('article', {name: /^You, /}).filter({hasText: 'A place to read'})).toContainText('Sent');
  const last = log.getByRole('article', {name: /^Nordlicht/}).filter({hasText: 'Shall I tell you more?'});
  await expect(last).toBeVisible();
  await log.focus();
  await page.keyboard.press('ArrowUp');
  await expect(last).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(launcher).toBeFocused();
});

/** Opens the chat and sends a message. */
async function openAndSend(page: Page, words: string): Promise<Locator> {
  await page.goto('/');
  await page.getByRole('button', {name: 'Open chat'}).click();
  const log = page.getByRole('log', {name: 'Conversation'});
  await expect(log.getByRole('article').first()).toBeVisible();
  await page.getByRole('textbox').fill(words);
  await page.getByRole('textbox').press('Enter');
  await expect(log.getByRole('article', {name: /^You, /})).toContainText('Sent');
  return log;
}
