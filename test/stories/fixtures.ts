import {test as base, expect, type Page} from '@playwright/test';
import {preview} from 'vite';

/** What Storybook reports when a story has been rendered, played and audited. */
interface Finished {
  storyId: string;
  status: 'success' | 'error' | 'aborted';
  reporters: {type: string; status: 'passed' | 'failed' | 'warning'; result?: {violations?: Violation[]}}[];
}

interface Violation {
  id: string;
  help: string;
  nodes: {html: string}[];
}

interface Channel {
  on(name: string, listener: (payload: unknown) => void): void;
  emit(name: string, payload: unknown): void;
}

/** What the page stores for the test. */
interface StorybookWindow {
  channel: Channel | undefined;
  finished: Finished | undefined;
}

export interface Globals {
  theme: 'light' | 'dark';
  direction: 'ltr' | 'rtl';
  width: 'narrow' | 'panel' | 'wide';
  /** A network preset of `stories/network.ts`; perfect by default. */
  network?: string;
}

/** Renders one story after another in one page: reloading the preview for each would take longer than rendering it. */
export interface Stories {
  page: Page;
  /** Where Storybook is, with a slash at its end. */
  url: string;
  /** @returns errors, warnings, accessibility violations and a failed play function. */
  draw(id: string, globals: Globals): Promise<string[]>;
}

const dot = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><circle cx="8" cy="8" r="8" fill="tan"/></svg>';

export const test = base.extend<object, {stories: Stories}>({
  stories: [
    async ({browser}, use) => {
      const server = await preview({
        configFile: false,
        logLevel: 'silent',
        build: {outDir: 'storybook-static'},
        preview: {host: '127.0.0.1'},
      });
      const page = await browser.newPage({viewport: {width: 800, height: 900}, locale: 'en-GB', timezoneId: 'Europe/Oslo'});
      const url = server.resolvedUrls!.local[0]!;
      const stories = await openPreview(page, url);
      await use(stories);
      await page.close();
      await server.close();
    },
    {scope: 'worker'},
  ],
});

export {expect};

async function openPreview(page: Page, url: string): Promise<Stories> {
  const heard: string[] = [];
  await keepInside(page, url);
  await page.route('**/favicon.ico', (route) => route.fulfill({contentType: 'image/svg+xml', body: dot}));
  page.on('console', (message) => {
    const meant = message.location().url.includes('/not-there') || message.text().includes('on purpose');
    if ((message.type() === 'error' || message.type() === 'warning') && !meant) heard.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`thrown: ${error.stack ?? error.message}`));
  await page.addInitScript(listenToStorybook);

  let drawn = '';
  return {
    page,
    url,
    async draw(id, globals) {
      heard.length = 0;
      const seen = Object.entries(globals)
        .map((pair) => pair.join(':'))
        .join(';');
      if (drawn === seen) await page.evaluate(showStory, id);
      else await page.goto(`${url}iframe.html?id=${id}&viewMode=story&globals=${seen}`);
      drawn = seen;
      const finished = await page.waitForFunction(storyFinished, id);
      return [...heard, ...complaintsOf((await finished.jsonValue())!)];
    },
  };
}

/** Answers requests for images of other sites, which examples refer to: nothing leaves the machine. */
export async function keepInside(page: Page, url: string): Promise<void> {
  await page.route(
    (to) => to.origin !== new URL(url).origin,
    (route) => route.fulfill({contentType: 'image/svg+xml', body: dot}),
  );
}

/** Runs in the page: stores the channel of Storybook and the last story it finished. */
function listenToStorybook(): void {
  const kept = globalThis as unknown as StorybookWindow;
  let channel: Channel | undefined;
  Object.defineProperty(globalThis, '__STORYBOOK_ADDONS_CHANNEL__', {
    configurable: true,
    get: () => channel,
    set: (value: Channel) => {
      channel = kept.channel = value;
      value.on('storyFinished', (payload) => (kept.finished = payload as Finished));
    },
  });
}

/** Runs in the page. */
function showStory(storyId: string): void {
  (globalThis as unknown as StorybookWindow).channel!.emit('setCurrentStory', {storyId, viewMode: 'story'});
}

/** Runs in the page: the outcome of the story, even if it could not be loaded. */
function storyFinished(storyId: string): Finished | undefined {
  const {finished} = globalThis as unknown as StorybookWindow;
  if (document.body.classList.contains('sb-show-errordisplay')) return {storyId, status: 'error', reporters: []};
  return finished?.storyId === storyId ? finished : undefined;
}

function complaintsOf({status, reporters}: Finished): string[] {
  const violations = reporters.filter((reporter) => reporter.status === 'failed').flatMap(({result}) => result?.violations ?? []);
  return [
    ...(status === 'success' || violations.length ? [] : [`Storybook says: ${status}`]),
    ...violations.map(({id, help, nodes}) => `${id}: ${help} (${nodes.map(({html}) => html).join(', ')})`),
  ];
}
