import type {Timer} from './surroundings.ts';

/** Milliseconds of silence after which a connection is dead: three heartbeats of a gateway. */
const deadly = 45_000;
/** Milliseconds of silence that one heartbeat alone does not explain. */
const doubtful = 20_000;
/** Milliseconds between two checks. When the machine wakes up, the clock has moved on, and the next check notices. */
const interval = 5_000;

/** Notices when a connection gives no more signs of life, by the clock and by counting checks, since a clock can be changed. */
export class Heartbeat {
  #cancel: (() => void) | undefined;
  #beatAt = 0;
  #looked = 0;

  /** @param dead Called once when the silence is too long. */
  constructor(
    private readonly timer: Timer,
    private readonly now: () => number,
    private readonly dead: () => void,
  ) {}

  get isDoubtful(): boolean {
    return this.#silence >= doubtful;
  }

  begin(): void {
    if (this.#cancel) return;
    this.beat();
    this.#look();
  }

  beat(): void {
    this.#beatAt = this.now();
    this.#looked = 0;
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  get #silence(): number {
    return Math.max(this.now() - this.#beatAt, this.#looked * interval);
  }

  #look(): void {
    this.#cancel = this.timer(() => {
      this.#looked++;
      if (this.#silence >= deadly) this.dead();
      else this.#look();
    }, interval);
  }
}
