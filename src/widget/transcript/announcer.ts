/** Milliseconds before words are handed to a screen reader: at once they are lost when the focus moves at the same time. */
const delay = 250;
/** Milliseconds after which what was said is taken away again. */
const stay = 10_000;

/** Says new messages through a live region, so that the transcript itself need not be one and may draw what it likes. */
export class Announcer {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #waiting: string[] = [];

  /** @param region Where the words are put: an element with `aria-live`. */
  constructor(private readonly region: () => HTMLElement | null) {}

  say(words: string): void {
    if (!words) return;
    if (!this.#waiting.length) this.#later(delay, () => this.#speak());
    this.#waiting.push(words);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting = [];
    this.region()?.replaceChildren();
  }

  #speak(): void {
    const lines = this.#waiting.splice(0).map((words) => {
      const line = document.createElement('p');
      line.textContent = words;
      return line;
    });
    this.region()?.append(...lines);
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
