import {safeLink} from '../safe-url.ts';
import type {PartOptions} from '../context.ts';
import type {Labels} from '../labels.ts';

/** Settings for the nodes of a body. */
export interface Dress {
  links: PartOptions['links'];
  labels: Labels;
}

/** Makes an anchor a link of ours. If its URL is not safe, it is replaced by its text. */
export function dressLink(anchor: HTMLAnchorElement, href: string, {links, labels}: Dress): void {
  const url = safeLink(href);
  if (!url) return anchor.replaceWith(...anchor.childNodes);
  anchor.href = url;
  anchor.rel = 'noopener noreferrer nofollow';
  if (!anchor.textContent?.trim()) anchor.append(url);
  if (links !== 'new-tab' || !url.startsWith('http')) return;
  anchor.target = '_blank';
  const heard = document.createElement('span');
  heard.className = 'unseen';
  heard.append(` (${labels.opens_new_tab})`);
  anchor.append(heard);
}

/** Puts a table into a box of its own, which scrolls and can be reached by keyboard. */
export function boxed(table: HTMLTableElement, {labels}: Dress): void {
  const box = document.createElement('div');
  box.className = 'table';
  table.replaceWith(box);
  scrolls(box, labels.table).append(table);
}

/** Makes code scroll inside its box, and read from the left in any language. */
export function dressCode(block: HTMLPreElement, {labels}: Dress): HTMLElement {
  block.dir = 'ltr';
  return scrolls(block, labels.code);
}

/** Aligns a cell in the reading direction: Markdown's right is the far side. */
export function align(cell: HTMLTableCellElement, to: string | null): void {
  if (to === 'right') cell.className = 'end';
  if (to === 'center') cell.className = 'centre';
}

/** Puts list numbers that are too long for the margin inside the text. */
export function dressNumbers(list: HTMLOListElement): void {
  if (list.start + list.children.length > 100) list.className = 'long';
}

function scrolls(box: HTMLElement, name: string): HTMLElement {
  box.tabIndex = 0;
  box.role = 'group';
  box.ariaLabel = name;
  return box;
}
