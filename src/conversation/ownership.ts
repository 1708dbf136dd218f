import type {Unsubscribe} from './store.ts';

/** Notifies listeners when this tab starts or stops leading. */
export class Ownership {
  readonly #listeners = new Set<(owns: boolean) => void>();
  #owns = false;

  subscribe(listener: (owns: boolean) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(owns: boolean): void {
    if (owns === this.#owns) return;
    this.#owns = owns;
    for (const listener of this.#listeners) listener(owns);
  }

  close(): void {
    this.tell(false);
    this.#listeners.clear();
  }
}
