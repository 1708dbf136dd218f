import {indexedShelf} from './indexed-shelf.ts';
import {isOver, type Kept, memoryShelf, sessionShelf, type Shelf} from './shelf.ts';

/** Where a conversation is kept between two visits. What is written is plain JSON; what is read may be anything. */
export interface Persistence {
  /** What is written will be forgotten with this page, against what was asked for. */
  readonly lost?: boolean;
  read(): Promise<unknown>;
  /**
   * Writes the whole state. Of `entries`, one that was written before and is the very same object need not be written again. As a page is
   * left it is called once more while the write before may be under way: what was asked for last has to be what remains.
   * Where tabs share it: what says a higher `tabs.reign` is not written over, and `false` says so.
   */
  write(state: unknown): Promise<unknown>;
  clear(): Promise<void>;
  /** Nothing is kept for now: lets go of what is open, once what is under way is done. What comes later opens it again. */
  release?(): void;
}

/** `local`: IndexedDB, for all later visits. `session`: sessionStorage, for this tab. `none`: memory, for this page. */
export type StorageKind = 'local' | 'session' | 'none';

/**
 * Keeps one conversation under a key. Where the browser does not allow it, or stops to, it is tried once more and then kept in memory
 * instead, and the console is told so once: a fault of the storage never rejects.
 * @param retentionDays Days after the last change when what was kept counts as gone.
 * @param now Milliseconds since 1970.
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
      // What is written after another try is what was asked for last.
      const written = await guarded((open) => open.put(latest));
      // What could not be renewed is not true any more: a message that waits there may have been sent.
      if (place !== shelf) await place.remove().catch(() => undefined);
      return written;
    },
    clear: () => guarded((open) => open.remove()),
    release: () => shelf.close?.(),
  };
}
