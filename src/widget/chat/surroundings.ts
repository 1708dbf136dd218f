import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {type FollowedTheme, followTheme} from '../theme.ts';

export interface SurroundingsOptions {
  /** The page's language changed. */
  spoken(): void;
  /** The page, or the chat on it, became visible or hidden. */
  looked(): void;
  /** The page is being left. */
  left(): void;
}

/** Observes what is around a chat: the network, the page's language and theme, and whether the page is visible. */
export class Surroundings implements ReactiveController {
  online = navigator.onLine;
  #theme: FollowedTheme | undefined;
  #life = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: SurroundingsOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const {signal} = this.#life;
    const network = () => {
      this.online = navigator.onLine;
      this.host.requestUpdate();
    };
    window.addEventListener('online', network, {signal});
    window.addEventListener('offline', network, {signal});
    window.addEventListener('pagehide', this.options.left, {signal});
    document.addEventListener('visibilitychange', this.options.looked, {signal});
    const language = new MutationObserver(this.options.spoken);
    language.observe(document.documentElement, {attributeFilter: ['lang']});
    this.#theme = followTheme(this.host);
    const sight = new IntersectionObserver(this.options.looked);
    sight.observe(this.host);
    signal.addEventListener('abort', () => [language.disconnect(), sight.disconnect(), this.#theme?.end()]);
    network();
    this.options.spoken();
  }

  hostDisconnected(): void {
    this.#life.abort();
  }

  /** Applies the theme again after the option has changed. */
  updateTheme(): void {
    this.#theme?.update();
  }
}
