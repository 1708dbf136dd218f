/** The page's own element. */
export const root = document.documentElement;

export interface FollowedTheme {
  /** Looks again, after the option changed. */
  update: () => void;
  end: () => void;
}

const darkSystem = '(prefers-color-scheme: dark)';

/**
 * The `color-scheme` of an element, as its `theme` option says. With `auto`: `data-theme` or a class `dark` or `light` on body or
 * html, then the page's computed `color-scheme` where it names one, else both: then it is the system's.
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
    // With both or neither named, none is.
    if (dark !== /(^|\s)light(\s|$)/.test(words!)) scheme = dark ? 'dark' : 'light';
  }
  return scheme;
}

/** Sets an element's `data-scheme`. */
function setScheme(element: HTMLElement): void {
  const named = schemeOf(element);
  const scheme = named.includes(' ') ? (matchMedia(darkSystem).matches ? 'dark' : 'light') : named;
  // Written only when it is another one: a page may answer to every change of an attribute.
  if (element.dataset['scheme'] !== scheme) element.dataset['scheme'] = scheme;
}

/** Keeps an element's `data-scheme` right for as long as it is followed. */
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
