/** A decorative SVG from its paths. */
export function drawing(paths: readonly string[], viewBox: string): SVGSVGElement {
  const svg = shape('svg', {viewBox, 'aria-hidden': 'true'});
  svg.append(...paths.map((d) => shape('path', {d})));
  return svg;
}

function shape<T extends keyof SVGElementTagNameMap>(tag: T, attributes: Record<string, string>): SVGElementTagNameMap[T] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]!);
  return element;
}
