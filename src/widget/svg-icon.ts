/** A decorative SVG from its paths. */
export function svgIcon(paths: readonly string[], viewBox: string): SVGSVGElement {
  const svg = createSvg('svg', {viewBox, 'aria-hidden': 'true'});
  svg.append(...paths.map((d) => createSvg('path', {d})));
  return svg;
}

function createSvg<T extends keyof SVGElementTagNameMap>(tag: T, attributes: Record<string, string>): SVGElementTagNameMap[T] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]!);
  return element;
}
