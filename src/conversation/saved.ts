import type {Answer, BotEntry, Delivery, Entry, Notice, PartView, SystemEntry, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import {given} from '../protocol/fields.ts';
import {readMessage} from '../protocol/read.ts';
import {isSpoken} from './spoken.ts';
import type {ConversationState, Phase} from './state.ts';
import {interrupted} from './transition.ts';

type Values = Readonly<Record<string, unknown>>;

/** Raised when a later version could not read what an earlier one wrote; another version's is no data. */
const version = 1;

/** Milliseconds after which what still waits in the queue is not sent without asking. */
const stale = 24 * 60 * 60 * 1000;

const phases: Record<Phase, true> = {idle: true, connecting: true, open: true, ended: true};
const deliveries: Record<Delivery, true> = {queued: true, sending: true, sent: true, failed: true, uncertain: true};
const notices: Record<Notice, true> = {
  started_again: true,
  ended: true,
  invalid_response: true,
  too_much: true,
  position_asked: true,
  position_denied: true,
  position_shared: true,
};

/** What is kept of a conversation: plain JSON, without what was going on at the moment. */
export function save({phase, entries, unread, agent, uploads, language, data, context, after}: ConversationState): unknown {
  return {version, phase, entries, unread, agent, uploads, language, data, context, after};
}

/**
 * A conversation from what was kept of it, which may be anything: what is no good is left out, and never throws.
 * What was on its way may have arrived; what waited is sent, unless it is a day old by `now`.
 */
export function restore(value: unknown, now: number): ConversationState | undefined {
  const kept = valuesOf(value);
  if (kept?.version !== version || !Array.isArray(kept.entries)) return undefined;
  const seen = new Set<string>();
  const entries = kept.entries.flatMap((one: unknown) => readEntry(one) ?? []).filter(({id}) => !seen.has(id) && seen.add(id));
  return interrupted({
    phase: memberOf(phases, kept.phase) ?? 'idle',
    entries: entries.map((entry) => (isStale(entry, now) ? {...entry, delivery: 'failed', retryable: true} : entry)),
    unread: typeof kept.unread === 'number' && kept.unread > 0 ? Math.min(Math.trunc(kept.unread), entries.length) : 0,
    agent: readAgent(kept.agent),
    uploads: typeof kept.uploads === 'boolean' ? kept.uploads : undefined,
    language: textOf(kept.language),
    data: valuesOf(kept.data) ?? {},
    context: valuesOf(kept.context),
    after: textOf(kept.after),
  });
}

function isStale(entry: Entry, now: number): entry is VisitorEntry {
  return entry.from === 'visitor' && entry.delivery === 'queued' && now - entry.at > stale;
}

function readEntry(value: unknown): Entry | undefined {
  const {id, at, from, ...rest} = valuesOf(value) ?? {};
  if (typeof id !== 'string' || !id || typeof at !== 'number' || !Number.isFinite(at)) return undefined;
  if (from === 'visitor') return readVisitorEntry({id, at}, rest);
  if (from === 'bot' || from === 'agent') return readBotEntry({id, at, from}, rest);
  return from === 'system' ? readSystemEntry({id, at}, rest) : undefined;
}

function readVisitorEntry(kept: Pick<VisitorEntry, 'id' | 'at'>, {message, delivery, retryable}: Values): VisitorEntry | undefined {
  const said = readMessage(message).message;
  const come = memberOf(deliveries, delivery);
  if (!said || !isSpoken(said) || !come) return undefined;
  return {...kept, from: 'visitor', message: said, delivery: come, ...(typeof retryable === 'boolean' && {retryable})};
}

function readBotEntry(kept: Pick<BotEntry, 'id' | 'at' | 'from'>, {message, who, view}: Values): BotEntry | undefined {
  const said = readMessage(message).message;
  const agent = readAgent(who);
  const looked = readView(view);
  return said && {...kept, message: said, ...(agent && {who: agent}), ...(looked && {view: looked})};
}

function readSystemEntry(kept: Pick<SystemEntry, 'id' | 'at'>, {notice}: Values): SystemEntry | undefined {
  const told = memberOf(notices, notice);
  return told && {...kept, from: 'system', notice: told};
}

function readAgent(value: unknown): Agent | undefined {
  const kept = valuesOf(value);
  if (!kept) return undefined;
  const texts = given({id: textOf(kept.id), nick: textOf(kept.nick), avatar: textOf(kept.avatar), status: textOf(kept.status)});
  return {...texts, ...(typeof kept.is_bot === 'boolean' && {is_bot: kept.is_bot})};
}

function readView(value: unknown): PartView | undefined {
  const kept = valuesOf(value);
  if (!kept) return undefined;
  return given({
    replies: readAnswer(kept.replies),
    controls: readAnswer(kept.controls),
    slide: Number.isInteger(kept.slide) ? Number(kept.slide) : undefined,
    day: textOf(kept.day),
    slot: textOf(kept.slot),
    expanded: typeof kept.expanded === 'boolean' ? kept.expanded : undefined,
    pictures: typeof kept.pictures === 'boolean' ? kept.pictures : undefined,
  });
}

function readAnswer(value: unknown): Answer | undefined {
  const kept = valuesOf(value);
  return kept && given({choice: textOf(kept.choice)});
}

function valuesOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value, if it is one of the table's names. */
function memberOf<T extends string>(table: Readonly<Record<T, true>>, value: unknown): T | undefined {
  return Object.keys(table).find((name): name is T => name === value);
}
