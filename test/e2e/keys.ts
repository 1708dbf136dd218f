import type {Locator, Page} from '@playwright/test';
import {expect} from './fixtures.ts';

/** What has the focus, in a word: its name, or what is written on it. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return (at?.ariaLabel ?? at?.textContent ?? '').replace(/\s+/g, ' ').trim();
  });
}

/** Presses a key some times. @returns where the focus was after each. */
export async function walked(page: Page, key: string, times: number): Promise<string[]> {
  const names: string[] = [];
  for (let time = 0; time < times; time++) {
    await page.keyboard.press(key);
    names.push(await focusedName(page));
  }
  return names;
}

/** Goes to a control as who has no mouse: from where the focus is, by Tab or another key. */
export async function goTo(page: Page, control: Locator, key = 'Tab', most = 24): Promise<void> {
  const passed: string[] = [];
  for (let time = 0; time < most; time++) {
    await page.keyboard.press(key);
    if (await control.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)) return;
    passed.push(await focusedName(page));
  }
  throw new Error(`${key} did not lead there, but to ${passed.join(' → ')}`);
}

/** Goes to a control and uses it by Enter. It must keep the focus unless it is gone. */
export async function use(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  await goTo(page, control, key);
  await page.keyboard.press('Enter');
}

/** Opens the chat by its launcher, without a pointer. */
export async function openByKey(page: Page, address = '/?direct'): Promise<Locator> {
  await page.goto(address);
  await page.getByRole('button', {name: 'Open chat'}).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox')).toBeFocused();
  return page.getByRole('log');
}
