import type {Entry, SystemEntry} from '../protocol/entry.ts';
import {withAddresses} from './addresses.ts';
import {ofThisConversation} from './entries.ts';
import type {ConversationState} from './state.ts';

/**
 * The conversation after a `reset`. What only this page knows about the same entries is kept (how they were left, when they
 * were said), and so is what the other side does not know: earlier conversations, entries before the first one it sends, notices,
 * and messages that never arrived, each after the entry it came after.
 */
export function withSnapshot(state: ConversationState, snapshot: readonly Entry[], seen: boolean): ConversationState {
  const current = ofThisConversation(state.entries);
  const told = new Map(snapshot.map((entry) => [keyOf(entry), entry]));
  const above = withArrived(state.entries.slice(0, state.entries.length - current.length), told);
  const known = new Map(current.map((entry) => [keyOf(entry), entry]));
  const first = current.findIndex((entry) => told.has(keyOf(entry)));
  const shared = first < 0 ? current.length : first;
  const own = ownBehind(current.slice(shared), told);

  const entries = [...above, ...current.slice(0, shared)];
  let fresh = 0;
  for (const [key, entry] of told) {
    const mine = known.get(key);
    if (!mine && entry.from !== 'visitor') fresh++;
    entries.push(mine ? merged(mine, entry) : entry, ...(own.get(key) ?? []));
  }
  return {...state, entries, unread: state.unread + (seen ? 0 : fresh)};
}

/** What was said in an earlier conversation and sent again in this one stays where it was said: it is taken out of what is told. */
function withArrived(above: readonly Entry[], told: Map<string, Entry>): readonly Entry[] {
  return above.map((mine) => {
    const arrived = mine.from === 'visitor' ? told.get(mine.id) : undefined;
    if (!arrived) return mine;
    told.delete(mine.id);
    return merged(mine, arrived);
  });
}

/** The same entry here and there: what the visitor said by its id, all else by its place in the log. */
function keyOf({id, event, from}: Entry): string {
  return from === 'visitor' || event === undefined ? id : `#${event}`;
}

/** What only this page knows. */
function isOwn(entry: Entry): boolean {
  return entry.from === 'system' || (entry.from === 'visitor' && entry.delivery !== 'sent');
}

/** What only this page knows, by the last of what it stands behind: nobody's words come before what they said earlier. */
function ownBehind(entries: readonly Entry[], told: ReadonlyMap<string, Entry>): Map<string, Entry[]> {
  const places = new Map([...told.keys()].map((key, place) => [key, place]));
  const own = new Map<string, Entry[]>();
  let behind: string | undefined;
  let last = -1;
  for (const entry of entries) {
    const place = places.get(keyOf(entry)) ?? -1;
    if (place > last) [behind, last] = [keyOf(entry), place];
    else if (place < 0 && behind !== undefined && isOwn(entry)) own.set(behind, [...(own.get(behind) ?? []), entry]);
  }
  return own;
}

/** What the other side has, it has, and it knows where files are; all else of an entry is known better here. */
function merged(mine: Entry, told: Entry): Entry {
  if (mine.from === 'system' || told.from === 'system') return mine;
  if (mine.from === 'visitor') return told.from !== 'visitor' || mine.delivery === 'sent' ? located(mine, told) : told;
  return located(mine, told);
}

function located<E extends Exclude<Entry, SystemEntry>>(mine: E, told: Exclude<Entry, SystemEntry>): E {
  const message = withAddresses(mine.message, told.message);
  return message === mine.message ? mine : {...mine, message};
}
