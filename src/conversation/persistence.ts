import {type IDBPDatabase, openDB} from 'idb';

/** Where a conversation is kept between two visits. What is written is plain JSON; what is read may be anything. */
export interface Persistence {
  /** What is written will be forgotten with this page, against what was asked for. */
  readonly lost?: boolean;
  read(): Promise<unknown>;
  write(state: unknown): Promise<void>;
  clear(): Promise<void>;
}

/** `local`: IndexedDB, for all later visits. `session`: sessionStorage, for this tab. `none`: memory, for this page. */
export type StorageKind = 'local' | 'session' | 'none';

/** One conversation as it lies in a store. */
interface Kept {
  /** When it was written, milliseconds since 1970. */
  at: number;
  json: string;
}

/** A place for one text under one key. Any of its methods may fail: storage can be forbidden, full, or vanish. */
interface Shelf {
  get(): Promise<Kept | undefined>;
  put(kept: Kept): Promise<void>;
  remove(): Promise<void>;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Keeps one conversation under a key. Where the browser does not allow it, or stops to, it is kept in memory instead,
 * and the console is told so once: a fault of the storage never rejects.
 * @param retentionDays Days after the last change when what was kept counts as gone.
 * @param now Milliseconds since 1970.
 */
export function openPersistence(kind: StorageKind, key: string, retentionDays: number, now: () => number = Date.now): Persistence {
  let shelf = shelves[kind](key);
  let lost = false;

  const guarded = async <T>(work: (shelf: Shelf) => Promise<T>): Promise<T> => {
    try {
      return await work(shelf);
    } catch (error) {
      console.warn(`The conversation cannot be kept in ${kind} storage and will be forgotten with this page`, error);
      shelf = memory();
      lost = true;
      return work(shelf);
    }
  };

  return {
    get lost() {
      return lost;
    },
    async read() {
      const kept = await guarded((open) => open.get());
      if (!kept) return undefined;
      const age = now() - kept.at;
      if (age <= retentionDays * day) return parsed(kept.json);
      await guarded((open) => open.remove());
      return undefined;
    },
    async write(state) {
      const kept = {at: now(), json: JSON.stringify(state)};
      await guarded((open) => open.put(kept));
    },
    clear: () => guarded((open) => open.remove()),
  };
}

const shelves: Record<StorageKind, (key: string) => Shelf> = {local, session, none: memory};

/** What cannot be read any more is nothing. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  const {at, json}: {at?: unknown; json?: unknown} = Object(value);
  return typeof at === 'number' && typeof json === 'string';
}

const table = 'conversations';

function local(key: string): Shelf {
  let database: Promise<IDBPDatabase> | undefined;
  /** Opened at the first use, not before; a later version of this page is never kept from opening its own. */
  const opened = (): Promise<IDBPDatabase> =>
    (database ??= openDB('parley', 1, {
      upgrade: (created) => void created.createObjectStore(table),
      blocking: () => {
        void database?.then((open) => open.close());
        database = undefined;
      },
      terminated: () => (database = undefined),
    }));

  return {
    async get() {
      const kept: unknown = await (await opened()).get(table, key);
      return isKept(kept) ? kept : undefined;
    },
    async put(kept) {
      await (await opened()).put(table, kept, key);
    },
    async remove() {
      await (await opened()).delete(table, key);
    },
  };
}

function session(key: string): Shelf {
  const name = `parley:conversation:${key}`;
  return {
    async get() {
      const kept = parsed(sessionStorage.getItem(name) ?? 'null');
      return isKept(kept) ? kept : undefined;
    },
    async put(kept) {
      sessionStorage.setItem(name, JSON.stringify(kept));
    },
    async remove() {
      sessionStorage.removeItem(name);
    },
  };
}

function memory(): Shelf {
  let held: Kept | undefined;
  return {
    async get() {
      return held;
    },
    async put(kept) {
      held = kept;
    },
    async remove() {
      held = undefined;
    },
  };
}
