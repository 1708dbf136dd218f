import {type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB} from 'idb';
import {jsonOf} from '../protocol/json.ts';
import {newId} from './id.ts';
import {difference, idOf, type Line} from './records.ts';
import {isOver, parsed, type Shelf} from './shelf.ts';

/** A conversation without its entries. */
interface Head {
  at: number;
  /** Days after `at` for which it is kept. Version 1 did not say. */
  days?: number;
  /** Another one with each write, so that a tab notices when another one wrote. Version 1 had none. */
  mark?: string;
  /** The conversation with an empty list of entries. Version 1 left them in it, where they stay until the first write. */
  json: string;
}

interface Schema extends DBSchema {
  conversations: {key: string; value: Head};
  /** JSON of an entry, by the key of its conversation and its place there. */
  entries: {key: [conversation: string, place: number]; value: string};
}

type Database = IDBPDatabase<Schema>;
type Records = IDBPObjectStore<Schema, ('conversations' | 'entries')[], 'entries', IDBTransactionMode>;

const stores: ('conversations' | 'entries')[] = ['conversations', 'entries'];
/** Days for which something is kept that does not say how long. */
const unsaid = 365;

/**
 * In IndexedDB: for all later visits. Each entry is a record of its own, so that the cost of a change does not grow with the
 * conversation; it is written in one transaction with all else. What is over of other conversations is swept away once.
 * @param days How long it may be kept.
 * @param now Milliseconds since 1970.
 */
export function indexedShelf(key: string, days: number, now: () => number): Shelf {
  const {opened, close} = opener();
  let mark: string | undefined;
  let lines: readonly Line[] = [];
  let isSwept = false;

  return {
    async get() {
      const database = await opened();
      const work = database.transaction(stores);
      const [head, found] = await Promise.all([work.objectStore('conversations').get(key), read(work.objectStore('entries'), key)]);
      if (!isSwept) void sweep(database, now()).catch(() => undefined); // Another visit will.
      isSwept = true;
      lines = found.lines;
      mark = head?.mark;
      return isHead(head) ? {at: head.at, value: whole(parsed(head.json), found.entries)} : undefined;
    },
    async put({at, value}) {
      const work = (await opened()).transaction(stores, 'readwrite');
      const heads = work.objectStore('conversations');
      const records = work.objectStore('entries');
      const before = await heads.get(key);
      const held = before?.mark === mark ? lines : (await read(records, key)).lines;
      const next = difference(held, entriesOf(value) ?? []);
      const head = {at, days, mark: newId(), json: jsonOf(entriesOf(value) ? {...Object(value), entries: []} : value)};
      await Promise.all([
        ...next.changed.map(({place, json}) => records.put(json, [key, place])),
        ...next.gone.map((place) => records.delete([key, place])),
        heads.put(head, key),
        work.done,
      ]);
      ({lines} = next);
      ({mark} = head);
    },
    async remove() {
      const work = (await opened()).transaction(stores, 'readwrite');
      await Promise.all([work.objectStore('conversations').delete(key), work.objectStore('entries').delete(rangeOf(key)), work.done]);
    },
    close,
  };
}

/** Opens the database when it is used; a later version of this page is never kept from opening its own. */
function opener(): {opened: () => Promise<Database>; close: () => void} {
  let database: Promise<Database> | undefined;
  const close = (): void => {
    // What is under way is finished first.
    void database?.then((open) => open.close()).catch(() => undefined);
    database = undefined;
  };
  // It stays open while the chat is there: a page that is left has no time to open anything.
  const opened = (): Promise<Database> =>
    (database ??= openDB<Schema>('parley', 2, {
      upgrade: (upgraded, from) => {
        if (from < 1) upgraded.createObjectStore('conversations');
        upgraded.createObjectStore('entries');
      },
      blocking: close,
      terminated: () => (database = undefined),
    }));
  return {opened, close};
}

async function read(records: Records, key: string): Promise<{lines: Line[]; entries: unknown[]}> {
  const [keys, texts] = await Promise.all([records.getAllKeys(rangeOf(key)), records.getAll(rangeOf(key))]);
  const entries = texts.map(parsed);
  const lines = keys.map(([, place], index) => ({place, id: idOf(entries[index]), json: texts[index] ?? ''}));
  return {lines, entries};
}

/** Deletes every conversation that may be kept no longer. */
async function sweep(database: Database, now: number): Promise<void> {
  const work = database.transaction(stores, 'readwrite');
  for (let at = await work.objectStore('conversations').openCursor(); at; at = await at.continue()) {
    if (!isHead(at.value) || !isOver(at.value.at, at.value.days ?? unsaid, now)) continue;
    await Promise.all([at.delete(), work.objectStore('entries').delete(rangeOf(at.key))]);
  }
}

/** All records of a conversation: no place is behind an empty list. */
function rangeOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key], [key, []]);
}

/** The conversation with its entries where it has any. */
function whole(value: unknown, entries: readonly unknown[]): unknown {
  const left = entriesOf(value);
  return left ? {...Object(value), entries: [...left, ...entries]} : value;
}

function entriesOf(value: unknown): readonly unknown[] | undefined {
  const {entries}: {entries?: unknown} = Object(value);
  return Array.isArray(entries) ? entries : undefined;
}

function isHead(value: unknown): value is Head {
  const {at, json}: {at?: unknown; json?: unknown} = Object(value);
  return typeof at === 'number' && typeof json === 'string';
}
