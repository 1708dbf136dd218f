import type {Page} from '@playwright/test';
import {inspectPage, type RenderedEntry} from '../corpora/inspect-page.ts';
import {hostile, type Hostile} from '../corpora/hostile.ts';
import {isJson, malformed, type Malformed} from '../corpora/malformed.ts';
import {responses} from '../protocol/malformed.ts';
import {type Answer, textOf} from './bare-site.ts';
import {open, say, test} from './direct-test.ts';
import {expect} from './fixtures.ts';
import {reply, storedData} from './visitor.ts';

/** Messages per answer, each between two good ones; few enough that all of them are rendered. */
const batchSize = 12;
/** Most characters per answer, unless a single message has more. */
const maxLength = 60_000;
/** Messages per test. */
const messagesPerTest = 120;

const hostileMessages = Object.values(hostile).flat();

const neighbourText = (number: number): string => `Neighbour ${number} stands.`;

/** The next messages that fit into one answer. */
function batchFrom<M extends {message: unknown}>(messages: readonly M[], from: number): M[] {
  const batch: M[] = [];
  let length = 0;
  for (const one of messages.slice(from, from + batchSize)) {
    length += JSON.stringify(one.message).length;
    if (batch.length && length > maxLength) break;
    batch.push(one);
  }
  return batch;
}

/** A transparent pixel for any picture. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** A bot that greets, and answers a number with the messages from that index on. */
const messageBot =
  (messages: readonly {message: unknown}[]): Answer =>
  (request, response) => {
    if (request.event === 'start') return reply(response, 'Hello');
    const from = Number(textOf(request));
    const told = batchFrom(messages, from).flatMap(({message}, index) => [{type: 'text', body: neighbourText(from + index)}, message]);
    const last = {type: 'text', body: neighbourText(from + told.length / 2)};
    // The policy of the site allows media only from the site itself.
    const answer = JSON.stringify({event: 'continue', messages: [...told, last]}).replaceAll(
      'https://e.com/',
      `http://${response.req.headers.host}/`,
    );
    response.writeHead(200, {'content-type': 'application/json'}).end(answer);
  };

interface Observations {
  /** Requested URLs outside the site. */
  asked: string[];
  /** Pages opened, URLs navigated to, and dialogs. */
  gone: string[];
}

/** Watches for anything a message could do, from before the first script of the page. */
async function watch(page: Page): Promise<Observations> {
  const watched: Observations = {asked: [], gone: []};
  await page.route(/^https?:\/\/(?!127\.0\.0\.1)/, async (route) => {
    watched.asked.push(route.request().url());
    await route.fulfill({contentType: 'image/gif', body: pixel, headers: {'access-control-allow-origin': '*'}});
  });
  page.context().on('page', (opened) => watched.gone.push(opened.url()));
  page.on('dialog', (dialog) => {
    watched.gone.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('framenavigated', (frame) => watched.gone.push(frame.url()));
  await page.addInitScript(() => {
    const hits: string[] = [];
    const names = new Set(Object.getOwnPropertyNames(globalThis));
    const objects = Object.getOwnPropertyNames(Object.prototype).join();
    Object.defineProperty(globalThis, 'ran', {value: (what = 'ran') => hits.push(what)});
    for (const name of ['alert', 'confirm', 'prompt', 'open', 'print'] as const) Object.assign(globalThis, {[name]: () => hits.push(name)});
    const beacon = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (...given) => (hits.push('beacon'), beacon(...given));
    for (const name of ['submit', 'evil', 'polluted', 'securitypolicyviolation']) addEventListener(name, () => hits.push(name), true);
    Object.defineProperty(globalThis, 'breaches', {
      value: () => [
        ...hits,
        ...Object.getOwnPropertyNames(globalThis).filter(
          (name) =>
            !names.has(name) &&
            !['ran', 'breaches', 'dispatched', 'parley', 'litElementVersions', 'litHtmlVersions', 'reactiveElementVersions'].includes(name),
        ),
        ...('polluted' in {} || Object.getOwnPropertyNames(Object.prototype).join() !== objects ? ['Object.prototype'] : []),
        ...(document.querySelectorAll('script').length === 1 ? [] : ['a script']),
      ],
    });
  });
  return watched;
}

const breaches = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as {breaches(): string[]}).breaches());

/** How one message is rendered. */
type Shown = Pick<RenderedEntry, 'words' | 'links' | 'media'>;

