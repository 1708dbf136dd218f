import type {Entry} from '../../protocol/entry.ts';

export type Position = 'first' | 'middle' | 'last' | 'only';

/** An entry and its place among its neighbours. */
export interface Row {
  entry: Entry;
  position: Position;
  /** Whether it is the first of its day. */
  newDay: boolean;
}

/** Milliseconds within which two entries of one speaker are grouped. */
const pause = 5 * 60_000;

/**
 * The rows of a part of the conversation. The entries before and after that part are taken into account at its edges.
 *
 * @param divided Id of the entry below a dividing line, which no group crosses.
 */
export function rowsOf(entries: readonly Entry[], {from, to}: {from: number; to: number}, divided?: string): Row[] {
  return entries.slice(from, to).map((entry, index) => {
    const before = entries[from + index - 1];
    const after = entries[from + index + 1];
    const joins = together(before, entry, divided);
    const goesOn = together(entry, after, divided);
    return {entry, position: positionOf(joins, goesOn), newDay: !before || dayOf(before) !== dayOf(entry)};
  });
}

function positionOf(joins: boolean, goesOn: boolean): Position {
  if (joins) return goesOn ? 'middle' : 'last';
  return goesOn ? 'first' : 'only';
}

function together(before: Entry | undefined, after: Entry | undefined, divided: string | undefined): boolean {
  if (!before || !after || before.from === 'system' || after.id === divided || before.folded !== after.folded) return false;
  return speakerOf(before) === speakerOf(after) && after.at - before.at <= pause && dayOf(before) === dayOf(after);
}

function speakerOf(entry: Entry): string {
  return entry.from === 'bot' || entry.from === 'agent' ? `${entry.from} ${entry.who?.id ?? entry.who?.nick ?? ''}` : entry.from;
}

function dayOf({at}: Entry): string {
  return new Date(at).toDateString();
}
