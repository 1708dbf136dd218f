import type {Persistence} from './persistence.ts';
import type {ConversationEvent} from './transition.ts';

/** Changes of what was said: written at once, so that not even a crash makes it unsaid. */
const weighty: ReadonlySet<ConversationEvent['type']> = new Set(['said', 'heard', 'delivered', 'undelivered', 'discarded', 'ended']);

/** Milliseconds in which several lesser changes become one write. */
const pause = 150;
/** Milliseconds a conversation waits for a store before it goes on without. */
const patience = 3_000;

const never = Symbol('no answer from the store');

/** Writes a conversation down as it changes: one write at a time, always the latest. A store's faults stop here. */
export class Keeper {
  /** Nothing is written before what was kept has been read: not to write over it, and not to store what nobody asked for. */
  #keeping = false;
  /** Counts what was forgotten, so that a reading from before begins nothing. */
  #forgotten = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed = false;
  #queued = false;
  #writing: Promise<void> = Promise.resolve();
  #stuck = false;
  #warned = false;

  /** @param snapshot What to write, as plain JSON. */
  constructor(
    private readonly persistence: Persistence,
    private readonly snapshot: () => unknown,
  ) {}

  /** What was kept, or undefined; from now on changes are written. A store that does not even answer is left alone. */
  async read(): Promise<unknown> {
    const forgotten = this.#forgotten;
    let kept: unknown;
    let answered = true;
    try {
      kept = await orNever(this.persistence.read());
      answered = kept !== never;
      if (!answered) this.#warn(new Error(`The store gave no answer in ${patience} ms`));
    } catch (error) {
      this.#warn(error);
    }
    if (forgotten !== this.#forgotten) return undefined;
    this.#keeping = answered;
    return answered ? kept : undefined;
  }

  /** Something changed: it is written soon, or at once. */
  touch(type: ConversationEvent['type']): void {
    if (!this.#keeping) return;
    this.#changed = true;
    if (weighty.has(type)) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), pause);
  }

  /** Writes what has changed at once; resolves when that is done. What changes before the write begins is part of it. */
  flush(): Promise<void> {
    if (this.#changed && !this.#queued) {
      this.#queued = true;
      this.#writing = this.#writing.then(() => this.#write());
    }
    return this.#writing;
  }

  /** Like `flush`, for what must not wait for long: a store that hangs is waited for once. */
  async secure(): Promise<void> {
    if (this.#stuck) return void this.flush();
    this.#stuck = (await orNever(this.flush())) === never;
  }

  /** Deletes what is kept and writes no more, until the next `read`. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#forgotten++;
    this.#changed = this.#keeping = false;
    await orNever(this.#writing);
    await this.#attempt(() => this.persistence.clear());
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queued = this.#changed = false;
    if (this.#keeping) await this.#attempt(() => this.persistence.write(this.snapshot()));
    this.#stuck = false;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    if (!this.#warned) console.warn('The conversation cannot be kept', error);
    this.#warned = true;
  }
}

/** The work's result, or `never` when it takes too long; what fails later then fails unheard. */
async function orNever<T>(work: Promise<T>): Promise<T | typeof never> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof never>((resolve) => {
    timer = setTimeout(() => resolve(never), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
