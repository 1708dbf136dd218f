import type {Answer, BotEntry, Delivery, EndReason, Entry, Notice, PartView, SystemEntry, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import {defined} from '../protocol/fields.ts';
import {readMessage} from '../protocol/read.ts';
import {isQueued, isStale, withEntries, withQueueFailed} from './entries.ts';
import {maxRetryAfter} from './failure.ts';
import {isVisitorMessage} from './visitor-message.ts';
import type {ConversationState, Phase} from './state.ts';
import {interrupted} from './transition.ts';

/** What every entry starts with. */
type EntryBase = Pick<Entry, 'id' | 'at'>;
type Values = Readonly<Record<string, unknown>>;

/** Raised when the format changes incompatibly; data of another version is ignored. */
const version = 1;

const phases: Record<Phase, true> = {idle: true, connecting: true, open: true, ended: true};
const deliveries: Record<Delivery, true> = {queued: true, sending: true, sent: true, failed: true, uncertain: true};
const endReasons: Record<EndReason, true> = {agent: true, timeout: true, error: true};
const notices: Record<Notice, true> = {
  started_again: true,
  ended: true,
  gone: true,
  unanswered: true,
  transferring: true,
  no_agents: true,
  agent_joined: true,
  agent_left: true,
  invalid_response: true,
  too_much: true,
  unkept: true,
  position_asked: true,
  position_follow_asked: true,
  position_followed: true,
  position_denied: true,
  position_shared: true,
};

/** What is stored of a conversation: plain JSON, without transient state. */
export function serialize(state: ConversationState): unknown {
  const {startFailed: _, startAt: __, waiting: ___, writing: ____, online: _____, unkept: ______, ...stored} = state;
  return {version, ...stored};
}

/**
 * Restores a conversation from stored data, which may be anything: invalid parts are left out, and it never throws.
 * A message that was being sent becomes `uncertain`, or is sent again if that is harmless. Queued messages are sent, unless they are a day
 * old by `now`, or `asks` is set and sending twice would do harm.
 */
export function deserialize(value: unknown, now: number, idempotent = false, asks = false): ConversationState | undefined {
  const stored = recordOf(value);
  if (stored?.version !== version || !Array.isArray(stored.entries)) return undefined;
  const seen = new Set<string>();
  const entries = stored.entries.flatMap((one: unknown) => readEntry(one) ?? []).filter(({id}) => !seen.has(id) && seen.add(id));
  const phase = memberOf(phases, stored.phase) ?? 'idle';
  const state = {...readVisitorState(stored, entries), phase, entries, ...readContext(stored), after: stringOf(stored.after)};
  const settled = interrupted(state, idempotent);
  const checked = withRetriesChecked(settled, now);
  return withQueueFailed(checked, asks && !idempotent ? undefined : (entry) => isStale(entry, now));
}

/** What the visitor was doing. */
function readVisitorState(stored: Values, {length}: readonly Entry[]) {
  return {
    unread: typeof stored.unread === 'number' && stored.unread > 0 ? Math.min(Math.trunc(stored.unread), length) : 0,
    draft: stringOf(stored.draft),
    readUpTo: stringOf(stored.readUpTo),
    opened: booleanOf(stored.opened),
  };
}

/** What is known about the visitor, and who is speaking. */
function readContext(stored: Values) {
  return {
    agent: readAgent(stored.agent),
    queue: readQueue(stored.queue),
    uploads: booleanOf(stored.uploads),
    language: stringOf(stored.language),
    data: recordOf(stored.data) ?? {},
    context: recordOf(stored.context),
    moments: readMoments(stored.moments),
  };
}

function readMoments(value: unknown): ConversationState['moments'] {
  const stored = recordOf(value);
  if (!stored) return undefined;
  const moments = Object.entries(stored).flatMap(([number, one]) => {
    const moment = recordOf(one);
    const data = recordOf(moment?.data);
    return /^\d{1,9}$/.test(number) && data ? [[number, {context: recordOf(moment?.context), data}] as const] : [];
  });
  return Object.fromEntries(moments);
}

/**
 * A wait the server asked for continues, since a reload is no reason to ask earlier. Every other wait ends, as does one that is
 * impossibly long: then the clock was changed.
 */
function withRetriesChecked(state: ConversationState, now: number): ConversationState {
  return withEntries(state, (entry) => {
    if (!isQueued(entry)) return entry;
    const {retryAt = 0, retryable, ...waiting} = entry;
    return retryable === false && retryAt > now && retryAt <= now + maxRetryAfter * 1000 ? entry : waiting;
  });
}

/** Properties keep their order, so that the JSON is identical to what was stored and is not written again. */
function readEntry(value: unknown): Entry | undefined {
  const {id, at, from, ...rest} = recordOf(value) ?? {};
  if (typeof id !== 'string' || !id || typeof at !== 'number' || !isValidTime(at)) return undefined;
  const base = {id, at};
  if (from === 'visitor') return readVisitorEntry(base, rest);
  if (from === 'bot' || from === 'agent') return readBotEntry({...base, from}, rest);
  return from === 'system' ? readSystemEntry(base, rest) : undefined;
}

/** Whether a number is within the range of `Date`. */
function isValidTime(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}

function readVisitorEntry(base: EntryBase, {message, delivery, ...more}: Values): VisitorEntry | undefined {
  const content = readMessage(message).message;
  const status = memberOf(deliveries, delivery);
  if (!content || !isVisitorMessage(content) || !status) return undefined;
  const moment = Number.isInteger(more.moment) ? Number(more.moment) : undefined;
  const retryAt = status === 'queued' && Number.isFinite(more.retryAt) ? Number(more.retryAt) : undefined;
  return {
    ...base,
    from: 'visitor',
    message: content,
    delivery: status,
    ...defined({
      event: stringOf(more.event),
      retryable: booleanOf(more.retryable),
      doubtful: booleanOf(more.doubtful),
      unanswered: booleanOf(more.unanswered),
      read: booleanOf(more.read),
      retryAt,
      moment,
      folded: booleanOf(more.folded),
    }),
  };
}

function readBotEntry(base: EntryBase & Pick<BotEntry, 'from'>, {message, who, event, view, folded}: Values): BotEntry | undefined {
  const content = readMessage(message).message;
  const more = {who: readAgent(who), event: stringOf(event), view: readView(view), folded: booleanOf(folded)};
  return content && {...base, message: content, ...defined(more)};
}

function readSystemEntry(base: EntryBase, {notice, who, reason, event, folded}: Values): SystemEntry | undefined {
  const known = memberOf(notices, notice);
  const more = {who: readAgent(who), reason: memberOf(endReasons, reason), event: stringOf(event), folded: booleanOf(folded)};
  return known && {...base, from: 'system', notice: known, ...defined(more)};
}

function readQueue(value: unknown): ConversationState['queue'] {
  const stored = recordOf(value);
  if (typeof stored?.position !== 'number') return undefined;
  return {position: stored.position, ...(typeof stored.estimateMs === 'number' && {estimateMs: stored.estimateMs})};
}

function readAgent(value: unknown): Agent | undefined {
  const stored = recordOf(value);
  if (!stored) return undefined;
  const texts = defined({
    id: stringOf(stored.id),
    nick: stringOf(stored.nick),
    avatar: stringOf(stored.avatar),
    status: stringOf(stored.status),
  });
  return {...texts, ...(typeof stored.is_bot === 'boolean' && {is_bot: stored.is_bot})};
}

function readView(value: unknown): PartView | undefined {
  const stored = recordOf(value);
  if (!stored) return undefined;
  return defined({
    replies: readAnswer(stored.replies),
    controls: readAnswer(stored.controls),
    slide: Number.isInteger(stored.slide) ? Number(stored.slide) : undefined,
    day: stringOf(stored.day),
    slot: stringOf(stored.slot),
    expanded: booleanOf(stored.expanded),
    pictures: booleanOf(stored.pictures),
  });
}

function readAnswer(value: unknown): Answer | undefined {
  const stored = recordOf(value);
  return stored && defined({choice: stringOf(stored.choice)});
}

function recordOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The value, if it is one of the table's names. */
function memberOf<T extends string>(table: Readonly<Record<T, true>>, value: unknown): T | undefined {
  return Object.keys(table).find((name): name is T => name === value);
}
