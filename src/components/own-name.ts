import type {TemplateResult} from 'lit';

const renamed = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/**
 * A template in which one of our elements has the name that its class was registered under on this page, see `define`.
 *
 * @param name The name used in the template.
 */
export function underOwnName(name: string, element: CustomElementConstructor, result: TemplateResult): TemplateResult {
  // Older browsers have no `getName`: there, the plain name is used.
  const own = customElements.getName?.(element) ?? name;
  if (own === name) return result;
  let strings = renamed.get(result.strings);
  if (!strings) {
    // Lit identifies a template by its strings array, so the same one must be returned each time.
    strings = Object.assign(
      result.strings.map((piece) => piece.replaceAll(name, own)),
      {raw: result.strings.raw},
    );
    renamed.set(result.strings, strings);
  }
  return {...result, strings};
}
