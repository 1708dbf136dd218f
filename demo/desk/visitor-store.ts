import type {Entry, Visitor} from './visitor.ts';

/** Updates for the desk's pages: whether it is open, or the state of one visitor. */
export type Update = {type: 'open'; open: boolean} | {type: 'visitor'; visitor: Visitor} | {type: 'removed'; id: string};

/** How many visitors who left are kept for reading. */
const maxGone = 20;

/** All visitors of the desk, in memory. Every change goes through here and is reported to listeners. */
export class VisitorStore {
  readonly #visitors = new Map<string, Visitor>();
  readonly #listeners = new Set<(news: Update) => void>();
  #open = true;

  /** Whether the desk accepts visitors. */
  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    this.#open = open;
    this.#notify({type: 'open', open});
  }

  get visitors(): readonly Visitor[] {
    return [...this.#visitors.values()];
  }

  /** Waiting visitors in order of arrival. */
  get waiting(): readonly Visitor[] {
    return this.visitors.filter(({place}) => place === 'waiting').toSorted((a, b) => a.since.localeCompare(b.since));
  }

  find(id: string): Visitor | undefined {
    return this.#visitors.get(id);
  }

  put(visitor: Visitor): void {
    // Moves a returning visitor to the end.
    this.#visitors.delete(visitor.id);
    this.#visitors.set(visitor.id, visitor);
    this.#notify({type: 'visitor', visitor});
    this.#forgetOldest();
  }

  /** Updates a visitor; undefined if there is no such visitor. */
  update(id: string, change: (visitor: Visitor) => Partial<Visitor>): Visitor | undefined {
    const before = this.#visitors.get(id);
    if (!before) return undefined;
    const visitor = {...before, ...change(before)};
    this.#visitors.set(id, visitor);
    this.#notify({type: 'visitor', visitor});
    if (visitor.place === 'gone') this.#forgetOldest();
    return visitor;
  }

  /** Appends an entry unless it is there already. */
  add(id: string, entry: Entry, change: (visitor: Visitor) => Partial<Visitor> = () => ({})): void {
    if (this.find(id)?.entries.some((known) => known.id === entry.id)) return;
    this.update(id, (visitor) => ({...change(visitor), entries: [...visitor.entries, entry]}));
  }

  /** Sets the delivery state of a person's message. */
  setState(id: string, entry: string, state: NonNullable<Entry['state']>): void {
    this.update(id, ({entries}) => ({entries: entries.map((one) => (one.id === entry ? {...one, state} : one))}));
  }

  listen(listener: (news: Update) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #forgetOldest(): void {
    const gone = this.visitors.filter(({place}) => place === 'gone');
    for (const {id} of gone.slice(0, Math.max(0, gone.length - maxGone))) {
      this.#visitors.delete(id);
      this.#notify({type: 'removed', id});
    }
  }

  #notify(news: Update): void {
    for (const listener of this.#listeners) listener(news);
  }
}
