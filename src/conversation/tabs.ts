import {jsonOf} from '../protocol/json.ts';
import type {Unsubscribe} from './store.ts';
import {pageVisibility, type Visibility} from './environment.ts';

/** The part of the Web Locks API that is used. */
export interface Locks {
  request(name: string, options: {signal?: AbortSignal; steal?: boolean}, hold: () => Promise<void>): Promise<unknown>;
}

/** The part of `BroadcastChannel` that is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: {data: unknown}) => void): void;
  close(): void;
}

/** How the tabs of one browser find each other. Without locks or channels, a tab is on its own. */
export interface Platform {
  locks?: Locks | undefined;
  channel?: ((name: string) => Channel) | undefined;
  /** Whether this page can be seen, or was left. */
  sight: Visibility;
}

/** Receives what happens between the tabs. */
export interface TabsListener {
  /** From now on, messages of other tabs are received. */
  connected(): void;
  /** From now on, this tab leads. */
  elected(): void;
  /** A message from another tab. */
  received(message: unknown): void;
  /** This tab stops leading: once this returns, another may lead. If it is superseded, another already does. */
  resigned(isSuperseded: boolean): void;
}

/**
 * The tabs that share one name. One of them at a time leads, and all receive each other's messages. The leader holds a lock, which the
 * browser passes on when the tab goes away, in whatever way. Without locks or channels, or if they fail, each tab leads on its own
 * and receives nothing.
 */
export class Tabs {
  readonly #name: string;
  readonly #unsubscribe: Unsubscribe;
  #channel: Channel | undefined;
  /** Aborted to release the lock, or to stop waiting for it. */
  #membership: AbortController | undefined;
  /** Whether this tab is absent only because its page was left, and will rejoin when the page returns. */
  #isSuspended = false;

  /** @param key What the tabs have in common, such as the URL of a bot; empty if nothing is shared. */
  constructor(
    key: string,
    private readonly listener: TabsListener,
    private readonly platform: Platform,
  ) {
    this.#name = key && `parley:${key}`;
    this.#unsubscribe = platform.sight.subscribe(() => this.#suspendOrResume(platform.sight.now() !== 'away'));
  }

  get hasJoined(): boolean {
    return this.#membership !== undefined;
  }

  /** Whether other tabs may lead at the same time, because there are no locks or no channels. */
  get isAlone(): boolean {
    return !!this.#name && !this.#channel;
  }

  /** Starts receiving messages and requests the lead, once. This tab may become the leader before this returns. */
  join(): void {
    if (!this.#membership) this.#join(false);
  }

  /** Hands the lead to the next waiting tab, and queues up behind it. */
  stepDown(isSuperseded = false): void {
    this.listener.resigned(isSuperseded);
    this.#disconnect();
    this.#join(false);
  }

  /** Takes the lead from a tab that does not respond. That tab finds out as soon as it runs again. */
  steal(): void {
    this.#disconnect();
    this.#join(true);
  }

  /** Posts a message to all other tabs. What cannot be cloned is reduced to JSON. */
  post(message: unknown): void {
    try {
      this.#channel?.postMessage(message);
    } catch {
      this.#channel?.postMessage(JSON.parse(jsonOf(message)));
    }
  }

  /** Cuts all ties with the other tabs and leads on its own. */
  isolate(): void {
    this.#disconnect();
    this.#membership = new AbortController();
    this.listener.elected();
  }

  /** Leaves for good. */
  leave(): void {
    this.#unsubscribe();
    this.#disconnect();
  }

  /** A frozen page must not hold the lock, as no other tab could lead; and a page with an open channel is discarded instead of frozen. */
  #suspendOrResume(here: boolean): void {
    if (here && this.#isSuspended) {
      this.#isSuspended = false;
      this.join();
    } else if (!here && this.#membership) {
      this.#isSuspended = true;
      this.listener.resigned(false);
      this.#disconnect();
    }
  }

  #join(steal: boolean): void {
    const {signal} = (this.#membership = new AbortController());
    const {locks} = this.platform;
    this.#channel = locks && this.#name ? this.#openChannel() : undefined;
    if (!locks || !this.#channel) return this.listener.elected();
    this.listener.connected();
    void this.#requestLock(locks, steal ? {steal} : {signal}, signal);
  }

  /** Waits for the lead, and keeps it until the signal aborts or another tab takes it. */
  async #requestLock(locks: Locks, options: {signal?: AbortSignal; steal?: boolean}, signal: AbortSignal): Promise<void> {
    let hasLock = false;
    try {
      await locks.request(this.#name, options, async () => {
        hasLock = true;
        if (!signal.aborted) await this.#holdLock(signal);
      });
    } catch {
      if (signal.aborted) return;
      if (hasLock) this.stepDown(true);
      else this.isolate();
    }
  }

  #openChannel(): Channel | undefined {
    try {
      const channel = this.platform.channel?.(this.#name);
      channel?.addEventListener('message', ({data}) => {
        if (channel === this.#channel) this.listener.received(data);
      });
      return channel;
    } catch {
      return undefined;
    }
  }

  #holdLock(signal: AbortSignal): Promise<void> {
    const released = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), {once: true}));
    this.listener.elected();
    return released;
  }

  #disconnect(): void {
    this.#channel?.close();
    this.#channel = undefined;
    this.#membership?.abort();
    this.#membership = undefined;
  }
}

/** What this page offers. A sandboxed frame, an old browser or plain http may lack any of these. */
export function browserPlatform(): Platform {
  const {BroadcastChannel: Channels, navigator}: {BroadcastChannel?: typeof BroadcastChannel; navigator?: {locks?: Locks}} = globalThis;
  return {locks: navigator?.locks, channel: Channels && ((name) => new Channels(name)), sight: pageVisibility};
}
