import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {ChildPart} from 'lit';
import type {PartInfo} from 'lit/directive.js';
import {guarded} from './guarded.ts';
import type {LatePart} from './late-part.ts';
import {adoptParts} from './part-styles.ts';

/** Draws with a part, right away if it is loaded; until then, draws a placeholder. */
class LateDirective extends AsyncDirective {
  readonly #place: PartInfo;
  #draw: (() => unknown) | undefined;

  constructor(place: PartInfo) {
    super(place);
    this.#place = place;
  }

  override render<A extends readonly unknown[]>(late: LatePart<A>, given: A, meanwhile: () => unknown): unknown {
    const {part} = late;
    this.#draw = undefined;
    if (part) return guarded(() => part.draw(...given), meanwhile);
    this.#draw = () => this.render(late, given, meanwhile);
    late.load().then(
      () => this.#come(),
      (cause: unknown) => console.warn('Parley: part of a message could not be loaded; the text there is stands in its place.', cause),
    );
    return meanwhile();
  }

  protected override reconnected(): void {
    this.#come();
  }

  /** Draws the loaded part, unless something else has been drawn in the meantime. */
  #come(): void {
    if (!this.#draw || !this.isConnected) return;
    const root = (this.#place as ChildPart).parentNode.getRootNode();
    if (root instanceof ShadowRoot) adoptParts(root);
    this.setValue(this.#draw());
  }
}

const late = directive(LateDirective);

/** Draws with a part that may have to be loaded first; `meanwhile` is drawn until then, or if loading fails. */
export function drawLate<A extends readonly unknown[]>(part: LatePart<A>, given: A, meanwhile: () => unknown): unknown {
  return late(part, given, meanwhile);
}
