import type {Locator, Page} from '@playwright/test';
import {open, sample, say, tap, test, textMessage} from './chat.ts';
import {expect, clearPointerAndFocus} from './picture-test.ts';

/** Opens the chat, chooses an answer and waits for the reply of the bot. */
async function conversation(page: Page): Promise<Locator> {
  const chat = await open(page);
  await tap(chat, 'Reading');
  await expect(chat.getByRole('article').last()).toContainText('beside a chair');
  await clearPointerAndFocus(page);
  return chat;
}

test('a conversation matches its screenshots in light, dark, high-contrast and forced-colors mode', async ({visit}) => {
  const page = await visit();
  const chat = await conversation(page);
  await expect.soft(chat).toHaveScreenshot('conversation.png');
  await page.emulateMedia({colorScheme: 'dark'});
  await expect.soft(chat).toHaveScreenshot('conversation-dark.png');
  await page.emulateMedia({colorScheme: 'light', contrast: 'more'});
  await expect.soft(chat).toHaveScreenshot('conversation-contrast.png');
  await page.emulateMedia({forcedColors: 'active', contrast: null});
  await expect.soft(chat).toHaveScreenshot('conversation-forced.png');
});

/** Page styles that match every element or are inherited. The area around the chat belongs to the page. */
const hostileStyles = `<style>
* { margin: 9px; padding: 9px; border: 3px solid red; font: 30px/3 serif; float: left; max-width: 90px; transition: all 3s }
html { letter-spacing: 0.3em; text-transform: uppercase; text-align: center; white-space: pre; color: red; fill: red; stroke: red;
  visibility: hidden; pointer-events: none; text-shadow: 0 0 9px red; zoom: 1; border: 0; padding: 0; margin: 0 }
button, textarea, p, svg, path, span, a, ul, li, h3, div, [class], [part] { display: block !important; inline-size: 300px !important;
  padding: 30px !important; color: red !important; background: blue !important; fill: red !important; opacity: 0.5 !important }
</style>`;

test('a conversation looks the same on a page with hostile styles', async ({visit}) => {
  const page = await visit({head: hostileStyles});
  await expect(await conversation(page)).toHaveScreenshot('conversation.png');
});

/** Without the glow of the header, which takes two thirds of the bytes of a screenshot. */
const withoutGlow = '<style>:root { --parley-glow: 0 }</style>';

test('a right-to-left conversation matches its screenshot', async ({visit}) => {
  const answers = [
    {content_type: 'text', title: 'القراءة', payload: 'reading'},
    {content_type: 'text', title: 'غرفة الطعام', payload: 'dining'},
  ];
  const card = {title: 'مصباح Fjell', subtitle: 'برونز مزيّت، 45 سم', image_url: '/pictures/fjell.svg'};
  const buttons = [{type: 'postback', title: 'أي لمبة تناسبه؟', payload: 'bulb'}];
  const page = await visit({
    lang: 'ar',
    head: withoutGlow,
    bot: {
      start: {messages: [textMessage('مساء الخير. أعرف كل مصباح نصنعه.'), {...botText('ما الذي تريد أن تضيئه؟'), quick_replies: answers}]},
      القراءة: {messages: [{...botText('هذا يناسبك:'), template: {type: 'generic', elements: [{...card, buttons}]}}, sample('arabic')]},
    },
  });
  const chat = await open(page);
  await tap(chat, 'القراءة');
  await expect(chat.getByRole('article').last()).toContainText('Fjell');
  await clearPointerAndFocus(page);
  await expect(chat).toHaveScreenshot('conversation-rtl.png');
});

const phone = {viewport: {width: 390, height: 780}, isMobile: true, hasTouch: true};

test('a conversation on a phone matches its screenshots, even with text at 200 %', async ({visit}) => {
  const page = await visit({head: withoutGlow, browser: phone});
  await conversation(page);
  await expect.soft(page).toHaveScreenshot('phone.png');
  await page.evaluate(() => document.documentElement.style.setProperty('--parley-text-scale', '2'));
  await expect.soft(page).toHaveScreenshot('phone-200.png');
});

test('the closed chat with its teaser matches its screenshots, light and dark', async ({visit}) => {
  const page = await visit({options: 'data-teaser="Is the ceiling low? Ask me which pendant fits."'});
  await expect(page.getByText('Is the ceiling low?')).toBeVisible();
  const clip = {x: 900, y: 600, width: 380, height: 200};
  await expect.soft(page).toHaveScreenshot('closed-teaser.png', {clip});
  await page.emulateMedia({colorScheme: 'dark'});
  await page.keyboard.press('Tab');
  await expect.soft(page).toHaveScreenshot('closed-teaser-dark.png', {clip});
});

