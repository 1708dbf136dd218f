// Retakes the pictures in docs/pictures/ from the built demo and stories. Run `npm run build` and `npx storybook build` first.
import {mkdir, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {chromium} from '@playwright/test';
import {preview} from 'vite';
import {browserArgs, findBrowser} from './browser.mjs';
import {named} from './named-parts.mjs';
import {smallPng} from './png.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}/docs/pictures`;
const evening = new Date('2026-11-20T18:43:00Z');

const {startDemo} = await import(`${root}/demo/dist/server.js`);
const demo = await startDemo({port: 0});
const stories = await preview({
  configFile: false,
  root,
  logLevel: 'silent',
  build: {outDir: 'storybook-static'},
  preview: {host: '127.0.0.1'},
});
const browser = await chromium.launch({executablePath: findBrowser(), args: browserArgs});
try {
  await mkdir(folder, {recursive: true});
  await keep('parley', await together());
  for (const scheme of ['light', 'dark']) await keep(`themes-${scheme}`, await themes(scheme));
  await keep('parts-frame', await framed());
  await keep('parts-messages', await messages());
  await keep('parts-files', await files());
} finally {
  await browser.close();
  await demo.close();
  await stories.close();
}

/** The shop on a desktop and on a phone. */
async function together() {
  const desk = await shop({viewport: {width: 1200, height: 760}});
  await talk(desk, 'A dining table, 160 cm');
  const hand = await shop({viewport: {width: 375, height: 760}, isMobile: true, hasTouch: true});
  await talk(hand, 'A dining table, 160 cm');
  const [wide, narrow] = [await desk.screenshot(), await hand.screenshot()].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  const page = await browser.newPage({viewport: {width: 1696, height: 824}});
  await page.setContent(`<style>
    body { display: flex; gap: 40px; margin: 0; padding: 32px 40px; background: #e7e0d6; }
    img { display: block; border-radius: 12px; box-shadow: 0 0 0 1px #cfc5b7, 0 12px 32px #4a382433; }
    img + img { border-radius: 32px; }
  </style><img src="${wide}"><img src="${narrow}">`);
  return page.screenshot();
}

async function themes(scheme) {
  const page = await open({viewport: {width: 1340, height: 806}, colorScheme: scheme});
  const address = `iframe.html?id=chat-themes--side-by-side&viewMode=story&globals=theme:${scheme};direction:ltr;width:wide`;
  const last = page.getByRole('button', {name: 'Any colour?'});
  // The play function of the story may time out on a slow machine.
  for (let tries = 0; tries < 5 && !(await last.isVisible()); tries++) {
    await page.goto(stories.resolvedUrls.local[0] + address);
    await last.waitFor({timeout: 15_000}).catch(() => undefined);
  }
  await settled(page);
  return page.screenshot();
}

/** The parts and slots of the chat's frame, each with its name. */
async function framed() {
  const page = await shop({viewport: {width: 1000, height: 920}});
  await page.evaluate(alone);
  await talk(page, 'Which bulb?');
  await page.evaluate(named, [
    ...[
      'panel',
      'header',
      'avatar',
      'name',
      'status',
      'header-button',
      'transcript',
      'day',
      'entry bot',
      'bubble bot last',
      'bubble visitor',
    ],
    ...['meta', 'quick-replies', 'reply', 'composer', 'field', 'input', 'send', 'launcher', 'slot=footer'],
  ]);
  return page.screenshot({clip: {x: 60, y: 10, width: 880, height: 910}});
}

/** Runs in the page: hides everything but the chat, as high as the page, with room for names on both sides. */
function alone() {
  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  };
  document.adoptedStyleSheets.push(
    sheet(
      'body > :not(parley-widget, .named) { display: none } .named { position: fixed; inset: 0; z-index: 100000; font: 13px monospace }',
    ),
    sheet('.named rect, .named path { fill: none; stroke: #0b5fff } .named text { fill: #0b3fae } .named circle { fill: #0b5fff }'),
    sheet('parley-widget { --parley-offset-inline: 300px } html { background: #fff }'),
  );
  document
    .querySelector('parley-widget')
    .shadowRoot.adoptedStyleSheets.push(sheet('.panel { block-size: calc(100dvh - 114px) !important }'));
}

/** The parts of messages. */
async function messages() {
  const page = await shop({viewport: {width: 1000, height: 1240}});
  await page.evaluate(alone);
  for (const sample of ['list', 'carousel']) await talk(page, `show ${sample}`);
  await page.evaluate(named, [
    ...[
      'card',
      'picture',
      'title',
      'subtitle',
      'action',
      'list',
      'row',
      'button',
      'list-button',
      'carousel',
      'slides',
      'position',
      'arrow',
    ],
    ...['bubble bot', 'entry visitor', 'meta'],
  ]);
  return page.screenshot({clip: {x: 60, y: 10, width: 880, height: 1140}});
}

/** The parts of messages with a file, a place or a time. */
async function files() {
  const page = await shop({viewport: {width: 1000, height: 1900}});
  await page.evaluate(alone);
  for (const sample of ['location', 'pdf', 'sound', 'time-picker']) await talk(page, `show ${sample}`);
  await page.evaluate(named, [
    ...['location', 'map', 'title', 'subtitle', 'action', 'attachment', 'file', 'audio', 'button', 'caption', 'time-picker', 'picture'],
    ...['time-day', 'slot', 'confirm'],
  ]);
  return page.screenshot({clip: {x: 60, y: 10, width: 880, height: 1800}});
}

async function shop(options) {
  const page = await open({...options, colorScheme: 'light'});
  await page.clock.setFixedTime(evening);
  await page.goto(`${demo.url}/?direct&teaser=&storage=none`);
  await page.getByRole('button', {name: 'Open chat'}).click();
  await page.getByRole('log').getByRole('article').last().waitFor();
  return page;
}

function open(options) {
  return browser.newPage({...options, locale: 'en-GB', timezoneId: 'Europe/Oslo', reducedMotion: 'reduce'});
}

async function talk(page, words) {
  const answers = page.getByRole('log').getByRole('article', {name: /^Nordlicht/});
  const before = await answers.count();
  await page.getByRole('textbox').fill(words);
  await page.getByRole('textbox').press('Enter');
  await answers.nth(before).waitFor();
  await settled(page);
}

/** Removes hover and focus, and waits until every picture is loaded. */
async function settled(page) {
  await page.mouse.move(1, 1);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(600);
}

async function keep(name, png) {
  const page = await browser.newPage();
  const [width, height, bytes] = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const {data} = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
    return [image.width, image.height, btoa(text)];
  }, png.toString('base64'));
  await page.close();
  const small = smallPng({width, height, pixels: Buffer.from(bytes, 'base64')});
  await writeFile(`${folder}/${name}.png`, small);
  console.log(`docs/pictures/${name}.png: ${width} × ${height}, ${Math.round(small.length / 1000)} kB`);
}
