import {fileURLToPath} from 'node:url';

import type {Page} from '@playwright/test';
import {createDesk} from '../../demo/desk/desk.ts';
import {listen} from '../../demo/listen.ts';
import {HttpDesk} from '../../src/gateway/desk/http-desk.ts';
import {textMessage} from '../../src/protocol/build.ts';
import {expect, expectAccessible, test as base} from './fixtures.ts';

interface Desk {
  url: string;
  /** The gateway's side, through which visitors arrive and write. */
  line: HttpDesk;
  /** Calls of the desk to the gateway. */
  calls: {conversation: string; action: string}[];
  /** Statuses of the gateway's next answers; 204 after that. */
  answers: number[];
  /** Breaks all connections, and accepts none until `restore`. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

/** A desk for each test, with a stub for the gateway. */
const test = base.extend<{desk: Desk}>({
  desk: async ({}, use) => {
    const calls: Desk['calls'] = [];
    const answers: number[] = [];
    const gateway = await listen(async (request) => {
      const {action} = (await request.json()) as {action: string};
      calls.push({conversation: new URL(request.url).pathname.split('/').at(-1)!, action});
      return new Response(null, {status: answers.shift() ?? 204});
    }, 0);
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const desk = createDesk({gateway: gateway.url, secret: 's', key: 'k', root, wait: () => Promise.resolve()});
    let server = await listen(desk.handle, 0);
    const {url} = server;
    await use({
      url,
      line: new HttpDesk({url: `${url}/gateway`, auth: {type: 'bearer', secret: 'k'}}),
      calls,
      answers,
      cut: () => server.close(),
      restore: async () => void (server = await listen(desk.handle, Number(new URL(url).port))),
    });
    desk.close();
    await Promise.all([server.close(), gateway.close()]);
  },
});

const arrive = (desk: Desk, id: string, firstname: string, body: string) =>
  desk.line.request({
    conversation: {id, widget: 'shop', language: 'en', data: {firstname, order: 'NL-1042'}},
    target: {tags: ['workshop']},
    history: [
      {
        id: '1',
        ts: new Date().toISOString(),
        type: 'message',
        from: {kind: 'user'},
        ref: `${id}-1`,
        message: {...textMessage(body), id: `${id}-1`},
      },
    ],
  });
const say = (desk: Desk, id: string, name: string, body: string) => desk.line.said(id, name, textMessage(body));

/** Presses Tab until the button has the focus. */
async function tabTo(page: Page, name: RegExp | string): Promise<void> {
  const target = page.getByRole('button', {name});
  for (let presses = 0; presses < 20; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('lets a person take over, talk and hand back by keyboard alone', async ({page, desk}) => {
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await page.goto(desk.url);
  await expect(page).toHaveTitle('(1) Desk, Nordlicht');
  await tabTo(page, /Ada/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText('My Lys has a crack');
  await expectAccessible(page);

  await tabTo(page, 'Take over');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', {name: 'Your message'})).toBeFocused();
  await page.keyboard.type('Hi Ada,');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('this is Mira.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText('Hi Ada,\nthis is Mira.');
  await expect(page.getByRole('log')).toContainText('Mira, ');
  await expect(page.getByRole('log').getByText(/Sent$/)).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, 'Back to the bot');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Mira has handed back to the bot.').first()).toBeVisible();
  await expect(page.getByRole('heading', {name: 'Ada'})).toBeFocused();
  expect(desk.calls.map(({action}) => action)).toEqual(['joined', 'iswriting', 'message', 'left']);
});

test('shows and announces what the visitor types and says, and reports it as read', async ({page, desk}) => {
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await page.goto(desk.url);
  await page.getByRole('button', {name: /Ada/}).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  await desk.line.signalled('c_1', {code: 'message', type: 'iswriting'});
  await expect(page.getByText('Ada is writing …')).toBeVisible();
  await say(desk, 'c_1', 'k1', 'On the left, near the foot');
  await expect(page.getByText('Ada is writing …')).toBeHidden();
  await expect(page.getByRole('log')).toContainText('near the foot');
  await expect(page.getByRole('log').getByText('near the foot')).toBeInViewport();
  await expect(page.getByRole('status').filter({hasText: 'Ada: On the left, near the foot'})).toHaveCount(1);
  await expect.poll(() => desk.calls.map(({action}) => action)).toContain('read');
});

test('lists visitors by waiting time, and keeps a draft for each visitor', async ({page, desk}, {project}) => {
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await arrive(desk, 'c_2', 'Jon', 'Which bulb?');
  await say(desk, 'c_2', 'k2', 'E14?');
  await page.goto(desk.url);
  const waiting = page.getByRole('navigation', {name: 'Visitors'}).getByRole('button');
  await expect(waiting).toContainText(['Ada', 'Jon']);
  await expect(waiting.nth(1)).toHaveAccessibleName(/1 new/);
  const toList = async () => project.name === 'phone' && (await page.getByRole('button', {name: 'All visitors'}).click());

  await waiting.nth(0).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  await page.getByRole('textbox').fill('For Ada');
  await toList();
  await page.getByRole('button', {name: /Jon/}).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  await expect(page.getByRole('textbox')).toHaveValue('');
  await toList();
  await page.getByRole('button', {name: /Ada/}).click();
  await expect(page.getByRole('textbox')).toHaveValue('For Ada');
});

test('asks before ending the conversation, with the focus on the safe choice', async ({page, desk}) => {
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await page.goto(desk.url);
  await page.getByRole('button', {name: /Ada/}).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  await page.getByRole('button', {name: 'End', exact: true}).click();
  await expect(page.getByRole('button', {name: 'Keep talking'})).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(desk.calls.map(({action}) => action)).toEqual(['joined']);
  await page.getByRole('button', {name: 'End', exact: true}).click();
  await page.getByRole('button', {name: 'End it'}).click();
  await expect(page.getByText('Mira has ended the conversation.').first()).toBeVisible();
  await expect.poll(() => desk.calls.map(({action}) => action)).toEqual(['joined', 'end']);
});

test('marks an undelivered message as not sent, and resends it on "Try again"', async ({page, desk}) => {
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await page.goto(desk.url);
  await page.getByRole('button', {name: /Ada/}).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  await expect.poll(() => desk.calls.length).toBe(1);
  desk.answers.push(204, 503, 503, 503, 503);
  await page.getByRole('textbox').pressSequentially('Hello');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText(/Not sent$/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Try again'}).click();
  await expect(page.getByRole('log').getByText(/Sent$/)).toBeVisible();
  await expect(page.getByRole('button', {name: 'Try again'})).toBeHidden();
});

test('synchronizes two desks, and lets one person take over from the other', async ({page, desk, context}) => {
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await page.goto(desk.url);
  await page.getByRole('button', {name: /Ada/}).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  const other = await context.newPage();
  await other.goto(desk.url);
  await other.getByRole('combobox', {name: 'You are'}).selectOption('Tomas');
  await expect(other.getByRole('heading', {name: 'With others'})).toBeVisible();
  await other.getByRole('button', {name: /Ada.*Mira/}).click();
  await expect(other.getByText('Mira is talking to Ada.')).toBeVisible();
  await other.getByRole('button', {name: 'Take over'}).click();
  await expect(page.getByText('Tomas is talking to Ada.')).toBeVisible();
  await expect(page.getByRole('textbox')).toBeHidden();
});

test('accepts no visitors while the desk is closed', async ({page, desk}) => {
  await page.goto(desk.url);
  const open = page.getByRole('switch', {name: 'Open'});
  await expect(open).toBeChecked();
  await open.press('Space');
  await expect(open).not.toBeChecked();
  expect(await arrive(desk, 'c_1', 'Ada', 'Hello')).toEqual({accepted: false});
  await open.press('Space');
  await expect(open).toBeChecked();
  expect(await arrive(desk, 'c_1', 'Ada', 'Hello')).toMatchObject({accepted: true});
});

test('reports a lost connection, keeps the unsent text in the field, and reconnects', async ({page, desk, complaints}) => {
  complaints.expect(/ERR_/);
  await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
  await page.goto(desk.url);
  await page.getByRole('button', {name: /Ada/}).click();
  await page.getByRole('button', {name: 'Take over'}).click();
  await page.getByRole('textbox').fill('Hello');
  await desk.cut();
  await expect(page.locator('#state')).toHaveText('No connection, trying again');
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('textbox')).toHaveValue('Hello');
  await desk.restore();
  await expect(page.locator('#state')).toHaveText('Nobody waits');
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log').getByText(/Sent$/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`passes an accessibility audit, empty and with visitors waiting (${colorScheme})`, async ({page, desk}) => {
    await page.emulateMedia({colorScheme});
    await page.goto(desk.url);
    await expect(page.getByText('Nobody has asked for a person yet')).toBeVisible();
    await expectAccessible(page);
    await arrive(desk, 'c_1', 'Ada', 'My Lys has a crack');
    await arrive(desk, 'c_2', 'Jon', 'Which bulb?');
    await say(desk, 'c_2', 'k2', 'E14?');
    await expect(page.getByText('2 wait')).toBeVisible();
    await expectAccessible(page);
  });
}
