import {noChange, type ElementPart} from 'lit';
import {Directive, directive, type PartInfo, PartType} from 'lit/directive.js';
import type {PartContext} from '../context.ts';
import type {Grown} from './growth.ts';
import type {Reading} from './markdown.ts';

type Markdown = typeof import('./markdown.ts');

let markdown: Markdown | undefined;

/** Loads what reads Markdown, so that the first message that needs it need not wait. Rejects where the network does. */
export async function loadMarkdown(): Promise<void> {
  markdown ??= await import('./markdown.ts');
}

/** Fills an element with a body that is more than plain words. Lit has no part inside it, so what stands there is ours to replace. */
class DrawnDirective extends Directive {
  #body: string | undefined;
  #reading: Reading | undefined;
  #reachable = true;
  /** What stands there, if it can be gone on from. */
  #grown: Grown | undefined;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new TypeError('drawn() belongs on an element, not in it');
  }

  override render(_body: string, _context: PartContext): typeof noChange {
    return noChange;
  }

  override update({element}: ElementPart, [body, {options, labels, reachable}]: [string, PartContext]): typeof noChange {
    const reading: Reading = {html: options.html, markdown: options.markdown, links: options.links, labels};
    this.#reachable = reachable;
    if (this.#body === body && same(this.#reading, reading)) {
      reach(element, reachable);
      return noChange;
    }
    if (!same(this.#reading, reading)) this.#grown = undefined;
    this.#body = body;
    this.#reading = reading;
    if (markdown) this.#draw(markdown, element, body, reading);
    else this.#drawLater(element, body, reading);
    return noChange;
  }

  /** The words stand there as they came until they can be read. Where that never happens, they are all there is. */
  #drawLater(element: Element, body: string, reading: Reading): void {
    this.#asWritten(element, body);
    void this.#whenLoaded(loadMarkdown(), reading, () => markdown && this.#draw(markdown, element, body, reading));
  }

  #draw(reader: Markdown, element: Element, body: string, reading: Reading): void {
    try {
      const {nodes, judged, grown} = reader.markdown(body, reading, this.#grown);
      this.#show(element, nodes, grown);
      if (judged) void this.#whenLoaded(judged, reading, (better) => better && this.#show(element, better));
    } catch (cause) {
      console.warn('A message could not be read as Markdown and is shown as it was written.', cause);
      this.#asWritten(element, body);
    }
  }

  /** Goes on when something was loaded, unless another body has taken the place meanwhile. */
  async #whenLoaded<T>(loading: Promise<T>, reading: Reading, then: (loaded: T) => void): Promise<void> {
    try {
      const loaded = await loading;
      if (this.#reading === reading) then(loaded);
    } catch (cause) {
      this.#reading = undefined; // The next drawing tries again.
      console.warn('Part of a message could not be loaded; it is shown without it.', cause);
    }
  }

  #asWritten(element: Element, body: string): void {
    this.#grown = undefined;
    element.classList.add('written');
    element.textContent = body;
  }

  #show(element: Element, nodes: DocumentFragment, grown?: Grown): void {
    element.classList.remove('written');
    const last = grown?.blocks
      .slice(0, grown.kept)
      .findLast(({nodes}) => nodes.length)
      ?.nodes.at(-1);
    if (last) {
      while (last.nextSibling) last.nextSibling.remove();
      element.append(nodes);
    } else element.replaceChildren(nodes);
    this.#grown = grown;
    if (!this.#reachable) reach(element, false);
  }
}

/** Draws a body of Markdown and HTML into the element it stands on. */
export const drawn = directive(DrawnDirective);

function same(before: Reading | undefined, now: Reading): boolean {
  return (
    before !== undefined &&
    before.html === now.html &&
    before.markdown === now.markdown &&
    before.links === now.links &&
    before.labels === now.labels
  );
}

/** Puts links into the tab order, or out of it. Boxes that scroll stay in it: without a stop their end could not be read by keyboard. */
function reach(element: Element, reachable: boolean): void {
  for (const link of element.querySelectorAll('a')) {
    if (reachable) link.removeAttribute('tabindex');
    else link.tabIndex = -1;
  }
}
