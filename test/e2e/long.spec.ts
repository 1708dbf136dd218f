import type {Locator, Page} from '@playwright/test';
import type {BareSite} from './bare-site.ts';
import {test} from './direct-test.ts';
import {expect} from './fixtures.ts';
import {openChat} from './visitor.ts';

const total = 1000;
const textOf = (index: number): string =>
  `Message ${index}. The lamp over the table is warm and can be dimmed${index % 7 ? '' : ', in brass and in black'}.`;

test.skip(({isMobile}) => isMobile, 'keyboard, selection and printing are for desktops');

/** Opens a chat whose transport delivers a long history at once. @param card Index of the one message that is a card. */
async function open(page: Page, {url}: BareSite, {count = total, card}: {count?: number; card?: number} = {}): Promise<Locator> {
  await page.goto(url);
  await page.waitForFunction(() => 'parley' in globalThis);
  await page.evaluate(
    ({bodies, card}) => {
      const begun = Date.now() - 86_400_000;
      const events = bodies.map((body, index) => ({
        type: 'message' as const,
        id: String(index + 1),
        ts: new Date(begun + index * 1000).toISOString(),
        from: {kind: 'bot' as const},
        message: {code: 'message' as const, type: 'text' as const, body},
      }));
      if (card !== undefined) {
        const template = {type: 'generic' as const, elements: [{title: 'A card of long ago'}]};
        Object.assign(events[card]!.message, {body: '', template});
      }
      const more: unknown[] = [{type: 'reset', id: String(bodies.length), events}];
      let wake = (): void => undefined;
      const transport = {
        idempotent: true,
        send: () => Promise.resolve({event: 'continue', messages: []}),
        async *listen() {
          for (;;) {
            while (more.length) yield more.shift();
            await new Promise<void>((resolve) => (wake = resolve));
          }
        },
      };
      let last = bodies.length;
      const say = (body: string): void => {
        last++;
        more.push({...events[0]!, id: String(last), ts: new Date().toISOString(), message: {...events[0]!.message, body}});
        wake();
      };
      Object.assign(document.querySelector('parley-widget')!, {transport});
      Object.assign(globalThis, {say});
    },
    {bodies: Array.from({length: count}, (_, index) => textOf(index)), card},
  );
  const log = await openChat(page);
  await expect(entryOf(log, count - 1)).toBeInViewport();
  return log;
}

/** The non-standard `window.find` of all browsers, which searches like the browser itself; `wrap` continues at the top. */
interface WithFind {
  find(words: string, matchCase: boolean, backwards: boolean, wrap: boolean): boolean;
}

const entryOf = (log: Locator, index: number): Locator => log.getByRole('article').filter({hasText: `Message ${index}. `});
/** Whether a message is in the document, rendered or as plain text. */
const isInDocument = (log: Locator, index: number): Promise<boolean> =>
  log.evaluate((scroller, words) => scroller.textContent.includes(words), `Message ${index}. `);
/** Text and position of the article in the middle of the viewport. */
const middleEntry = (log: Locator): Promise<{words: string; top: number}> =>
  log.evaluate((scroller) => {
    const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 2;
    const article = [...scroller.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > middle)!;
    return {words: article.textContent.trim().slice(0, 20), top: Math.round(article.getBoundingClientRect().top)};
  });

test('find in page finds messages that are not rendered, and scrolling there renders them', async ({page, serve}) => {
  const log = await open(page, await serve());
  await expect.poll(() => isInDocument(log, 123)).toBe(true);
  await expect(entryOf(log, 123)).toHaveCount(0);
  const found = () => page.evaluate(() => (globalThis as unknown as WithFind).find('Message 123. ', false, false, true));
  expect(await found()).toBe(true);
  // Find in page also scrolls to the match.
  await log.evaluate((scroller, words) => {
    const husk = [...scroller.querySelectorAll('.husk')].find(({textContent}) => textContent.includes(words));
    husk?.scrollIntoView({block: 'center'});
  }, 'Message 123. ');
  await expect(entryOf(log, 123)).toBeInViewport();
  expect(await found()).toBe(true);
});

test('opens without waiting for the part of a card far above, and has it rendered when scrolled to', async ({page, serve}) => {
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const asked = page.waitForRequest('**/template-part-*');
  await page.route('**/template-part-*', async (route) => {
    await arrived;
    await route.continue();
  });
  const log = await open(page, await serve(), {card: 3});
  await asked;
  const loaded = page.waitForResponse('**/template-part-*');
  arrive();
  await loaded;
  await log.focus();
  await page.keyboard.press('Home');
  await expect(log.getByRole('heading', {name: 'A card of long ago'})).toBeInViewport();
});

test('copies a selection across messages, and of the whole transcript, completely and in order', async ({page, serve, context}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const log = await open(page, await serve());
  const copied = async (): Promise<string> => {
    await page.keyboard.press('ControlOrMeta+c');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  // Selected nodes are not replaced, so all texts must be in the document first.
  await expect.poll(() => isInDocument(log, 0), {timeout: 25_000}).toBe(true);
  const from = (await entryOf(log, total - 4)
    .locator('.bubble')
    .boundingBox())!;
  const to = (await entryOf(log, total - 2)
    .locator('.bubble')
    .boundingBox())!;
  await page.mouse.move(from.x + 16, from.y + 14);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 20, to.y + to.height - 10, {steps: 8});
  await page.mouse.up();
  await expect.poll(copied).toMatch(new RegExp(`essage ${total - 4}\\. [^]*Message ${total - 3}\\. [^]*Message ${total - 2}\\. `));

  await log.evaluate((scroller) => getSelection()!.selectAllChildren(scroller));
  const all = await copied();
  const said = [...all.matchAll(/Message (\d+)\. /g)].map(([, index]) => Number(index));
  expect(said).toEqual(Array.from({length: total}, (_, index) => index));
});

