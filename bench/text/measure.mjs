// Measures rendering texts of bots, compared with plain text and with marked, DOMPurify and a fragment.
// node bench/text/measure.mjs [--rounds 7]
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {openBrowser, openPage} from '../shared/chromium.mjs';
import {figure, rotated, table} from '../shared/figures.mjs';
import {bundle, serve} from '../shared/site.mjs';

const ways = {words: 'bare words', fragment: 'marked, DOMPurify, fragment', parley: 'Parley'};
const markup = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="/pictures/icon.svg">
<style>body { inline-size: 400px; font: 15px/1.45 system-ui, sans-serif; white-space: pre-line; }</style><script type="module" src="/page.js"></script></html>`;

/** Runs the measurement, and returns the table. */
export async function measureText({rounds}) {
  const script = await bundle(fileURLToPath(new URL('page.ts', import.meta.url)));
  const site = await serve({'/': {type: 'text/html', body: markup}, '/page.js': {type: 'text/javascript', body: script}});
  const results = Object.keys(ways).map((way) => ({way, first: [], stream: []}));
  const browser = await openBrowser();
  try {
    for (let round = 0; round < rounds; round++)
      for (const result of rotated(results, round))
        for (const part of ['first', 'stream']) result[part][round] = await measure(browser, site.url, {part, way: result.way});
  } finally {
    await browser.close();
    await site.close();
  }
  return report(results);
}

async function measure(browser, url, {part, way}) {
  const {page, cpu, close} = await openPage(browser);
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);
  await page.evaluate(() => globalThis.bench.prepare());
  const before = await cpu();
  await page.evaluate(([part, way]) => globalThis.bench[part](way), [part, way]);
  const used = (await cpu()) - before;
  await close();
  return used;
}

function report(results) {
  const [words, fragment] = results;
  const heads = ['CPU ms', 'first 1,000 bodies', '× words', '× fragment', 'a long body by pieces', '× words', '× fragment'];
  const cells = (result, part) => {
    const {value, ratio} = figure(result[part], words[part]);
    return [value.toFixed(0), ratio.toFixed(2), figure(result[part], fragment[part]).ratio.toFixed(2)];
  };
  return table(
    heads,
    results.map((result) => [ways[result.way], ...cells(result, 'first'), ...cells(result, 'stream')]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {values} = parseArgs({options: {rounds: {type: 'string', default: '7'}}});
  console.info(await measureText({rounds: Number(values.rounds)}));
}
