import {render, type TemplateResult} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import type {Stretch} from './cut.ts';
import type {Drawn} from './entry.ts';
import {isSame} from './same.ts';

const none: Drawn = new Map();

/** A stretch of the conversation in the document: drawn, or an empty shell of about the same height. */
export class Chunk implements Stretch {
  from: number;
  to: number;
  /** Pixels, once measured. */
  height: number | undefined;
  /** What each row was drawn from, by the id of its entry. */
  rows: Drawn = none;
  #drawn: readonly unknown[] | undefined;
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
   * @param from Everything the template depends on.
   */
  draw(from: readonly unknown[], template: () => TemplateResult): void {
    if (isSame(from, this.#drawn)) return;
    if (!this.#drawn) this.element.replaceChildren();
    this.#drawn = from;
    this.element.classList.remove('husk');
    this.element.style.removeProperty('block-size');
    render(template(), this.element);
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
    this.rows = none;
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
