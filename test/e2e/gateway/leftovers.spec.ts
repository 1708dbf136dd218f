import {traceResources} from '../hostile-pages/traces.ts';
import {expect, open, say, test} from './gateway-test.ts';

test('leaves no stream, poll, timer or listener of a chat through the gateway after `destroy()`', async ({page, place}) => {
  const traces = await traceResources(page);
  const log = await open(page, await place());
  await say(page, 'hi');
  await expect(log).toContainText('Heard hi');
  await expect.poll(async () => (await traces()).join()).toContain('/events');
  await page.evaluate(() => (globalThis as {parley?: {destroy(): void}}).parley!.destroy());
  await expect.poll(traces).toEqual([]);
});