test('the closed chat with unread messages matches its screenshots, in forced-colors mode, too', async ({visit}) => {
  const page = await visit({storage: 'local'});
  await page.evaluate(() => localStorage.setItem('parley:/bot/message', '{"unread": 3}'));
  await page.reload();
  await expect(page.getByRole('button', {name: /3/})).toBeVisible();
  const clip = {x: 1140, y: 660, width: 140, height: 140};
  await expect.soft(page).toHaveScreenshot('closed-unread.png', {clip});
  await page.emulateMedia({forcedColors: 'active'});
  await expect.soft(page).toHaveScreenshot('closed-unread-forced.png', {clip});
});

test('a chat that waits for an agent while uploading files matches its screenshot', async ({visit}) => {
  const page = await visit({head: withoutGlow});
  await page.evaluate(waitForAgent);
  const chat = await open(page);
  await expect(chat.getByText('Hello. What are you lighting?')).toBeVisible();
  await expect(chat.getByText(/minutes/)).toBeVisible();
  const file = (name: string, mimeType: string, kilobytes: number) => ({name, mimeType, buffer: Buffer.alloc(kilobytes * 1000)});
  await chat.locator('input[type=file]').setInputFiles([file('lys.pdf', 'application/pdf', 800), file('bill.pdf', 'application/pdf', 90)]);
  await expect(chat.getByRole('progressbar').first()).toBeVisible();
  await clearPointerAndFocus(page);
  await expect(chat).toHaveScreenshot('waiting.png');
});

/** Runs in the page. Gives the chat a transport that queues for an agent and never finishes an upload. */
function waitForAgent(): void {
  const hello = {code: 'message', type: 'text', body: 'Hello. What are you lighting?'};
  const transport = {
    idempotent: true,
    send: async ({event}: {event: string}) => ({event: 'continue', messages: event === 'start' ? [hello] : []}),
    async *listen() {
      yield {type: 'transfer', status: 'requested', id: '1'};
      yield {type: 'queue', position: 3, estimateMs: 240_000, id: '2'};
      await new Promise(() => undefined);
    },
    upload: (_: File, {onProgress}: {onProgress(share: number): void}) => {
      onProgress(0.4);
      return new Promise(() => undefined);
    },
  };
  Object.assign(document.querySelector('parley-widget')!, {transport});
}

test('the menu and the dialogs of a conversation match their screenshots', async ({visit}) => {
  const page = await visit({head: withoutGlow});
  const chat = await open(page);
  await tap(chat, 'More');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await expect.soft(chat).toHaveScreenshot('menu.png');
  await page.getByRole('menuitem', {name: 'Display and sound'}).click();
  await expect.soft(chat).toHaveScreenshot('reader.png');
  await page.keyboard.press('Escape');
  await tap(chat, 'More');
  const theme = await page.addStyleTag({
    content: 'parley-widget::part(header) { background: #003a3f } parley-widget::part(header-button) { color: #fff }',
  });
  await expect.soft(chat.locator('.buttons')).toHaveScreenshot('header-buttons-themed.png');
  await theme.evaluate((style: HTMLElement) => style.remove());
  await page.getByRole('menuitem', {name: 'End'}).click();
  await expect.soft(chat).toHaveScreenshot('ending.png');
});

test('an open chat that awaits its first answer matches its screenshot', async ({visit}) => {
  const page = await visit({head: withoutGlow, bot: {start: {silence: true}}});
  await expect(await open(page)).toHaveScreenshot('empty.png');
});

test('an open chat whose bot is unreachable matches its screenshot', async ({visit}) => {
  const page = await visit({head: withoutGlow, bot: {}});
  const chat = await open(page);
  await expect(chat.getByRole('button', {name: 'Try again'})).toBeVisible();
  await expect(chat).toHaveScreenshot('nobody.png');
});

test('a conversation matches its screenshots offline and once it has ended', async ({visit}) => {
  const page = await visit({
    head: withoutGlow,
    bot: {start: {messages: [sample('text')]}, Bye: {end: true, messages: [textMessage('Come back.')]}},
  });
  const chat = await open(page);
  await expect(chat.getByRole('article')).toBeVisible();
  await page.context().setOffline(true);
  await say(chat, 'Bye');
  await clearPointerAndFocus(page);
  await expect.soft(chat).toHaveScreenshot('offline.png');
  // Focused, since ending the conversation moves the focus from the field to the transcript.
  await chat.getByRole('textbox').focus();
  await page.context().setOffline(false);
  await expect(chat.getByRole('textbox')).toBeHidden();
  await expect.soft(chat).toHaveScreenshot('ended.png');
});

function botText(body: string) {
  return {code: 'message', type: 'text', body} as const;
}
