import type {Chunks} from './chunks.ts';

/** Milliseconds before shells are filled with text, unless somebody begins to read earlier. */
const delay = 2_000;
/** Milliseconds that are left for opening even then. */
const rest = 500;
/** Milliseconds after which it no longer waits for an idle moment. */
const longest = 1_000;

/**
 * In idle time, draws what the reader may see next, and makes distant parts of a conversation findable for the browser's search;
 * the latter right away when somebody is about to search.
 */
export class Husks {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end = new AbortController();

  constructor(private readonly chunks: Chunks) {}

  start(scroller: HTMLElement): void {
    this.#end = new AbortController();
    const {signal} = this.#end;
    const sooner = () => this.#after(rest);
    for (const sign of ['pointerenter', 'focusin', 'wheel']) scroller.addEventListener(sign, sooner, {signal, once: true, passive: true});
    window.addEventListener('keydown', (event) => isSearch(event) && this.#fillAll(), {signal});
    window.addEventListener('beforeprint', () => this.chunks.drawAll(), {signal});
    this.#after(delay);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  #fillAll(): void {
    while (this.chunks.fillShells());
  }

  #after(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#soon(), milliseconds);
  }

  #soon(): void {
    const fill = (): void => {
      if (this.#end.signal.aborted) return;
      this.chunks.look(true);
      if (this.chunks.fillShells()) this.#soon();
    };
    const idle = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 50));
    idle(fill, {timeout: longest}); // A busy machine may never be idle.
  }
}

function isSearch({key, ctrlKey, metaKey}: KeyboardEvent): boolean {
  return key === 'F3' || ((ctrlKey || metaKey) && key.toLowerCase() === 'f');
}
