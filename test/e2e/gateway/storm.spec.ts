import type {Page} from '@playwright/test';
import {expect, open, say, sayUnprompted, allowUnprompted, test} from './gateway-test.ts';

const total = 500;
/** Messages per answer, and milliseconds between two answers. */
const burst = 10;
const interval = 20;
const textOf = (index: number): string => `Drop ${index} of the storm.`;

/** Measures the milliseconds from each key press to the next frame. */
async function recordKeyDelays(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const delays: number[] = [];
    Object.assign(globalThis, {delays});
    const drawn = (then: () => void): unknown => requestAnimationFrame(() => setTimeout(then));
    addEventListener('keydown', ({timeStamp}) => drawn(() => delays.push(performance.now() - timeStamp)), {capture: true});
  });
  return () => page.evaluate(() => (globalThis as unknown as {delays: number[]}).delays);
}

/** Texts of all messages, rendered or not, and the number of elements in the transcript. */
function transcriptState(page: Page): Promise<{said: string[]; nodes: number}> {
  return page.evaluate(() => {
    const chat = document.querySelector('parley-widget')?.shadowRoot?.querySelector('parley-chat')?.shadowRoot;
    const transcript = chat?.querySelector('parley-transcript') as unknown as Element & {entries: readonly {message?: {body?: string}}[]};
    const said = transcript.entries.map(({message}) => message?.body ?? '');
    return {said, nodes: transcript.shadowRoot!.querySelectorAll('*').length};
  });
}

// A busy machine may slow down the page.
test.describe.configure({retries: 2, timeout: 60_000});

test(`shows ${total} messages sent in a second in order, with few elements and responsive typing`, async ({page, place, isMobile}) => {
  test.skip(isMobile, 'a phone has no keyboard');
  const shop = await place(undefined, {...allowUnprompted, limits: {replay: 1000}});
  const log = await open(page, shop);
  await say(page, 'hi');
  await expect(log).toContainText('Heard hi');
  const delays = await recordKeyDelays(page);
  await page.getByRole('textbox').focus();

  const storm = async (): Promise<void> => {
    for (let index = 0; index < total; index += burst) {
      const next = new Promise((resolve) => setTimeout(resolve, interval));
      await sayUnprompted(shop, ...Array.from({length: burst}, (_, at) => textOf(index + at)));
      await next;
    }
  };
  const began = performance.now();
  let lasted = Infinity;
  let isOver = false;
  const shown = expect(log.getByRole('article').last())
    .toContainText(textOf(total - 1), {timeout: 40_000})
    .finally(() => {
      isOver = true;
      lasted = performance.now() - began;
    });
  const said = storm();
  let typed = '';
  for (const letter of 'typing '.repeat(100)) {
    if (isOver) break;
    await page.keyboard.press(letter);
    typed += letter;
  }
  await Promise.all([said, shown]);

  const {said: all, nodes} = await transcriptState(page);
  expect(all.slice(3)).toEqual(Array.from({length: total}, (_, index) => textOf(index)));
  expect(nodes).toBeLessThan(3_000);
  await expect(page.getByRole('textbox')).toHaveValue(typed);
  const sorted = (await delays()).toSorted((one, other) => one - other);
  test.info().annotations.push({type: 'keys', description: `${sorted.map(Math.round).join(' ')} of ${Math.round(lasted)}`});
  // A busy machine makes both longer. Without yielding to the page a key would wait for a good part of the storm.
  expect(sorted[sorted.length >> 1]).toBeLessThan(lasted / 10);
});
