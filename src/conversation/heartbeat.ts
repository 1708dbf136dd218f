import type {Timer} from './environment.ts';

/** Milliseconds of silence after which a connection counts as dead: three heartbeats of a gateway. */
const deadAfter = 45_000;
/** Milliseconds of silence after which a connection is doubtful: longer than one heartbeat. */
const doubtfulAfter = 20_000;
/** Milliseconds between checks. If the machine slept, the clock has moved on and the next check notices. */
const checkInterval = 5_000;

/** Notices when a connection shows no sign of life. It relies on the clock and on the number of checks, since the clock may be set back. */
export class Heartbeat {
  #cancel: (() => void) | undefined;
  #beatAt = 0;
  #checks = 0;

  /** @param dead Called once, when the silence has lasted too long. */
  constructor(
    private readonly timer: Timer,
    private readonly now: () => number,
    private readonly dead: () => void,
  ) {}

  get isDoubtful(): boolean {
    return this.#silence >= doubtfulAfter;
  }

  start(): void {
    if (this.#cancel) return;
    this.beat();
    this.#scheduleCheck();
  }

  beat(): void {
    this.#beatAt = this.now();
    this.#checks = 0;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  get #silence(): number {
    return Math.max(this.now() - this.#beatAt, this.#checks * checkInterval);
  }

  #scheduleCheck(): void {
    this.#cancel = this.timer(() => {
      this.#checks++;
      if (this.#silence >= deadAfter) this.dead();
      else this.#scheduleCheck();
    }, checkInterval);
  }
}
