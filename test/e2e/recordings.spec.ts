import type {Locator, Page} from '@playwright/test';
import type {BareSite} from './bare-site.ts';
import {expect, test as base} from './fixtures.ts';
import {recordedBot} from './recorded-bot.ts';

const test = base.extend<{bot: BareSite}>({
  bot: async ({}, use) => {
    const bot = await recordedBot();
    await use(bot);
    await bot.close();
  },
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

async function open(page: Page, bot: BareSite): Promise<Locator> {
  await page.route(/^https:/, (route) => route.fulfill({contentType: 'image/svg+xml', body: svg}));
  await page.goto(bot.url);
  await page.getByRole('button', {name: 'Open chat'}).click();
  const log = page.getByRole('log');
  await expect(log.getByRole('article')).toHaveCount(2);
  return log;
}

/** Sends a message and returns the first article of the answer. */
async function ask(page: Page, log: Locator, words: string): Promise<Locator> {
  const answers = log.getByRole('article', {name: /^Chat, /});
  const before = await answers.count();
  await page.getByRole('textbox').fill(words);
  await page.getByRole('textbox').press('Enter');
  const own = log.getByRole('article', {name: /^You, /}).filter({hasText: words});
  await expect(own.last()).toContainText('Sent');
  return answers.nth(before);
}

test('renders a conversation with the recorded bot of the real SDK', async ({page, bot}) => {
  const log = await open(page, bot);
  await expect(log).toContainText('Hello! I am a DummyBot from latest version of the Vivocha Bot SDK 😎');
  const suggestions = log.getByRole('group', {name: 'Suggested answers'});
  await expect(suggestions.getByRole('button')).toHaveText(['fullhelp', 'help']);

  await suggestions.getByRole('button', {name: 'help', exact: true}).click();
  const card = log.getByRole('article', {name: /^Chat, /}).nth(2);
  await expect(card).toContainText('Just an example of generic template:');
  await expect(card).toContainText('Here are (some) commands you can send');
  await expect(card.getByRole('button')).toHaveText(['quick', 'team', 'cat', 'cats', 'transfer', 'bye']);
  expect(bot.heard.at(-1)?.message).toEqual({code: 'message', type: 'text', body: 'help', payload: 'help'});

  await card.getByRole('button', {name: 'quick'}).click();
  await expect(suggestions.last().getByRole('button')).toHaveText(['Red', 'Blue', 'White']);
  expect(bot.heard.at(-1)?.message).toEqual({code: 'message', type: 'postback', body: 'quick', payload: 'quick'});
  await expect(card.getByRole('button', {name: 'quick'})).toHaveAttribute('aria-disabled', 'true');

  const meow = await ask(page, log, 'cat');
  await expect(meow.getByRole('link', {name: /^Meow!/})).toHaveAttribute('href', 'https://en.wikipedia.org/wiki/Cat');
  await expect(meow.getByRole('link', {name: /^View Website/})).toHaveAttribute('rel', /noopener/);
  await expect(meow.getByRole('button', {name: 'OK'})).toBeVisible();
  await expect(meow).toContainText('We have the right cat for everyone.');
  await expect
    .poll(() =>
      meow
        .locator('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(0);
});

test('passes a custom event of the recorded bot to the page, but not to the bot', async ({page, bot}) => {
  const log = await open(page, bot);
  await page.evaluate(() => {
    addEventListener('parley-page-event', (event) => {
      const {name, data, button} = event;
      Object.assign(globalThis, {told: {name, data, button}});
    });
  });
  const answer = await ask(page, log, 'pagevent');
  const heard = bot.heard.length;
  await answer.getByRole('button', {name: 'Fire a custom event'}).click();
  expect(await page.evaluate(() => (globalThis as {told?: unknown}).told)).toEqual({
    name: 'page_event',
    data: {reason: 'test', params: {a: 10, b: 'ok'}},
    button: {type: 'page_event', reason: 'test', params: {a: 10, b: 'ok'}, title: 'Fire a custom event'},
  });
  expect(bot.heard).toHaveLength(heard);
});

test('renders files of the recorded bot with their names', async ({page, bot}) => {
  const log = await open(page, bot);
  const gif = await ask(page, log, 'attach');
  await expect(gif.getByRole('button', {name: 'View Scream.gif'})).toBeVisible();
  const stored = await ask(page, log, 'up-attach-file');
  await expect(stored.getByRole('button', {name: /^View /})).toBeVisible();
  await expect(stored).toContainText('x');
});

test('returns the context of the recorded bot unchanged', async ({page, bot}) => {
  const log = await open(page, bot);
  await ask(page, log, 'unknown-text');
  await ask(page, log, 'async');
  await expect(log).toContainText("Sorry, I didn't get that! Could you say that again, please?");
  expect(bot.heard.map(({event, context, settings}) => ({event, context, engine: settings?.engine.type}))).toEqual([
    {event: 'start', context: undefined, engine: 'custom'},
    {event: 'continue', context: {token: 'aaa.bbb.ccc'}, engine: 'custom'},
    {event: 'continue', context: {}, engine: 'custom'},
  ]);
});

for (const word of ['bye', 'transfer']) {
  test(`ends the conversation on the recorded "${word}", and can start again`, async ({page, bot}) => {
    const log = await open(page, bot);
    await ask(page, log, word);
    await expect(log).toContainText(word === 'bye' ? 'Bye, see you soon!' : "OK I'm transferring you to a 'jolly'-tagged agent. Bye!");
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await page.getByRole('button', {name: 'Start again'}).click();
    await expect(page.getByRole('textbox')).toBeVisible();
    await expect.poll(() => bot.heard.at(-1)?.event).toBe('start');
  });
}

test('shows the typing indicator but no message for a recorded typing signal', async ({page, bot}) => {
  const log = await open(page, bot);
  await page.getByRole('textbox').fill('send-is-writing');
  await page.getByRole('textbox').press('Enter');
  await expect(log.getByRole('status')).toBeVisible();
  await expect(log.getByRole('article')).toHaveCount(3);
});

const recordedErrors: readonly (readonly [name: string, seen: string])[] = [
  ['errors/bot-throws-async-without-context', 'Not sent'],
  ['errors/engine-unknown', 'Not sent'],
  ['errors/message-payload-number', 'Not sent'],
  ['errors/sdk-null', 'The answer could not be read. Please try again.'],
  ['errors/sdk-undef', 'The answer could not be read. Please try again.'],
];

for (const [name, seen] of recordedErrors) {
  test(`reports the recorded fault ${name} in plain words, without its details`, async ({page, bot, complaints}) => {
    complaints.expect(/Failed to load resource|POST http|the bot’s answer was not quite/);
    const log = await open(page, bot);
    await page.getByRole('textbox').fill(name);
    await page.getByRole('textbox').press('Enter');
    await expect(log).toContainText(seen);
    await expect(log).not.toContainText('Cannot read');
    await expect(log).not.toContainText('ValidationError');
    await expect(await ask(page, log, 'unknown-text')).toContainText('Could you say that again');
  });
}
