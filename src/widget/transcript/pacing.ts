import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Labels} from '../../components/labels.ts';
import type {Unsubscribe} from '../../conversation/store.ts';
import type {Talk} from '../../conversation/talk.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {Entry} from '../../protocol/entry.ts';
import {Pace, readingTime} from './pace.ts';
import {wordsOf} from './words.ts';

export interface PacedHost extends ReactiveControllerHost, HTMLElement {
  /** Whether somebody can see it. */
  readonly shown: boolean;
  readonly words: Labels;
  /** BCP 47. */
  readonly locale: string;
}

/** The clock and timer it uses. */
export interface Clock {
  /** Milliseconds, of a clock that is never set. */
  now(): number;
  /** Calls back once, after so many milliseconds. @returns what takes that back. */
  after(milliseconds: number, task: () => void): () => void;
}

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Events by which a reader asks for the rest now. */
const hurries = ['keydown', 'pointerdown', 'click', 'wheel'] as const;

/** What ends a burst: the visitor speaks, or the conversation is not the one it was. */
const turns: ReadonlySet<ConversationEvent['type']> = new Set(['said', 'restored', 'replaced', 'rewound', 'forgotten', 'started_again']);

/**
 * Shows messages that a bot sends together at reading speed, with dots in between. Only what arrives while somebody looks is paced: never
 * what comes back or comes while the page is hidden. Any key, tap or turn of the wheel in the chat shows the rest.
 */
export class Pacing implements ReactiveController {
  /** When what is written next was begun, milliseconds since 1970; undefined while nothing is held back. */
  writing: number | undefined;
  readonly #pace = new Pace((entry) => this.#timeFor(entry));
  #conversation: Talk | undefined;
  #unsubscribe: Unsubscribe | undefined;
  #due: number | undefined;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly host: PacedHost,
    private readonly time: Clock = clock,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of hurries) this.host.addEventListener(type, this.#hurry, {capture: true, passive: true});
    document.addEventListener('visibilitychange', this.#hurry);
  }

  hostDisconnected(): void {
    for (const type of hurries) this.host.removeEventListener(type, this.#hurry, {capture: true});
    document.removeEventListener('visibilitychange', this.#hurry);
    this.#listen(undefined);
    this.#wait(undefined);
  }

  /** Those of a conversation's entries whose time has come; draws the host again when the next one's has. */
  pass(entries: readonly Entry[], conversation: Talk | undefined): readonly Entry[] {
    if (conversation !== this.#conversation) this.#listen(conversation);
    const passed = this.#pace.pass(entries, this.time.now());
    this.#wait(this.#pace.due);
    return passed;
  }

  #listen(conversation: Talk | undefined): void {
    this.#unsubscribe?.();
    this.#pace.release();
    this.#conversation = conversation;
    this.#unsubscribe = conversation?.subscribe((_, event) => this.#hear(event));
  }

  #hear(event: ConversationEvent): void {
    if (event.type === 'heard' && event.entry.from === 'bot' && this.#isWatched) this.#pace.hold(event.entry.id);
    else if (turns.has(event.type)) this.#pace.release();
  }

  get #isWatched(): boolean {
    return this.host.shown && document.visibilityState === 'visible';
  }

  /** There is one timer: for what is due next. */
  #wait(due: number | undefined): void {
    if (due === this.#due) return;
    this.#due = due;
    this.#cancel?.();
    this.#cancel = due === undefined ? undefined : this.time.after(due - this.time.now(), this.#next);
    this.writing = due === undefined ? undefined : Date.now();
  }

  readonly #next = (): void => {
    this.#due = this.writing = undefined; // A timer may be early: then there is another.
    this.host.requestUpdate();
  };

  readonly #hurry = (): void => {
    if (this.#due === undefined) return;
    this.#pace.release();
    this.host.requestUpdate();
  };

  #timeFor(entry: Entry): number {
    const {words: labels, locale} = this.host;
    return readingTime(wordsOf(entry, {labels, locale, markdown: true}), locale);
  }
}
