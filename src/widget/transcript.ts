import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, state} from 'lit/decorators.js';
import {base} from '../components/base.styles.ts';
import {type CustomRenderer, defaultOptions, type PartOptions} from '../components/context.ts';
import {ReplyEvent} from '../components/events.ts';
import {english, type Labels} from '../components/labels.ts';
import {RendererMap} from '../components/renderer-map.ts';
import {adoptPartStyles, adoptCustomStyles, partStyles} from '../components/part-styles.ts';
import {tokens} from '../components/tokens.styles.ts';
import type {BotEntry, Entry, PartView} from '../protocol/entry.ts';
import {Announcer} from './transcript/announcer.ts';
import {Arrivals} from './transcript/arrivals.ts';
import {avatarStyles} from './transcript/avatar.styles.ts';
import {JumpToLatest} from './transcript/jump-to-latest.ts';
import {type EntryContext, contextOf, contextKeys, type EntryActions} from './transcript/entry-context.ts';
import {entryStyles} from './transcript/entry.styles.ts';
import {rows} from './transcript/rows.ts';
import {Folds} from './transcript/folds.ts';
import {LoadGate} from './transcript/load-gate.ts';
import {type TranscriptCommand, TranscriptCommandEvent} from './transcript/transcript-command.ts';
import {saveFocus} from './transcript/save-focus.ts';
import {firstControl, navigate} from './transcript/keyboard.ts';
import {hasCountdown, type EntryFlags, flagsOf, flagsKeyOf} from './transcript/entry-flags.ts';
import {ViewChangeEvent} from './transcript/view-change-event.ts';
import {ReadEvent} from './transcript/read-event.ts';
import {transcriptStyles} from './transcript/transcript.styles.ts';
import {Viewport} from './transcript/viewport.ts';
import {PartViews, afterReply} from './transcript/part-views.ts';
import {startFailed, WaitingClock, waitingRow} from './transcript/waiting.ts';
import {textOf} from './transcript/entry-text.ts';

