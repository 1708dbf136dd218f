import {nothing, render} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import type {EntryRange} from './entry-range.ts';
import type {RowTemplate} from './rows.ts';
import {shallowEqual} from './shallow-equal.ts';

/** A range of the conversation in the document: drawn, or an empty placeholder of about the same height. */
export class Chunk implements EntryRange {
  from: number;
  to: number;
  /** Pixels, once measured. */
  height: number | undefined;
  #deps: readonly unknown[] | undefined;
  /** The element of each row and what it depends on, by the id of its entry. */
  readonly #rows = new Map<string, {element: HTMLElement; deps: RowTemplate['deps'] | undefined}>();
  #element: HTMLElement | undefined;

  constructor({from, to}: EntryRange) {
    this.from = from;
    this.to = to;
  }

  /** Created on first use: most of a long conversation is never shown. */
  get element(): HTMLElement {
    return (this.#element ??= createPlaceholder());
  }

  get isDrawn(): boolean {
    return this.#deps !== undefined;
  }

  /**
   * Draws the chunk, unless it is already drawn from the same values.
   *
   * @param deps Everything the rows depend on.
   */
  draw(deps: readonly unknown[], rows: () => readonly RowTemplate[]): void {
    if (shallowEqual(deps, this.#deps)) return;
    if (!this.#deps) this.element.replaceChildren();
    this.#deps = deps;
    this.element.classList.remove('husk');
    this.element.style.removeProperty('block-size');
    this.#reconcile(rows());
  }

  /** Draws what has changed. The elements of rows that stay are neither drawn nor moved, so that nothing in them is lost. */
  #reconcile(rows: readonly RowTemplate[]): void {
    const ids = new Set(rows.map(({id}) => id));
    for (const [id, {element}] of this.#rows) {
      if (ids.has(id)) continue;
      render(nothing, element);
      element.remove();
      this.#rows.delete(id);
    }
    let next = this.element.firstChild;
    for (const {id, deps, draw} of rows) {
      const row = this.#rows.get(id) ?? {element: document.createElement('div'), deps: undefined};
      this.#rows.set(id, row);
      if (row.element === next) next = next.nextSibling;
      else this.element.insertBefore(row.element, next);
      if (!shallowEqual(deps, row.deps)) render(draw(), row.element);
      row.deps = deps;
    }
  }

  /** Gives an undrawn chunk its probable height. @returns The height it takes up, in pixels. */
  estimate(pixels: number): number {
    const height = this.height ?? pixels;
    if (!this.isDrawn) this.element.style.setProperty('block-size', `${height}px`);
    return height;
  }

  /** Puts the plain text into a placeholder, so that the browser's search finds it. */
  fill(text: () => string): void {
    if (this.isDrawn || this.element.hasChildNodes()) return;
    this.element.textContent = text();
    this.element.classList.add('husk');
  }

  /** Turns back into a placeholder of the same height. */
  clear(): void {
    this.height = this.element.offsetHeight;
    this.#deps = undefined;
    this.#rows.clear();
    const element = createPlaceholder();
    this.element.replaceWith(element);
    this.#element = element;
    this.estimate(this.height);
  }

  /** Whether the visitor is using it: focus, selection, playing media or anything opened keep it drawn. */
  get isInUse(): boolean {
    const root = this.element.getRootNode() as ShadowRoot;
    const selection = root.ownerDocument?.getSelection();
    return (
      this.element.contains(root.activeElement) ||
      (selection?.type === 'Range' && selection.containsNode(this.element, true)) ||
      [...this.element.querySelectorAll<HTMLMediaElement>('audio, video')].some(({paused}) => !paused) ||
      this.element.querySelector('dialog[open], [popover]:popover-open, [aria-expanded="true"]') !== null
    );
  }

  entries(all: readonly Entry[]): readonly Entry[] {
    return all.slice(this.from, this.to);
  }
}

function createPlaceholder(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'chunk';
  return element;
}
