import type {Entry} from '../../protocol/entry.ts';

/** What only a few entries depend on. */
export interface EntryFlags {
  /** Id of the other side's latest message, whose controls are in the tab order. */
  readonly latest: string | undefined;
  /** Id of an older entry whose controls the visitor has entered. */
  readonly entered: string | undefined;
  /** Id of a pending request for the visitor's position. */
  readonly asks: string | undefined;
  /** Ids of the entries that have just arrived. */
  readonly fresh: ReadonlySet<string>;
  /** Messages that were not delivered on an earlier page. */
  readonly alerted: WeakSet<Entry>;
  /** Ids of the messages whose answer may be changed. */
  readonly rewinds: ReadonlySet<string>;
  /** How many entries are folded into one, by the id of the first. */
  readonly foldCounts: ReadonlyMap<string, number>;
  /** Ids of those that are expanded. */
  readonly expanded: ReadonlySet<string>;
  /** Milliseconds since 1970, for countdowns. */
  readonly now: number;
}

export function flagsOf(entries: readonly Entry[], flags: Omit<EntryFlags, 'latest'>): EntryFlags {
  return {...flags, latest: entries.findLast(({from, folded}) => !folded && (from === 'bot' || from === 'agent'))?.id};
}

/** The flags of an entry as a single value, for comparison. */
export function flagsKeyOf(entry: Entry, {latest, entered, asks, fresh, rewinds, foldCounts, expanded, now}: EntryFlags): string {
  const {id} = entry;
  const flags = [id === latest, id === entered, id === asks, fresh.has(id), rewinds.has(id), expanded.has(id)];
  return [...flags, foldCounts.get(id), hasCountdown(entry) && now].join();
}

/** Whether an entry shows a countdown. */
export function hasCountdown(entry: Entry): boolean {
  return entry.from === 'visitor' && entry.delivery === 'queued' && entry.retryAt !== undefined;
}
