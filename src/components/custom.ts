import {noChange, render, type RootPart} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import {isTemplateResult} from 'lit/directive-helpers.js';
import type {CustomRenderer, PartContext} from './context.ts';
import {type Kept, onWire} from './on-wire.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * A page's own renderer draws into a box of its own. If it throws, even later while its result is inserted, nothing else is affected;
 * and it is not called again until the data or the context changes.
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
 * Draws a message, or part of one, with a page's own renderer, which gets it as it came on the wire. Without a renderer the fallback is
 * drawn, and also if it throws, with an error in the console.
 */
export function drawCustom(renderer: CustomRenderer | undefined, part: Kept, context: PartContext, fallback: () => unknown): unknown {
  return renderer ? custom(renderer, onWire(part), context, fallback) : fallback();
}

/** The values whose change requires redrawing. Data is compared as JSON, since it is a new object each time. */
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
