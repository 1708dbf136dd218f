import {normaliseLanguage} from '../../protocol/language.ts';
import type {MessageType, QuickReply, Template, TemplateElement, TextMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {isList, isRecord, ownValue, ownKeys} from '../../protocol/safe-copy.ts';

type Loose = Readonly<Record<string, unknown>>;

/** A message no filter would accept, and its position. */
interface SetAside {
  index: number;
  message: unknown;
}

export interface Repaired {
  /** A response the official schemas accept. */
  response: Record<string, unknown>;
  setAside: readonly SetAside[];
}

/** Types that have a schema; a single message of another type would make a filter reject everything. */
const supportedTypes: ReadonlySet<MessageType> = new Set<MessageType>([
  'text',
  'postback',
  'attachment',
  'multi-attachment',
  'action',
  'iswriting',
  'location',
]);

/** Properties the schemas check. A bad value must not come back from where unknown properties are kept. */
const checkedProperties = new Set(
  (
    'code type body payload quick_replies quick_replies_orientation template url meta attachments action_code args ' +
    'longitude latitude countryCode countryName region city accuracy timezone speed altitude elements buttons'
  ).split(' '),
);
const checkedReplyProperties = new Set('content_type title payload image_url'.split(' '));
const checkedMetaProperties = new Set('originalUrl originalUrlHash originalId originalName mimetype desc key size ref'.split(' '));

/**
 * Repairs what a bot said, so that a strict filter does not reject everything because of one slip: a missing body, an empty text in `meta`,
 * a type without a schema. What cannot be repaired is set aside.
 */
export function repair(response: Loose): Repaired {
  const setAside: SetAside[] = [];
  const messages = listOf(response['messages']).flatMap((original, index) => {
    const {message} = readMessage(original);
    if (!message) return [];
    if (supportedTypes.has(message.type)) return [toStrictMessage({...message})];
    setAside.push({index, message: original});
    return [];
  });
  const {event, language, data, context, tempContext, raw, ...rest} = response;
  const plain = {
    data: isRecord(data) ? flatten(data) : undefined,
    language: typeof language === 'string' ? normaliseLanguage(language) : undefined,
  };
  const opaque = Object.entries({context, tempContext, raw}).filter(([, value]) => isRecord(value));
  const whole = {...rest, ...plain, ...Object.fromEntries(opaque), event: event === 'end' ? 'end' : 'continue', messages};
  return {response: Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)), setAside};
}

/** Puts back what was set aside, each message in its original position. */
export function restore(response: Loose, setAside: readonly SetAside[]): Loose {
  if (setAside.length === 0) return response;
  const messages = listOf(response['messages']).slice();
  for (const {index, message} of setAside) messages.splice(index, 0, message);
  return {...response, messages};
}

function listOf(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  return isRecord(value) ? [value] : [];
}

function toStrictMessage(message: Loose & {type: string}): Loose {
  const {extra: _, ...own} = withExtra(message);
  if (message.type === 'attachment') return toStrictFile(own);
  if (message.type === 'multi-attachment') return {...own, attachments: listOf(own['attachments']).filter(isRecord).map(toStrictFile)};
  if (message.type !== 'text') return own;
  const {quick_replies: replies, template} = message as Loose & TextMessage;
  return {...own, ...(replies && {quick_replies: replies.map(toStrictReply)}), ...(template && {template: toStrictTemplate(template)})};
}

function toStrictFile(file: Loose): Loose {
  const {meta} = file;
  return {...withExtra(file), ...(isRecord(meta) && {meta: withExtra(meta, checkedMetaProperties)})};
}

function toStrictReply({payload, ...reply}: QuickReply): Loose {
  return {
    ...withExtra({...reply}, checkedReplyProperties),
    ...(payload !== undefined && {payload: typeof payload === 'boolean' ? String(payload) : payload}),
  };
}

function toStrictTemplate(template: Template): Loose {
  const elements = template.elements?.map(toStrictElement);
  return {...withExtra({...template}), ...(elements && {elements})};
}

function toStrictElement({default_action: action, ...element}: TemplateElement): Loose {
  return {...withExtra({...element}), ...(action && {default_action: withExtra({...action})})};
}

/** Puts unknown properties back in their place. */
function withExtra({extra, ...known}: Loose, names: ReadonlySet<string> = checkedProperties): Loose {
  if (!isRecord(extra)) return known;
  const unknown = ownKeys(extra).filter((key) => !names.has(key) && !Object.hasOwn(known, key));
  return {...Object.fromEntries(unknown.map((key) => [key, ownValue(extra, key)])), ...known};
}

/** Objects and lists become JSON text, since the schemas allow neither. */
function flatten(data: Loose): Loose {
  return Object.fromEntries(
    ownKeys(data).map((key) => [key, typeof data[key] === 'object' && data[key] !== null ? JSON.stringify(data[key]) : data[key]]),
  );
}
