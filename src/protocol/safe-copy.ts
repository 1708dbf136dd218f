/** What copying may cost. One allowance may cover several copies. */
export interface Allowance {
  /** Levels of objects and lists; anything deeper is left out. */
  depth: number;
  /** Characters and members left to spend; what costs more is left out. */
  left: number;
  /** Called for everything left out because of these limits. */
  over: () => void;
}

/** Whether a value is an object with properties, not a list. Never throws, not even for a revoked proxy. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** `Array.isArray`, but false for a revoked proxy instead of throwing. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked proxy: nothing can be read from it, so it is not a list.
    return false;
  }
}

/** An own property of the object, or undefined. Never throws: a getter that throws has no value. */
export function own(source: object, key: PropertyKey): unknown {
  try {
    return Object.hasOwn(source, key) ? Reflect.get(source, key) : undefined;
  } catch {
    // A getter or a proxy trap failed: what cannot be read does not exist.
    return undefined;
  }
}

/**
 * Names of the object's own properties, without `__proto__`: assigning it would change the prototype of an ordinary object.
 * Never throws.
 */
export function ownKeys(source: object): string[] {
  try {
    // A typed array has a name for each of its bytes, none of which means anything in a message.
    return ArrayBuffer.isView(source) ? [] : Object.keys(source).filter((key) => key !== '__proto__');
  } catch {
    // A proxy trap failed: an object whose names cannot be read has none.
    return [];
  }
}

/**
 * A copy, as plain JSON data, of a value the protocol knows nothing about: own properties only, no functions, cycles or
 * accessors; numbers JSON cannot represent become `null`. Undefined if nothing can be kept. Never throws.
 */
export function safeCopy(value: unknown, allowance: Allowance): unknown {
  return copy(value, allowance, new Set());
}

function copy(value: unknown, allowance: Allowance, above: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return spend(value.length, allowance) ? value : undefined;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'bigint':
      return copy(String(value), allowance, above);
    case 'object':
      return value === null ? null : copyObject(value, allowance, above);
    default:
      return undefined;
  }
}

function copyObject(source: object, allowance: Allowance, above: Set<object>): unknown {
  const date = isoDate(source);
  if (date) return copy(date, allowance, above);
  if (above.size >= allowance.depth || above.has(source)) {
    allowance.over();
    return undefined;
  }
  above.add(source);
  const copied = isList(source) ? copyItems(source, allowance, above) : copyMembers(source, allowance, above);
  above.delete(source);
  return copied;
}

function copyItems(source: readonly unknown[], allowance: Allowance, above: Set<object>): unknown[] {
  const items: unknown[] = [];
  const length = lengthOf(source);
  while (items.length < length && spend(1, allowance)) items.push(copy(own(source, items.length), allowance, above) ?? null);
  return items;
}

function copyMembers(source: object, allowance: Allowance, above: Set<object>): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const key of ownKeys(source)) {
    // Charged before the value is looked at, so that objects sharing parts cannot expand without end.
    if (!spend(key.length + 1, allowance)) break;
    const value = copy(own(source, key), allowance, above);
    if (value !== undefined) members[key] = value;
  }
  return members;
}

function spend(cost: number, allowance: Allowance): boolean {
  if (cost > allowance.left) {
    allowance.over();
    return false;
  }
  allowance.left -= cost;
  return true;
}

/** The length of a list; 0 if a proxy returns something else. */
export function lengthOf(list: readonly unknown[]): number {
  const length = own(list, 'length');
  return typeof length === 'number' && length > 0 ? length : 0;
}

/** ISO 8601 of a `Date`; undefined for anything else and for an invalid one. */
export function isoDate(value: unknown): string | undefined {
  try {
    return value instanceof Date ? value.toISOString() : undefined;
  } catch {
    // An invalid date, or a proxy of one.
    return undefined;
  }
}
