import type {ReactiveControllerHost} from 'lit';
import {type ReplyEvent, StateEvent} from '../../components/events.ts';
import type {Labels} from '../../components/labels.ts';
import type {Conversation} from '../../conversation/conversation.ts';
import {type ConversationState, initialState} from '../../conversation/state.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {VisitorMessage} from '../../protocol/message.ts';
import type {Transport} from '../../protocol/transport.ts';
import type {ActionFunction} from '../chat-properties.ts';
import {entryOf, placeOf} from '../transcript/views.ts';
import {Actions} from './actions.ts';
import {ConversationController} from './conversation-controller.ts';
import {type ConversationSetup, newConversation, transportOf} from './new-conversation.ts';
import {messageEventOf, report} from './outcome.ts';
import {nothingUnseen, type Unseen, unseenOf} from './unseen.ts';

/** Options of which another value means another conversation. */
const decisive = ['bot', 'engine', 'gateway', 'widget', 'storage', 'retention', 'timeout'] as const;

/** The element a conversation lives in. */
export interface TalkHost extends ReactiveControllerHost, HTMLElement {
  readonly shown: boolean;
  readonly actions: ReadonlyMap<string, ActionFunction>;
  readonly words: Labels;
  readonly locale: string;
}

/** The conversation of a chat: made when there is a way to a bot, made anew when that way changes, told to the page as it goes on. */
export class Talk {
  /** What came while nobody looked, until the visitor says something. */
  unseen: Unseen = nothingUnseen;
  /** Why there is no conversation. */
  fault: unknown;
  actions: Actions | undefined;
  transport: Transport | undefined;
  #controller: ConversationController | undefined;
  #made: readonly unknown[] = [];
  #told = '';

  constructor(private readonly host: TalkHost) {}

  get conversation(): Conversation | undefined {
    return this.#controller?.conversation;
  }

  get state(): ConversationState {
    return this.#controller?.state ?? initialState;
  }

  /** Makes the conversation, unless there is one by these very options. */
  prepare(setup: ConversationSetup): void {
    const {options, properties} = setup;
    const made = [properties.transport, ...decisive.map((name) => options[name])];
    if (this.#made.length && made.every((value, index) => value === this.#made[index])) return;
    this.dispose();
    this.#made = made;
    try {
      this.transport = transportOf(setup);
      const conversation = newConversation(this.transport, setup);
      this.#controller = new ConversationController(this.host, conversation, (state, event) => this.#hear(state, event));
      this.actions = new Actions(conversation, this.host, () => this.host.actions);
    } catch (error) {
      this.fault = error;
      console.error('Parley: the chat cannot begin.', error);
    }
    this.look();
  }

  /** Takes up whether somebody looks; the conversation begins when somebody does. */
  look(): void {
    const {conversation, host} = this;
    const looking = host.shown && host.isConnected && document.visibilityState === 'visible';
    conversation?.watch(looking);
    if (host.shown) void conversation?.open();
    if (looking && this.state.unread) {
      this.unseen = unseenOf(this.state);
      conversation?.seen();
    } else if (!host.shown) {
      this.unseen = nothingUnseen;
    }
    this.#tellState();
  }

  async send(message: VisitorMessage | string): Promise<void> {
    await this.conversation?.send(message);
  }

  /** A reply from inside a message. Whoever hears it may still cancel it, so it waits until all have heard it. */
  take(event: ReplyEvent): void {
    const entry = entryOf(event);
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      if (entry !== undefined) this.conversation?.answer(entry, placeOf(event), event.choice);
      void this.send(event.message);
    });
  }

  dispose(): void {
    this.actions?.position.stop();
    this.#controller?.dispose();
    this.#controller = this.actions = this.transport = this.fault = undefined;
    this.#made = [];
    this.unseen = nothingUnseen;
  }

  #hear(_state: ConversationState, event: ConversationEvent): void {
    const {words, locale} = this.host;
    report(event);
    if (event.type === 'said') this.unseen = nothingUnseen;
    if (event.type === 'acted') void this.actions?.run(event);
    const message = messageEventOf(event, words, locale);
    if (message) this.host.dispatchEvent(message);
    this.#tellState();
  }

  #tellState(): void {
    const {phase, unread} = this.state;
    const {shown} = this.host;
    const now = [shown, phase, unread].join();
    if (now === this.#told) return;
    this.#told = now;
    this.host.dispatchEvent(new StateEvent(shown, phase, unread));
  }
}
