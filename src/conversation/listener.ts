import {TransportError} from '../protocol/errors.ts';
import {untilAborted} from './until-aborted.ts';
import {hasExpiredUrls} from './file-urls.ts';
import {backoff} from './backoff.ts';
import {isGone} from './failure.ts';
import {Heartbeat} from './heartbeat.ts';
import type {Receiver} from './receiver.ts';
import type {LateEvents} from './late-events.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';
import {ReorderBuffer} from './reorder-buffer.ts';
import {Sleep} from './sleep.ts';
import type {Store} from './store.ts';

/** Longest pause in milliseconds before listening again, whatever the server asks for: a much longer timer would fire at once. */
const maxWait = 24 * 60 * 60_000;

/**
 * Receives unprompted events while the conversation is open. Reconnects when the connection breaks or goes dead, resuming after the last
 * event it processed, and sleeps while nobody could see anything or there is no network.
 */
export class LateListener implements Receiver {
  #listening: AbortController | undefined;
  #connection: AbortController | undefined;
  #heartbeat: Heartbeat | undefined;
  readonly #sleep: Sleep;
  readonly #isNumbered: boolean;
  /** When the conversation was last replaced as a whole, milliseconds since 1970. */
  #renewedAt = -Infinity;
  #hasWarned = false;

  constructor(
    private readonly env: ConversationEnvironment,
    private readonly store: Store,
    private readonly events: LateEvents,
  ) {
    this.#isNumbered = env.transport.idempotent === true;
    this.#sleep = new Sleep(env, {
      isBusy: () => store.state.waiting !== undefined,
      slept: () => this.#reconnect(),
      woke: () => this.#heartbeat?.isDoubtful && this.#reconnect(),
    });
  }

  /** Listens while the conversation is open, and only then. */
  setOpen(open: boolean): void {
    if (open && !this.#listening && this.env.transport.listen) void this.#listen((this.#listening = new AbortController()).signal);
    if (!open) this.stop();
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.events.stop();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const {random} = this.env;
    const buffer = this.#newBuffer(signal);
    this.#sleep.start();
    signal.addEventListener('abort', () => (buffer.stop(), this.#sleep.stop()), {once: true});
    for (let failures = 1; !signal.aborted; failures++) {
      await this.#sleep.untilAwake(signal);
      if (signal.aborted) return;
      const {hasReceived, retryAfter} = await this.#connect(buffer, signal);
      if (hasReceived) failures = 1;
      await this.#sleep.wait(Math.max(backoff(failures, random()), Math.min(retryAfter * 1000, maxWait)), signal);
    }
  }

  #newBuffer(signal: AbortSignal): ReorderBuffer {
    return new ReorderBuffer({
      after: this.store.state.after,
      isNumbered: this.#isNumbered,
      timer: this.env.timer,
      deliver: (event, after) => {
        if (signal.aborted) return;
        this.events.apply(event);
        if (event.type === 'reset') this.#renewedAt = this.env.now();
        if (after !== undefined) this.store.apply({type: 'followed', after});
      },
      refetch: () => this.#connection?.abort(),
    });
  }

  /** Listens until the connection ends. Returns whether anything was received, and how many seconds the server asked to wait. */
  async #connect(buffer: ReorderBuffer, listening: AbortSignal): Promise<{hasReceived: boolean; retryAfter: number}> {
    const {transport, timer, now} = this.env;
    const connection = (this.#connection = new AbortController());
    const signal = AbortSignal.any([listening, connection.signal]);
    const heartbeat = (this.#heartbeat = new Heartbeat(timer, now, () => connection.abort()));
    if (this.#isNumbered) heartbeat.start();
    let hasReceived = false;
    let retryAfter = 0;
    const markAlive = (): void => {
      hasReceived = true;
      heartbeat.beat();
    };
    try {
      const {after, entries} = this.store.state;
      const hasStaleUrls = this.#isNumbered && hasExpiredUrls(entries, this.#renewedAt, now());
      const options = {after, signal, ...(hasStaleUrls && {stale: hasStaleUrls}), onAlive: () => (heartbeat.start(), markAlive())};
      for await (const event of untilAborted(transport.listen?.(options) ?? noEvents(), signal)) {
        markAlive();
        buffer.accept(event);
      }
      this.#hasWarned = false;
    } catch (error) {
      if (error instanceof TransportError) retryAfter = error.retryAfter ?? 0;
      if (isGone(error) && !listening.aborted) this.events.inbox.markGone(error);
      else this.#warn(error);
    } finally {
      heartbeat.stop();
    }
    return {hasReceived, retryAfter};
  }

  /** Warns once about errors; a broken connection is normal and not worth a warning. */
  #warn(error: unknown): void {
    if (this.#hasWarned || (error instanceof TransportError && error.retryable)) return;
    console.warn('Parley: late messages cannot be heard at the moment', error);
    this.#hasWarned = true;
  }

  /** Drops the connection, if a new one can resume where it ended. */
  #reconnect(): void {
    if (this.#isNumbered) this.#connection?.abort();
  }
}

async function* noEvents(): AsyncGenerator<never> {}
