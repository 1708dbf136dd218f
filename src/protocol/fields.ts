import {jsonOf} from './json.ts';
import {beginning, type Limits} from './limits.ts';
import type {Problem} from './problem.ts';
import {type Allowance, isList, isRecord, lengthOf, own, ownKeys, safeCopy} from './safe-copy.ts';

/** More problems than these help nobody, and a hostile answer could cause millions. */
const maxProblems = 200;

/** One reading of one answer: its limits, and the problems found so far. */
export class Reading {
  readonly problems: Problem[] = [];

  constructor(readonly limits: Limits) {}

  note(path: string, message: string, code?: Problem['code']): void {
    const full = this.problems.length >= maxProblems;
    if (full && (code === undefined || this.problems.some((problem) => problem.code === code))) return;
    this.problems.push({path, message, ...(code && {code})});
  }

  /** Reports something that is not as expected, and therefore left out. */
  leaveOut(path: string, expected: string): undefined {
    this.note(path, `${expected} was expected; left out`);
  }
}

/** Reads the usable items of a list, up to a maximum number. */
export function readItems<T>(
  list: readonly unknown[],
  max: number,
  at: {path: string; reading: Reading},
  read: (item: unknown, path: string) => T | undefined,
): T[] {
  const length = lengthOf(list);
  if (length > max) at.reading.note(at.path, `at most ${max} are taken, the other ${length - max} were cut`, 'too_much');
  const items: T[] = [];
  for (let index = 0; index < Math.min(length, max); index++) {
    const item = read(own(list, index), `${at.path}[${index}]`);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** What the reader of one type returns: the message without the properties all messages share. */
export type Content<T> = T extends unknown ? Omit<T, 'code' | 'extra'> : never;

/** The object without its undefined properties. */
export function given<T extends object>(properties: T): {[K in keyof T]?: Exclude<T[K], undefined>} {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** What a payload says, for a control without a title; undefined if it is blank. */
export function wordsOf(payload: string | number | boolean | undefined): string | undefined {
  return String(payload ?? '').trim() === '' ? undefined : String(payload);
}

/**
 * One object of a bot's answer, read property by property. Looks at own properties only and never throws.
 * `null` counts as absent. Unexpected values are noted as problems and stay in `extra`, as do properties nobody asked for.
 */
export class Fields {
  readonly #source: object;
  readonly #known = new Set<string>(['extra']);

  constructor(
    source: object,
    readonly path: string,
    readonly reading: Reading,
  ) {
    this.#source = source;
  }

  /** The raw value. */
  value(key: string): unknown {
    this.#known.add(key);
    return own(this.#source, key) ?? undefined;
  }

  /** A text, or a number converted to one; undefined if blank. Cut at the limit. */
  text(key: string): string | undefined {
    const found = this.name(key);
    return found === undefined ? undefined : this.#cut(key, found);
  }

  /** A name, an id or a code: never cut, as half of it would mean something else. */
  name(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (typeof value !== 'string') return this.refuse(key, 'text');
    return value.trim() === '' ? undefined : value;
  }

  /** A URL, trimmed but not judged; undefined if empty. One that is too long is left out, since half of it leads elsewhere. */
  address(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.refuse(key, 'an address');
    if (value.length <= this.reading.limits.characters) return value.trim() || undefined;
    this.#note(key, `an address of at most ${this.reading.limits.characters} characters was expected; left out`, 'too_much');
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
    return value === undefined || value === '' ? undefined : this.refuse(key, 'a finite number');
  }

  /** A value that is sent back to the bot: a text (also an empty one), a number or a boolean; anything else becomes JSON text. */
  payload(key = 'payload'): string | number | boolean | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const copied = this.copy(key);
    if (typeof copied !== 'object' || copied === null) return this.refuse(key, 'text or a number');
    this.#note(key, 'text or a number was expected; sent as JSON text');
    return jsonOf(copied);
  }

  /** The usable items of a list; a single object counts as a list of one. */
  list<T>(key: string, max: number, read: (item: unknown, path: string) => T | undefined): T[] {
    const value = this.value(key);
    if (value === undefined) return [];
    const at = {path: this.at(key), reading: this.reading};
    if (isList(value)) return readItems(value, max, at, read);
    if (!isRecord(value)) return this.refuse(key, 'a list') ?? [];
    this.#note(key, 'a list was expected; taken as a list of one');
    return readItems([value], max, at, read);
  }

  /** The same of objects; anything else in the list is left out. */
  objects<T>(key: string, max: number, expected: string, read: (fields: Fields) => T | undefined): T[] {
    const {reading} = this;
    return this.list(key, max, (item, path) => (isRecord(item) ? read(new Fields(item, path, reading)) : reading.leaveOut(path, expected)));
  }

  /** A property that is an object; undefined otherwise. */
  object(key: string): Fields | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    return isRecord(value) ? new Fields(value, this.at(key), this.reading) : this.refuse(key, 'an object');
  }

  /** A plain copy of an opaque value. */
  copy(key: string): unknown {
    return safeCopy(this.value(key), this.#allowance(key));
  }

  /** The same, but undefined if any part would have to be left out. */
  copyWhole(key: string): unknown {
    const allowance = this.#allowance(key);
    const copied = safeCopy(this.value(key), allowance);
    return allowance.cut ? undefined : copied;
  }

  /** Everything nobody asked for, as `{extra}`; empty if nothing is left. To be called after everything else was read. */
  extra(): {extra?: Readonly<Record<string, unknown>>} {
    const carried = own(this.#source, 'extra') ?? undefined;
    const allowance = this.#allowance('extra');
    const before = isRecord(carried) ? copyOf(carried, ownKeys(carried), allowance) : given({extra: safeCopy(carried, allowance)});
    const unknown = ownKeys(this.#source).filter((key) => !this.#known.has(key));
    const extra = {...before, ...copyOf(this.#source, unknown, allowance)};
    return Object.keys(extra).length > 0 ? {extra} : {};
  }

  /** A plain copy of the whole object. */
  whole(): Record<string, unknown> {
    return copyOf(this.#source, ownKeys(this.#source), this.#allowance(''));
  }

  /** Reports that a property is not as expected, and leaves it in `extra`. */
  refuse(key: string, expected: string): undefined {
    this.#known.delete(key);
    return this.reading.leaveOut(this.at(key), expected);
  }

  /** Reports that the object lacks what it needs, and is left out. */
  leaveOut(expected: string): undefined {
    return this.reading.leaveOut(this.path, expected);
  }

  /** Reports a problem with the object as a whole. */
  note(message: string, code?: Problem['code']): void {
    this.reading.note(this.path, message, code);
  }

  /** Names of the object's properties. */
  names(): string[] {
    return ownKeys(this.#source);
  }

  /** Path of a property. */
  at(key: string): string {
    return this.path && key ? `${this.path}.${key}` : this.path || key;
  }

  #note(key: string, message: string, code?: Problem['code']): void {
    this.reading.note(this.at(key), message, code);
  }

  #cut(key: string, text: string): string {
    const {characters} = this.reading.limits;
    if (text.length > characters) this.#note(key, `at most ${characters} characters are taken; cut`, 'too_much');
    return beginning(text, characters);
  }

  #allowance(key: string) {
    const {depth, bytes} = this.reading.limits;
    const allowance = {
      depth,
      left: bytes,
      cut: false,
      over: () => {
        if (!allowance.cut) this.#note(key, 'too deep, too large or part of itself; what was over was left out', 'too_much');
        allowance.cut = true;
      },
    };
    return allowance;
  }
}

function copyOf(source: object, keys: readonly string[], allowance: Allowance): Record<string, unknown> {
  const copies: Record<string, unknown> = {};
  for (const key of keys) {
    const value = safeCopy(own(source, key), allowance);
    if (value !== undefined) copies[key] = value;
  }
  return copies;
}
