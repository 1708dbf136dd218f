/** Injected by the build; undefined when running from source. */
declare const __PARLEY_VERSION__: string | undefined;

const version = typeof __PARLEY_VERSION__ === 'string' ? __PARLEY_VERSION__ : 'source';

/**
 * Registers an element, once. If another copy of this package, of any version, holds the name, the element is registered as
 * `parley-card-<version>` instead: we then still render with our own class, and the page's elements stay those of the first copy.
 *
 * @param name Such as `parley-card`.
 */
export function define(name: string, element: CustomElementConstructor): void {
  const existing = customElements.get(name);
  if (!existing) customElements.define(name, element);
  else if (existing !== element) define(`${name}-${version}`, element);
}

/** The name under which `define` would register a class that is not loaded yet. */
export function freeName(name: string): string {
  let free = name;
  while (customElements.get(free)) free += `-${version}`;
  return free;
}
