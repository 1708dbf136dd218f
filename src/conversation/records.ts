import {jsonOf} from '../protocol/json.ts';

/** One entry and its record in a store. Records are sorted by their places, which leave gaps where an entry went away. */
export interface Line {
  place: number;
  /** The entry's own `id`, if it has one. */
  id: unknown;
  /** The entry as it was written; an entry that changes is another object. */
  entry?: unknown;
  /** The entry as it was read, until it is first compared. */
  json?: string;
}

/** What has to be done to a store. */
export interface Difference {
  /** All the lines there are then. */
  lines: Line[];
  changed: (Line & {json: string})[];
  /** Places whose records go away. */
  gone: number[];
}

/** Finds the records in which some entries differ from what a store holds of them: what stayed as it is costs nothing. */
export function difference(before: readonly Line[], entries: readonly unknown[]): Difference {
  let same = 0;
  while (same < entries.length && same < before.length && before[same]?.entry === entries[same]) same++;
  const lines = before.slice(0, same);
  const known = new Map(before.slice(same).map((line) => [line.id, line]));
  const changed: Difference['changed'] = [];
  let last = lines.at(-1)?.place ?? -1;
  for (const entry of entries.slice(same)) {
    const id = idOf(entry);
    const line = known.get(id);
    const place = Math.max(last + 1, line?.place ?? 0);
    if (line?.place !== place || !holds(line, entry)) changed.push({place, id, json: jsonOf(entry)});
    lines.push({place, id, entry});
    last = place;
  }
  const taken = new Set(lines.slice(same).map(({place}) => place));
  return {lines, changed, gone: before.slice(same).flatMap(({place}) => (taken.has(place) ? [] : [place]))};
}

/** What entries are known by. */
export function idOf(entry: unknown): unknown {
  return Object(entry).id;
}

function holds({entry: written, json}: Line, entry: unknown): boolean {
  return json === undefined ? written === entry : json === jsonOf(entry);
}
