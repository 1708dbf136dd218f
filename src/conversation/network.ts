import {TransportError} from '../protocol/errors.ts';
import {isStale} from './entries.ts';
import type {Store, Unsubscribe} from './store.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';

/** Keeps the conversation informed about whether there is a network. */
export class Network {
  #unsubscribe: Unsubscribe | undefined;

  /** @param cameOnline Called when the network is back. */
  constructor(
    private readonly env: ConversationEnvironment,
    private readonly store: Store,
    private readonly cameOnline: () => void,
  ) {}

  start(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.env.online.subscribe(() => this.#check());
    this.#check();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #check(): void {
    const online = this.env.online.now();
    if (online === (this.store.state.online ?? true)) return;
    if (online) this.#failStale();
    this.store.apply({type: 'online_changed', online});
    if (online) this.cameOnline();
  }

  /** Messages that waited too long are not sent without asking the visitor. */
  #failStale(): void {
    const error = new TransportError('offline', 'There was no network for a day');
    for (const entry of this.store.state.entries) {
      if (isStale(entry, this.env.now())) this.store.apply({type: 'undelivered', id: entry.id, delivery: 'failed', retryable: true, error});
    }
  }
}
