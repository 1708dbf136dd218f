import type {Unsubscribe} from '../../conversation/store.ts';
import type {TabConversation} from '../../conversation/tab-conversation.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {UnseenAlerts} from './unseen-alerts.ts';

/** Alerts a visitor who is looking elsewhere: in the page's title, and with a sound if enabled. Only one of several tabs does this. */
export class Alerts {
  /** Whether the sound is enabled. */
  hasSound = false;
  /** Loaded once something is unread: most visitors see what arrives. */
  #loading: Promise<UnseenAlerts> | undefined;
  readonly #unsubscribe: Unsubscribe;

  constructor(private readonly conversation: TabConversation) {
    this.#unsubscribe = conversation.watchOwner(() => this.update());
  }

  /** Updates the unread count in the title. @param event What has changed; sounds for a message that nobody saw. */
  update(event?: ConversationEvent): void {
    const {owns, state} = this.conversation;
    const unread = owns ? state.unread : 0;
    const rings = owns && this.hasSound && event?.type === 'heard' && !event.seen;
    if (!unread && !rings && !this.#loading) return;
    this.#loading ??= import('./unseen-alerts.ts').then(({UnseenAlerts}) => new UnseenAlerts());
    this.#loading.then((alerts) => alerts.show(unread, rings)).catch(() => (this.#loading = undefined));
  }

  stop(): void {
    this.#unsubscribe();
    void this.#loading?.then((alerts) => alerts.stop()).catch(() => undefined);
  }
}
