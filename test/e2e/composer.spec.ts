import {expect, expectAccessible, test} from './fixtures.ts';
import {storedData, openChat} from './visitor.ts';

test.describe.configure({timeout: 90_000}); // Many steps each.

test('grows the field to 40% of the panel, counts characters near the limit, and keeps the draft', async ({page, isMobile}) => {
  await page.goto('/?direct');
  const log = await openChat(page);
  await expect(log).toContainText('What are you lighting?');
  const field = page.getByRole('textbox');
  const panel = page.getByRole('dialog');
  const height = async () => (await field.boundingBox())!.height;
  const one = await height();
  await field.fill('One\nTwo\nThree');
  expect(await height()).toBeCloseTo(one + 48, -1);
  await field.fill('And then?\n'.repeat(60));
  const most = 0.4 * (await panel.boundingBox())!.height;
  expect(await height()).toBeLessThanOrEqual(most);
  expect(await height()).toBeGreaterThan(most - 32);
  // The line with the caret is not cut by the edge.
  await field.press('x');
  expect(await field.evaluate(({scrollHeight, scrollTop, clientHeight}) => scrollHeight - scrollTop - clientHeight)).toBeLessThan(8);
  // Also when the panel shrinks.
  const {width, height: tall} = page.viewportSize()!;
  await page.setViewportSize({width, height: 520});
  await expect.poll(height).toBeLessThanOrEqual(0.4 * (await panel.boundingBox())!.height);
  await expect(log).toBeInViewport();
  await page.setViewportSize({width, height: tall});

  const send = page.getByRole('button', {name: 'Send'});
  await field.fill('x'.repeat(3_999));
  await expect(page.getByText(/ left$/)).toHaveCount(0);
  await field.fill('x'.repeat(4_990));
  await expect(page.getByText('10 left')).toBeVisible();
  await field.fill('x'.repeat(5_003));
  await expect(page.getByRole('status').getByText('3 too many')).toBeVisible();
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  await field.press('Enter');
  await expect(log.getByRole('article', {name: /^You, /})).toHaveCount(0);
  await expectAccessible(page);

  await field.fill('A lamp for a low');
  await page.getByRole('button', {name: 'Close chat'}).last().click();
  await openChat(page);
  await expect(field).toHaveValue('A lamp for a low');
  await expect.poll(() => storedData(page)).toContain('A lamp for a low');
  await page.reload();
  await openChat(page);
  await expect(field).toHaveValue('A lamp for a low');

  const used = (): Promise<void> => (isMobile ? send.tap() : field.press('Enter'));
  await used();
  await expect(log.getByRole('article', {name: /^You, /})).toContainText('A lamp for a low');
  await expect(field).toHaveValue('');
});

test('does not send on Enter during IME composition', async ({page, isMobile}) => {
  test.skip(isMobile, 'the same on a phone');
  await page.goto('/?direct');
  const log = await openChat(page);
  await expect(log).toContainText('What are you lighting?');
  const field = page.getByRole('textbox');
  await field.focus();
  const cdp = await page.context().newCDPSession(page);
  const key = (type: 'keyDown' | 'keyUp', keyCode: number) =>
    cdp.send('Input.dispatchKeyEvent', {type, key: 'Enter', code: 'Enter', windowsVirtualKeyCode: keyCode});
  await cdp.send('Input.imeSetComposition', {text: 'らんぷ', selectionStart: 3, selectionEnd: 3});
  await key('keyDown', 13);
  await key('keyUp', 13);
  await expect(field).toHaveValue('らんぷ');
  await cdp.send('Input.insertText', {text: 'ランプ'});
  // Safari ends the composition first, and identifies the key only by its code 229.
  await key('keyDown', 229);
  await expect(field).toHaveValue('ランプ');
  await expect(log.getByRole('article', {name: /^You, /})).toHaveCount(0);
  await field.press('Enter');
  await expect(log.getByRole('article', {name: /^You, /})).toContainText('ランプ');
});

test('shows the field according to the composer option, and the file button only with a gateway', async ({page, isMobile}) => {
  test.skip(isMobile, 'the same on a phone');
  const field = page.getByRole('textbox');
  await page.goto('/?direct&composer=auto');
  const log = await openChat(page);
  const choices = log.getByRole('group', {name: 'Suggested answers'});
  await expect(choices).toBeVisible();
  await expect(field).toHaveCount(0);
  await choices.getByRole('button', {name: 'Show what you can do'}).click();
  await expect(log).toContainText('Everything a bot can say');
  await expect(field).toBeVisible();
  await expect(page.getByRole('button', {name: 'Attach a file'})).toHaveCount(0);

  await page.goto('/?direct&composer=hidden&storage=none');
  await page.getByRole('button', {name: 'Open chat'}).focus();
  await page.keyboard.press('Enter');
  await expect(log).toContainText('What are you lighting?');
  await expect(field).toHaveCount(0);
  await expect(log).toBeFocused();
  await expectAccessible(page);

  await page.goto('/?composer=always&storage=none');
  await openChat(page);
  await expect(field).toBeVisible();
  await expect(page.getByRole('button', {name: 'Attach a file'})).toBeVisible();
});
