import type {Locator, Page} from '@playwright/test';
import {
  echo,
  expect,
  lines,
  open,
  type Place,
  say,
  shown,
  postAsBot,
  sayUnprompted,
  spoken,
  allowUnprompted,
  test,
} from './gateway-test.ts';
import {textOf} from '../bare-site.ts';
import {storedData} from '../visitor.ts';
import type {Frame} from './faulty-proxy.ts';

const streamCount = ({network}: Place): number => network.passed.filter((line) => /^GET .*\/events$/.test(line)).length;
const startCount = ({site}: Place): number => site.heard.filter(({event}) => event === 'start').length;
const ownMessages = (page: Page): Locator => page.getByRole('article', {name: /^You, /});

test.describe('offline', () => {
  test('shows messages at once as waiting, and sends each once and in order soon after being back online', async ({
    page,
    context,
    place,
  }) => {
    const shop = await place();
    await page.clock.install();
    const log = await open(page, shop);
    const delays = await recordDelays(log);
    await context.setOffline(true);
    for (const words of ['one', 'two', 'three']) await expect(await say(page, words)).toContainText('Waiting');
    expect(median(await delays())).toBeLessThanOrEqual(100);
    await expect(page.getByText('You are offline.')).toBeVisible({timeout: 8_000});
    await page.clock.fastForward(60_000);
    expect(spoken(shop)).toEqual([]);
    await context.setOffline(false);
    await expect.poll(() => spoken(shop), {timeout: 8_000}).toEqual(['one', 'two', 'three']);
    await expect(log).toContainText('Heard three');
    await expect(page.getByText('You are offline.')).toBeHidden();
    await expect(ownMessages(page).last()).toContainText('Sent');
    await expect(log).not.toContainText('Waiting');
    expect((await lines(log)).toSorted()).toEqual(['Heard one', 'Heard three', 'Heard two', 'Hello', 'one', 'three', 'two']);
    expect(spoken(shop)).toHaveLength(3);
  });

  for (const [name, hours] of [
    ['it is reopened within a day', 23],
    ['the visitor retries after more than a day', 25],
  ] as const) {
    test(`sends a message that was waiting in a closed tab once when ${name}`, async ({page, context, place}) => {
      const shop = await place();
      await open(page, shop);
      await context.setOffline(true);
      await expect(await say(page, 'later')).toContainText('Waiting');
      await expect.poll(() => storedData(page)).toContain('later');
      await page.close();
      await context.setOffline(false);
      const again = await context.newPage();
      await again.clock.install({time: Date.now() + hours * 3_600_000});
      const log = await open(again, shop);
      if (hours > 24) {
        await expect(ownMessages(again)).toContainText('Not sent');
        expect(spoken(shop)).toEqual([]);
        await ownMessages(again).getByRole('button', {name: 'Try again'}).click();
      }
      await expect(log).toContainText('Heard later');
      expect(await lines(log)).toEqual(['Hello', 'later', 'Heard later']);
      expect([spoken(shop), startCount(shop)]).toEqual([['later'], 1]);
    });
  }
});

