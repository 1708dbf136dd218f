/**
 * Registers an element, once: a second registration of the same class, or by another copy of this package, changes nothing.
 *
 * @param name Such as `parley-card`.
 * @param registry Another registry than the page's own.
 */
export function define(name: string, element: CustomElementConstructor, registry: CustomElementRegistry = customElements): void {
  if (!registry.get(name)) registry.define(name, element);
}
