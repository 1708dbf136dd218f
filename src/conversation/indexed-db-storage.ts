import {jsonOf} from '../protocol/json.ts';
import {newId} from './id.ts';
import {diff, idOf, type EntryRecord} from './records.ts';
import {isExpired, parseJson, reignOf, type ConversationStorage} from './storage.ts';

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
const defaultRetention = 365;

/**
 * Stores in IndexedDB, for all later visits. Each entry is a record of its own, so the cost of a change does not grow with the
 * conversation; everything is written in one transaction. The first read also deletes other conversations that have expired.
 * @param days Retention in days.
 * @param now Milliseconds since 1970.
 */
export function indexedDbStorage(key: string, days: number, now: () => number): ConversationStorage {
  const {opened, close} = databaseOpener();
  let mark: string | undefined;
  let records: readonly EntryRecord[] = [];
  let hasSwept = false;

  return {
    async get() {
      const database = await opened();
      const {headStore, entryStore} = storesOf(database.transaction(stores));
      const [head, found] = await Promise.all([resultOf<Head | undefined>(headStore.get(key)), read(entryStore, key)]);
      if (!hasSwept) void sweep(database, now()).catch(() => undefined); // A later visit will try again.
      hasSwept = true;
      records = found.records;
      mark = head?.mark;
      return isHead(head) ? {at: head.at, value: withStoredEntries(parseJson(head.json), found.entries)} : undefined;
    },
    async put({at, value}) {
      const transaction = (await opened()).transaction(stores, 'readwrite');
      const {headStore, entryStore} = storesOf(transaction);
      const previous = await resultOf<Head | undefined>(headStore.get(key));
      const isCurrent = previous?.mark === mark;
      if (!isCurrent && reignOf(previous && parseJson(previous.json)) > reignOf(value)) return false;
      const current = isCurrent ? records : (await read(entryStore, key)).records;
      const next = diff(current, entriesOf(value) ?? []);
      const head = {at, days, mark: newId(), json: jsonOf(entriesOf(value) ? {...Object(value), entries: []} : value)};
      for (const {place, json} of next.changed) entryStore.put(json, [key, place]);
      for (const place of next.deleted) entryStore.delete([key, place]);
      headStore.put(head, key);
      await completionOf(transaction);
      ({records} = next);
      ({mark} = head);
      return true;
    },
    async remove() {
      const transaction = (await opened()).transaction(stores, 'readwrite');
      removeFrom(transaction, key);
      await completionOf(transaction);
    },
    close,
  };
}

/** Opens the database on first use, and closes it when a newer version of this page wants to upgrade it. */
function databaseOpener(): {opened: () => Promise<IDBDatabase>; close: () => void} {
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
    const opened = await resultOf(request);
    opened.onversionchange = close;
    opened.onclose = () => (database = undefined);
    return opened;
  };
  // It stays open as long as the chat exists: there is no time to open a database while the page unloads.
  return {opened: () => (database ??= open()), close};
}

async function read(entryStore: IDBObjectStore, key: string): Promise<{records: EntryRecord[]; entries: unknown[]}> {
  const range = rangeOf(key);
  const [keys, texts] = await Promise.all([
    resultOf(entryStore.getAllKeys(range)) as Promise<[conversation: string, place: number][]>,
    resultOf<string[]>(entryStore.getAll(range)),
  ]);
  const entries = texts.map(parseJson);
  const records = keys.map(([, place], index) => ({place, id: idOf(entries[index]), json: texts[index] ?? ''}));
  return {records, entries};
}

/** Deletes all expired conversations. */
async function sweep(database: IDBDatabase, now: number): Promise<void> {
  const transaction = database.transaction(stores, 'readwrite');
  const {headStore} = storesOf(transaction);
  const [keys, heads] = await Promise.all([resultOf(headStore.getAllKeys()) as Promise<string[]>, resultOf<unknown[]>(headStore.getAll())]);
  keys.forEach((key, index) => {
    const head = heads[index];
    if (isHead(head) && isExpired(head.at, head.days ?? defaultRetention, now)) removeFrom(transaction, key);
  });
}

function storesOf(transaction: IDBTransaction): {headStore: IDBObjectStore; entryStore: IDBObjectStore} {
  return {headStore: transaction.objectStore('conversations'), entryStore: transaction.objectStore('entries')};
}

function removeFrom(transaction: IDBTransaction, key: string): void {
  const {headStore, entryStore} = storesOf(transaction);
  headStore.delete(key);
  entryStore.delete(rangeOf(key));
}

/** The result of a request. */
function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** Resolves when the transaction is complete. If one request fails, all are rolled back. */
function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error!);
  });
}

/** The range of all records of a conversation: in key order, an array comes after any number. */
function rangeOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key], [key, []]);
}

/** The conversation with its entries put back. */
function withStoredEntries(value: unknown, entries: readonly unknown[]): unknown {
  const inlined = entriesOf(value);
  return inlined ? {...Object(value), entries: [...inlined, ...entries]} : value;
}

function entriesOf(value: unknown): readonly unknown[] | undefined {
  const {entries}: {entries?: unknown} = Object(value);
  return Array.isArray(entries) ? entries : undefined;
}

function isHead(value: unknown): value is Head {
  const {at, json}: {at?: unknown; json?: unknown} = Object(value);
  return typeof at === 'number' && typeof json === 'string';
}
