import type {BotEntry, Entry, PartView, VisitorEntry} from '../protocol/entry.ts';
import type {ConversationState} from './state.ts';

/** How far a message of the visitor has come, and what that brings with it. */
export type Progress = Pick<VisitorEntry, 'delivery' | 'retryable' | 'retryAt' | 'moment' | 'unanswered'> &
  Partial<Pick<VisitorEntry, 'at'>>;

/** Milliseconds after which what still waits in the queue is not sent without asking. */
const stale = 24 * 60 * 60 * 1000;

export function isStale(entry: Entry, now: number): entry is VisitorEntry {
  return entry.from === 'visitor' && entry.delivery === 'queued' && now - entry.at > stale;
}

export function isQueued(entry: Entry): boolean {
  return entry.from === 'visitor' && entry.delivery === 'queued';
}

export function withEntry(state: ConversationState, entry: Entry): ConversationState {
  return {...state, entries: [...state.entries, entry]};
}

/** The very same state when no entry was changed. */
export function withEntries(state: ConversationState, change: (entry: Entry, index: number) => Entry): ConversationState {
  let entries: Entry[] | undefined;
  state.entries.forEach((entry, index) => {
    const changed = change(entry, index);
    if (changed !== entry) (entries ??= [...state.entries])[index] = changed;
  });
  return entries ? {...state, entries} : state;
}

export function withDelivery(state: ConversationState, id: string, progress: Progress): ConversationState {
  return withEntries(state, (entry) => (entry.from === 'visitor' && entry.id === id ? progressed(entry, progress) : entry));
}

/**
 * What was true of an earlier try is not of this one: whether it can help to try again, and when. Only a doubt stays: what may have
 * arrived once has not surely failed when a later try has.
 */
export function progressed(entry: VisitorEntry, progress: Progress): VisitorEntry {
  const {retryable: _, retryAt: __, unanswered: ___, doubtful, ...kept} = entry;
  const now = {...kept, ...progress};
  if (!doubtful && entry.delivery !== 'uncertain') return now;
  if (now.delivery === 'failed') return {...now, delivery: 'uncertain'};
  return now.delivery === 'queued' || now.delivery === 'sending' ? {...now, doubtful: true} : now;
}

/** What the visitor said up to this was read. The very same state where it names nothing that was said. */
export function withRead(state: ConversationState, id: string): ConversationState {
  const last = state.entries.findIndex((entry) => entry.from === 'visitor' && entry.id === id);
  return withEntries(state, (entry, index) =>
    index <= last && entry.from === 'visitor' && entry.delivery === 'sent' && !entry.read ? {...entry, read: true} : entry,
  );
}

/** What never left stays with the visitor to decide. */
export function withQueueFailed(state: ConversationState): ConversationState {
  return withEntries(state, (entry) =>
    entry.from === 'visitor' && entry.delivery === 'queued' ? progressed(entry, {delivery: 'failed', retryable: true}) : entry,
  );
}

/** Nobody waits any more for the answer to what is on its way: it may have arrived, or, where that does no harm, it goes again. */
export function withTurnCut(state: ConversationState, delivery: 'uncertain' | 'queued' = 'uncertain'): ConversationState {
  return withEntries(state, (entry) => (entry.from === 'visitor' && entry.delivery === 'sending' ? progressed(entry, {delivery}) : entry));
}

export function withView(state: ConversationState, id: string, change: PartView): ConversationState {
  return withEntries(state, (entry) =>
    entry.id === id && (entry.from === 'bot' || entry.from === 'agent') ? {...entry, view: {...entry.view, ...change}} : entry,
  );
}

/** Own words answer every group of quick replies that is still open. */
export function withRepliesClosed(state: ConversationState): ConversationState {
  return withEntries(state, (entry) =>
    (entry.from === 'bot' || entry.from === 'agent') && hasOpenReplies(entry) ? {...entry, view: {...entry.view, replies: {}}} : entry,
  );
}

function hasOpenReplies({message, view}: BotEntry): boolean {
  return message.type === 'text' && !!message.quick_replies?.length && !view?.replies;
}

/** Those of the conversation that is going on, not of an earlier one above it. */
export function ofThisConversation(entries: readonly Entry[]): readonly Entry[] {
  return entries.slice(entries.findLastIndex((entry) => entry.from === 'system' && entry.notice === 'started_again') + 1);
}

export function visitorEntry(entries: readonly Entry[], id: string): VisitorEntry | undefined {
  return entries.findLast((entry): entry is VisitorEntry => entry.from === 'visitor' && entry.id === id);
}
