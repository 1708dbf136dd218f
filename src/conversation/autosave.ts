import {withTimeout} from './with-timeout.ts';
import type {Persistence} from './persistence.ts';
import {serialize} from './serialization.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** Changes to what was said: stored at once, so that not even a crash loses them. */
const urgent: ReadonlySet<ConversationEvent['type']> = new Set([
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
const frequent: ReadonlySet<ConversationEvent['type']> = new Set(['drafted', 'read']);

/** Milliseconds in which several minor changes become one write. */
const writeDelay = 150;
/** The same for slight changes. */
const longWriteDelay = 1_000;
/** Milliseconds to wait for a store before continuing without it. */
const storageTimeout = 3_000;

const timedOut = Symbol('no answer from the store');

/** Stores a conversation as it changes: one write at a time, always the latest state. Failures of the store end here. */
export class Autosave {
  /** Nothing is written before the stored conversation was read, so as not to overwrite it. */
  #isEnabled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #longTimer: ReturnType<typeof setTimeout> | undefined;
  #isDirty = false;
  #writing: Promise<void> = Promise.resolve();
  /** Replaced with each `forget`, so that a reading from before begins nothing. */
  #forgetting: Promise<void> = Promise.resolve();
  #isStuck = false;
  #hasWarned = false;

  constructor(
    private readonly persistence: Persistence,
    private readonly store: Store,
  ) {}

  /** Reads the stored conversation, or undefined; from then on changes are written. A store that does not answer is not used. */
  async read(): Promise<unknown> {
    const forgetting = this.#forgetting;
    let stored: unknown;
    let hasAnswered = true;
    try {
      // Not before what is to be forgotten is deleted.
      stored = await withTimeout(
        forgetting.then(() => this.persistence.read()),
        storageTimeout,
        timedOut,
      );
      hasAnswered = stored !== timedOut;
      if (!hasAnswered) this.#warn(new Error(`The store gave no answer in ${storageTimeout} ms`));
    } catch (error) {
      this.#warn(error);
    }
    if (forgetting !== this.#forgetting) return undefined;
    this.#reportUnkept();
    this.#isEnabled = hasAnswered;
    return hasAnswered ? stored : undefined;
  }

  /** Something changed: writes it soon, or at once. */
  schedule(type: ConversationEvent['type']): void {
    if (!this.#isEnabled) return;
    this.#isDirty = true;
    if (urgent.has(type)) void this.flush();
    else if (frequent.has(type)) this.#longTimer ??= setTimeout(() => void this.flush(), longWriteDelay);
    else this.#timer ??= setTimeout(() => void this.flush(), writeDelay);
  }

  /** Writes changes at once, including those made before the write begins. Resolves when it is done. */
  flush(): Promise<void> {
    if (this.#isDirty) this.#writing = this.#writing.then(() => (this.#isDirty ? this.#write() : undefined));
    return this.#writing;
  }

  /**
   * Writes what has changed, and lets go of the store. Waits behind no write under way: another tab may go on with the conversation as
   * soon as this one is left, and reads what was asked for until then.
   */
  async close(): Promise<void> {
    if (this.#isDirty) this.#writing = Promise.all([this.#writing, this.#write()]).then(() => undefined);
    await this.#writing;
    this.persistence.release?.();
  }

  /** Like `flush`, for what must not wait for long: a store that hangs is waited for once. */
  async tryFlush(): Promise<void> {
    if (this.#isStuck) return void this.flush();
    this.#isStuck = (await withTimeout(this.flush(), storageTimeout, timedOut)) === timedOut;
  }

  /** Deletes what is stored, and writes nothing until the next `read`. */
  forget(): Promise<void> {
    this.#stopTimers();
    this.#isDirty = this.#isEnabled = false;
    return (this.#forgetting = withTimeout(this.#writing, storageTimeout, timedOut).then(() =>
      this.#attempt(() => this.persistence.clear()),
    ));
  }

  async #write(): Promise<void> {
    this.#stopTimers();
    this.#isDirty = false;
    if (this.#isEnabled) await this.#attempt(() => this.persistence.write(serialize(this.store.state)));
    this.#isStuck = false;
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
    this.#reportUnkept();
  }

  #warn(error: unknown): void {
    if (!this.#hasWarned) console.warn('Parley: the conversation cannot be kept', error);
    this.#hasWarned = true;
  }

  /** Says once when it turns out that nothing is kept beyond this page. */
  #reportUnkept(): void {
    if (!this.store.state.unkept && (this.#hasWarned || this.persistence.lost)) this.store.apply({type: 'unkept'});
  }
}
