import type {ReactiveControllerHost} from 'lit';
import type {CustomRenderers} from '../../components/context.ts';
import {type ReplyEvent, StateEvent} from '../../components/events.ts';
import type {Labels} from '../../components/labels.ts';
import {type ConversationState, initialState} from '../../conversation/state.ts';
import type {Talk} from '../../conversation/talk.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {VisitorMessage} from '../../protocol/message.ts';
import type {Transport} from '../../protocol/transport.ts';
import type {ActionFunction} from '../chat-properties.ts';
import {entryIdOf, groupOf} from '../transcript/part-views.ts';
import {Actions} from './actions.ts';
import {Alerts} from './alerts.ts';
import {ConversationController} from './conversation-controller.ts';
import {LatePacing} from './late-pacing.ts';
import {type ConversationSetup, createConversation, transportOf} from './create-conversation.ts';
import {messageEventsOf, logFailure} from './message-events.ts';
import {rewindsOf} from './rewinds.ts';
import {nothingUnseen, type Unseen, unseenOf} from './unseen.ts';

/** The options that start another conversation when their value changes. */
const recreatingOptions = ['bot', 'engine', 'gateway', 'widget', 'storage', 'retention', 'timeout', 'rewind'] as const;

/** The element that a conversation belongs to. */
export interface SessionHost extends ReactiveControllerHost, HTMLElement {
  readonly shown: boolean;
  readonly actions: ReadonlyMap<string, ActionFunction>;
  readonly words: Labels;
  readonly locale: string;
  readonly renderers: CustomRenderers | undefined;
}

/** The conversation of a chat: created once there is a bot to talk to, recreated if its options change, with events for the page. */
export class ChatSession {
  /** What arrived while nobody was looking, until the visitor says something. */
  unseen: Unseen = nothingUnseen;
  /** The reason why the conversation could not be created. */
  error: unknown;
  actions: Actions | undefined;
  transport: Transport | undefined;
  readonly pacing: LatePacing;
  #controller: ConversationController | undefined;
  #setup: readonly unknown[] = [];
  #language = '';
  #markdown = true;
  #lastState = '';
  #alerts: Alerts | undefined;
  /** Id of the last entry that the reader has had in view. */
  #lastRead: string | undefined;
  /** The entries as of the last event. */
  #entries: readonly Entry[] = [];
  /** Whether the stored conversation has been restored. */
  #restored = false;
  #rewinds: {of?: ConversationState; ids: ReadonlySet<string>} = {ids: new Set()};
  #shown = false;

  constructor(private readonly host: SessionHost) {
    this.pacing = new LatePacing(host);
  }

  get conversation(): Talk | undefined {
    return this.#controller?.conversation;
  }

  get state(): ConversationState {
    return this.#controller?.state ?? initialState;
  }

