import type {BotRequest} from '../protocol/exchange.ts';
import {normaliseLanguage} from '../protocol/language.ts';

/** What a page says of its visitor. */
type Known = Pick<BotRequest, 'data' | 'language'>;

/** What a gateway was told of the visitor in a conversation, so that only what is new is told. */
export class News {
  #conversation: string | undefined;
  #language: string | undefined;
  /** What was told under each key, as JSON. */
  #data: ReadonlyMap<string, string> = new Map();

  /** What a conversation was not told yet, all of it where nothing is known of the telling; undefined when there is nothing. */
  of(conversation: string, {language, data = {}}: Known): Known | undefined {
    const told = conversation === this.#conversation ? this : new News();
    const fresh = Object.entries(data).filter(([key, value]) => told.#data.get(key) !== JSON.stringify(value));
    const spoken = language === undefined ? undefined : normaliseLanguage(language);
    const news: Known = {
      ...(spoken !== undefined && spoken !== told.#language && {language: spoken}),
      ...(fresh.length > 0 && {data: Object.fromEntries(fresh)}),
    };
    return Object.keys(news).length > 0 ? news : undefined;
  }

  /** Notes that all of this was told. */
  note(conversation: string, {language, data = {}}: Known): void {
    this.#conversation = conversation;
    this.#language = language === undefined ? undefined : normaliseLanguage(language);
    this.#data = new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)]));
  }
}
