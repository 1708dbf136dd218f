import {jsonOf} from '../protocol/json.ts';
import {newId} from './id.ts';
import {difference, idOf, type Line} from './records.ts';
import {isOver, parsed, reignOf, type Shelf} from './shelf.ts';

/** A conversation without its entries. */
interface Head {
  at: number;
  /** Days after `at` until it expires. Missing in records of version 1. */
  days?: number;
  /** Changes with each write, so that a tab notices writes of another tab. Missing in records of version 1. */
  mark?: string;
  /** The conversation with an empty list of entries. Version 1 kept the entries in here; they stay until the next write. */
  json: string;
}

/** `conversations` by key; `entries`, as JSON, by conversation key and place. */
const stores = ['conversations', 'entries'];
/** Retention in days of records that do not specify one. */
const unsaid = 365;

/**
 * Stores in IndexedDB, for all later visits. Each entry is a record of its own, so the cost of a change does not grow with the
 * conversation; everything is written in one transaction. The first read also deletes other conversations that have expired.
 * @param days Retention in days.
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
      const {heads, records} = storesOf(database.transaction(stores));
      const [head, found] = await Promise.all([answerOf<Head | undefined>(heads.get(key)), read(records, key)]);
      if (!isSwept) void sweep(database, now()).catch(() => undefined); // A later visit will try again.
      isSwept = true;
      lines = found.lines;
      mark = head?.mark;
      return isHead(head) ? {at: head.at, value: whole(parsed(head.json), found.entries)} : undefined;
    },
    async put({at, value}) {
      const work = (await opened()).transaction(stores, 'readwrite');
      const {heads, records} = storesOf(work);
      const before = await answerOf<Head | undefined>(heads.get(key));
      const isMine = before?.mark === mark;
      if (!isMine && reignOf(before && parsed(before.json)) > reignOf(value)) return false;
      const held = isMine ? lines : (await read(records, key)).lines;
      const next = difference(held, entriesOf(value) ?? []);
      const head = {at, days, mark: newId(), json: jsonOf(entriesOf(value) ? {...Object(value), entries: []} : value)};
      for (const {place, json} of next.changed) records.put(json, [key, place]);
      for (const place of next.gone) records.delete([key, place]);
      heads.put(head, key);
      await endOf(work);
      ({lines} = next);
      ({mark} = head);
      return true;
    },
    async remove() {
      const work = (await opened()).transaction(stores, 'readwrite');
      removeFrom(work, key);
      await endOf(work);
    },
    close,
  };
}

/** Opens the database on first use, and closes it when a newer version of this page wants to upgrade it. */
function opener(): {opened: () => Promise<IDBDatabase>; close: () => void} {
  let database: Promise<IDBDatabase> | undefined;
  const close = (): void => {
    // Closing waits for transactions in progress.
    void database?.then((open) => open.close()).catch(() => undefined);
    database = undefined;
  };
  const open = async (): Promise<IDBDatabase> => {
    const request = indexedDB.open('parley', 2);
    request.onupgradeneeded = ({oldVersion}) => {
      if (oldVersion < 1) request.result.createObjectStore('conversations');
      request.result.createObjectStore('entries');
    };
    const opened = await answerOf(request);
    opened.onversionchange = close;
    opened.onclose = () => (database = undefined);
    return opened;
  };
  // It stays open as long as the chat exists: there is no time to open a database while the page unloads.
  return {opened: () => (database ??= open()), close};
}

async function read(records: IDBObjectStore, key: string): Promise<{lines: Line[]; entries: unknown[]}> {
  const range = rangeOf(key);
  const [keys, texts] = await Promise.all([
    answerOf(records.getAllKeys(range)) as Promise<[conversation: string, place: number][]>,
    answerOf<string[]>(records.getAll(range)),
  ]);
  const entries = texts.map(parsed);
  const lines = keys.map(([, place], index) => ({place, id: idOf(entries[index]), json: texts[index] ?? ''}));
  return {lines, entries};
}

/** Deletes all expired conversations. */
async function sweep(database: IDBDatabase, now: number): Promise<void> {
  const work = database.transaction(stores, 'readwrite');
  const {heads} = storesOf(work);
  const [keys, held] = await Promise.all([answerOf(heads.getAllKeys()) as Promise<string[]>, answerOf<unknown[]>(heads.getAll())]);
  keys.forEach((key, index) => {
    const head = held[index];
    if (isHead(head) && isOver(head.at, head.days ?? unsaid, now)) removeFrom(work, key);
  });
}

function storesOf(work: IDBTransaction): {heads: IDBObjectStore; records: IDBObjectStore} {
  return {heads: work.objectStore('conversations'), records: work.objectStore('entries')};
}

function removeFrom(work: IDBTransaction, key: string): void {
  const {heads, records} = storesOf(work);
  heads.delete(key);
  records.delete(rangeOf(key));
}

/** The result of a request. */
function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** Resolves when the transaction is complete. If one request fails, all are rolled back. */
function endOf(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onabort = () => reject(work.error!);
  });
}

/** The range of all records of a conversation: in key order, an array comes after any number. */
function rangeOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key], [key, []]);
}

/** The conversation with its entries put back. */
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
