import type {Locator, Page} from '@playwright/test';
import type {Answer} from './bare-site.ts';
import {expect} from './fixtures.ts';
import {echo, textsOf} from './visitor.ts';

const goodMessage = (body: string) => ({code: 'message', type: 'text', body});
const badMessage = {code: 'message', type: 'poison', dose: 1};

/** Answers with two messages whose renderer throws, one of them with a text, between two good ones. */
export const badMessageBot: Answer = (request, response) => {
  if (request.event === 'start') return echo(request, response);
  const messages = [goodMessage('above'), badMessage, {...badMessage, body: 'its words'}, goodMessage('below')];
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
};

/** Registers a custom renderer in the page that throws for them. */
export async function registerThrowingRenderer(page: Page): Promise<void> {
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
export async function expectOthersShown(log: Locator): Promise<void> {
  await expect(log).toContainText('below');
  await expect(log.getByText('This message cannot be shown here.')).toHaveCount(1);
  expect((await textsOf(log)).filter(Boolean)).toEqual(['Hello', 'hi', 'above', 'its words', 'below']);
}
