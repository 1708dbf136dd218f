import {inTime} from './in-time.ts';
import type {Persistence} from './persistence.ts';
import {save} from './saved.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** Changes to what was said: stored at once, so that not even a crash loses them. */
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

/** Changes that come with every key press or scrolled line. */
const slight: ReadonlySet<ConversationEvent['type']> = new Set(['drafted', 'read']);

/** Milliseconds in which several minor changes become one write. */
const pause = 150;
/** The same for slight changes. */
const longPause = 1_000;
/** Milliseconds to wait for a store before continuing without it. */
const patience = 3_000;

const never = Symbol('no answer from the store');

/** Stores a conversation as it changes: one write at a time, always the latest state. Failures of the store end here. */
export class Keeper {
  /** Nothing is written before the stored conversation was read, so as not to overwrite it. */
  #keeping = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #longTimer: ReturnType<typeof setTimeout> | undefined;
  #changed = false;
  #writing: Promise<void> = Promise.resolve();
  /** Replaced with each `forget`, so that a reading from before begins nothing. */
  #forgetting: Promise<void> = Promise.resolve();
  #stuck = false;
  #warned = false;

  constructor(
    private readonly persistence: Persistence,
    private readonly store: Store,
  ) {}

  /** Reads the stored conversation, or undefined; from then on changes are written. A store that does not answer is not used. */
  async read(): Promise<unknown> {
    const forgetting = this.#forgetting;
    let kept: unknown;
    let answered = true;
    try {
      // Not before what is to be forgotten is deleted.
      kept = await inTime(
        forgetting.then(() => this.persistence.read()),
        patience,
        never,
      );
      answered = kept !== never;
      if (!answered) this.#warn(new Error(`The store gave no answer in ${patience} ms`));
    } catch (error) {
      this.#warn(error);
    }
    if (forgetting !== this.#forgetting) return undefined;
    this.#look();
    this.#keeping = answered;
    return answered ? kept : undefined;
  }

  /** Something changed: writes it soon, or at once. */
  touch(type: ConversationEvent['type']): void {
    if (!this.#keeping) return;
    this.#changed = true;
    if (weighty.has(type)) void this.flush();
    else if (slight.has(type)) this.#longTimer ??= setTimeout(() => void this.flush(), longPause);
    else this.#timer ??= setTimeout(() => void this.flush(), pause);
  }

  /** Writes changes at once, including those made before the write begins. Resolves when it is done. */
  flush(): Promise<void> {
    if (this.#changed) this.#writing = this.#writing.then(() => (this.#changed ? this.#write() : undefined));
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

  /** Deletes what is stored, and writes nothing until the next `read`. */
  forget(): Promise<void> {
    this.#stopTimers();
    this.#changed = this.#keeping = false;
    return (this.#forgetting = inTime(this.#writing, patience, never).then(() => this.#attempt(() => this.persistence.clear())));
  }

  async #write(): Promise<void> {
    this.#stopTimers();
    this.#changed = false;
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
    if (!this.store.state.unkept && (this.#warned || this.persistence.lost)) this.store.apply({type: 'unkept'});
  }
}
