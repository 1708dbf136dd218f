import type {ConversationState} from './state.ts';
import {type ConversationEvent, transition} from './transition.ts';

export type Unsubscribe = () => void;
export type Listener = (state: ConversationState, event: ConversationEvent) => void;

interface Waiter {
  holds: (state: ConversationState) => boolean;
  resolve: () => void;
}

/** Holds the state of one conversation. Every listener is notified of a change before any is notified of the next. */
export class Store {
  readonly #listeners = new Set<Listener>();
  readonly #waiters = new Set<Waiter>();
  readonly #queue: [ConversationState, ConversationEvent][] = [];
  #isNotifying = false;
  #isClosed = false;
  #state: ConversationState;

  constructor(state: ConversationState) {
    this.#state = state;
  }

  get state(): ConversationState {
    return this.#state;
  }

  subscribe(listener: Listener): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param state The new state; computed by `transition` by default. */
  apply(event: ConversationEvent, state: ConversationState = transition(this.#state, event)): void {
    if (this.#isClosed) return;
    this.#state = state;
    this.#queue.push([this.#state, event]);
    for (const waiter of this.#waiters) this.#settle(waiter);
    this.#notify();
  }

  /** Resolves as soon as the condition holds, or when the store is closed. */
  until(holds: Waiter['holds']): Promise<void> {
    return new Promise((resolve) => {
      const waiter = {holds, resolve};
      this.#waiters.add(waiter);
      this.#settle(waiter);
    });
  }

  /** Ends all changes and notifications, and resolves pending waits. */
  close(): void {
    this.#isClosed = true;
    this.#listeners.clear();
    for (const waiter of this.#waiters) this.#settle(waiter);
  }

  #settle(waiter: Waiter): void {
    if (!this.#isClosed && !waiter.holds(this.#state)) return;
    this.#waiters.delete(waiter);
    waiter.resolve();
  }

  /** A listener may cause another change; that is announced once this one has reached everybody. */
  #notify(): void {
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      for (const listener of this.#listeners) notify(listener, ...next);
    }
    this.#isNotifying = false;
  }
}

/** A failing listener must neither stop the conversation nor keep the others from being called. */
function notify(listener: Listener, state: ConversationState, event: ConversationEvent): void {
  try {
    listener(state, event);
  } catch (error) {
    console.error(`Parley: a listener failed on "${event.type}" of the conversation`, error);
  }
}
