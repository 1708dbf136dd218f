import {jsonOf} from './json.ts';
import {truncate, type Limits} from './limits.ts';
import type {Problem} from './problem.ts';
import {type CopyBudget, isList, isRecord, lengthOf, ownValue, ownKeys, safeCopy} from './safe-copy.ts';

/** More problems than these help nobody, and a hostile answer could cause millions. */
const maxProblems = 200;

/** One reading of one answer: its limits, and the problems found so far. */
export class ReadContext {
  readonly problems: Problem[] = [];

  constructor(readonly limits: Limits) {}

  report(path: string, message: string, code?: Problem['code']): void {
    const isFull = this.problems.length >= maxProblems;
    if (isFull && (code === undefined || this.problems.some((problem) => problem.code === code))) return;
    this.problems.push({path, message, ...(code && {code})});
  }

  /** Reports something that is not as expected, and therefore left out. */
  leaveOut(path: string, expected: string): undefined {
    this.report(path, `${expected} was expected; left out`);
  }
}

/** Reads the usable items of a list, up to a maximum number. */
export function readItems<T>(
  list: readonly unknown[],
  max: number,
  at: {path: string; context: ReadContext},
  read: (item: unknown, path: string) => T | undefined,
): T[] {
  const length = lengthOf(list);
  if (length > max) at.context.report(at.path, `at most ${max} are taken, the other ${length - max} were cut`, 'too_much');
  const items: T[] = [];
  for (let index = 0; index < Math.min(length, max); index++) {
    const item = read(ownValue(list, index), `${at.path}[${index}]`);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** What the reader of one type returns: the message without the properties all messages share. */
export type Content<T> = T extends unknown ? Omit<T, 'code' | 'extra'> : never;

/** The object without its undefined properties. */
export function defined<T extends object>(properties: T): {[K in keyof T]?: Exclude<T[K], undefined>} {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** What a payload says, for a control without a title; undefined if it is blank. */
export function titleFromPayload(payload: string | number | boolean | undefined): string | undefined {
  return String(payload ?? '').trim() === '' ? undefined : String(payload);
}

/**
 * One object of a bot's answer, read property by property. Looks at own properties only and never throws.
 * `null` counts as absent. Unexpected values are noted as problems and stay in `extra`, as do properties nobody asked for.
 */
export class Fields {
  readonly #source: object;
  readonly #used = new Set<string>(['extra']);

  constructor(
    source: object,
    readonly path: string,
    readonly context: ReadContext,
  ) {
    this.#source = source;
  }

  /** The raw value. */
  value(key: string): unknown {
    this.#used.add(key);
    return ownValue(this.#source, key) ?? undefined;
  }

  /** A text, or a number converted to one; undefined if blank. Cut at the limit. */
  text(key: string): string | undefined {
    const found = this.string(key);
    return found === undefined ? undefined : this.#truncate(key, found);
  }

  /** A name, an id or a code: never cut, as half of it would mean something else. */
  string(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (typeof value !== 'string') return this.reject(key, 'text');
    return value.trim() === '' ? undefined : value;
  }

  /** A URL, trimmed but not judged; undefined if empty. One that is too long is left out, since half of it leads elsewhere. */
  url(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.reject(key, 'an address');
    if (value.length <= this.context.limits.characters) return value.trim() || undefined;
    this.#report(key, `an address of at most ${this.context.limits.characters} characters was expected; left out`, 'too_much');
    return undefined;
  }

  /** A finite number, also one written as text. */
  number(key: string): number | undefined {
    const value = this.value(key);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && /^\s*[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?\s*$/i.test(value)) {
      const written = Number(value);
      if (Number.isFinite(written)) return written;
    }
    return value === undefined || value === '' ? undefined : this.reject(key, 'a finite number');
  }

  /** A value that is sent back to the bot: a text (also an empty one), a number or a boolean; anything else becomes JSON text. */
  payload(key = 'payload'): string | number | boolean | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const copied = this.copy(key);
    if (typeof copied !== 'object' || copied === null) return this.reject(key, 'text or a number');
    this.#report(key, 'text or a number was expected; sent as JSON text');
    return jsonOf(copied);
  }

  /** The usable items of a list; a single object counts as a list of one. */
  list<T>(key: string, max: number, read: (item: unknown, path: string) => T | undefined): T[] {
    const value = this.value(key);
    if (value === undefined) return [];
    const at = {path: this.pathOf(key), context: this.context};
    if (isList(value)) return readItems(value, max, at, read);
    if (!isRecord(value)) return this.reject(key, 'a list') ?? [];
    this.#report(key, 'a list was expected; taken as a list of one');
    return readItems([value], max, at, read);
  }

  /** The same of objects; anything else in the list is left out. */
  objects<T>(key: string, max: number, expected: string, read: (fields: Fields) => T | undefined): T[] {
    const {context} = this;
    return this.list(key, max, (item, path) => (isRecord(item) ? read(new Fields(item, path, context)) : context.leaveOut(path, expected)));
  }

  /** A property that is an object; undefined otherwise. */
  object(key: string): Fields | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    return isRecord(value) ? new Fields(value, this.pathOf(key), this.context) : this.reject(key, 'an object');
  }

  /** A plain copy of an opaque value. */
  copy(key: string): unknown {
    return safeCopy(this.value(key), this.#budget(key));
  }

  /** The same, but undefined if any part would have to be left out. */
  copyWhole(key: string): unknown {
    const budget = this.#budget(key);
    const copied = safeCopy(this.value(key), budget);
    return budget.isExceeded ? undefined : copied;
  }

  /** Everything nobody asked for, as `{extra}`; empty if nothing is left. To be called after everything else was read. */
  extra(): {extra?: Readonly<Record<string, unknown>>} {
    const existing = ownValue(this.#source, 'extra') ?? undefined;
    const budget = this.#budget('extra');
    const copied = isRecord(existing) ? copyOf(existing, ownKeys(existing), budget) : defined({extra: safeCopy(existing, budget)});
    const unknown = ownKeys(this.#source).filter((key) => !this.#used.has(key));
    const extra = {...copied, ...copyOf(this.#source, unknown, budget)};
    return Object.keys(extra).length > 0 ? {extra} : {};
  }

  /** A plain copy of the whole object. */
  copyAll(): Record<string, unknown> {
    return copyOf(this.#source, ownKeys(this.#source), this.#budget(''));
  }

  /** Reports that a property is not as expected, and leaves it in `extra`. */
  reject(key: string, expected: string): undefined {
    this.#used.delete(key);
    return this.context.leaveOut(this.pathOf(key), expected);
  }

  /** Reports that the object lacks what it needs, and is left out. */
  leaveOut(expected: string): undefined {
    return this.context.leaveOut(this.path, expected);
  }

  /** Reports a problem with the object as a whole. */
  report(message: string, code?: Problem['code']): void {
    this.context.report(this.path, message, code);
  }

  /** Names of the object's properties. */
  keys(): string[] {
    return ownKeys(this.#source);
  }

  /** Path of a property. */
  pathOf(key: string): string {
    return this.path && key ? `${this.path}.${key}` : this.path || key;
  }

  #report(key: string, message: string, code?: Problem['code']): void {
    this.context.report(this.pathOf(key), message, code);
  }

  #truncate(key: string, text: string): string {
    const {characters} = this.context.limits;
    if (text.length > characters) this.#report(key, `at most ${characters} characters are taken; cut`, 'too_much');
    return truncate(text, characters);
  }

  #budget(key: string) {
    const {depth, bytes} = this.context.limits;
    const budget = {
      depth,
      left: bytes,
      isExceeded: false,
      onExceeded: () => {
        if (!budget.isExceeded) this.#report(key, 'too deep, too large or part of itself; what was over was left out', 'too_much');
        budget.isExceeded = true;
      },
    };
    return budget;
  }
}

function copyOf(source: object, keys: readonly string[], budget: CopyBudget): Record<string, unknown> {
  const copies: Record<string, unknown> = {};
  for (const key of keys) {
    const value = safeCopy(ownValue(source, key), budget);
    if (value !== undefined) copies[key] = value;
  }
  return copies;
}
