import type {Unsubscribe} from './store.ts';

/** Whether this tab leads, told to whoever asked for it. */
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
