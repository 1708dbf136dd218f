import type {Entry, SystemEntry} from '../protocol/entry.ts';
import {withFreshUrls} from './file-urls.ts';
import {currentEntries} from './entries.ts';

/**
 * The conversation's entries, replaced by the server's copies. What only this page knows about the same entries is kept (their view, when they
 * were said), and so is what the server does not know: earlier conversations, entries before the first one it sends, notices,
 * and messages that never arrived, each after the entry it followed.
 */
export function withSnapshot(previous: readonly Entry[], snapshot: readonly Entry[]): readonly Entry[] {
  const current = currentEntries(previous);
  const remote = new Map(snapshot.map((entry) => [keyOf(entry), entry]));
  const earlier = withArrived(previous.slice(0, previous.length - current.length), remote);
  const local = new Map(current.map((entry) => [keyOf(entry), entry]));
  const first = current.findIndex((entry) => remote.has(keyOf(entry)));
  const firstShared = first < 0 ? current.length : first;
  const localOnly = localOnlyAfter(current.slice(firstShared), remote);

  const entries = [...earlier, ...current.slice(0, firstShared)];
  for (const [key, entry] of remote) {
    const localEntry = local.get(key);
    entries.push(localEntry ? merge(localEntry, entry) : entry, ...(localOnly.get(key) ?? []));
  }
  return entries;
}

/** A message said in an earlier conversation and sent again in this one stays where it was said, so it is removed from the snapshot. */
function withArrived(earlier: readonly Entry[], remote: Map<string, Entry>): readonly Entry[] {
  return earlier.map((entry) => {
    const arrived = entry.from === 'visitor' ? remote.get(entry.id) : undefined;
    if (!arrived) return entry;
    remote.delete(entry.id);
    return merge(entry, arrived);
  });
}

/** Identifies an entry here and in the snapshot: the visitor's messages by id, everything else by its place in the log. */
function keyOf({id, event, from}: Entry): string {
  return from === 'visitor' || event === undefined ? id : `#${event}`;
}

/** Whether only this page knows the entry. */
function isLocalOnly(entry: Entry): boolean {
  return entry.from === 'system' || (entry.from === 'visitor' && entry.delivery !== 'sent');
}

/** Entries only this page knows, grouped by the entry they follow, so that nobody's messages change their order. */
function localOnlyAfter(entries: readonly Entry[], remote: ReadonlyMap<string, Entry>): Map<string, Entry[]> {
  const positions = new Map([...remote.keys()].map((key, index) => [key, index]));
  const groups = new Map<string, Entry[]>();
  let previous: string | undefined;
  let last = -1;
  for (const entry of entries) {
    const position = positions.get(keyOf(entry)) ?? -1;
    if (position > last) [previous, last] = [keyOf(entry), position];
    else if (position < 0 && previous !== undefined && isLocalOnly(entry)) groups.set(previous, [...(groups.get(previous) ?? []), entry]);
  }
  return groups;
}

/** A message not yet known to be sent is taken from the server, as it has arrived. Of all others only the file URLs are taken. */
function merge(local: Entry, remote: Entry): Entry {
  if (local.from === 'system' || remote.from === 'system') return local;
  if (local.from === 'visitor') return remote.from !== 'visitor' || local.delivery === 'sent' ? withUrlsOf(local, remote) : remote;
  return withUrlsOf(local, remote);
}

function withUrlsOf<E extends Exclude<Entry, SystemEntry>>(local: E, remote: Exclude<Entry, SystemEntry>): E {
  const message = withFreshUrls(local.message, remote.message);
  return message === local.message ? local : {...local, message};
}
