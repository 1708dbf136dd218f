import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {ConversationState} from '../../conversation/state.ts';
import type {Listener, Unsubscribe} from '../../conversation/store.ts';
import type {Talk} from '../../conversation/talk.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';

/** Events from the other side, which may come in hundreds, and their automatic consequences. */
const arrivals: ReadonlySet<ConversationEvent['type']> = new Set([
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
/** A period in milliseconds, and how many arrivals are drawn immediately within it. */
const moment = 100;
const calm = 4;

/** Redraws a host when its conversation changes, while the host is in the document. */
export class ConversationController implements ReactiveController {
  #unsubscribe: Unsubscribe | undefined;
  #since = 0;
  #drawn = 0;
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
      if (arrivals.has(event.type)) this.#draw();
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

  /** At once, but in a burst once a frame: what nobody can see in between would only keep the page from hearing its visitor. */
  #draw(): void {
    const now = performance.now();
    if (now - this.#since > moment) {
      this.#since = now;
      this.#drawn = 0;
    }
    if (++this.#drawn <= calm || document.hidden) return this.host.requestUpdate();
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.host.requestUpdate();
    });
  }

  /** Lets go of the host and of the conversation. */
  dispose(): void {
    this.hostDisconnected();
    this.host.removeController(this);
    this.conversation.dispose();
  }
}
