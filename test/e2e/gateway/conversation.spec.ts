import {expect, lines, open, say, spoken, test} from './gateway-test.ts';

test('keeps a conversation through the gateway across a reload, and asks the bot once for each message', async ({page, place}) => {
  const shop = await place();
  const log = await open(page, shop);
  await expect(await say(page, 'hi')).toContainText('Sent');
  await expect(log).toContainText('Heard hi');
  await open(page, shop);
  await say(page, 'again');
  await expect(log).toContainText('Heard again');
  expect(await lines(log)).toEqual(['Hello', 'hi', 'Heard hi', 'again', 'Heard again']);
  expect(spoken(shop)).toEqual(['hi', 'again']);
  expect(shop.site.heard.filter(({event}) => event === 'start')).toHaveLength(1);
});
