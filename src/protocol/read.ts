import type {BotResponse} from './exchange.ts';
import {type Content, Fields, defined, ReadContext} from './fields.ts';
import {byteLength, defaultLimits, type Limits} from './limits.ts';
import type {BotMessage, MessageType, UnknownMessage} from './message.ts';
import type {Problem} from './problem.ts';
import {readAttachmentMessage, readMultiAttachment} from './read-attachment.ts';
import {readLocation, readTimePicker} from './read-location.ts';
import {readPostback, readText} from './read-text.ts';
import {isList, isoDate, isRecord, ownValue} from './safe-copy.ts';

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
const ignoredCodes = new Set(['event', 'data', 'ping']);
const rawCodes = new Set([...ignoredCodes, 'join', 'leave', 'transfer']);

/** Properties by which an answer is recognised as one. */
const responseKeys = new Set(['event', 'messages', 'data', 'context', 'language']);

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
  const context = new ReadContext({...defaultLimits, ...limits});
  const response = isRecord(value) ? readResponseFields(new Fields(value, '', context)) : undefined;
  if (!response) context.report('', 'a bot response was expected; nothing of it could be understood', 'bot_invalid_response');
  return {...(response ?? {event: 'continue', messages: []}), ...(context.problems.length > 0 && {problems: context.problems})};
}

/**
 * Reads one message of a bot, whatever it is; undefined if nothing of it can be shown or used. Never throws.
 * An unknown type is kept whole, as `unknown`. So are the platform's raw messages `join`, `leave` and `transfer`
 * if they contain text (`body` or `message`); `event`, `data` and `ping` mean nothing to a visitor. Any other code is reported as
 * a problem and treated as `message`, if the message has content.
 */
export function readMessage(value: unknown, limits: Partial<Limits> = {}): {message: BotMessage | undefined; problems: Problem[]} {
  const context = new ReadContext({...defaultLimits, ...limits});
  const message = readOne(value, '', context);
  return {message: message && fitToBudget(message, {left: context.limits.bytes, path: '', context}), problems: context.problems};
}

function readResponseFields(fields: Fields): BotResponse | undefined {
  const {context} = fields;
  const names = fields.keys();
  if (names.length > 0 && !names.some((name) => responseKeys.has(name))) return undefined;

  const event = fields.value('event');
  if (event !== 'continue' && event !== 'end') context.report('event', 'continue or end was expected; taken as continue');
  const budget = {left: context.limits.bytes, path: 'messages', context};
  const optional = {
    language: fields.string('language'),
    context: readOpaque(fields, 'context', budget),
    data: readOpaque(fields, 'data', budget),
  };
  const messages = fields
    .list('messages', context.limits.messages, (item, path) => readOne(item, path, context))
    .flatMap((message) => fitToBudget(message, budget) ?? []);
  return {event: event === 'end' ? 'end' : 'continue', messages, ...defined(optional)};
}

interface Budget {
  /** Bytes left to spend. */
  left: number;
  path: string;
  context: ReadContext;
}

/** An opaque object, whole or not at all. */
function readOpaque(fields: Fields, key: string, budget: Budget): Readonly<Record<string, unknown>> | undefined {
  if (fields.value(key) === undefined) return undefined;
  if (!isRecord(fields.value(key))) return fields.reject(key, 'an object');
  const copied = fields.copyWhole(key);
  return isRecord(copied) && spend(copied, {...budget, path: key}, budget) ? copied : undefined;
}

/** The message, if it still fits; otherwise only its text, if that does. */
function fitToBudget(message: BotMessage, budget: Budget): BotMessage | undefined {
  if (spend(message, budget, budget)) return message;
  const textOnly: BotMessage | undefined =
    message.type === 'text' && message.body.trim() !== '' ? {code: 'message', type: 'text', body: message.body} : undefined;
  return textOnly && spend(textOnly, budget, budget) ? textOnly : undefined;
}

function spend(value: object, {path, context}: Budget, budget: Budget): boolean {
  const cost = byteLength(JSON.stringify(value));
  if (cost <= budget.left) {
    budget.left -= cost;
    return true;
  }
  context.report(path, `at most ${context.limits.bytes} bytes of an answer are taken; cut`, 'too_much');
  return false;
}

function readOne(value: unknown, path: string, context: ReadContext): BotMessage | undefined {
  const original = unwrap(value, context.limits.depth);
  if (!isRecord(original)) return context.leaveOut(path, 'a message');
  const fields = new Fields(original, path, context);
  const code = fields.string('code')?.trim().toLowerCase() ?? 'message';
  if (rawCodes.has(code)) return readRaw(fields, code);
  if (code !== 'message') fields.report(`code "${code.slice(0, 40)}" is not known; taken as message`);
  const declaredType = fields.string('type')?.trim();
  // Read separately, so that looking at a property does not count as having used it.
  const type = declaredType?.toLowerCase() ?? inferType(new Fields(original, path, new ReadContext(context.limits)));
  if (isKnownType(type)) return readKnown(fields, type);
  if (code !== 'message') return readRaw(fields, code, declaredType);
  fields.report(`type "${type.slice(0, 40)}" is not known; kept whole`);
  return readUnknown(fields, declaredType ?? type);
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
function inferType(fields: Fields): KnownType {
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
    ...defined({
      id: fields.string('id'),
      ts: typeof ts === 'number' ? isoDate(new Date(ts)) : (isoDate(ts) ?? fields.string('ts')),
      lang: fields.string('lang'),
      from_nick: fields.text('from_nick'),
      from_avatar: fields.url('from_avatar'),
    }),
  };
}

function readUnknown(fields: Fields, kind: string): UnknownMessage {
  const original = fields.copyAll();
  // A code that could not be read must not become readable by being copied, as a `Date` does.
  if (typeof original['code'] !== typeof fields.value('code')) delete original['code'];
  return {...readEnvelope(fields), type: 'unknown', kind, original};
}

/** Unwraps `unknown` messages this reader returned earlier, to read the original again; undefined if that never ends. */
function unwrap(value: unknown, depth: number): unknown {
  let inner = value;
  for (let level = 0; level < depth; level++) {
    if (!isRecord(inner) || ownValue(inner, 'type') !== 'unknown' || typeof ownValue(inner, 'kind') !== 'string') return inner;
    const original = ownValue(inner, 'original');
    if (!isRecord(original)) return inner;
    inner = original;
  }
  return undefined;
}

function readRaw(fields: Fields, code: string, kind = code): UnknownMessage | undefined {
  if (!ignoredCodes.has(code) && (fields.text('body') ?? fields.text('message'))) return readUnknown(fields, kind);
  fields.report(`code "${code.slice(0, 40)}" says nothing to a visitor; left out`);
  return undefined;
}

function readAction(fields: Fields): KnownContent | undefined {
  const action_code = fields.string('action_code')?.trim();
  if (action_code === undefined) return fields.leaveOut('an action with an action_code');
  const args = fields.copy('args');
  return {type: 'action', action_code, args: args === undefined ? [] : isList(args) ? args : [args]};
}

function readLink(fields: Fields): KnownContent | undefined {
  const url = fields.url('url');
  const desc = fields.text('desc');
  if (url !== undefined) return {type: 'link', url, ...defined({desc})};
  fields.report(`a link with a url was expected; ${desc === undefined ? 'left out' : 'its words are kept'}`);
  return desc === undefined ? undefined : {type: 'text', body: desc};
}

function readReceipt(fields: Fields, receipt: (ref: string) => KnownContent): KnownContent | undefined {
  const ref = fields.string('ref');
  return ref === undefined ? fields.leaveOut('the ref of a message') : receipt(ref);
}
