import {renewing} from './links.ts';
import {outgoing} from './outgoing.ts';
import {behind, latest} from './store/at-once.ts';
import type {StoredConversation, StoredEvent} from './stored.ts';
import type {Surroundings} from './surroundings.ts';
import type {LiveEvent, Offer, Snapshot} from './wire.ts';

/** The state and the latest events, even if more arrive while they are read: whatever comes after `lastEventId` is still to be sent. */
export async function snapshotOf(s: Surroundings, conversation: StoredConversation, offer: Offer): Promise<Snapshot> {
  const {lastEvent} = conversation;
  const items = await told(s, conversation.id, await latest(s.store, conversation.id, lastEvent));
  // Read again, so that the state is not older than the events.
  const {id, stage, agent, queue} = (await s.store.read(conversation.id)) ?? conversation;
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
export async function replayed(
  s: Surroundings,
  id: string,
  place: {after: number; limit: number; bytes?: number},
): Promise<{events: readonly LiveEvent[]; isAll: boolean}> {
  const {events, isAll} = await behind(s.store, id, place);
  return {events: await told(s, id, events), isAll};
}

/** Stored events as browsers get them, with renewed file URLs. */
async function told(s: Surroundings, id: string, events: readonly StoredEvent[]): Promise<readonly LiveEvent[]> {
  return Promise.all(events.flatMap((event) => outgoing(event) ?? []).map(renewing(s, id)));
}
