import {filesOf, renewedLinks} from './links.ts';
import {outgoing} from './outgoing.ts';
import type {StoredConversation} from './stored.ts';
import type {Surroundings} from './surroundings.ts';
import type {LiveEvent, Offer, Snapshot} from './wire.ts';

/** What is there now, also when events come while it is read: those behind `lastEventId` are still to come. */
export async function snapshotOf(s: Surroundings, conversation: StoredConversation, offer: Offer): Promise<Snapshot> {
  const items = await replayed(s, conversation.id, 0);
  // Read again, so that the state is not older than the events.
  const {id, stage, agent, queue} = (await s.store.read(conversation.id)) ?? conversation;
  return {
    id,
    state: stage,
    ...(agent && {agent}),
    ...(queue && stage === 'queued' && {queue}),
    items,
    lastEventId: items.at(-1)?.id ?? '0',
    ...offer,
  };
}

/** Kept events behind a place, as browsers get them, with addresses of files that work for a while again. */
export async function replayed(s: Surroundings, id: string, after: number, limit?: number): Promise<readonly LiveEvent[]> {
  const events = await s.store.events(id, after, limit);
  const find = filesOf(s, id);
  return Promise.all(events.flatMap((event) => outgoing(event) ?? []).map((event) => renewedLinks(s, find, event)));
}
