import type {BotRequest} from '../protocol/exchange.ts';
import {normaliseLanguage} from '../protocol/language.ts';

/** What a page knows about its visitor. */
type Known = Pick<BotRequest, 'data' | 'language'>;

/** Remembers what the gateway was told about the visitor, so that only changes are sent. */
export class News {
  #conversation: string | undefined;
  #language: string | undefined;
  /** The value sent for each key, as JSON. */
  #data: ReadonlyMap<string, string> = new Map();

  /** What the conversation has not been told yet; everything, if it is a new conversation. Undefined if there is nothing to tell. */
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

  /** Notes that all of this has been told. */
  note(conversation: string, {language, data = {}}: Known): void {
    this.#conversation = conversation;
    this.#language = language === undefined ? undefined : normaliseLanguage(language);
    this.#data = new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)]));
  }
}
