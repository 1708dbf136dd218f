import type {Locator, Page} from '@playwright/test';
import {differences} from './rendered.ts';
import {awaitGreetingAndSay, expect, expectSameChat, renderedOn, fixedTime, renderedAtRest, test} from './host-test.ts';
import {type HostPage, importMap, scriptTag} from './site.ts';

/** Stylesheets of pages with rules for all elements, for tag names and for inherited properties. */
const sheets: Record<string, string> = {
  unset: '* { all: unset }',
  initial: '*, *::before, *::after { all: initial !important }',
  reset: `* { margin: 9px; padding: 9px; border: 3px solid red; box-sizing: content-box; font: 30px/3 serif; transition: all 3s; float: left;
    position: relative; display: block; max-width: 40px }`,
  root: 'html { font-size: 62.5% } body { font-size: 1.4rem }',
  'handed down': `html { font: italic small-caps 900 40px/3 cursive; letter-spacing: 0.3em; word-spacing: 1em; text-transform: uppercase;
    text-indent: 4em; text-shadow: 0 0 9px red; text-align: center; white-space: pre; word-break: break-all; hyphens: auto; tab-size: 1;
    line-break: anywhere; color: red; fill: red; stroke: red; stroke-width: 9; caret-color: red; accent-color: red; list-style: square;
    -webkit-text-fill-color: red; -webkit-text-stroke: 2px red; quotes: none; cursor: wait; user-select: none; pointer-events: none;
    visibility: hidden; text-wrap: nowrap; text-underline-offset: 9px; border-collapse: collapse; border-spacing: 9px; font-kerning: none;
    text-emphasis: dot red; font-size-adjust: 0.9; font-stretch: expanded; image-rendering: pixelated }`,
  upright: 'body { writing-mode: vertical-rl; text-orientation: upright }',
  flex: 'div { display: flex } section, main, p { display: grid } span { display: none }',
  tags: `button, input, textarea, p, svg, path, span, a, ul, li, h3, div { display: block !important; inline-size: 300px !important;
    padding: 30px !important; color: red !important; background: blue !important; fill: red !important }`,
  hidden: 'slot, [part], [role], [class] { display: none !important } [hidden] { display: block !important }',
  stack: `h1 { position: fixed; inset: 0 0 auto; z-index: 2147483647; background: pink }
    body, main { position: relative; z-index: 99998; background: white }`,
};

/** Name of the element that a click in the middle of the target would hit. */
async function elementUnderPointer(page: Page, target: Locator): Promise<string | undefined> {
  const {x, y, width, height} = (await target.boundingBox())!;
  return page.evaluate(
    ([left, top]) => {
      let met = document.elementFromPoint(left, top);
      while (met?.shadowRoot) met = met.shadowRoot.elementFromPoint(left, top);
      return met?.localName;
    },
    [x + width / 2, y + height / 2] as const,
  );
}

test('looks the same and receives clicks whatever the stylesheets of the page say', async ({page, host}) => {
  const {url} = await host();
  const plain = await renderedOn(page, `${url}/plain`);
  expect(plain.length).toBeGreaterThan(80);
  await page.evaluate(() => document.head.append(document.createElement('style')));
  for (const [name, css] of Object.entries(sheets)) {
    await page.evaluate((text) => (document.querySelector('style')!.textContent = text), css);
    expect(differences(plain, await renderedAtRest(page)), name).toEqual([]);
    expect(await elementUnderPointer(page, page.getByRole('textbox')), name).toBe('textarea');
  }
  const shapes = ['--parley-offset-block: 200px }', '} html { zoom: 1.5 }', '} parley-widget::part(launcher) { height: 100px }'];
  for (const css of shapes.map((shape) => `parley-widget { ${shape}`)) {
    await page.evaluate((text) => (document.querySelector('style')!.textContent = text), css);
    const launcher = page.locator('parley-widget .launcher');
    for (const expanded of ['false', 'true']) {
      await launcher.click();
      await expect(launcher).toHaveAttribute('aria-expanded', expanded);
    }
    const {y, height} = (await page.getByRole('dialog', {name: 'Lamps'}).boundingBox())!;
    expect(y, css).toBeGreaterThanOrEqual(20);
    expect(y + height, css).toBeLessThan((await launcher.boundingBox())!.y);
  }
});

test('isolates inline elements from inherited styles of the page', async ({page, host}) => {
  const elements = '<parley-chat bot="/bot/message" heading="Lamps" storage="none"></parley-chat><parley-message></parley-message>';
  const {url} = await host({
    '/inline': {
      html: `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${importMap()}<style></style>
        <script type="module" src="/elements/chat.js"></script><script type="module" src="/elements/message.js"></script>
        <style>body { display: grid; grid: 500px 200px / 500px; margin: 0 }</style>${elements}</html>`,
    },
  });
  await page.clock.setFixedTime(fixedTime);
  await page.goto(`${url}/inline`);
  await awaitGreetingAndSay(page.locator('parley-chat'));
  await page.evaluate(() => {
    const element = document.querySelector('parley-message') as HTMLElement & {message: unknown};
    element.message = {code: 'message', type: 'text', body: 'Alone, *in person*', quick_replies: [{content_type: 'text', title: 'Yes'}]};
  });
  await expect(page.getByRole('button', {name: 'Yes'})).toBeVisible();
  const plain = await renderedAtRest(page, 'body');
  expect(plain.length).toBeGreaterThan(80);
  for (const name of ['root', 'handed down', 'flex', 'tags']) {
    const css = `${sheets[name]} html { visibility: visible; pointer-events: auto }`;
    await page.evaluate((text) => (document.querySelector('style')!.textContent = text), css);
    expect(differences(plain, await renderedAtRest(page, 'body')), name).toEqual([]);
  }
});

/** Pages whose styles must apply from the start. */
const pages: Record<string, HostPage> = {
  '/unset': {head: `<style>${sheets['unset']}</style>`},
  '/transform': {
    head: `<style>body { transform: translate(30px, 900px) scale(0.5); filter: blur(4px); contain: strict; overflow: hidden; margin: 200px;
      position: relative; inline-size: 200px; block-size: 100px }</style>`,
  },
  '/children': {
    head: '<style>body > * { transform: translateZ(0); display: block; overflow: hidden; opacity: 0.5; max-inline-size: 100px }</style>',
  },
  '/quirks': {
    html: `<html lang="en"><title>Old</title><link rel="icon" href="data:,"><table><tr><td><font size="7">Old</font></table>${scriptTag}`,
  },
};

for (const path of Object.keys(pages))
  test(`looks and works on ${path} as on a plain page`, async ({page, host, plain}) => {
    await expectSameChat(page, await host(pages), path, plain);
  });
