import {indexedShelf} from './indexed-shelf.ts';
import {isOver, type Kept, memoryShelf, sessionShelf, type Shelf} from './shelf.ts';

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
  const shelves: Record<StorageKind, () => Shelf> = {
    local: () => indexedShelf(key, retentionDays, now),
    session: () => sessionShelf(key),
    none: memoryShelf,
  };
  let shelf = shelves[kind]();
  let lost = false;
  let latest: Kept;

  const guarded = async <T>(work: (shelf: Shelf) => Promise<T>): Promise<T> => {
    try {
      return await work(shelf).catch(() => {
        shelf.close?.();
        return work(shelf);
      });
    } catch (error) {
      console.warn(`Parley: the conversation cannot be kept in ${kind} storage and will be forgotten with this page`, error);
      shelf = memoryShelf();
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
      if (!isOver(kept.at, retentionDays, now())) return kept.value;
      await guarded((open) => open.remove());
      return undefined;
    },
    async write(state) {
      const place = shelf;
      latest = {at: now(), value: state};
      // After a second attempt, the latest value is what gets written.
      const written = await guarded((open) => open.put(latest));
      // What could not be updated is outdated, and must go: a message waiting there may have been sent since.
      if (place !== shelf) await place.remove().catch(() => undefined);
      return written;
    },
    clear: () => guarded((open) => open.remove()),
    release: () => shelf.close?.(),
  };
}
