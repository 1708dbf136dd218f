import {render, type TemplateResult} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import type {Stretch} from './cut.ts';
import type {Drawn} from './entry.ts';
import {isSame} from './same.ts';

const none: Drawn = new Map();

/** A stretch of the conversation in the document: drawn, or an empty shell of its estimated height. */
export class Chunk implements Stretch {
  from: number;
  to: number;
  /** Pixels, once it was measured. */
  height: number | undefined;
  /** What each row was drawn from, by the id of its entry. */
  rows: Drawn = none;
  #drawn: readonly unknown[] | undefined;
  #element: HTMLElement | undefined;

  constructor({from, to}: Stretch) {
    this.from = from;
    this.to = to;
  }

  /** Made when it is first asked for: most of a long conversation is never shown. */
  get element(): HTMLElement {
    return (this.#element ??= shell());
  }

  get isDrawn(): boolean {
    return this.#drawn !== undefined;
  }

  /**
   * Draws what is in it, unless it is drawn from the very same things already.
   *
   * @param from What the template depends on.
   */
  draw(from: readonly unknown[], template: () => TemplateResult): void {
    if (isSame(from, this.#drawn)) return;
    if (!this.#drawn) this.element.replaceChildren();
    this.#drawn = from;
    this.element.classList.remove('husk');
    this.element.style.removeProperty('block-size');
    render(template(), this.element);
  }

  /** As high as it will be, with nothing in it. @returns The pixels it takes then. */
  guess(pixels: number): number {
    const height = this.height ?? pixels;
    if (!this.isDrawn) this.element.style.setProperty('block-size', `${height}px`);
    return height;
  }

  /** Puts the bare words into a shell, so that the browser's search finds them. */
  fill(words: () => string): void {
    if (this.isDrawn || this.element.hasChildNodes()) return;
    this.element.textContent = words();
    this.element.classList.add('husk');
  }

  /** Becomes a shell again, of the height it had. */
  hollow(): void {
    this.height = this.element.offsetHeight;
    this.#drawn = undefined;
    this.rows = none;
    const empty = shell();
    this.element.replaceWith(empty);
    this.#element = empty;
    this.guess(this.height);
  }

  /** Whether somebody is at it: what has the focus, a selection, a film or something open stays. */
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
