import {nothing, render} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import type {Stretch} from './cut.ts';
import type {Drawn} from './entry.ts';
import {isSame} from './same.ts';

/** A stretch of the conversation in the document: drawn, or an empty shell of about the same height. */
export class Chunk implements Stretch {
  from: number;
  to: number;
  /** Pixels, once measured. */
  height: number | undefined;
  #drawn: readonly unknown[] | undefined;
  /** The element of each row and what it was drawn from, by the id of its entry. */
  readonly #rows = new Map<string, {element: HTMLElement; from: Drawn['from'] | undefined}>();
  #element: HTMLElement | undefined;

  constructor({from, to}: Stretch) {
    this.from = from;
    this.to = to;
  }

  /** Created on first use: most of a long conversation is never shown. */
  get element(): HTMLElement {
    return (this.#element ??= shell());
  }

  get isDrawn(): boolean {
    return this.#drawn !== undefined;
  }

  /**
   * Draws the chunk, unless it is already drawn from the same values.
   *
   * @param from Everything the rows depend on.
   */
  draw(from: readonly unknown[], rows: () => readonly Drawn[]): void {
    if (isSame(from, this.#drawn)) return;
    if (!this.#drawn) this.element.replaceChildren();
    this.#drawn = from;
    this.element.classList.remove('husk');
    this.element.style.removeProperty('block-size');
    this.#arrange(rows());
  }

  /** Draws what has changed. The elements of rows that stay are neither drawn nor moved, so that nothing in them is lost. */
  #arrange(rows: readonly Drawn[]): void {
    const ids = new Set(rows.map(({id}) => id));
    for (const [id, {element}] of this.#rows) {
      if (ids.has(id)) continue;
      render(nothing, element);
      element.remove();
      this.#rows.delete(id);
    }
    let next = this.element.firstChild;
    for (const {id, from, draw} of rows) {
      const row = this.#rows.get(id) ?? {element: document.createElement('div'), from: undefined};
      this.#rows.set(id, row);
      if (row.element === next) next = next.nextSibling;
      else this.element.insertBefore(row.element, next);
      if (!isSame(from, row.from)) render(draw(), row.element);
      row.from = from;
    }
  }

  /** Gives an undrawn chunk its probable height. @returns The height it takes up, in pixels. */
  guess(pixels: number): number {
    const height = this.height ?? pixels;
    if (!this.isDrawn) this.element.style.setProperty('block-size', `${height}px`);
    return height;
  }

  /** Puts the plain text into a shell, so that the browser's search finds it. */
  fill(words: () => string): void {
    if (this.isDrawn || this.element.hasChildNodes()) return;
    this.element.textContent = words();
    this.element.classList.add('husk');
  }

  /** Turns back into a shell of the same height. */
  hollow(): void {
    this.height = this.element.offsetHeight;
    this.#drawn = undefined;
    this.#rows.clear();
    const empty = shell();
    this.element.replaceWith(empty);
    this.#element = empty;
    this.guess(this.height);
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

function shell(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'chunk';
  return element;
}
