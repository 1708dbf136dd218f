import type {Frame, Locator, Page} from '@playwright/test';
import {type Answer, type BareSite, textOf} from './bare-site.ts';
import {expect} from './fixtures.ts';

/** Answers with text messages, as a BotManager does. */
export function reply(response: Parameters<Answer>[1], ...bodies: readonly string[]): void {
  const messages = bodies.map((body) => ({code: 'message', type: 'text', body}));
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
}

/** Greets, and echoes every message. */
export const echo: Answer = (request, response) => reply(response, request.event === 'start' ? 'Hello' : `Heard ${textOf(request)}`);

/** Visits a page, opens its chat, and waits for the bot's greeting. */
export async function openPage(page: Page, {url}: BareSite): Promise<Locator> {
  await page.goto(url);
  const log = await openChat(page);
  await expect(log).toContainText('Hello');
  return log;
}

/** Opens the chat unless it is open already, since a page may restore it. */
export async function openChat(page: Page | Frame): Promise<Locator> {
  await page.waitForFunction(() => 'parley' in globalThis);
  await page.evaluate(() => (globalThis as {parley?: {open(): Promise<void>}}).parley?.open());
  return page.getByRole('log');
}

/** Sends a message and returns its entry. */
export async function say(page: Page | Frame, words: string): Promise<Locator> {
  await page.getByRole('textbox').fill(words);
  await page.getByRole('textbox').press('Enter');
  return page.getByRole('article', {name: /^You, /}).filter({hasText: words});
}

/** Texts of all messages, in order. */
export function textsOf(log: Locator): Promise<string[]> {
  return log.getByRole('article').evaluateAll((articles) => articles.map((one) => one.querySelector('.bubble')?.textContent?.trim() ?? ''));
}

/** Texts of all messages that the bot received, in order. */
export const textsTo = ({heard}: BareSite): string[] => heard.filter(({event}) => event === 'continue').map(textOf);

/** Everything that the browser stores for the page, as text. */
export function storedData(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const all: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage)];
    for (const {name, version} of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name!, version);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error(name));
      });
      for (const store of database.objectStoreNames) {
        const request = database.transaction(store).objectStore(store).getAll();
        all.push(await new Promise((resolve) => (request.onsuccess = () => resolve(request.result))));
      }
      database.close();
    }
    return JSON.stringify(all);
  });
}
