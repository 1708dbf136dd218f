import {byteLength} from '../../protocol/limits.ts';
import type {StoredEvent} from '../stored.ts';
import type {Store} from './store.ts';

/** Of a conversation so much is read and told at once: a browser takes in no answer of 5 MB, and a process may have to give many at once. */
export const most = {events: 2_000, bytes: 2_000_000};
/** Events that are read together, as each may be as large as an answer of a bot. */
const page = 50;

/** The last events up to a place, first to last: as many as are told at once, and at least one. */
export async function latest(store: Pick<Store, 'lastEvents'>, id: string, upTo: number): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  const fits = newAllowance();
  for (let place = upTo; found.length < most.events; place = Number(found.at(-1)?.id) - 1) {
    const events = await store.lastEvents(id, place, page);
    for (const event of events.toReversed()) {
      if (!fits(event)) return found.toReversed();
      found.push(event);
    }
    if (events.length < page) break;
  }
  return found.toReversed();
}

/** The next events behind a place, at most `limit` and as many as are told at once, and whether there are no more. */
export async function behind(
  store: Pick<Store, 'events'>,
  id: string,
  {after, limit}: {after: number; limit: number},
): Promise<{events: readonly StoredEvent[]; isAll: boolean}> {
  const found: StoredEvent[] = [];
  const fits = newAllowance();
  while (found.length < limit) {
    const asked = Math.min(page, limit - found.length);
    const events = await store.events(id, Number(found.at(-1)?.id ?? after), asked);
    for (const event of events) {
      if (!fits(event)) return {events: found, isAll: false};
      found.push(event);
    }
    if (events.length < asked) return {events: found, isAll: true};
  }
  return {events: found, isAll: false};
}

/** Whether an event still fits; the first one always does, so that what is large is told by itself. */
function newAllowance(): (event: StoredEvent) => boolean {
  let left = most.bytes;
  let isFirst = true;
  return (event) => {
    left -= byteLength(JSON.stringify(event));
    const fits = isFirst || left >= 0;
    isFirst = false;
    return fits;
  };
}
