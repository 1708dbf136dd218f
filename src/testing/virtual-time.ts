interface Timer {
  dueAt: number;
  /** Milliseconds between two calls, of an interval. */
  interval: number | undefined;
  callback: () => void;
}

type Undo = () => void;
type Callback = (...args: unknown[]) => void;

/** A timer as Node gives it: nothing here keeps a process alive. */
class TimerHandle {
  constructor(private readonly id: number) {}

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return false;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

/**
 * A clock that stands still until it is advanced. It replaces the global timers, `AbortSignal.timeout` and `Date.now`, so an hour of
 * a conversation passes in a moment, and in the same way each time.
 *
 * ```ts
 * const time = new VirtualTime();
 * const uninstall = time.install();
 * void conversation.send('Hello');
 * await time.advance(60_000);
 * uninstall();
 * ```
 */
export class VirtualTime {
  readonly #timers = new Map<number, Timer>();
  #now: number;
  #lastId = 0;

  /** @param now The time it starts at, in milliseconds since 1970; 0 by default. */
  constructor(now = 0) {
    this.#now = now;
  }

  /** The current time, in milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** Replaces the global timers, `AbortSignal.timeout` and `Date.now`. Returns a function that restores them. */
  install(): Undo {
    const {setTimeout, clearTimeout, setInterval, clearInterval} = globalThis;
    const {timeout} = AbortSignal;
    const {now} = Date;
    const clear = (handle?: unknown) => void this.#timers.delete(Number(handle ?? 0));
    Object.assign(globalThis, {
      setTimeout: (callback: Callback, ms?: number, ...args: unknown[]) => handleOf(this.#add(() => callback(...args), ms)),
      setInterval: (callback: Callback, ms?: number, ...args: unknown[]) =>
        handleOf(this.#add(() => callback(...args), ms, Math.max(1, ms ?? 0))),
      clearTimeout: clear,
      clearInterval: clear,
    });
    Object.assign(AbortSignal, {timeout: (ms: number) => this.#signalAfter(ms)});
    Object.assign(Date, {now: () => this.#now});
    return () => {
      Object.assign(globalThis, {setTimeout, clearTimeout, setInterval, clearInterval});
      Object.assign(AbortSignal, {timeout});
      Object.assign(Date, {now});
    };
  }

  /** Advances the clock by `ms` milliseconds. Timers run in order, each with the promises it resolves before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await flushPromises();
    for (let next = this.#nextDue(end); next; next = this.#nextDue(end)) {
      const [id, timer] = next;
      this.#now = Math.max(this.#now, timer.dueAt);
      if (timer.interval === undefined) this.#timers.delete(id);
      else this.#timers.set(id, {...timer, dueAt: timer.dueAt + timer.interval});
      timer.callback();
      await flushPromises();
    }
    this.#now = end;
  }

  #add(callback: () => void, ms = 0, interval?: number): number {
    const id = ++this.#lastId;
    this.#timers.set(id, {dueAt: this.#now + Math.max(0, ms), interval, callback});
    return id;
  }

  #signalAfter(ms: number): AbortSignal {
    const controller = new AbortController();
    this.#add(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    return controller.signal;
  }

  /** What is due first, and among equals was asked for first. */
  #nextDue(end: number): [number, Timer] | undefined {
    let first: [number, Timer] | undefined;
    for (const entry of this.#timers) if (entry[1].dueAt <= end && !(first && first[1].dueAt <= entry[1].dueAt)) first = entry;
    return first;
  }
}

const {setImmediate}: {setImmediate?: (work: () => void) => unknown} = Object(globalThis);

/** A number in pages, as there; where there is `setImmediate` code may call `unref`. */
function handleOf(id: number): number | TimerHandle {
  return setImmediate ? new TimerHandle(id) : id;
}

/** Lets all pending promise callbacks run: they come before the next task of the platform. */
function flushPromises(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate) setImmediate(resolve);
    else postTask(resolve);
  });
}

/** Does it in the next task, where there is no `setImmediate`. */
function postTask(callback: () => void): void {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}
