// Compares Parley with other chats and with plain text in the document, in interleaved rounds of one run.
// node bench/peers/measure.mjs [--rounds 5] [--only name]
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {openBrowser, openPage} from '../shared/chromium.mjs';
import {rotated} from '../shared/figures.mjs';
import {houseFor} from './house.mjs';
import {products} from './products.mjs';
import {report} from './report.mjs';

const appended = 10;
/** CPU milliseconds per sample that still count as idle: some products are never completely idle. */
const rest = 25;
/** Most milliseconds for one part of the measurement, on a busy machine. */
const limit = 90_000;

export async function measurePeers({rounds, only}) {
  const asked = products.filter(({name}, index) => !only || index === 0 || name === only);
  const subjects = [];
  for (const product of asked) subjects.push({...product, rounds: [], house: product.missing ? undefined : await houseFor(product)});
  const browser = await openBrowser();
  try {
    for (let round = 0; round < rounds; round++)
      for (const subject of rotated(subjects, round)) {
        if (!subject.house) continue;
        subject.rounds[round] = await measureOne(browser, subject, (problem) => (subject.problem ??= problem));
        console.info(`round ${round + 1}: ${subject.name} ${JSON.stringify(subject.rounds[round])}`);
      }
  } finally {
    await browser.close();
    for (const {house} of subjects) await house?.close();
  }
  return report(subjects);
}

async function measureOne(browser, subject, complain) {
  const found = {};
  for (const part of [closed, boot, short, long]) {
    try {
      Object.assign(found, await within(limit, part(browser, subject, found)));
    } catch (error) {
      complain(`${part.name}: ${error.message.split('\n')[0]}`);
      for (const context of browser.contexts()) await context.close();
    }
  }
  return found;
}

function within(milliseconds, work) {
  work.catch(() => undefined); // Reported by the race, unless that is over already.
  const end = new AbortController();
  const late = setTimeout(milliseconds, undefined, {signal: end.signal}).then(() => {
    throw new Error(`not within ${milliseconds / 1000} s`);
  });
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => end.abort());
}

/** The cost of a chat that nobody opens, in CPU time and bytes. */
async function closed(browser, {house}) {
  const empty = await visit(browser, house, '/empty');
  await empty.settled();
  const bare = await empty.cpu();
  await empty.close();
  const guest = await visit(browser, house, '/');
  await guest.page.evaluate(async () => void (await globalThis.peer.closed()));
  await guest.settled();
  const result = {closed: (await guest.cpu()) - bare, closedBytes: await house.weight(guest.paths)};
  await guest.close();
  return result;
}

async function boot(browser, {house}) {
  const guest = await opened(browser, house);
  const result = {boot: await guest.cpu(), openBytes: await house.weight(guest.paths), outside: guest.outside.join(' ')};
  await guest.close();
  return result;
}

async function short(browser, subject, {boot}) {
  const guest = await opened(browser, subject.house);
  const result = {history100: await told(guest, 100, subject.isReloaded && boot)};
  await guest.close();
  return result;
}

async function long(browser, {house, most = 1000, isReloaded}, {boot}) {
  if (most < 1000) return {};
  const guest = await opened(browser, house);
  const result = {history1000: await told(guest, 1000, isReloaded && boot)};
  const before = await guest.cpu();
  for (let index = 0; index < appended; index++) {
    await guest.page.evaluate((words) => globalThis.peer.append(words), sentence(`late${index}`));
    await guest.page.waitForTimeout(250);
  }
  await guest.settled();
  await seen(guest.page, `late${appended - 1}.`);
  result.append = ((await guest.cpu()) - before) / appended;
  const {megabytes, nodes} = await guest.heap();
  await guest.close();
  return {...result, heap: megabytes, nodes};
}

/** @param booted CPU time of booting alone, for a product that shows its history only when it boots. */
async function told(guest, count, booted) {
  const before = await guest.cpu();
  await guest.page.evaluate(
    (words) => globalThis.peer.history(words),
    Array.from({length: count}, (_, index) => sentence(`m${index}`)),
  );
  if (booted) {
    await guest.page.reload();
    await guest.page.waitForFunction(() => 'peer' in globalThis);
    await guest.page.evaluate(() => globalThis.peer.open());
  }
  await guest.settled();
  // The CPU counter of a page restarts on reload.
  const used = (await guest.cpu()) - (booted || before);
  await seen(guest.page, `m${count - 1}.`);
  return used;
}

async function opened(browser, house) {
  const guest = await visit(browser, house, '/');
  await guest.page.evaluate((words) => globalThis.peer.open(words), sentence('first'));
  await guest.settled();
  await seen(guest.page, 'first.');
  return guest;
}

/** Opens a page in a new profile, blocks everything outside the site, and can wait until the page is idle. */
async function visit(browser, house, path) {
  const guest = await openPage(browser);
  const [paths, outside] = [[], []];
  await guest.page.route(
    (url) => url.origin !== house.url,
    (route) => [outside.push(new URL(route.request().url()).host), route.abort()],
  );
  guest.page.on('response', (response) => response.ok() && paths.push(new URL(response.url()).pathname));
  if (house.say) await guest.page.exposeFunction('sayBySocket', house.say);
  await guest.page.goto(house.url + path, {timeout: 120_000});
  if (path === '/') await guest.page.waitForFunction(() => 'peer' in globalThis);
  return {...guest, paths, outside, settled: () => settled(guest)};
}

/** Waits until the main thread is idle, or keeps doing the same small amount of work, as one product does. */
async function settled({page, cpu}) {
  let [quiet, last, before] = [0, Infinity, await cpu()];
  for (let looks = 0; quiet < 2 && looks < 200; looks++) {
    await page.waitForTimeout(150);
    const now = await cpu();
    const used = now - before;
    quiet = used < rest || (used < 4 * rest && Math.abs(used - last) < rest / 2) ? quiet + 1 : 0;
    [last, before] = [used, now];
  }
  await page.waitForTimeout(500);
}

/** Waits until the last message is visible, in whatever shadow root. Called after the measurement. */
async function seen(page, beginning) {
  await page.waitForFunction(
    (beginning) => {
      const inside = (root) =>
        [...root.querySelectorAll('*')].some((element) => {
          if (element.shadowRoot && inside(element.shadowRoot)) return true;
          if (element.childElementCount > 1 || !element.textContent.includes(beginning)) return false;
          const {top, bottom, height} = element.getBoundingClientRect();
          return height > 0 && top < innerHeight && bottom > 0;
        });
      return inside(document);
    },
    beginning,
    {timeout: 20_000, polling: 500},
  );
}

function sentence(name) {
  return `${name}. The lamp over the table is **warm** and can be dimmed, it comes in brass and in black and is here in three days.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {values} = parseArgs({options: {rounds: {type: 'string', default: '5'}, only: {type: 'string'}}});
  console.info(await measurePeers({rounds: Number(values.rounds), only: values.only}));
}
