import type {Locator, Page} from '@playwright/test';
import {type Answer, bareSite} from './bare-site.ts';
import {expect, expectAccessible, test} from './fixtures.ts';
import {reply, say, openPage} from './visitor.ts';

/** Greets, then answers with three messages at once. */
const burstBot: Answer = (request, response) => {
  if (request.event === 'start') return reply(response, 'Hello');
  reply(response, 'First of all, a lamp has to be easy to repair.', 'Then it has to be warm in the evening.', 'That is all.');
};

/** Opens the shop's chat and sends messages. */
async function openAndSend(page: Page, ...words: string[]): Promise<Locator> {
  await page.goto('/');
  await page.getByRole('button', {name: 'Open chat'}).click();
  const log = page.getByRole('log');
  await expect(log.getByRole('article').first()).toBeVisible();
  for (const one of words) {
    await page.getByRole('textbox').fill(one);
    await page.getByRole('textbox').press('Enter');
    await expect(log.getByRole('article', {name: /^You, /}).last()).toContainText('Sent');
  }
  return log;
}

async function openDisplaySettings(page: Page): Promise<Locator> {
  await page.getByRole('button', {name: 'More', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Display and sound'}).click();
  return page.getByRole('dialog', {name: 'Display and sound'});
}

/** Font size of the transcript in pixels. */
function fontSizeOf(log: Locator): Promise<number> {
  return log.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
}

/** Styles of the transcript that depend on contrast and motion. */
function transcriptStyles(log: Locator): Promise<{muted: string; arrival: string}> {
  return log.evaluate((element) => {
    const day = getComputedStyle(element.querySelector('.day')!);
    const entry = element.querySelector('.entry')!;
    entry.classList.add('fresh');
    return {muted: day.color, arrival: getComputedStyle(entry).animationDuration};
  });
}

test('changes text size and announcements by keyboard, keeps them across pages and tabs, and forgets them', async ({
  page,
  context,
  isMobile,
}) => {
  test.skip(isMobile, 'a phone has no keyboard');
  const log = await openAndSend(page);
  const size = await fontSizeOf(log);
  const menu = page.getByRole('button', {name: 'More', exact: true});
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', {name: 'Display and sound'})).toBeFocused();
  await page.keyboard.press('Enter');
  const larger = page.getByRole('button', {name: 'Larger text'});
  await expect(larger).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('130%');
  for (let step = 0; step < 5; step++) await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', {name: 'Full messages'})).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', {name: 'Only the beginning'})).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(page.getByRole('log')).toBeVisible();
  await expect.poll(() => fontSizeOf(log)).toBeCloseTo(size * 1.3);

  const other = await context.newPage();
  await other.goto('/');
  const there = other.getByRole('log');
  await expect(there.getByRole('article').first()).toBeVisible();
  expect(await fontSizeOf(there)).toBeCloseTo(size * 1.3);
  const dialog = await openDisplaySettings(other);
  await expect(dialog.getByRole('radio', {name: 'Only the beginning'})).toBeChecked();
  await dialog.getByRole('button', {name: 'Smaller text'}).click();
  await expect.poll(() => fontSizeOf(log)).toBeCloseTo(size * 1.15);

  const kept = () => page.evaluate(() => Object.values(localStorage).filter((value) => String(value).includes('"reader"')));
  expect(await kept()).toHaveLength(1);
  await other.evaluate(() => (globalThis as {parley?: {forget(): Promise<void>}}).parley?.forget());
  await expect.poll(() => fontSizeOf(log)).toBeCloseTo(size);
  expect(await kept()).toEqual([]);
});

test('follows the system’s contrast and motion preferences, unless the reader overrides them', async ({page}) => {
  const log = await openAndSend(page);
  const usual = await transcriptStyles(log);
  await page.emulateMedia({contrast: 'more', reducedMotion: 'reduce'});
  const asked = await transcriptStyles(log);
  expect(asked.muted).not.toBe(usual.muted);
  expect([usual.arrival, asked.arrival]).toEqual(['0.26s', '0s']);
  const dialog = await openDisplaySettings(page);
  const [contrast, motion] = [dialog.getByRole('switch', {name: 'More contrast'}), dialog.getByRole('switch', {name: 'Less motion'})];
  await expect(contrast).toHaveAttribute('aria-checked', 'true');
  await contrast.click();
  await motion.click();
  expect(await transcriptStyles(log)).toEqual(usual);
  await page.emulateMedia({contrast: 'no-preference', reducedMotion: 'no-preference'});
  await contrast.click();
  await motion.click();
  expect(await transcriptStyles(log)).toEqual(asked);
  await expectAccessible(page, 'parley-widget');
});

