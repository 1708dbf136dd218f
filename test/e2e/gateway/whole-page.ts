import type {Page} from '@playwright/test';

/** All markup of the page, including shadow roots, and everything in localStorage and sessionStorage. */
export function wholePage(page: Page): Promise<string> {
  return page.evaluate(() => {
    const markup = (root: Document | ShadowRoot): string =>
      [...root.querySelectorAll('*')].reduce(
        (text, {shadowRoot}) => (shadowRoot ? text + markup(shadowRoot) : text),
        root instanceof Document ? root.documentElement.outerHTML : root.innerHTML,
      );
    return [markup(document), ...Object.values(localStorage), ...Object.values(sessionStorage)].join('\n');
  });
}
