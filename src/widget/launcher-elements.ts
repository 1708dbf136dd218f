/** The launcher's elements, which exist before anything is loaded. */
export interface LauncherElements {
  dock: HTMLElement;
  button: HTMLButtonElement;
}

/** The elements that a widget already has. */
export function launcherElementsOf(widget: Element): LauncherElements | undefined {
  const dock = widget.shadowRoot?.querySelector<HTMLElement>('.dock');
  return dock ? {dock, button: dock.querySelector<HTMLButtonElement>('.launcher')!} : undefined;
}

/** Adds styles to a root. */
export function adoptStyleText(root: ShadowRoot, styles: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets.push(sheet);
}

/** Creates an element with properties and children. `part` is given as a string. */
export function createElement<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties?: Partial<Omit<HTMLElementTagNameMap[T], 'part'>> & {part?: string},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
