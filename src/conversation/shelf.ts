import {jsonOf} from '../protocol/json.ts';

/** What lies on a shelf. */
export interface Kept {
  /** When it was put there, milliseconds since 1970. */
  at: number;
  /** Plain JSON; as it is read, it may be anything. */
  value: unknown;
}

/** A place for one conversation. Any of its methods may fail: storage can be forbidden, full, or vanish. */
export interface Shelf {
  get(): Promise<Kept | undefined>;
  /** False when what lies there is of a later reign, and stays. */
  put(kept: Kept): Promise<unknown>;
  remove(): Promise<void>;
  /** Lets go of what is open. */
  close?(): void;
}

/** A conversation as one text, where there is room for nothing else. */
interface Whole {
  at: number;
  json: string;
}

const day = 24 * 60 * 60 * 1000;

/** Which of the tabs that led one after the other a conversation was written by; no number where none was counted. */
export function reignOf(value: unknown): number {
  return Number(Object(Object(value).tabs).reign);
}

/** Whether something has been kept for longer than that many days; both times are milliseconds since 1970. */
export function isOver(at: number, days: number, now: number): boolean {
  return now - at > days * day;
}

/** The value of a JSON text; what cannot be read any more is nothing. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** For as long as this page lives. */
export function memoryShelf(): Shelf {
  let held: Kept | undefined;
  return {
    async get() {
      // Read once at most, and written with each message: what was put here never changes.
      return held && {at: held.at, value: parsed(jsonOf(held.value))};
    },
    async put(kept) {
      held = kept;
    },
    async remove() {
      held = undefined;
    },
  };
}

/** In sessionStorage: for as long as this tab lives. */
export function sessionShelf(key: string): Shelf {
  const name = `parley:conversation:${key}`;
  return {
    async get() {
      const {at, json}: {at?: unknown; json?: unknown} = Object(parsed(sessionStorage.getItem(name) ?? 'null'));
      return typeof at === 'number' && typeof json === 'string' ? {at, value: parsed(json)} : undefined;
    },
    async put({at, value}) {
      sessionStorage.setItem(name, jsonOf({at, json: jsonOf(value)} satisfies Whole));
    },
    async remove() {
      sessionStorage.removeItem(name);
    },
  };
}
