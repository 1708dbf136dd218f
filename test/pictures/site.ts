import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BrowserContext} from '@playwright/test';

const root = join(import.meta.dirname, '../..');
/** What is elsewhere than in the build. */
const folders: Readonly<Record<string, string>> = {'/node_modules/': '.', '/pictures/': 'demo', '/media/': 'demo'};

/** Where the pages are. Nobody listens there: all they ask for comes out of the project's folder, so that no picture depends on a network. */
export const origin = 'https://nordlicht.test';

const family = 'Vazirmatn';
const font: Readonly<Record<string, string>> = {
  '/latin.woff2': import.meta.resolve('@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2'),
  '/arabic.woff2': import.meta.resolve('@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2'),
};

/**
 * Every word has one font, since those of systems differ: with Latin and Arabic letters, without signs such as emoji. It stands on its
 * line as usual ones do, while its own measures leave room for Persian.
 */
const style = `${Object.keys(font)
  .map(
    (path) => `@font-face { font-family: ${family}; src: url(${path}); font-weight: 100 900; ascent-override: 93%; descent-override: 24%;
line-gap-override: 0%; unicode-range: ${path === '/latin.woff2' ? 'U+0000-05FF, U+2000-FFFF' : 'U+0600-06FF'} }`,
  )
  .join('\n')}
:root { --parley-font: ${family}; --parley-font-code: ${family} } html { font: 16px ${family} }`;

/** A page in which every word has the font of the pictures. */
export function pageOf({head = '', body, lang = 'en'}: {head?: string; body: string; lang?: string}): string {
  return `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Nordlicht</title><link rel="icon" href="data:,">
<style>${style}</style>${head}</head><body>${body}</body></html>`;
}

/** Answers whatever the pages of a context ask for: the pages given by their paths, the build, the shop's pictures, modules. */
export async function serve(context: BrowserContext, pages: Readonly<Record<string, string>>): Promise<void> {
  await context.route('**', async (route) => {
    const {origin: asked, pathname} = new URL(route.request().url());
    const page = pages[pathname];
    if (asked !== origin) return route.abort();
    if (page !== undefined) return route.fulfill({contentType: 'text/html', body: page});
    const path = fileAt(pathname);
    return existsSync(path) ? route.fulfill({path}) : route.fulfill({status: 404});
  });
}

function fileAt(pathname: string): string {
  const [, folder = '/'] = /^(\/\w+\/)?/.exec(pathname) ?? [];
  return font[pathname] ? fileURLToPath(font[pathname]) : join(root, folders[folder] ?? 'dist', pathname);
}
