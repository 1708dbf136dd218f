/** Whether two lists contain identical items; false if there is no second list. */
export function isSame(one: readonly unknown[], other: readonly unknown[] | undefined): boolean {
  return one.length === other?.length && one.every((thing, index) => thing === other[index]);
}
