import type {Entry} from '../protocol/entry.ts';
import {ofThisConversation} from './entries.ts';
import type {ConversationState} from './state.ts';

/**
 * The conversation as the other side tells it anew. What this page knows of the same entries stays (how they were left, when they
 * were said), and so does what the other side does not know: earlier conversations, what stands before the first entry it tells, lines
 * nobody said, and words that never arrived, each behind what it stood behind.
 */
export function withSnapshot(state: ConversationState, snapshot: readonly Entry[], seen: boolean): ConversationState {
  const current = ofThisConversation(state.entries);
  const above = state.entries.slice(0, state.entries.length - current.length);
  const told = new Map(snapshot.map((entry) => [keyOf(entry), entry]));
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

/** The same entry here and there: what the visitor said by its id, all else by its place in the log. */
function keyOf({id, event, from}: Entry): string {
  return from === 'visitor' || event === undefined ? id : `#${event}`;
}

/** What only this page knows. */
function isOwn(entry: Entry): boolean {
  return entry.from === 'system' || (entry.from === 'visitor' && entry.delivery !== 'sent');
}

/** What only this page knows, by what it stands behind. */
function ownBehind(entries: readonly Entry[], told: ReadonlyMap<string, Entry>): Map<string, Entry[]> {
  const own = new Map<string, Entry[]>();
  let behind: string | undefined;
  for (const entry of entries) {
    if (told.has(keyOf(entry))) behind = keyOf(entry);
    else if (behind !== undefined && isOwn(entry)) own.set(behind, [...(own.get(behind) ?? []), entry]);
  }
  return own;
}

/** What the other side has, it has; all else of an entry is known better here. */
function merged(mine: Entry, told: Entry): Entry {
  if (mine.from !== 'visitor' || told.from !== 'visitor' || mine.delivery === 'sent') return mine;
  return told;
}
