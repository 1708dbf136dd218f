import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Page} from '@playwright/test';
import type {Attachment} from '../../../src/protocol/message.ts';
import {echo, expect, lines, open, type Place, say, postAsBot, allowUnprompted, test} from './gateway-test.ts';

test.skip(({isMobile}) => isMobile, 'the same browser on a phone');

/** A picture of one pixel. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const longText = Buffer.from(Array.from({length: 100_000}, (_, line) => `line ${line}, and some words`).join('\n'));

const isUpload = (line: string): boolean => /^POST .*\/attachments$/.test(line);
const uploadCount = ({network}: Place): number => network.passed.filter(isUpload).length;

const choose = (page: Page, name: string, buffer: Buffer, mimeType = 'text/plain'): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({name, mimeType, buffer});

const send = (page: Page): Promise<void> => page.getByRole('button', {name: 'Send', exact: true}).click();

/** How many complete files the gateway stores, and how many partial ones. */
function storedFiles({gateway}: Place): {whole: number; parts: number} {
  const count = (name: string) => {
    try {
      return readdirSync(join(gateway.folder, 'parley/files', name)).length;
    } catch {
      return 0; // No file has arrived yet.
    }
  };
  return {whole: count('kept'), parts: count('incoming')};
}

/** The last file the bot received. */
function lastFile({site}: Place): Attachment {
  const message = site.heard.at(-1)?.message;
  if (message?.type !== 'attachment') throw new Error('The last message to the bot is not a file');
  return message;
}

async function bytesAt(url: string): Promise<{bytes: Buffer; headers: Headers}> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return {bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers};
}

/** Uploads a file to the gateway as a bot does. */
async function uploadAsBot({site, gateway}: Place, name: string, bytes: Buffer): Promise<Attachment> {
  const {acct, contactId, token} = site.heard.at(-1)!.environment!;
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const answered = await fetch(`${gateway.url}/a/${acct}/api/v3/contacts/${contactId}/bot-attach?ref=r1&desc=A%20lamp`, {
    method: 'POST',
    headers: {authorization: `Bearer ${token}`},
    body: form,
  });
  expect(answered.status).toBe(201);
  return (await answered.json()) as Attachment;
}

test('sends a file of the visitor to the bot as a download link, and shows it, also after a reload', async ({page, place}) => {
  const shop = await place();
  await open(page, shop);
  await choose(page, 'order.txt', Buffer.from('Three lamps.'));
  await expect(page.getByText('Ready, 12 bytes')).toBeVisible();
  await send(page);
  await expect.poll(() => shop.site.heard.length).toBe(2);
  const {url, meta} = lastFile(shop);
  expect(meta).toMatchObject({mimetype: 'text/plain', originalName: 'order.txt', size: 12});
  const {bytes, headers} = await bytesAt(url);
  expect(bytes.toString()).toBe('Three lamps.');
  expect(headers.get('content-disposition')).toMatch(/^attachment;.*order\.txt/);
  expect([headers.get('x-content-type-options'), headers.get('content-security-policy')]).toEqual([
    'nosniff',
    "sandbox; default-src 'none'",
  ]);
  for (let visit = 0; visit < 2; visit++) {
    const own = page.getByRole('article', {name: /^You, /});
    await expect(own).toHaveCount(1);
    await expect(own.getByText('order.txt')).toBeVisible();
    await open(page, shop);
  }
});

test('shows a picture and offers a file for download that the bot sends unprompted', async ({page, place}) => {
  const shop = await place(echo, allowUnprompted);
  const log = await open(page, shop);
  const picture = await uploadAsBot(shop, 'lamp.png', pixel);
  expect(picture.meta).toMatchObject({mimetype: 'image/png', ref: 'r1', desc: 'A lamp', size: pixel.length});
  await postAsBot(shop, {event: 'continue', messages: [{code: 'message', type: 'attachment', ...picture}]});
  const shown = log.getByRole('button', {name: 'View A lamp'}).locator('img');
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);

  const guide = await uploadAsBot(shop, 'guide.txt', Buffer.from('Turn it on.'));
  await postAsBot(shop, {event: 'continue', messages: [{code: 'message', type: 'attachment', ...guide, meta: {...guide.meta, ref: 'r2'}}]});
  const link = log.getByRole('link', {name: /Download|guide/});
  await expect(link).toBeVisible();
  expect((await bytesAt((await link.getAttribute('href'))!)).bytes.toString()).toBe('Turn it on.');
  await expect(log.getByRole('article')).toHaveCount(3);
});

