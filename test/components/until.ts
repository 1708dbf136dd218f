export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Polls until `find` returns something truthy, for about eight seconds; counts tries, since tests may fake the clock. */
export async function until<T>(find: () => T | undefined | null | false, description = find.toString()): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const found = find();
    if (found) return found;
    await pause(16);
  }
  throw new Error(`Timed out waiting for: ${description}`);
}
