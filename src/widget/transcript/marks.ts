import type {Entry} from '../../protocol/entry.ts';

/** What only a few entries depend on. */
export interface Marks {
  /** Id of the other side's latest message, whose controls are in the tab order. */
  readonly latest: string | undefined;
  /** Id of an older entry whose controls the visitor has entered. */
  readonly entered: string | undefined;
  /** Id of a pending request for the visitor's position. */
  readonly asks: string | undefined;
  /** Ids of the entries that have just arrived. */
  readonly fresh: ReadonlySet<string>;
  /** Messages that were not delivered on an earlier page. */
  readonly lost: WeakSet<Entry>;
  /** Ids of the messages whose answer may be changed. */
  readonly rewinds: ReadonlySet<string>;
  /** How many entries are folded into one, by the id of the first. */
  readonly folds: ReadonlyMap<string, number>;
  /** Ids of those that are expanded. */
  readonly unfolded: ReadonlySet<string>;
  /** Milliseconds since 1970, for countdowns. */
  readonly now: number;
}

export function marksOf(entries: readonly Entry[], marks: Omit<Marks, 'latest'>): Marks {
  return {...marks, latest: entries.findLast(({from, folded}) => !folded && (from === 'bot' || from === 'agent'))?.id};
}

/** The marks of an entry as a single value, for comparison. */
export function marksOn(entry: Entry, {latest, entered, asks, fresh, rewinds, folds, unfolded, now}: Marks): string {
  const {id} = entry;
  const signs = [id === latest, id === entered, id === asks, fresh.has(id), rewinds.has(id), unfolded.has(id)];
  return [...signs, folds.get(id), isCounting(entry) && now].join();
}

/** Whether an entry shows a countdown. */
export function isCounting(entry: Entry): boolean {
  return entry.from === 'visitor' && entry.delivery === 'queued' && entry.retryAt !== undefined;
}
