import type {Page} from '@playwright/test';

/** One element of the chat as rendered. */
export interface RenderedElement {
  /** Its depth, name and classes, for messages. */
  what: string;
  /** Left, top, width and height, in pixels. */
  box: number[];
  style: Record<string, string>;
}

/** All elements within one of the page, by default the widget, in order, with their boxes and computed styles. */
export function renderedElements(page: Page, within = 'parley-widget'): Promise<RenderedElement[]> {
  return page.evaluate((name) => {
    const properties = [
      ...[
        'display',
        'visibility',
        'opacity',
        'color',
        'backgroundColor',
        'fontFamily',
        'fontSize',
        'fontStyle',
        'fontWeight',
        'fontVariant',
      ],
      ...['lineHeight', 'letterSpacing', 'wordSpacing', 'textTransform', 'textIndent', 'textAlign', 'textShadow', 'textDecorationLine'],
      ...['whiteSpace', 'direction', 'writingMode', 'userSelect', 'pointerEvents', 'cursor', 'listStyleType', 'hyphens', 'wordBreak'],
      ...['boxSizing', 'fill', 'stroke', 'strokeWidth', 'borderTopWidth', 'filter', 'transform', 'caretColor', 'colorScheme', 'tabSize'],
    ] as const;
    const drawn: {what: string; box: number[]; style: Record<string, string>}[] = [];
    const walk = (node: ParentNode, way: string): void => {
      for (const element of node.children) {
        // Live regions and marks of new entries come and go by themselves.
        const classes = [...element.classList].filter((name) => name !== 'fresh');
        const what = [way, element.localName.replace(/-\d.*/, ''), ...classes].join(' ');
        const {left, top, width, height} = element.getBoundingClientRect();
        const computed = getComputedStyle(element);
        const style: Record<string, string> = {};
        for (const property of properties) style[property] = computed[property];
        drawn.push({what, box: [left, top, width, height], style});
        const below = `${way} ›`;
        if (element.shadowRoot) walk(element.shadowRoot, below);
        if (!classes.includes('voice')) walk(element, below);
      }
    };
    const whole = [...document.querySelectorAll('*')].find(({localName}) => localName.replace(/-\d.*/, '') === name)!;
    walk(whole.shadowRoot ?? whole, '');
    return drawn;
  }, within);
}

/** Differences from the rendering on a plain page: boxes off by more than a pixel, and styles. */
export function differences(plain: readonly RenderedElement[], hostile: readonly RenderedElement[]): string[] {
  const at = plain.findIndex(({what}, index) => what !== hostile[index]?.what);
  if (at >= 0 || plain.length !== hostile.length) return [`${plain[at]?.what ?? 'nothing'} became ${hostile[at]?.what ?? 'nothing'}`];
  return plain.flatMap(({what, box, style}, index) => {
    const other = hostile[index]!;
    const moved = box.some((side, at) => Math.abs(side - other.box[at]!) > 1);
    return [
      ...(moved ? [`${what}: [${box.join()}] became [${other.box.join()}]`] : []),
      ...Object.entries(style)
        .filter(([name, value]) => other.style[name] !== value)
        .map(([name, value]) => `${what}: ${name} ${value} became ${other.style[name]}`),
    ];
  });
}
