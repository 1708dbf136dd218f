import type {Page} from '@playwright/test';
import {differences} from './rendered.ts';
import {awaitGreetingAndSay, converse, expect, renderedOn, renderedAtRest, test} from './host-test.ts';
import {importMap, otherVersion, scriptTag} from './site.ts';

/** A page with inline chats. */
const page = (...body: string[]): {html: string} => ({
  html: `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${importMap()}
<style>parley-chat, [data-late] { block-size: 400px; inline-size: 400px }</style><body>${body.join('')}</body></html>`,
});
const inline = '<parley-chat bot="/bot/message" heading="Inline" storage="none"></parley-chat>';
const script = (version: '' | '/other'): string => scriptTag.replace('async src="', `defer src="${version}`);
const allElements = '<script type="module" src="/elements/index.js"></script>';

/** Names of our elements on a page, including shadow roots. */
function elementNamesOn(hostPage: Page): Promise<string[]> {
  return hostPage.evaluate(() => {
    const names = new Set<string>();
    const walk = (node: ParentNode): void => {
      for (const element of node.querySelectorAll('*')) {
        if (element.localName.startsWith('parley-')) names.add(element.localName);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return [...names].toSorted();
  });
}

test('uses its own elements for a script tag on a page with elements of another version', async ({page: tab, host}) => {
  const {url} = await host({'/mixed': page(inline, allElements, script('/other'))});
  const plain = await renderedOn(tab, `${url}/plain`);
  await tab.goto(`${url}/mixed`);
  await awaitGreetingAndSay(tab.locator('parley-chat'));
  await converse(tab);
  const own = ['chat', 'transcript', 'widget'].map((part) => `parley-${part}-${otherVersion}`);
  expect(await elementNamesOn(tab)).toEqual(['parley-chat', own[0], 'parley-transcript', own[1], own[2]]);
  expect(differences(plain, await renderedAtRest(tab))).toEqual([]);
});

test('lets elements of another version work beside the open chat of a script tag', async ({page: tab, host}) => {
  const {url} = await host({'/late': page(script(''))});
  await tab.goto(`${url}/late`);
  await converse(tab);
  const names = await tab.evaluate(async (path) => {
    const elements = (await import(path)) as Record<string, CustomElementConstructor>;
    const {ParleyChat} = elements;
    const chat = new ParleyChat!();
    for (const [name, value] of Object.entries({bot: '/bot/message', heading: 'Late', storage: 'none', 'data-late': ''}))
      chat.setAttribute(name, value);
    document.body.append(chat);
    return Object.values(elements).flatMap((element) => customElements.getName(element) ?? []);
  }, '/other/elements/index.js');
  const taken = ['parley-chat', 'parley-transcript', 'parley-widget'].map((name) => `${name}-${otherVersion}`);
  expect(names.filter((name) => /\d/.test(name)).toSorted()).toEqual(taken);
  expect(names).toContain('parley-card');
  await awaitGreetingAndSay(tab.locator('[data-late]'));
  expect(await elementNamesOn(tab)).toEqual(['parley-chat', taken[0], 'parley-transcript', taken[1], 'parley-widget']);
});

test('opens the chat of a script tag after a widget of another version was imported', async ({page: tab, host}) => {
  const {url} = await host({'/asleep': page(script(''))});
  await tab.goto(`${url}/asleep`);
  await expect(tab.getByRole('button', {name: 'Open chat'})).toBeVisible();
  await tab.evaluate((path) => import(path), '/other/elements/widget.js');
  await converse(tab);
});

test('ignores the second of two script tags of different versions, with a hint in the console', async ({page: tab, host}) => {
  const {url} = await host({'/twice': page(script('/other'), script(''))});
  const said: string[] = [];
  const asked: string[] = [];
  tab.on('console', (message) => said.push(message.text()));
  tab.on('request', (request) => asked.push(...(/\/\w+\/parley\/|\/parley\//.exec(request.url()) ?? [])));
  await tab.goto(`${url}/twice`);
  await converse(tab);
  expect(await elementNamesOn(tab)).toEqual(['parley-chat', 'parley-transcript', 'parley-widget']);
  expect(new Set(asked)).toEqual(new Set(['/other/parley/']));
  expect(said).toEqual([expect.stringMatching(/^Parley: already here/)]);
});
