import {indexedDbStorage} from './indexed-db-storage.ts';
import {isExpired, type StoredValue, memoryStorage, tabStorage, type ConversationStorage} from './storage.ts';

/** Where a conversation is stored between two visits. What is written is plain JSON; what is read may be anything. */
export interface Persistence {
  /** Whether writing has failed, so that everything is lost when the page is closed. */
  readonly lost?: boolean;
  read(): Promise<unknown>;
  /**
   * Writes the whole state. Entries that are identical (`===`) to those written before need not be written again. When a page is
   * left, it may be called while the previous write is still in progress; the last call must win.
   * If tabs share the store, a state with a higher `tabs.reign` must not be overwritten; then it resolves with `false`.
   */
  write(state: unknown): Promise<unknown>;
  clear(): Promise<void>;
  /** Closes what is open, such as a database, once pending work is done. Later calls open it again. */
  release?(): void;
}

/** `local`: IndexedDB, until the retention ends. `session`: sessionStorage, for this tab. `none`: memory, for this page. */
export type StorageKind = 'local' | 'session' | 'none';

/**
 * Stores one conversation under a key. If the browser refuses, it is tried once more; then the conversation is kept in memory
 * instead, with one warning in the console. Storage failures never reject.
 * @param retentionDays Days after the last change until the stored conversation expires.
 * @param now The clock, in milliseconds since 1970.
 */
export function openPersistence(kind: StorageKind, key: string, retentionDays: number, now: () => number = Date.now): Persistence {
  const storages: Record<StorageKind, () => ConversationStorage> = {
    local: () => indexedDbStorage(key, retentionDays, now),
    session: () => tabStorage(key),
    none: memoryStorage,
  };
  let storage = storages[kind]();
  let lost = false;
  let latest: StoredValue;

  const withFallback = async <T>(work: (target: ConversationStorage) => Promise<T>): Promise<T> => {
    try {
      return await work(storage).catch(() => {
        storage.close?.();
        return work(storage);
      });
    } catch (error) {
      console.warn(`Parley: the conversation cannot be kept in ${kind} storage and will be forgotten with this page`, error);
      storage = memoryStorage();
      lost = true;
      return work(storage);
    }
  };

  return {
    get lost() {
      return lost;
    },
    async read() {
      const stored = await withFallback((target) => target.get());
      if (!stored) return undefined;
      if (!isExpired(stored.at, retentionDays, now())) return stored.value;
      await withFallback((target) => target.remove());
      return undefined;
    },
    async write(state) {
      const previous = storage;
      latest = {at: now(), value: state};
      // After a second attempt, the latest value is what gets written.
      const written = await withFallback((target) => target.put(latest));
      // What could not be updated is outdated, and must go: a message waiting there may have been sent since.
      if (previous !== storage) await previous.remove().catch(() => undefined);
      return written;
    },
    clear: () => withFallback((target) => target.remove()),
    release: () => storage.close?.(),
  };
}
