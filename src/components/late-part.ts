import type {CSSResult} from 'lit';

/** A function that draws a part, and the styles it needs. */
export interface Part<A extends readonly unknown[]> {
  draw(...given: A): unknown;
  styles: readonly CSSResult[];
}

/** Milliseconds to wait for a part; after that, its text is shown until it arrives. */
const patience = 3_000;

/** A part that is loaded when it is first needed. */
export class LatePart<A extends readonly unknown[] = never> {
  #part: Part<A> | undefined;
  #loading: Promise<Part<A>> | undefined;
  #soon: Promise<void> = Promise.resolve();

  constructor(private readonly bring: () => Promise<Part<A>>) {}

  /** Undefined until it is loaded. */
  get part(): Part<A> | undefined {
    return this.#part;
  }

  /** Loads it once. Rejects if the network fails; the next call then tries again. */
  load(): Promise<Part<A>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Resolves once it is loaded, has failed, or takes too long. */
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
