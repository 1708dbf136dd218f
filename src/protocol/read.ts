import type {BotResponse} from './exchange.ts';
import {type Content, Fields, given, Reading} from './fields.ts';
import {byteLength, defaultLimits, type Limits} from './limits.ts';
import type {BotMessage, MessageType, UnknownMessage} from './message.ts';
import type {Problem} from './problem.ts';
import {readAttachmentMessage, readMultiAttachment} from './read-attachment.ts';
import {readLocation, readTimePicker} from './read-place.ts';
import {readPostback, readText} from './read-text.ts';
import {isList, isoDate, isRecord, own} from './safe-copy.ts';

type KnownType = Exclude<MessageType, 'unknown'>;
type KnownContent = Content<Exclude<BotMessage, UnknownMessage>>;

/** Reads the content of each message type; undefined if nothing of it can be used. A `link` without a URL becomes text. */
const readers: {[T in KnownType]: (fields: Fields) => KnownContent | undefined} = {
  text: readText,
  postback: readPostback,
  attachment: readAttachmentMessage,
  'multi-attachment': readMultiAttachment,
  action: readAction,
  iswriting: () => ({type: 'iswriting'}),
  location: readLocation,
  link: readLink,
  ack: (fields) => readReceipt(fields, (ref) => ({type: 'ack', ref})),
  read: (fields) => readReceipt(fields, (ref) => ({type: 'read', ref})),
  mediachange: () => ({type: 'mediachange'}),
  timepicker: readTimePicker,
};

/** Codes of the platform's own raw messages: those that mean nothing to a visitor, and those that may contain text. */
const silent = new Set(['event', 'data', 'ping']);
const raw = new Set([...silent, 'join', 'leave', 'transfer']);

/** Properties by which an answer is recognised as one. */
const known = new Set(['event', 'messages', 'data', 'context', 'language']);

/**
 * Reads a bot's answer, whatever it is. Never throws: whatever can be shown is returned in the shape of the types, the rest is
 * left out, and `problems` lists every repair and omission. Reading its result again returns the same messages.
 *
 * The platform's own properties (`raw`, `tempContext`, `settings`, `environment`) are left out.
 * `context` and `data` are kept whole or not at all: half of a bot's memory is worse than none.
 *
 * @example readResponse(await response.json()).messages
 */
export function readResponse(value: unknown, limits: Partial<Limits> = {}): BotResponse {
  const reading = new Reading({...defaultLimits, ...limits});
  const response = isRecord(value) ? readAnswer(new Fields(value, '', reading)) : undefined;
  if (!response) reading.note('', 'a bot response was expected; nothing of it could be understood', 'bot_invalid_response');
  return {...(response ?? {event: 'continue', messages: []}), ...(reading.problems.length > 0 && {problems: reading.problems})};
}

/**
 * Reads one message of a bot, whatever it is; undefined if nothing of it can be shown or used. Never throws.
 * An unknown type is kept whole, as `unknown`. So are the platform's raw messages `join`, `leave` and `transfer`
 * if they contain text (`body` or `message`); `event`, `data` and `ping` mean nothing to a visitor. Any other code is reported as
 * a problem and treated as `message`, if the message has content.
 */
export function readMessage(value: unknown, limits: Partial<Limits> = {}): {message: BotMessage | undefined; problems: Problem[]} {
  const reading = new Reading({...defaultLimits, ...limits});
  const message = readOne(value, '', reading);
  return {message: message && fitting(message, {left: reading.limits.bytes, path: '', reading}), problems: reading.problems};
}

function readAnswer(fields: Fields): BotResponse | undefined {
  const {reading} = fields;
  const names = fields.names();
  if (names.length > 0 && !names.some((name) => known.has(name))) return undefined;

  const event = fields.value('event');
  if (event !== 'continue' && event !== 'end') reading.note('event', 'continue or end was expected; taken as continue');
  const budget = {left: reading.limits.bytes, path: 'messages', reading};
  const carried = {
    language: fields.name('language'),
    context: readMemory(fields, 'context', budget),
    data: readMemory(fields, 'data', budget),
  };
  const messages = fields
    .list('messages', reading.limits.messages, (item, path) => readOne(item, path, reading))
    .flatMap((message) => fitting(message, budget) ?? []);
  return {event: event === 'end' ? 'end' : 'continue', messages, ...given(carried)};
}

interface Budget {
  /** Bytes left to spend. */
  left: number;
  path: string;
  reading: Reading;
}

/** An opaque object, whole or not at all. */
function readMemory(fields: Fields, key: string, budget: Budget): Readonly<Record<string, unknown>> | undefined {
  if (fields.value(key) === undefined) return undefined;
  if (!isRecord(fields.value(key))) return fields.refuse(key, 'an object');
  const copied = fields.copyWhole(key);
  return isRecord(copied) && spend(copied, {...budget, path: key}, budget) ? copied : undefined;
}

