import {Directive, directive, type PartInfo} from 'lit/directive.js';
import type {PartContext} from '../context.ts';
import {PageEvent} from '../events.ts';
import type {Drawing, Reading} from './markdown.ts';

type Markdown = typeof import('./markdown.ts');

let markdown: Markdown | undefined;

/** Loads what reads Markdown, so that the first message that needs it need not wait. Rejects where the network does. */
export async function loadMarkdown(): Promise<void> {
  markdown ??= await import('./markdown.ts');
}

/** An element for a body that is more than plain words. It is made here, not by a template: what stands in it is ours to replace, and a template takes longer. */
class DrawnDirective extends Directive {
  readonly #place = document.createElement('div');
  #body: string | undefined;
  #reading: Reading | undefined;
  #reachable = true;
  /** What stands there, to be gone on from when the body grows. */
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
    if (markdown) this.#draw(markdown, body, reading);
    else this.#drawLater(body, reading);
    return this.#place;
  }

  /** The words stand there as they came until they can be read. Where that never happens, they are all there is. */
  #drawLater(body: string, reading: Reading): void {
    this.#asWritten(body);
    void this.#whenLoaded(loadMarkdown(), reading, () => markdown && this.#draw(markdown, body, reading));
  }

  #draw(reader: Markdown, body: string, reading: Reading): void {
    try {
      this.#drawing = reader.markdown(body, reading, this.#place, this.#drawing);
      const {nodes, after, judged} = this.#drawing;
      this.#show(nodes, after);
      if (judged) void this.#whenLoaded(judged, reading, (better) => better && this.#show(better));
    } catch (cause) {
      console.warn('Parley: a message could not be read as Markdown and is shown as it was written.', cause);
      this.#asWritten(body);
    }
  }

  /** Goes on when something was loaded, unless another body has taken the place meanwhile. */
  async #whenLoaded<T>(loading: Promise<T>, reading: Reading, then: (loaded: T) => void): Promise<void> {
    try {
      const loaded = await loading;
      if (this.#reading === reading) then(loaded);
    } catch (cause) {
      this.#reading = undefined; // The next drawing tries again.
      console.warn('Parley: part of a message could not be loaded; it is shown without it.', cause);
    }
  }

  #asWritten(body: string): void {
    this.#drawing = undefined;
    this.#place.className = 'text written';
    this.#place.textContent = body;
  }

  /** @param after The last of what stands there already and stays. */
  #show(nodes: DocumentFragment, after?: ChildNode): void {
    this.#place.className = 'text';
    if (after) {
      while (after.nextSibling) after.nextSibling.remove();
      this.#place.append(nodes);
    } else this.#place.replaceChildren(nodes);
    if (!this.#reachable) reach(this.#place, false);
  }
}

/** An element in which a body of Markdown and HTML is drawn. */
export const drawn = directive(DrawnDirective);

/** A link of a text is left by the page's leave: the event is cancelable. */
function leave(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (link && !link.dispatchEvent(new PageEvent('web_url', Object.freeze({url: link.href}), undefined))) event.preventDefault();
}

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