test('nothing is cut, overlaps or overflows at 200% text size and 360 px width', async ({page}) => {
  test.slow(); // Measures every element of a conversation.
  await page.setViewportSize({width: 360, height: 640});
  const log = await openAndSend(page, 'show card', 'show list', 'show carousel', 'show time-picker', 'show replies');
  await expect(log.getByRole('group', {name: 'Suggested answers'})).not.toHaveCount(0);
  await expect(log.getByRole('region')).not.toHaveCount(0);
  const dialog = await openDisplaySettings(page);
  for (let step = 0; step < 5; step++) await dialog.getByRole('button', {name: 'Larger text'}).click();
  expect(await dialog.evaluate(overflowFaults)).toEqual([]);
  await expect(dialog.getByRole('button', {name: 'Close'})).toBeInViewport({ratio: 1});
  await dialog.getByRole('button', {name: 'Reset'}).scrollIntoViewIfNeeded();
  await expectAccessible(page, 'parley-widget');
  await page.keyboard.press('Escape');
  expect(await page.locator('parley-chat').evaluate(overflowFaults)).toEqual([]);
  await openDisplaySettings(page);
  await dialog.getByRole('switch', {name: 'Show choices as a list'}).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('list', {name: /^Choices: /}).first()).toBeAttached();
  expect(await page.locator('parley-chat').evaluate(overflowFaults)).toEqual([]);
});

test('paces a burst at reading speed with typing dots in between, and shows the rest on a key press', async ({page}) => {
  const site = await bareSite(burstBot);
  try {
    await page.clock.install();
    await page.addInitScript(() => {
      document.addEventListener('parley-ready', () => document.querySelector('parley-widget')?.setAttribute('pacing', 'reading'));
    });
    const pacing = page.waitForResponse(/\/pacing-/);
    const log = await openPage(page, site);
    await pacing;
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await say(page, 'burst');
    await expect(log).toContainText('First of all');
    await expect(log.getByRole('status')).toBeVisible();
    await expect(log).not.toContainText('Then it has to be warm');
    await page.clock.runFor(3_000);
    await expect(log).toContainText('Then it has to be warm');
    await expect(log).not.toContainText('That is all.');
    await page.keyboard.press('a');
    await expect(log).toContainText('That is all.');
    await expect(log.getByRole('status')).toHaveCount(0);
  } finally {
    await site.close();
  }
});

/** Runs in the page: elements that are cut, overflow or overlap a sibling, except those meant to scroll horizontally. */
function overflowFaults(root: Element): string[] {
  const name = (element: Element) => `${element.localName}.${element.className || ''} "${(element.textContent ?? '').trim().slice(0, 30)}"`;
  const all: HTMLElement[] = [];
  const collect = (inside: ParentNode) => {
    for (const element of inside.querySelectorAll<HTMLElement>('*')) {
      if (element.closest('.unseen, .slides, .days, pre, table, svg, .husk')) continue;
      if (element.checkVisibility()) all.push(element);
      if (element.shadowRoot) collect(element.shadowRoot);
    }
  };
  if (root.shadowRoot) collect(root.shadowRoot);
  collect(root);
  const outside = all.filter((element) => {
    const {left, right, width} = element.getBoundingClientRect();
    return width > 0 && (left < -0.5 || right > innerWidth + 0.5);
  });
  const cut = all.filter((element) => {
    const {overflowX, overflowY, display} = getComputedStyle(element);
    const wide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    const high = overflowY === 'hidden' && display !== 'inline' && element.scrollHeight > element.clientHeight + 1;
    return wide || (high && element.innerText?.trim());
  });
  const rows = all.filter((element) => element.matches('.entry, .day, .header > *, .big-button, .setting, .level, .card, .row, .reply'));
  const over = rows.filter((one) =>
    rows.some((other) => {
      if (one === other || one.contains(other) || other.contains(one) || one.parentNode !== other.parentNode) return false;
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    }),
  );
  return [
    ...outside.map((element) => `outside: ${name(element)}`),
    ...cut.map((element) => `cut: ${name(element)}`),
    ...over.map((element) => `overlaps another: ${name(element)}`),
  ];
}
