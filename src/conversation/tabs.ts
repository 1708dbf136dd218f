import {jsonOf} from '../protocol/json.ts';
import type {Unsubscribe} from './store.ts';
import {pageVisibility, type Visibility} from './surroundings.ts';

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
  meet(): void;
  /** From now on, this tab leads. */
  own(): void;
  /** A message from another tab. */
  hear(message: unknown): void;
  /** This tab stops leading: once this returns, another may lead. If this one was `robbed`, another already does. */
  leave(robbed: boolean): void;
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
  #stay: AbortController | undefined;
  /** Whether this tab is absent only because its page was left, and will rejoin when the page returns. */
  #away = false;

  /** @param key What the tabs have in common, such as the URL of a bot; empty if nothing is shared. */
  constructor(
    key: string,
    private readonly listener: TabsListener,
    private readonly platform: Platform,
  ) {
    this.#name = key && `parley:${key}`;
    this.#unsubscribe = platform.sight.subscribe(() => this.#turn(platform.sight.now() !== 'away'));
  }

  get joined(): boolean {
    return this.#stay !== undefined;
  }

  /** Whether other tabs may lead at the same time, because there are no locks or no channels. */
  get alone(): boolean {
    return !!this.#name && !this.#channel;
  }

  /** Starts receiving messages and requests the lead, once. This tab may become the leader before this returns. */
  join(): void {
    if (!this.#stay) this.#join(false);
  }

  /** Hands the lead to the next waiting tab, and queues up behind it. */
  cede(robbed = false): void {
    this.listener.leave(robbed);
    this.#part();
    this.#join(false);
  }

  /** Takes the lead from a tab that does not respond. That tab finds out as soon as it runs again. */
  seize(): void {
    this.#part();
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
    this.#part();
    this.#stay = new AbortController();
    this.listener.own();
  }

  /** Leaves for good. */
  leave(): void {
    this.#unsubscribe();
    this.#part();
  }

  /** A frozen page must not hold the lock, as no other tab could lead; and a page with an open channel is discarded instead of frozen. */
  #turn(here: boolean): void {
    if (here && this.#away) {
      this.#away = false;
      this.join();
    } else if (!here && this.#stay) {
      this.#away = true;
      this.listener.leave(false);
      this.#part();
    }
  }

  #join(steal: boolean): void {
    const {signal} = (this.#stay = new AbortController());
    const {locks} = this.platform;
    this.#channel = locks && this.#name ? this.#connect() : undefined;
    if (!locks || !this.#channel) return this.listener.own();
    this.listener.meet();
    void this.#queue(locks, steal ? {steal} : {signal}, signal);
  }

  /** Waits for the lead, and keeps it until the signal aborts or another tab takes it. */
  async #queue(locks: Locks, options: {signal?: AbortSignal; steal?: boolean}, signal: AbortSignal): Promise<void> {
    let held = false;
    try {
      await locks.request(this.#name, options, async () => {
        held = true;
        if (!signal.aborted) await this.#hold(signal);
      });
    } catch {
      if (signal.aborted) return;
      if (held) this.cede(true);
      else this.isolate();
    }
  }

  #connect(): Channel | undefined {
    try {
      const channel = this.platform.channel?.(this.#name);
      channel?.addEventListener('message', ({data}) => {
        if (channel === this.#channel) this.listener.hear(data);
      });
      return channel;
    } catch {
      return undefined;
    }
  }

  #hold(signal: AbortSignal): Promise<void> {
    const held = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), {once: true}));
    this.listener.own();
    return held;
  }

  #part(): void {
    this.#channel?.close();
    this.#channel = undefined;
    this.#stay?.abort();
    this.#stay = undefined;
  }
}

/** What this page offers. A sandboxed frame, an old browser or plain http may lack any of these. */
export function platformHere(): Platform {
  const {BroadcastChannel: Channels, navigator}: {BroadcastChannel?: typeof BroadcastChannel; navigator?: {locks?: Locks}} = globalThis;
  return {locks: navigator?.locks, channel: Channels && ((name) => new Channels(name)), sight: pageVisibility};
}
