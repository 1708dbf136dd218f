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
import {ChatCommands} from './chat/chat-commands.ts';
import {offlineBanner, conversationStatus} from './chat/conversation-status.ts';
import {botOf, speakerOf, statusOf} from './chat/header-content.ts';
import {header} from './chat/header.ts';
import {LateFiles} from './chat/late-files.ts';
import {Menu} from './chat/menu.ts';
import {DisplayController} from './chat/display-controller.ts';
import {createTranscript, updateTranscript} from './chat/chat-transcript.ts';
import {Localization} from './chat/localization.ts';
import {PageObserver} from './chat/page-observer.ts';
import {ChatSession, type SessionHost} from './chat/chat-session.ts';
import {navigateByKey} from './chat/keyboard-navigation.ts';
import type {ActionFunction, ChatProperties} from './chat-properties.ts';
import {Panel, type PanelChat, type PanelParts} from './panel.ts';
import {mayHaveInvalidOptions} from './may-have-invalid-options.ts';
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
export class ParleyChat extends LitElement implements PanelChat, SessionHost {
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

  private readonly session = new ChatSession(this);
  private readonly l10n = new Localization(this);
  readonly #page = new PageObserver(this, {
    onLanguage: () => this.l10n.setLanguage(this.getAttribute('language')),
    onVisibility: () => this.session.updateVisibility(),
    onLeave: () => void this.session.conversation?.flush(),
  });
  readonly #files = new LateFiles(this, this.session, {
    accepts: () => this.#acceptsFiles,
    drop: (files) => void this.#composer.attach(files),
  });
  readonly #composer = new Composer(this, {
    files: this.#files,
    send: (message) => void this.session.send(message),
    saveDraft: (draft) => this.session.conversation?.write(draft),
  });
  readonly #menu = new Menu(this);
  /** @internal The launcher needs these settings, too. */ readonly display = new DisplayController(this);
  private readonly commands = new ChatCommands(this, this.session, {transcript: () => this.#savedTranscript, display: this.display});
  readonly #visible = new VisibleEntries();
  #transcript: ParleyTranscript | undefined;
  private entries: readonly Entry[] = [];

  constructor() {
    super();
    this.addEventListener(ReplyEvent.type, (event) => this.session.reply(event));
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
      this.#files.loaded?.uploads.clear();
      this.session.dispose();
    });
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (before === now) return;
    this.options = readOptions(this);
    if (name === 'brand') this.style.setProperty('--parley-brand', this.options.brand ?? null);
    if (name === 'theme') this.#page.updateTheme();
    if (name === 'language') this.l10n.setLanguage(now);
  }

  /** The labels in the chat's language. */
  get words(): Labels {
    return this.l10n.labels;
  }

  /** The locale of numbers and dates, BCP 47. */
  get locale(): string {
    return this.l10n.locale;
  }

  /** Resolves once the chat can be shown in its language. */
  get prepared(): Promise<void> {
    return this.l10n.prepared;
  }

  /** Number of messages that arrived and were not seen. */
  get unread(): number {
    return this.session.state.unread;
  }

  /** Sends a text or message for the visitor. Resolves when the turn is over; rejects with a `ProtocolError` if it is not a message. */
  async send(message: VisitorMessage | string): Promise<void> {
    await this.updateComplete;
    await this.session.send(message);
  }

  /** Deletes everything stored about the conversation, and begins a new one if the chat is visible. */
  async forget(): Promise<void> {
    await this.updateComplete;
    await this.session.forget();
    this.display.forget();
  }

  /** Focuses the composer, or the transcript if there is none, or on touch screens, where a soft keyboard would cover the messages. */
  override focus(): void {
    if (matchMedia('(pointer: coarse)').matches || !this.#composer.focus()) this.#transcript?.focus();
  }

  /** Turns this into the chat of a launcher. */
  createPanel(parts: PanelParts): Panel {
    return new Panel(this, parts);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const {options, labels, data, session, l10n} = this;
    this.#transcript ??= createTranscript(session, () => this.#composer.focus());
    l10n.setOverrides(labels);
    this.display.applyOptions(options);
    if (!this.isConnected) return;
    session.prepare({options: this.display.options, properties: this, language: l10n.locale});
    if (changed.has('data') && data && this.hasUpdated) session.conversation?.setData(data);
    if (changed.has('shown')) session.updateVisibility();
    this.#composer.restoreDraft(session.state.draft);
    if (this.#acceptsFiles) this.#files.preload();
    this.entries = this.#visible.of(session.state, options['echo-postback']);
  }

  protected override firstUpdated(): void {
    const element = this.owner ?? this;
    if (mayHaveInvalidOptions(element))
      void import('./option-warnings.ts').then(({warnOfInvalidOptions}) => warnOfInvalidOptions(element), console.warn);
  }

  protected override render(): TemplateResult {
    const {words: labels, locale, options, display, renderers, entries, session, commands} = this;
    const {state} = session;
    const canWrite = hasComposer(state, options.composer);
    return html`<div class="all" ?inert=${commands.isDialogOpen} @keydown=${this.#onKeydown}>
        ${this.#header()} ${this.#page.online ? nothing : offlineBanner(labels)}
        ${updateTranscript(this.#transcript!, {session, entries, labels, locale, options, partOptions: display.partOptions, renderers})}
        <div class="below">
          ${conversationStatus(state, labels, locale, commands)} ${canWrite ? this.#composer.render({labels, locale, files: this.#acceptsFiles, masking: options.masking}) : html`<slot name="footer" class="foot"></slot>`}
        </div>
        ${this.#menu.list(labels.menu, ({menuItems}) => menuItems(state, labels, commands))} ${this.#files.loaded?.dropZone(labels, locale)}
      </div>
      ${commands.render(labels)}`;
  }

  #header(): TemplateResult {
    const {words: labels, options, session, owner} = this;
    return header({
      ...speakerOf(session.state, options, labels),
      ...statusOf(session.state, {online: this.#page.online, options, labels}),
      labels,
      agent: session.state.agent,
      trusted: this.display.partOptions.trusted,
      menu: this.#menu.button(labels.menu),
      close: owner && (() => void this.dispatchEvent(new Event('parley-close'))),
    });
  }

  get #savedTranscript(): Transcript {
    const {words: labels, locale, session, options, display, renderers} = this;
    const {name} = botOf(session.state, options, labels);
    return {name, entries: this.entries, labels, locale, renderers, ...display.partOptions};
  }

  get #acceptsFiles(): boolean {
    const {transport, state} = this.session;
    return transport?.upload !== undefined && state.uploads !== false && state.phase !== 'ended' && this.options.composer !== 'hidden';
  }

  readonly #onKeydown = (event: KeyboardEvent): void => navigateByKey(event, this.#composer, this.#transcript);
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat': ParleyChat;
  }
}
