import {TransportError} from '../protocol/errors.ts';
import {isStale} from './entries.ts';
import type {Online} from './surroundings.ts';
import type {Store, Unsubscribe} from './store.ts';

/** Keeps the conversation informed about whether there is a network. */
export class Network {
  #unsubscribe: Unsubscribe | undefined;

  /** @param back Called when the network is back. */
  constructor(
    private readonly online: Online,
    private readonly store: Store,
    private readonly now: () => number,
    private readonly back: () => void,
  ) {}

  begin(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.online.subscribe(() => this.#look());
    this.#look();
  }

  end(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #look(): void {
    const online = this.online.now();
    if (online === (this.store.state.online ?? true)) return;
    if (online) this.#ask();
    this.store.apply({type: 'online_changed', online});
    if (online) this.back();
  }

  /** Messages that waited too long are not sent without asking the visitor. */
  #ask(): void {
    const error = new TransportError('offline', 'There was no network for a day');
    for (const entry of this.store.state.entries) {
      if (isStale(entry, this.now())) this.store.apply({type: 'undelivered', id: entry.id, delivery: 'failed', retryable: true, error});
    }
  }
}
