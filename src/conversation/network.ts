import {TransportError} from '../protocol/errors.ts';
import {isStale} from './entries.ts';
import type {Store, Unsubscribe} from './store.ts';
import type {World} from './world.ts';

/** Keeps the conversation informed about whether there is a network. */
export class Network {
  #unsubscribe: Unsubscribe | undefined;

  /** @param back Called when the network is back. */
  constructor(
    private readonly world: World,
    private readonly store: Store,
    private readonly back: () => void,
  ) {}

  begin(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.world.online.subscribe(() => this.#look());
    this.#look();
  }

  end(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #look(): void {
    const online = this.world.online.now();
    if (online === (this.store.state.online ?? true)) return;
    if (online) this.#ask();
    this.store.apply({type: 'online_changed', online});
    if (online) this.back();
  }

  /** Messages that waited too long are not sent without asking the visitor. */
  #ask(): void {
    const error = new TransportError('offline', 'There was no network for a day');
    for (const entry of this.store.state.entries) {
      if (isStale(entry, this.world.now()))
        this.store.apply({type: 'undelivered', id: entry.id, delivery: 'failed', retryable: true, error});
    }
  }
}
