import type {Entry} from '../../protocol/entry.ts';

/** Values that matter to few entries only. */
export interface Marks {
  /** Id of the latest message of the other side: its controls are in the tab order. */
  readonly latest: string | undefined;
  /** Id of an older entry whose controls were entered. */
  readonly entered: string | undefined;
  /** Id of the request for a position that still waits for an answer. */
  readonly asks: string | undefined;
  /** Ids of what has just come. */
  readonly fresh: ReadonlySet<string>;
  /** What did not get through on an earlier page. */
  readonly lost: WeakSet<Entry>;
  /** Ids of messages that may be answered anew. */
  readonly rewinds: ReadonlySet<string>;
  /** How many entries are folded into one, by the id of the first. */
  readonly folds: ReadonlyMap<string, number>;
  /** Which of these are open. */
  readonly unfolded: ReadonlySet<string>;
  /** Milliseconds since 1970, for what counts down. */
  readonly now: number;
}

export function marksOf(entries: readonly Entry[], marks: Omit<Marks, 'latest'>): Marks {
  return {...marks, latest: entries.findLast(({from, folded}) => !folded && (from === 'bot' || from === 'agent'))?.id};
}

/** The marks of an entry as one value, to be compared. */
export function marksOn(entry: Entry, {latest, entered, asks, fresh, rewinds, folds, unfolded, now}: Marks): string {
  const {id} = entry;
  const signs = [id === latest, id === entered, id === asks, fresh.has(id), rewinds.has(id), unfolded.has(id)];
  return [...signs, folds.get(id), isCounting(entry) && now].join();
}

/** Whether something of an entry counts down. */
export function isCounting(entry: Entry): boolean {
  return entry.from === 'visitor' && entry.delivery === 'queued' && entry.retryAt !== undefined;
}
