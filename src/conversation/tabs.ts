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

/** Notified of what happens between the tabs. */
export interface TabsListener {
  /** From now on the other tabs can be heard. */
  meet(): void;
  /** From now on this tab leads. */
  own(): void;
  /** Another tab posted something. */
  hear(message: unknown): void;
  /** Another tab may lead once this has returned; it already does if this one was `robbed`. */
  leave(robbed: boolean): void;
}

/**
 * The tabs that share a name: one of them at a time leads, and all hear each other. The leader holds a lock, which the browser passes
 * on when the tab goes away, in whatever way. Without locks or channels, or if they fail, each tab leads for itself and hears
 * nobody.
 */
export class Tabs {
  readonly #name: string;
  readonly #unsubscribe: Unsubscribe;
  #channel: Channel | undefined;
  /** Aborted when this tab no longer waits for the lock or holds it. */
  #stay: AbortController | undefined;
  /** Whether it has joined, but its page was left for now. */
  #away = false;

  /** @param key What the tabs have in common, such as the URL of a bot; empty if this tab is on its own. */
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

  /** Whether there are no locks, or no channel, so that other tabs may lead at the same time. */
  get alone(): boolean {
    return !!this.#name && !this.#channel;
  }

  /** Starts to hear the others and asks for the lock, once; may make this tab the leader at once. */
  join(): void {
    if (!this.#stay) this.#join(false);
  }

  /** Lets the next waiting tab lead, and queues behind it. */
  cede(robbed = false): void {
    this.listener.leave(robbed);
    this.#part();
    this.#join(false);
  }

  /** Takes the lead from a tab that does not answer. That tab learns of it as soon as it hears anything. */
  seize(): void {
    this.#part();
    this.#join(true);
  }

  /** Sends a message to all other tabs; what cannot be cloned is sent as its JSON. */
  post(message: unknown): void {
    try {
      this.#channel?.postMessage(message);
    } catch {
      this.#channel?.postMessage(JSON.parse(jsonOf(message)));
    }
  }

  /** Leaves the others, and leads for itself. */
  isolate(): void {
    this.#part();
    this.#stay = new AbortController();
    this.listener.own();
  }

  /** Leaves for good, and lets another tab lead. */
  leave(): void {
    this.#unsubscribe();
    this.#away = false;
    this.#part();
  }

  /** A frozen page that held the lock would block all others, and browsers discard a page with an open channel instead of freezing it. */
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
    let held = false;
    const hold = async (): Promise<void> => {
      held = true;
      if (!signal.aborted) await this.#hold(signal);
    };
    attempt(() => locks.request(this.#name, steal ? {steal} : {signal}, hold)).catch(() => {
      if (signal.aborted) return;
      if (held) this.cede(true);
      else this.isolate();
    });
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

/** Turns what is thrown into a rejection. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  return work();
}

/** What this page offers. A sandboxed frame, an old browser or plain http may lack any of it. */
export function platformHere(): Platform {
  const {BroadcastChannel: Channels, navigator}: {BroadcastChannel?: typeof BroadcastChannel; navigator?: {locks?: Locks}} = globalThis;
  return {locks: navigator?.locks, channel: Channels && ((name) => new Channels(name)), sight: pageVisibility};
}
