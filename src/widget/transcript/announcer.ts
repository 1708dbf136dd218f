import {plural} from '../../components/labels.ts';
import type {Entry} from '../../protocol/entry.ts';
import {isSpoken, spokenOf, type TextContext} from './entry-text.ts';

/** Milliseconds before text is put into the live region: announced right away, it is lost if the focus moves at the same time. */
const delay = 250;
/** Milliseconds after which the text is removed again. */
const lifetime = 10_000;
/** Maximum number of messages read out in full when they arrive together: nobody can stop a voice that reads a hundred. */
const maxMessages = 10;
/** How many of the latest are read out if there are more, after their total number. */
const latestCount = 3;

/** Announces new messages in a live region of its own, so that the transcript need not be one and is free to redraw. */
export class Announcer {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #pending: Entry[] = [];
  #context: TextContext | undefined;

  /** @param region The element with `aria-live`. */
  constructor(private readonly region: () => HTMLElement | null) {}

  /** Announces new entries shortly. @param context Used for turning them into text. */
  announce(entries: readonly Entry[], context: TextContext): void {
    this.#context = context;
    const spoken = entries.filter((entry) => isSpoken(entry, context.spoken));
    if (spoken.length && !this.#pending.length) this.#schedule(delay, () => this.#flush(this.#context!));
    this.#pending.push(...spoken);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#pending = [];
    this.region()?.replaceChildren();
  }

  #flush(context: TextContext): void {
    const pending = this.#pending.splice(0);
    const isMany = pending.length > maxMessages;
    const lines = pending.slice(isMany ? -latestCount : 0).map((entry) => lineOf(spokenOf(entry, context), entry));
    if (isMany) lines.unshift(lineOf(plural(context.labels, 'new_messages', pending.length, context.locale)));
    this.region()?.append(...lines.filter(({textContent}) => textContent));
    this.#schedule(lifetime, () => {
      for (const line of lines) line.remove();
    });
  }

  #schedule(milliseconds: number, task: () => void): void {
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
