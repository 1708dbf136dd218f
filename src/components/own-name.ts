import type {TemplateResult} from 'lit';

const renamed = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/**
 * A template that uses an element of ours by the name that its class got on this page; see `define`.
 *
 * @param name As the template says it.
 */
export function underOwnName(name: string, element: CustomElementConstructor, result: TemplateResult): TemplateResult {
  // Older browsers do not tell: there it is the plain name.
  const own = customElements.getName?.(element) ?? name;
  if (own === name) return result;
  let strings = renamed.get(result.strings);
  if (!strings) {
    // Lit knows a template by its strings: they must be the same ones each time.
    strings = Object.assign(
      result.strings.map((piece) => piece.replaceAll(name, own)),
      {raw: result.strings.raw},
    );
    renamed.set(result.strings, strings);
  }
  return {...result, strings};
}
