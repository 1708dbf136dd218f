import type {Answer} from './bare-site.ts';
import {echo, lines, open, say, shown, spoken, test, stallingEcho} from './direct-test.ts';
import {expect} from './fixtures.ts';
import {storedData} from './visitor.ts';

test('queues messages while offline, marks them as waiting, and sends each once and in order when back online', async ({
  page,
  context,
  serve,
}) => {
  const site = await serve();
  const log = await open(page, site);
  await context.setOffline(true);
  for (const words of ['one', 'two', 'three']) await expect(await say(page, words)).toBeVisible();
  await expect(page.getByText('You are offline.')).toBeVisible();
  await expect(log.getByRole('article', {name: /^You, /}).last()).toContainText('Waiting');
  await context.setOffline(false);
  await expect(log).toContainText('Heard three');
  expect(spoken(site)).toEqual(['one', 'two', 'three']);
});

test('sends a message that was waiting when the tab closed once the page is opened again', async ({page, context, serve}) => {
  const site = await serve();
  await open(page, site);
  await context.setOffline(true);
  await expect(await say(page, 'later')).toContainText('Waiting');
  await expect.poll(() => storedData(page)).toContain('later');
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  const log = await open(again, site);
  await expect(log).toContainText('Heard later');
  expect(spoken(site)).toEqual(['later']);
});

const uncertain: readonly (readonly [fault: string, answer: Answer])[] = [
  ['a connection reset before the answer', (_, response) => void response.destroy()],
  [
    'a truncated answer',
    (_, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'content-length': '500'}).write('{"event":"continue","messa');
      setTimeout(() => response.destroy(), 50);
    },
  ],
  ['an answer cut to broken JSON', (_, response) => void response.writeHead(200, {'content-type': 'application/json'}).end('{"event":')],
  ['an HTML page instead of JSON', (_, response) => void response.writeHead(200, {'content-type': 'text/html'}).end('<h1>Sign in</h1>')],
  ['502 from a proxy', (_, response) => void response.writeHead(502).end()],
  ['504 from a proxy', (_, response) => void response.writeHead(504).end()],
];

for (const [fault, answer] of uncertain) {
  test(`marks the message as uncertain, and resends only on request, after ${fault}`, async ({page, serve}) => {
    let broken = true;
    const site = await serve((request, response) =>
      request.event !== 'start' && broken ? answer(request, response) : echo(request, response),
    );
    await page.clock.install();
    const log = await open(page, site);
    const own = await say(page, 'order');
    await expect(own).toContainText('May not have arrived');
    await expect(log).not.toContainText('Sign in');
    await page.clock.fastForward(60_000);
    expect(spoken(site)).toEqual(['order']);
    broken = false;
    await own.getByRole('button', {name: 'Try again'}).click();
    await expect(log).toContainText('Heard order');
    await expect(own).toContainText('Sent');
    expect(spoken(site)).toEqual(['order', 'order']);
    expect(await lines(log)).toEqual(['Hello', 'order', 'Heard order']);
  });
}

test('marks a message as not sent after a 500, hides the error’s details, and resends on request', async ({page, serve}) => {
  let broken = true;
  const site = await serve((request, response) =>
    request.event !== 'start' && broken
      ? void response
          .writeHead(500, {'content-type': 'application/json'})
          .end('{"error":500,"message":"platform error","info":"at bot.js:7"}')
      : echo(request, response),
  );
  const log = await open(page, site);
  const own = await say(page, 'hi');
  await expect(own).toContainText('Not sent');
  await expect(log).not.toContainText('bot.js');
  broken = false;
  await own.getByRole('button', {name: 'Try again'}).click();
  await expect(log).toContainText('Heard hi');
  expect(await lines(log)).toEqual(['Hello', 'hi', 'Heard hi']);
});

test('shows dots at once for a slow bot, a notice after 5 s and Stop after 10 s, which lets the next message leave', async ({
  page,
  serve,
}) => {
  const site = await serve(stallingEcho);
  await page.clock.install();
  const log = await open(page, site);
  const own = await say(page, 'think');
  await expect(log.getByRole('status')).toBeVisible();
  await expect(log).not.toContainText('Still looking');
  await page.clock.runFor(5_000);
  await expect(log).toContainText(/Still looking for it, \d+ s/);
  await page.clock.runFor(5_000);
  await page.getByRole('button', {name: 'Stop waiting'}).click();
  await expect(own).toContainText('May not have arrived');
  await say(page, 'next');
  await expect(log).toContainText('Heard next');
  expect(spoken(site)).toEqual(['think', 'next']);
});

