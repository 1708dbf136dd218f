import {Chime} from './chime.ts';
import {TitleBadge} from './title-badge.ts';

/** Tells a visitor who is looking elsewhere about unread messages: in the page's title, and with a sound. */
export class UnseenAlerts {
  readonly #badge = new TitleBadge();
  readonly #chime = new Chime();

  /** @param unread Count for the title; 0 restores it. */
  show(unread: number, rings: boolean): void {
    this.#badge.show(unread);
    if (rings) this.#chime.ring();
  }

  stop(): void {
    this.#badge.show(0);
    this.#chime.stop();
  }
}
