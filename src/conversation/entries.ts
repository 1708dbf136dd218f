import type {BotEntry, Entry, PartView, VisitorEntry} from '../protocol/entry.ts';
import type {ConversationState} from './state.ts';

/** The delivery of a visitor's message, and the properties that depend on it. */
export type DeliveryState = Pick<VisitorEntry, 'delivery' | 'retryable' | 'retryAt' | 'moment' | 'unanswered'> &
  Partial<Pick<VisitorEntry, 'at'>>;

/** Milliseconds after which a queued message is no longer sent without asking. */
const staleAfter = 24 * 60 * 60 * 1000;

export function isStale(entry: Entry, now: number): entry is VisitorEntry {
  return isQueued(entry) && now - entry.at > staleAfter;
}

export function isQueued(entry: Entry): entry is VisitorEntry {
  return entry.from === 'visitor' && entry.delivery === 'queued';
}

/** Whether a visitor's message is on its way, or waiting to be sent. */
export function isPending(entry: Entry | undefined): boolean {
  return entry?.from === 'visitor' && (entry.delivery === 'queued' || entry.delivery === 'sending');
}

/** Whether the other side said it. */
export function isIncoming(entry: Entry): entry is BotEntry {
  return entry.from === 'bot' || entry.from === 'agent';
}

/** Whether nothing is being sent, about to be sent or awaited. */
export function isSettled({waiting, entries}: ConversationState): boolean {
  return !waiting && !entries.some(isPending);
}

export function withEntry(state: ConversationState, entry: Entry): ConversationState {
  return {...state, entries: [...state.entries, entry]};
}

/** Returns the same object if no entry changed. */
export function withEntries(state: ConversationState, change: (entry: Entry, index: number) => Entry): ConversationState {
  let entries: Entry[] | undefined;
  state.entries.forEach((entry, index) => {
    const changed = change(entry, index);
    if (changed !== entry) (entries ??= [...state.entries])[index] = changed;
  });
  return entries ? {...state, entries} : state;
}

/** Changes the delivery of those of the visitor's messages that fit. */
function withDeliveryWhere(state: ConversationState, matches: (entry: VisitorEntry) => boolean, change: DeliveryState): ConversationState {
  return withEntries(state, (entry) => (entry.from === 'visitor' && matches(entry) ? applyDelivery(entry, change) : entry));
}

export function withDelivery(state: ConversationState, id: string, change: DeliveryState): ConversationState {
  return withDeliveryWhere(state, (entry) => entry.id === id, change);
}

/**
 * Whether and when to retry is forgotten with each new attempt. Only doubt remains: a message that may have arrived once
 * has not certainly failed just because a later attempt did.
 */
function applyDelivery(entry: VisitorEntry, change: DeliveryState): VisitorEntry {
  const {retryable: _, retryAt: __, unanswered: ___, doubtful, ...rest} = entry;
  const next = {...rest, ...change};
  if (!doubtful && entry.delivery !== 'uncertain') return next;
  if (next.delivery === 'failed') return {...next, delivery: 'uncertain'};
  return next.delivery === 'queued' || next.delivery === 'sending' ? {...next, doubtful: true} : next;
}

/** Marks everything the visitor said up to this message as read. Returns the same state if there is no such message. */
export function withRead(state: ConversationState, id: string): ConversationState {
  const last = state.entries.findIndex((entry) => entry.from === 'visitor' && entry.id === id);
  return withEntries(state, (entry, index) =>
    index <= last && entry.from === 'visitor' && entry.delivery === 'sent' && !entry.read ? {...entry, read: true} : entry,
  );
}

/** Fails queued messages, by default all: they were never sent, and the visitor decides what becomes of them. */
export function withQueueFailed(state: ConversationState, matches: (entry: VisitorEntry) => boolean = isQueued): ConversationState {
  return withDeliveryWhere(state, matches, {delivery: 'failed', retryable: true});
}

/** Nobody waits for the answer to a message in flight any more: it may have arrived or, where repeating is harmless, is queued again. */
export function withTurnAborted(state: ConversationState, delivery: 'uncertain' | 'queued' = 'uncertain'): ConversationState {
  return withDeliveryWhere(state, (entry) => entry.delivery === 'sending', {delivery});
}

export function withView(state: ConversationState, id: string, change: PartView): ConversationState {
  return withEntries(state, (entry) => (entry.id === id && isIncoming(entry) ? {...entry, view: {...entry.view, ...change}} : entry));
}

/** A message the visitor typed answers all open quick replies. */
export function withRepliesClosed(state: ConversationState): ConversationState {
  return withEntries(state, (entry) =>
    isIncoming(entry) && hasOpenReplies(entry) ? {...entry, view: {...entry.view, replies: {}}} : entry,
  );
}

function hasOpenReplies({message, view}: BotEntry): boolean {
  return message.type === 'text' && !!message.quick_replies?.length && !view?.replies;
}

/** The entries of the current conversation, without those of earlier ones above it. */
export function currentEntries(entries: readonly Entry[]): readonly Entry[] {
  return entries.slice(entries.findLastIndex((entry) => entry.from === 'system' && entry.notice === 'started_again') + 1);
}

export function visitorEntry(entries: readonly Entry[], id: string): VisitorEntry | undefined {
  return entries.findLast((entry): entry is VisitorEntry => entry.from === 'visitor' && entry.id === id);
}
