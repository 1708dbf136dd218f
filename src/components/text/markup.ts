import {Directive, directive, type PartInfo} from 'lit/directive.js';
import type {PartContext} from '../context.ts';
import {PageEvent} from '../events.ts';
import {type Rendering, markdown, type BodyOptions} from './markdown.ts';

/**
 * The element for a body with markup. It is created here and not by a template, because its content is replaced directly and
 * a template would be slower.
 */
class MarkupDirective extends Directive {
  readonly #element = document.createElement('div');
  #body: string | undefined;
  #bodyOptions: BodyOptions | undefined;
  #isReachable = true;
  /** The current content, to be extended when the body grows. */
  #rendering: Rendering | undefined;

  constructor(info: PartInfo) {
    super(info);
    this.#element.dir = 'auto';
    this.#element.addEventListener('click', requestNavigation);
  }

  override render(body: string, {options, labels, reachable}: PartContext): Element {
    const bodyOptions: BodyOptions = {html: options.html, markdown: options.markdown, links: options.links, labels};
    this.#isReachable = reachable;
    if (!areEqual(this.#bodyOptions, bodyOptions)) this.#rendering = undefined;
    else if (this.#body === body) {
      setReachable(this.#element, reachable);
      return this.#element;
    }
    this.#body = body;
    this.#bodyOptions = bodyOptions;
    this.#draw(body, bodyOptions);
    return this.#element;
  }

  #draw(body: string, bodyOptions: BodyOptions): void {
    try {
      this.#rendering = markdown(body, bodyOptions, this.#element, this.#rendering);
      const {nodes, after, sanitized} = this.#rendering;
      this.#show(nodes, after);
      if (sanitized) void this.#showSanitized(sanitized, bodyOptions);
    } catch (cause) {
      console.warn('Parley: a message could not be read as Markdown and is shown as it was written.', cause);
      this.#rendering = undefined;
      this.#element.className = '';
      this.#element.textContent = body;
    }
  }

  /** Shows the body including its HTML once that is sanitised, unless the body has been replaced in the meantime. */
  async #showSanitized(sanitized: NonNullable<Rendering['sanitized']>, bodyOptions: BodyOptions): Promise<void> {
    try {
      const nodes = await sanitized;
      if (nodes && this.#bodyOptions === bodyOptions) this.#show(nodes);
    } catch (cause) {
      this.#bodyOptions = undefined; // Lets the next rendering try again.
      console.warn('Parley: part of a message could not be loaded; it is shown without it.', cause);
    }
  }

  /** @param last The last of the existing nodes that stay. */
  #show(nodes: DocumentFragment, last?: ChildNode): void {
    this.#element.className = 'text';
    if (last) {
      while (last.nextSibling) last.nextSibling.remove();
      this.#element.append(nodes);
    } else this.#element.replaceChildren(nodes);
    if (!this.#isReachable) setReachable(this.#element, false);
  }
}

/** Draws a body of Markdown and HTML into an element. */
export const markup = directive(MarkupDirective);

/** Links in a text fire a cancelable event first, so that the page can prevent the navigation. */
function requestNavigation(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (link && !link.dispatchEvent(new PageEvent('web_url', Object.freeze({url: link.href}), undefined))) event.preventDefault();
}

function areEqual(previous: BodyOptions | undefined, next: BodyOptions): boolean {
  return previous !== undefined && (Object.keys(next) as (keyof BodyOptions)[]).every((key) => previous[key] === next[key]);
}

/** Moves links in or out of the tab order. Scrollable boxes stay in it, or keyboard users could not scroll them. */
function setReachable(element: Element, reachable: boolean): void {
  for (const link of element.querySelectorAll('a')) {
    if (reachable) link.removeAttribute('tabindex');
    else link.tabIndex = -1;
  }
}
