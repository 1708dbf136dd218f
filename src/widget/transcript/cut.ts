/** A range of entries that is drawn or left out as a whole. */
export interface Stretch {
  from: number;
  to: number;
}

/** Entries in the last stretch, which is drawn first: just enough to fill a screen. */
const tail = 12;
/** Entries in every other stretch: few enough to be drawn within a frame. */
const length = 15;

/** Cuts a conversation into stretches, starting from its end. */
export function cut(count: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let to = count, size = tail; to > 0; to -= size, size = length) stretches.push({from: Math.max(0, to - size), to});
  return stretches.toReversed();
}

/** Adjusts the last stretch to a new number of entries: it grows until it is full, then new ones follow. */
export function grow({from}: Stretch, count: number): Stretch[] {
  const grown: Stretch[] = [];
  for (let at = from; at < count; at += length) grown.push({from: at, to: Math.min(at + length, count)});
  return grown;
}
