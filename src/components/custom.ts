import {noChange, render, type RootPart, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {CustomRenderer, PartContext} from './context.ts';
import {type Kept, onWire} from './on-wire.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Renders a custom renderer's output into its own box. Whatever throws, even later while it is inserted into the document, then
 * affects nothing else, and nothing is rendered again unless the data or the context changes.
 */
class CustomDirective extends AsyncDirective {
  #drawn: readonly unknown[] | undefined;
  #box: HTMLElement | undefined;
  #root: RootPart | undefined;

  override render(renderer: CustomRenderer, data: Data, context: PartContext, fallback: () => unknown): unknown {
    const given = whatMatters(renderer, data, context);
    if (given.every((value, index) => value === this.#drawn?.[index])) return this.#box ? noChange : fallback();
    this.#drawn = given;
    try {
      this.#box ??= newBox();
      this.#root = render(shown(renderer.render(data, context)), this.#box);
      return this.#box;
    } catch (error) {
      console.error('Parley: a renderer of this page threw; the text there is stands in its place.', error);
      this.#box = undefined; // May contain partial output.
      return fallback();
    }
  }

  protected override disconnected(): void {
    this.#root?.setConnected(false);
  }

  protected override reconnected(): void {
    this.#root?.setConnected(true);
  }
}

const custom = directive(CustomDirective);

/**
 * Draws a message, or a part of one, with the page's own renderer, which receives the data as it came on the wire. Without a
 * renderer, or if it throws (which is logged), the fallback is drawn.
 */
export function drawCustom(renderer: CustomRenderer | undefined, part: Kept, context: PartContext, fallback: () => unknown): unknown {
  return renderer ? custom(renderer, onWire(part), context, fallback) : fallback();
}

/** The values whose change requires a new rendering. Data is compared by content, since it is assembled anew each time. */
function whatMatters(
  renderer: CustomRenderer,
  data: Data,
  {view, live, reachable, labels, locale, options}: PartContext,
): readonly unknown[] {
  return [renderer, JSON.stringify(data), view, live, reachable, labels, locale, options];
}

function shown(value: Node | Partial<TemplateResult> | undefined): unknown {
  if (value instanceof Node || value?._$litType$) return value;
  throw new TypeError('render() must return a node or a lit template');
}

function newBox(): HTMLElement {
  const box = document.createElement('div');
  box.className = 'custom';
  return box;
}
