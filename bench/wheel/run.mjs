// Turns a real mouse wheel through ten thousand messages and back on a virtual screen, and reports what a reader would have seen.
// Scripted scrolling shows none of the faults of wheel animations. node bench/wheel/run.mjs [--messages 10000]
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {missingForDisplay} from '../../scripts/display.mjs';
import {openScreen} from '../../scripts/screen.mjs';
import {openBrowser} from '../shared/chromium.mjs';
import {bundle, serve} from '../shared/site.mjs';
import {judge} from './judge.mjs';

const {values} = parseArgs({options: {messages: {type: 'string', default: '10000'}}});
const missing = missingForDisplay();
if (missing.length)
  console.info(`Skipped: a real mouse wheel needs ${missing.join(' and ')}; as root on Debian, \`npm run wheel\` installs them.`);
else process.exitCode = await run(Number(values.messages));

async function run(count) {
  const screen = await openScreen();
  const script = await bundle(fileURLToPath(new URL('page.ts', import.meta.url)));
  const site = await serve({'/': {type: 'text/html', body: markup()}, '/page.js': {type: 'text/javascript', body: script}});
  const browser = await openBrowser({headless: false, env: {...process.env, DISPLAY: screen.name}});
  try {
    const page = await browser.newPage({viewport: null});
    await page.goto(site.url);
    await page.waitForFunction(() => 'wheel' in globalThis);
    await page.evaluate((count) => globalThis.wheel.open(count), count);
    const {x, y} = await page.evaluate(() => globalThis.wheel.place());
    const mouse = (...words) => spawnSync('xdotool', words, {env: {...process.env, DISPLAY: screen.name}});
    mouse('mousemove', String(x), String(y));
    const reports = [];
    for (const part of [calibration, up, news, down, search]) reports.push(await part(page, mouse));
    return judge(reports);
  } finally {
    await browser.close();
    await site.close();
    screen.close();
  }
}

/** Measures how far one click scrolls, as the reference for everything else. Needs two equal results, since a busy machine lags. */
async function calibration(page, mouse) {
  await turn(page, mouse, 'up', 3);
  for (let [tries, before] = [0, 0]; tries < 10; tries++) {
    const {moved} = await turn(page, mouse, 'up', 10);
    const step = Math.abs(moved) / 10;
    if (step && Math.abs(step - before) < step / 100) return {name: 'one click', step};
    before = step;
  }
  throw new Error('Ten clicks of the wheel never scrolled by the same distance twice: this machine is too busy for the measurement.');
}

async function up(page, mouse) {
  return {name: 'up to the first message', ...(await through(page, mouse, 'up'))};
}

async function down(page, mouse) {
  return {name: 'down to the last', ...(await through(page, mouse, 'down'))};
}

/** Messages arrive while somebody reads further up. */
async function news(page, mouse) {
  await turn(page, mouse, 'down', 40);
  return {name: 'messages arrive', ...(await page.evaluate(() => globalThis.wheel.arrive(30)))};
}

/** Searches for a message far above with the browser's find in page. */
async function search(page, mouse) {
  const id = await page.evaluate(() => globalThis.wheel.middle());
  mouse('key', 'ctrl+f');
  await page.waitForTimeout(1000);
  mouse('type', '--delay', '30', `${id} The lamp`);
  await page.waitForTimeout(1500);
  mouse('key', 'Return');
  const found = await page
    .waitForFunction((id) => globalThis.wheel.shows(id), id, {timeout: 20_000})
    .then(
      () => true,
      () => false,
    );
  return {name: 'search', id, found};
}

/** Scrolls until the end is reached. */
async function through(page, mouse, direction) {
  const total = {clicks: 0, moved: 0, frames: 0, blank: 0, jumps: [], slow: []};
  for (let turns = 0; turns < 400; turns++) {
    const one = await turn(page, mouse, direction, 60);
    const {atEnd} = one;
    if (!atEnd) {
      total.clicks += one.clicks;
      total.moved += one.moved;
    }
    total.frames += one.frames;
    total.blank += one.blank;
    total.jumps.push(...one.jumps);
    total.slow.push(...one.slow);
    if (atEnd) return {...total, reached: true};
  }
  return {...total, reached: false};
}

async function turn(page, mouse, direction, clicks) {
  await page.evaluate(() => globalThis.wheel.watch());
  mouse('click', '--repeat', String(clicks), '--delay', '12', direction === 'up' ? '4' : '5');
  return {clicks, ...(await page.evaluate((direction) => globalThis.wheel.seen(direction), direction))};
}

function markup() {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Wheel</title><link rel="icon" href="/pictures/icon.svg">
<style>body { margin: 0; } parley-transcript { block-size: 560px; inline-size: 400px; }</style><script type="module" src="/page.js"></script></html>`;
}
