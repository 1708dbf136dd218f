import type {Agent, Destination, Speaker, TransportEvent} from './events.ts';
import {Fields, given, Reading} from './fields.ts';
import {defaultLimits} from './limits.ts';
import {readMessage} from './read.ts';
import {isRecord} from './safe-copy.ts';

type Kind = TransportEvent['type'];
/** An event of one type, without its place. */
type Content<T extends Kind, E = TransportEvent> = E extends {type: infer U} ? (T extends U ? Omit<E, 'id' | 'ts'> : never) : never;

/** Most events of one snapshot that are read. */
const longest = 20_000;

/** Reads the content of each event type; undefined if nothing of it can be used. */
const readers: {[T in Kind]: (fields: Fields) => Content<T> | undefined} = {
  message: readSaid,
  ack: (fields) => readReceipt(fields, (ref) => ({type: 'ack', ref})),
  read: (fields) => readReceipt(fields, (ref) => ({type: 'read', ref})),
  iswriting: (fields) => ({
    type: 'iswriting',
    on: fields.value('on') !== false,
    ...given({ttl: readAmount(fields, 'ttl'), from: readSpeaker(fields)}),
  }),
  joined: (fields) => ({type: 'joined', ...readComing(fields)}),
  left: (fields) => ({type: 'left', ...readComing(fields)}),
  queue: readQueue,
  transfer: readTransfer,
  end: (fields) => ({type: 'end', ...given({reason: fields.text('reason')})}),
  problem: readProblem,
  reset: readReset,
};

/**
 * Reads one event of a gateway, whatever it is; undefined if nothing of it can be used. Never throws.
 * The snapshot of a `reset` becomes the events that lead to it.
 * @param id The event's number, if it was sent outside of the event itself.
 */
export function readEvent(value: unknown, id?: string): TransportEvent | undefined {
  if (!isRecord(value)) return undefined;
  const fields = new Fields(value, '', new Reading(defaultLimits));
  const type = fields.name('type') ?? (fields.value('message') === undefined ? '' : 'message');
  if (!isKind(type)) return undefined;
  const content = readers[type](fields);
  return content && {...content, ...numbered(fields, id)};
}

function numbered(fields: Fields, beside: string | undefined): {id?: string; ts?: string} {
  const inside = fields.name('type') === 'reset' ? fields.object('snapshot')?.name('lastEventId') : undefined;
  // Inside a message event, `id` may be the message's: only a number is a place in the log.
  const own = [beside, fields.name('id'), inside].find((one) => one !== undefined && /^\d{1,15}$/.test(one));
  return given({id: own, ts: fields.name('ts')});
}

function isKind(type: string): type is Kind {
  return Object.hasOwn(readers, type);
}

function readSaid(fields: Fields): Content<'message'> | undefined {
  const {message} = readMessage(fields.value('message'));
  return message && {type: 'message', message, ...given({from: readSpeaker(fields), ref: fields.name('ref')})};
}

function readReceipt<T>(fields: Fields, receipt: (ref: string) => T): T | undefined {
  const ref = fields.name('ref');
  return ref === undefined ? undefined : receipt(ref);
}

function readComing(fields: Fields): {agent: Agent; reason?: string} {
  const agent = fields.object('agent');
  return {agent: agent ? readAgent(agent) : {}, ...given({reason: fields.text('reason')})};
}

function readQueue(fields: Fields): Content<'queue'> | undefined {
  const position = readAmount(fields, 'position');
  return position === undefined
    ? undefined
    : {type: 'queue', position: Math.trunc(position), ...given({estimateMs: readAmount(fields, 'estimateMs')})};
}

function readTransfer(fields: Fields): Content<'transfer'> | undefined {
  const status = fields.name('status');
  if (status !== 'requested' && status !== 'accepted' && status !== 'failed') return undefined;
  const to = fields.object('to');
  return {type: 'transfer', status, ...(to && {to: readDestination(to)})};
}

function readDestination(fields: Fields): Destination {
  const tags = fields.list('tags', defaultLimits.attachments, (tag) => (typeof tag === 'string' ? tag : undefined));
  return {...(tags.length && {tags}), ...given({agent: fields.text('agent'), bot: fields.text('bot')})};
}

function readProblem(fields: Fields): Content<'problem'> {
  const retryable = fields.value('retryable');
  return {
    type: 'problem',
    code: fields.name('code') ?? 'message_failed',
    ...given({title: fields.text('title'), ref: fields.name('ref')}),
    ...(typeof retryable === 'boolean' && {retryable}),
  };
}

/** The messages first, then who speaks, who waits, and whether it has ended. */
function readReset(fields: Fields): Content<'reset'> {
  const snapshot = fields.object('snapshot') ?? fields;
  const told = (key: string) => snapshot.list(key, longest, (item) => withoutReset(readEvent(item)));
  const events = [...told('items'), ...told('events')];
  const agent = snapshot.object('agent');
  const queue = snapshot.object('queue');
  const place = queue && readQueue(queue);
  if (agent) events.push({type: 'joined', agent: readAgent(agent)});
  if (place) events.push(place);
  if ((snapshot.name('state') ?? snapshot.name('stage')) === 'ended' && !events.some(({type}) => type === 'end'))
    events.push({type: 'end'});
  return {type: 'reset', events};
}

function withoutReset(event: TransportEvent | undefined): TransportEvent | undefined {
  return event?.type === 'reset' ? undefined : event;
}

function readSpeaker(fields: Fields): Speaker | undefined {
  const from = fields.object('from');
  const kind = from?.name('kind');
  if (!from || (kind !== 'bot' && kind !== 'agent' && kind !== 'user' && kind !== 'system')) return undefined;
  return {kind, ...readAgent(from)};
}

function readAgent(fields: Fields): Agent {
  const isBot = fields.value('is_bot');
  const texts = given({id: fields.name('id'), nick: fields.text('nick'), avatar: fields.address('avatar'), status: fields.text('status')});
  return {...texts, ...(typeof isBot === 'boolean' && {is_bot: isBot})};
}

/** A finite number, 0 or greater. */
function readAmount(fields: Fields, key: string): number | undefined {
  const found = fields.number(key);
  return found === undefined || found < 0 ? undefined : found;
}
