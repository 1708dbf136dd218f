import type {Page} from '@playwright/test';
import {type Answer, textOf} from './bare-site.ts';
import {echo, lines, open, say, spoken, test} from './direct-test.ts';
import {expect} from './fixtures.ts';

test.skip(({isMobile}) => isMobile, 'one tab at a time is in front on a phone');

/** An echo that holds back answers until `release`, except the greeting and the answer to "now". */
function heldEcho(): {answer: Answer; release: () => void} {
  const held: (() => void)[] = [];
  const answer: Answer = (request, response) => {
    if (request.event === 'start' || textOf(request) === 'now') echo(request, response);
    else held.push(() => echo(request, response));
  };
  return {answer, release: () => held.shift()?.()};
}

const launcher = (page: Page, name: string) => page.getByRole('button', {name, exact: true});
const closePanel = (page: Page) => page.getByRole('button', {name: 'Close chat'}).last().click();

test('shows the unread count of another tab beside a dormant launcher, without loading the chat', async ({page, context, serve}) => {
  const {answer, release} = heldEcho();
  const site = await serve(answer);
  await page.goto(site.url);
  await launcher(page, 'Open chat').click();
  await say(page, 'one');
  await say(page, 'two');
  await closePanel(page);
  release();
  await expect(launcher(page, 'Open chat, 1 unread message')).toBeVisible();

  const other = await context.newPage();
  const asked: string[] = [];
  other.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await other.goto(site.url);
  await expect(launcher(other, 'Open chat (1)')).toBeVisible();
  await expect.poll(() => site.heard.length).toBe(3);
  release();
  await expect(launcher(other, 'Open chat (2)')).toBeVisible();
  expect(asked.filter((path) => /^\/(?:parley\/(?!extras)|bot\/)/.test(path))).toEqual([]);

  await launcher(other, 'Open chat (2)').click();
  await expect(other.getByRole('log')).toContainText('Heard two');
  await expect(launcher(page, 'Open chat')).toBeVisible();
  await closePanel(other);
  await expect(launcher(other, 'Open chat')).toBeVisible();
});

test('clears the unread count of another tab when the panel is opened in one', async ({page, context, serve}) => {
  const {answer, release} = heldEcho();
  const site = await serve(answer);
  await open(page, site);
  const other = await context.newPage();
  await open(other, site);
  for (const one of [page, other]) {
    await one.bringToFront();
    await closePanel(one);
  }
  await launcher(other, 'Open chat').click();
  await say(other, 'one');
  await closePanel(other);
  release();
  for (const one of [page, other]) await expect(launcher(one, 'Open chat, 1 unread message')).toBeVisible();
  await launcher(other, 'Open chat, 1 unread message').click();
  await expect(other.getByText('1 new message')).toBeVisible();
  await expect(launcher(page, 'Open chat')).toBeVisible();
});

test('opens or closes the panel on the next page as it was left last in any tab', async ({page, context, serve}) => {
  const site = await serve();
  await page.goto(site.url);
  await launcher(page, 'Open chat').click();
  await expect(page.getByRole('log')).toContainText('Hello');
  const other = await context.newPage();
  await other.goto(site.url);
  await expect(other.getByRole('log')).toContainText('Hello');
  await closePanel(other);
  await page.reload();
  await expect(launcher(page, 'Open chat')).toBeVisible();
  await expect(page.getByRole('log')).toBeHidden();
});

test('does not resend from a tab that was blocked what another tab has sent in its place', async ({page, context, serve}) => {
  const site = await serve();
  await open(page, site);
  const other = await context.newPage();
  const log = await open(other, site);
  const dialog = page.waitForEvent('dialog');
  const blocked = page.evaluate(() => alert('Wait'));
  await say(other, 'pay 100');
  await expect(log).toContainText('Heard pay 100', {timeout: 15_000});
  await (await dialog).accept();
  await blocked;
  await expect(page.getByRole('log')).toContainText('Heard pay 100');
  await Promise.all([page.close(), other.close()]);

  const later = await context.newPage();
  const kept = await open(later, site);
  await say(later, 'thanks');
  await expect(kept).toContainText('Heard thanks');
  expect(await lines(kept)).toEqual(['Hello', 'pay 100', 'Heard pay 100', 'thanks', 'Heard thanks']);
  expect(spoken(site)).toEqual(['pay 100', 'thanks']);
});
