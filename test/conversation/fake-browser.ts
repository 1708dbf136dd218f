import {afterEach, beforeEach, vi} from 'vitest';
import type {Persistence} from '../../src/conversation/persistence.ts';
import {SharedConversation} from '../../src/conversation/shared-conversation.ts';
import type {SharedOptions} from '../../src/conversation/shared-options.ts';
import {reignOf} from '../../src/conversation/storage.ts';
import type {Sight} from '../../src/conversation/environment.ts';
import type {Channel, Locks, Platform} from '../../src/conversation/tabs.ts';
import type {ConversationEvent} from '../../src/conversation/transition.ts';
import type {Transport} from '../../src/protocol/transport.ts';
import {answer, ManualTransport} from './harness.ts';

interface LockRequest {
  tab: FakeTab;
  revoke: () => void;
  grant: () => void;
}

/** A fake browser: locks, channels and a store shared by all its tabs. Time is faked; the test sets the delay of messages. */
export class FakeBrowser {
  readonly tabs: FakeTab[] = [];
  readonly queues = new Map<string, LockRequest[]>();
  readonly channels = new Set<{tab: FakeTab; name: string; hear: (data: unknown) => unknown}>();
  readonly posted: {name: string; message: unknown}[] = [];
  readonly store: {json?: string} = {};
  /** Delay of a message between two tabs in milliseconds. */
  delay = (): number => 0;
  /** How many of the next messages are lost. */
  dropNext = 0;
  /** Latency of the store in milliseconds. */
  latency = (): number => 0;
  #disk: Promise<unknown> = Promise.resolve();

  open(options: Partial<SharedOptions> & {transport?: Transport} = {}): FakeTab {
    const tab = new FakeTab(this, options);
    this.tabs.push(tab);
    return tab;
  }

  /** Serializes accesses like transactions. */
  access<T>(work: () => T): Promise<T> {
    const ms = this.latency();
    const done = this.#disk.then(async () => {
      if (ms) await new Promise((resolve) => setTimeout(resolve, ms));
      return work();
    });
    this.#disk = done.catch(() => undefined);
    return done;
  }

  get alive(): FakeTab[] {
    return this.tabs.filter(({dead}) => !dead);
  }

  /** The tabs that are neither dead, left nor frozen. */
  get active(): FakeTab[] {
    return this.alive.filter(({sight, frozen}) => sight !== 'away' && !frozen);
  }

  /** Advances time so that messages between tabs arrive and a takeover completes. */
  async settle(ms = 200): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Grants a lock to a tab that steals it from another. */
  steal(name: string, request: LockRequest): void {
    const [holder, ...others] = this.queues.get(name) ?? [];
    this.queues.set(name, [request, ...others]);
    if (holder?.tab.frozen) holder.tab.onThaw = holder.revoke;
    else holder?.revoke();
    request.grant();
  }

  release(tab: FakeTab): void {
    for (const [name, queue] of this.queues) {
      const first = queue[0];
      const rest = queue.filter((one) => one.tab !== tab);
      this.queues.set(name, rest);
      if (first !== rest[0]) rest[0]?.grant();
    }
  }
}

/** A tab with a conversation, which can be closed, killed, frozen, hidden, left and returned to. */
export class FakeTab {
  readonly transport: ManualTransport;
  readonly conversation: SharedConversation;
  readonly events: ConversationEvent[] = [];
  sight: Sight = 'visible';
  dead = false;
  /** Receives nothing until `thaw()`: neither messages of other tabs nor that its lock was stolen. */
  frozen = false;
  onThaw = (): void => {};
  /** Messages of other tabs received while frozen. */
  readonly inbox: (() => unknown)[] = [];
  readonly #watchers = new Set<() => void>();
  /** When the last message arrives at each of the others, so that none overtakes another. */
  readonly #arrivals = new Map<object, number>();

  constructor(
    readonly browser: FakeBrowser,
    options: Partial<SharedOptions>,
  ) {
    this.transport = options.transport instanceof ManualTransport ? options.transport : new ManualTransport();
    this.conversation = new SharedConversation({
      key: 'shop',
      transport: this.transport,
      persistence: this.#persistence(),
      platform: this.platform(),
      ...options,
    });
    this.conversation.subscribe((_, event) => this.events.push(event));
  }

  get lines(): string[] {
    return this.conversation.state.entries.map((entry) => {
      if (entry.from === 'system') return `— ${entry.notice}`;
      const words = 'body' in entry.message ? entry.message.body : entry.message.type;
      return entry.from === 'visitor' ? `${entry.delivery}: ${words}` : `bot: ${words}`;
    });
  }

