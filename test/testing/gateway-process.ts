import type {Acceptance, Said, Store} from '../../src/gateway/store/store.ts';
import {bodyOf} from './entry-checks.ts';

/** A message that was to be accepted, with its outcome. */
export interface AcceptAttempt {
  conversation: string;
  key: string;
  words: string;
  outcome: Acceptance['outcome'];
}

export interface Observer {
  created: (conversation: string) => void;
  taken: (taken: AcceptAttempt) => void;
}

/** Kills the process after `left` more steps of the store: after the last step if `written`, otherwise before it. */
export interface KillPoint {
  left: number;
  written: boolean;
}

const steps: ReadonlySet<string> = new Set(['create', 'accept', 'apply', 'take', 'renew', 'finish']);
const never = new Promise<never>(() => {});

/** One gateway process as its store sees it: once killed, it neither calls the store nor gets results; while frozen, both are delayed. */
export class GatewayProcess {
  readonly #inner: Store;
  readonly #observer: Observer;
  readonly #died = new AbortController();
  #killPoint: KillPoint | undefined;
  #thaw: Promise<void> | undefined;

  constructor(inner: Store, observer: Observer) {
    this.#inner = inner;
    this.#observer = observer;
  }

  /** Aborted when the process dies. */
  get died(): AbortSignal {
    return this.#died.signal;
  }

  /** The store as this process sees it. */
  get store(): Store {
    return new Proxy(this.#inner, {
      get: (store, name: keyof Store) => (name === 'close' ? () => store.close() : (...given: unknown[]) => this.#call(store, name, given)),
    });
  }

  kill(): void {
    this.#died.abort();
  }

  /** @param point Kills the process immediately if nothing is left. */
  killAt(point: KillPoint): void {
    if (point.left) this.#killPoint = {...point};
    else this.kill();
  }

  freeze(ms: number): void {
    this.#thaw = new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** The result of `work`, which never arrives in a dead process, and late in a frozen one. */
  async guard<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    await this.#thaw;
    return this.died.aborted ? never : result;
  }

  async #call(store: Store, name: keyof Store, given: unknown[]): Promise<unknown> {
    await this.#thaw;
    if (this.died.aborted) return never;
    const isLast = steps.has(name) && this.#killPoint !== undefined && --this.#killPoint.left <= 0;
    if (isLast && !this.#killPoint?.written) {
      this.kill();
      return never;
    }
    const method = store[name] as (...given: unknown[]) => Promise<unknown>;
    const result = await method.apply(store, given);
    this.#observe(name, given, result);
    if (isLast) this.kill();
    return this.died.aborted ? never : result;
  }

  #observe(name: keyof Store, [id, said]: unknown[], result: unknown): void {
    if (name === 'create') this.#observer.created((result as Awaited<ReturnType<Store['create']>>).conversation.id);
    if (name !== 'accept') return;
    const {key, turn} = said as Said;
    const {outcome} = result as Acceptance;
    this.#observer.taken({conversation: String(id), key, words: bodyOf({message: turn.message!}), outcome});
  }
}
