import type {Answer, BotEntry, Delivery, EndReason, Entry, Notice, PartView, SystemEntry, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import {defined} from '../protocol/fields.ts';
import {readMessage} from '../protocol/read.ts';
import {isQueued, isStale, withEntries, withQueueFailed} from './entries.ts';
import {longestHold} from './failure.ts';
import {isSpoken} from './spoken.ts';
import type {ConversationState, Phase} from './state.ts';
import {interrupted} from './transition.ts';

/** What every entry starts with. */
type Kept = Pick<Entry, 'id' | 'at'>;
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
export function save(state: ConversationState): unknown {
  const {startFailed: _, startAt: __, waiting: ___, writing: ____, online: _____, unkept: ______, ...kept} = state;
  return {version, ...kept};
}

/**
 * Restores a conversation from stored data, which may be anything: invalid parts are left out, and it never throws.
 * A message that was being sent becomes `uncertain`, or is sent again if that is harmless. Queued messages are sent, unless they are a day
 * old by `now`, or `asks` is set and sending twice would do harm.
 */
export function restore(value: unknown, now: number, idempotent = false, asks = false): ConversationState | undefined {
  const kept = valuesOf(value);
  if (kept?.version !== version || !Array.isArray(kept.entries)) return undefined;
  const seen = new Set<string>();
  const entries = kept.entries.flatMap((one: unknown) => readEntry(one) ?? []).filter(({id}) => !seen.has(id) && seen.add(id));
  const phase = memberOf(phases, kept.phase) ?? 'idle';
  const state = {...readVisit(kept, entries), phase, entries, ...readKnown(kept), after: textOf(kept.after)};
  const settled = interrupted(state, idempotent);
  const checked = withWaitsChecked(settled, now);
  return withQueueFailed(checked, asks && !idempotent ? undefined : (entry) => isStale(entry, now));
}

/** What the visitor was doing. */
function readVisit(kept: Values, {length}: readonly Entry[]) {
  return {
    unread: typeof kept.unread === 'number' && kept.unread > 0 ? Math.min(Math.trunc(kept.unread), length) : 0,
    draft: textOf(kept.draft),
    readUpTo: textOf(kept.readUpTo),
    opened: truthOf(kept.opened),
  };
}

/** What is known about the visitor, and who is speaking. */
function readKnown(kept: Values) {
  return {
    agent: readAgent(kept.agent),
    queue: readQueue(kept.queue),
    uploads: truthOf(kept.uploads),
    language: textOf(kept.language),
    data: valuesOf(kept.data) ?? {},
    context: valuesOf(kept.context),
    moments: readMoments(kept.moments),
  };
}

function readMoments(value: unknown): ConversationState['moments'] {
  const kept = valuesOf(value);
  if (!kept) return undefined;
  const moments = Object.entries(kept).flatMap(([number, one]) => {
    const moment = valuesOf(one);
    const data = valuesOf(moment?.data);
    return /^\d{1,9}$/.test(number) && data ? [[number, {context: valuesOf(moment?.context), data}] as const] : [];
  });
  return Object.fromEntries(moments);
}

/**
 * A wait the server asked for continues, since a reload is no reason to ask earlier. Every other wait ends, as does one that is
 * impossibly long: then the clock was changed.
 */
function withWaitsChecked(state: ConversationState, now: number): ConversationState {
  return withEntries(state, (entry) => {
    if (!isQueued(entry)) return entry;
    const {retryAt = 0, retryable, ...waiting} = entry;
    return retryable === false && retryAt > now && retryAt <= now + longestHold * 1000 ? entry : waiting;
  });
}

/** Properties keep their order, so that the JSON is identical to what was stored and is not written again. */
function readEntry(value: unknown): Entry | undefined {
  const {id, at, from, ...rest} = valuesOf(value) ?? {};
  if (typeof id !== 'string' || !id || typeof at !== 'number' || !isMoment(at)) return undefined;
  const kept = {id, at};
  if (from === 'visitor') return readVisitorEntry(kept, rest);
  if (from === 'bot' || from === 'agent') return readBotEntry({...kept, from}, rest);
  return from === 'system' ? readSystemEntry(kept, rest) : undefined;
}

/** Whether a number is within the range of `Date`. */
function isMoment(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}

function readVisitorEntry(kept: Kept, {message, delivery, ...more}: Values): VisitorEntry | undefined {
  const said = readMessage(message).message;
  const come = memberOf(deliveries, delivery);
  if (!said || !isSpoken(said) || !come) return undefined;
  const moment = Number.isInteger(more.moment) ? Number(more.moment) : undefined;
  const retryAt = come === 'queued' && Number.isFinite(more.retryAt) ? Number(more.retryAt) : undefined;
  return {
    ...kept,
    from: 'visitor',
    message: said,
    delivery: come,
    ...defined({
      event: textOf(more.event),
      retryable: truthOf(more.retryable),
      doubtful: truthOf(more.doubtful),
      unanswered: truthOf(more.unanswered),
      read: truthOf(more.read),
      retryAt,
      moment,
      folded: truthOf(more.folded),
    }),
  };
}

function readBotEntry(kept: Kept & Pick<BotEntry, 'from'>, {message, who, event, view, folded}: Values): BotEntry | undefined {
  const said = readMessage(message).message;
  const more = {who: readAgent(who), event: textOf(event), view: readView(view), folded: truthOf(folded)};
  return said && {...kept, message: said, ...defined(more)};
}

function readSystemEntry(kept: Kept, {notice, who, reason, event, folded}: Values): SystemEntry | undefined {
  const told = memberOf(notices, notice);
  const more = {who: readAgent(who), reason: memberOf(endReasons, reason), event: textOf(event), folded: truthOf(folded)};
  return told && {...kept, from: 'system', notice: told, ...defined(more)};
}

function readQueue(value: unknown): ConversationState['queue'] {
  const kept = valuesOf(value);
  if (typeof kept?.position !== 'number') return undefined;
  return {position: kept.position, ...(typeof kept.estimateMs === 'number' && {estimateMs: kept.estimateMs})};
}

function readAgent(value: unknown): Agent | undefined {
  const kept = valuesOf(value);
  if (!kept) return undefined;
  const texts = defined({id: textOf(kept.id), nick: textOf(kept.nick), avatar: textOf(kept.avatar), status: textOf(kept.status)});
  return {...texts, ...(typeof kept.is_bot === 'boolean' && {is_bot: kept.is_bot})};
}

function readView(value: unknown): PartView | undefined {
  const kept = valuesOf(value);
  if (!kept) return undefined;
  return defined({
    replies: readAnswer(kept.replies),
    controls: readAnswer(kept.controls),
    slide: Number.isInteger(kept.slide) ? Number(kept.slide) : undefined,
    day: textOf(kept.day),
    slot: textOf(kept.slot),
    expanded: truthOf(kept.expanded),
    pictures: truthOf(kept.pictures),
  });
}

function readAnswer(value: unknown): Answer | undefined {
  const kept = valuesOf(value);
  return kept && defined({choice: textOf(kept.choice)});
}

function valuesOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function truthOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The value, if it is one of the table's names. */
function memberOf<T extends string>(table: Readonly<Record<T, true>>, value: unknown): T | undefined {
  return Object.keys(table).find((name): name is T => name === value);
}
