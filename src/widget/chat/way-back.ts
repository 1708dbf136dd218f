import {noChange} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import {closeSignal} from '../close-signal.ts';

class WayBackDirective extends AsyncDirective {
  #close: () => unknown = () => undefined;
  #end: (() => void) | undefined;

  render(close: () => unknown): unknown {
    this.#close = close;
    this.#end ??= closeSignal(() => this.#close());
    return noChange;
  }

  protected override disconnected(): void {
    this.#end?.();
    this.#end = undefined;
  }
}

/** Makes going back on a phone close this element, and not what is below it. */
export const wayBack = directive(WayBackDirective);
