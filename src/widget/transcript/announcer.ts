import {plural} from '../../components/labels.ts';
import type {Entry} from '../../protocol/entry.ts';
import {isSpoken, spokenOf, type WordsContext} from './words.ts';

/** Milliseconds before text is put into the live region: announced right away, it is lost if the focus moves at the same time. */
const delay = 250;
/** Milliseconds after which the text is removed again. */
const stay = 10_000;
/** Maximum number of messages read out in full when they arrive together: nobody can stop a voice that reads a hundred. */
const most = 10;
/** How many of the latest are read out if there are more, after their total number. */
const latest = 3;

/** Announces new messages in a live region of its own, so that the transcript need not be one and is free to redraw. */
export class Announcer {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #waiting: Entry[] = [];
  #context: WordsContext | undefined;

  /** @param region The element with `aria-live`. */
  constructor(private readonly region: () => HTMLElement | null) {}

  /** Announces new entries shortly. @param context Used for turning them into text. */
  hear(entries: readonly Entry[], context: WordsContext): void {
    this.#context = context;
    const spoken = entries.filter((entry) => isSpoken(entry, context.spoken));
    if (spoken.length && !this.#waiting.length) this.#later(delay, () => this.#speak(this.#context!));
    this.#waiting.push(...spoken);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting = [];
    this.region()?.replaceChildren();
  }

  #speak(context: WordsContext): void {
    const waiting = this.#waiting.splice(0);
    const isMany = waiting.length > most;
    const lines = waiting.slice(isMany ? -latest : 0).map((entry) => lineOf(spokenOf(entry, context), entry));
    if (isMany) lines.unshift(lineOf(plural(context.labels, 'new_messages', waiting.length, context.locale)));
    this.region()?.append(...lines.filter(({textContent}) => textContent));
    this.#later(stay, () => {
      for (const line of lines) line.remove();
    });
  }

  #later(milliseconds: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** A line to announce, in the language of the message if it names one. */
function lineOf(text: string, entry?: Entry): HTMLElement {
  const line = document.createElement('p');
  line.textContent = text;
  if (entry && entry.from !== 'system' && entry.message.lang) line.lang = entry.message.lang;
  return line;
}
