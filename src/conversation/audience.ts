import type {Unsubscribe} from './store.ts';
import type {Sight, Visibility} from './surroundings.ts';

/** What one tab reports about its visitor. */
export interface Presence {
  /** Whether somebody looks at the conversation there. */
  looking: boolean;
  /** Whether somebody can see the page. */
  visible: boolean;
}

/** Whether somebody is looking at the conversation, in any of the tabs. As a `Visibility`, it is visible while one of them is. */
export class Audience implements Visibility {
  readonly #others = new Map<string, Presence>();
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: Unsubscribe;
  #looking = true;

  /** What the other tabs know about this one. */
  #known = '';

  /**
   * @param sight Whether this tab's page can be seen.
   * @param post Tells the other tabs of this one.
   */
  constructor(
    private readonly sight: Visibility,
    private readonly post: (presence: Presence) => void,
  ) {
    this.#unsubscribe = sight.subscribe(() => this.#change());
  }

  /** Somebody looks by default. */
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

  /** Notes what another tab reports; undefined if it has gone. */
  note(tab: string, presence: Presence | undefined): void {
    if (presence) this.#others.set(tab, presence);
    else this.#others.delete(tab);
    this.#tell();
  }

  /** Forgets the other tabs; they will report again. */
  forget(): void {
    this.#others.clear();
  }

  close(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /** Reports this tab to the others, whatever they know. */
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
