/**
 * JSON of a value. Some old libraries give all lists of a page a `toJSON` that makes a text of them: where one does, they are written as
 * lists all the same.
 *
 * @throws {TypeError} for what has no JSON, such as a circle.
 */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, 'toJSON' in Array.prototype ? listsAsLists : undefined);
}

function listsAsLists(this: Readonly<Record<string, unknown>>, key: string, made: unknown): unknown {
  const own = this[key];
  return Array.isArray(own) ? own : made;
}
