import type {Locator, Page} from '@playwright/test';
import {expect} from './fixtures.ts';

/** Label or text of the focused element. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return (at?.ariaLabel ?? at?.textContent ?? '').replace(/\s+/g, ' ').trim();
  });
}

/** Presses a key several times. @returns the names of the elements focused after each. */
export async function focusPath(page: Page, key: string, times: number): Promise<string[]> {
  const names: string[] = [];
  for (let time = 0; time < times; time++) {
    await page.keyboard.press(key);
    names.push(await focusedName(page));
  }
  return names;
}

/** Moves the focus to a control by pressing Tab or another key. */
export async function moveFocusTo(page: Page, control: Locator, key = 'Tab', most = 24): Promise<void> {
  const passed: string[] = [];
  for (let time = 0; time < most; time++) {
    await page.keyboard.press(key);
    if (await control.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)) return;
    passed.push(await focusedName(page));
  }
  throw new Error(`${key} did not reach the control, but ${passed.join(' → ')}`);
}

/** Moves the focus to a control and presses Enter. */
export async function activate(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  await moveFocusTo(page, control, key);
  await page.keyboard.press('Enter');
}

/** Opens the chat by pressing Enter on its launcher. */
export async function openByKeyboard(page: Page, address = '/?direct'): Promise<Locator> {
  await page.goto(address);
  await page.getByRole('button', {name: 'Open chat'}).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox')).toBeFocused();
  return page.getByRole('log');
}
