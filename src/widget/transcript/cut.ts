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
  for (let to = count, size = tail; to > 0; to -= size, size = length) stretches.unshift({from: Math.max(0, to - size), to});
  return stretches;
}

/** The stretches after entries were added at the end: only the last one grows, until it is two. */
export function grow(stretches: readonly Stretch[], count: number): Stretch[] {
  const grown = stretches.slice(0, -1);
  let {from} = stretches.at(-1) ?? {from: 0};
  for (; count - from >= 2 * length; from += length) grown.push({from, to: from + length});
  return count ? [...grown, {from, to: count}] : [];
}
