import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test as base, type BrowserContext, type Page} from '@playwright/test';

/** The browser and platform that the screenshots were taken with. */
interface BrowserInfo {
  chromium: number;
  platform: string;
}

const browserRecord = join(import.meta.dirname, 'kept/made-with.json');

/** The frozen time of all tests: a Tuesday at noon in Oslo. */
export const fixedTime = new Date('2026-03-03T12:00:00+01:00');

/** A test that compares with the screenshots in `kept/`; skipped where another browser would render them differently. */
export const test = base.extend<{drawnAlike: void}, {why: string | undefined}>({
  why: [
    async ({browser}, use, {config, parallelIndex}) => {
      const here: BrowserInfo = {chromium: parseInt(browser.version()), platform: process.platform};
      const anew = config.updateSnapshots === 'all' || config.updateSnapshots === 'changed';
      if (anew) {
        mkdirSync(dirname(browserRecord), {recursive: true});
        writeFileSync(browserRecord, `${JSON.stringify(here, null, 2)}\n`);
      }
      const made = anew ? here : (JSON.parse(readFileSync(browserRecord, 'utf8')) as BrowserInfo);
      const why = here.chromium === made.chromium && here.platform === made.platform ? undefined : reason(made, here);
      if (why && parallelIndex === 0) console.info(`Pictures are skipped: ${why}`);
      await use(why);
    },
    {scope: 'worker'},
  ],
  drawnAlike: [
    async ({why}, use, {skip}) => {
      skip(why !== undefined, why ?? '');
      await use();
    },
    {auto: true},
  ],
});

export {expect};

function reason(made: BrowserInfo, here: BrowserInfo): string {
  const called = ({chromium, platform}: BrowserInfo): string => `Chromium ${chromium} on ${platform}`;
  return `they were made with ${called(made)}, this is ${called(here)}, and each renders text and edges slightly differently.`;
}

/** The browser context options of every screenshot. */
export const conditions = {locale: 'en-GB', timezoneId: 'Europe/Oslo', reducedMotion: 'reduce', colorScheme: 'light'} as const;

/** Opens a page whose clock is frozen. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.clock.setFixedTime(fixedTime);
  return page;
}

/** Moves the pointer away and removes the focus. */
export async function clearPointerAndFocus(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
}
