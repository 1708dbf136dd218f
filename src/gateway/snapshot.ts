import {createUrlRenewer} from './file-urls.ts';
import {toLiveEvent} from './to-live-event.ts';
import {readAfter, readLatest} from './store/read-events.ts';
import type {StoredConversation, StoredEvent} from './stored.ts';
import type {Services} from './services.ts';
import type {LiveEvent, Offer, Snapshot} from './wire.ts';

/** The state and the latest events, even if more arrive while they are read: whatever comes after `lastEventId` is still to be sent. */
export async function snapshotOf(services: Services, conversation: StoredConversation, offer: Offer): Promise<Snapshot> {
  const {lastEvent} = conversation;
  const items = await toLiveEvents(services, conversation.id, await readLatest(services.store, conversation.id, lastEvent));
  // Read again, so that the state is not older than the events.
  const {id, stage, agent, queue} = (await services.store.read(conversation.id)) ?? conversation;
  return {
    id,
    state: stage,
    ...(agent && {agent}),
    ...(queue && stage === 'queued' && {queue}),
    items,
    lastEventId: String(lastEvent),
    ...offer,
  };
}

/** The next events after a position, as browsers get them: so many, or as many as are sent at once. */
export async function replay(
  services: Services,
  id: string,
  range: {after: number; limit: number; bytes?: number},
): Promise<{events: readonly LiveEvent[]; isAll: boolean}> {
  const {events, isAll} = await readAfter(services.store, id, range);
  return {events: await toLiveEvents(services, id, events), isAll};
}

/** Stored events as browsers get them, with renewed file URLs. */
async function toLiveEvents(services: Services, id: string, events: readonly StoredEvent[]): Promise<readonly LiveEvent[]> {
  return Promise.all(events.flatMap((event) => toLiveEvent(event) ?? []).map(createUrlRenewer(services, id)));
}
