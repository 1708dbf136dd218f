import {safeLink} from '../safe-url.ts';
import type {PartOptions} from '../context.ts';
import type {Labels} from '../labels.ts';
import {textLabels} from '../late-labels/text.ts';

/** Settings for the nodes made from a body. */
export interface Dress {
  links: PartOptions['links'];
  labels: Labels;
}

/** Turns an anchor into a safe link, or replaces it by its content if the URL is not safe. */
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

/** Wraps a table in a box that scrolls and that the keyboard can reach. */
export function boxed(table: HTMLTableElement, {labels}: Dress): void {
  const box = document.createElement('div');
  box.className = 'table';
  table.replaceWith(box);
  scrolls(box, labels.table ?? textLabels.table).append(table);
}

/** Code blocks scroll on their own and read left to right in any language. */
export function dressCode(block: HTMLPreElement, {labels}: Dress): HTMLElement {
  block.dir = 'ltr';
  return scrolls(block, labels.code ?? textLabels.code);
}

/** Aligns a cell in reading direction: `right` in Markdown means the end. */
export function align(cell: HTMLTableCellElement, to: string | null): void {
  if (to === 'right') cell.className = 'end';
  if (to === 'center') cell.className = 'centre';
}

/** Moves the numbers inside the list if they are too wide for its margin. */
export function dressNumbers(list: HTMLOListElement): void {
  if (list.start + list.children.length > 100) list.className = 'long';
}

function scrolls(box: HTMLElement, name: string): HTMLElement {
  box.tabIndex = 0;
  box.role = 'group';
  box.ariaLabel = name;
  return box;
}
