import {noChange} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import {onCloseRequest} from '../close-request.ts';

class CloseOnBackDirective extends AsyncDirective {
  #close: () => unknown = () => undefined;
  #stop: (() => void) | undefined;

  render(close: () => unknown): unknown {
    this.#close = close;
    this.#stop ??= onCloseRequest(() => this.#close());
    return noChange;
  }

  protected override disconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}

/** Makes going back on a phone close this element, and not what is below it. */
export const closeOnBack = directive(CloseOnBackDirective);
