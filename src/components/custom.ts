import {noChange, render, type RootPart} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import {isTemplateResult} from 'lit/directive-helpers.js';
import type {CustomRenderer, PartContext} from './context.ts';
import {type Kept, onWire} from './on-wire.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * What a page's own renderer draws lives in a box of its own: what throws, also later while it is put into the document, takes nothing else
 * with it, and nothing is drawn again while neither the data nor the context changed.
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
      this.#box = undefined; // Half a drawing may stand in it.
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
 * Draws what a page's own renderer draws of a message or a part of one, as it came on the wire; where there is none, or for one that throws,
 * of which the console is told, the fallback stands in.
 */
export function drawCustom(renderer: CustomRenderer | undefined, part: Kept, context: PartContext, fallback: () => unknown): unknown {
  return renderer ? custom(renderer, onWire(part), context, fallback) : fallback();
}

/** Values that make another drawing when one of them changed. Data is compared by what it says: it is put together anew each time. */
function whatMatters(
  renderer: CustomRenderer,
  data: Data,
  {view, live, reachable, labels, locale, options}: PartContext,
): readonly unknown[] {
  return [renderer, JSON.stringify(data), view, live, reachable, labels, locale, options];
}

function shown(value: unknown): unknown {
  if (value instanceof Node || isTemplateResult(value)) return value;
  throw new TypeError('render() must return a node or a lit template');
}

function newBox(): HTMLElement {
  const box = document.createElement('div');
  box.className = 'custom';
  return box;
}
