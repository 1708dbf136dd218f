import {readFileSync} from 'node:fs';
import {expect, keepInside, test, type Globals} from './fixtures.ts';

interface Index {
  entries: Record<string, {id: string; title: string; name: string; type: 'story' | 'docs'}>;
}

const index = JSON.parse(readFileSync('storybook-static/index.json', 'utf8')) as Index;
const stories = Object.values(index.entries).filter(({type}) => type === 'story');

const ways: [string, Globals][] = [
  ['light', {theme: 'light', direction: 'ltr', width: 'panel'}],
  ['dark, right-to-left and narrow', {theme: 'dark', direction: 'rtl', width: 'narrow'}],
];

for (const [way, globals] of ways) {
  for (const {id, title, name} of stories) {
    test(`${title}, ${name}: renders without errors, violations or horizontal overflow (${way})`, async ({stories: {draw, page}}) => {
      expect(await draw(id, globals)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    });
  }
}

test('the theming guide is part of Storybook, with its tables and images', async ({stories: {url}, browser}) => {
  const page = await browser.newPage();
  await keepInside(page, url);
  await page.goto(`${url}iframe.html?id=theming--docs&viewMode=docs`);
  await expect(page.getByRole('cell', {name: '--parley-roundness', exact: true})).toBeVisible();
  await expect(page.getByRole('cell', {name: 'time-picker', exact: true})).toBeVisible();
  const widths = () => page.locator('img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth > 500));
  await expect.poll(widths).toEqual(Array.from({length: 5}, () => true));
  await page.close();
});

test('the network toolbar makes a message fail, and without a preset it gets through', async ({stories: {draw, page}}) => {
  const globals: Globals = {theme: 'light', direction: 'ltr', width: 'panel'};
  expect(await draw('chat-chat--answered', {...globals, network: 'busy'})).toEqual([]);
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await draw('chat-chat--answered', globals)).toEqual([]);
  await expect(page.getByRole('button', {name: 'Which bulb?'})).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('the network sliders take effect during a conversation; a preset starts a new one', async ({stories: {url}, browser}) => {
  test.slow(); // Loads all of Storybook.
  const page = await browser.newPage({viewport: {width: 1280, height: 1200}, locale: 'en-GB'});
  await keepInside(page, url);
  await page.goto(`${url}?path=/story/chat-chat--greeting`);
  await page.getByRole('tab', {name: 'Network'}).click();
  const chat = page.frameLocator('#storybook-preview-iframe');
  const say = async (words: string) => {
    await chat.getByRole('textbox').fill(words);
    await chat.getByRole('textbox').press('Enter');
  };
  await page.getByLabel('Travels').fill('100');
  await expect(page.getByLabel('Travels')).toHaveValue('100');
  await expect(chat.getByRole('button', {name: 'Reading'})).toBeVisible();
  await say('one');
  await expect(chat.getByRole('button', {name: 'Which bulb?'})).toBeVisible();

  await page.getByLabel('Answered with an error').fill('1');
  await say('two');
  await expect(chat.getByRole('alert')).toBeVisible();
  await expect(chat.getByRole('button', {name: 'Which bulb?'}), 'earlier messages are still there').toBeVisible();
  await page.getByLabel('Answered with an error').fill('0');
  await chat.getByRole('button', {name: 'Try again'}).click();
  await expect(chat.getByText('Gladly.', {exact: true})).toBeVisible();

  await page.getByRole('button', {name: 'Never answers'}).click();
  await expect(page.getByLabel('Never answered')).toHaveValue('1');
  await expect(chat.getByText('Gladly.', {exact: true})).toBeHidden();
  await page.close();
});
