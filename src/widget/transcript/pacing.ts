import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Labels} from '../../components/labels.ts';
import type {Unsubscribe} from '../../conversation/store.ts';
import type {Talk} from '../../conversation/talk.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {Entry} from '../../protocol/entry.ts';
import {ReadingPace, readingTime} from './reading-pace.ts';
import {textOf} from './entry-text.ts';

export interface PacedHost extends ReactiveControllerHost, HTMLElement {
  /** Whether it is open. */
  readonly shown: boolean;
  readonly words: Labels;
  /** A BCP 47 tag. */
  readonly locale: string;
}

/** The source of time. */
export interface Clock {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Calls back once, after a delay in milliseconds. @returns a function that cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The events by which a reader asks for the rest right away. */
const skipEvents = ['keydown', 'pointerdown', 'click', 'wheel'] as const;

/** The events that end a burst: the visitor says something, or the conversation is replaced. */
const resetEvents: ReadonlySet<ConversationEvent['type']> = new Set([
  'said',
  'restored',
  'replaced',
  'rewound',
  'forgotten',
  'started_again',
]);

/**
 * Paces the messages that a bot sends at once at reading speed, with typing dots in between. Applies only to what arrives while somebody
 * is looking, never to a restored conversation or a hidden page. Any key, tap or turn of the mouse wheel in the chat shows the rest.
 */
export class Pacing implements ReactiveController {
  /** When the next message began to be written, in milliseconds since 1970; undefined while nothing is held back. */
  writing: number | undefined;
  readonly #pace = new ReadingPace((entry) => this.#timeFor(entry));
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
    for (const type of skipEvents) this.host.addEventListener(type, this.#skip, {capture: true, passive: true});
    document.addEventListener('visibilitychange', this.#skip);
  }

  hostDisconnected(): void {
    for (const type of skipEvents) this.host.removeEventListener(type, this.#skip, {capture: true});
    document.removeEventListener('visibilitychange', this.#skip);
    this.#subscribe(undefined);
    this.#schedule(undefined);
  }

  /** The entries of a conversation that are due; updates the host when the next one is. */
  pass(entries: readonly Entry[], conversation: Talk | undefined): readonly Entry[] {
    if (conversation !== this.#conversation) this.#subscribe(conversation);
    const passed = this.#pace.pass(entries, this.time.now());
    this.#schedule(this.#pace.due);
    return passed;
  }

  #subscribe(conversation: Talk | undefined): void {
    this.#unsubscribe?.();
    this.#pace.release();
    this.#conversation = conversation;
    this.#unsubscribe = conversation?.subscribe((_, event) => this.#onEvent(event));
  }

  #onEvent(event: ConversationEvent): void {
    if (event.type === 'heard' && event.entry.from === 'bot' && this.#isWatched) this.#pace.hold(event.entry.id);
    else if (resetEvents.has(event.type)) this.#pace.release();
  }

  get #isWatched(): boolean {
    return this.host.shown && document.visibilityState === 'visible';
  }

  /** Sets the single timer to the next due time. */
  #schedule(due: number | undefined): void {
    if (due === this.#due) return;
    this.#due = due;
    this.#cancel?.();
    this.#cancel = due === undefined ? undefined : this.time.after(due - this.time.now(), this.#onDue);
    this.writing = due === undefined ? undefined : Date.now();
  }

  readonly #onDue = (): void => {
    this.#due = this.writing = undefined; // A timer may fire early: then another one is set.
    this.host.requestUpdate();
  };

  readonly #skip = (): void => {
    if (this.#due === undefined) return;
    this.#pace.release();
    this.host.requestUpdate();
  };

  #timeFor(entry: Entry): number {
    const {words: labels, locale} = this.host;
    return readingTime(textOf(entry, {labels, locale, markdown: true}), locale);
  }
}
