import {type Content, Fields, given, type Reading, wordsOf} from './fields.ts';
import {beginning} from './limits.ts';
import type {PostbackMessage, QuickReply, TextMessage} from './message.ts';
import {isStandard, readTemplate} from './read-template.ts';
import {isRecord} from './safe-copy.ts';

/** Reads a `text`; undefined if there is nothing to show. */
export function readText(fields: Fields): Content<TextMessage> | undefined {
  const {reading} = fields;
  const body = readBody(fields);
  const replies = fields.list('quick_replies', reading.limits.quickReplies, (item, path) => readQuickReply(item, path, reading));
  const orientation = fields.value('quick_replies_orientation');
  const found = fields.object('template');
  const template = found && readTemplate(found);
  // A custom template may draw more than its elements, so only a known one counts as empty without any.
  const showsTemplate = template && (!isStandard(template.type) || template.elements.length + (template.buttons?.length ?? 0) > 0);
  if (body.trim() === '' && replies.length === 0 && !showsTemplate) return fields.leaveOut('a body, quick replies or a template');
  return {
    type: 'text',
    body,
    ...given({
      payload: readPayload(fields),
      quick_replies_orientation: orientation === undefined ? undefined : orientation === 'vertical' ? 'vertical' : 'horizontal',
      quick_replies: replies.length > 0 ? replies : undefined,
      template,
    } as const),
  };
}

/** Reads a `postback`, which is shown like a text; undefined without a body. */
export function readPostback(fields: Fields): Content<PostbackMessage> | undefined {
  const body = fields.text('body');
  if (body === undefined) return fields.leaveOut('a postback with a body');
  return {type: 'postback', body, ...given({payload: readPayload(fields)})};
}

/** The payload of a message: always text, unlike that of a reply, which may be a number. */
export function readPayload(fields: Fields): string | undefined {
  const payload = fields.payload();
  return payload === undefined ? undefined : String(payload);
}

/** A text's body, kept to the letter, even if it is blank, since there may be something else below it. */
function readBody(fields: Fields): string {
  const raw = fields.value('body');
  const text = fields.text('body');
  return text ?? (typeof raw === 'string' ? beginning(raw, fields.reading.limits.characters) : '');
}

const reply = 'a quick reply with a title';

function readQuickReply(item: unknown, path: string, reading: Reading): QuickReply | undefined {
  if (typeof item === 'string' || (typeof item === 'number' && Number.isFinite(item))) return readShortReply(String(item), path, reading);
  if (!isRecord(item)) return reading.leaveOut(path, 'a quick reply');
  const fields = new Fields(item, path, reading);
  const asked = fields.name('content_type')?.trim().toLowerCase() ?? 'text';
  const payload = fields.payload();
  const content_type = asked === 'location' ? 'location' : 'text';
  if (asked !== content_type) fields.note(`content_type "${asked.slice(0, 40)}" is not known; taken as text`);
  // Only for text replies can the payload stand in for a missing title: what other kinds would show is unknown.
  const title = fields.text('title') ?? (asked === 'text' ? wordsOf(payload) : undefined);
  if (title === undefined && content_type === 'text') return fields.leaveOut(reply);
  return {content_type, ...given({title, payload, image_url: fields.address('image_url')}), ...fields.extra()};
}

/** For a reply given as a plain string, the title is the payload too, as in the SDK's builders. */
function readShortReply(title: string, path: string, reading: Reading): QuickReply | undefined {
  if (title.trim() === '') return reading.leaveOut(path, reply);
  const words = beginning(title, reading.limits.characters);
  return {content_type: 'text', title: words, payload: words};
}
