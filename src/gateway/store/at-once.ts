import {byteLength} from '../../protocol/limits.ts';
import type {StoredEvent} from '../stored.ts';
import type {Store} from './store.ts';

/** Of a conversation so much is read and told at once: a browser takes in no answer of 5 MB, and a process may have to give many at once. */
export const most = {events: 2_000, bytes: 1_000_000};
/** Events that are read together: few at first, as each may be as large as an answer of a bot, then twice as many each time. */
const page = {first: 10, largest: 200};

/** The last events up to a place, first to last: as many as are told at once, and at least one. */
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

/** The next events behind a place, at most `limit` of at most `bytes`, but one at least, and whether there are no more. */
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

/** Whether an event still fits; the first one always does, so that what is large is told by itself. */
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
