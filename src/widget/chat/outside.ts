import {noChange} from 'lit';
import {AsyncDirective, directive, type ElementPart} from 'lit/async-directive.js';

class OutsideDirective extends AsyncDirective {
  #element: Element | undefined;
  #pressed: (target: Element) => void = () => undefined;
  #listening: AbortController | undefined;

  render(_pressed: (target: Element) => void): unknown {
    return noChange;
  }

  override update({element}: ElementPart, [pressed]: Parameters<this['render']>): unknown {
    this.#element = element;
    this.#pressed = pressed;
    if (!this.#listening) this.reconnected();
    return noChange;
  }

  protected override disconnected(): void {
    this.#listening?.abort();
  }

  protected override reconnected(): void {
    this.#listening = new AbortController();
    const hear = (event: Event): void => {
      const path = event.composedPath();
      if (!path.includes(this.#element!)) this.#pressed(path[0] as Element);
    };
    document.addEventListener('pointerdown', hear, {capture: true, signal: this.#listening.signal});
  }
}

/** Calls back when something outside its element is pressed, anywhere on the page, while the element is in the document. */
export const outside = directive(OutsideDirective);
