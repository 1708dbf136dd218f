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

/** Who is told what happens between the tabs. */
export interface TabsListener {
  /** The others can be heard from now on. */
  meet(): void;
  /** This tab speaks for all from now on. */
  own(): void;
  /** Another tab posted something. */
  hear(message: unknown): void;
  /** Another tab may speak when this has returned; already does, if this one was `robbed`. */
  leave(robbed: boolean): void;
}

/**
 * The tabs that share one name: one of them at a time speaks, and all hear each other. The one that speaks holds a lock, which the
 * browser passes on when the tab goes away, however it goes. Where there are no locks or channels, or they fail, each tab speaks
 * for itself and hears nobody.
 */
export class Tabs {
  readonly #name: string;
  readonly #unsubscribe: Unsubscribe;
  #channel: Channel | undefined;
  /** Aborted when this tab waits for the lock, or holds it, no longer. */
  #stay: AbortController | undefined;
  /** Joined, and not here only because its page was left. */
  #away = false;

  /** @param key What the tabs have in common, such as the address of a bot; nothing where this one is alone. */
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

  /** There are no locks, or no channel: other tabs may speak as well. */
  get alone(): boolean {
    return !!this.#name && !this.#channel;
  }

  /** Begins to hear the others and asks to speak, once; may make this tab own at once. */
  join(): void {
    if (!this.#stay) this.#join(false);
  }

  /** Lets a tab that waits to speak do so, and waits behind it. */
  cede(robbed = false): void {
    this.listener.leave(robbed);
    this.#part();
    this.#join(false);
  }

  /** Speaks in place of a tab that does not answer. That one hears of it as soon as it hears anything. */
  seize(): void {
    this.#part();
    this.#join(true);
  }

  /** Sends what can be cloned to all other tabs. What cannot be is sent as JSON has it. */
  post(message: unknown): void {
    try {
      this.#channel?.postMessage(message);
    } catch {
      this.#channel?.postMessage(JSON.parse(jsonOf(message)));
    }
  }

  /** Has nothing to do with the others any more, and speaks for itself. */
  isolate(): void {
    this.#part();
    this.#stay = new AbortController();
    this.listener.own();
  }

  /** Lets another tab speak, for good. */
  leave(): void {
    this.#unsubscribe();
    this.#away = false;
    this.#part();
  }

  /** A frozen page that held the lock would keep all others from speaking, and one that listens is not frozen but thrown away. */
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
