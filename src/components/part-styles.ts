import type {CSSResult} from 'lit';
import type {CustomRenderers} from './context.ts';
import {lateParts} from './late-parts.ts';
import {bubbleStyles} from './message/bubble.styles.ts';
import {quickRepliesStyles} from './quick-replies/quick-replies.styles.ts';
import {templateStyles} from './template/template.styles.ts';
import {typingStyles} from './typing/typing.styles.ts';

/** The styles of the parts that are always loaded, for a root that draws whole messages. */
export const partStyles: CSSResult[] = [bubbleStyles, typingStyles, quickRepliesStyles, templateStyles];

/** Adopts the styles of parts loaded since, after those always loaded and before the page's own, which must come last. */
export function adoptPartStyles(root: ShadowRoot): void {
  const late = Object.values(lateParts).flatMap(({part}) => sheetsOf(part?.styles ?? []));
  const adopted = root.adoptedStyleSheets;
  const missing = late.filter((sheet) => !adopted.includes(sheet));
  if (!missing.length) return;
  const parts = new Set([...sheetsOf(partStyles), ...late]);
  root.adoptedStyleSheets = adopted.toSpliced(adopted.findLastIndex((sheet) => parts.has(sheet)) + 1, 0, ...new Set(missing));
  // WebKit lays out what is removed and inserted together with a change of styles one after the other, which moves the scroll position.
  void root.host.clientHeight;
}

/** Adopts the styles of a page's renderers, each once. */
export function adoptCustomStyles(root: ShadowRoot, renderers: CustomRenderers): void {
  const missing = [...renderers.values()].flatMap(({styles}) => (styles && !root.adoptedStyleSheets.includes(styles) ? [styles] : []));
  if (missing.length) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...new Set(missing)];
}

function sheetsOf(styles: readonly CSSResult[]): CSSStyleSheet[] {
  return styles.flatMap(({styleSheet}) => styleSheet ?? []);
}
