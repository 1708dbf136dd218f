import type {Persistence} from '../../conversation/persistence.ts';
import {pageVisibility} from '../../conversation/environment.ts';

/** The gestures after which a page may store something. */
const gestures = ['click', 'keydown'];

/** Whether there has been a user gesture: on this page, in another of its tabs, or on an earlier page that stored something. */
export class Gesture {
  #hasHappened = false;
  readonly #waiting = new Set<() => void>();
  #listening = new AbortController();

  get hasHappened(): boolean {
    return (this.#hasHappened ||= navigator.userActivation?.hasBeenActive ?? true);
  }

  /** Call this if something else proves that there was a gesture. */
  readonly confirm = (): void => {
    this.#hasHappened = true;
    const waiting = [...this.#waiting];
    for (const callback of waiting) this.cancel(callback);
    for (const work of waiting) work();
  };

  /** Runs a callback after the first gesture. Synthetic clicks by a script of the page do not count. */
  whenConfirmed(callback: () => void): void {
    this.#waiting.add(callback);
    this.#listening.abort();
    const {signal} = (this.#listening = new AbortController());
    for (const gesture of gestures) addEventListener(gesture, () => this.hasHappened && this.confirm(), {capture: true, signal});
  }

  cancel(callback: () => void): void {
    if (this.#waiting.delete(callback) && !this.#waiting.size) this.#listening.abort();
  }
}

/** A store that writes nothing before the visitor's first gesture. */
export class DeferredPersistence implements Persistence {
  #state: unknown;
  /** The state at the time the page was left, since it may come back from the back/forward cache. */
  #stateOnLeave: unknown;

  constructor(
    private readonly persistence: Persistence,
    private readonly gesture: Gesture,
  ) {}

  get lost(): boolean {
    return this.persistence.lost === true;
  }

  async read(): Promise<unknown> {
    if (this.#state !== undefined) return this.#state;
    const stored = await this.persistence.read();
    if (stored === undefined) return this.#stateOnLeave;
    this.gesture.confirm();
    return stored;
  }

  async write(state: unknown): Promise<unknown> {
    if (hasSpoken(state)) this.gesture.confirm();
    if (!this.gesture.hasHappened) {
      this.#state = state;
      return this.gesture.whenConfirmed(this.#flush);
    }
    this.#discard();
    return this.persistence.write(state);
  }

  async clear(): Promise<void> {
    this.#discard();
    await this.persistence.clear();
  }

  release(): void {
    const stateOnLeave = pageVisibility.now() === 'away' ? this.#state : undefined;
    this.#discard();
    this.#stateOnLeave = stateOnLeave;
    this.persistence.release?.();
  }

  #discard(): void {
    this.#state = this.#stateOnLeave = undefined;
    this.gesture.cancel(this.#flush);
  }

  readonly #flush = (): void => void this.write(this.#state);
}

/** In whichever tab: a visitor who has said something has made a gesture. */
function hasSpoken(state: unknown): boolean {
  const {entries}: {entries?: unknown} = Object(state);
  return Array.isArray(entries) && entries.some((entry) => Object(entry).from === 'visitor');
}
