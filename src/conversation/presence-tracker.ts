import type {Unsubscribe} from './store.ts';
import type {Sight, Visibility} from './environment.ts';

/** What one tab reports about its visitor. */
export interface Presence {
  /** Whether the conversation is being looked at in that tab. */
  looking: boolean;
  /** Whether somebody can see the page. */
  visible: boolean;
}

/** Who is looking at the conversation, in any tab. As a `Visibility` it is visible while any of the tabs is. */
export class PresenceTracker implements Visibility {
  readonly #others = new Map<string, Presence>();
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: Unsubscribe;
  #isLooking = true;

  /** The presence last posted to the other tabs, as JSON. */
  #announced = '';

  /**
   * @param visibility Whether this tab's page can be seen.
   * @param post Posts this tab's presence to the others.
   */
  constructor(
    private readonly visibility: Visibility,
    private readonly post: (presence: Presence) => void,
  ) {
    this.#unsubscribe = visibility.subscribe(() => this.#changed());
  }

  /** Until `watch` says otherwise, the visitor is assumed to be looking. */
  get #own(): Presence {
    return {looking: this.#isLooking, visible: this.visibility.now() === 'visible'};
  }

  get isLooking(): boolean {
    return this.#isLooking || [...this.#others.values()].some(({looking}) => looking);
  }

  /** Whether somebody can see this page. */
  get isVisible(): boolean {
    return this.#own.visible;
  }

  /** Whether nobody can see this page, while somebody can see another one. */
  get elsewhere(): boolean {
    return this.visibility.now() === 'hidden' && [...this.#others.values()].some(({visible}) => visible);
  }

  now(): Sight {
    return this.elsewhere ? 'visible' : this.visibility.now();
  }

  subscribe(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(looking: boolean): void {
    this.#isLooking = looking;
    this.#changed();
  }

  /** Records the presence of another tab; undefined when that tab has gone. */
  update(tab: string, presence: Presence | undefined): void {
    if (presence) this.#others.set(tab, presence);
    else this.#others.delete(tab);
    this.#notify();
  }

  /** Drops what is known of the other tabs: they will report again. */
  reset(): void {
    this.#others.clear();
  }

  close(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /** Posts this tab's presence even if it has not changed. */
  announce(): void {
    const presence = this.#own;
    this.#announced = JSON.stringify(presence);
    this.post(presence);
  }

  #changed(): void {
    if (JSON.stringify(this.#own) !== this.#announced) this.announce();
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
