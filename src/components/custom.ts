import {noChange, render, type RootPart, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {CustomRenderer, PartContext} from './context.ts';
import {type ParsedPart, toWire} from './to-wire.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Renders a custom renderer's output into its own container. Whatever throws, even later while it is inserted into the document, then
 * affects nothing else, and nothing is rendered again unless the data or the context changes.
 */
class CustomDirective extends AsyncDirective {
  #inputs: readonly unknown[] | undefined;
  #container: HTMLElement | undefined;
  #root: RootPart | undefined;

  override render(renderer: CustomRenderer, data: Data, context: PartContext, fallback: () => unknown): unknown {
    const inputs = inputsOf(renderer, data, context);
    if (inputs.every((value, index) => value === this.#inputs?.[index])) return this.#container ? noChange : fallback();
    this.#inputs = inputs;
    try {
      this.#container ??= newContainer();
      this.#root = render(checkedOutput(renderer.render(data, context)), this.#container);
      return this.#container;
    } catch (error) {
      console.error('Parley: a renderer of this page threw; the text there is stands in its place.', error);
      this.#container = undefined; // May contain partial output.
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

const customDirective = directive(CustomDirective);

/**
 * Draws a message, or a part of one, with the page's own renderer, which receives the data as it came on the wire. Without a
 * renderer, or if it throws (which is logged), the fallback is drawn.
 */
export function drawCustom(renderer: CustomRenderer | undefined, part: ParsedPart, context: PartContext, fallback: () => unknown): unknown {
  return renderer ? customDirective(renderer, toWire(part), context, fallback) : fallback();
}

/** The values whose change requires a new rendering. Data is compared by content, since it is assembled anew each time. */
function inputsOf(renderer: CustomRenderer, data: Data, {view, live, reachable, labels, locale, options}: PartContext): readonly unknown[] {
  return [renderer, JSON.stringify(data), view, live, reachable, labels, locale, options];
}

function checkedOutput(value: Node | Partial<TemplateResult> | undefined): unknown {
  if (value instanceof Node || value?._$litType$) return value;
  throw new TypeError('render() must return a node or a lit template');
}

function newContainer(): HTMLElement {
  const container = document.createElement('div');
  container.className = 'custom';
  return container;
}
