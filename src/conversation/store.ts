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
  readonly #untold: [ConversationState, ConversationEvent][] = [];
  #telling = false;
  #closed = false;
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
    if (this.#closed) return;
    this.#state = state;
    this.#untold.push([this.#state, event]);
    for (const waiter of this.#waiters) this.#settle(waiter);
    this.#tell();
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
    this.#closed = true;
    this.#listeners.clear();
    for (const waiter of this.#waiters) this.#settle(waiter);
  }

  #settle(waiter: Waiter): void {
    if (!this.#closed && !waiter.holds(this.#state)) return;
    this.#waiters.delete(waiter);
    waiter.resolve();
  }

  /** A listener may cause another change; that is announced once this one has reached everybody. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
      for (const listener of this.#listeners) tell(listener, ...next);
    }
    this.#telling = false;
  }
}

/** A failing listener must neither stop the conversation nor keep the others from being called. */
function tell(listener: Listener, state: ConversationState, event: ConversationEvent): void {
  try {
    listener(state, event);
  } catch (error) {
    console.error(`Parley: a listener failed on "${event.type}" of the conversation`, error);
  }
}
