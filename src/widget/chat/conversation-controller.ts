import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {ConversationState} from '../../conversation/state.ts';
import type {Listener, Unsubscribe} from '../../conversation/store.ts';
import type {Talk} from '../../conversation/talk.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';

/** Events from the other side, possibly hundreds at a time, and their automatic consequences. */
const incoming: ReadonlySet<ConversationEvent['type']> = new Set([
  'heard',
  'followed',
  'acknowledged',
  'noted',
  'wrote',
  'paused',
  'mended',
  'learned',
  'seen',
  'read',
]);
/** Milliseconds in which at most `calm` arrivals are rendered immediately. */
const burstWindow = 100;
const maxImmediate = 4;

/** Keeps a host in sync with a conversation while the host is in the document. */
export class ConversationController implements ReactiveController {
  #unsubscribe: Unsubscribe | undefined;
  #windowStart = 0;
  #updates = 0;
  #frame: number | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    readonly conversation: Talk,
    private readonly listener: Listener,
  ) {
    host.addController(this);
  }

  get state(): ConversationState {
    return this.conversation.state;
  }

  hostConnected(): void {
    this.#unsubscribe ??= this.conversation.subscribe((state, event) => {
      if (incoming.has(event.type)) this.#requestUpdate();
      else this.host.requestUpdate();
      this.listener(state, event);
    });
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Renders immediately, but in a burst only once per frame: more often would block the page without being seen. */
  #requestUpdate(): void {
    const now = performance.now();
    if (now - this.#windowStart > burstWindow) {
      this.#windowStart = now;
      this.#updates = 0;
    }
    if (++this.#updates <= maxImmediate || document.hidden) return this.host.requestUpdate();
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.host.requestUpdate();
    });
  }

  /** Detaches from the host and disposes of the conversation. */
  dispose(): void {
    this.hostDisconnected();
    this.host.removeController(this);
    this.conversation.dispose();
  }
}
