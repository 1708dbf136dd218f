import type {CSSResult} from 'lit';

/** Draws a part; with the styles of everything it may draw. */
export interface Part<A extends readonly unknown[]> {
  draw(...args: A): unknown;
  styles: readonly CSSResult[];
}

/** Milliseconds to wait for a part before its text is shown in its place. */
const timeout = 3_000;

/** A part that is loaded the first time it is needed. */
export class LatePart<A extends readonly unknown[] = never> {
  #part: Part<A> | undefined;
  #loading: Promise<Part<A>> | undefined;
  #settled: Promise<void> = Promise.resolve();

  constructor(private readonly importPart: () => Promise<Part<A>>) {}

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
  settled(): Promise<void> {
    void this.load().catch(() => undefined);
    return this.#settled;
  }

  #load(): Promise<Part<A>> {
    const loading = this.importPart().then(
      (part) => (this.#part = part),
      (cause: unknown) => {
        this.#loading = undefined;
        throw cause;
      },
    );
    this.#settled = new Promise((resolve) => {
      const timer = setTimeout(resolve, timeout);
      const settle = () => [clearTimeout(timer), resolve()];
      loading.then(settle, settle);
    });
    return loading;
  }
}
