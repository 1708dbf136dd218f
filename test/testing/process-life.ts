import type {Acceptance, Said, Store} from '../../src/gateway/store/store.ts';
import {bodyOf} from './shown.ts';

/** A message that was to be accepted, with its outcome. */
export interface Taken {
  conversation: string;
  key: string;
  words: string;
  outcome: Acceptance['outcome'];
}

export interface Witness {
  created: (conversation: string) => void;
  taken: (taken: Taken) => void;
}

/** Kills the process after `left` more steps of the store: after the last step if `written`, otherwise before it. */
export interface Fuse {
  left: number;
  written: boolean;
}

const steps: ReadonlySet<string> = new Set(['create', 'accept', 'apply', 'take', 'renew', 'finish']);
const never = new Promise<never>(() => {});

/** One gateway process as its store sees it: once killed, it neither calls the store nor gets results; while frozen, both are delayed. */
export class ProcessLife {
  readonly #inner: Store;
  readonly #witness: Witness;
  readonly #gone = new AbortController();
  #fuse: Fuse | undefined;
  #thaw: Promise<void> | undefined;

  constructor(inner: Store, witness: Witness) {
    this.#inner = inner;
    this.#witness = witness;
  }

  /** Aborted when the process dies. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The store as this process sees it. */
  get store(): Store {
    return new Proxy(this.#inner, {
      get: (store, name: keyof Store) => (name === 'close' ? () => store.close() : (...given: unknown[]) => this.#pass(store, name, given)),
    });
  }

  die(): void {
    this.#gone.abort();
  }

  /** @param fuse Kills the process immediately if nothing is left. */
  light(fuse: Fuse): void {
    if (fuse.left) this.#fuse = {...fuse};
    else this.die();
  }

  freeze(ms: number): void {
    this.#thaw = new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** The result of `work`, which never arrives in a dead process, and late in a frozen one. */
  async while<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    await this.#thaw;
    return this.gone.aborted ? never : result;
  }

  async #pass(store: Store, name: keyof Store, given: unknown[]): Promise<unknown> {
    await this.#thaw;
    if (this.gone.aborted) return never;
    const isLast = steps.has(name) && this.#fuse !== undefined && --this.#fuse.left <= 0;
    if (isLast && !this.#fuse?.written) {
      this.die();
      return never;
    }
    const method = store[name] as (...given: unknown[]) => Promise<unknown>;
    const result = await method.apply(store, given);
    this.#note(name, given, result);
    if (isLast) this.die();
    return this.gone.aborted ? never : result;
  }

  #note(name: keyof Store, [id, said]: unknown[], result: unknown): void {
    if (name === 'create') this.#witness.created((result as Awaited<ReturnType<Store['create']>>).conversation.id);
    if (name !== 'accept') return;
    const {key, turn} = said as Said;
    const {outcome} = result as Acceptance;
    this.#witness.taken({conversation: String(id), key, words: bodyOf({message: turn.message!}), outcome});
  }
}
