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
import {Behind} from './transcript/behind.ts';
import {type Drawing, drawingOf, drawnWith, type Tools} from './transcript/drawing.ts';
import {entryStyles} from './transcript/entry.styles.ts';
import {rows} from './transcript/entry.ts';
import {Folds} from './transcript/folds.ts';
import {Gate} from './transcript/gate.ts';
import {type Wish, WishEvent} from './transcript/intent.ts';
import {keptFocus} from './transcript/kept-focus.ts';
import {firstControl, walk} from './transcript/keyboard.ts';
import {isCounting, type Marks, marksOf, marksOn} from './transcript/marks.ts';
import {LookEvent} from './transcript/look.ts';
import {ReadEvent} from './transcript/read.ts';
import {transcriptStyles} from './transcript/transcript.styles.ts';
import {View} from './transcript/view.ts';
import {Views, whenAnswered} from './transcript/views.ts';
import {startFailed, WaitingClock, waitingRow} from './transcript/waiting.ts';
import {wordsOf} from './transcript/words.ts';

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
  readonly #gate = new Gate(() => this.requestUpdate());
  readonly #views = new Views();
  readonly #folds = new Folds();
  readonly #behind = new Behind(this, {
    view: () => this.#view,
    visit: (id) => this.#visit(id),
    last: () => this.#drawn.at(-1)?.id,
    read: (id) => void this.dispatchEvent(new ReadEvent(id)),
  });
  readonly #tools: Tools = {
    wish: (wish, entry) => this.#wish(wish, entry),
    remember: (entry, change) => this.#look(entry.id, change),
    unfold: (id) => [this.#folds.turn(id), this.requestUpdate()],
  };
  #view: View | undefined;
  #drawing!: Drawing;
  #drawn: readonly Entry[] = [];
  #marks!: Marks;
  #refocus!: () => void;

  constructor() {
    super();
    // If nobody else stores the conversation, a reply is at least marked as chosen.
    this.addEventListener(ReplyEvent.type, (event) => this.kept || whenAnswered(event, (entry, change) => this.#look(entry, change)));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#view?.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
    this.#view?.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#refocus = keptFocus(this.shadowRoot);
    if (changed.has('renderers') && this.shadowRoot) adoptCustomStyles(this.shadowRoot, this.renderers);
    const today = new Date().toDateString();
    if (this.#drawing?.today !== today || drawnWith.some((name) => changed.has(name))) this.#drawing = drawingOf(this, today, this.#tools);
    this.#clock.run([this.waiting, this.writing, this.startAt].some((at) => at !== undefined) || this.entries.some(isCounting));
    const passed = this.#gate.pass(this.entries, this.renderers, this.unreadFrom);
    this.#takeIn(this.#arrivals.take(passed));
    this.#drawn = this.#folds.on(this.#views.on(passed));
    const {entered, asks, rewinds} = this;
    const {fresh, lost} = this.#arrivals;
    const {counts: folds, opened: unfolded} = this.#folds;
    this.#marks = marksOf(this.#drawn, {entered, asks, fresh, lost, rewinds, folds, unfolded, now: Date.now()});
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#view ??= this.#open();
    this.#view.update(this.#drawn);
    if (changed.has('unreadFrom') && this.unreadFrom) this.#view.toTopOf(this.unreadFrom);
    this.#behind.moved();
    this.#refocus();
  }

  /** Also waits for the code that the entries need to be drawn. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#gate.waiting;
    return super.getUpdateComplete();
  }

  /** Scrolls to the newest entry, and follows new ones. */
  toEnd(): void {
    this.#view?.toEnd();
  }

  protected override render(): TemplateResult {
    const drawing = this.#drawing;
    const {waiting, writing} = this.#gate.expected(this);
    const {labels} = drawing;
    return html`<div class="log" part="transcript" role="log" aria-live="off" aria-label=${labels.conversation} tabindex="0" @keydown=${this.#walk}>
        <div class="lines">
          ${this.entries.length ? nothing : html`<slot name="empty"><p class="notice" part="notice">${labels.empty}</p></slot>`}
          <div class="chunks"></div>
          ${this.startFailed ? startFailed(drawing, this.startAt) : waitingRow({waiting, writing}, drawing, this.#clock.now(waiting ?? writing))}
        </div>
      </div>
      ${this.#behind.render(drawing)}
      <div class="unseen voice" aria-live="polite"></div>`;
  }

  #open(): View {
    const one = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector)!;
    const view = new View({
      scroller: one('.log'),
      lines: one('.lines'),
      place: one('.chunks'),
      rows: (chunk) => {
        adoptPartStyles(this.shadowRoot!);
        return rows(this.#drawn, chunk, this.#drawing, this.#marks);
      },
      depends: (entries) => [this.#drawing, ...entries.map((entry) => marksOn(entry, this.#marks))],
      prepare: (entries) => this.#gate.prepare(entries, this.renderers),
      say: (entry) => wordsOf(entry, this.#words),
      moved: () => this.#behind.moved(),
      newest: () => this.#arrivals.newest(this.#drawn),
    });
    view.start();
    return view;
  }

  get #words() {
    return {...this.#drawing, ...this.#drawing.options};
  }

  #takeIn(arrived: readonly Entry[]): void {
    if (!arrived.length) return;
    this.#announcer.hear(arrived, this.#words);
    // A visitor who says something wants to see the end.
    if (arrived.some(({from}) => from === 'visitor')) this.#view?.toEnd();
    else if (this.#view && !this.#view.stuck) this.#behind.miss(arrived);
  }

  #visit(id: string): void {
    this.#view!.focus(id);
    if (id === this.#drawn.at(-1)?.id) this.#view!.toEnd();
  }

  async #enter(id: string): Promise<void> {
    this.entered = id;
    await this.updateComplete;
    const entry = this.#view!.find(id);
    if (entry) firstControl(entry)?.focus();
  }

  #wish(wish: Wish, entry?: string): boolean {
    const granted = !this.dispatchEvent(new WishEvent(wish, entry));
    // The pressed button disappears; the focus moves to the replies that it reopened.
    if (wish === 'rewind') void this.#enter(entry!);
    return granted;
  }

  #look(entry: string, change: PartView): void {
    if (this.kept) return void this.dispatchEvent(new LookEvent(entry, change));
    this.#views.keep(entry, change);
    this.requestUpdate();
  }

  #walk(event: KeyboardEvent): void {
    walk(event, {
      entries: this.#drawn,
      visit: (id) => this.#visit(id),
      enter: (id) => void this.#enter(id),
      leave: () => this.#wish('leave'),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-transcript': ParleyTranscript;
  }
}
