/**
 * Returns a deep-frozen copy of a JSON value, so that pages cannot change a message through what they are given.
 * Functions and other values that JSON cannot hold are kept as they are.
 */
export function frozenCopy<T>(value: T): T {
  return copyAndFreeze(value) as T;
}

function copyAndFreeze(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(copyAndFreeze));
  if (typeof value !== 'object' || value === null) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyAndFreeze(inner)])));
}