/**
 * The messages of a conversation: any number of entries, but only those near the viewport are drawn. Fills its box and scrolls inside.
 *
 * @tag parley-transcript
 * @fires {ReplyEvent} parley-reply - The visitor used a control of a message; cancelable.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @slot empty - Shown before anything is said.
 * @csspart transcript - The scrolling area.
 * @csspart entry - Each entry; with `bot`, `agent`, `visitor` or `system`, and its place in its group.
 * @csspart meta - Time and delivery below an entry.
 * @csspart day - The day above its first entry.
 * @csspart unread - The line above new messages.
 * @csspart notice - A line that nobody said.
 * @csspart pill - The button that leads to new messages.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyTranscript extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles = [tokens, base, ...partStyles, avatarStyles, entryStyles, transcriptStyles];

  /** The entries, oldest first. Immutable: a change needs a new list, with a new object for each changed entry. */
  @property({attribute: false}) entries: readonly Entry[] = [];
  /** Since when an answer has been awaited, in milliseconds since 1970. */
  @property({attribute: false}) waiting: number | undefined;
  /** When the other side was last typing, in milliseconds since 1970. */
  @property({attribute: false}) writing: number | undefined;
  /** Whether the last start failed. */
  @property({attribute: false}) startFailed = false;
  /** When a failed start is retried, in milliseconds since 1970. */
  @property({attribute: false}) startAt: number | undefined;
  @property({attribute: false}) labels: Labels = english;
  /** BCP 47, for numbers and dates; the language around the element by default. */
  @property() language: string | undefined;
  @property({attribute: false}) options: PartOptions = defaultOptions;
  @property({attribute: false}) renderers: Map<string, CustomRenderer> = new RendererMap(this);
  /** The bot's name, and below the URL of its picture, for entries that do not name them. */
  @property() name = '';
  @property() avatar: string | undefined;
  /** The person who is speaking at the moment, if any; then the typing dots are theirs. */
  @property({attribute: false}) person: BotEntry['who'];
  /** False once nothing more can be sent: controls stay readable but inert. */
  @property({attribute: false}) live = true;
  /** When the current conversation began, in milliseconds since 1970; earlier entries are history. */
  @property({attribute: false}) began = 0;
  /** Id of the first unread entry, and below the number of unread entries. */
  @property({attribute: false}) unreadFrom: string | undefined;
  @property({attribute: false}) unreadCount = 0;
  /** Whether they arrived while the page was closed. */
  @property({attribute: false}) unreadAway = false;
  /** Ids of messages whose quick replies can be reopened. */
  @property({attribute: false}) rewinds: ReadonlySet<string> = new Set();
  /** Id of a pending request for the visitor's position. */
  @property({attribute: false}) asks: string | undefined;
  /** Whether the owner of the entries also stores what the visitor does with them (their `view`). */
  @property({attribute: false}) kept = false;

  @state() private entered: string | undefined;
  readonly #clock = new WaitingClock(this);
  readonly #announcer = new Announcer(() => this.renderRoot.querySelector('.voice'));
  readonly #arrivals = new Arrivals();
  readonly #gate = new LoadGate(() => this.requestUpdate());
  readonly #partViews = new PartViews();
  readonly #folds = new Folds();
  readonly #jumpToLatest = new JumpToLatest(this, {
    viewport: () => this.#viewport,
    focus: (id) => this.#focusEntry(id),
    lastId: () => this.#listed.at(-1)?.id,
    onRead: (id) => void this.dispatchEvent(new ReadEvent(id)),
  });
  readonly #actions: EntryActions = {
    command: (command, entry) => this.#command(command, entry),
    remember: (entry, change) => this.#changeView(entry.id, change),
    toggleFold: (id) => [this.#folds.toggle(id), this.requestUpdate()],
  };
  #viewport: Viewport | undefined;
  #context!: EntryContext;
  #listed: readonly Entry[] = [];
  #flags!: EntryFlags;
  #restoreFocus!: () => void;

  constructor() {
    super();
    // If nobody else stores the conversation, a reply is at least marked as chosen.
    this.addEventListener(ReplyEvent.type, (event) => this.kept || afterReply(event, (entry, change) => this.#changeView(entry, change)));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#viewport?.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
    this.#viewport?.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#restoreFocus = saveFocus(this.shadowRoot);
    if (changed.has('renderers') && this.shadowRoot) adoptCustomStyles(this.shadowRoot, this.renderers);
    const date = new Date().toDateString();
    if (this.#context?.today !== date || contextKeys.some((key) => changed.has(key))) this.#context = contextOf(this, date, this.#actions);
    this.#clock.run([this.waiting, this.writing, this.startAt].some((at) => at !== undefined) || this.entries.some(hasCountdown));
    const loaded = this.#gate.pass(this.entries, this.renderers, this.unreadFrom);
    this.#handleArrivals(this.#arrivals.take(loaded));
    this.#listed = this.#folds.apply(this.#partViews.apply(loaded));
    const {entered, asks, rewinds} = this;
    const {fresh, alerted} = this.#arrivals;
    const {counts: foldCounts, expanded} = this.#folds;
    this.#flags = flagsOf(this.#listed, {entered, asks, fresh, alerted, rewinds, foldCounts, expanded, now: Date.now()});
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#viewport ??= this.#createViewport();
    this.#viewport.update(this.#listed);
    if (changed.has('unreadFrom') && this.unreadFrom) this.#viewport.toTopOf(this.unreadFrom);
    this.#jumpToLatest.update();
    this.#restoreFocus();
  }

  /** Also waits for the code that the entries need to be drawn. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#gate.pending;
    return super.getUpdateComplete();
  }

  /** Scrolls to the newest entry, and follows new ones. */
  toEnd(): void {
    this.#viewport?.toEnd();
  }

  protected override render(): TemplateResult {
    const context = this.#context;
    const {waiting, writing} = this.#gate.typing(this);
    const {labels} = context;
    return html`<div class="log" part="transcript" role="log" aria-live="off" aria-label=${labels.conversation} tabindex="0" @keydown=${this.#onKeydown}>
        <div class="lines">
          ${this.entries.length ? nothing : html`<slot name="empty"><p class="notice" part="notice">${labels.empty}</p></slot>`}
          <div class="chunks"></div>
          ${this.startFailed ? startFailed(context, this.startAt) : waitingRow({waiting, writing}, context, this.#clock.now(waiting ?? writing))}
        </div>
      </div>
      ${this.#jumpToLatest.render(context)}
      <div class="unseen voice" aria-live="polite"></div>`;
  }

  #createViewport(): Viewport {
    const query = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector)!;
    const viewport = new Viewport({
      scroller: query('.log'),
      content: query('.lines'),
      container: query('.chunks'),
      rows: (chunk) => {
        adoptPartStyles(this.shadowRoot!);
        return rows(this.#listed, chunk, this.#context, this.#flags);
      },
      depsOf: (entries) => [this.#context, ...entries.map((entry) => flagsKeyOf(entry, this.#flags))],
      preload: (entries) => this.#gate.preload(entries, this.renderers),
      textOf: (entry) => textOf(entry, this.#textContext),
      onScroll: () => this.#jumpToLatest.update(),
      newest: () => this.#arrivals.newest(this.#listed),
    });
    viewport.start();
    return viewport;
  }

  get #textContext() {
    return {...this.#context, ...this.#context.options};
  }

  #handleArrivals(arrived: readonly Entry[]): void {
    if (!arrived.length) return;
    this.#announcer.announce(arrived, this.#textContext);
    // A visitor who says something wants to see the end.
    if (arrived.some(({from}) => from === 'visitor')) this.#viewport?.toEnd();
    else if (this.#viewport && !this.#viewport.isAtEnd) this.#jumpToLatest.add(arrived);
  }

  #focusEntry(id: string): void {
    this.#viewport!.focus(id);
    if (id === this.#listed.at(-1)?.id) this.#viewport!.toEnd();
  }

  async #enter(id: string): Promise<void> {
    this.entered = id;
    await this.updateComplete;
    const entry = this.#viewport!.find(id);
    if (entry) firstControl(entry)?.focus();
  }

  #command(command: TranscriptCommand, entry?: string): boolean {
    const isHandled = !this.dispatchEvent(new TranscriptCommandEvent(command, entry));
    // The pressed button disappears; the focus moves to the replies that it reopened.
    if (command === 'rewind') void this.#enter(entry!);
    return isHandled;
  }

  #changeView(entry: string, change: PartView): void {
    if (this.kept) return void this.dispatchEvent(new ViewChangeEvent(entry, change));
    this.#partViews.set(entry, change);
    this.requestUpdate();
  }

  #onKeydown(event: KeyboardEvent): void {
    navigate(event, {
      entries: this.#listed,
      focus: (id) => this.#focusEntry(id),
      enter: (id) => void this.#enter(id),
      leave: () => this.#command('leave'),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-transcript': ParleyTranscript;
  }
}