test.describe('an upload', () => {
  test.beforeEach(({complaints}) => complaints.expect(/could not be sent/));

  test('cut in the middle is reported, leaves nothing behind, and is resent whole under the same key', async ({page, place}) => {
    const shop = await place();
    const {network} = shop;
    await open(page, shop);
    const keys: unknown[] = [];
    network.fault = (line, {headers}) => (isUpload(line) ? (keys.push(headers['idempotency-key']), 'half') : undefined);
    await choose(page, 'long.txt', longText);
    await expect(page.getByRole('alert').filter({hasText: 'Could not be sent'})).toBeVisible();
    await expect.poll(() => storedFiles(shop)).toEqual({whole: 0, parts: 0});
    network.fault = (line, {headers}) => void (isUpload(line) && keys.push(headers['idempotency-key']));
    await page.getByRole('button', {name: 'Send long.txt again'}).click();
    await expect(page.getByText(/^Ready, /)).toBeVisible();
    expect(keys[0]).toMatch(/^.{16,}$/);
    expect(new Set(keys).size).toBe(1);
    expect(storedFiles(shop)).toEqual({whole: 1, parts: 0});
    await send(page);
    await expect.poll(() => shop.site.heard.length).toBe(2);
    expect((await bytesAt(lastFile(shop).url)).bytes.equals(longText)).toBe(true);
  });

  test('whose answer was lost is stored once when sent again', async ({page, place}) => {
    const shop = await place();
    await open(page, shop);
    shop.network.fault = (line) => (isUpload(line) ? 'lost' : undefined);
    await choose(page, 'order.txt', Buffer.from('Three lamps.'));
    await expect(page.getByText('Could not be sent')).toBeVisible();
    await expect.poll(() => storedFiles(shop)).toEqual({whole: 1, parts: 0});
    shop.network.fault = () => undefined;
    await page.getByRole('button', {name: 'Send order.txt again'}).click();
    await expect(page.getByText(/^Ready, /)).toBeVisible();
    expect(storedFiles(shop)).toEqual({whole: 1, parts: 0});
  });

  test('that is too large is rejected with the limit before it is sent, or on a 413 from a proxy', async ({page, place}) => {
    const shop = await place(echo, {limits: {fileBytes: 1_000_000}});
    await open(page, shop);
    await choose(page, 'long.txt', longText);
    await expect(page.getByRole('alert').filter({hasText: 'Larger than 1 MB'})).toBeVisible();
    expect(uploadCount(shop)).toBe(0);
    await page.getByRole('button', {name: 'Remove long.txt'}).click();

    shop.network.fault = (line) => (isUpload(line) ? {status: 413, body: '<h1>Too large</h1>'} : undefined);
    await choose(page, 'order.txt', Buffer.from('Three lamps.'));
    await expect(page.getByRole('alert').filter({hasText: 'Larger than 1 MB'})).toBeVisible();
    await expect(page.getByRole('button', {name: 'Send order.txt again'})).toHaveCount(0);
    expect(storedFiles(shop)).toEqual({whole: 0, parts: 0});
  });

  test('whose content contradicts its name is rejected and reported', async ({page, place}) => {
    const shop = await place();
    await open(page, shop);
    await choose(page, 'order.txt', Buffer.from('<html><script>alert(1)</script></html>'));
    await expect(page.getByRole('alert').filter({hasText: 'This type of file is not accepted'})).toBeVisible();
    expect([uploadCount(shop), storedFiles(shop)]).toEqual([1, {whole: 0, parts: 0}]);
    await say(page, 'hi');
    await expect(page.getByRole('log')).toContainText('Heard hi');
  });

  test('that fails while offline is reported, and can be sent again when back online', async ({page, context, place}) => {
    const shop = await place();
    await open(page, shop);
    await context.setOffline(true);
    await choose(page, 'order.txt', Buffer.from('Three lamps.'));
    await expect(page.getByText('Could not be sent')).toBeVisible();
    await context.setOffline(false);
    await page.getByRole('button', {name: 'Send order.txt again'}).click();
    await expect(page.getByText(/^Ready, /)).toBeVisible();
    expect(storedFiles(shop)).toEqual({whole: 1, parts: 0});
  });

  test('removed while in progress is aborted, leaves nothing behind, and does not block messages', async ({page, place}) => {
    const shop = await place();
    const log = await open(page, shop);
    shop.network.fault = (line) => (isUpload(line) ? 'hang' : undefined);
    await choose(page, 'long.txt', longText);
    await expect(page.getByRole('progressbar', {name: /^long\.txt, /})).toBeVisible();
    const stopped = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/attachments'));
    await page.getByRole('button', {name: 'Remove long.txt'}).click();
    await stopped;
    await expect(page.getByText('long.txt')).toHaveCount(0);
    await say(page, 'hi');
    await expect(log).toContainText('Heard hi');
    expect(await lines(log)).toEqual(['Hello', 'hi', 'Heard hi']);
    expect(storedFiles(shop)).toEqual({whole: 0, parts: 0});
  });
});
