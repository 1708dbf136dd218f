import type {Locator, Page} from '@playwright/test';
import {expect, expectAccessible, test} from './fixtures.ts';
import {focusedName, moveFocusTo, openByKeyboard, activate, focusPath} from './keyboard.ts';

test.skip(({isMobile}) => isMobile, 'a phone has no keyboard');
test.describe.configure({timeout: 90_000}); // Many steps each.

/** Types and sends a message in the focused field. */
async function typeAndSend(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

const messages = (log: Locator): Locator => log.getByRole('article');

test('moves the focus in a consistent order, keeps it on used controls and when messages arrive', async ({page}) => {
  const log = await openByKeyboard(page);
  const field = page.getByRole('textbox');
  const answers = log.getByRole('group', {name: 'Suggested answers'});
  await expect(answers).toBeVisible();
  await page.getByRole('button', {name: 'More', exact: true}).focus();
  const rooms = ['A dining table', 'A place to read', 'A bedroom', 'A hallway without windows', 'Show what you can do'];
  expect(await focusPath(page, 'Tab', 10)).toEqual(['Close chat', 'Conversation', ...rooms, 'Your message', 'Send', 'Privacy']);

  await field.focus();
  const chosen = log.getByRole('button', {name: 'A dining table'});
  await activate(page, chosen, 'Shift+Tab');
  await expect(log).toContainText('How long is the table?');
  await expect(chosen).toBeFocused();
  await expect(chosen).toHaveAttribute('aria-disabled', 'true');
  await expect(chosen).toHaveAccessibleName(/Chosen$/);
  // Pressing it again does nothing, and the group is no longer in the tab order.
  await page.keyboard.press('Enter');
  expect(await focusPath(page, 'Tab', 4)).toEqual(['120 cm', '160 cm', '200 cm', 'Your message']);
  expect(await focusPath(page, 'Shift+Tab', 4)).toEqual(['200 cm', '160 cm', '120 cm', 'Conversation']);
  await expect(log.getByRole('article', {name: /^You, /})).toHaveCount(1);

  await page.keyboard.press('F6');
  await expect(field).toBeFocused();
  await page.keyboard.press('F6');
  await expect(log).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(messages(log).last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(messages(log).first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter'); // It contains no usable control any more.
  await expect(messages(log).nth(1)).toBeFocused();
  await page.evaluate(() => void (globalThis as unknown as {parley: {send(words: string): unknown}}).parley.send('show text'));
  await expect(log).toContainText('Text. One line');
  await expect(messages(log).nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(messages(log).last()).toBeFocused();
  await expect(messages(log).last()).toBeInViewport();
  await page.keyboard.press('F6');
  await typeAndSend(page, 'h'); // Typed letters go to the field; they are not shortcuts.
  await page.keyboard.press('F6');
  await page.keyboard.type('Hi');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Hi');
});

test('operates carousel, list, card, time picker, map and location reply by keyboard', async ({page, context}) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({latitude: 59.9, longitude: 10.7});
  const log = await openByKeyboard(page);
  const own = (words: string | RegExp) => log.getByRole('article', {name: /^You, /}).filter({hasText: words});
  const button = (name: string | RegExp) => log.getByRole('button', {name}).last();
  const showing = async (words: string, shows: Locator) => {
    await page.getByRole('textbox').focus();
    await typeAndSend(page, words);
    await expect(shows).toBeVisible();
    await expect(page.getByRole('textbox')).toBeFocused();
  };

  await showing('show carousel', log.getByRole('region', {name: /^Choices/}));
  const slides = log.getByRole('region').getByRole('group', {name: /^Choices/});
  const position = log.getByText(/^\d of 5$/);
  await moveFocusTo(page, slides, 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(position).toHaveText('3 of 5');
  await expect(position.locator('..')).toHaveText('3 of 5: Skog floor lamp');
  await expect(slides).toBeFocused();
  await page.keyboard.press('End');
  await expect(position).toHaveText('5 of 5');
  await activate(page, button('Previous'));
  await expect(position).toHaveText('4 of 5');
  await expect(button('Previous')).toBeFocused();
  await activate(page, button('Tell me more'), 'Shift+Tab');
  await expect(own('Tell me more')).toBeVisible();
  await expect(button('Tell me more')).toBeFocused();

  // From the latest message into an older one.
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(slides).toBeFocused();
  await page.keyboard.press('Escape');

  await showing('show list', button('All spare parts'));
  await activate(page, button('All spare parts'), 'Shift+Tab');
  await expect(own('All spare parts')).toBeVisible();
  await expect(button('All spare parts')).toBeFocused();

  await showing('show card', log.getByText('This one fits a table of 160 cm:'));
  await activate(page, button('Put into the basket'), 'Shift+Tab');
  await expect(page.locator('#news')).toContainText('is in your basket');

  await showing('show time-picker', log.getByRole('group', {name: 'Days'}));
  const times = log.getByRole('group', {name: /^Times/});
  await activate(page, log.getByRole('group', {name: 'Days'}).getByRole('button').nth(1), 'Shift+Tab');
  await expect(log.getByRole('group', {name: 'Days'}).getByRole('button', {pressed: true})).toBeFocused();
  await activate(page, times.getByRole('button').nth(1));
  await expect(times.getByRole('button', {pressed: true})).toBeFocused();
  await activate(page, button(/^Choose /));
  await expect(log).toContainText('Booked');
  await expect(button(/Chosen$/)).toBeFocused();

  await showing('show location', log.getByRole('link', {name: /^Show on map/}).last());
  await activate(page, button('Other maps'), 'Shift+Tab');
  await expect(button('Other maps')).toHaveAttribute('aria-expanded', 'true');
  await expect(button('Other maps')).toBeFocused();
  expect(await focusPath(page, 'Tab', 1)).toEqual([expect.stringMatching(/opens in a new tab/)]);

  await showing('show replies-location', button('Share my place'));
  await activate(page, button('Share my place'), 'Shift+Tab');
  await expect(log).toContainText('away');
  await expect(button(/^Share my place/)).toBeFocused();
});

test('operates pictures, sound, film and downloads by keyboard', async ({page, complaints}) => {
  complaints.expect(/play\(\)/);
  const log = await openByKeyboard(page);
  const field = page.getByRole('textbox');
  const button = (name: string | RegExp) => log.getByRole('button', {name}).last();

  await typeAndSend(page, 'show pictures');
  await expect(button(/^View Natt/)).toBeVisible();
  await activate(page, log.getByRole('button', {name: /^View /}).first(), 'Shift+Tab');
  const lightbox = page.getByRole('dialog', {name: /Fjell over a table/});
  await expect(lightbox).toBeVisible();
  await expect(page.getByRole('button', {name: 'Close', exact: true})).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('2 of 5')).toBeVisible();
  await activate(page, page.getByRole('button', {name: 'Next'}));
  await expect(page.getByText('3 of 5')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('3 of 5')).toHaveCount(0);
  await expect(log.getByRole('button', {name: /^View /}).first()).toBeFocused();

  await page.keyboard.press('F6');
  await typeAndSend(page, 'show sound');
  await expect(log.getByRole('slider')).toHaveAttribute('aria-valuetext', /0:03/);
  await moveFocusTo(page, log.getByRole('slider'), 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(log.getByRole('slider')).not.toHaveValue('0');
  await activate(page, button(/^Play/), 'Shift+Tab');
  await expect(button(/^(Pause|Play)/)).toBeFocused();

  await page.keyboard.press('F6');
  await typeAndSend(page, 'show film');
  await expect(button(/^Play, Fjell/)).toBeVisible();
  await activate(page, button(/^Play, Fjell/), 'Shift+Tab');
  await expect(log.locator('video')).toBeFocused();
  await page.keyboard.press('F6');

  await typeAndSend(page, 'show pdf');
  await expect(log.getByRole('link', {name: /^Download/})).toBeVisible();
  await moveFocusTo(page, log.getByRole('link', {name: /^Download/}).last(), 'Shift+Tab');
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
});

test('operates the file button, the menu and its dialog by keyboard', async ({page}) => {
  const log = await openByKeyboard(page, '/');
  const field = page.getByRole('textbox');
  await expect(log.getByRole('group', {name: 'Suggested answers'})).toBeVisible();

  const adding = page.getByRole('button', {name: 'Attach a file'});
  // Before the key press, so that the browser hands the file chooser to the test.
  const asked = page.waitForEvent('filechooser');
  await moveFocusTo(page, adding, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await (
    await asked
  ).setFiles([
    {name: 'lamp.txt', mimeType: 'text/plain', buffer: Buffer.from('Lys')},
    {
      name: 'notes.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('A lamp'),
    },
  ]);
  await expect(field).toBeFocused();
  await activate(page, page.getByRole('button', {name: 'Remove notes.txt'}), 'Shift+Tab');
  await expect(page.getByRole('button', {name: 'Remove notes.txt'})).toHaveCount(0);
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await activate(page, page.getByRole('button', {name: 'Remove lamp.txt'}), 'Shift+Tab');

  const more = page.getByRole('button', {name: 'More', exact: true});
  await activate(page, more, 'Shift+Tab');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(menu.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await expect(menu).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await expectAccessible(page);
  await activate(page, menu.getByRole('menuitem', {name: 'End the conversation'}), 'ArrowDown');

  const question = page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  expect(await focusedName(page)).toBe('Keep chatting');
  expect(await focusPath(page, 'Tab', 3)).toEqual(['End it', 'Keep chatting', 'End it']);
  // Nothing behind it can be reached.
  await page.keyboard.press('F6');
  expect(await focusedName(page)).toBe('End it');
  await expectAccessible(page);
  // Nor does a click beside the buttons move the focus out of it.
  await question.getByRole('heading').click();
  expect(await focusPath(page, 'Shift+Tab', 1)).toEqual(['Keep chatting']);
  await question.getByRole('heading').click();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', {name: 'Open chat'})).toBeFocused();
});
