import type {Persistence} from '../../conversation/persistence.ts';
import {pageVisibility} from '../../conversation/surroundings.ts';

/** The gestures after which a page may store something. */
const gestures = ['click', 'keydown'];

/** Whether there has been a user gesture: on this page, in another of its tabs, or on an earlier page that stored something. */
export class Gesture {
  #came = false;
  readonly #waiting = new Set<() => void>();
  #listening = new AbortController();

  get came(): boolean {
    return (this.#came ||= navigator.userActivation?.hasBeenActive ?? true);
  }

  /** Call this if something else proves that there was a gesture. */
  readonly come = (): void => {
    this.#came = true;
    const waiting = [...this.#waiting];
    for (const work of waiting) this.leave(work);
    for (const work of waiting) work();
  };

  /** Runs a callback after the first gesture. Synthetic clicks by a script of the page do not count. */
  wait(work: () => void): void {
    this.#waiting.add(work);
    this.#listening.abort();
    const {signal} = (this.#listening = new AbortController());
    for (const gesture of gestures) addEventListener(gesture, () => this.came && this.come(), {capture: true, signal});
  }

  leave(work: () => void): void {
    if (this.#waiting.delete(work) && !this.#waiting.size) this.#listening.abort();
  }
}

/** A store that writes nothing before the visitor's first gesture. */
export class AfterGesture implements Persistence {
  #state: unknown;
  /** The state at the time the page was left, since it may come back from the back/forward cache. */
  #left: unknown;

  constructor(
    private readonly place: Persistence,
    private readonly gesture: Gesture,
  ) {}

  get lost(): boolean {
    return this.place.lost === true;
  }

  async read(): Promise<unknown> {
    if (this.#state !== undefined) return this.#state;
    const kept = await this.place.read();
    if (kept === undefined) return this.#left;
    this.gesture.come();
    return kept;
  }

  async write(state: unknown): Promise<unknown> {
    if (hasSpoken(state)) this.gesture.come();
    if (!this.gesture.came) {
      this.#state = state;
      return this.gesture.wait(this.#keep);
    }
    this.#forget();
    return this.place.write(state);
  }

  async clear(): Promise<void> {
    this.#forget();
    await this.place.clear();
  }

  release(): void {
    const left = pageVisibility.now() === 'away' ? this.#state : undefined;
    this.#forget();
    this.#left = left;
    this.place.release?.();
  }

  #forget(): void {
    this.#state = this.#left = undefined;
    this.gesture.leave(this.#keep);
  }

  readonly #keep = (): void => void this.write(this.#state);
}

/** In whichever tab: a visitor who has said something has made a gesture. */
function hasSpoken(state: unknown): boolean {
  const {entries}: {entries?: unknown} = Object(state);
  return Array.isArray(entries) && entries.some((entry) => Object(entry).from === 'visitor');
}
