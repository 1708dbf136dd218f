/**
 * `JSON.stringify` that is safe from old libraries: some give all arrays of a page a `toJSON` that turns them into strings; arrays are
 * still written as arrays.
 *
 * @throws {TypeError} for values that have no JSON, such as cycles.
 */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, 'toJSON' in Array.prototype ? keepArrays : undefined);
}

function keepArrays(this: Readonly<Record<string, unknown>>, key: string, converted: unknown): unknown {
  const own = this[key];
  return Array.isArray(own) ? own : converted;
}