  /** Ids of the messages whose answer may be changed. */
  get rewinds(): ReadonlySet<string> {
    const {state} = this;
    if (state !== this.#rewinds.of) this.#rewinds = {of: state, ids: rewindsOf(state)};
    return this.#rewinds.ids;
  }

  /** Creates the conversation, unless there is one with the same options. */
  prepare(setup: ConversationSetup): void {
    const {options, properties, language} = setup;
    this.#markdown = options.markdown;
    if (this.#alerts) this.#alerts.hasSound = options.sound === 'on';
    const values = [properties.transport, ...recreatingOptions.map((name) => options[name])];
    if (this.#setup.length && values.every((value, index) => value === this.#setup[index])) return this.#setLanguage(language);
    this.dispose();
    this.#setup = values;
    this.#language = language;
    try {
      this.transport = transportOf(setup);
      const conversation = createConversation(this.transport, setup);
      this.#controller = new ConversationController(this.host, conversation, (state, event) => this.#onEvent(state, event));
      this.#alerts = new Alerts(conversation);
      this.#alerts.hasSound = options.sound === 'on';
      this.actions = new Actions(conversation, this.host, () => this.host.actions);
    } catch (error) {
      this.error = error;
      console.error('Parley: the chat cannot begin.', error);
    }
    this.updateVisibility();
  }

  #setLanguage(language: string): void {
    if (language !== this.#language) this.conversation?.setLanguage(language);
    this.#language = language;
  }

  /** Updates whether somebody is looking. The conversation begins as soon as the chat is shown. */
  updateVisibility(): void {
    const {conversation} = this;
    const shown = this.#isVisible;
    const looking = this.#isWatched;
    conversation?.watch(looking);
    // Once each time it is shown: after a failure, it is the visitor who retries.
    if (shown && !this.#shown) void conversation?.open();
    if (shown !== this.#shown) conversation?.show(shown);
    this.#shown = shown && conversation !== undefined;
    if (looking) this.#markSeen(false);
    else if (!shown) this.unseen = nothingUnseen;
    this.#dispatchState();
  }

  /** The reader has reached this entry, at the end of the transcript. */
  read(id: string): void {
    this.#lastRead = id;
    if (this.#isWatched && id !== this.state.readUpTo) this.conversation?.read(id);
  }

  async send(message: VisitorMessage | string): Promise<void> {
    await this.conversation?.send(message);
  }

  /** Deletes everything that is stored, and begins anew if the chat is shown. */
  async forget(): Promise<void> {
    await this.conversation?.forget();
    this.#shown = false;
    this.updateVisibility();
  }

  /** Handles a reply from inside a message. Any listener may cancel it, so it is sent only after the dispatch. */
  reply(event: ReplyEvent): void {
    const entry = entryIdOf(event);
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      if (entry !== undefined) this.conversation?.answer(entry, groupOf(event), event.choice);
      void this.send(event.message);
    });
  }

  dispose(): void {
    this.actions?.position?.stop();
    this.#alerts?.stop();
    this.#controller?.dispose();
    this.#controller = this.actions = this.transport = this.error = this.#alerts = this.#lastRead = undefined;
    this.#setup = [];
    this.#restored = false;
    this.#shown = false;
    this.unseen = nothingUnseen;
  }

  #onEvent({phase, entries}: ConversationState, event: ConversationEvent): void {
    const {words: labels, locale, renderers} = this.host;
    const before = this.#entries;
    this.#entries = entries;
    logFailure(event);
    // The bot that asked for the position is gone.
    if (phase !== 'open') this.actions?.position?.stop();
    if (event.type === 'said') this.unseen = nothingUnseen;
    if (event.type === 'restored') this.#onRestored();
    this.#alerts?.update(event);
    if (event.type === 'acted') void this.actions?.run(event);
    for (const message of messageEventsOf(event, {entries, before}, {labels, locale, renderers, markdown: this.#markdown}))
      this.host.dispatchEvent(message);
    this.#dispatchState();
  }

  /** Whether the chat is open, and not in a hidden part of the page. */
  get #isVisible(): boolean {
    return this.host.shown && this.host.checkVisibility();
  }

  get #isWatched(): boolean {
    return this.#isVisible && document.visibilityState === 'visible';
  }

  /** Somebody is looking: marks what is new and resets the unread count. */
  #markSeen(away: boolean): void {
    if (this.state.unread || away) this.unseen = unseenOf(this.state, away);
    else if (this.#lastRead !== undefined) this.read(this.#lastRead);
    if (this.state.unread) this.conversation?.seen();
  }

  /** The stored conversation is back. This may happen again when another tab takes the lead; the reader's place must not change then. */
  #onRestored(): void {
    if (!this.#restored && this.#isWatched && this.state.entries.length) this.#markSeen(true);
    this.#restored = true;
  }

  #dispatchState(): void {
    this.#alerts?.update();
    const {phase, unread} = this.state;
    const {shown} = this.host;
    const current = [shown, phase, unread].join();
    if (current === this.#lastState) return;
    this.#lastState = current;
    this.host.dispatchEvent(new StateEvent(shown, phase, unread));
  }
}
