import {expect, expectAccessible, test} from './fixtures.ts';

test('a visitor opens the chat, is greeted, answers, sees a lamp, and finds it all again after a reload', async ({page, isMobile}) => {
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

  const before = await log.getByRole('article').allInnerTexts();
  await page.reload();
  // On a phone the chat would cover the page, so there it does not open by itself.
  if (isMobile) await page.getByRole('button', {name: 'Open chat'}).click();
  await expect.poll(() => log.getByRole('article').allInnerTexts()).toEqual(before);
});

test('while it is closed, the widget has asked for one file and nothing else', async ({page, shop}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url().slice(shop.url.length)));
  await page.goto('/?teaser=', {waitUntil: 'networkidle'});
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/parley') || path.startsWith('/bot'))).toEqual(['/parley.js']);
});

test('closed and open, the shop passes an accessibility audit', async ({page}) => {
  await page.goto('/');
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Open chat'}).click();
  await expect(page.getByRole('log').getByRole('group').first()).toBeVisible();
  await expectAccessible(page);
});
