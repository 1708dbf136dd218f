/** Whether two lists hold the very same things; false where there is no other. */
export function isSame(one: readonly unknown[], other: readonly unknown[] | undefined): boolean {
  return one.length === other?.length && one.every((thing, index) => thing === other[index]);
}
