import {backoff} from './backoff.ts';
import type {Timer} from './environment.ts';

interface Wait {
  /** What is being retried. */
  key: string;
  cancel: () => void;
  /** Whether the server asked for the wait; then it cannot be shortened. */
  imposed: boolean;
}

/** The wait before the next retry, and the number of failures so far. Only one thing is retried at a time. */
export class RetryScheduler {
  #wait: Wait | undefined;
  #attempts: {key: string; failures: number} | undefined;

  /** @param due Called when a wait is over. */
  constructor(
    private readonly timer: Timer,
    private readonly random: () => number,
    private readonly due: () => void,
  ) {}

  /** Starts a wait that grows with each failure and is never shorter than the server asked. @returns Milliseconds. */
  schedule(key: string, retryAfter = 0): number {
    this.skip();
    const failures = this.#attempts?.key === key ? this.#attempts.failures + 1 : 1;
    this.#attempts = {key, failures};
    const ms = Math.max(backoff(failures, this.random()), retryAfter * 1000);
    this.#startWait(key, ms, retryAfter > 0);
    return ms;
  }

  /** Continues a wait the server asked for, with `ms` milliseconds left. */
  resume(key: string, ms: number): void {
    this.stop();
    this.#startWait(key, ms, true);
  }

  /** Whether `key` still has to wait. Ends the wait for any other key, since that is gone. */
  isWaiting(key: string): boolean {
    if (this.#wait && this.#wait.key !== key && !this.#wait.imposed) this.skip();
    return this.#wait !== undefined;
  }

  /** Ends the wait, unless the server asked for it. */
  skip(): void {
    if (!this.#wait?.imposed) this.stop();
  }

  /** Resets the failures: something got through. */
  reset(): void {
    this.#attempts = undefined;
  }

  stop(): void {
    this.#wait?.cancel();
    this.#wait = undefined;
  }

  #startWait(key: string, ms: number, imposed: boolean): void {
    const end = (): void => {
      this.#wait = undefined;
      this.due();
    };
    this.#wait = {key, cancel: this.timer(end, ms), imposed};
  }
}
