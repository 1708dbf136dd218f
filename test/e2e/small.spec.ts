import type {Page} from '@playwright/test';
import {openAllParts} from './all-parts.ts';
import {expect, expectAccessible, test} from './fixtures.ts';
import {layoutFaults} from './layout-faults.ts';

test.skip(({isMobile}) => isMobile, 'depends only on the size of the window');
test.describe.configure({timeout: 90_000}); // Many sizes each.

interface Size {
  width: number;
  height: number;
  /** Text scale of the reader. */
  text?: number;
}

const sizes: Readonly<Record<string, Size>> = {
  'a narrow phone': {width: 320, height: 568},
  'a window at 400 %': {width: 320, height: 256},
  'a phone held sideways': {width: 640, height: 320},
  'a wide phone held sideways': {width: 915, height: 412},
  'a window at 200 %': {width: 640, height: 400},
  'a window with text of 200 %': {width: 1280, height: 800, text: 2},
  'a phone with text of 200 %': {width: 360, height: 640, text: 2},
};

/** Resizes the window, and waits for the layout. */
async function resize(page: Page, {width, height, text = 1}: Size): Promise<void> {
  await page.setViewportSize({width, height});
  await page.evaluate((text) => {
    document.querySelector<HTMLElement>('parley-widget')!.style.setProperty('--parley-text-scale', String(text));
    // As before printing, which also renders what is far from the viewport.
    dispatchEvent(new Event('beforeprint'));
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, text);
}

/** Applies the text spacing of WCAG 1.4.12 in every shadow root of the chat. */
function applyTextSpacing(page: Page): Promise<void> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
    );
    const spread = (root: ShadowRoot): void => {
      root.adoptedStyleSheets.push(sheet);
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) spread(element.shadowRoot);
    };
    spread(document.querySelector('parley-widget')!.shadowRoot!);
  });
}

test('keeps everything visible, reachable and large enough to touch in small windows and with large or spaced text', async ({
  page,
  shop,
  complaints,
}) => {
  complaints.expect(/500|TransportError|not-there/);
  await openAllParts(page, shop.url);
  for (const [name, size] of Object.entries(sizes)) {
    await resize(page, size);
    expect.soft(await layoutFaults(page), name).toEqual([]);
  }

  // Menu and dialog fit into the smallest window, and all their items can be reached.
  await resize(page, sizes['a window at 400 %']!);
  const more = page.getByRole('button', {name: 'More', exact: true});
  await more.click();
  const rows = page.getByRole('menuitem');
  await expect(rows.last()).toBeVisible();
  for (const row of await rows.all()) {
    await row.scrollIntoViewIfNeeded();
    await expect(row).toBeInViewport({ratio: 0.9});
  }
  expect(await layoutFaults(page)).toEqual([]);
  await page.getByRole('menuitem', {name: 'Save the conversation'}).click();
  const buttons = page.getByRole('dialog', {name: 'Save the conversation'}).getByRole('button');
  await expect(buttons.last()).toBeVisible();
  for (const button of await buttons.all()) {
    await button.scrollIntoViewIfNeeded();
    await expect(button).toBeInViewport({ratio: 0.9});
  }
  expect(await layoutFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.emulateMedia({colorScheme: 'dark'});
  await resize(page, {width: 320, height: 568});
  await expectAccessible(page);
  await applyTextSpacing(page);
  for (const width of [320, 1280]) {
    await resize(page, {width, height: 800});
    expect.soft(await layoutFaults(page), `spaced out, ${width} px wide`).toEqual([]);
  }
});

test('traps Tab in a full-screen chat, but not in one in the corner', async ({page}) => {
  await page.goto('/?direct');
  await page.evaluate(() => {
    // In the document before and after the chat.
    document.body.prepend(Object.assign(document.createElement('button'), {textContent: 'Before'}));
    document.documentElement.append(Object.assign(document.createElement('button'), {textContent: 'Behind'}));
  });
  await page.setViewportSize({width: 320, height: 480});
  await page.getByRole('button', {name: 'Open chat'}).click();
  const panel = page.getByRole('dialog');
  await expect(panel).toHaveAttribute('aria-modal', 'true');
  await expect(panel.getByRole('log')).toContainText('What are you lighting?');
  const focused = () =>
    page.evaluate(() => {
      const {activeElement: at, body} = document;
      const writes = at?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.localName === 'textarea';
      return {inside: at === body || at?.localName === 'parley-widget', writes};
    });
  for (const key of ['Tab', 'Shift+Tab']) {
    let comesRound = false;
    for (let times = 0; times < 25; times++) {
      // From now on the browser's own controls follow the chat.
      if (times === 12) await page.evaluate(() => document.querySelector('html > button')?.remove());
      await page.keyboard.press(key);
      const {inside, writes} = await focused();
      expect(inside, `${key}, ${times}`).toBe(true);
      comesRound ||= writes && times > 12;
    }
    expect(comesRound, key).toBe(true);
  }
  await page.setViewportSize({width: 1000, height: 700});
  await expect(panel).not.toHaveAttribute('aria-modal');
  await page.getByRole('textbox').focus();
  let left = false;
  for (let times = 0; times < 12 && !left; times++) {
    await page.keyboard.press('Tab');
    left = !(await focused()).inside;
  }
  expect(left).toBe(true);
});
