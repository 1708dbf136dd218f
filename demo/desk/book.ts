import type {Entry, Visitor} from './visitor.ts';

/** What the desk's pages are told: how everything stands, or how one visitor does. */
export type News = {type: 'open'; open: boolean} | {type: 'visitor'; visitor: Visitor} | {type: 'removed'; id: string};

/** Visitors who left are kept for reading, as many as this. */
const mostGone = 20;

/** All visitors of the desk, in memory. Every change goes through here and is told to whoever listens. */
export class Book {
  readonly #visitors = new Map<string, Visitor>();
  readonly #listeners = new Set<(news: News) => void>();
  #open = true;

  /** Whether the desk takes visitors at all. */
  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    this.#open = open;
    this.#tell({type: 'open', open});
  }

  get visitors(): readonly Visitor[] {
    return [...this.#visitors.values()];
  }

  /** Those who wait, the one who came first first. */
  get waiting(): readonly Visitor[] {
    return this.visitors.filter(({place}) => place === 'waiting').toSorted((a, b) => a.since.localeCompare(b.since));
  }

  find(id: string): Visitor | undefined {
    return this.#visitors.get(id);
  }

  keep(visitor: Visitor): void {
    // Whoever came last stands last, also among those who left before.
    this.#visitors.delete(visitor.id);
    this.#visitors.set(visitor.id, visitor);
    this.#tell({type: 'visitor', visitor});
    this.#forgetOldest();
  }

  /** Changes what is known of a visitor; undefined when there is no such visitor. */
  change(id: string, change: (visitor: Visitor) => Partial<Visitor>): Visitor | undefined {
    const before = this.#visitors.get(id);
    if (!before) return undefined;
    const visitor = {...before, ...change(before)};
    this.#visitors.set(id, visitor);
    this.#tell({type: 'visitor', visitor});
    if (visitor.place === 'gone') this.#forgetOldest();
    return visitor;
  }

  /** Adds an entry behind the others; one that is there already is no news. */
  add(id: string, entry: Entry, change: (visitor: Visitor) => Partial<Visitor> = () => ({})): void {
    if (this.find(id)?.entries.some((known) => known.id === entry.id)) return;
    this.change(id, (visitor) => ({...change(visitor), entries: [...visitor.entries, entry]}));
  }

  /** Says how far the words of a person came. */
  mark(id: string, entry: string, state: NonNullable<Entry['state']>): void {
    this.change(id, ({entries}) => ({entries: entries.map((one) => (one.id === entry ? {...one, state} : one))}));
  }

  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #forgetOldest(): void {
    const gone = this.visitors.filter(({place}) => place === 'gone');
    for (const {id} of gone.slice(0, Math.max(0, gone.length - mostGone))) {
      this.#visitors.delete(id);
      this.#tell({type: 'removed', id});
    }
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }
}
