import {backoff} from './backoff.ts';
import type {Timer} from './surroundings.ts';

interface Wait {
  /** What is tried again. */
  key: string;
  cancel: () => void;
  /** The other side asked for it, so that nobody may shorten it. */
  imposed: boolean;
}

/** The wait before the next try of the one thing that is tried again, and how often that has failed. */
export class Retries {
  #wait: Wait | undefined;
  #tried: {key: string; failures: number} | undefined;

  /** @param due Called when a wait is over. */
  constructor(
    private readonly timer: Timer,
    private readonly random: () => number,
    private readonly due: () => void,
  ) {}

  /** Begins to wait, longer each time and never shorter than the other side asked; returns the milliseconds. */
  begin(key: string, retryAfter = 0): number {
    this.hurry();
    const failures = this.#tried?.key === key ? this.#tried.failures + 1 : 1;
    this.#tried = {key, failures};
    const ms = Math.max(backoff(failures, this.random()), retryAfter * 1000);
    this.#hold(key, ms, retryAfter > 0);
    return ms;
  }

  /** Goes on with a wait that the other side asked for, of so many milliseconds. */
  resume(key: string, ms: number): void {
    this.stop();
    this.#hold(key, ms, true);
  }

  /** Whether this is still to wait. The wait for anything else is over then, since that is not there any more. */
  holds(key: string): boolean {
    if (this.#wait && this.#wait.key !== key && !this.#wait.imposed) this.hurry();
    return this.#wait !== undefined;
  }

  /** Waits no longer, unless the other side asked for it. */
  hurry(): void {
    if (!this.#wait?.imposed) this.stop();
  }

  /** Something got through: the next failure is the first. */
  succeed(): void {
    this.#tried = undefined;
  }

  stop(): void {
    this.#wait?.cancel();
    this.#wait = undefined;
  }

  #hold(key: string, ms: number, imposed: boolean): void {
    const end = (): void => {
      this.#wait = undefined;
      this.due();
    };
    this.#wait = {key, cancel: this.timer(end, ms), imposed};
  }
}
