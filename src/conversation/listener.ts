import {TransportError} from '../protocol/errors.ts';
import {untilAborted} from './aborted.ts';
import {areAddressesOld} from './addresses.ts';
import {backoff} from './backoff.ts';
import {isGone} from './failure.ts';
import {Heartbeat} from './heartbeat.ts';
import type {Hearing} from './hearing.ts';
import type {LateEvents} from './late-events.ts';
import type {World} from './world.ts';
import {Sequence} from './sequence.ts';
import {Sleep} from './sleep.ts';
import type {Store} from './store.ts';

/** Longest pause in milliseconds before listening again, whatever the server asks for: a much longer timer would fire at once. */
const longestWait = 24 * 60 * 60_000;

/**
 * Receives unprompted events while the conversation is open. Reconnects when the connection breaks or goes dead, resuming after the last
 * event it processed, and sleeps while nobody could see anything or there is no network.
 */
export class LateListener implements Hearing {
  #listening: AbortController | undefined;
  #connection: AbortController | undefined;
  #heartbeat: Heartbeat | undefined;
  readonly #sleep: Sleep;
  readonly #numbered: boolean;
  /** When the conversation was last replaced as a whole, milliseconds since 1970. */
  #renewedAt = -Infinity;
  #warned = false;

  constructor(
    private readonly world: World,
    private readonly store: Store,
    private readonly events: LateEvents,
  ) {
    this.#numbered = world.transport.idempotent === true;
    this.#sleep = new Sleep(world, {
      isBusy: () => store.state.waiting !== undefined,
      slept: () => this.#renew(),
      woke: () => this.#heartbeat?.isDoubtful && this.#renew(),
    });
  }

  /** Listens while the conversation is open, and only then. */
  follow(open: boolean): void {
    if (open && !this.#listening && this.world.transport.listen) void this.#listen((this.#listening = new AbortController()).signal);
    if (!open) this.stop();
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.events.stop();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const {random} = this.world;
    const sequence = this.#newSequence(signal);
    this.#sleep.begin();
    signal.addEventListener('abort', () => (sequence.stop(), this.#sleep.end()), {once: true});
    for (let failures = 1; !signal.aborted; failures++) {
      await this.#sleep.over(signal);
      if (signal.aborted) return;
      const {heard, retryAfter} = await this.#connect(sequence, signal);
      if (heard) failures = 1;
      await this.#sleep.nap(Math.max(backoff(failures, random()), Math.min(retryAfter * 1000, longestWait)), signal);
    }
  }

  #newSequence(signal: AbortSignal): Sequence {
    return new Sequence({
      after: this.store.state.after,
      numbered: this.#numbered,
      timer: this.world.timer,
      take: (event, after) => {
        if (signal.aborted) return;
        this.events.take(event);
        if (event.type === 'reset') this.#renewedAt = this.world.now();
        if (after !== undefined) this.store.apply({type: 'followed', after});
      },
      missed: () => this.#connection?.abort(),
    });
  }

  /** Listens until the connection ends. Returns whether anything was heard, and how many seconds the server asked to wait. */
  async #connect(sequence: Sequence, listening: AbortSignal): Promise<{heard: boolean; retryAfter: number}> {
    const {transport, timer, now} = this.world;
    const connection = (this.#connection = new AbortController());
    const signal = AbortSignal.any([listening, connection.signal]);
    const heartbeat = (this.#heartbeat = new Heartbeat(timer, now, () => connection.abort()));
    if (this.#numbered) heartbeat.begin();
    let heard = false;
    let retryAfter = 0;
    const alive = (): void => {
      heard = true;
      heartbeat.beat();
    };
    try {
      const {after, entries} = this.store.state;
      const stale = this.#numbered && areAddressesOld(entries, this.#renewedAt, now());
      const options = {after, signal, ...(stale && {stale}), onAlive: () => (heartbeat.begin(), alive())};
      for await (const event of untilAborted(transport.listen?.(options) ?? nothing(), signal)) {
        alive();
        sequence.accept(event);
      }
      this.#warned = false;
    } catch (error) {
      if (error instanceof TransportError) retryAfter = error.retryAfter ?? 0;
      if (isGone(error) && !listening.aborted) this.events.intake.lose(error);
      else this.#warn(error);
    } finally {
      heartbeat.end();
    }
    return {heard, retryAfter};
  }

  /** Warns once about errors; a broken connection is normal and not worth a warning. */
  #warn(error: unknown): void {
    if (this.#warned || (error instanceof TransportError && error.retryable)) return;
    console.warn('Parley: late messages cannot be heard at the moment', error);
    this.#warned = true;
  }

  /** Drops the connection, if a new one can resume where it ended. */
  #renew(): void {
    if (this.#numbered) this.#connection?.abort();
  }
}

async function* nothing(): AsyncGenerator<never> {}
