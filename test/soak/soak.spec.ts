import type {ServerResponse} from 'node:http';
import {expect, type Page, test} from '@playwright/test';
import type {Entry} from '../../src/protocol/entry.ts';
import {seeded} from '../../src/testing/seeded.ts';
import {type Answer, bareSite, textOf} from '../e2e/bare-site.ts';

/** How many messages are sent: `SOAK=10000`. */
const total = Number(process.env['SOAK'] ?? 10_000);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/** Outcomes of a request: the upper bound of the random number, whether the bot receives it, and the response. */
const fates: readonly (readonly [share: number, name: string, heard: boolean, act: (response: ServerResponse, json: string) => void])[] = [
  [0.02, 'connection dropped, not received', false, (response) => response.destroy()],
  [0.04, 'refused with 503, not received', false, (response) => response.writeHead(503).end()],
  [0.06, 'received, answer lost', true, (response) => response.destroy()],
  [0.08, 'received, answer truncated', true, (response, json) => response.writeHead(200).end(json.slice(0, -9))],
  [0.1, 'received, answered with HTML', true, (response) => response.writeHead(200, {'content-type': 'text/html'}).end('<p>Sign in</p>')],
  [0.9, 'answered', true, reply],
  [Infinity, 'answered late', true, (response, json) => setTimeout(() => reply(response, json), 40)],
];

function reply(response: ServerResponse, json: string): void {
  response.writeHead(200, {'content-type': 'application/json'}).end(json);
}

test.setTimeout(4 * 60 * 60_000);

test(`${total} messages through a faulty server, with reloads and two tabs`, async ({context}) => {
  const random = seeded(seed);
  const accepted = new Map<string, number>();
  const counts: Record<string, number> = {};

  const answer: Answer = (request, response) => {
    const words = textOf(request);
    const json = JSON.stringify({event: 'continue', messages: [{code: 'message', type: 'text', body: `Heard ${words}`}]});
    const luck = request.event === 'start' ? 1 : random();
    const [, name, heard, act] = fates.find(([share]) => luck < share)!;
    counts[name] = (counts[name] ?? 0) + 1;
    if (heard) accepted.set(words, (accepted.get(words) ?? 0) + 1);
    act(response, json);
  };

  const site = await bareSite(answer);
  const open = async (page: Page, known = '') => {
    await page.goto(site.url);
    await page.waitForFunction(() => 'parley' in globalThis);
    await page.evaluate(() => (globalThis as unknown as {parley: {open(): Promise<void>}}).parley.open());
    // The chat opens before a long conversation is restored.
    await expect
      .poll(async () => (await entriesOf(page)).some((entry) => !known || wordsIn(entry) === known), {timeout: 60_000})
      .toBe(true);
  };
  const pages = [await context.newPage(), await context.newPage()] as [Page, Page];
  for (const page of pages) await open(page);

  const started = Date.now();
  let reloads = 0;
  const batch = 25;
  for (let said = 0; said < total; said += batch) {
    const page = pages[(said / batch) % 2]!;
    const words = Array.from({length: Math.min(batch, total - said)}, (_, index) => `m${said + index}`);
    const done = page.evaluate(say, words).catch(() => undefined);
    if (random() < 0.12) {
      await page.waitForTimeout(random() * 150);
      // Messages that the reload prevented from entering the conversation are sent again.
      await open(page, said ? `m${said - 1}` : '');
      reloads++;
      await page.evaluate(say, words);
    }
    await done;
    if (said % 500 === 0) console.log(`${said + batch} said, ${reloads} reloads, ${Math.round((Date.now() - started) / 1000)} s`);
  }

  const shown = await settled(pages[0]);
  const visitor = shown.filter((entry) => entry.from === 'visitor');
  const by = (delivery: string) => visitor.filter((entry) => entry.delivery === delivery);
  console.log(
    JSON.stringify(
      {
        seed,
        messages: total,
        seconds: Math.round((Date.now() - started) / 1000),
        reloads,
        fates: counts,
        sent: by('sent').length,
        failed: by('failed').length,
        uncertain: by('uncertain').length,
      },
      null,
      2,
    ),
  );

  expect(new Set(visitor.map(wordsIn)).size, 'no message is lost').toBe(total);
  expect(visitor, 'no message is shown twice').toHaveLength(total);
  expect(
    [...accepted].filter(([words, times]) => words && times > 1),
    'no message reached the bot twice',
  ).toEqual([]);
  expect(
    by('sent').filter((entry) => accepted.get(wordsIn(entry)) !== 1),
    'sent messages reached the bot',
  ).toEqual([]);
  expect(
    by('failed').filter((entry) => accepted.has(wordsIn(entry))),
    'failed messages did not reach the bot',
  ).toEqual([]);
  expect(
    visitor.filter(({delivery}) => !['sent', 'failed', 'uncertain'].includes(delivery)),
    'everything is settled',
  ).toEqual([]);
  const answers = shown
    .filter((entry) => entry.from === 'bot')
    .map(wordsIn)
    .filter((words) => words !== 'Heard ');
  expect(answers, 'each answer is shown once, in the order of the messages').toEqual(by('sent').map((entry) => `Heard ${wordsIn(entry)}`));
  expect(
    (await settled(pages[1])).map(({id}) => id),
    'both tabs show the same entries',
  ).toEqual(shown.map(({id}) => id));
  await site.close();
});

/** Sends each of these, unless the conversation already contains it. Runs in the page. */
async function say(words: readonly string[]): Promise<void> {
  const {parley} = globalThis as unknown as {parley: {send(text: string): Promise<void>}};
  const chat = document.querySelector('parley-widget')?.shadowRoot?.querySelector('parley-chat')?.shadowRoot;
  const transcript = chat?.querySelector('parley-transcript') as unknown as {entries: readonly {message?: {body?: string}}[]} | undefined;
  const known = new Set(transcript?.entries.map(({message}) => message?.body));
  await Promise.all(words.filter((one) => !known.has(one)).map((one) => parley.send(one)));
}

function wordsIn(entry: Entry): string {
  return 'message' in entry && 'body' in entry.message ? entry.message.body : '';
}

/** The entries a tab shows. */
function entriesOf(page: Page): Promise<Entry[]> {
  return page.evaluate(() => {
    const chat = document.querySelector('parley-widget')?.shadowRoot?.querySelector('parley-chat')?.shadowRoot;
    const transcript = chat?.querySelector('parley-transcript') as unknown as {entries: Entry[]} | undefined;
    return transcript?.entries ?? [];
  });
}

/** The entries a tab shows once nothing is queued or sending. */
async function settled(page: Page): Promise<Entry[]> {
  const moving = async () =>
    (await entriesOf(page)).filter((entry) => entry.from === 'visitor' && /queued|sending/.test(entry.delivery)).length;
  await expect.poll(moving, {timeout: 60_000}).toBe(0);
  return entriesOf(page);
}
