import type {ConversationEnvironment} from './conversation-environment.ts';
import type {Unsubscribe} from './store.ts';

export interface SleepOptions {
  /** Whether something is awaited that is worth staying awake for. */
  isBusy: () => boolean;
  slept: () => void;
  /** Called when the network or the visitor came back, whether asleep or not. */
  woke: () => void;
}

/** Milliseconds a page may be hidden before it stops listening. */
const idleTimeout = 5 * 60_000;

/** Knows when listening is pointless: without a network, in a page that was left, or one nobody has looked at for a while. */
export class Sleep {
  /** Whether nobody has looked for a while, or the page was left. */
  #isUnseen = false;
  #isOnline = true;
  #stopTimer: Unsubscribe | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  /** Called at the next wake-up. */
  readonly #waiters = new Set<() => void>();

  constructor(
    private readonly env: ConversationEnvironment,
    private readonly options: SleepOptions,
  ) {}

  start(): void {
    const {online, visibility} = this.env;
    this.#unsubscribe = [online.subscribe(() => this.#checkNetwork()), visibility.subscribe(() => this.#checkVisibility())];
    this.#isOnline = online.now();
    this.#checkVisibility();
  }

  stop(): void {
    this.#stopTimer?.();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  /** Resolves when listening makes sense again, or the signal aborts. */
  async untilAwake(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#isUnseen || !this.#isOnline)) await this.#untilWoken(signal);
  }

  /** Resolves after `ms` milliseconds, or earlier on waking up or when the signal aborts. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const stop = this.env.timer(() => this.#wake(), ms);
    await this.#untilWoken(signal);
    stop();
  }

  #checkNetwork(): void {
    const isOnline = this.env.online.now();
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    if (!isOnline) return this.options.slept();
    this.options.woke();
    this.#wake();
  }

  #checkVisibility(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const sight = this.env.visibility.now();
    if (sight === 'away') this.#sleep();
    else if (sight === 'hidden') this.#stopTimer = this.env.timer(() => this.#sleepUnlessBusy(), idleTimeout);
    else this.#wakeUp();
  }

  #sleepUnlessBusy(): void {
    if (this.options.isBusy()) this.#stopTimer = this.env.timer(() => this.#sleepUnlessBusy(), idleTimeout);
    else this.#sleep();
  }

  #sleep(): void {
    this.#isUnseen = true;
    this.options.slept();
  }

  #wakeUp(): void {
    this.#isUnseen = false;
    this.options.woke();
    this.#wake();
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  #untilWoken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const waiter = (): void => {
        this.#waiters.delete(waiter);
        signal.removeEventListener('abort', waiter);
        resolve();
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', waiter, {once: true});
    });
  }
}
