import type {Locator, Page} from '@playwright/test';
import {onTheWire, samples} from '../../demo/samples.ts';
import {expect} from './fixtures.ts';
import {say, openChat} from './visitor.ts';

const sampleNames = [
  'text',
  'markdown',
  'table',
  'code',
  'long-word',
  'link-in-text',
  'replies-pictures',
  'replies-long',
  'card',
  'card-long',
  'carousel',
  'carousel-uneven',
  'list',
  'list-of-words',
  'picture',
  'pictures',
  'film',
  'mixed-files',
  'location',
  'link',
  'time-picker',
  'replies-vertical',
  'replies',
] as const;

/** Opens the shop's chat with a message of every kind, one from the visitor and one that failed to send, all of them rendered. */
export async function openAllParts(page: Page, shop: string, options = ''): Promise<Locator> {
  const all = samples({base: shop});
  const messages = sampleNames.map((name) => onTheWire(all[name].message));
  await page.route('**/bot/message', (route) => {
    const {event, message} = route.request().postDataJSON() as {event: string; message?: {body?: string}};
    if (message?.body === 'fail') return route.fulfill({status: 500, json: {error: 500, message: 'broken'}});
    return route.fulfill({json: {event: 'continue', messages: event === 'start' ? [messages[0]] : messages}});
  });
  await page.goto(`/?direct&storage=none${options}`);
  const log = await openChat(page);
  await expect(log.getByRole('article')).toHaveCount(1);
  await page.getByRole('textbox').fill('fail');
  await page.getByRole('textbox').press('Enter');
  await expect(log.getByRole('alert')).toBeVisible();
  await say(page, 'Everything, please');
  await expect(log.getByRole('group').last()).toBeVisible();
  // As before printing, which also renders what is far from the viewport.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(log.getByRole('article')).toHaveCount(sampleNames.length + 3);
  return log;
}
