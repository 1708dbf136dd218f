import type {World} from './world.ts';
import type {Unsubscribe} from './store.ts';

export interface SleepOptions {
  /** Whether something is awaited that is worth staying awake for. */
  isBusy: () => boolean;
  slept: () => void;
  /** Called when the network or the visitor came back, whether asleep or not. */
  woke: () => void;
}

/** Milliseconds a page may be hidden before it stops listening. */
const drowsy = 5 * 60_000;

/** Knows when listening is pointless: without a network, in a page that was left, or one nobody has looked at for a while. */
export class Sleep {
  /** Whether nobody has looked for a while, or the page was left. */
  #unseen = false;
  #isOnline = true;
  #stopTimer: Unsubscribe | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  /** Called at the next wake-up. */
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

  /** Resolves when listening makes sense again, or the signal aborts. */
  async over(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#unseen || !this.#isOnline)) await this.#waking(signal);
  }

  /** Resolves after `ms` milliseconds, or earlier on waking up or when the signal aborts. */
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
