import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {type FollowedTheme, followTheme} from '../theme.ts';

export interface SurroundingsOptions {
  /** The page speaks another language. */
  spoken(): void;
  /** The page came into sight or left it. */
  looked(): void;
  /** The page goes away. */
  left(): void;
}

/** The environment of a chat: the network, the page's language and theme, its visibility and end. */
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
    signal.addEventListener('abort', () => [language.disconnect(), this.#theme?.end()]);
    network();
    this.options.spoken();
  }

  hostDisconnected(): void {
    this.#life.abort();
  }

  /** Looks at the page's theme again, after the option changed. */
  updateTheme(): void {
    this.#theme?.update();
  }
}
