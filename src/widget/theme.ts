type Scheme = 'light' | 'dark';

export interface FollowedTheme {
  /** Looks again, after the option changed. */
  update: () => void;
  end: () => void;
}

/**
 * Keeps an element's `data-scheme` as its `theme` option says. With `auto`: `data-theme` or a class `dark` or `light` on body or
 * html, then the page's computed `color-scheme` where it names one, then the system's.
 */
export function followTheme(element: HTMLElement): FollowedTheme {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const update = () => {
    element.dataset['scheme'] = only([element.getAttribute('theme')]) ?? pageScheme() ?? (system.matches ? 'dark' : 'light');
  };
  const observer = new MutationObserver(update);
  for (const root of roots()) observer.observe(root, {attributeFilter: ['class', 'style', 'data-theme']});
  system.addEventListener('change', update);
  update();
  const end = () => {
    observer.disconnect();
    system.removeEventListener('change', update);
  };
  return {update, end};
}

/** What the page says, or nothing. */
function pageScheme(): Scheme | undefined {
  for (const {dataset, classList} of roots()) {
    const named = only([dataset['theme']]) ?? only([...classList]);
    if (named) return named;
  }
  return only(getComputedStyle(document.body).colorScheme.split(' '));
}

/** The one scheme among the words; with both or neither named, none is. */
function only(words: readonly (string | null | undefined)[]): Scheme | undefined {
  const dark = words.includes('dark');
  return dark === words.includes('light') ? undefined : dark ? 'dark' : 'light';
}

function roots(): HTMLElement[] {
  return [document.body, document.documentElement];
}
