import {openAllParts} from './all-parts.ts';
import {expect, expectAccessible, test} from './fixtures.ts';
import {say, openChat} from './visitor.ts';

test('every kind of message passes an audit in light, dark, high contrast and right to left', async ({page, shop, complaints}) => {
  test.slow(); // Five audits of every part.
  complaints.expect(/500|404|TransportError/);
  const log = await openAllParts(page, shop.url);
  await expectAccessible(page);
  await page.emulateMedia({colorScheme: 'dark'});
  await expectAccessible(page);
  await page.emulateMedia({colorScheme: 'dark', contrast: 'more'});
  await expectAccessible(page);
  await page.emulateMedia({colorScheme: 'light', contrast: 'no-preference'});
  await page.evaluate(() => Object.assign(document.documentElement, {lang: 'ar', dir: 'rtl'}));
  await expect(log).toHaveAccessibleName('المحادثة');
  await expectAccessible(page);
  await page.emulateMedia({colorScheme: 'dark'});
  await expectAccessible(page);
});

test('launcher, panel, offline banner, menu, dialog and ended chat pass an audit in light and dark', async ({page, context}) => {
  test.slow(); // Twelve audits.
  const both = async (): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({colorScheme});
      await expectAccessible(page, 'parley-widget');
    }
  };
  await page.goto('/');
  await expect(page.getByRole('button', {name: 'Chat'})).toBeVisible();
  await both();
  const log = await openChat(page);
  await expect(log.getByRole('article')).not.toHaveCount(0);
  await both();
  await context.setOffline(true);
  await say(page, 'Is anybody there?');
  await expect(page.getByText('offline', {exact: false}).first()).toBeVisible();
  await both();
  await context.setOffline(false);
  const more = page.getByRole('button', {name: 'More', exact: true});
  await more.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await both();
  await page.getByRole('menuitem', {name: 'End the conversation'}).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await both();
  await page.getByRole('button', {name: 'End it'}).click();
  await expect(page.getByRole('button', {name: 'Start again'})).toBeVisible();
  await both();
});