/** The message, if it still fits; otherwise only its text, if that does. */
function fitting(message: BotMessage, budget: Budget): BotMessage | undefined {
  if (spend(message, budget, budget)) return message;
  const words: BotMessage | undefined =
    message.type === 'text' && message.body.trim() !== '' ? {code: 'message', type: 'text', body: message.body} : undefined;
  return words && spend(words, budget, budget) ? words : undefined;
}

function spend(value: object, {path, reading}: Budget, budget: Budget): boolean {
  const cost = byteLength(JSON.stringify(value));
  if (cost <= budget.left) {
    budget.left -= cost;
    return true;
  }
  reading.note(path, `at most ${reading.limits.bytes} bytes of an answer are taken; cut`, 'too_much');
  return false;
}

function readOne(value: unknown, path: string, reading: Reading): BotMessage | undefined {
  const original = unwrapped(value, reading.limits.depth);
  if (!isRecord(original)) return reading.leaveOut(path, 'a message');
  const fields = new Fields(original, path, reading);
  const code = fields.name('code')?.trim().toLowerCase() ?? 'message';
  if (raw.has(code)) return readRaw(fields, code);
  if (code !== 'message') fields.note(`code "${code.slice(0, 40)}" is not known; taken as message`);
  const asked = fields.name('type')?.trim();
  // Read separately, so that looking at a property does not count as having used it.
  const type = asked?.toLowerCase() ?? inferred(new Fields(original, path, new Reading(reading.limits)));
  if (isKnownType(type)) return readKnown(fields, type);
  if (code !== 'message') return readRaw(fields, code, asked);
  fields.note(`type "${type.slice(0, 40)}" is not known; kept whole`);
  return readUnknown(fields, asked ?? type);
}

function readKnown(fields: Fields, type: KnownType): BotMessage | undefined {
  const envelope = readEnvelope(fields);
  const content = readers[type](fields);
  return content && {...envelope, ...content, ...fields.extra()};
}

function isKnownType(type: string): type is KnownType {
  return Object.hasOwn(readers, type);
}

/** The type of a message that does not state one. */
function inferred(fields: Fields): KnownType {
  const has = (key: string) => fields.value(key) !== undefined;
  if (has('url') && has('meta')) return 'attachment';
  if (isList(fields.value('attachments'))) return 'multi-attachment';
  if (fields.number('longitude') !== undefined && fields.number('latitude') !== undefined) return 'location';
  return has('action_code') ? 'action' : 'text';
}

function readEnvelope(fields: Fields): Pick<BotMessage, 'code' | 'id' | 'ts' | 'lang' | 'from_nick' | 'from_avatar'> {
  const ts = fields.value('ts');
  return {
    code: 'message',
    ...given({
      id: fields.name('id'),
      ts: typeof ts === 'number' ? isoDate(new Date(ts)) : (isoDate(ts) ?? fields.name('ts')),
      lang: fields.name('lang'),
      from_nick: fields.text('from_nick'),
      from_avatar: fields.address('from_avatar'),
    }),
  };
}

function readUnknown(fields: Fields, kind: string): UnknownMessage {
  const original = fields.whole();
  // A code that could not be read must not become readable by being copied, as a `Date` does.
  if (typeof original['code'] !== typeof fields.value('code')) delete original['code'];
  return {...readEnvelope(fields), type: 'unknown', kind, original};
}

/** Unwraps `unknown` messages this reader returned earlier, to read the original again; undefined if that never ends. */
function unwrapped(value: unknown, depth: number): unknown {
  let inner = value;
  for (let level = 0; level < depth; level++) {
    if (!isRecord(inner) || own(inner, 'type') !== 'unknown' || typeof own(inner, 'kind') !== 'string') return inner;
    const original = own(inner, 'original');
    if (!isRecord(original)) return inner;
    inner = original;
  }
  return undefined;
}

function readRaw(fields: Fields, code: string, kind = code): UnknownMessage | undefined {
  if (!silent.has(code) && (fields.text('body') ?? fields.text('message'))) return readUnknown(fields, kind);
  fields.note(`code "${code.slice(0, 40)}" says nothing to a visitor; left out`);
  return undefined;
}

function readAction(fields: Fields): KnownContent | undefined {
  const action_code = fields.name('action_code')?.trim();
  if (action_code === undefined) return fields.leaveOut('an action with an action_code');
  const args = fields.copy('args');
  return {type: 'action', action_code, args: args === undefined ? [] : isList(args) ? args : [args]};
}

function readLink(fields: Fields): KnownContent | undefined {
  const url = fields.address('url');
  const desc = fields.text('desc');
  if (url !== undefined) return {type: 'link', url, ...given({desc})};
  fields.note(`a link with a url was expected; ${desc === undefined ? 'left out' : 'its words are kept'}`);
  return desc === undefined ? undefined : {type: 'text', body: desc};
}

function readReceipt(fields: Fields, receipt: (ref: string) => KnownContent): KnownContent | undefined {
  const ref = fields.name('ref');
  return ref === undefined ? fields.leaveOut('the ref of a message') : receipt(ref);
}
