import {jsonOf} from '../protocol/json.ts';

/** What is stored, and when. */
export interface StoredValue {
  /** When it was stored, milliseconds since 1970. */
  at: number;
  /** Plain JSON; when read, it may be anything. */
  value: unknown;
}

/** A place for one conversation. Any of its methods may fail: storage can be forbidden, full, or vanish. */
export interface ConversationStorage {
  get(): Promise<StoredValue | undefined>;
  /** Resolves to false if a later reign is already stored, which stays. */
  put(stored: StoredValue): Promise<unknown>;
  remove(): Promise<void>;
  /** Closes what is open. */
  close?(): void;
}

/** A conversation as a single text, for stores that hold only strings. */
interface StoredText {
  at: number;
  json: string;
}

const day = 24 * 60 * 60 * 1000;

/** The reign a conversation was written in; NaN if none was recorded. */
export function reignOf(value: unknown): number {
  return Number(Object(Object(value).tabs).reign);
}

/** Whether something has been stored for more than `days` days; both times are milliseconds since 1970. */
export function isExpired(at: number, days: number, now: number): boolean {
  return now - at > days * day;
}

/** The value of a JSON text; undefined if it cannot be parsed. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Stores in memory, for the lifetime of this page. */
export function memoryStorage(): ConversationStorage {
  let stored: StoredValue | undefined;
  return {
    async get() {
      // Values are immutable, and read at most once but written with each message: so they are copied when read.
      return stored && {at: stored.at, value: parseJson(jsonOf(stored.value))};
    },
    async put(next) {
      stored = next;
    },
    async remove() {
      stored = undefined;
    },
  };
}

/** Stores in sessionStorage, for the lifetime of this tab. */
export function tabStorage(key: string): ConversationStorage {
  const name = `parley:conversation:${key}`;
  return {
    async get() {
      const {at, json}: {at?: unknown; json?: unknown} = Object(parseJson(sessionStorage.getItem(name) ?? 'null'));
      return typeof at === 'number' && typeof json === 'string' ? {at, value: parseJson(json)} : undefined;
    },
    async put({at, value}) {
      sessionStorage.setItem(name, jsonOf({at, json: jsonOf(value)} satisfies StoredText));
    },
    async remove() {
      sessionStorage.removeItem(name);
    },
  };
}
