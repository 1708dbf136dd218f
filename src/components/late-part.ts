import type {CSSResult} from 'lit';

/** Draws a part; with the styles of everything it may draw. */
export interface Part<A extends readonly unknown[]> {
  draw(...given: A): unknown;
  styles: readonly CSSResult[];
}

/** Milliseconds to wait for a part before its text is shown in its place. */
const patience = 3_000;

/** A part that is loaded the first time it is needed. */
export class LatePart<A extends readonly unknown[] = never> {
  #part: Part<A> | undefined;
  #loading: Promise<Part<A>> | undefined;
  #soon: Promise<void> = Promise.resolve();

  constructor(private readonly bring: () => Promise<Part<A>>) {}

  /** Undefined until it is loaded. */
  get part(): Part<A> | undefined {
    return this.#part;
  }

  /** Loads the part, once. If loading fails, the promise rejects and the next call tries again. */
  load(): Promise<Part<A>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Resolves once the part is loaded, has failed to load, or has taken too long. */
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