/** How each message of a batch is rendered between its neighbours; leaves out those whose neighbours are missing. */
async function renderedBetween(page: Page, from: number, count: number): Promise<Shown[]> {
  const {entries, foreign} = await page.evaluate(inspectPage);
  expect(foreign).toEqual([]);
  const places = Array.from({length: count + 1}, (_, index) => entries.findIndex(({words}) => words.includes(neighbourText(from + index))));
  return places.slice(1).flatMap((end, index) => {
    const begin = places[index]!;
    if (begin < 0 || end < begin) return [];
    const mine = entries.slice(begin + 1, end);
    const joined = (key: 'links' | 'media') => [...new Set(mine.flatMap((entry) => entry[key]))].toSorted();
    return {words: mine.map(({words}) => words).join(' '), links: joined('links'), media: joined('media')};
  });
}

const collapseWhitespace = (words: string): string => words.replace(/\s+/g, ' ').trim();

function expectShown(one: Hostile, shown: Shown): void {
  for (const words of one.shows ?? []) expect.soft(shown.words, `${one.name} shows`).toContain(collapseWhitespace(words));
  for (const words of one.hides ?? []) expect.soft(shown.words, `${one.name} hides`).not.toContain(collapseWhitespace(words));
  expect.soft(shown.links, `${one.name} leads`).toEqual([...(one.links ?? [])].toSorted());
  expect.soft(shown.media, `${one.name} loads`).toEqual([...(one.media ?? [])].toSorted());
}

/** Sends a message, and resolves once the end of the answer and all its parts are rendered. */
function ask(page: Page, words: string, last: string): Promise<void> {
  return page.evaluate(
    async ([words, last]) => {
      await (globalThis as unknown as {parley: {send(words: string): Promise<void>}}).parley.send(words);
      const chat = document.querySelector('parley-widget')!.shadowRoot!.querySelector('parley-chat')!;
      const transcript = chat.shadowRoot!.querySelector('parley-transcript')!;
      const isTold = () => [...transcript.shadowRoot!.querySelectorAll('article')].some(({textContent}) => textContent.includes(last));
      while (!isTold()) await new Promise((resolve) => requestAnimationFrame(resolve));
      await transcript.updateComplete;
    },
    [words, last] as const,
  );
}

/** Lets the bot send messages in batches, and inspects how each is rendered. */
async function sendAll<M extends {message: unknown}>(
  page: Page,
  messages: readonly M[],
  look: (one: M, shown: Shown) => void,
  isThere: (one: M, shown: Shown) => boolean,
): Promise<void> {
  for (let from = 0, count = 0; from < messages.length; from += count) {
    const batch = batchFrom(messages, from);
    count = batch.length;
    await ask(page, String(from), neighbourText(from + count));
    let shown = await renderedBetween(page, from, count);
    // The parts for Markdown and HTML are loaded on demand, and change the text when they arrive.
    const isWhole = () => shown.length === count && batch.every((one, index) => isThere(one, shown[index]!));
    for (const end = Date.now() + 20_000; Date.now() < end && !isWhole();) shown = await renderedBetween(page, from, count);
    expect(shown, `messages rendered between their neighbours, from ${from}`).toHaveLength(count);
    for (const [index, one] of batch.entries()) look(one, shown[index]!);
  }
}

/** Reloads once the given text is stored, which takes a few milliseconds longer than showing it. */
async function reloadOnceStored(page: Page, text: string): Promise<void> {
  await expect.poll(async () => (await storedData(page)).includes(text), `"${text}" is stored`).toBe(true);
  await page.reload();
}

