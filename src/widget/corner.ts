/** What stands in the page's corner while the chat is closed. */
export interface Corner {
  dock: HTMLElement;
  button: HTMLButtonElement;
  badge: HTMLElement;
}

/** The two voices of the mark. */
const voices = [
  'M8 5.2h9.3a4.8 4.8 0 0 1 0 9.6H4.2a1 1 0 0 1-1-1V10A4.8 4.8 0 0 1 8 5.2z',
  'M12.7 17.2H22a4.8 4.8 0 0 1 4.8 4.8v3.8a1 1 0 0 1-1 1H12.7a4.8 4.8 0 0 1 0-9.6z',
];

/** Builds it by hand: a page with Trusted Types lets nobody parse. */
export function corner(): Corner {
  const mark = drawing(voices, '0 0 30 32');
  const slot = make('slot', {name: 'launcher'}, mark);
  const badge = make('span', {className: 'badge', hidden: true});
  badge.setAttribute('part', 'badge');
  const button = make('button', {className: 'launcher', type: 'button'}, slot, badge);
  button.setAttribute('part', 'launcher');
  return {dock: make('div', {className: 'dock'}, button), button, badge};
}

/** An element with properties and children. */
export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Partial<HTMLElementTagNameMap[T]>,
  ...children: (Node | string)[]
) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A drawing from its paths. It says nothing. */
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