test.describe('a stream that repeats, reorders or loses events', () => {
  test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

  test('shows each message, runs each action and fires each page event once when all events are repeated', async ({page, place}) => {
    const shop = await place((request, response) => {
      if (request.event === 'start') return echo(request, response);
      const buttons = [{type: 'press', title: `Press ${textOf(request)}`}];
      const messages = [
        {code: 'message', type: 'text', body: `Heard ${textOf(request)}`},
        {code: 'message', type: 'action', action_code: 'count', args: [textOf(request)]},
        {code: 'message', type: 'text', body: 'Card', template: {type: 'generic', elements: [{title: 'It', buttons}]}},
      ];
      response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
    });
    shop.network.frames = (frame) => [frame, frame];
    const log = await open(page, shop);
    const happened = await recordEvents(page);
    await say(page, 'one');
    await page.getByRole('button', {name: 'Press one'}).click();
    shop.network.fault = (line, request) => {
      if (line.endsWith('/events')) request.headers['last-event-id'] = '0';
      return undefined;
    };
    const before = streamCount(shop);
    shop.network.cut();
    await expect.poll(() => streamCount(shop)).toBeGreaterThan(before);
    await say(page, 'two');
    await page.getByRole('button', {name: 'Press two'}).click();
    expect(await lines(log)).toEqual(['Hello', 'one', 'Heard one', 'Card', 'two', 'Heard two', 'Card']);
    expect(await happened()).toEqual({
      actions: ['one', 'two'],
      events: ['press', 'press'],
      messages: ['one', 'Heard one', 'Card\nIt\nPress one', 'two', 'Heard two', 'Card\nIt\nPress two'],
    });
    expect(spoken(shop)).toEqual(['one', 'two']);
  });

  test('shows events that arrive as 1, 3, 2, 5, 4 in the order 1 to 5, without moving any shown before', async ({page, place}) => {
    const shop = await place(echo, allowUnprompted);
    const log = await open(page, shop);
    const seen = await recordStates(log);
    shop.network.frames = reordered([1, 3, 2, 5, 4]);
    await sayUnprompted(shop, 'said 1', 'said 2', 'said 3', 'said 4', 'said 5');
    await expect(log).toContainText('said 5');
    const all = ['Hello', 'said 1', 'said 2', 'said 3', 'said 4', 'said 5'];
    expect(await lines(log)).toEqual(all);
    expect((await seen()).filter((now) => !isPrefix(now, all))).toEqual([]);
  });

  test('waits 2 s for a missing event, then fetches it and shows it in its place', async ({page, place}) => {
    const shop = await place(echo, allowUnprompted);
    const log = await open(page, shop);
    const seen = await recordStates(log);
    const before = streamCount(shop);
    shop.network.frames = (frame) => (frame.includes('said 2') && streamCount(shop) === before ? [] : [frame]);
    const begun = Date.now();
    await sayUnprompted(shop, 'said 1', 'said 2', 'said 3', 'said 4', 'said 5');
    await expect(log).toContainText('said 5', {timeout: 5_000});
    expect(Date.now() - begun).toBeGreaterThan(1_900);
    const all = ['Hello', 'said 1', 'said 2', 'said 3', 'said 4', 'said 5'];
    expect(await lines(log)).toEqual(all);
    expect((await seen()).filter((now) => !isPrefix(now, all))).toEqual([]);
    expect(streamCount(shop)).toBe(before + 1);
  });

  test('handles a position that is too old with one reset, without losing or repeating messages and actions', async ({
    page,
    context,
    place,
  }) => {
    const shop = await place(echo, {...allowUnprompted, limits: {replay: 5}});
    let resets = 0;
    shop.network.frames = (frame) => ((resets += Number(frame.includes('"type":"reset"'))), [frame]);
    let log = await open(page, shop);
    let happened = await recordEvents(page);
    await say(page, 'one');
    await expect(log).toContainText('Heard one');
    const act = (name: string) =>
      postAsBot(shop, {event: 'continue', messages: [{code: 'message', type: 'action', action_code: 'count', args: [name]}]});
    await act('before');
    await expect.poll(async () => (await happened()).actions).toEqual(['before']);
    // A reloaded page has to know of the first action although it did not receive it itself.
    log = await open(page, shop);
    happened = await recordEvents(page);
    await context.setOffline(true);
    await say(page, 'two');
    const missed = Array.from({length: 8}, (_, index) => `missed ${index}`);
    for (const words of missed) await sayUnprompted(shop, words);
    await act('meanwhile');
    await context.setOffline(false);
    await expect(log).toContainText('Heard two');
    await expect(log).toContainText('missed 7');
    // The message sent meanwhile stays in its place: nothing moves while somebody reads.
    const all = ['Hello', 'one', 'Heard one', 'two', ...missed, 'Heard two'];
    expect(await lines(log)).toEqual(all);
    expect((await happened()).actions).toEqual(['meanwhile']);
    expect([resets, spoken(shop)]).toEqual([1, ['one', 'two']]);
    expect(await lines(await open(page, shop))).toEqual(all);
  });
});

