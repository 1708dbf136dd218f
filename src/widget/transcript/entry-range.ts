/** A range of entries that is drawn or left out as a whole. */
export interface EntryRange {
  from: number;
  to: number;
}

/** Entries in the last range, which is drawn first: just enough to fill a screen. */
const tailSize = 12;
/** Entries in every other range: few enough to be drawn within a frame. */
const chunkSize = 15;

/** Divides a conversation into ranges, starting from its end. */
export function chunkRanges(count: number): EntryRange[] {
  const ranges: EntryRange[] = [];
  for (let to = count, size = tailSize; to > 0; to -= size, size = chunkSize) ranges.push({from: Math.max(0, to - size), to});
  return ranges.toReversed();
}

/** Adjusts the last range to a new number of entries: it grows until it is full, then new ones follow. */
export function extendRange({from}: EntryRange, count: number): EntryRange[] {
  const ranges: EntryRange[] = [];
  for (let at = from; at < count; at += chunkSize) ranges.push({from: at, to: Math.min(at + chunkSize, count)});
  return ranges;
}
