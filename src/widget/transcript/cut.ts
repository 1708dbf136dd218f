/** A stretch of the conversation that is drawn or left out as a whole. */
export interface Stretch {
  from: number;
  to: number;
}

/** Entries at the end that are drawn at once; the least that fills a screen. */
const tail = 12;
/** Entries of every other stretch: few enough to be drawn within a frame. */
const length = 15;

/** Cuts a conversation from its end. */
export function cut(count: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let to = count, size = tail; to > 0; to -= size, size = length) stretches.push({from: Math.max(0, to - size), to});
  return stretches.toReversed();
}

/** How a stretch at the end goes on after entries were added or taken away there: it grows until it is full, what comes then begins others. */
export function grow({from}: Stretch, count: number): Stretch[] {
  const grown: Stretch[] = [];
  for (let at = from; at < count; at += length) grown.push({from: at, to: Math.min(at + length, count)});
  return grown;
}
