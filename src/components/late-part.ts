import type {CSSResult} from 'lit';

/** What draws a part, and the styles of all it may draw. */
export interface Part<A extends readonly unknown[]> {
  draw(...given: A): unknown;
  styles: readonly CSSResult[];
}

/** Milliseconds for which a drawing waits for a part; then words stand in for it until it comes. */
const patience = 3_000;

/** A part that is loaded when something is first drawn with it. */
export class LatePart<A extends readonly unknown[] = never> {
  #part: Part<A> | undefined;
  #loading: Promise<Part<A>> | undefined;
  #soon: Promise<void> = Promise.resolve();

  constructor(private readonly bring: () => Promise<Part<A>>) {}

  /** Undefined until it was loaded. */
  get part(): Part<A> | undefined {
    return this.#part;
  }

  /** Loads it, once. Rejects where the network does; the next call then tries again. */
  load(): Promise<Part<A>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Resolves once it is loaded, cannot be, or has taken too long to wait for. */
  soon(): Promise<void> {
    void this.load().catch(() => undefined);
    return this.#soon;
  }

  #load(): Promise<Part<A>> {
    const loading = this.bring().then(
      (part) => (this.#part = part),
      (cause: unknown) => {
        this.#loading = undefined;
        throw cause;
      },
    );
    this.#soon = new Promise((resolve) => {
      const late = setTimeout(resolve, patience);
      const settled = () => [clearTimeout(late), resolve()];
      loading.then(settled, settled);
    });
    return loading;
  }
}
