import type {Entry} from '../../protocol/entry.ts';

/** Answers that the visitor took back by changing an earlier one: each run of folded entries is a single line until it is expanded. */
export class Folds {
  /** Length of each run, by the id of its first entry. */
  counts: ReadonlyMap<string, number> = new Map();
  /** Ids of the first entries of expanded runs. */
  expanded: ReadonlySet<string> = new Set();

  /** Expands or collapses a run. */
  toggle(id: string): void {
    const expanded = new Set(this.expanded);
    if (!expanded.delete(id)) expanded.add(id);
    this.expanded = expanded;
  }

  /** The entries to draw: of a collapsed run only the first, which stands for all of them. */
  apply(entries: readonly Entry[]): readonly Entry[] {
    if (!this.counts.size && !entries.some(({folded}) => folded)) return entries;
    const counts = new Map<string, number>();
    let first = '';
    const drawn = entries.filter(({id, folded}, index) => {
      if (!folded) return true;
      if (!entries[index - 1]?.folded) first = id;
      counts.set(first, (counts.get(first) ?? 0) + 1);
      return id === first || this.expanded.has(first);
    });
    this.counts = counts;
    return drawn;
  }
}
