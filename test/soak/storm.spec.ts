import {open, say, sayUnprompted, allowUnprompted, test, expect} from '../e2e/gateway/gateway-test.ts';

/** Messages of the bot in total, and in one storm. */
const total = 10_000;
const storm = 500;
/** Messages per answer. */
const burst = 50;
/** Total duration in minutes: `STORM=60`. */
const minutes = Number(process.env['STORM'] ?? 60);
const pause = (minutes * 60_000) / (total / storm);
const messageText = (index: number): string => `Drop ${index} of the storm.`;

test.setTimeout(minutes * 60_000 + 20 * 60_000);

test(`shows ${total} bot messages sent in ${minutes} minutes, ${storm} at a time, and keeps memory and DOM small`, async ({
  page,
  place,
}) => {
  const shop = await place(undefined, {...allowUnprompted, limits: {replay: 1000}});
  const log = await open(page, shop);
  await say(page, 'hi');
  await expect(log).toContainText('Heard hi');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const {metrics} = await session.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
    const elements = await log.evaluate((one) => one.querySelectorAll('*').length);
    return {megabytes: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes'), elements};
  };

  const before = await measure();
  console.log({said: 0, ...before});
  for (let said = 0; said < total; said += storm) {
    const next = new Promise((resolve) => setTimeout(resolve, pause));
    for (let at = said; at < said + storm; at += burst)
      await sayUnprompted(shop, ...Array.from({length: burst}, (_, index) => messageText(at + index)));
    await expect(log.getByRole('article').last()).toContainText(messageText(said + storm - 1), {timeout: 120_000});
    const now = await measure();
    console.log({said: said + storm, ...now});
    expect(now.megabytes).toBeLessThan(150);
    expect(now.elements).toBeLessThan(3000);
    // Removed nodes count until the next garbage collection.
    expect(now.nodes).toBeLessThan(before.nodes + 20_000);
    await next;
  }

  const said = await page.evaluate(() => {
    const chat = document.querySelector('parley-widget')?.shadowRoot?.querySelector('parley-chat')?.shadowRoot;
    const transcript = chat?.querySelector('parley-transcript') as unknown as {entries: readonly {message?: {body?: string}}[]};
    return transcript.entries.map(({message}) => message?.body ?? '');
  });
  expect(said.slice(3)).toEqual(Array.from({length: total}, (_, index) => messageText(index)));
});
