import {counted} from '../../components/labels.ts';
import type {Entry} from '../../protocol/entry.ts';
import {isSpoken, spokenOf, type WordsContext} from './words.ts';

/** Milliseconds before words are announced; earlier, they are lost if the focus moves at the same time. */
const delay = 250;
/** Milliseconds after which announced words are removed. */
const stay = 10_000;
/** Messages that are read in full when they arrive together: nobody can stop a voice that reads a hundred. */
const most = 10;
/** If there are more, their number is read, and this many of the latest. */
const latest = 3;

/** Announces new messages through a live region, so that the transcript itself need not be one and may redraw freely. */
export class Announcer {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #waiting: Entry[] = [];
  #context: WordsContext | undefined;

  /** @param region Where the words are put: an element with `aria-live`. */
  constructor(private readonly region: () => HTMLElement | null) {}

  /** Says what has come, soon. @param context What the words are made with. */
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
    if (isMany) lines.unshift(lineOf(counted(context.labels, 'new_messages', waiting.length, context.locale)));
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

/** Words to be said, in the language of the message where it names one. */
function lineOf(text: string, entry?: Entry): HTMLElement {
  const line = document.createElement('p');
  line.textContent = text;
  if (entry && entry.from !== 'system' && entry.message.lang) line.lang = entry.message.lang;
  return line;
}
