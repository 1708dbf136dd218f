import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {ChildPart} from 'lit';
import type {PartInfo} from 'lit/directive.js';
import {drawSafely} from './draw-safely.ts';
import type {LatePart} from './late-part.ts';
import {adoptPartStyles} from './part-styles.ts';

/** Draws with a part, right away if it is loaded; until then, draws the fallback. */
class LateDirective extends AsyncDirective {
  readonly #partInfo: PartInfo;
  #draw: (() => unknown) | undefined;

  constructor(partInfo: PartInfo) {
    super(partInfo);
    this.#partInfo = partInfo;
  }

  override render<A extends readonly unknown[]>(latePart: LatePart<A>, args: A, fallback: () => unknown): unknown {
    const {part} = latePart;
    this.#draw = undefined;
    if (part) return drawSafely(() => part.draw(...args), fallback);
    this.#draw = () => this.render(latePart, args, fallback);
    latePart.load().then(
      () => this.#drawLoaded(),
      (cause: unknown) => console.warn('Parley: part of a message could not be loaded; the text there is stands in its place.', cause),
    );
    return fallback();
  }

  protected override reconnected(): void {
    this.#drawLoaded();
  }

  /** Draws the loaded part, unless something else has been drawn in the meantime. */
  #drawLoaded(): void {
    if (!this.#draw || !this.isConnected) return;
    const root = (this.#partInfo as ChildPart).parentNode.getRootNode();
    if (root instanceof ShadowRoot) adoptPartStyles(root);
    this.setValue(this.#draw());
  }
}

const lateDirective = directive(LateDirective);

/** Draws with a part that may have to be loaded first; `fallback` is drawn until then, or if loading fails. */
export function drawLate<A extends readonly unknown[]>(part: LatePart<A>, args: A, fallback: () => unknown): unknown {
  return lateDirective(part, args, fallback);
}
