import {createHash} from 'node:crypto';
import {awaitGreetingAndSay, converse, expect, expectSameChat, test} from './host-test.ts';
import {type HostPage, importMap, scriptTag} from './site.ts';

const script = (code: string, type = ''): HostPage => ({head: `<script ${type}>${code}</script>`});

/** What scripts of pages do to the globals that all scripts share. */
const pages: Record<string, HostPage> = {
  // Old libraries extend built-ins with enumerable properties and different results.
  '/extended': script(`
    Object.prototype.extra = function () {};
    for (const type of [Array, String, Number, Function, Element, Node, Event, Promise]) type.prototype.inspect = function () { return 'inspected'; };
    Array.from = (list) => [].slice.call(list);
    Array.prototype.entries = Array.prototype.toArray = function () { return this.slice(); };
    Array.prototype.each = Array.prototype.forEach;
    Array.prototype.toJSON = String.prototype.toJSON = function () { return 'wrong'; };
    Array.prototype.clear = function () { this.length = 0; return this; };
    Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
    Element.prototype.scrollTo = function () { window.scrollTo(0, 0); return this; };
    for (const name of ['show', 'hide', 'toggle', 'on', 'off', 'update', 'select', 'visible', 'empty', 'wrap']) Element.prototype[name] = function () { throw new Error(name); };
    Function.prototype.bind = ((bind) => function (...rest) { return bind.apply(this, rest); })(Function.prototype.bind);
  `),
  '/frozen': script(`
    for (const {prototype} of [Object, Array, Function, String, Number, Error, TypeError, RegExp, Date, Map, Set, WeakMap, Promise, Event, Element, Node])
      Object.freeze(prototype);
    for (const whole of [Object, Array, JSON, Math, Reflect, Promise]) Object.freeze(whole);
  `),
  '/overwritten': script(`
    window.name = 'parley'; window.open = () => { throw new Error('open'); }; window.event = 'event'; window.status = 'status'; window.parent = window.top;
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'find', 'stop', 'focus', 'blur', 'close', 'scroll', 'scrollTo', 'scrollBy'])
      window[name] = () => { throw new Error(name); };
    window.html = window.css = window.marked = window.DOMPurify = window.Parley = window.lit = 'theirs';
    console.log = console.debug = () => { throw new Error('log'); };
    window.fetch = ((fetch) => (asked, ...rest) => {
      const address = typeof asked === 'string' ? asked : asked.url;
      return address.startsWith('/theirs') ? fetch('/plain') : fetch(asked, ...rest);
    })(window.fetch);
  `),
  '/polyfills': script(`
    window.ShadyDOM = {inUse: false, flush() {}};
    window.ShadyCSS = {prepareTemplate() { throw new Error('ShadyCSS'); }, styleElement() { throw new Error('ShadyCSS'); }};
    window.WebComponents = {ready: true};
    customElements.flush = customElements.polyfillWrapFlushCallback = () => {};
    for (const name of ['litHtmlPolyfillSupport', 'reactiveElementPolyfillSupport', 'litElementPolyfillSupport', 'litElementHydrateSupport'])
      window[name] = () => { throw new Error(name); };
  `),
  '/observers': script(`
    let seen = 0;
    new MutationObserver((changes) => {
      if ((seen += changes.length) > 500) throw new Error('This page never comes to rest');
      document.documentElement.className = document.documentElement.className === 'a' ? 'b' : 'a';
    }).observe(document, {subtree: true, attributeFilter: ['data-scheme', 'lang', 'style', 'hidden', 'open']});
  `),
  '/base/': {head: '<base href="/elsewhere/deep/" target="_top">'},
  '/trusted': {
    ...script(
      `trustedTypes.createPolicy('default', {createHTML: () => 'theirs', createScriptURL: () => 'about:blank', createScript: () => 'theirs'})`,
    ),
    headers: {'content-security-policy': "require-trusted-types-for 'script'; trusted-types default parley parley-html"},
  },
};

for (const path of Object.keys(pages))
  test(`looks and works on ${path} as on a plain page`, async ({page, host, plain}) => {
    await expectSameChat(page, await host(pages), path, plain);
  });

test('restores the conversation after a reload on a page that extends Array.prototype', async ({page, host}) => {
  const {url, heard} = await host({'/kept': {...pages['/extended'], script: scriptTag.replace('data-storage="none"', '')}});
  await page.goto(`${url}/kept`);
  await converse(page);
  await page.evaluate(() => (globalThis as {parley?: {close(): Promise<void>}}).parley!.close());
  await page.reload();
  await page.getByRole('button', {name: 'Open chat'}).click();
  const log = page.getByRole('log');
  await expect(log.getByRole('button', {name: 'A lamp'})).toBeVisible();
  await expect(log.getByRole('heading', {name: 'Fjell'})).toBeVisible();
  expect(heard.map(({event}) => event)).toEqual(['start', 'continue']);
});

test('neither affects nor is affected by the page’s own Lit and DOMPurify', async ({page, host, plain, complaints}) => {
  complaints.expect(/Lit is in dev mode/);
  const site = await host({
    '/libraries': {
      head: `${importMap('development')}<script src="/node_modules/dompurify/dist/purify.js"></script><script type="module">
        import {html, LitElement, render} from 'lit';
        customElements.define('their-own', class extends LitElement { render() { return html\`<p>\${'theirs'}</p>\`; } });
        DOMPurify.setConfig({ALLOWED_TAGS: ['i']});
        for (const hook of ['uponSanitizeElement', 'afterSanitizeElements']) DOMPurify.addHook(hook, () => { window.hooked = true; });
      </script>`,
      body: '<their-own></their-own>',
    },
  });
  await expectSameChat(page, site, '/libraries', plain);
  await expect(page.locator('their-own')).toHaveText('theirs');
  const told = await page.evaluate(() => [
    (globalThis as {hooked?: boolean}).hooked,
    (globalThis as {litHtmlVersions?: string[]}).litHtmlVersions?.length,
    (globalThis as {DOMPurify?: {sanitize(html: string): string}}).DOMPurify!.sanitize('<b>b</b><i>i</i>'),
  ]);
  expect(told).toEqual([undefined, 1, 'b<i>i</i>']);
});

test('runs a conversation with the modules of the package under a strict Content-Security-Policy', async ({page, host}) => {
  const map = importMap();
  const [, text = ''] = />(.*)</s.exec(map) ?? [];
  const policy = [
    `default-src 'none'; script-src 'self' 'sha256-${createHash('sha256').update(text).digest('base64')}'`, // The map is the page's.
    "style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
    "require-trusted-types-for 'script'; trusted-types lit-html parley-html",
  ].join('; ');
  const chat = '<parley-chat bot="/bot/message" heading="Lamps" sound="on" masking="warn"></parley-chat>';
  const {url} = await host({
    '/modules': {
      html: `<!doctype html><html lang="en"><title>Host</title><link rel="stylesheet" href="/box.css">${map}
        <script type="module" src="/elements/index.js"></script>${chat}`,
      headers: {'content-security-policy': policy},
    },
    '/box.css': {html: 'parley-chat { block-size: 600px; inline-size: 400px }', headers: {'content-type': 'text/css'}},
  });
  await page.goto(`${url}/modules`);
  await awaitGreetingAndSay(page.locator('parley-chat'));
  await page.getByRole('log').getByRole('button', {name: 'Tell me more'}).click();
  await expect(page.getByRole('log')).toContainText('Heard Tell me more');
  await page.getByRole('button', {name: 'More', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Display and sound'}).click();
  await page.getByRole('button', {name: 'Larger text'}).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByRole('log')).toContainText('Heard Tell me more');
});
