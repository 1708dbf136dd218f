import type {Entry, SystemEntry} from '../protocol/entry.ts';
import {withAddresses} from './addresses.ts';
import {ofThisConversation} from './entries.ts';

/**
 * The conversation's entries, replaced by the server's account of them. What only this page knows about the same entries is kept (their view, when they
 * were said), and so is what the server does not know: earlier conversations, entries before the first one it tells, notices,
 * and messages that never arrived, each after the entry it followed.
 */
export function withSnapshot(before: readonly Entry[], snapshot: readonly Entry[]): readonly Entry[] {
  const current = ofThisConversation(before);
  const told = new Map(snapshot.map((entry) => [keyOf(entry), entry]));
  const above = withArrived(before.slice(0, before.length - current.length), told);
  const known = new Map(current.map((entry) => [keyOf(entry), entry]));
  const first = current.findIndex((entry) => told.has(keyOf(entry)));
  const shared = first < 0 ? current.length : first;
  const own = ownBehind(current.slice(shared), told);

  const entries = [...above, ...current.slice(0, shared)];
  for (const [key, entry] of told) {
    const mine = known.get(key);
    entries.push(mine ? merged(mine, entry) : entry, ...(own.get(key) ?? []));
  }
  return entries;
}

/** A message said in an earlier conversation and sent again in this one stays where it was said, so it is removed from the snapshot. */
function withArrived(above: readonly Entry[], told: Map<string, Entry>): readonly Entry[] {
  return above.map((mine) => {
    const arrived = mine.from === 'visitor' ? told.get(mine.id) : undefined;
    if (!arrived) return mine;
    told.delete(mine.id);
    return merged(mine, arrived);
  });
}

/** Identifies an entry here and in the snapshot: the visitor's messages by id, everything else by its place in the log. */
function keyOf({id, event, from}: Entry): string {
  return from === 'visitor' || event === undefined ? id : `#${event}`;
}

/** Whether only this page knows the entry. */
function isOwn(entry: Entry): boolean {
  return entry.from === 'system' || (entry.from === 'visitor' && entry.delivery !== 'sent');
}

/** Entries only this page knows, grouped by the entry they follow, so that nobody's messages change their order. */
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

/** A message not yet known to be sent is taken from the server, as it has arrived. Of all others only the file URLs are taken. */
function merged(mine: Entry, told: Entry): Entry {
  if (mine.from === 'system' || told.from === 'system') return mine;
  if (mine.from === 'visitor') return told.from !== 'visitor' || mine.delivery === 'sent' ? located(mine, told) : told;
  return located(mine, told);
}

function located<E extends Exclude<Entry, SystemEntry>>(mine: E, told: Exclude<Entry, SystemEntry>): E {
  const message = withAddresses(mine.message, told.message);
  return message === mine.message ? mine : {...mine, message};
}
