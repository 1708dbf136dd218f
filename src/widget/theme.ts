/** The page's root element. */
export const root = document.documentElement;

export interface ThemeObserver {
  /** Applies the theme again after the option has changed. */
  update: () => void;
  stop: () => void;
}

const darkQuery = '(prefers-color-scheme: dark)';

/**
 * The `color-scheme` of an element, according to its `theme` option. With `auto`: `data-theme` or a class `dark` or `light` on body or
 * html, else the page's computed `color-scheme` if it names just one, else `light dark`, which follows the system.
 */
export function schemeOf(element: HTMLElement): string {
  const {body} = document;
  let scheme = 'light dark';
  for (const value of [
    getComputedStyle(body).colorScheme,
    root.className,
    root.dataset['theme'],
    body.className,
    body.dataset['theme'],
    element.getAttribute('theme'),
  ]) {
    const isDark = /(^|\s)dark(\s|$)/.test(value!);
    // A value with both words, or neither, decides nothing.
    if (isDark !== /(^|\s)light(\s|$)/.test(value!)) scheme = isDark ? 'dark' : 'light';
  }
  return scheme;
}

/** Sets an element's `data-scheme`. */
function updateScheme(element: HTMLElement): void {
  const declared = schemeOf(element);
  const scheme = declared.includes(' ') ? (matchMedia(darkQuery).matches ? 'dark' : 'light') : declared;
  // Written only if it changes: a page may react to every attribute mutation.
  if (element.dataset['scheme'] !== scheme) element.dataset['scheme'] = scheme;
}

/** Keeps an element's `data-scheme` up to date until `end` is called. */
export function observeTheme(element: HTMLElement): ThemeObserver {
  const update = () => updateScheme(element);
  const system = matchMedia(darkQuery);
  const observer = new MutationObserver(update);
  for (const root of [document.body, document.documentElement]) observer.observe(root, {attributeFilter: ['class', 'style', 'data-theme']});
  system.addEventListener('change', update);
  update();
  const stop = () => {
    observer.disconnect();
    system.removeEventListener('change', update);
  };
  return {update, stop};
}
