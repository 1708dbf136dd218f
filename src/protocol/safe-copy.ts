/** What copying may cost. One budget may cover several copies. */
export interface CopyBudget {
  /** Levels of objects and lists; anything deeper is left out. */
  depth: number;
  /** Characters and members left to spend; what costs more is left out. */
  left: number;
  /** Called for everything left out because of these limits. */
  onExceeded: () => void;
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
export function ownValue(source: object, key: PropertyKey): unknown {
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
export function safeCopy(value: unknown, budget: CopyBudget): unknown {
  return copy(value, budget, new Set());
}

function copy(value: unknown, budget: CopyBudget, ancestors: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return spend(value.length, budget) ? value : undefined;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'bigint':
      return copy(String(value), budget, ancestors);
    case 'object':
      return value === null ? null : copyObject(value, budget, ancestors);
    default:
      return undefined;
  }
}

function copyObject(source: object, budget: CopyBudget, ancestors: Set<object>): unknown {
  const date = isoDate(source);
  if (date) return copy(date, budget, ancestors);
  if (ancestors.size >= budget.depth || ancestors.has(source)) {
    budget.onExceeded();
    return undefined;
  }
  ancestors.add(source);
  const copied = isList(source) ? copyItems(source, budget, ancestors) : copyMembers(source, budget, ancestors);
  ancestors.delete(source);
  return copied;
}

function copyItems(source: readonly unknown[], budget: CopyBudget, ancestors: Set<object>): unknown[] {
  const items: unknown[] = [];
  const length = lengthOf(source);
  while (items.length < length && spend(1, budget)) items.push(copy(ownValue(source, items.length), budget, ancestors) ?? null);
  return items;
}

function copyMembers(source: object, budget: CopyBudget, ancestors: Set<object>): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const key of ownKeys(source)) {
    // Charged before the value is looked at, so that objects sharing parts cannot expand without end.
    if (!spend(key.length + 1, budget)) break;
    const value = copy(ownValue(source, key), budget, ancestors);
    if (value !== undefined) members[key] = value;
  }
  return members;
}

function spend(cost: number, budget: CopyBudget): boolean {
  if (cost > budget.left) {
    budget.onExceeded();
    return false;
  }
  budget.left -= cost;
  return true;
}

/** The length of a list; 0 if a proxy returns something else. */
export function lengthOf(list: readonly unknown[]): number {
  const length = ownValue(list, 'length');
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
