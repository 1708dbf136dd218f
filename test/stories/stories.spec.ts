import {readFileSync} from 'node:fs';
import {expect, test, type Globals} from './fixtures.ts';

interface Index {
  entries: Record<string, {id: string; title: string; name: string; type: 'story' | 'docs'}>;
}

const index = JSON.parse(readFileSync('storybook-static/index.json', 'utf8')) as Index;
const stories = Object.values(index.entries).filter(({type}) => type === 'story');

const ways: [string, Globals][] = [
  ['in the light', {theme: 'light', direction: 'ltr', width: 'panel'}],
  ['in the dark, right to left and narrow', {theme: 'dark', direction: 'rtl', width: 'narrow'}],
];

for (const [way, globals] of ways) {
  for (const {id, title, name} of stories) {
    test(`${title}, ${name}: draws without an error or a violation, ${way}`, async ({stories: {draw, page}}) => {
      expect(await draw(id, globals)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    });
  }
}

test('the toolbar makes the way to the bot worse: what is said does not get through, and the visitor is asked', async ({
  stories: {draw, page},
}) => {
  const globals: Globals = {theme: 'light', direction: 'ltr', width: 'panel'};
  expect(await draw('chat-chat--answered', {...globals, network: 'busy'})).toEqual([]);
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await draw('chat-chat--answered', globals)).toEqual([]);
  await expect(page.getByRole('button', {name: 'Which bulb?'})).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});
