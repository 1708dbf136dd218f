import {ProtocolError} from './errors.ts';
import {defined} from './fields.ts';
import {jsonOf} from './json.ts';
import type {ActionMessage, Attachment, AttachmentMeta, LocationMessage, PostbackMessage, TextMessage, VisitorMessage} from './message.ts';
import {mimetypeOf} from './mimetype.ts';
import {isRecord} from './safe-copy.ts';

/** A message that contains only what the official schemas define. */
export type WrittenMessage =
  | Pick<TextMessage, 'code' | 'type' | 'body' | 'payload'>
  | Pick<PostbackMessage, 'code' | 'type' | 'body' | 'payload'>
  | ({code: 'message'; type: 'attachment'} & Attachment)
  | {code: 'message'; type: 'multi-attachment'; attachments: Attachment[]}
  | (Pick<ActionMessage, 'code' | 'type' | 'action_code'> & {args: unknown[]})
  | Omit<LocationMessage, 'id' | 'ts' | 'lang' | 'from_nick' | 'from_avatar' | 'extra'>;

type UnknownRecord = Readonly<Record<string, unknown>>;

const writers: {[T in VisitorMessage['type']]: (message: UnknownRecord) => WrittenMessage} = {
  text: writeText,
  postback: writePostback,
  attachment: (message) => ({code: 'message', type: 'attachment', ...writeAttachment(message, 'message')}),
  'multi-attachment': writeMultiAttachment,
  action: writeAction,
  location: writeLocation,
};

/**
 * Converts a visitor's message to one the official schemas accept. Quick replies, templates and unknown properties
 * are dropped, since only bots send them; a payload becomes a string; a postback with an empty body becomes a text.
 * @throws {ProtocolError} for message types that a visitor does not send, and if something required is missing.
 */
export function writeMessage(message: VisitorMessage): WrittenMessage {
  if (!isRecord(message)) throw new ProtocolError('message', 'an object');
  const type: unknown = message.type;
  if (!isWritable(type)) throw new ProtocolError('message.type', `one of ${Object.keys(writers).join(', ')}`);
  return writers[type](message);
}

function isWritable(type: unknown): type is VisitorMessage['type'] {
  return typeof type === 'string' && Object.hasOwn(writers, type);
}

function writeText(message: UnknownRecord): WrittenMessage {
  return {code: 'message', type: 'text', body: textFrom(message['body'], 'message.body'), ...writePayload(message)};
}

function writePostback(message: UnknownRecord): WrittenMessage {
  const body = textFrom(message['body'], 'message.body');
  return {code: 'message', type: body === '' ? 'text' : 'postback', body, ...writePayload(message)};
}

function writePayload({payload}: UnknownRecord): {payload?: string} {
  if (payload === undefined || payload === null) return {};
  return {payload: typeof payload === 'object' ? stringify(payload, 'message.payload') : textFrom(payload, 'message.payload')};
}

function writeMultiAttachment({attachments}: UnknownRecord): WrittenMessage {
  if (!Array.isArray(attachments) || attachments.length === 0) throw new ProtocolError('message.attachments', 'a list of attachments');
  const written = attachments.map((attachment: unknown, index) => writeAttachment(attachment, `message.attachments[${index}]`));
  return {code: 'message', type: 'multi-attachment', attachments: written};
}

function writeAttachment(attachment: unknown, path: string): Attachment {
  if (!isRecord(attachment)) throw new ProtocolError(path, 'an attachment');
  const {url, meta} = attachment;
  if (typeof url !== 'string' || url === '') throw new ProtocolError(`${path}.url`, 'an address');
  return {url, meta: writeMeta(isRecord(meta) ? meta : {}, url)};
}

/** The schemas take no empty text here, so what is empty is left out. */
function writeMeta(meta: UnknownRecord, url: string): AttachmentMeta {
  const text = (key: string) => (typeof meta[key] === 'string' && meta[key] !== '' ? meta[key] : undefined);
  const {size} = meta;
  return {
    mimetype: text('mimetype') ?? mimetypeOf(url, text('originalName')),
    ...defined({
      originalUrl: text('originalUrl'),
      originalUrlHash: text('originalUrlHash'),
      originalId: text('originalId'),
      originalName: text('originalName'),
      key: text('key'),
      desc: text('desc'),
      size: typeof size === 'number' && Number.isFinite(size) ? size : undefined,
      ref: text('ref'),
    }),
  };
}

function writeAction({action_code, args}: UnknownRecord): WrittenMessage {
  if (typeof action_code !== 'string' || action_code === '') throw new ProtocolError('message.action_code', 'a name');
  const list = Array.isArray(args) ? args : args === undefined || args === null ? [] : [args];
  return {code: 'message', type: 'action', action_code, args: JSON.parse(stringify(list, 'message.args')) as unknown[]};
}

const locationStrings = ['countryCode', 'countryName', 'region', 'city', 'timezone'] as const;
const locationNumbers = ['accuracy', 'speed', 'altitude'] as const;

function writeLocation(message: UnknownRecord): WrittenMessage {
  const texts = locationStrings.filter((key) => typeof message[key] === 'string' && message[key] !== '');
  const numbers = locationNumbers.filter((key) => Number.isFinite(message[key]));
  return {
    code: 'message',
    type: 'location',
    longitude: coordinate(message, 'longitude'),
    latitude: coordinate(message, 'latitude'),
    ...Object.fromEntries([...texts, ...numbers].map((key) => [key, message[key]])),
    ...writePayload(message),
  };
}

function coordinate(message: UnknownRecord, key: string): number {
  const value = message[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ProtocolError(`message.${key}`, 'a finite number');
  return value;
}

/** Text; a number or truth value is said as text. */
function textFrom(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ProtocolError(path, 'text');
}

/** JSON of a value, or a `ProtocolError` that says where there is none. */
export function stringify(value: unknown, path: string): string {
  try {
    const text: string | undefined = jsonOf(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new ProtocolError(path, 'something JSON can say', {cause});
  }
  throw new ProtocolError(path, 'something JSON can say');
}
