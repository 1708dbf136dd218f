/** What stands in the page's corner before anything is loaded. */
export interface Corner {
  dock: HTMLElement;
  button: HTMLButtonElement;
}

/** What stands in a widget's corner already. */
export function cornerOf(widget: Element): Corner | undefined {
  const dock = widget.shadowRoot?.querySelector<HTMLElement>('.dock');
  return dock ? {dock, button: dock.querySelector<HTMLButtonElement>('.launcher')!} : undefined;
}

/** Adds to a root's styles. */
export function adopt(root: ShadowRoot, styles: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets.push(sheet);
}

/** An element with properties and children. A part's name is given as a word. */
export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties?: Partial<Omit<HTMLElementTagNameMap[T], 'part'>> & {part?: string},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
