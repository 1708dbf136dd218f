import type {Locator, Page} from '@playwright/test';
import {type Answer, textOf} from '../bare-site.ts';
import {echo, expect, lines, open, type Place, reply, say, spoken, test} from './gateway-test.ts';
import {wholePage} from './whole-page.ts';

test.skip(({isMobile}) => isMobile, 'faults of a bot are the same for every browser');
test.beforeEach(({complaints}) => complaints.expect(/^error: Parley: Error: The (bot could not|answer of the bot)/));

const internals = 'at answer (/srv/secret-bot/index.js:7)';

const echoAnswer: Answer = (request, response) => reply(response, `Heard ${textOf(request)}`);
const errorAnswer: Answer = (_, response) =>
  void response
    .writeHead(500, {'content-type': 'application/json', 'x-powered-by': internals})
    .end(JSON.stringify({error: 500, message: internals, info: {stack: internals}}));
const badGateway: Answer = (_, response) => void response.writeHead(502, {'content-type': 'text/html'}).end(`<h1>${internals}</h1>`);
const truncatedAnswer: Answer = (_, response) => {
  response.writeHead(200, {'content-type': 'application/json', 'content-length': '500'});
  response.write(`{"event":"continue","messages":[{"type":"text","body":"${internals}"`, () =>
    setTimeout(() => response.socket?.resetAndDestroy(), 50),
  );
};
const truncatedJson: Answer = (_, response) =>
  void response
    .writeHead(200, {'content-type': 'application/json'})
    .end(`{"event":"continue","messages":[{"code":"message","type":"text","body":"${internals}"}`);
const htmlAnswer: Answer = (_, response) =>
  void response.writeHead(200, {'content-type': 'text/html'}).end(`<!doctype html><title>${internals}</title><h1>Sign in</h1>`);

/** Answers each message after the start with the next of the given answers, then echoes; records the id of each request. */
function botAnswering(...tries: readonly Answer[]): {answer: Answer; ids: string[]} {
  const ids: string[] = [];
  const answer: Answer = (request, response) => {
    if (request.event === 'start') return echo(request, response);
    ids.push(String(response.req.headers['x-request-id']));
    (tries[ids.length - 1] ?? echoAnswer)(request, response);
  };
  return {answer, ids};
}

/** Neither faulty answers of the bot nor its URL reached the browser. */
async function expectNoInternals(page: Page, {network, site}: Place): Promise<void> {
  for (const text of [network.told(), await wholePage(page)]) {
    expect(text).not.toContain('secret-bot');
    expect(text).not.toContain('Sign in');
    expect(text).not.toContain('/bot/message');
    expect(text).not.toContain(`${new URL(site.url).host}/bot`);
  }
}

const retryButton = (own: Locator): Locator => own.getByRole('button', {name: 'Try again'});

/** Presses Shift+Tab from the field until a control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await page.getByRole('textbox').focus();
  await expect(async () => {
    await page.keyboard.press('Shift+Tab');
    await expect(control).toBeFocused({timeout: 50});
  }).toPass({intervals: [0]});
}

test('with a bot that takes half a minute, marks messages as sent at once, shows waiting notices, and the answer once', async ({
  page,
  place,
}) => {
  let release = (): void => {};
  const shop = await place((request, response) => {
    if (textOf(request) === 'think') release = () => reply(response, 'Thought');
    else echo(request, response);
  });
  await page.clock.install();
  const log = await open(page, shop);
  const own = await say(page, 'think');
  await expect(own).toContainText('Sent', {timeout: 8_000});
  await expect(log.getByRole('status')).toBeVisible();
  await page.clock.runFor(5_000);
  await expect(log).toContainText(/Still looking for it, \d s/);
  await page.clock.runFor(5_000);
  await expect(log).toContainText(/Still working on it, \d+ s/);
  await expect(page.getByRole('button', {name: 'Stop waiting'})).toBeVisible();
  await expect(await say(page, 'next')).toContainText('Sent', {timeout: 8_000});
  await page.clock.runFor(14_000);
  await expect(log.getByRole('status')).toBeVisible();
  await page.clock.runFor(6_000);
  expect(spoken(shop)).toEqual(['think']);
  release();
  await expect(log).toContainText('Thought', {timeout: 8_000});
  await expect(log).toContainText('Heard next');
  await expect(log.getByRole('status')).toBeHidden();
  expect(await lines(log)).toEqual(['Hello', 'think', 'next', 'Thought', 'Heard next']);
  expect(spoken(shop)).toEqual(['think', 'next']);
});

const failures: readonly (readonly [fault: string, answer: Answer])[] = [
  ['a 500', errorAnswer],
  ['a truncated answer and a reset', truncatedAnswer],
  ['truncated JSON', truncatedJson],
  ['an HTML page', htmlAnswer],
];

for (const [fault, answer] of failures) {
  test(`reports ${fault} from the bot without details, and retries only on request, by mouse and keyboard`, async ({page, place}) => {
    const {answer: twice, ids} = botAnswering(answer, answer);
    const shop = await place(twice);
    const log = await open(page, shop);
    const own = await say(page, 'order');
    await expect.poll(() => ids.length).toBe(1);
    await expect(own.getByRole('alert')).toContainText('Not ', {timeout: 8_000});
    await retryButton(own).click();
    await expect.poll(() => ids.length).toBe(2);
    await expect(retryButton(own)).toBeVisible({timeout: 8_000});
    await expectNoInternals(page, shop);
    expect(ids).toHaveLength(2);
    await tabTo(page, retryButton(own));
    await page.keyboard.press('Enter');
    await expect(log).toContainText('Heard order');
    await expect(own).toContainText('Sent');
    await expect(own.getByRole('alert')).toBeHidden();
    await expect(await say(page, 'more')).toContainText('Sent');
    await expect(log).toContainText('Heard more');
    expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order', 'more', 'Heard more']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids).toHaveLength(4);
    await expectNoInternals(page, shop);
  });
}

test('retries in the gateway when the bot’s proxy answers 502 twice, unnoticed by the visitor', async ({page, place}) => {
  const {answer, ids} = botAnswering(badGateway, badGateway);
  const shop = await place(answer);
  const log = await open(page, shop);
  const own = await say(page, 'order');
  await expect(log).toContainText('Heard order');
  await expect(own).toContainText('Sent');
  await expect(log.getByRole('alert')).toHaveCount(0);
  expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order']);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
  await expectNoInternals(page, shop);
});

test('with retry: "transient", repeats a turn after an error or a reset under the same id, in three attempts at most', async ({
  page,
  place,
}) => {
  const {answer, ids} = botAnswering(errorAnswer, truncatedAnswer, echoAnswer, errorAnswer, truncatedAnswer, errorAnswer);
  const shop = await place(answer, {bot: {retry: 'transient'}});
  const log = await open(page, shop);
  await say(page, 'order');
  await expect(log).toContainText('Heard order');
  await expect(log.getByRole('alert')).toHaveCount(0);
  expect(new Set(ids).size).toBe(1);
  expect(ids).toHaveLength(3);
  const own = await say(page, 'more');
  await expect.poll(() => ids.length).toBe(6);
  await expect(own.getByRole('alert')).toContainText('Not answered', {timeout: 8_000});
  expect(new Set(ids).size).toBe(2);
  expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order', 'more']);
  await expectNoInternals(page, shop);
});
