import type {Locator, Page} from '@playwright/test';
import type {Answer} from './bare-site.ts';
import {expect} from './fixtures.ts';
import {echo, lines} from './visitor.ts';

const good = (body: string) => ({code: 'message', type: 'text', body});
const poison = {code: 'message', type: 'poison', dose: 1};

/** Answers each word with two messages that break their renderer, one of which has words, between two that are good. */
export const poisonous: Answer = (request, response) => {
  if (request.event === 'start') return echo(request, response);
  const messages = [good('above'), poison, {...poison, body: 'its words'}, good('below')];
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
};

/** Lets a page draw them by a renderer of its own, which throws. */
export async function drawPoison(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const fail = () => {
      throw new Error('poison');
    };
    document.addEventListener('parley-ready', () => {
      const widget = document.querySelector('parley-widget')!;
      Object.assign(widget, {renderers: new Map([['poison', {render: fail, say: fail}]])});
    });
  });
}

/** What stands after the visitor said "hi": a word in place of one, the words of the other, and all that was good. */
export async function expectUnharmed(log: Locator): Promise<void> {
  await expect(log).toContainText('below');
  await expect(log.getByText('This message cannot be shown here.')).toHaveCount(1);
  expect((await lines(log)).filter(Boolean)).toEqual(['Hello', 'hi', 'above', 'its words', 'below']);
}