/** Reloads the conversation and scrolls from its end to its beginning. */
async function rereadConversation(page: Page, count: number): Promise<void> {
  await reloadOnceStored(page, neighbourText(count));
  const log = page.getByRole('log');
  await expect(log.getByRole('article').filter({hasText: neighbourText(count)})).toBeAttached();
  const seen = new Set<string>();
  while (!seen.has(neighbourText(0))) {
    const {entries, foreign} = await page.evaluate(inspectPage);
    expect(foreign).toEqual([]);
    for (const {words} of entries) seen.add(/Neighbour \d+ stands\./.exec(words)?.[0] ?? '');
    await log.evaluate(async (element) => {
      // Moves the first rendered entry to the bottom, so that the entries before it are rendered.
      element.querySelector('article[data-entry]')?.scrollIntoView({block: 'end'});
      element.scrollTop -= 20;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }
  for (let number = 0; number <= count; number++) expect(seen).toContain(neighbourText(number));
}

const batches = <T>(list: readonly T[]): T[][] =>
  Array.from({length: Math.ceil(list.length / messagesPerTest)}, (_, index) =>
    list.slice(index * messagesPerTest, (index + 1) * messagesPerTest),
  );

test('the corpora have at least 300 hostile and 200 malformed messages with unique names', () => {
  expect(hostileMessages.length).toBeGreaterThanOrEqual(300);
  expect(malformed.length).toBeGreaterThanOrEqual(200);
  expect(new Set([...hostileMessages, ...malformed].map(({name}) => name)).size).toBe(hostileMessages.length + malformed.length);
});

for (const [visit, messages] of batches(hostileMessages).entries()) {
  test(`renders hostile messages as inert text without losing words, part ${visit + 1}`, async ({page, serve, complaints}) => {
    test.setTimeout(240_000);
    complaints.expect(/Parley: the bot’s answer was not quite/);
    const watched = await watch(page);
    const site = await serve(messageBot(messages));
    await open(page, site);
    await sendAll(page, messages, expectShown, ({shows = []}, {words}) => shows.every((one) => words.includes(collapseWhitespace(one))));
    const media = new Set(messages.flatMap((one) => one.media ?? []));
    expect(watched.asked.filter((url) => !media.has(url))).toEqual([]);
    expect(await breaches(page)).toEqual([]);
    await rereadConversation(page, messages.length);
    expect(await breaches(page)).toEqual([]);
    expect(watched.gone).toEqual([`${site.url}/`, `${site.url}/`]);
  });
}

for (const [visit, messages] of batches(malformed).entries()) {
  test(`renders the neighbours of malformed messages, part ${visit + 1}`, async ({page, serve, complaints}) => {
    test.setTimeout(240_000);
    complaints.expect(/Parley: the bot’s answer was not quite/);
    const watched = await watch(page);
    const site = await serve(messageBot(messages));
    await open(page, site);
    const all: Malformed[] = [...messages];
    await sendAll(
      page,
      all,
      () => undefined,
      () => true,
    );
    expect(await breaches(page)).toEqual([]);
    await rereadConversation(page, messages.length);
    expect(watched.gone).toEqual([`${site.url}/`, `${site.url}/`]);
  });
}

test('stays usable after malformed answers', async ({page, serve, complaints}) => {
  test.setTimeout(120_000);
  complaints.expect(/Parley:/);
  const answers = responses.flatMap(([name, value]) => (isJson(value) && !JSON.stringify(value).includes('"end"') ? [{name, value}] : []));
  expect(answers.length).toBeGreaterThan(10);
  const site = await serve((request, response) => {
    const words = textOf(request);
    if (!/^\d+$/.test(words)) return reply(response, words ? `Heard ${words}` : 'Hello');
    response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(answers[Number(words)]!.value));
  });
  const log = await open(page, site);
  for (const index of answers.keys()) await say(page, String(index));
  await say(page, 'still there');
  await expect(log).toContainText('Heard still there');
  expect((await page.evaluate(inspectPage)).foreign).toEqual([]);
  await reloadOnceStored(page, 'Heard still there');
  await expect(log).toContainText('Heard still there');
});

test('dispatches only parley events, whatever type a button claims', async ({page, serve, complaints}) => {
  test.setTimeout(120_000);
  complaints.expect(/Parley: the bot’s answer was not quite/);
  const pressed = hostile['actions']!.filter(({shows = []}) => shows.includes('Press'));
  const watched = await watch(page);
  await page.addInitScript(() => {
    const own = EventTarget.prototype.dispatchEvent;
    const types = new Set<string>();
    Object.defineProperty(globalThis, 'dispatched', {value: types});
    EventTarget.prototype.dispatchEvent = function (event) {
      types.add(event.type);
      return own.call(this, event);
    };
  });
  const site = await serve((request, response) => {
    if (request.event === 'start') return reply(response, 'Hello');
    const message = pressed[Number(textOf(request))]?.message;
    if (!message) return reply(response, `Heard ${textOf(request)}`);
    response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages: [message]}));
  });
  const log = await open(page, site);
  for (const index of pressed.keys()) {
    await say(page, String(index));
    const button = log.locator('article').filter({hasText: 'Press'}).nth(index).getByText('Press');
    await button.click();
  }
  const types = await page.evaluate(() => [...(globalThis as unknown as {dispatched: Set<string>}).dispatched]);
  expect(types).toContain('parley-page-event');
  expect(types.filter((type) => !type.startsWith('parley-'))).toEqual([]);
  expect(await breaches(page)).toEqual([]);
  expect(watched.gone).toEqual([`${site.url}/`]);
});
