// Measures opening a long conversation and appending a message to it, compared with plain text in the document.
// node bench/transcript/measure.mjs [--rounds 7]
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {openBrowser, openPage} from '../shared/chromium.mjs';
import {figure, rotated, table} from '../shared/figures.mjs';
import {bundle, serve} from '../shared/site.mjs';

const markup = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="/pictures/icon.svg"><style>
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; }
parley-transcript, .plain { block-size: 560px; inline-size: 400px; }
.plain { overflow: auto; padding: 16px; box-sizing: border-box; }
.bubble { margin-block: 4px; } .bubble span { display: inline-block; padding: 8px 12px; border-radius: 16px; background: #eee; max-inline-size: 80%; }
.bubble.visitor { text-align: end; } .bubble.visitor span { background: #0a5; color: #fff; }
</style><script type="module" src="/page.js"></script></html>`;

const cases = [
  {name: 'plain', count: 1000, warm: true},
  {name: 'parley', count: 1000, warm: true},
  {name: 'plain', count: 10_000, warm: true},
  {name: 'parley', count: 10_000, warm: true},
  {name: 'parley', count: 1000, warm: false},
];
const appended = 20;

/** Runs the measurement, and returns the table. */
export async function measureTranscript({rounds}) {
  const script = await bundle(fileURLToPath(new URL('page.ts', import.meta.url)));
  const site = await serve({'/': {type: 'text/html', body: markup}, '/page.js': {type: 'text/javascript', body: script}});
  const results = cases.map((one) => ({...one, rounds: []}));
  const browser = await openBrowser();
  try {
    for (let round = 0; round < rounds; round++)
      for (const result of rotated(results, round)) result.rounds[round] = await measure(browser, site.url, result);
  } finally {
    await browser.close();
    await site.close();
  }
  return report(results);
}

async function measure(browser, url, {name, count, warm}) {
  const {page, cpu, heap, close} = await openPage(browser);
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);
  await page.evaluate((given) => globalThis.bench.prepare(...given), [name, count, warm]);
  const before = await cpu();
  const elements = await page.evaluate(() => globalThis.bench.open());
  const open = (await cpu()) - before;
  await page.waitForTimeout(500);
  const settled = (await cpu()) - before;
  await page.waitForTimeout(3000); // Idle work is not part of an append.
  const later = await cpu();
  await page.evaluate((times) => globalThis.bench.append(times), appended);
  const append = ((await cpu()) - later) / appended;
  const {megabytes} = await heap();
  await close();
  return {open, settled, append, elements, idle: later - before - settled, megabytes};
}

function report(results) {
  const [plain, , plainLong] = results;
  const thousand = results[1];
  const of = ({rounds}, part) => rounds.map((round) => round[part]);
  const cell = (result, part, base) => {
    const {value, ratio} = figure(of(result, part), of(base, part));
    return `${value.toFixed(1)} (${ratio.toFixed(2)})`;
  };
  const rows = results.map((result) => {
    const base = result.count === 1000 ? plain : plainLong;
    const first = figure(of(result, 'open'), of(thousand, 'open')).ratio;
    return [
      `${result.name === 'plain' ? 'plain words' : 'Parley'}, ${result.count.toLocaleString('en')}${result.warm ? '' : ', the first thing on its page'}`,
      cell(result, 'open', base),
      cell(result, 'settled', base),
      cell(result, 'append', base),
      result.name === 'parley' ? first.toFixed(2) : '',
      figure(of(result, 'elements')).value,
      figure(of(result, 'idle')).value.toFixed(0),
      figure(of(result, 'megabytes')).value.toFixed(1),
    ];
  });
  return table(
    ['CPU ms (× plain words)', 'open', '0.5 s later', 'one more', '× its own 1,000', 'elements', 'idle work ms', 'heap MB'],
    rows,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {values} = parseArgs({options: {rounds: {type: 'string', default: '7'}}});
  console.info(await measureTranscript({rounds: Number(values.rounds)}));
}
