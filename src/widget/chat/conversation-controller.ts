import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {ConversationState} from '../../conversation/state.ts';
import type {Listener, Unsubscribe} from '../../conversation/store.ts';
import type {Talk} from '../../conversation/talk.ts';

/** Keeps a host drawn from a conversation for as long as the host is in the document. */
export class ConversationController implements ReactiveController {
  #unsubscribe: Unsubscribe | undefined;

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
      this.host.requestUpdate();
      this.listener(state, event);
    });
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** Lets go of the host and of the conversation. */
  dispose(): void {
    this.hostDisconnected();
    this.host.removeController(this);
    this.conversation.dispose();
  }
}
