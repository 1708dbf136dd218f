import {safeLink} from '../safe-url.ts';
import type {PartOptions} from '../context.ts';
import type {Labels} from '../labels.ts';
import {textLabels} from '../late-labels/text.ts';

/** Settings for the nodes made from a body. */
export interface NodeOptions {
  links: PartOptions['links'];
  labels: Labels;
}

/** Turns an anchor into a safe link, or replaces it by its content if the URL is not safe. */
export function makeSafeLink(anchor: HTMLAnchorElement, href: string, {links, labels}: NodeOptions): void {
  const url = safeLink(href);
  if (!url) return anchor.replaceWith(...anchor.childNodes);
  anchor.href = url;
  anchor.rel = 'noopener noreferrer nofollow';
  if (!anchor.textContent?.trim()) anchor.append(url);
  if (links !== 'new-tab' || !url.startsWith('http')) return;
  anchor.target = '_blank';
  const hint = document.createElement('span');
  hint.className = 'unseen';
  hint.append(` (${labels.opens_new_tab})`);
  anchor.append(hint);
}

/** Wraps a table in a box that scrolls and that the keyboard can reach. */
export function wrapTable(table: HTMLTableElement, {labels}: NodeOptions): void {
  const scroller = document.createElement('div');
  scroller.className = 'table';
  table.replaceWith(scroller);
  makeScrollable(scroller, labels.table ?? textLabels.table).append(table);
}

/** Code blocks scroll on their own and read left to right in any language. */
export function setUpCode(block: HTMLPreElement, {labels}: NodeOptions): HTMLElement {
  block.dir = 'ltr';
  return makeScrollable(block, labels.code ?? textLabels.code);
}

/** Aligns a cell in reading direction: `right` in Markdown means the end. */
export function alignCell(cell: HTMLTableCellElement, alignment: string | null): void {
  if (alignment === 'right') cell.className = 'end';
  if (alignment === 'center') cell.className = 'centre';
}

/** Moves the numbers inside the list if they are too wide for its margin. */
export function fitNumbers(list: HTMLOListElement): void {
  if (list.start + list.children.length > 100) list.className = 'long';
}

function makeScrollable(scroller: HTMLElement, label: string): HTMLElement {
  scroller.tabIndex = 0;
  scroller.role = 'group';
  scroller.ariaLabel = label;
  return scroller;
}
