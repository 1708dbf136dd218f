import type {Unsubscribe} from '../../conversation/store.ts';
import type {TabConversation} from '../../conversation/tab-conversation.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {Chime} from './chime.ts';
import {TitleBadge} from './title-badge.ts';

/** Alerts a visitor who looks elsewhere: a count in the page's title, and a sound if the page wants one. Only one of many tabs does so. */
export class Alerts {
  /** Whether the page wants the sound. */
  sound = false;
  readonly #badge = new TitleBadge();
  /** A file of its own: few pages want a sound. */
  #chime: Promise<Chime> | undefined;
  readonly #unsubscribe: Unsubscribe;

  constructor(private readonly talk: TabConversation) {
    this.#unsubscribe = talk.watchOwner(() => this.count());
  }

  hear(event: ConversationEvent): void {
    if (event.type === 'heard' && !event.seen && this.sound && this.talk.owns) void this.#ring().catch(() => (this.#chime = undefined));
    this.count();
  }

  /** Takes up how much is unread. */
  count(): void {
    this.#badge.show(this.talk.owns ? this.talk.state.unread : 0);
  }

  end(): void {
    this.#unsubscribe();
    this.#badge.show(0);
    void this.#chime?.then((chime) => chime.stop()).catch(() => undefined);
  }

  async #ring(): Promise<void> {
    this.#chime ??= import('./chime.ts').then(({Chime}) => new Chime());
    (await this.#chime).ring();
  }
}
