import type {Unsubscribe} from './store.ts';
import type {Sight, Visibility} from './surroundings.ts';

/** What one tab reports about its visitor. */
export interface Presence {
  /** Whether the conversation is being looked at in that tab. */
  looking: boolean;
  /** Whether somebody can see the page. */
  visible: boolean;
}

/** Who is looking at the conversation, in any tab. As a `Visibility` it is visible while any of the tabs is. */
export class Audience implements Visibility {
  readonly #others = new Map<string, Presence>();
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: Unsubscribe;
  #looking = true;

  /** The presence last posted to the other tabs, as JSON. */
  #known = '';

  /**
   * @param sight Whether this tab's page can be seen.
   * @param post Posts this tab's presence to the others.
   */
  constructor(
    private readonly sight: Visibility,
    private readonly post: (presence: Presence) => void,
  ) {
    this.#unsubscribe = sight.subscribe(() => this.#change());
  }

  /** Until `watch` says otherwise, the visitor is assumed to be looking. */
  get #mine(): Presence {
    return {looking: this.#looking, visible: this.sight.now() === 'visible'};
  }

  get looking(): boolean {
    return this.#looking || [...this.#others.values()].some(({looking}) => looking);
  }

  /** Whether somebody can see this page. */
  get here(): boolean {
    return this.#mine.visible;
  }

  /** Whether nobody can see this page, while somebody can see another one. */
  get elsewhere(): boolean {
    return this.sight.now() === 'hidden' && [...this.#others.values()].some(({visible}) => visible);
  }

  now(): Sight {
    return this.elsewhere ? 'visible' : this.sight.now();
  }

  subscribe(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(looking: boolean): void {
    this.#looking = looking;
    this.#change();
  }

  /** Records the presence of another tab; undefined when that tab has gone. */
  note(tab: string, presence: Presence | undefined): void {
    if (presence) this.#others.set(tab, presence);
    else this.#others.delete(tab);
    this.#tell();
  }

  /** Drops what is known of the other tabs: they will report again. */
  forget(): void {
    this.#others.clear();
  }

  close(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /** Posts this tab's presence even if it has not changed. */
  present(): void {
    const presence = this.#mine;
    this.#known = JSON.stringify(presence);
    this.post(presence);
  }

  #change(): void {
    if (JSON.stringify(this.#mine) !== this.#known) this.present();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
