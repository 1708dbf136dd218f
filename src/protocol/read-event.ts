import type {Agent, Destination, Speaker, TransportEvent} from './events.ts';
import {Fields, defined, ReadContext} from './fields.ts';
import {defaultLimits} from './limits.ts';
import {readMessage} from './read.ts';
import {isRecord} from './safe-copy.ts';

type EventType = TransportEvent['type'];
/** An event of one type, without its place. */
type Content<T extends EventType, E = TransportEvent> = E extends {type: infer U} ? (T extends U ? Omit<E, 'id' | 'ts'> : never) : never;

/** Most events of one snapshot that are read. */
const maxSnapshotEvents = 20_000;

/** Reads the content of each event type; undefined if nothing of it can be used. */
const readers: {[T in EventType]: (fields: Fields) => Content<T> | undefined} = {
  message: readMessageEvent,
  ack: (fields) => readReceipt(fields, (ref) => ({type: 'ack', ref})),
  read: (fields) => readReceipt(fields, (ref) => ({type: 'read', ref})),
  iswriting: (fields) => ({
    type: 'iswriting',
    on: fields.value('on') !== false,
    ...defined({ttl: readNonNegative(fields, 'ttl'), from: readSpeaker(fields)}),
  }),
  joined: (fields) => ({type: 'joined', ...readAgentChange(fields)}),
  left: (fields) => ({type: 'left', ...readAgentChange(fields)}),
  queue: readQueue,
  transfer: readTransfer,
  end: (fields) => ({type: 'end', ...defined({reason: fields.text('reason')})}),
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
  const fields = new Fields(value, '', new ReadContext(defaultLimits));
  const type = fields.string('type') ?? (fields.value('message') === undefined ? '' : 'message');
  if (!isEventType(type)) return undefined;
  const content = readers[type](fields);
  return content && {...content, ...readIdAndTime(fields, id)};
}

function readIdAndTime(fields: Fields, outerId: string | undefined): {id?: string; ts?: string} {
  const snapshotId = fields.string('type') === 'reset' ? fields.object('snapshot')?.string('lastEventId') : undefined;
  // Inside a message event, `id` may be the message's: only a number is a place in the log.
  const id = [outerId, fields.string('id'), snapshotId].find((one) => one !== undefined && /^\d{1,15}$/.test(one));
  return defined({id, ts: fields.string('ts')});
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(readers, type);
}

function readMessageEvent(fields: Fields): Content<'message'> | undefined {
  const {message} = readMessage(fields.value('message'));
  return message && {type: 'message', message, ...defined({from: readSpeaker(fields), ref: fields.string('ref')})};
}

function readReceipt<T>(fields: Fields, receipt: (ref: string) => T): T | undefined {
  const ref = fields.string('ref');
  return ref === undefined ? undefined : receipt(ref);
}

function readAgentChange(fields: Fields): {agent: Agent; reason?: string} {
  const agent = fields.object('agent');
  return {agent: agent ? readAgent(agent) : {}, ...defined({reason: fields.text('reason')})};
}

function readQueue(fields: Fields): Content<'queue'> | undefined {
  const position = readNonNegative(fields, 'position');
  return position === undefined
    ? undefined
    : {type: 'queue', position: Math.trunc(position), ...defined({estimateMs: readNonNegative(fields, 'estimateMs')})};
}

function readTransfer(fields: Fields): Content<'transfer'> | undefined {
  const status = fields.string('status');
  if (status !== 'requested' && status !== 'accepted' && status !== 'failed') return undefined;
  const to = fields.object('to');
  return {type: 'transfer', status, ...(to && {to: readDestination(to)})};
}

function readDestination(fields: Fields): Destination {
  const tags = fields.list('tags', defaultLimits.attachments, (tag) => (typeof tag === 'string' ? tag : undefined));
  return {...(tags.length && {tags}), ...defined({agent: fields.text('agent'), bot: fields.text('bot')})};
}

function readProblem(fields: Fields): Content<'problem'> {
  const retryable = fields.value('retryable');
  return {
    type: 'problem',
    code: fields.string('code') ?? 'message_failed',
    ...defined({title: fields.text('title'), ref: fields.string('ref')}),
    ...(typeof retryable === 'boolean' && {retryable}),
  };
}

/** The messages first, then who speaks, who waits, and whether it has ended. */
function readReset(fields: Fields): Content<'reset'> {
  const snapshot = fields.object('snapshot') ?? fields;
  const readEvents = (key: string) => snapshot.list(key, maxSnapshotEvents, (item) => exceptReset(readEvent(item)));
  const events = [...readEvents('items'), ...readEvents('events')];
  const agent = snapshot.object('agent');
  const queue = snapshot.object('queue');
  const queued = queue && readQueue(queue);
  if (agent) events.push({type: 'joined', agent: readAgent(agent)});
  if (queued) events.push(queued);
  if ((snapshot.string('state') ?? snapshot.string('stage')) === 'ended' && !events.some(({type}) => type === 'end'))
    events.push({type: 'end'});
  return {type: 'reset', events};
}

function exceptReset(event: TransportEvent | undefined): TransportEvent | undefined {
  return event?.type === 'reset' ? undefined : event;
}

function readSpeaker(fields: Fields): Speaker | undefined {
  const from = fields.object('from');
  const kind = from?.string('kind');
  if (!from || (kind !== 'bot' && kind !== 'agent' && kind !== 'user' && kind !== 'system')) return undefined;
  return {kind, ...readAgent(from)};
}

function readAgent(fields: Fields): Agent {
  const isBot = fields.value('is_bot');
  const texts = defined({id: fields.string('id'), nick: fields.text('nick'), avatar: fields.url('avatar'), status: fields.text('status')});
  return {...texts, ...(typeof isBot === 'boolean' && {is_bot: isBot})};
}

/** A finite number, 0 or greater. */
function readNonNegative(fields: Fields, key: string): number | undefined {
  const found = fields.number(key);
  return found === undefined || found < 0 ? undefined : found;
}
