import type {Entry} from '../../protocol/entry.ts';

export type Position = 'first' | 'middle' | 'last' | 'only';

/** An entry and its place among its neighbours. */
export interface Row {
  entry: Entry;
  position: Position;
  /** Whether it is the first of its day. */
  isNewDay: boolean;
}

/** Milliseconds within which two entries of one speaker are grouped. */
const maxGap = 5 * 60_000;

/**
 * The rows of a part of the conversation. The entries before and after that part are taken into account at its edges.
 *
 * @param dividerId Id of the entry below a dividing line, which no group crosses.
 */
export function rowsOf(entries: readonly Entry[], {from, to}: {from: number; to: number}, dividerId?: string): Row[] {
  return entries.slice(from, to).map((entry, index) => {
    const before = entries[from + index - 1];
    const after = entries[from + index + 1];
    const joinsPrevious = isSameGroup(before, entry, dividerId);
    const joinsNext = isSameGroup(entry, after, dividerId);
    return {entry, position: positionOf(joinsPrevious, joinsNext), isNewDay: !before || dayOf(before) !== dayOf(entry)};
  });
}

function positionOf(joinsPrevious: boolean, joinsNext: boolean): Position {
  if (joinsPrevious) return joinsNext ? 'middle' : 'last';
  return joinsNext ? 'first' : 'only';
}

function isSameGroup(before: Entry | undefined, after: Entry | undefined, dividerId: string | undefined): boolean {
  if (!before || !after || before.from === 'system' || after.id === dividerId || before.folded !== after.folded) return false;
  return speakerOf(before) === speakerOf(after) && after.at - before.at <= maxGap && dayOf(before) === dayOf(after);
}

function speakerOf(entry: Entry): string {
  return entry.from === 'bot' || entry.from === 'agent' ? `${entry.from} ${entry.who?.id ?? entry.who?.nick ?? ''}` : entry.from;
}

function dayOf({at}: Entry): string {
  return new Date(at).toDateString();
}
