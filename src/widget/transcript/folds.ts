import type {Entry} from '../../protocol/entry.ts';

/** Entries set aside by a changed answer: each run of them is one line, until it is opened. */
export class Folds {
  /** Length of each run, by the id of its first entry. */
  counts: ReadonlyMap<string, number> = new Map();
  /** Ids of the first entries of runs that are open. */
  opened: ReadonlySet<string> = new Set();

  /** Opens and closes a run. */
  turn(id: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
  }

  /** What is drawn of the entries: of a closed run only the first, which stands for all. */
  on(entries: readonly Entry[]): readonly Entry[] {
    if (!this.counts.size && !entries.some(({folded}) => folded)) return entries;
    const counts = new Map<string, number>();
    let first = '';
    const drawn = entries.filter(({id, folded}, index) => {
      if (!folded) return true;
      if (!entries[index - 1]?.folded) first = id;
      counts.set(first, (counts.get(first) ?? 0) + 1);
      return id === first || this.opened.has(first);
    });
    this.counts = counts;
    return drawn;
  }
}
