import {noChange} from 'lit';
import {AsyncDirective, directive, type ElementPart} from 'lit/async-directive.js';

class PressOutsideDirective extends AsyncDirective {
  #element: Element | undefined;
  #onPress: (target: Element) => void = () => undefined;
  #listening: AbortController | undefined;

  render(_onPress: (target: Element) => void): unknown {
    return noChange;
  }

  override update({element}: ElementPart, [onPress]: Parameters<this['render']>): unknown {
    this.#element = element;
    this.#onPress = onPress;
    if (!this.#listening) this.reconnected();
    return noChange;
  }

  protected override disconnected(): void {
    this.#listening?.abort();
  }

  protected override reconnected(): void {
    this.#listening = new AbortController();
    const onPointerdown = (event: Event): void => {
      const path = event.composedPath();
      if (!path.includes(this.#element!)) this.#onPress(path[0] as Element);
    };
    document.addEventListener('pointerdown', onPointerdown, {capture: true, signal: this.#listening.signal});
  }
}

/** Calls back when something outside its element is pressed, anywhere on the page, while the element is in the document. */
export const pressOutside = directive(PressOutsideDirective);
