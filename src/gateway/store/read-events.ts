import {byteLength} from '../../protocol/limits.ts';
import type {StoredEvent} from '../stored.ts';
import type {Store} from './store.ts';

/**
 * How much of a conversation is read and sent at once: a browser accepts no answer of 5 MB, and a process may have to give many at a time.
 */
export const snapshotLimit = {events: 2_000, bytes: 1_000_000};
/** Events read together: few at first, as each may be as large as a bot's answer, then twice as many each time. */
const pageSize = {first: 10, max: 200};

/** The last events up to a position, in order: as many as are sent at once, and at least one. */
export async function readLatest(store: Pick<Store, 'lastEvents'>, id: string, upTo: number): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  const fits = createByteLimit(snapshotLimit.bytes);
  for (let size = pageSize.first; size > 0; size = nextPageSize(size, snapshotLimit.events - found.length)) {
    const position = found.length > 0 ? Number(found.at(-1)?.id) - 1 : upTo;
    const events = await store.lastEvents(id, position, size);
    for (const event of events.toReversed()) {
      if (!fits(event)) return found.toReversed();
      found.push(event);
    }
    if (events.length < size) break;
  }
  return found.toReversed();
}

/** The next events after a position, at most `limit` and at most `bytes`, but at least one, and whether those are all. */
export async function readAfter(
  store: Pick<Store, 'events'>,
  id: string,
  {after, limit, bytes = snapshotLimit.bytes}: {after: number; limit: number; bytes?: number},
): Promise<{events: readonly StoredEvent[]; isAll: boolean}> {
  const found: StoredEvent[] = [];
  const fits = createByteLimit(bytes);
  for (let size = Math.min(pageSize.first, limit); size > 0; size = nextPageSize(size, limit - found.length)) {
    const events = await store.events(id, Number(found.at(-1)?.id ?? after), size);
    for (const event of events) {
      if (!fits(event)) return {events: found, isAll: false};
      found.push(event);
    }
    if (events.length < size) return {events: found, isAll: true};
  }
  return {events: found, isAll: false};
}

function nextPageSize(size: number, left: number): number {
  return Math.min(2 * size, pageSize.max, left);
}

/** Whether an event still fits. The first one always does, so that a large event is sent on its own. */
function createByteLimit(bytes: number): (event: StoredEvent) => boolean {
  let left = bytes;
  let isFirst = true;
  return (event) => {
    left -= byteLength(JSON.stringify(event));
    const fits = isFirst || left >= 0;
    isFirst = false;
    return fits;
  };
}
