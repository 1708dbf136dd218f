import type {Entry} from '../../protocol/entry.ts';

/** What only a few entries are drawn with. */
export interface Marks {
  /** Id of the latest message of the other side: its controls are in the tab order. */
  readonly latest: string | undefined;
  /** Id of an older entry whose controls were entered. */
  readonly entered: string | undefined;
  /** Id of the request for a position that still waits for an answer. */
  readonly asks: string | undefined;
  /** Ids of what has just come. */
  readonly fresh: ReadonlySet<string>;
}

export function marksOf(entries: readonly Entry[], marks: Omit<Marks, 'latest'>): Marks {
  return {...marks, latest: entries.findLast(({from}) => from === 'bot' || from === 'agent')?.id};
}

/** The marks of some entries, to be compared: those of others are no matter. Always as many values. */
export function marksAmong(entries: readonly Entry[], {latest, entered, asks, fresh}: Marks): readonly unknown[] {
  const has = (id: string | undefined) => entries.some((entry) => entry.id === id) && id;
  const news = entries.filter(({id}) => fresh.has(id)).map(({id}) => id);
  return [has(latest), has(entered), has(asks), news.join()];
}
