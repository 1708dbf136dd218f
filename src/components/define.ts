/** Inserted by the build; undefined when the sources are run directly. */
declare const __PARLEY_VERSION__: string | undefined;

const version = typeof __PARLEY_VERSION__ === 'string' ? __PARLEY_VERSION__ : 'source';

/**
 * Registers an element, once. Where another copy of this package holds the name, of whatever version, the element gets a name of its own,
 * `parley-card-<version>`: what we draw with it is then ours, and the page's elements stay those of who came first.
 *
 * @param name Such as `parley-card`.
 */
export function define(name: string, element: CustomElementConstructor): void {
  const holder = customElements.get(name);
  if (!holder) customElements.define(name, element);
  else if (holder !== element) define(`${name}-${version}`, element);
}

/** The name that `define` would give an element whose class is not loaded yet. */
export function freeName(name: string): string {
  let free = name;
  while (customElements.get(free)) free += `-${version}`;
  return free;
}
