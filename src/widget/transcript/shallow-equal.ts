/** Whether two lists contain identical items; false if there is no second list. */
export function shallowEqual(one: readonly unknown[], other: readonly unknown[] | undefined): boolean {
  return one.length === other?.length && one.every((item, index) => item === other[index]);
}
