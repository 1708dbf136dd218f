import type {Frame, Locator, Page} from '@playwright/test';
import {expect, test as base} from '../fixtures.ts';
import {differences, type RenderedElement, renderedElements} from './rendered.ts';
import {type HostPage, type HostSite, hostSite} from './site.ts';

/** Fixed time of pages whose rendering is compared. */
export const fixedTime = new Date('2026-03-03T12:00:00+01:00');

/** Serves sites with the given pages. */
export const test = base.extend<{host: (pages?: Record<string, HostPage>) => Promise<HostSite>}, {plain: {look?: RenderedElement[]}}>({
  baseURL: async ({}, use) => use(undefined), // Needs no shop.
  contextOptions: {reducedMotion: 'reduce'},
  host: async ({}, use) => {
    const sites: HostSite[] = [];
    await use(async (pages = {}) => {
      const site = await hostSite({'/plain': {}, ...pages});
      sites.push(site);
      return site;
    });
    for (const site of sites) await site.close();
  },
  plain: [async ({}, use) => use({}), {scope: 'worker'}],
});

/** Opens the chat with its launcher, sends a message by keyboard and waits for the whole answer. */
export async function converse(page: Page | Frame): Promise<void> {
  await page.getByRole('button', {name: 'Open chat'}).click();
  await awaitGreetingAndSay(page.getByRole('dialog', {name: 'Lamps'}));
}

/** Waits for the greeting in an open chat, sends a message by keyboard and waits for the whole answer. */
export async function awaitGreetingAndSay(chat: Locator): Promise<void> {
  await expect(chat.getByRole('log').getByRole('button', {name: 'A lamp'})).toBeVisible();
  await say(chat, 'Ada');
}

/** Sends a message and waits for the whole answer. */
export async function say(chat: Page | Locator, words: string): Promise<void> {
  const log = chat.getByRole('log');
  await chat.getByRole('textbox').fill(words);
  await chat.getByRole('textbox').press('Enter');
  await expect(log).toContainText(`Heard ${words}`);
  await expect(log.getByRole('heading', {name: 'Fjell'}).last()).toBeVisible();
  await expect(log.locator('u').last()).toHaveText('under');
  await expect(log.getByRole('status')).toHaveCount(0);
}

/** Has a conversation on a page, and expects that the chat works and looks as on a plain page. */
export async function expectSameChat(page: Page, {url}: HostSite, path: string, plain: {look?: RenderedElement[]}): Promise<void> {
  plain.look ??= await renderedOn(page, `${url}/plain`);
  expect(differences(plain.look, await renderedOn(page, url + path)), path).toEqual([]);
}

/** How the chat is rendered after a conversation on a page. */
export async function renderedOn(page: Page, url: string): Promise<RenderedElement[]> {
  await page.clock.setFixedTime(fixedTime);
  await page.goto(url);
  await converse(page);
  return renderedAtRest(page);
}

/** How the chat is rendered without hover and focus. */
export async function renderedAtRest(page: Page, within?: string): Promise<RenderedElement[]> {
  await page.mouse.move(300, 300);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  return renderedElements(page, within);
}

export {expect};
