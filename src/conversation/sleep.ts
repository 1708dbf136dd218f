import type {World} from './world.ts';
import type {Unsubscribe} from './store.ts';

export interface SleepOptions {
  /** Whether something is awaited for which to stay awake. */
  isBusy: () => boolean;
  slept: () => void;
  /** Called when the network or the visitor came back, whether it slept or not. */
  woke: () => void;
}

/** Milliseconds a page may be hidden before nothing is listened to for it any more. */
const drowsy = 5 * 60_000;

/** Knows when listening would be of no use: without a network, in a page that was left, or that nobody has looked at for long. */
export class Sleep {
  /** Nobody has looked for long, or the page was left. */
  #unseen = false;
  #isOnline = true;
  #stopTimer: Unsubscribe | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  /** Called at the next waking. */
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

  /** Resolves when there is a use in listening, or the signal is aborted. */
  async over(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#unseen || !this.#isOnline)) await this.#waking(signal);
  }

  /** Resolves after so many milliseconds, or sooner: at a waking, or when the signal is aborted. */
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
