import type {Locator, Page} from '@playwright/test';
import type {Labels} from '../../src/components/labels.ts';
import type {ParleyMessage} from '../../src/components/message/element.ts';
import type {ParleyTranscript} from '../../src/widget/transcript.ts';
import {importMap} from '../e2e/hostile-pages/site.ts';
import {conditions, openPage, test as base} from './picture-test.ts';
import {origin, pageOf, serve} from './site.ts';

/** A page that shows one part after another: reloading the parts for each would take longer than rendering it. */
export interface Stage {
  page: Page;
  /** Renders a message as it comes over the wire. */
  message(message: unknown, look?: Partial<Look>, set?: Partial<ParleyMessage>): Promise<Locator>;
  /** Renders a transcript that is `height` pixels high. */
  transcript(height: number, set: Partial<ParleyTranscript>): Promise<Locator>;
}

/** How a part is rendered. */
interface Look {
  dark: boolean;
  lang: 'en' | 'ar';
}

const style = `<style>
body { margin: 0 }
html { background: #fcfaf7 }
html:has(.dark) { color-scheme: dark; background: #1b1815 }
main { box-sizing: border-box; inline-size: 376px; padding: 12px; overflow: clip }
main:has(parley-transcript) { inline-size: 400px; padding: 0 }
parley-transcript { block-size: var(--height) }
</style>`;
const scripts = `<script type="module">
import '/elements/message.js';
import '/elements/transcript.js';
import {ar} from '/widget/locales/ar.js';
globalThis.arabic = ar;
</script>`;

export const test = base.extend<object, {stage: Stage}>({
  stage: [
    async ({browser}, use) => {
      const context = await browser.newContext({...conditions, viewport: {width: 400, height: 1000}});
      await serve(context, {'/': pageOf({head: style + importMap() + scripts, body: '<main></main>'})});
      const page = await openPage(context);
      await page.goto(origin);
      await use(stageOn(page));
      await context.close();
    },
    {scope: 'worker'},
  ],
});

function stageOn(page: Page): Stage {
  const drawn = async (what: Shown): Promise<Locator> => {
    await page.evaluate(draw, what);
    return page.locator('main');
  };
  return {
    page,
    message: (message, {dark = false, lang = 'en'} = {}, set = {}) => drawn({name: 'parley-message', set: {...set, message}, dark, lang}),
    transcript: (height, set) => drawn({name: 'parley-transcript', set, height, dark: false, lang: 'en'}),
  };
}

interface Shown extends Look {
  name: 'parley-message' | 'parley-transcript';
  set: object;
  height?: number;
}

/** Runs in the page. */
async function draw({name, set, height, dark, lang}: Shown): Promise<void> {
  const {arabic} = globalThis as {arabic?: Partial<Labels>};
  const element = Object.assign(document.createElement(name), lang === 'ar' && {labels: arabic}, set);
  const main = document.querySelector('main')!;
  document.documentElement.lang = lang;
  document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
  main.className = dark ? 'dark' : '';
  if (height) main.style.setProperty('--height', `${height}px`);
  main.replaceChildren(element);
  await element.updateComplete;
}
