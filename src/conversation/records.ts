import {jsonOf} from '../protocol/json.ts';

/** One entry and its record in a store. Records are sorted by place; deleted entries leave gaps. */
export interface EntryRecord {
  place: number;
  /** The entry's own `id`, if it has one. */
  id: unknown;
  /** The entry as last written; a changed entry is a different object. */
  entry?: unknown;
  /** The entry as read, until it is first compared. */
  json?: string;
}

/** The changes to make to a store. */
export interface Diff {
  /** All lines after the change. */
  records: EntryRecord[];
  changed: (EntryRecord & {json: string})[];
  /** Places of the records to delete. */
  deleted: number[];
}

/** Finds the records that have to change, so that unchanged entries cost nothing. */
export function diff(previous: readonly EntryRecord[], entries: readonly unknown[]): Diff {
  let same = 0;
  while (same < entries.length && same < previous.length && previous[same]?.entry === entries[same]) same++;
  const records = previous.slice(0, same);
  const known = new Map(previous.slice(same).map((record) => [record.id, record]));
  const changed: Diff['changed'] = [];
  let last = records.at(-1)?.place ?? -1;
  for (const entry of entries.slice(same)) {
    const id = idOf(entry);
    const record = known.get(id);
    const place = Math.max(last + 1, record?.place ?? 0);
    if (record?.place !== place || !isUnchanged(record, entry)) changed.push({place, id, json: jsonOf(entry)});
    records.push({place, id, entry});
    last = place;
  }
  const used = new Set(records.slice(same).map(({place}) => place));
  return {records, changed, deleted: previous.slice(same).flatMap(({place}) => (used.has(place) ? [] : [place]))};
}

/** The entry's `id`, whatever it is. */
export function idOf(entry: unknown): unknown {
  return Object(entry).id;
}

function isUnchanged({entry: written, json}: EntryRecord, entry: unknown): boolean {
  return json === undefined ? written === entry : json === jsonOf(entry);
}
