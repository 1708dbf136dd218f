import {Conversation} from '../../src/conversation/conversation.ts';
import type {ConversationOptions} from '../../src/conversation/options.ts';
import type {ConversationState} from '../../src/conversation/state.ts';
import type {Sight, Timer} from '../../src/conversation/environment.ts';
import type {ConversationEvent} from '../../src/conversation/transition.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import type {BotRequest, BotResponse} from '../../src/protocol/exchange.ts';
import type {TextMessage} from '../../src/protocol/message.ts';
import type {ExchangeOptions, Transport} from '../../src/protocol/transport.ts';

export const text = (body: string): TextMessage => ({code: 'message', type: 'text', body});

export const answer = (...bodies: string[]): BotResponse => ({event: 'continue', messages: bodies.map(text)});

/** A request that waits for the test to answer it. */
export interface Turn {
  request: BotRequest;
  id: string | undefined;
  signal: AbortSignal | undefined;
  answer(response: BotResponse): void;
  fail(error: unknown): void;
}

/** A transport whose requests are answered by the test; records how many were pending at once. */
export class ManualTransport implements Transport {
  readonly turns: Turn[] = [];
  readonly open = new Set<Turn>();
  maxConcurrent = 0;

  send(request: BotRequest, {id, signal}: ExchangeOptions = {}): Promise<BotResponse> {
    return new Promise((resolve, reject) => {
      const turn: Turn = {
        request,
        id,
        signal,
        answer: (response) => (this.open.delete(turn), resolve(response)),
        fail: (error) => (this.open.delete(turn), reject(error)),
      };
      signal?.addEventListener('abort', () => turn.fail(signal.reason));
      this.turns.push(turn);
      this.open.add(turn);
      this.maxConcurrent = Math.max(this.maxConcurrent, this.open.size);
    });
  }

  get last(): Turn {
    return this.turns.at(-1)!;
  }
}

/** Flushes microtasks, up to 40 rounds; works with fake timers. */
export const flushMicrotasks = async (): Promise<void> => {
  for (let round = 0; round < 40; round++) await Promise.resolve();
};

/** Flushes all microtasks. */
export const flushPromises = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A fake environment: the test moves its clock and timers, and sets the network and the visibility of the page. */
export class FakeEnvironment {
  now = 1_000;
  random = 0.5;
  #online = true;
  #sight: Sight = 'visible';
  readonly #timers = new Set<{at: number; call: () => void}>();
  readonly #listeners = {online: new Set<() => void>(), sight: new Set<() => void>()};

  readonly timer: Timer = (call, ms) => {
    const timer = {at: this.now + ms, call};
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** The environment as options of a conversation. */
  get options() {
    const subscribeTo = (listeners: Set<() => void>) => (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
    return {
      now: () => this.now,
      random: () => this.random,
      timer: this.timer,
      online: {now: () => this.#online, subscribe: subscribeTo(this.#listeners.online)},
      visibility: {now: () => this.#sight, subscribe: subscribeTo(this.#listeners.sight)},
    };
  }

  /** The number of pending timers and registered listeners. */
  get activeHandles(): number {
    return this.#timers.size + this.#listeners.online.size + this.#listeners.sight.size;
  }

  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    await flushPromises();
    for (let next = this.#due(end); next; next = this.#due(end)) {
      this.#timers.delete(next);
      this.now = Math.max(this.now, next.at);
      next.call();
      await flushPromises();
    }
    this.now = end;
  }

  async setOnline(online: boolean): Promise<void> {
    this.#online = online;
    for (const listener of this.#listeners.online) listener();
    await flushPromises();
  }

  async setVisibility(sight: Sight): Promise<void> {
    this.#sight = sight;
    for (const listener of this.#listeners.sight) listener();
    await flushPromises();
  }

  #due(end: number) {
    return [...this.#timers].filter(({at}) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

/** A conversation with a fixed clock and sequential ids, prefixed per visit. */
export function createConversation(options: Omit<ConversationOptions, 'now' | 'newId'>, prefix = 'id') {
  let ids = 0;
  const clock = {now: 1_000};
  const conversation = new Conversation({...options, now: () => clock.now, newId: () => `${prefix}${++ids}`});
  const events: ConversationEvent[] = [];
  const states: ConversationState[] = [];
  conversation.subscribe((state, event) => {
    events.push(event);
    states.push(state);
  });
  return {conversation, clock, events, states};
}

/** The conversation in short: `visitor sent: hi`, `bot: Hello`, `— ended`. */
export function lines({entries}: {entries: readonly Entry[]}): string[] {
  return entries.map((entry) => {
    if (entry.from === 'system') return `— ${entry.notice}`;
    const words = 'body' in entry.message ? entry.message.body : entry.message.type;
    return entry.from === 'visitor' ? `visitor ${entry.delivery}: ${words}` : `${entry.from}: ${words}`;
  });
}
