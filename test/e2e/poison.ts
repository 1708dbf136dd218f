import type {Locator, Page} from '@playwright/test';
import type {Answer} from './bare-site.ts';
import {expect} from './fixtures.ts';
import {echo, lines} from './visitor.ts';

const good = (body: string) => ({code: 'message', type: 'text', body});
const poison = {code: 'message', type: 'poison', dose: 1};

/** Answers with two messages whose renderer throws, one of them with a text, between two good ones. */
export const poisonous: Answer = (request, response) => {
  if (request.event === 'start') return echo(request, response);
  const messages = [good('above'), poison, {...poison, body: 'its words'}, good('below')];
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
};

/** Registers a custom renderer in the page that throws for them. */
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

/** After the visitor said "hi": expects a fallback for one, the text of the other, and all good messages. */
export async function expectUnharmed(log: Locator): Promise<void> {
  await expect(log).toContainText('below');
  await expect(log.getByText('This message cannot be shown here.')).toHaveCount(1);
  expect((await lines(log)).filter(Boolean)).toEqual(['Hello', 'hi', 'above', 'its words', 'below']);
}
