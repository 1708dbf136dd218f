import type {BrowserContext, Locator, Page} from '@playwright/test';
import {expect, expectAccessible, test} from './fixtures.ts';

/** Opens the shop's chat and asks for a person. */
async function askForPerson(page: Page): Promise<{chat: Locator; log: Locator}> {
  await page.goto('/');
  await page.waitForFunction(() => 'parley' in globalThis);
  await page.evaluate(() => (globalThis as {parley?: {open(): Promise<void>}}).parley?.open());
  const chat = page.getByRole('dialog');
  const log = chat.getByRole('log');
  await expect(log).toContainText('What are you lighting?');
  await say(chat, 'My name is Ada');
  await expect(log).toContainText('Good to meet you, Ada');
  await say(chat, 'Talk to a person');
  await chat.getByRole('button', {name: 'Hand me over'}).click();
  return {chat, log};
}

async function say(chat: Locator, words: string): Promise<void> {
  await chat.getByRole('textbox').fill(words);
  await chat.getByRole('textbox').press('Enter');
}

/** Opens the desk of the shop, as Mira. */
async function openDesk(context: BrowserContext): Promise<Page> {
  const desk = await context.newPage();
  await desk.goto('/desk/');
  return desk;
}

test('connects a visitor to a person, hands back to the bot, and keeps it all across a reload', async ({page, context}) => {
  const {chat, log} = await askForPerson(page);
  const desk = await openDesk(context);
  await desk.getByRole('button', {name: /Ada/}).first().click();
  await expect(desk.getByRole('log')).toContainText('My name is Ada');
  await desk.getByRole('button', {name: 'Take over'}).click();
  await expect(log).toContainText('Mira');
  await desk.getByRole('textbox').pressSequentially('Hi Ada, ');
  await expect(chat.getByText(/Mira is (writing|typing)/).first()).toBeVisible();
  await desk.getByRole('textbox').pressSequentially('which lamp?');
  await desk.keyboard.press('Enter');
  await expect(log).toContainText('Hi Ada, which lamp?');
  await expect(chat.getByRole('heading', {name: 'Mira'})).toBeVisible();
  await expect(log.getByRole('article', {name: /^Mira/})).toHaveCount(1);
  await expectAccessible(page);

  await say(chat, 'The old Lys');
  await expect(desk.getByRole('log')).toContainText('The old Lys');
  await desk.getByRole('button', {name: 'Back to the bot'}).click();
  await say(chat, 'who am i');
  await expect(log).toContainText('You are Ada.');
  await page.reload();
  await page.waitForFunction(() => 'parley' in globalThis);
  await page.evaluate(() => (globalThis as {parley?: {open(): Promise<void>}}).parley?.open());
  await expect(page.getByRole('dialog').getByRole('log')).toContainText('Hi Ada, which lamp?');
});

test('shows the position in the queue, and ends when the person ends the conversation', async ({page, context}) => {
  const {chat, log} = await askForPerson(page);
  await expect(chat.getByText('You are next')).toBeVisible();
  const desk = await openDesk(context);
  await desk.getByRole('button', {name: /Ada/}).first().click();
  await desk.getByRole('button', {name: 'Take over'}).click();
  await desk.getByRole('button', {name: 'End', exact: true}).click();
  await desk.getByRole('button', {name: 'End it'}).click();
  await expect(chat.getByRole('button', {name: 'Start again'})).toBeVisible();
  await expect(log).toContainText('Mira');
});
