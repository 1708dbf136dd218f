import type {Unsubscribe} from './store.ts';

/** Notifies listeners when this tab starts or stops leading. */
export class Leadership {
  readonly #listeners = new Set<(owns: boolean) => void>();
  #isLeader = false;

  subscribe(listener: (isLeader: boolean) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(isLeader: boolean): void {
    if (isLeader === this.#isLeader) return;
    this.#isLeader = isLeader;
    for (const listener of this.#listeners) listener(isLeader);
  }

  close(): void {
    this.set(false);
    this.#listeners.clear();
  }
}
