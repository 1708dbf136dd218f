import {backoff} from './backoff.ts';
import type {Timer} from './surroundings.ts';

interface Wait {
  /** What is being retried. */
  key: string;
  cancel: () => void;
  /** Whether the server asked for the wait; then it cannot be shortened. */
  imposed: boolean;
}

/** The wait before the next retry, and the number of failures so far. Only one thing is retried at a time. */
export class Retries {
  #wait: Wait | undefined;
  #tried: {key: string; failures: number} | undefined;

  /** @param due Called when a wait is over. */
  constructor(
    private readonly timer: Timer,
    private readonly random: () => number,
    private readonly due: () => void,
  ) {}

  /** Starts a wait that grows with each failure and is never shorter than the server asked. @returns Milliseconds. */
  begin(key: string, retryAfter = 0): number {
    this.hurry();
    const failures = this.#tried?.key === key ? this.#tried.failures + 1 : 1;
    this.#tried = {key, failures};
    const ms = Math.max(backoff(failures, this.random()), retryAfter * 1000);
    this.#hold(key, ms, retryAfter > 0);
    return ms;
  }

  /** Continues a wait the server asked for, with `ms` milliseconds left. */
  resume(key: string, ms: number): void {
    this.stop();
    this.#hold(key, ms, true);
  }

  /** Whether `key` still has to wait. Ends the wait for any other key, since that is gone. */
  holds(key: string): boolean {
    if (this.#wait && this.#wait.key !== key && !this.#wait.imposed) this.hurry();
    return this.#wait !== undefined;
  }

  /** Ends the wait, unless the server asked for it. */
  hurry(): void {
    if (!this.#wait?.imposed) this.stop();
  }

  /** Resets the failures: something got through. */
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