  /** Ends the tab like a crash: nothing that is pending happens. */
  kill(): void {
    this.dead = true;
    this.transport.send = () => new Promise(() => {});
    for (const channel of this.browser.channels) if (channel.tab === this) this.browser.channels.delete(channel);
    this.browser.release(this);
  }

  /** Delivers what happened meanwhile. As in browsers, the loss of the lock may be reported before or after the messages of other tabs. */
  thaw(first: 'robbery' | 'mail' = 'robbery'): void {
    this.frozen = false;
    if (first === 'robbery') this.onThaw();
    for (const hear of this.inbox.splice(0)) setTimeout(hear, 0);
    if (first === 'mail') setTimeout(() => this.onThaw(), 0);
  }

  setVisibility(sight: Sight): void {
    this.sight = sight;
    for (const watcher of this.#watchers) watcher();
  }

  platform(): Platform {
    return {
      locks: this.#locks(),
      channel: (name) => this.#channel(name),
      sight: {
        now: () => this.sight,
        subscribe: (watcher) => {
          this.#watchers.add(watcher);
          return () => this.#watchers.delete(watcher);
        },
      },
    };
  }

  #locks(): Locks {
    return {
      request: (name, {signal, steal = false}, hold) =>
        new Promise((resolve, reject) => {
          if (this.dead) return;
          const queue = this.browser.queues.get(name) ?? [];
          this.browser.queues.set(name, queue);
          let granted = false;
          const one: LockRequest = {
            tab: this,
            // After the grant, in case that is pending.
            revoke: () => void setTimeout(() => reject(new DOMException('stolen', 'AbortError')), 0),
            grant: () => {
              granted = true;
              const start = async (): Promise<void> => {
                if (this.dead) return;
                await hold();
                const current = this.browser.queues.get(name) ?? [];
                const wasFirst = current[0] === one;
                const rest = current.filter((other) => other !== one);
                this.browser.queues.set(name, rest);
                if (wasFirst) rest[0]?.grant();
              };
              setTimeout(() => void start().then(() => resolve(undefined)), 0);
            },
          };
          signal?.addEventListener('abort', () => {
            if (granted) return;
            const current = this.browser.queues.get(name) ?? [];
            this.browser.queues.set(
              name,
              current.filter((other) => other !== one),
            );
            reject(signal?.reason);
          });
          if (steal) return this.browser.steal(name, one);
          queue.push(one);
          if (queue.length === 1) one.grant();
        }),
    };
  }

  #channel(name: string): Channel {
    const channel = {tab: this as FakeTab, name, hear: (data: unknown): unknown => data};
    const {browser} = this;
    const {channels, posted} = browser;
    channels.add(channel);
    return {
      postMessage: (message) => {
        if (this.dead) return;
        if (--browser.dropNext >= 0) return;
        const clone: unknown = structuredClone(message);
        posted.push({name, message: clone});
        for (const other of channels) {
          if (other === channel || other.name !== name) continue;
          const at = Math.max(Date.now() + 1 + browser.delay(), this.#arrivals.get(other) ?? 0);
          this.#arrivals.set(other, at);
          const hear = (): unknown => channels.has(other) && other.hear(structuredClone(clone));
          setTimeout(() => (other.tab.frozen ? other.tab.inbox.push(hear) : hear()), at - Date.now());
        }
      },
      addEventListener: (_, listener) => {
        channel.hear = (data) => listener({data});
      },
      close: () => channels.delete(channel),
    };
  }

  #persistence(): Persistence {
    const {store} = this.browser;
    return {
      read: () => this.browser.access(() => (store.json === undefined ? undefined : JSON.parse(store.json))),
      write: (state) =>
        this.browser.access(() => {
          const isLate = reignOf(JSON.parse(store.json ?? 'null')) > reignOf(state);
          if (!this.dead && !isLate) store.json = JSON.stringify(state);
          return !isLate;
        }),
      clear: () =>
        this.browser.access(() => {
          if (!this.dead) delete store.json;
        }),
    };
  }
}

/** The browser of the current test, set by the function below. */
export let browser: FakeBrowser;

/** Gives each test of a file its own browser with fake timers, and disposes of its tabs. */
export function useFakeBrowser(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    browser = new FakeBrowser();
  });
  afterEach(() => {
    for (const tab of browser.alive) tab.conversation.dispose();
    vi.useRealTimers();
  });
}

/** A tab that shows an open conversation. */
export async function openTab(): Promise<FakeTab> {
  const tab = browser.open();
  void tab.conversation.open();
  await browser.settle();
  for (const turn of tab.transport.open) turn.answer(answer('Hello'));
  await browser.settle();
  return tab;
}
