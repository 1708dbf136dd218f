import {type Answer, textOf} from '../bare-site.ts';
import {echo, expect, lines, open, reply, say, shown, postAsBot, sayUnprompted, spoken, allowUnprompted, test} from './gateway-test.ts';

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

test('shows messages that the bot sends unprompted or during a turn in order, and keeps their context', async ({page, place}) => {
  let release = (): void => undefined;
  const thinks: Answer = (request, response) => {
    if (textOf(request) === 'think') release = () => reply(response, 'Thought');
    else echo(request, response);
  };
  const shop = await place(thinks, allowUnprompted);
  const log = await open(page, shop);
  await sayUnprompted(shop, 'late one', 'late two');
  await expect(log).toContainText('late two');
  await say(page, 'think');
  await expect.poll(() => spoken(shop)).toEqual(['think']);
  await postAsBot(shop, {event: 'continue', messages: [{code: 'message', type: 'text', body: 'One moment'}], context: {page: 7}});
  await expect(log).toContainText('One moment');
  release();
  await expect(log).toContainText('Thought');
  await say(page, 'on');
  await expect(log).toContainText('Heard on');
  expect(await lines(log)).toEqual(['Hello', 'late one', 'late two', 'think', 'One moment', 'Thought', 'on', 'Heard on']);
  expect(shop.site.heard.at(-1)!.context).toEqual({page: 7});
});

test('retries loading the listener after 10 s if that fails, and then shows all missed messages', async ({page, place, complaints}) => {
  complaints.expect(/late messages cannot be heard yet/);
  const shop = await place(echo, allowUnprompted);
  let [asked, isDown] = [0, true];
  await page.route('**/parley/listen-*', (route) => {
    asked++;
    return isDown ? route.abort() : route.continue();
  });
  await page.clock.install();
  const told = page.waitForEvent('console', (message) => message.text().includes('cannot be heard yet'));
  await page.goto(shop.site.url);
  const log = await shown(page);
  await told;
  isDown = false;
  const before = asked;
  await say(page, 'one');
  await expect.poll(() => spoken(shop)).toEqual(['one']);
  await sayUnprompted(shop, 'late');
  await page.clock.runFor(8_000);
  expect(asked).toBe(before);
  await page.clock.runFor(2_000);
  await expect(log).toContainText('late');
  expect((await lines(log)).toSorted()).toEqual(['Heard one', 'Hello', 'late', 'one']);
  expect(asked).toBe(before + 1);
});

test('ends the conversation when the bot ends it unprompted, and rejects its messages after that', async ({page, place}) => {
  const shop = await place(echo, allowUnprompted);
  const log = await open(page, shop);
  await postAsBot(shop, {event: 'end', messages: [{code: 'message', type: 'text', body: 'Bye'}]});
  await expect(log).toContainText('Bye');
  await expect(page.getByRole('button', {name: 'Start again'})).toBeVisible();
  await expect(sayUnprompted(shop, 'ghost')).rejects.toThrow('conversation_ended');
  await expect(log).not.toContainText('ghost');
});
