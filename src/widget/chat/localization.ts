import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {english, hasRtl, type Labels} from '../../components/labels.ts';
import {languageOf} from '../../components/language.ts';
import {loadLabels} from '../locales.ts';

/** The language of a chat and its labels: the package's, overridden by the page's own. */
export class Localization implements ReactiveController {
  labels: Labels = english;
  /** A BCP 47 tag, for numbers and dates. */
  locale = 'en';
  /** Resolves once the labels of the language are loaded. */
  prepared: Promise<void> = Promise.resolve();
  #defaults: Labels = english;
  #overrides: Partial<Labels> | undefined;

  constructor(private readonly host: ReactiveControllerHost & Element & {readonly renderRoot: ParentNode}) {
    host.addController(this);
  }

  /** Marks the content with its language. Right-to-left labels set the direction, independently of the page's. */
  hostUpdated(): void {
    const dir = hasRtl(this.labels.placeholder) ? 'rtl' : '';
    for (const root of this.host.renderRoot.children) {
      if (!(root instanceof HTMLElement)) continue;
      if (root.lang !== this.locale) root.lang = this.locale;
      if (root.dir !== dir) root.dir = dir;
    }
  }

  /** Switches to the chosen language, or to the page's. */
  setLanguage(chosen: string | null): void {
    const locale = languageOf(this.host, chosen);
    if (locale === this.locale && this.#defaults !== english) return;
    this.locale = locale;
    this.prepared = this.#load(locale);
  }

  /** Overrides the package's labels with the page's. */
  setOverrides(overrides: Partial<Labels> | undefined): void {
    if (overrides !== this.#overrides) this.#apply(this.#defaults, overrides);
  }

  async #load(locale: string): Promise<void> {
    const labels = await loadLabels(locale);
    if (locale === this.locale) this.#apply(labels, this.#overrides);
  }

  #apply(defaults: Labels, overrides: Partial<Labels> | undefined): void {
    this.#defaults = defaults;
    this.#overrides = overrides;
    this.labels = {...defaults, ...overrides};
    this.host.requestUpdate();
    this.host.dispatchEvent(new Event('parley-words'));
  }
}
