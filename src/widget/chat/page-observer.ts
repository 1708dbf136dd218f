import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {type ThemeObserver, observeTheme} from '../theme.ts';

export interface PageObserverOptions {
  /** The page's language changed. */
  onLanguage(): void;
  /** The page, or the chat on it, became visible or hidden. */
  onVisibility(): void;
  /** The page is being left. */
  onLeave(): void;
}

/** Observes what is around a chat: the network, the page's language and theme, and whether the page is visible. */
export class PageObserver implements ReactiveController {
  online = navigator.onLine;
  #theme: ThemeObserver | undefined;
  #listening = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: PageObserverOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const {signal} = this.#listening;
    const updateOnline = () => {
      this.online = navigator.onLine;
      this.host.requestUpdate();
    };
    window.addEventListener('online', updateOnline, {signal});
    window.addEventListener('offline', updateOnline, {signal});
    window.addEventListener('pagehide', this.options.onLeave, {signal});
    document.addEventListener('visibilitychange', this.options.onVisibility, {signal});
    const language = new MutationObserver(this.options.onLanguage);
    language.observe(document.documentElement, {attributeFilter: ['lang']});
    this.#theme = observeTheme(this.host);
    const intersection = new IntersectionObserver(this.options.onVisibility);
    intersection.observe(this.host);
    signal.addEventListener('abort', () => [language.disconnect(), intersection.disconnect(), this.#theme?.stop()]);
    updateOnline();
    this.options.onLanguage();
  }

  hostDisconnected(): void {
    this.#listening.abort();
  }

  /** Applies the theme again after the option has changed. */
  updateTheme(): void {
    this.#theme?.update();
  }
}
