import {byteLength} from '../../protocol/limits.ts';
import type {StoredEvent} from '../stored.ts';
import type {Store} from './store.ts';

/**
 * How much of a conversation is read and sent at once: a browser accepts no answer of 5 MB, and a process may have to give many at a time.
 */
export const most = {events: 2_000, bytes: 1_000_000};
/** Events read together: few at first, as each may be as large as a bot's answer, then twice as many each time. */
const page = {first: 10, largest: 200};

/** The last events up to a position, in order: as many as are sent at once, and at least one. */
export async function latest(store: Pick<Store, 'lastEvents'>, id: string, upTo: number): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  const fits = allowance(most.bytes);
  for (let asked = page.first; asked > 0; asked = next(asked, most.events - found.length)) {
    const place = found.length > 0 ? Number(found.at(-1)?.id) - 1 : upTo;
    const events = await store.lastEvents(id, place, asked);
    for (const event of events.toReversed()) {
      if (!fits(event)) return found.toReversed();
      found.push(event);
    }
    if (events.length < asked) break;
  }
  return found.toReversed();
}

/** The next events after a position, at most `limit` and at most `bytes`, but at least one, and whether those are all. */
export async function behind(
  store: Pick<Store, 'events'>,
  id: string,
  {after, limit, bytes = most.bytes}: {after: number; limit: number; bytes?: number},
): Promise<{events: readonly StoredEvent[]; isAll: boolean}> {
  const found: StoredEvent[] = [];
  const fits = allowance(bytes);
  for (let asked = Math.min(page.first, limit); asked > 0; asked = next(asked, limit - found.length)) {
    const events = await store.events(id, Number(found.at(-1)?.id ?? after), asked);
    for (const event of events) {
      if (!fits(event)) return {events: found, isAll: false};
      found.push(event);
    }
    if (events.length < asked) return {events: found, isAll: true};
  }
  return {events: found, isAll: false};
}

function next(asked: number, left: number): number {
  return Math.min(2 * asked, page.largest, left);
}

/** Whether an event still fits. The first one always does, so that a large event is sent on its own. */
function allowance(bytes: number): (event: StoredEvent) => boolean {
  let left = bytes;
  let isFirst = true;
  return (event) => {
    left -= byteLength(JSON.stringify(event));
    const fits = isFirst || left >= 0;
    isFirst = false;
    return fits;
  };
}
