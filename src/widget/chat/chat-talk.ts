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
import {type ConversationSetup, newConversation, transportOf} from './new-conversation.ts';
import {messageEventsOf, report} from './outcome.ts';
import {rewindsOf} from './rewinds.ts';
import {nothingUnseen, type Unseen, unseenOf} from './unseen.ts';

/** The options that start another conversation when their value changes. */
const decisive = ['bot', 'engine', 'gateway', 'widget', 'storage', 'retention', 'timeout', 'rewind'] as const;

/** The element that a conversation belongs to. */
export interface TalkHost extends ReactiveControllerHost, HTMLElement {
  readonly shown: boolean;
  readonly actions: ReadonlyMap<string, ActionFunction>;
  readonly words: Labels;
  readonly locale: string;
  readonly renderers: CustomRenderers | undefined;
}

/** The conversation of a chat: created once there is a bot to talk to, recreated if its options change, with events for the page. */
export class ChatTalk {
  /** What arrived while nobody was looking, until the visitor says something. */
  unseen: Unseen = nothingUnseen;
  /** The reason why the conversation could not be created. */
  fault: unknown;
  actions: Actions | undefined;
  transport: Transport | undefined;
  readonly pacing: LatePacing;
  #controller: ConversationController | undefined;
  #made: readonly unknown[] = [];
  #language = '';
  #markdown = true;
  #told = '';
  #alerts: Alerts | undefined;
  /** Id of the last entry that the reader has had in view. */
  #read: string | undefined;
  /** The entries as of the last event. */
  #entries: readonly Entry[] = [];
  /** Whether the stored conversation has been restored. */
  #restored = false;
  #rewinds: {of?: ConversationState; ids: ReadonlySet<string>} = {ids: new Set()};
  #shown = false;

  constructor(private readonly host: TalkHost) {
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
    if (this.#alerts) this.#alerts.sound = options.sound === 'on';
    const made = [properties.transport, ...decisive.map((name) => options[name])];
    if (this.#made.length && made.every((value, index) => value === this.#made[index])) return this.#speak(language);
    this.dispose();
    this.#made = made;
    this.#language = language;
    try {
      this.transport = transportOf(setup);
      const conversation = newConversation(this.transport, setup);
      this.#controller = new ConversationController(this.host, conversation, (state, event) => this.#hear(state, event));
      this.#alerts = new Alerts(conversation);
      this.#alerts.sound = options.sound === 'on';
      this.actions = new Actions(conversation, this.host, () => this.host.actions);
    } catch (error) {
      this.fault = error;
      console.error('Parley: the chat cannot begin.', error);
    }
    this.look();
  }

  #speak(language: string): void {
    if (language !== this.#language) this.conversation?.setLanguage(language);
    this.#language = language;
  }

  /** Updates whether somebody is looking. The conversation begins as soon as the chat is shown. */
  look(): void {
    const {conversation} = this;
    const shown = this.#inSight;
    const looking = this.#looking;
    conversation?.watch(looking);
    // Once each time it is shown: after a failure, it is the visitor who retries.
    if (shown && !this.#shown) void conversation?.open();
    if (shown !== this.#shown) conversation?.show(shown);
    this.#shown = shown && conversation !== undefined;
    if (looking) this.#see(false);
    else if (!shown) this.unseen = nothingUnseen;
    this.#tellState();
  }

  /** The reader has reached this entry, at the end of the transcript. */
  read(id: string): void {
    this.#read = id;
    if (this.#looking && id !== this.state.readUpTo) this.conversation?.read(id);
  }

  async send(message: VisitorMessage | string): Promise<void> {
    await this.conversation?.send(message);
  }

  /** Deletes everything that is stored, and begins anew if the chat is shown. */
  async forget(): Promise<void> {
    await this.conversation?.forget();
    this.#shown = false;
    this.look();
  }

  /** Handles a reply from inside a message. Any listener may cancel it, so it is sent only after the dispatch. */
  take(event: ReplyEvent): void {
    const entry = entryIdOf(event);
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      if (entry !== undefined) this.conversation?.answer(entry, groupOf(event), event.choice);
      void this.send(event.message);
    });
  }

  dispose(): void {
    this.actions?.position?.stop();
    this.#alerts?.end();
    this.#controller?.dispose();
    this.#controller = this.actions = this.transport = this.fault = this.#alerts = this.#read = undefined;
    this.#made = [];
    this.#restored = false;
    this.#shown = false;
    this.unseen = nothingUnseen;
  }

  #hear({phase, entries}: ConversationState, event: ConversationEvent): void {
    const {words: labels, locale, renderers} = this.host;
    const before = this.#entries;
    this.#entries = entries;
    report(event);
    // The bot that asked for the position is gone.
    if (phase !== 'open') this.actions?.position?.stop();
    if (event.type === 'said') this.unseen = nothingUnseen;
    if (event.type === 'restored') this.#comeBack();
    this.#alerts?.hear(event);
    if (event.type === 'acted') void this.actions?.run(event);
    for (const message of messageEventsOf(event, {entries, before}, {labels, locale, renderers, markdown: this.#markdown}))
      this.host.dispatchEvent(message);
    this.#tellState();
  }

  /** Whether the chat is open, and not in a hidden part of the page. */
  get #inSight(): boolean {
    return this.host.shown && this.host.checkVisibility();
  }

  get #looking(): boolean {
    return this.#inSight && document.visibilityState === 'visible';
  }

  /** Somebody is looking: marks what is new and resets the unread count. */
  #see(away: boolean): void {
    if (this.state.unread || away) this.unseen = unseenOf(this.state, away);
    else if (this.#read !== undefined) this.read(this.#read);
    if (this.state.unread) this.conversation?.seen();
  }

  /** The stored conversation is back. This may happen again when another tab takes the lead; the reader's place must not change then. */
  #comeBack(): void {
    if (!this.#restored && this.#looking && this.state.entries.length) this.#see(true);
    this.#restored = true;
  }

  #tellState(): void {
    this.#alerts?.count();
    const {phase, unread} = this.state;
    const {shown} = this.host;
    const now = [shown, phase, unread].join();
    if (now === this.#told) return;
    this.#told = now;
    this.host.dispatchEvent(new StateEvent(shown, phase, unread));
  }
}
