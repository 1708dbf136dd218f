import type {Chunks} from './chunks.ts';

/** Milliseconds before placeholders are filled with text, unless somebody begins to read earlier. */
const delay = 2_000;
/** Milliseconds that are left for opening even then. */
const minDelay = 500;
/** Milliseconds after which it no longer waits for an idle moment. */
const idleTimeout = 1_000;

/**
 * In idle time, draws what the reader may see next, and makes distant parts of a conversation findable for the browser's search;
 * the latter right away when somebody is about to search.
 */
export class IdleWork {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller = new AbortController();

  constructor(private readonly chunks: Chunks) {}

  start(scroller: HTMLElement): void {
    this.#controller = new AbortController();
    const {signal} = this.#controller;
    const sooner = () => this.#schedule(minDelay);
    for (const type of ['pointerenter', 'focusin', 'wheel']) scroller.addEventListener(type, sooner, {signal, once: true, passive: true});
    window.addEventListener('keydown', (event) => isFindShortcut(event) && this.#fillAll(), {signal});
    window.addEventListener('beforeprint', () => this.chunks.drawAll(), {signal});
    this.#schedule(delay);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  #fillAll(): void {
    while (this.chunks.fillPlaceholders());
  }

  #schedule(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#requestIdle(), milliseconds);
  }

  #requestIdle(): void {
    const work = (): void => {
      if (this.#controller.signal.aborted) return;
      this.chunks.drawNearby(true);
      if (this.chunks.fillPlaceholders()) this.#requestIdle();
    };
    const idle = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 50));
    idle(work, {timeout: idleTimeout}); // A busy machine may never be idle.
  }
}

function isFindShortcut({key, ctrlKey, metaKey}: KeyboardEvent): boolean {
  return key === 'F3' || ((ctrlKey || metaKey) && key.toLowerCase() === 'f');
}