test('keeps a message across a reload during its turn, marks it as uncertain, and does not resend it', async ({page, serve}) => {
  const site = await serve(stallingEcho);
  await open(page, site);
  await say(page, 'think');
  await expect.poll(() => spoken(site)).toEqual(['think']);
  const log = await open(page, site);
  await expect(log.getByRole('article', {name: /^You, /})).toContainText('May not have arrived');
  expect(spoken(site)).toEqual(['think']);
  expect(site.heard.filter(({event}) => event === 'start')).toHaveLength(1);
});

test('works without storage until the page is left, and says once in chat and console that nothing is kept', async ({
  page,
  serve,
  complaints,
}) => {
  complaints.expect(/^warning: Parley: the conversation cannot be kept/);
  const hints: string[] = [];
  page.on('console', (line) => line.text().startsWith('Parley: the conversation cannot be kept') && hints.push(line.text()));
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Refused', 'SecurityError');
    };
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, {get: refuse});
  });
  const site = await serve();
  const log = await open(page, site);
  await say(page, 'hi');
  await expect(log).toContainText('Heard hi');
  await expect(log.getByText('This browser cannot keep the conversation.')).toHaveCount(1);
  expect(hints).toHaveLength(1);
});

test('shows the same conversation in two tabs in the same order, and sends each message once', async ({page, context, serve, isMobile}) => {
  test.skip(isMobile, 'one tab at a time is in front on a phone');
  const site = await serve();
  const log = await open(page, site);
  const other = await context.newPage();
  const otherLog = await open(other, site);
  for (let round = 0; round < 5; round++) {
    await say(page, `left ${round}.`);
    await say(other, `right ${round}.`);
  }
  for (const one of [log, otherLog]) {
    await expect(one).toContainText('Heard left 4.');
    await expect(one).toContainText('Heard right 4.');
  }
  await expect.poll(async () => (await lines(otherLog)).join('\n')).toBe((await lines(log)).join('\n'));
  expect(spoken(site).toSorted()).toEqual([0, 1, 2, 3, 4].flatMap((round) => [`left ${round}.`, `right ${round}.`]).toSorted());
  expect(site.heard.filter(({event}) => event === 'start')).toHaveLength(1);
});

test('takes over from a leader tab that is closed during a turn, and marks the message as uncertain', async ({
  page,
  context,
  serve,
  isMobile,
}) => {
  test.skip(isMobile, 'one tab at a time is in front on a phone');
  const site = await serve(stallingEcho);
  await open(page, site);
  const other = await context.newPage();
  const log = await open(other, site);
  await say(page, 'think');
  await expect.poll(() => spoken(site)).toEqual(['think']);
  await page.close();
  await expect(log.getByRole('article', {name: /^You, /})).toContainText('May not have arrived');
  await say(other, 'next');
  await expect(log).toContainText('Heard next');
  expect(spoken(site)).toEqual(['think', 'next']);
});

test(
  'shows messages of a later page after going back to one in the back/forward cache, with session storage',
  {tag: '@whole'},
  async ({page, serve}) => {
    const site = await serve(echo, 'data-storage="session"');
    const log = await open(page, site);
    await say(page, 'before');
    await expect(log).toContainText('Heard before');
    await page.evaluate(() => Object.assign(globalThis, {kept: true}));
    await page.goto(`${site.url}/elsewhere`);
    await shown(page);
    await say(page, 'meanwhile');
    await expect(log).toContainText('Heard meanwhile');
    await page.goBack({waitUntil: 'commit'});
    expect(await page.evaluate(() => 'kept' in globalThis)).toBe(true);
    const back = await shown(page);
    await expect(back).toContainText('Heard meanwhile');
    await say(page, 'after');
    await expect(back).toContainText('Heard after');
    const said = ['Hello', 'before', 'Heard before', 'meanwhile', 'Heard meanwhile', 'after', 'Heard after'];
    expect(await lines(back)).toEqual(said);
    await page.reload();
    expect(await lines(await shown(page))).toEqual(said);
    expect(site.heard.filter(({event}) => event === 'start')).toHaveLength(1);
  },
);

test('continues the conversation after going back to a page', {tag: '@whole'}, async ({page, serve}) => {
  const site = await serve();
  const log = await open(page, site);
  await say(page, 'before');
  await expect(log).toContainText('Heard before');
  await page.goto(`${site.url}/elsewhere`);
  await page.goBack({waitUntil: 'commit'});
  const back = await shown(page);
  await say(page, 'after');
  await expect(back).toContainText('Heard after');
  expect(await lines(back)).toEqual(['Hello', 'before', 'Heard before', 'after', 'Heard after']);
  expect(site.heard.filter(({event}) => event === 'start')).toHaveLength(1);
});
