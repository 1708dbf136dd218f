import type {World} from './world.ts';
import type {Unsubscribe} from './store.ts';

export interface SleepOptions {
  /** Whether an answer is due, for which to stay awake. */
  isBusy: () => boolean;
  slept: () => void;
  /** Called when the network or the visitor is back, whether it slept or not. */
  woke: () => void;
}

/** Milliseconds after which a hidden page stops listening. */
const drowsy = 5 * 60_000;

/** Knows when listening is pointless: without a network, in a page that was left, or one that has been hidden for long. */
export class Sleep {
  /** The page was left, or has been hidden for long. */
  #unseen = false;
  #isOnline = true;
  #stopTimer: Unsubscribe | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  /** Called when it next wakes up. */
  readonly #wakers = new Set<() => void>();

  constructor(
    private readonly world: World,
    private readonly options: SleepOptions,
  ) {}

  begin(): void {
    const {online, visibility} = this.world;
    this.#unsubscribe = [online.subscribe(() => this.#connect()), visibility.subscribe(() => this.#see())];
    this.#isOnline = online.now();
    this.#see();
  }

  end(): void {
    this.#stopTimer?.();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  /** Resolves when listening makes sense, or the signal is aborted. */
  async over(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#unseen || !this.#isOnline)) await this.#waking(signal);
  }

  /** Resolves after `ms` milliseconds, or sooner if it wakes up or the signal is aborted. */
  async nap(ms: number, signal: AbortSignal): Promise<void> {
    const stop = this.world.timer(() => this.#wake(), ms);
    await this.#waking(signal);
    stop();
  }

  #connect(): void {
    const isOnline = this.world.online.now();
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    if (!isOnline) return this.options.slept();
    this.options.woke();
    this.#wake();
  }

  #see(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const sight = this.world.visibility.now();
    if (sight === 'away') this.#sleep();
    else if (sight === 'hidden') this.#stopTimer = this.world.timer(() => this.#doze(), drowsy);
    else this.#rouse();
  }

  #doze(): void {
    if (this.options.isBusy()) this.#stopTimer = this.world.timer(() => this.#doze(), drowsy);
    else this.#sleep();
  }

  #sleep(): void {
    this.#unseen = true;
    this.options.slept();
  }

  #rouse(): void {
    this.#unseen = false;
    this.options.woke();
    this.#wake();
  }

  #wake(): void {
    for (const waker of [...this.#wakers]) waker();
  }

  #waking(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const waker = (): void => {
        this.#wakers.delete(waker);
        signal.removeEventListener('abort', waker);
        resolve();
      };
      this.#wakers.add(waker);
      signal.addEventListener('abort', waker, {once: true});
    });
  }
}
