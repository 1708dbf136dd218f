export interface FollowedTheme {
  /** Looks again, after the option changed. */
  update: () => void;
  end: () => void;
}

export const darkSystem = '(prefers-color-scheme: dark)';

/**
 * Sets an element's `data-scheme` as its `theme` option says. With `auto`: `data-theme` or a class `dark` or `light` on body or
 * html, then the page's computed `color-scheme` where it names one, then the system's.
 */
export function setScheme(element: HTMLElement): void {
  const {body, documentElement} = document;
  let scheme = matchMedia(darkSystem).matches ? 'dark' : 'light';
  for (const words of [
    getComputedStyle(body).colorScheme,
    documentElement.className,
    documentElement.dataset['theme'],
    body.className,
    body.dataset['theme'],
    element.getAttribute('theme'),
  ]) {
    const named = `${words}`.split(/\s/);
    // With both or neither named, none is.
    if (named.includes('dark') !== named.includes('light')) scheme = named.includes('dark') ? 'dark' : 'light';
  }
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
