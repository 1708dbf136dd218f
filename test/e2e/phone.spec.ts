import type {CDPSession, Locator, Page} from '@playwright/test';
import {openAllParts} from './all-parts.ts';
import {expect, expectAccessible, test} from './fixtures.ts';
import {layoutFaults} from './layout-faults.ts';
import {say, openChat} from './visitor.ts';

test.skip(({isMobile}) => !isMobile, 'only on a phone');
test.describe.configure({timeout: 90_000}); // Many steps each.

/** Swipes up or down from a point, by some pixels. */
async function swipe(cdp: CDPSession, {x, y}: {x: number; y: number}, distance: number): Promise<void> {
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: {x: number; y: number}[]) =>
    cdp.send('Input.dispatchTouchEvent', {type, touchPoints});
  await touch('touchStart', [{x, y}]);
  for (let step = 1; step <= 8; step++) await touch('touchMove', [{x, y: y + (distance * step) / 8}]);
  await touch('touchEnd', []);
}

/** Scroll position of the page after two frames. */
function scrollPosition(page: Page): Promise<number> {
  return page.evaluate(
    () => new Promise<number>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(Math.round(scrollY))))),
  );
}

/** Attributes of the page's root and body, which the chat must not change. */
function pageAttributes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, document.body].flatMap((element) =>
      [...element.attributes].map(({name, value}) => `${element.localName} ${name}=${value}`),
    ),
  );
}

/** Back gesture of a phone: a close request without a keydown event. */
async function goBack(page: Page): Promise<void> {
  await page.evaluate(() => addEventListener('keydown', (event) => event.stopImmediatePropagation(), {capture: true, once: true}));
  await page.keyboard.press('Escape');
}

const expectClosed = (page: Page): Promise<void> => expect(page.getByRole('dialog')).toHaveCount(0);
/** The note that the page puts below the field. */
const footer = (page: Page): Locator => page.getByText('Answers come from a bot, or');
const middleOf = async (element: Locator): Promise<{x: number; y: number}> => {
  const {x, y, width, height} = (await element.boundingBox())!;
  return {x: x + width / 2, y: y + height / 2};
};

test('covers the screen, closes on back, and leaves history, scroll position and attributes of the page unchanged', async ({page}) => {
  await page.goto('/?direct');
  await page.evaluate(() => scrollTo({top: 240, behavior: 'instant'}));
  const before = await pageAttributes(page);
  const pages = await page.evaluate(() => history.length);
  const launcher = page.getByRole('button', {name: 'Open chat'});
  await launcher.tap();
  const panel = page.getByRole('dialog');
  const log = panel.getByRole('log');
  await expect(log).toContainText('What are you lighting?');
  const screen = page.viewportSize()!;
  expect(await panel.boundingBox()).toEqual({x: 0, y: 0, ...screen});
  await expect(launcher).toBeHidden();
  await expect(panel).toHaveAttribute('aria-modal', 'true');
  // Focusing it would open the soft keyboard over the messages.
  await expect(page.getByRole('textbox')).not.toBeFocused();

  const cdp = await page.context().newCDPSession(page);
  for (const place of [panel.getByRole('heading').first(), log, page.getByRole('textbox'), footer(page)])
    await swipe(cdp, await middleOf(place), -160);
  expect(await scrollPosition(page)).toBe(240);

  await goBack(page);
  await expectClosed(page);
  expect(await scrollPosition(page)).toBe(240);
  expect(await page.evaluate(() => history.length)).toBe(pages);
  expect(await pageAttributes(page)).toEqual(before);
  await launcher.tap();
  await expect(panel).toBeVisible();
  // Back first closes what is open above the chat.
  await panel.getByRole('button', {name: 'More'}).tap();
  await expect(page.getByRole('menu')).toBeVisible();
  await goBack(page);
  await expect(page.getByRole('menu')).toHaveCount(0);
  await panel.getByRole('button', {name: 'More'}).tap();
  await page.getByRole('menuitem', {name: 'Save the conversation'}).tap();
  await expect(page.getByRole('dialog')).toHaveCount(2);
  await goBack(page);
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(log).toBeFocused();
  await panel.getByRole('button', {name: 'Close chat'}).tap();
  await expectClosed(page);

  await launcher.tap();
  await page.evaluate(() => (globalThis as unknown as {parley: {destroy(): void}}).parley.destroy());
  await expectClosed(page);
  expect(await pageAttributes(page)).toEqual(before);
  expect(await page.evaluate(() => [history.length, document.querySelectorAll('parley-widget, parley-chat').length])).toEqual([pages, 0]);
  await swipe(cdp, {x: 100, y: 400}, -160);
  expect(await scrollPosition(page)).toBeGreaterThan(240);
});

