interface Timer {
  at: number;
  /** Milliseconds between two calls, of an interval. */
  every: number | undefined;
  work: () => void;
}

type Undo = () => void;
type Work = (...given: unknown[]) => void;

/** A timer as Node gives it: nothing here keeps a process alive. */
class Handle {
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
  #ids = 0;

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
      setTimeout: (work: Work, ms?: number, ...given: unknown[]) => handleOf(this.#add(() => work(...given), ms)),
      setInterval: (work: Work, ms?: number, ...given: unknown[]) => handleOf(this.#add(() => work(...given), ms, Math.max(1, ms ?? 0))),
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
    await breathe();
    for (let next = this.#first(end); next; next = this.#first(end)) {
      const [id, timer] = next;
      this.#now = Math.max(this.#now, timer.at);
      if (timer.every === undefined) this.#timers.delete(id);
      else this.#timers.set(id, {...timer, at: timer.at + timer.every});
      timer.work();
      await breathe();
    }
    this.#now = end;
  }

  #add(work: () => void, ms = 0, every?: number): number {
    const id = ++this.#ids;
    this.#timers.set(id, {at: this.#now + Math.max(0, ms), every, work});
    return id;
  }

  #signalAfter(ms: number): AbortSignal {
    const over = new AbortController();
    this.#add(() => over.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    return over.signal;
  }

  /** What is due first, and among equals was asked for first. */
  #first(end: number): [number, Timer] | undefined {
    let first: [number, Timer] | undefined;
    for (const entry of this.#timers) if (entry[1].at <= end && !(first && first[1].at <= entry[1].at)) first = entry;
    return first;
  }
}

const {setImmediate}: {setImmediate?: (work: () => void) => unknown} = Object(globalThis);

/** A number in pages, as there; where there is `setImmediate` code may call `unref`. */
function handleOf(id: number): number | Handle {
  return setImmediate ? new Handle(id) : id;
}

/** Lets everything that waits for promises only come to rest: their turn comes before the next task of the platform. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate) setImmediate(resolve);
    else post(resolve);
  });
}

/** Does it in the next task, where there is no `setImmediate`. */
function post(work: () => void): void {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    work();
  };
  port2.postMessage(undefined);
}
