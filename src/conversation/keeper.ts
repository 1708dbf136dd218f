import {inTime} from './in-time.ts';
import type {Persistence} from './persistence.ts';
import {save} from './saved.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** Changes of what was said: written at once, so that not even a crash makes it unsaid. */
const weighty: ReadonlySet<ConversationEvent['type']> = new Set([
  'said',
  'heard',
  'acted',
  'delivered',
  'acknowledged',
  'undelivered',
  'discarded',
  'rewound',
  'replaced',
  'ended',
]);

/** Changes that come with every key or every line scrolled by. */
const slight: ReadonlySet<ConversationEvent['type']> = new Set(['drafted', 'read']);

/** Milliseconds in which several lesser changes become one write. */
const pause = 150;
/** The same for the slightest. */
const longPause = 1_000;
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
  #longTimer: ReturnType<typeof setTimeout> | undefined;
  #changed = false;
  #queued = false;
  #writing: Promise<void> = Promise.resolve();
  #forgetting: Promise<void> = Promise.resolve();
  #stuck = false;
  #warned = false;

  #told = false;

  constructor(
    private readonly persistence: Persistence,
    private readonly store: Store,
  ) {}

  /** What was kept, or undefined; from now on changes are written. A store that does not even answer is left alone. */
  async read(): Promise<unknown> {
    const forgotten = this.#forgotten;
    let kept: unknown;
    let answered = true;
    try {
      // Not before what is to be forgotten is deleted.
      kept = await inTime(
        this.#forgetting.then(() => this.persistence.read()),
        patience,
        never,
      );
      answered = kept !== never;
      if (!answered) this.#warn(new Error(`The store gave no answer in ${patience} ms`));
    } catch (error) {
      this.#warn(error);
    }
    if (forgotten !== this.#forgotten) return undefined;
    this.#look();
    this.#keeping = answered;
    return answered ? kept : undefined;
  }

  /** Something changed: it is written soon, or at once. */
  touch(type: ConversationEvent['type']): void {
    if (!this.#keeping) return;
    this.#changed = true;
    if (weighty.has(type)) void this.flush();
    else if (slight.has(type)) this.#longTimer ??= setTimeout(() => void this.flush(), longPause);
    else this.#timer ??= setTimeout(() => void this.flush(), pause);
  }

  /** Writes what has changed at once; resolves when that is done. What changes before the write begins is part of it. */
  flush(): Promise<void> {
    if (this.#changed && !this.#queued) {
      this.#queued = true;
      this.#writing = this.#writing.then(() => (this.#queued ? this.#write() : undefined));
    }
    return this.#writing;
  }

  /**
   * Writes what has changed, and lets go of the store. Waits behind no write under way: another tab may go on with the conversation as
   * soon as this one is left, and reads what was asked for until then.
   */
  async close(): Promise<void> {
    if (this.#changed) this.#writing = Promise.all([this.#writing, this.#write()]).then(() => undefined);
    await this.#writing;
    this.persistence.release?.();
  }

  /** Like `flush`, for what must not wait for long: a store that hangs is waited for once. */
  async secure(): Promise<void> {
    if (this.#stuck) return void this.flush();
    this.#stuck = (await inTime(this.flush(), patience, never)) === never;
  }

  /** Deletes what is kept and writes no more, until the next `read`. */
  forget(): Promise<void> {
    this.#stopTimers();
    this.#forgotten++;
    this.#changed = this.#keeping = false;
    return (this.#forgetting = inTime(this.#writing, patience, never).then(() => this.#attempt(() => this.persistence.clear())));
  }

  async #write(): Promise<void> {
    this.#stopTimers();
    this.#queued = this.#changed = false;
    if (this.#keeping) await this.#attempt(() => this.persistence.write(save(this.store.state)));
    this.#stuck = false;
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#longTimer);
    this.#timer = this.#longTimer = undefined;
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#warn(error);
    }
    this.#look();
  }

  #warn(error: unknown): void {
    if (!this.#warned) console.warn('Parley: the conversation cannot be kept', error);
    this.#warned = true;
  }

  /** Says once when it turns out that nothing is kept beyond this page. */
  #look(): void {
    if (this.#told || !(this.#warned || this.persistence.lost)) return;
    this.#told = true;
    this.store.apply({type: 'unkept'});
  }
}
