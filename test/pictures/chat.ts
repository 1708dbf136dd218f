import type {BrowserContextOptions, Locator, Page} from '@playwright/test';
import {onTheWire, samples, type SampleName} from '../../demo/samples.ts';
import {conditions, fixedTime, openPage, test as base} from './picture-test.ts';
import {origin, pageOf, serve} from './site.ts';

const shown = samples({base: origin, now: fixedTime});

/** The answer of a bot. With `silence` it never comes, with `end` it ends the conversation. */
export interface Answer {
  messages?: readonly unknown[];
  end?: true;
  silence?: true;
}

export interface Visit {
  /** The answers of the bot by the text of the visitor; `start` is its greeting. */
  bot?: Readonly<Record<string, Answer>>;
  lang?: string;
  /** Attributes of the script tag. */
  options?: string;
  head?: string;
  storage?: 'local' | 'none';
  browser?: BrowserContextOptions;
}

export const textMessage = (body: string): unknown => ({code: 'message', type: 'text', body});
export const sample = (name: SampleName): unknown => onTheWire(shown[name].message);

const defaultAnswers: Readonly<Record<string, Answer>> = {
  start: {messages: [sample('text'), sample('replies')]},
  Reading: {
    messages: [textMessage('For reading: **Lys** stands on a table, *Skog* beside a chair. [All lamps](https://nordlicht.example)')],
  },
};

/** A test that can visit a page with the built chat. */
export const test = base.extend<{visit: (visit?: Visit) => Promise<Page>}>({
  visit: async ({browser}, use) => {
    const opened: {close(): Promise<void>}[] = [];
    await use(async (visit = {}) => {
      const context = await browser.newContext({...conditions, viewport: {width: 1280, height: 800}, ...visit.browser});
      opened.push(context);
      await serve(context, {'/': hostPage(visit)});
      const page = await openPage(context);
      await answerAs(page, visit.bot ?? defaultAnswers);
      await page.goto(origin);
      return page;
    });
    for (const context of opened) await context.close();
  },
});

function hostPage({lang = 'en', options = '', head = '', storage = 'none'}: Visit): string {
  const named =
    lang === 'ar'
      ? 'data-heading="نوردليخت" data-subtitle="مصابيح للأمسيات الطويلة"'
      : 'data-heading="Nordlicht" data-subtitle="Lamps for long evenings"';
  return pageOf({
    lang,
    head,
    body: `<main><h1>Nordlicht</h1><p>Words of the page.</p></main>
<script async src="/parley.js" data-bot="/bot/message" data-storage="${storage}" ${named} data-avatar="/pictures/mark.svg" ${options}></script>`,
  });
}

async function answerAs(page: Page, bot: Readonly<Record<string, Answer>>): Promise<void> {
  await page.route('**/bot/message', (route) => {
    const {event, message} = route.request().postDataJSON() as {event: string; message?: {body?: string}};
    const answer = bot[event === 'start' ? 'start' : (message?.body ?? '')];
    if (!answer) return route.abort();
    if (answer.silence) return undefined;
    return route.fulfill({json: {event: answer.end ? 'end' : 'continue', messages: answer.messages ?? []}});
  });
}

/** Opens the chat. */
export async function open(page: Page): Promise<Locator> {
  await page.locator('parley-widget').getByRole('button').last().click();
  return page.getByRole('dialog').first();
}

export async function tap(chat: Locator, name: string): Promise<void> {
  await chat.getByRole('button', {name, exact: true}).click();
}

export async function say(chat: Locator, body: string): Promise<void> {
  await chat.getByRole('textbox').fill(body);
  await chat.getByRole('textbox').press('Enter');
}
