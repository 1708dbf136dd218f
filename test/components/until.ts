export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something is there, for eight seconds at most by no clock that a test may change. Throws what it waited for in vain. */
export async function until<T>(find: () => T | undefined | null | false, what = find.toString()): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const found = find();
    if (found) return found;
    await pause(16);
  }
  throw new Error(`Waited in vain: ${what}`);
}
