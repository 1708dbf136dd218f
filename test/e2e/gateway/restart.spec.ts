import type {ServerResponse} from 'node:http';
import {type Answer, textOf} from '../bare-site.ts';
import {echo, expect, lines, open, type Place, reply, say, spoken, test} from './gateway-test.ts';

test.skip(({isMobile}) => isMobile, 'a restart of the gateway is the same for every browser');
test.beforeEach(({complaints}) => complaints.expect(/^(warning|error): Parley: .*Error: /));
test.setTimeout(60_000);

/** Echoes, but answers the first "think" only on `think()`. */
function stallingBot(): {answer: Answer; think: () => void} {
  let held: ServerResponse | undefined;
  const answer: Answer = (request, response) => {
    if (textOf(request) === 'think' && !held) held = response;
    else echo(request, response);
  };
  return {answer, think: () => reply(held!, 'Thought')};
}

/** Restarts the gateway and expects the page to reconnect within 10 s. It may do so before `start` resolves. */
async function restart({gateway, network}: Place): Promise<void> {
  await gateway.start();
  await expect.poll(() => network.open, {timeout: 10_000}).toBeGreaterThan(0);
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

test('on SIGTERM during a turn, waits for the bot’s answer, and delivers it and queued messages after the restart', async ({
  page,
  place,
}) => {
  const {answer, think} = stallingBot();
  const shop = await place(answer);
  const log = await open(page, shop);
  await expect(await say(page, 'hi')).toContainText('Sent');
  await expect(log).toContainText('Heard hi');
  await expect(await say(page, 'think')).toContainText('Sent');
  await expect.poll(() => spoken(shop)).toContain('think');
  const stopped = shop.gateway.kill('SIGTERM');
  await expect.poll(() => shop.network.told()).toMatch(/retry: \d+\n*$/);
  think();
  expect(await stopped).toBeLessThan(10_000);
  const meanwhile = await say(page, 'meanwhile');
  await expect(meanwhile).toContainText(/Waiting|Trying again/);
  await pause(2);
  await restart(shop);
  await expect(log).toContainText('Thought');
  await expect(log).toContainText('Heard meanwhile');
  await expect(meanwhile).toContainText('Sent');
  // The message sent meanwhile stays in its place.
  const shown = await lines(log);
  expect(shown.filter((line) => line !== 'meanwhile')).toEqual(['Hello', 'hi', 'Heard hi', 'think', 'Thought', 'Heard meanwhile']);
  expect(shown).toHaveLength(7);
  expect(spoken(shop)).toEqual(['hi', 'think', 'meanwhile']);
});

test('on SIGTERM with a bot that never answers, exits within 10 s, and lets the visitor retry', async ({page, place}) => {
  const {answer} = stallingBot();
  const shop = await place(answer);
  const log = await open(page, shop);
  const own = await say(page, 'think');
  await expect.poll(() => spoken(shop)).toEqual(['think']);
  const taken = await shop.gateway.kill('SIGTERM');
  expect(taken).toBeGreaterThan(5_000);
  expect(taken).toBeLessThan(10_000);
  await restart(shop);
  await expect(own.getByRole('alert')).toBeVisible();
  await own.getByRole('button', {name: 'Try again'}).click();
  await expect(log).toContainText('Heard think');
  expect(await lines(log)).toEqual(['Hello', 'think', 'Heard think']);
  expect(spoken(shop)).toEqual(['think', 'think']);
});

test('after kill -9 during a turn, reconnects without losing or repeating messages, and lets the visitor retry', async ({page, place}) => {
  const {answer} = stallingBot();
  const shop = await place(answer);
  const log = await open(page, shop);
  await say(page, 'hi');
  await expect(log).toContainText('Heard hi');
  const own = await say(page, 'think');
  await expect.poll(() => spoken(shop)).toContain('think');
  await shop.gateway.kill('SIGKILL');
  await say(page, 'meanwhile');
  await pause(3);
  await restart(shop);
  await expect(own.getByRole('alert')).toBeVisible({timeout: 20_000});
  await expect(log).toContainText('Heard meanwhile');
  expect(spoken(shop)).toEqual(['hi', 'think', 'meanwhile']);
  await own.getByRole('button', {name: 'Try again'}).press('Enter');
  await expect(log).toContainText('Heard think');
  const expected = ['Hello', 'hi', 'Heard hi', 'think', 'meanwhile', 'Heard meanwhile', 'Heard think'];
  expect(await lines(log)).toEqual(expected);
  await page.reload();
  await expect(log).toContainText('Heard think');
  expect(await lines(log)).toEqual(expected);
  expect(spoken(shop)).toEqual(['hi', 'think', 'meanwhile', 'think']);
});
