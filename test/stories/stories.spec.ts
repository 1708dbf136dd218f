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
