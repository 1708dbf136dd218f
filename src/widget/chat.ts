import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, state} from 'lit/decorators.js';
import {base} from '../components/base.styles.ts';
import {ReplyEvent} from '../components/events.ts';
import type {Labels} from '../components/labels.ts';
import {RendererMap} from '../components/renderer-map.ts';
import {exportedParts} from '../components/parts.ts';
import {tokens} from '../components/tokens.styles.ts';
import type {Entry} from '../protocol/entry.ts';
import type {BotSettings, Environment} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {Transport} from '../protocol/transport.ts';
import {chatStyles} from './chat/chat.styles.ts';
import {hasComposer} from './chat/composer-visibility.ts';
import {composerStyles} from './chat/composer.styles.ts';
import {Composer} from './chat/composer.ts';
import {Deeds} from './chat/deeds.ts';
import {offlineBanner, standing} from './chat/foot.ts';
import {botOf, speakerOf, statusOf} from './chat/head.ts';
import {header} from './chat/header.ts';
import {LateFiles} from './chat/late-files.ts';
import {Menu} from './chat/menu.ts';
import {Reader} from './chat/reader.ts';
import {newReading, read} from './chat/reading.ts';
import {Speech} from './chat/speech.ts';
import {Surroundings} from './chat/surroundings.ts';
import {ChatTalk, type TalkHost} from './chat/chat-talk.ts';
import {travel} from './chat/travel.ts';
import type {ActionFunction, ChatProperties} from './chat-properties.ts';
import {Frame, type FramedChat, type FrameParts} from './frame.ts';
import {mayBeMistaken} from './may-be-mistaken.ts';
import {optionNames, type Options, readOptions} from './options.ts';
import type {ParleyTranscript} from './transcript.ts';
import {avatarStyles} from './transcript/avatar.styles.ts';
import {VisibleEntries} from './transcript/visible-entries.ts';
import type {Transcript} from './transcript-export/transcript.ts';

