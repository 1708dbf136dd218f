/** The language of an element: the chosen one, the nearest `lang`, or the browser's. A BCP 47 tag that `Intl` accepts. */
export function languageOf(element: Element, chosen: string | null | undefined): string {
  return canonical(chosen) ?? canonical(nearest(element)) ?? canonical(navigator.language) ?? 'en';
}

function nearest(element: Element): string | null {
  const lang = element.closest('[lang]');
  const root = element.getRootNode();
  return lang ? lang.getAttribute('lang') : root instanceof ShadowRoot ? nearest(root.host) : document.documentElement.lang;
}

/** The canonical BCP 47 tag, also for system locales such as `en_US`; undefined if invalid. */
export function canonical(tag: string | null | undefined): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] : undefined;
  } catch {
    return undefined; // Not a valid tag: the next candidate is tried.
  }
}
