import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BrowserContext} from '@playwright/test';

const root = join(import.meta.dirname, '../..');
/** The folders of paths that are not part of the build. */
const folders: Readonly<Record<string, string>> = {'/node_modules/': '.', '/pictures/': 'demo', '/media/': 'demo'};

/** The origin of the pages. Nothing listens there: requests are served from the project's folder, so no screenshot needs a network. */
export const origin = 'https://nordlicht.test';

const family = 'Vazirmatn';
const font: Readonly<Record<string, string>> = {
  '/latin.woff2': import.meta.resolve('@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2'),
  '/arabic.woff2': import.meta.resolve('@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2'),
};

/**
 * All text has one font, since system fonts differ. It has Latin and Arabic letters, but no symbols such as emoji. Its vertical metrics
 * are overridden with common ones, since its own leave room for Persian.
 */
const style = `${Object.keys(font)
  .map(
    (path) => `@font-face { font-family: ${family}; src: url(${path}); font-weight: 100 900; ascent-override: 93%; descent-override: 24%;
line-gap-override: 0%; unicode-range: ${path === '/latin.woff2' ? 'U+0000-05FF, U+2000-FFFF' : 'U+0600-06FF'} }`,
  )
  .join('\n')}
:root { --parley-font: ${family}; --parley-font-code: ${family} } html { font: 16px ${family} }`;

/** An HTML page whose text has the font of the screenshots. */
export function pageOf({head = '', body, lang = 'en'}: {head?: string; body: string; lang?: string}): string {
  return `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Nordlicht</title><link rel="icon" href="data:,">
<style>${style}</style>${head}</head><body>${body}</body></html>`;
}

/** Serves all requests of a context: the given pages by path, the build, the demo's pictures and media, and modules. */
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
