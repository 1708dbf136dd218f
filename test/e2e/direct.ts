import type {Frame, Locator, Page} from '@playwright/test';
import {type Answer, type BareSite, bareSite, wordsOf} from './bare-site.ts';
import {expect, test as base} from './fixtures.ts';

/** Answers every word with itself. */
export const echo: Answer = (request, response) => {
  const body = request.event === 'start' ? 'Hello' : `Heard ${wordsOf(request)}`;
  response.writeHead(200, {'content-type': 'application/json'});
  response.end(JSON.stringify({event: 'continue', messages: [{code: 'message', type: 'text', body}]}));
};

/** Echoes, but never answers a "think". */
export const thinker: Answer = (request, response) => (wordsOf(request) === 'think' ? undefined : echo(request, response));

/** With sites whose page asks its bot directly; what they do wrong may stand in the console. */
export const test = base.extend<{serve: (answer?: Answer) => Promise<BareSite>}>({
  baseURL: async ({}, use) => use(undefined), // No shop is needed.
  serve: async ({complaints}, use) => {
    complaints.expect(/Failed to load resource|POST http|net::ERR/);
    const sites: BareSite[] = [];
    await use(async (answer = echo) => {
      const site = await bareSite(answer);
      sites.push(site);
      return site;
    });
    for (const site of sites) await site.close();
  },
});

export async function open(page: Page, {url}: BareSite): Promise<Locator> {
  await page.goto(url);
  const log = await shown(page);
  await expect(log).toContainText('Hello');
  return log;
}

/** The chat, opened unless it already is: a page may come back as it was left. */
export async function shown(page: Page | Frame): Promise<Locator> {
  await page.waitForFunction(() => 'parley' in globalThis);
  await page.evaluate(() => (globalThis as {parley?: {open(): Promise<void>}}).parley?.open());
  return page.getByRole('log');
}

export async function say(page: Page | Frame, words: string): Promise<Locator> {
  await page.getByRole('textbox').fill(words);
  await page.getByRole('textbox').press('Enter');
  return page.getByRole('article', {name: /^You, /}).filter({hasText: words});
}

/** Everything said, in the order it stands. */
export function lines(log: Locator): Promise<string[]> {
  return log.getByRole('article').evaluateAll((articles) => articles.map((one) => one.querySelector('.bubble')?.textContent?.trim() ?? ''));
}

/** What the bot was told. */
export const spoken = ({heard}: BareSite): string[] => heard.filter(({event}) => event === 'continue').map(wordsOf);
