import type {BotRequest} from '../protocol/exchange.ts';
import {normaliseLanguage} from '../protocol/language.ts';

/** What a page knows about its visitor. */
type VisitorInfo = Pick<BotRequest, 'data' | 'language'>;

/** Remembers what was sent to the gateway about the visitor, so that only changes are sent. */
export class VisitorChanges {
  #conversation: string | undefined;
  #language: string | undefined;
  /** The value sent for each key, as JSON. */
  #data: ReadonlyMap<string, string> = new Map();

  /** What has not been sent yet; everything, if it is a new conversation. Undefined if there is nothing to send. */
  diff(conversation: string, {language, data = {}}: VisitorInfo): VisitorInfo | undefined {
    const sent = conversation === this.#conversation ? this : new VisitorChanges();
    const changed = Object.entries(data).filter(([key, value]) => sent.#data.get(key) !== JSON.stringify(value));
    const normalised = language === undefined ? undefined : normaliseLanguage(language);
    const changes: VisitorInfo = {
      ...(normalised !== undefined && normalised !== sent.#language && {language: normalised}),
      ...(changed.length > 0 && {data: Object.fromEntries(changed)}),
    };
    return Object.keys(changes).length > 0 ? changes : undefined;
  }

  /** Notes that all of this has been sent. */
  markSent(conversation: string, {language, data = {}}: VisitorInfo): void {
    this.#conversation = conversation;
    this.#language = language === undefined ? undefined : normaliseLanguage(language);
    this.#data = new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)]));
  }
}
