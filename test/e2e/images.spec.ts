import type {Page} from '@playwright/test';
import type {Answer, BareSite} from './bare-site.ts';
import {shown, test} from './direct-test.ts';
import {expect} from './fixtures.ts';

const cdn = 'https://cdn.example';
const title = (name: string) => ({title: name, image_url: `${cdn}/${name}.png`});
const textMessage = (body: string, more: object = {}) => ({code: 'message', type: 'text', body, ...more});
const file = (url: string, mimetype: string, originalName: string) => ({url, meta: {mimetype, originalName}});

/** A message for every place that could load something from another host, by the name of that place. */
const places = (site: string): Record<string, object> => ({
  'quick-reply': textMessage('Reply', {quick_replies: [{content_type: 'text', title: 'Yes', image_url: `${cdn}/quick-reply.png`}]}),
  card: textMessage('', {template: {type: 'generic', elements: [title('card')]}}),
  carousel: textMessage('', {template: {type: 'generic', elements: [title('carousel'), {title: 'Two'}]}}),
  list: textMessage('', {template: {type: 'list', elements: [title('list')]}}),
  photo: {code: 'message', type: 'attachment', ...file(`${cdn}/photo.png`, 'image/png', 'photo.png')},
  mosaic: {
    code: 'message',
    type: 'multi-attachment',
    attachments: [file(`${cdn}/mosaic.png`, 'image/png', 'mosaic.png'), file(`${site}/own.png`, 'image/png', 'own.png')],
  },
  'time-picker': {
    code: 'message',
    type: 'timepicker',
    title: 'When?',
    timezone: 'UTC',
    image: `${cdn}/time-picker.png`,
    timeslots: [{id: '1', start: '2099-01-01T10:00:00Z', duration: 30}],
  },
  sound: {code: 'message', type: 'attachment', ...file(`${site}/sound.mp3`, 'audio/mpeg', 'sound.mp3')},
  film: {code: 'message', type: 'attachment', ...file(`${site}/film.mp4`, 'video/mp4', 'film.mp4')},
  slashed: textMessage('', {template: {type: 'generic', elements: [{title: 'Slashed', image_url: '/slashed.png'}]}}),
  markdown: textMessage(`![a](${cdn}/markdown.png) **b**`),
  html: textMessage(`<b>a</b> <img src="${cdn}/html.png" srcset="${cdn}/html-2x.png 2x">`),
  avatar: {code: 'message', type: 'action', action_code: 'setAgent', args: [{nick: 'Ada', avatar: `${cdn}/avatar.png`, is_bot: true}]},
});

/** A transparent pixel for any picture. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

interface Requested {
  /** Names of the requested files, each once. */
  names(): string[];
  /** Requests with a Referer header. */
  told: string[];
}

/** Opens a page whose chat has the given `images` option, and waits for all messages. */
async function visit(page: Page, {url}: BareSite, images: string): Promise<Requested> {
  const asked = new Set<string>();
  const told: string[] = [];
  const note = (address: string, referrer: string | undefined) => {
    asked.add(new URL(address).pathname.slice(1).replace(/\.\w+$/, ''));
    if (referrer !== undefined) told.push(address);
  };
  await page.route(`${url}/`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({response, body: (await response.text()).replace('data-bot', `data-images="${images}" data-bot`)});
  });
  await page.route(/\.(?:png|mp3|mp4)$/, async (route) => {
    const request = route.request();
    const isPicture = request.resourceType() === 'image';
    note(request.url(), isPicture ? (await request.allHeaders())['referer'] : undefined);
    if (isPicture) await route.fulfill({contentType: 'image/gif', body: pixel});
    else await route.abort();
  });
  await page.setViewportSize({width: 1280, height: 4_000});
  await page.goto(url);
  await shown(page);
  await expect(page.getByRole('log')).toContainText('The end.');
  return {names: () => [...asked].toSorted(), told};
}

/** Scrolls through everything, since pictures further up are loaded only near the viewport. */
async function scrollThrough(page: Page): Promise<void> {
  const log = page.getByRole('log');
  for (let step = 0; step < 12; step++)
    await log.evaluate(async (element, at) => {
      element.scrollTop = (element.scrollHeight * at) / 11;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, step);
}

test.beforeEach(({complaints}) => complaints.expect(/ERR_FAILED|net::|Loading media/));

/** Sends one message for each place. */
const everythingBot: Answer = (_, response) => {
  const messages = [...Object.values(places(`http://${response.req.headers.host}`)), textMessage('The end.')];
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
};

const ownFiles = ['film', 'own', 'slashed', 'sound'];
const foreignPictures = ['avatar', 'card', 'carousel', 'list', 'mosaic', 'photo', 'quick-reply', 'time-picker'];

test('images="all" loads pictures in every place but Markdown and HTML, without a referrer', async ({page, serve}) => {
  const site = await serve(everythingBot);
  const asked = await visit(page, site, 'all');
  await expect.poll(async () => (await scrollThrough(page), asked.names())).toEqual([...ownFiles, ...foreignPictures].toSorted());
  expect(asked.told).toEqual([]);
});

test('images="same-site" loads files of other hosts only on request', async ({page, serve}) => {
  const site = await serve(everythingBot);
  const asked = await visit(page, site, 'same-site');
  await expect.poll(async () => (await scrollThrough(page), asked.names())).toEqual(ownFiles);
  await page.getByRole('button', {name: 'View photo.png'}).click();
  await expect.poll(asked.names).toEqual([...ownFiles, 'photo'].toSorted());
});

test('images="click" loads nothing until requested, and then only that', async ({page, serve}) => {
  const site = await serve(everythingBot);
  const asked = await visit(page, site, 'click');
  await scrollThrough(page);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(asked.names()).toEqual([]);
  const loaded: string[] = [];
  for (const [offer, ...names] of [
    ['card', 'card'],
    ['carousel', 'carousel'],
    ['list', 'list'],
    ['photo.png', 'photo'],
    ['When?', 'time-picker'],
    ['Slashed', 'slashed'],
    ['mosaic.png', 'mosaic', 'own'],
  ] as const) {
    await page.getByRole('button', {name: `View ${offer}`}).click();
    loaded.push(...names);
    await expect.poll(asked.names).toEqual(loaded.toSorted());
  }
  expect(asked.told).toEqual([]);
});