test('prints every message once and in order', async ({page, serve}) => {
  const few = 200;
  const log = await open(page, await serve(), {count: few});
  const pdf = await page.pdf();
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
  await page.emulateMedia({media: 'print'});
  const {width} = (await log.boundingBox())!;
  expect(width).toBeGreaterThan(page.viewportSize()!.width * 0.9);
  // Firefox breaks pages within lines of text inside a grid.
  const boxes = await log.evaluate((scroller) => {
    const found: string[] = [];
    for (let node: Node | null = scroller; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
      if (node instanceof Element) found.push(getComputedStyle(node).display);
    return found;
  });
  expect(boxes).not.toContain('grid');
  const texts = await log.getByRole('article').allInnerTexts();
  expect(texts.map((text) => Number(/Message (\d+)\. /.exec(text)?.[1]))).toEqual(Array.from({length: few}, (_, index) => index));
});

test('Home, End and arrow keys move between messages, rendered or not', async ({page, serve}) => {
  const log = await open(page, await serve());
  await log.focus();
  await page.keyboard.press('Home');
  await expect(entryOf(log, 0)).toBeFocused();
  await expect(entryOf(log, 0)).toBeInViewport();
  for (let index = 1; index <= 40; index++) await page.keyboard.press('ArrowDown');
  await expect(entryOf(log, 40)).toBeFocused();
  await expect(entryOf(log, 40)).toBeInViewport();
  await page.keyboard.press('End');
  await expect(entryOf(log, total - 1)).toBeFocused();
  await expect(entryOf(log, total - 1)).toBeInViewport();
});

test('PageUp and PageDown scroll to a viewport full of rendered messages', async ({page, serve}) => {
  const log = await open(page, await serve());
  await log.focus();
  const top = () => log.evaluate(({scrollTop}) => Math.round(scrollTop));
  for (const key of ['PageUp', 'PageUp', 'PageUp', 'PageDown']) {
    const before = await middleEntry(log);
    await page.keyboard.press(key);
    await expect.poll(async () => (await middleEntry(log)).words).not.toBe(before.words);
    let place = NaN;
    await expect.poll(async () => place === (place = await top()), 'scrolling has ended').toBe(true);
    const drawn = await log.evaluate((scroller) => {
      const {top, bottom} = scroller.getBoundingClientRect();
      const boxes = [...scroller.querySelectorAll('article')].map((one) => one.getBoundingClientRect());
      return boxes.filter((box) => box.bottom > top && box.top < bottom).reduce((sum, {height}) => sum + height, 0);
    });
    expect(drawn).toBeGreaterThan(200);
  }
});

test('scrolls the transcript with PageUp, PageDown, Home and End from an empty field, but not from a draft', async ({page, serve}) => {
  const log = await open(page, await serve());
  const field = page.getByRole('textbox');
  await field.focus();
  const before = await middleEntry(log);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await expect.poll(async () => (await middleEntry(log)).words).not.toBe(before.words);
  const above = await middleEntry(log);
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await middleEntry(log)).words).not.toBe(above.words);
  await page.keyboard.press('Home');
  await expect(entryOf(log, 0)).toBeInViewport();
  await page.keyboard.press('End');
  await expect(entryOf(log, total - 1)).toBeInViewport();
  await expect(field).toBeFocused();

  await field.fill('a lamp');
  await page.keyboard.press('Home');
  await page.keyboard.type('Is this ');
  await expect(field).toHaveValue('Is this a lamp');
  await expect(entryOf(log, total - 1)).toBeInViewport();
});

test('keeps the scroll position further up when a message arrives, and across closing and opening', async ({page, serve}) => {
  const log = await open(page, await serve());
  await log.evaluate((scroller) => (scroller.scrollTop -= 20_000));
  await expect.poll(async () => (await middleEntry(log)).words).toMatch(/Message [1-8]\d\d\. /);
  // Wait until all texts are in the document and the layout is stable.
  await expect.poll(() => isInDocument(log, 0), {timeout: 25_000}).toBe(true);
  await expect.poll(async () => JSON.stringify(await middleEntry(log)) === JSON.stringify(await middleEntry(log))).toBe(true);
  const before = await middleEntry(log);
  await page.evaluate(() => (globalThis as unknown as {say(body: string): void}).say('Something new.'));
  await expect(page.getByRole('button', {name: '1 new message'})).toBeVisible();
  expect(await middleEntry(log)).toEqual(before);

  await page.evaluate(() => (globalThis as {parley?: {close(): Promise<void>}}).parley?.close());
  await expect(log).toBeHidden();
  await openChat(page);
  await expect.poll(() => middleEntry(log)).toEqual(before);
});

test('keeps few elements in the document while scrolling, and opens at the end after a reload', async ({page, serve}) => {
  const site = await serve();
  const log = await open(page, site);
  const elements = () => log.evaluate((scroller) => scroller.querySelectorAll('*').length);
  expect(await elements()).toBeLessThan(500);
  for (let step = 0; step < 40; step++)
    await log.evaluate(async (scroller) => {
      scroller.scrollTop -= 2000;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  expect(await elements()).toBeLessThan(4000);
  await open(page, site);
  await expect(entryOf(log, total - 1)).toBeInViewport();
});
