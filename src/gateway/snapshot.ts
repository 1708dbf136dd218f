import {renewing} from './links.ts';
import {outgoing} from './outgoing.ts';
import {behind, latest} from './store/at-once.ts';
import type {StoredConversation, StoredEvent} from './stored.ts';
import type {Surroundings} from './surroundings.ts';
import type {LiveEvent, Offer, Snapshot} from './wire.ts';

/** How it stands and the last that happened, also when more comes while it is read: what is behind `lastEventId` is still to come. */
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

/** The next events behind a place, as browsers get them: so many, or as many as are told at once. */
export async function replayed(
  s: Surroundings,
  id: string,
  place: {after: number; limit: number; bytes?: number},
): Promise<{events: readonly LiveEvent[]; isAll: boolean}> {
  const {events, isAll} = await behind(s.store, id, place);
  return {events: await told(s, id, events), isAll};
}

/** Kept events as browsers get them, with addresses of files that work for a while again. */
async function told(s: Surroundings, id: string, events: readonly StoredEvent[]): Promise<readonly LiveEvent[]> {
  return Promise.all(events.flatMap((event) => outgoing(event) ?? []).map(renewing(s, id)));
}
