import {orAborted} from './or-aborted.ts';

/** Yields from a source until it ends or the signal aborts, which is not an error. A source that ignores the signal is abandoned. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    while (!signal.aborted) {
      const next = await orAborted(iterator.next(), signal);
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    void iterator.return?.().catch(() => {});
  }
}
