/**
 * Returns a deep-frozen copy of a JSON value, so that pages cannot change a message through what they are given.
 * Functions and other values that JSON cannot hold are kept as they are.
 */
export function frozen<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(copied));
  if (typeof value !== 'object' || value === null) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)])));
}