test(
  'closes the stream of a page in the back/forward cache, and shows what it missed once when it is restored',
  {tag: '@whole'},
  async ({page, place}) => {
    const shop = await place(echo, allowUnprompted);
    const log = await open(page, shop);
    await say(page, 'before');
    await expect(log).toContainText('Heard before');
    await page.evaluate(() => Object.assign(globalThis, {same: true}));
    expect(shop.network.open).toBe(1);
    await page.goto(`${shop.site.url}/icon.svg`);
    await expect.poll(() => shop.network.open).toBe(0);
    await sayUnprompted(shop, 'missed');
    await page.goBack({waitUntil: 'commit'});
    expect(await page.evaluate(() => 'same' in globalThis)).toBe(true);
    const back = await shown(page);
    await expect(back).toContainText('missed', {timeout: 8_000});
    await say(page, 'after');
    await expect(back).toContainText('Heard after');
    expect(await lines(back)).toEqual(['Hello', 'before', 'Heard before', 'missed', 'after', 'Heard after']);
    expect([spoken(shop), startCount(shop)]).toEqual([['before', 'after'], 1]);
  },
);

/** Records the actions and events that the page's own code receives from now on. */
async function recordEvents(page: Page): Promise<() => Promise<{actions: string[]; events: string[]; messages: string[]}>> {
  await page.evaluate(() => {
    type Handle = {registerAction(code: string, act: (word: string) => void): void};
    const happened = {actions: [] as string[], events: [] as string[], messages: [] as string[]};
    (globalThis as unknown as {parley: Handle}).parley.registerAction('count', (word) => void happened.actions.push(word));
    addEventListener('parley-page-event', (event) => happened.events.push((event as unknown as {name: string}).name));
    addEventListener('parley-message', (event) => happened.messages.push((event as unknown as {text: string}).text));
    Object.assign(globalThis, {happened});
  });
  return () =>
    page.evaluate(() => (globalThis as unknown as {happened: Awaited<ReturnType<Awaited<ReturnType<typeof recordEvents>>>>}).happened);
}

/** Measures the milliseconds between each Enter and the next change of the log, from now on. */
async function recordDelays(log: Locator): Promise<() => Promise<number[]>> {
  await log.evaluate((node) => {
    const delays: number[] = [];
    // Playwright controls the page's clock, but not the timestamps of events.
    let pressed = 0;
    addEventListener('keydown', ({key, timeStamp}) => key === 'Enter' && (pressed = timeStamp), true);
    new MutationObserver(() => {
      if (pressed) delays.push(new Event('shown').timeStamp - pressed);
      pressed = 0;
    }).observe(node, {childList: true, subtree: true});
    Object.assign(globalThis, {delays});
  });
  return () => log.page().evaluate(() => (globalThis as unknown as {delays: number[]}).delays);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** Records every state of the log from now on. */
async function recordStates(log: Locator): Promise<() => Promise<string[][]>> {
  await log.evaluate((node) => {
    const seen: string[][] = [];
    const look = () => seen.push([...node.querySelectorAll('article .bubble')].map((one) => one.textContent.trim()));
    new MutationObserver(look).observe(node, {childList: true, subtree: true});
    Object.assign(globalThis, {seen});
  });
  return () => log.page().evaluate(() => (globalThis as unknown as {seen: string[][]}).seen);
}

const isPrefix = (one: readonly string[], all: readonly string[]): boolean => one.every((line, at) => line === '' || line === all[at]);

/** Holds events back until there are as many as in `order`, then passes them on in that order. */
function reordered(order: readonly number[]): (frame: Frame) => readonly Frame[] {
  const held: Frame[] = [];
  return (frame) => {
    if (!frame.includes('said ')) return [frame];
    held.push(frame);
    return held.length === order.length ? order.map((place) => held[place - 1]!) : [];
  };
}