test('avoids notches, bars and the soft keyboard in both orientations', async ({page}) => {
  const cdp = await page.context().newCDPSession(page);
  const notch = async (insets: {top?: number; right?: number; bottom?: number; left?: number}) =>
    void (await cdp.send('Emulation.setSafeAreaInsetsOverride', {insets}));
  await page.goto('/?direct');
  const log = await openChat(page);
  const panel = page.getByRole('dialog');
  const field = page.getByRole('textbox');
  const close = panel.getByRole('button', {name: 'Close chat'});
  await expect(log).toContainText('What are you lighting?');
  await say(page, 'show text');
  const last = log.getByRole('article').last();
  await expect(last).toContainText('I can fetch a person');

  const box = async (element: Locator) => {
    const {x, y, width, height} = (await element.boundingBox())!;
    return {left: x, top: y, right: x + width, bottom: y + height};
  };
  await notch({top: 48, bottom: 30});
  const tall = page.viewportSize()!;
  await expect.poll(async () => (await box(close)).top).toBeGreaterThanOrEqual(48);
  await expect.poll(async () => (await box(footer(page))).bottom).toBeLessThanOrEqual(tall.height - 30);

  const held = {width: tall.height, height: tall.width};
  await page.setViewportSize(held);
  await notch({left: 48, right: 48, bottom: 20});
  await expect.poll(async () => (await panel.boundingBox())!).toEqual({x: 0, y: 0, ...held});
  for (const one of [close, field, log]) {
    await expect.poll(async () => (await box(one)).left).toBeGreaterThanOrEqual(48);
    await expect.poll(async () => (await box(one)).right).toBeLessThanOrEqual(held.width - 48);
  }
  await expect(last).toBeInViewport({ratio: 1});
  expect(await layoutFaults(page)).toEqual([]);
  await notch({});
  await page.setViewportSize(tall);

  // The keyboard shrinks the visual viewport, and iOS shifts it; the layout viewport stays the same.
  const keyboard = (height: number, offsetTop = 0) =>
    page.evaluate(
      ([height, offsetTop]) => {
        for (const [name, value] of Object.entries({height, offsetTop}))
          Object.defineProperty(visualViewport!, name, {configurable: true, get: () => value});
        visualViewport!.dispatchEvent(new Event('resize'));
      },
      [height, offsetTop],
    );
  await field.tap();
  await keyboard(420, 60);
  await expect.poll(async () => (await panel.boundingBox())!).toEqual({x: 0, y: 60, width: tall.width, height: 420});
  expect((await box(field)).bottom).toBeLessThanOrEqual(480);
  // The last message is still in view.
  await expect.poll(async () => (await box(last)).bottom).toBeLessThanOrEqual((await box(log)).bottom + 1);
  await field.fill('A long story. '.repeat(60));
  expect((await field.boundingBox())!.height).toBeLessThanOrEqual(0.4 * 420);
  await keyboard(tall.height);
  await expect.poll(async () => (await panel.boundingBox())!).toEqual({x: 0, y: 0, ...tall});
  // Pinch zoom does not resize the panel.
  await page.evaluate(() => Object.defineProperty(visualViewport!, 'scale', {configurable: true, get: () => 2}));
  await keyboard(300, 100);
  expect(await panel.boundingBox()).toEqual({x: 0, y: 0, ...tall});
});

test('fits every kind of message on the screen and passes an audit, in light, dark and right to left', async ({page, shop, complaints}) => {
  complaints.expect(/500|TransportError|not-there/);
  await openAllParts(page, shop.url);
  expect(await layoutFaults(page)).toEqual([]);
  await expectAccessible(page);
  await page.emulateMedia({colorScheme: 'dark'});
  await openAllParts(page, shop.url, '&lang=ar');
  expect(await layoutFaults(page)).toEqual([]);
  await expectAccessible(page);
});