/**
 * The whole chat, inline. It fills its box. Options are attributes. The conversation begins when the chat becomes visible.
 *
 * @tag parley-chat
 * @fires {StateEvent} parley-state - The conversation began or ended, or the number of unread messages changed.
 * @fires {MessageEvent} parley-message - Either side said something.
 * @fires {ReplyEvent} parley-reply - The visitor used a control of a message; cancelable.
 * @fires {ActionEvent} parley-action - The bot calls the page.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @slot header - Replaces the header's picture, name and status.
 * @slot footer - A line below the composer.
 * @slot empty - Shown before anything is said.
 * @csspart header - Who is speaking, and the buttons.
 * @csspart composer - Where the visitor writes.
 * @csspart transcript - The messages.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyChat extends LitElement implements FramedChat, TalkHost {
  static override styles = [tokens, base, avatarStyles, chatStyles, composerStyles];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...optionNames];
  }

  @property({attribute: false}) settings: BotSettings | undefined;
  @property({attribute: false}) data: Readonly<Record<string, unknown>> | undefined;
  @property({attribute: false}) context: Readonly<Record<string, unknown>> | undefined;
  @property({attribute: false}) environment: Environment | undefined;
  @property({attribute: false}) headers: ChatProperties['headers'];
  @property({attribute: false}) customerToken: ChatProperties['customerToken'];
  @property({attribute: false}) transport: Transport | undefined;
  @property({attribute: false}) renderers: ChatProperties['renderers'] = new RendererMap(this);
  @property({attribute: false}) labels: Partial<Labels> | undefined;
  /** The launcher it belongs to, if any. */
  @property({attribute: false}) owner: HTMLElement | undefined;
  /** Whether it is open. A launcher sets it; an inline chat is always open. */
  @property({attribute: false}) shown = true;
  /** The functions that the bot may call, by code. */
  actions: ReadonlyMap<string, ActionFunction> = new Map();

  @state() private options: Options = readOptions(this);

  private readonly talk = new ChatTalk(this);
  private readonly speech = new Speech(this);
  readonly #surroundings = new Surroundings(this, {
    spoken: () => this.speech.speak(this.getAttribute('language')),
    looked: () => this.talk.look(),
    left: () => void this.talk.conversation?.flush(),
  });
  readonly #files = new LateFiles(this, this.talk, {
    takes: () => this.#takesFiles,
    drop: (files) => void this.#composer.attach(files),
  });
  readonly #composer = new Composer(this, {
    files: this.#files,
    send: (message) => void this.talk.send(message),
    write: (draft) => this.talk.conversation?.write(draft),
  });
  readonly #menu = new Menu(this);
  /** @internal The launcher needs these settings, too. */ readonly reader = new Reader(this);
  private readonly deeds = new Deeds(this, this.talk, {transcript: () => this.#said, reader: this.reader});
  readonly #drawn = new VisibleEntries();
  #transcript: ParleyTranscript | undefined;
  private entries: readonly Entry[] = [];

  constructor() {
    super();
    this.addEventListener(ReplyEvent.type, (event) => this.talk.take(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('exportparts', exportedParts);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving the element is no reason to start over.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#files.now?.uploads.clear();
      this.talk.dispose();
    });
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (before === now) return;
    this.options = readOptions(this);
    if (name === 'brand') this.style.setProperty('--parley-brand', this.options.brand ?? null);
    if (name === 'theme') this.#surroundings.updateTheme();
    if (name === 'language') this.speech.speak(now);
  }

  /** The labels in the chat's language. */
  get words(): Labels {
    return this.speech.words;
  }

  /** The locale of numbers and dates, BCP 47. */
  get locale(): string {
    return this.speech.locale;
  }

  /** Resolves once the chat can be shown in its language. */
  get prepared(): Promise<void> {
    return this.speech.prepared;
  }

  /** Number of messages that arrived and were not seen. */
  get unread(): number {
    return this.talk.state.unread;
  }

  /** Sends a text or message for the visitor. Resolves when the turn is over; rejects with a `ProtocolError` if it is not a message. */
  async send(message: VisitorMessage | string): Promise<void> {
    await this.updateComplete;
    await this.talk.send(message);
  }

  /** Deletes everything stored about the conversation, and begins a new one if the chat is visible. */
  async forget(): Promise<void> {
    await this.updateComplete;
    await this.talk.forget();
    this.reader.forget();
  }

  /** Focuses the composer, or the transcript if there is none, or on touch screens, where a soft keyboard would cover the messages. */
  override focus(): void {
    if (matchMedia('(pointer: coarse)').matches || !this.#composer.focus()) this.#transcript?.focus();
  }

  /** Turns this into the chat of a launcher. */
  frame(parts: FrameParts): Frame {
    return new Frame(this, parts);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const {options, labels, data, talk, speech} = this;
    this.#transcript ??= newReading(talk, () => this.#composer.focus());
    speech.prefer(labels);
    this.reader.follow(options);
    if (!this.isConnected) return;
    talk.prepare({options: this.reader.options, properties: this, language: speech.locale});
    if (changed.has('data') && data && this.hasUpdated) talk.conversation?.setData(data);
    if (changed.has('shown')) talk.look();
    this.#composer.take(talk.state.draft);
    if (this.#takesFiles) this.#files.expect();
    this.entries = this.#drawn.of(talk.state, options['echo-postback']);
  }

  protected override firstUpdated(): void {
    const author = this.owner ?? this;
    if (mayBeMistaken(author)) void import('./mistakes.ts').then(({tellMistakes}) => tellMistakes(author), console.warn);
  }

  protected override render(): TemplateResult {
    const {words: labels, locale, options, reader, renderers, entries, talk, deeds} = this;
    const {state} = talk;
    const writes = hasComposer(state, options.composer);
    return html`<div class="all" ?inert=${deeds.isAsking} @keydown=${this.#travel}>
        ${this.#head()} ${this.#surroundings.online ? nothing : offlineBanner(labels)}
        ${read(this.#transcript!, {talk, entries, labels, locale, options, looks: reader.looks, renderers})}
        <div class="below">
          ${standing(state, labels, locale, deeds)} ${writes ? this.#composer.render({labels, locale, files: this.#takesFiles, masking: options.masking}) : html`<slot name="footer" class="foot"></slot>`}
        </div>
        ${this.#menu.list(labels.menu, ({choices}) => choices(state, labels, deeds))} ${this.#files.now?.zone(labels, locale)}
      </div>
      ${deeds.render(labels)}`;
  }

  #head(): TemplateResult {
    const {words: labels, options, talk, owner} = this;
    return header({
      ...speakerOf(talk.state, options, labels),
      ...statusOf(talk.state, {online: this.#surroundings.online, options, labels}),
      labels,
      agent: talk.state.agent,
      trusted: this.reader.looks.trusted,
      menu: this.#menu.button(labels.menu),
      close: owner && (() => void this.dispatchEvent(new Event('parley-close'))),
    });
  }

  get #said(): Transcript {
    const {words: labels, locale, talk, options, reader, renderers} = this;
    const {name} = botOf(talk.state, options, labels);
    return {name, entries: this.entries, labels, locale, renderers, ...reader.looks};
  }

  get #takesFiles(): boolean {
    const {transport, state} = this.talk;
    return transport?.upload !== undefined && state.uploads !== false && state.phase !== 'ended' && this.options.composer !== 'hidden';
  }

  readonly #travel = (event: KeyboardEvent): void => travel(event, this.#composer, this.#transcript);
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat': ParleyChat;
  }
}
