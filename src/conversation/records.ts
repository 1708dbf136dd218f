import {jsonOf} from '../protocol/json.ts';

/** One entry and its record in a store. Records are sorted by place; deleted entries leave gaps. */
export interface Line {
  place: number;
  /** The entry's own `id`, if it has one. */
  id: unknown;
  /** The entry as last written; a changed entry is a different object. */
  entry?: unknown;
  /** The entry as read, until it is first compared. */
  json?: string;
}

/** The changes to make to a store. */
export interface Difference {
  /** All lines after the change. */
  lines: Line[];
  changed: (Line & {json: string})[];
  /** Places of the records to delete. */
  gone: number[];
}

/** Finds the records that have to change, so that unchanged entries cost nothing. */
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

/** The entry's `id`, whatever it is. */
export function idOf(entry: unknown): unknown {
  return Object(entry).id;
}

function holds({entry: written, json}: Line, entry: unknown): boolean {
  return json === undefined ? written === entry : json === jsonOf(entry);
}
