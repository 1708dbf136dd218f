import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {english, isLeftward, type Labels} from '../../components/labels.ts';
import {languageOf} from '../language.ts';
import {loadLabels} from '../locales.ts';

/** The language of a chat and its labels: the package's, overridden by the page's own. */
export class Speech implements ReactiveController {
  words: Labels = english;
  /** Of numbers and dates, BCP 47. */
  locale = 'en';
  /** Resolves once the words are those of the language. */
  prepared: Promise<void> = Promise.resolve();
  #loaded: Labels = english;
  #own: Partial<Labels> | undefined;

  constructor(private readonly host: ReactiveControllerHost & Element & {readonly renderRoot: ParentNode}) {
    host.addController(this);
  }

  /** Marks what is drawn as being in this language. Words from right to left turn it round, whichever way the page around is read. */
  hostUpdated(): void {
    const dir = isLeftward(this.words.placeholder) ? 'rtl' : '';
    for (const root of this.host.renderRoot.children) {
      if (!(root instanceof HTMLElement)) continue;
      if (root.lang !== this.locale) root.lang = this.locale;
      if (root.dir !== dir) root.dir = dir;
    }
  }

  /** Speaks the language chosen, or that of the page around. */
  speak(chosen: string | null): void {
    const locale = languageOf(this.host, chosen);
    if (locale === this.locale && this.#loaded !== english) return;
    this.locale = locale;
    this.prepared = this.#load(locale);
  }

  /** Puts the page's words before the package's. */
  prefer(own: Partial<Labels> | undefined): void {
    if (own !== this.#own) this.#use(this.#loaded, own);
  }

  async #load(locale: string): Promise<void> {
    const labels = await loadLabels(locale);
    if (locale === this.locale) this.#use(labels, this.#own);
  }

  #use(loaded: Labels, own: Partial<Labels> | undefined): void {
    this.#loaded = loaded;
    this.#own = own;
    this.words = {...loaded, ...own};
    this.host.requestUpdate();
    this.host.dispatchEvent(new Event('parley-words'));
  }
}
