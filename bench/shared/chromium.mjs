import {chromium} from 'playwright-core';
import {browserArgs, findWholeBrowser} from '../../scripts/browser.mjs';

/** Launches headless Chromium with precise counters. The caller closes it. */
export function openBrowser(more = {}) {
  return chromium.launch({
    executablePath: findWholeBrowser(),
    args: [...browserArgs, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
    ...more,
  });
}

/**
 * Opens a page in its own profile, with a CPU counter of its main thread.
 *
 * @returns {Promise<{page: import('playwright-core').Page, cpu: () => Promise<number>, metrics: () => Promise<Record<string, number>>,
 *   heap: () => Promise<{megabytes: number, nodes: number}>, close: () => Promise<void>}>} `cpu` is the main thread's CPU time so far in milliseconds.
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}, locale: 'en-GB', ...options});
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  const metrics = async () => {
    const {metrics: all} = await session.send('Performance.getMetrics');
    return Object.fromEntries(all.map(({name, value}) => [name, value]));
  };
  return {
    page,
    metrics,
    cpu: async () => (await metrics()).TaskDuration * 1000,
    heap: async () => {
      await session.send('HeapProfiler.collectGarbage');
      const {usedSize} = await session.send('Runtime.getHeapUsage');
      const {nodes} = await session.send('Memory.getDOMCounters');
      return {megabytes: usedSize / 1e6, nodes};
    },
    close: () => context.close(),
  };
}
