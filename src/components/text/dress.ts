import {safeLink} from '../safe-url.ts';
import type {PartOptions} from '../context.ts';
import type {Labels} from '../labels.ts';

/** What nodes made from a body are dressed with. */
export interface Dress {
  links: PartOptions['links'];
  labels: Labels;
}

/** Makes a link of an anchor. False where its address is not safe: its words then stand for themselves. */
export function dressLink(anchor: HTMLAnchorElement, href: string, {links}: Dress): boolean {
  const url = safeLink(href);
  if (!url) return false;
  anchor.href = url;
  anchor.rel = 'noopener noreferrer nofollow';
  if (links === 'new-tab' && url.startsWith('http')) anchor.target = '_blank';
  if (!anchor.textContent?.trim()) anchor.append(url);
  return true;
}

/** A table scrolls in a box of its own, which a keyboard can reach. */
export function boxed(table: HTMLTableElement, {labels}: Dress): HTMLElement {
  const box = document.createElement('div');
  box.className = 'table';
  box.append(table);
  return scrolls(box, labels.table);
}

/** Code scrolls in itself and reads from the left in any language. */
export function dressCode(block: HTMLPreElement, {labels}: Dress): HTMLElement {
  block.dir = 'ltr';
  return scrolls(block, labels.code);
}

/** Aligns a cell in the reading direction: Markdown's right is the far side. */
export function align(cell: HTMLTableCellElement, to: string | null): void {
  if (to === 'right') cell.className = 'end';
  if (to === 'center') cell.className = 'centre';
}

/** Numbers too long to hang beside their words stand among them. */
export function dressNumbers(list: HTMLOListElement): void {
  if (list.start + list.children.length > 100) list.className = 'long';
}

function scrolls(box: HTMLElement, name: string): HTMLElement {
  box.tabIndex = 0;
  box.role = 'group';
  box.ariaLabel = name;
  return box;
}
