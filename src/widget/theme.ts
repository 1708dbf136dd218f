/** The page's root element. */
export const root = document.documentElement;

export interface FollowedTheme {
  /** Applies the theme again after the option has changed. */
  update: () => void;
  end: () => void;
}

const darkSystem = '(prefers-color-scheme: dark)';

/**
 * The `color-scheme` of an element, according to its `theme` option. With `auto`: `data-theme` or a class `dark` or `light` on body or
 * html, else the page's computed `color-scheme` if it names just one, else `light dark`, which follows the system.
 */
export function schemeOf(element: HTMLElement): string {
  const {body} = document;
  let scheme = 'light dark';
  for (const words of [
    getComputedStyle(body).colorScheme,
    root.className,
    root.dataset['theme'],
    body.className,
    body.dataset['theme'],
    element.getAttribute('theme'),
  ]) {
    const dark = /(^|\s)dark(\s|$)/.test(words!);
    // A value with both words, or neither, decides nothing.
    if (dark !== /(^|\s)light(\s|$)/.test(words!)) scheme = dark ? 'dark' : 'light';
  }
  return scheme;
}

/** Sets an element's `data-scheme`. */
function setScheme(element: HTMLElement): void {
  const named = schemeOf(element);
  const scheme = named.includes(' ') ? (matchMedia(darkSystem).matches ? 'dark' : 'light') : named;
  // Written only if it changes: a page may react to every attribute mutation.
  if (element.dataset['scheme'] !== scheme) element.dataset['scheme'] = scheme;
}

/** Keeps an element's `data-scheme` up to date until `end` is called. */
export function followTheme(element: HTMLElement): FollowedTheme {
  const update = () => setScheme(element);
  const system = matchMedia(darkSystem);
  const observer = new MutationObserver(update);
  for (const root of [document.body, document.documentElement]) observer.observe(root, {attributeFilter: ['class', 'style', 'data-theme']});
  system.addEventListener('change', update);
  update();
  const end = () => {
    observer.disconnect();
    system.removeEventListener('change', update);
  };
  return {update, end};
}
