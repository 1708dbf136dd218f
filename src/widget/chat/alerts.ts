import type {Unsubscribe} from '../../conversation/store.ts';
import type {TabConversation} from '../../conversation/tab-conversation.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {Chime} from './chime.ts';
import {TitleBadge} from './title-badge.ts';

/** Alerts a visitor who is looking elsewhere: in the page's title, and with a sound if enabled. Only one of several tabs does this. */
export class Alerts {
  /** Whether the sound is enabled. */
  hasSound = false;
  readonly #badge = new TitleBadge();
  /** Loaded on demand, since few pages want a sound. */
  #chime: Promise<Chime> | undefined;
  readonly #unsubscribe: Unsubscribe;

  constructor(private readonly conversation: TabConversation) {
    this.#unsubscribe = conversation.watchOwner(() => this.updateTitle());
  }

  handle(event: ConversationEvent): void {
    if (event.type === 'heard' && !event.seen && this.hasSound && this.conversation.owns)
      void this.#ring().catch(() => (this.#chime = undefined));
    this.updateTitle();
  }

  /** Updates the unread count in the title. */
  updateTitle(): void {
    this.#badge.show(this.conversation.owns ? this.conversation.state.unread : 0);
  }

  stop(): void {
    this.#unsubscribe();
    this.#badge.show(0);
    void this.#chime?.then((chime) => chime.stop()).catch(() => undefined);
  }

  async #ring(): Promise<void> {
    this.#chime ??= import('./chime.ts').then(({Chime}) => new Chime());
    (await this.#chime).ring();
  }
}
