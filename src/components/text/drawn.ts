import {Directive, directive, type PartInfo} from 'lit/directive.js';
import type {PartContext} from '../context.ts';
import {PageEvent} from '../events.ts';
import {type Drawing, markdown, type Reading} from './markdown.ts';

/**
 * The element for a body with markup. It is created here and not by a template, because its content is replaced directly and
 * a template would be slower.
 */
class DrawnDirective extends Directive {
  readonly #place = document.createElement('div');
  #body: string | undefined;
  #reading: Reading | undefined;
  #reachable = true;
  /** The current content, to be extended when the body grows. */
  #drawing: Drawing | undefined;

  constructor(info: PartInfo) {
    super(info);
    this.#place.dir = 'auto';
    this.#place.addEventListener('click', leave);
  }

  override render(body: string, {options, labels, reachable}: PartContext): Element {
    const reading: Reading = {html: options.html, markdown: options.markdown, links: options.links, labels};
    this.#reachable = reachable;
    if (!same(this.#reading, reading)) this.#drawing = undefined;
    else if (this.#body === body) {
      reach(this.#place, reachable);
      return this.#place;
    }
    this.#body = body;
    this.#reading = reading;
    this.#draw(body, reading);
    return this.#place;
  }

  #draw(body: string, reading: Reading): void {
    try {
      this.#drawing = markdown(body, reading, this.#place, this.#drawing);
      const {nodes, after, judged} = this.#drawing;
      this.#show(nodes, after);
      if (judged) void this.#judge(judged, reading);
    } catch (cause) {
      console.warn('Parley: a message could not be read as Markdown and is shown as it was written.', cause);
      this.#drawing = undefined;
      this.#place.className = '';
      this.#place.textContent = body;
    }
  }

  /** Shows the body including its HTML once that is sanitised, unless the body has been replaced in the meantime. */
  async #judge(judged: NonNullable<Drawing['judged']>, reading: Reading): Promise<void> {
    try {
      const nodes = await judged;
      if (nodes && this.#reading === reading) this.#show(nodes);
    } catch (cause) {
      this.#reading = undefined; // Lets the next rendering try again.
      console.warn('Parley: part of a message could not be loaded; it is shown without it.', cause);
    }
  }

  /** @param after The last of the existing nodes that stay. */
  #show(nodes: DocumentFragment, after?: ChildNode): void {
    this.#place.className = 'text';
    if (after) {
      while (after.nextSibling) after.nextSibling.remove();
      this.#place.append(nodes);
    } else this.#place.replaceChildren(nodes);
    if (!this.#reachable) reach(this.#place, false);
  }
}

/** Draws a body of Markdown and HTML into an element. */
export const drawn = directive(DrawnDirective);

/** Links in a text fire a cancelable event first, so that the page can prevent the navigation. */
function leave(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (link && !link.dispatchEvent(new PageEvent('web_url', Object.freeze({url: link.href}), undefined))) event.preventDefault();
}

function same(before: Reading | undefined, now: Reading): boolean {
  return before !== undefined && (Object.keys(now) as (keyof Reading)[]).every((key) => before[key] === now[key]);
}

/** Moves links in or out of the tab order. Scrollable boxes stay in it, or keyboard users could not scroll them. */
function reach(element: Element, reachable: boolean): void {
  for (const link of element.querySelectorAll('a')) {
    if (reachable) link.removeAttribute('tabindex');
    else link.tabIndex = -1;
  }
}
