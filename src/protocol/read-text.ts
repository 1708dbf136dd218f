import {type Content, Fields, defined, type ReadContext, titleFromPayload} from './fields.ts';
import {truncate} from './limits.ts';
import type {PostbackMessage, QuickReply, TextMessage} from './message.ts';
import {isStandardTemplate, readTemplate} from './read-template.ts';
import {isRecord} from './safe-copy.ts';

/** Reads a `text`; undefined if there is nothing to show. */
export function readText(fields: Fields): Content<TextMessage> | undefined {
  const {context} = fields;
  const body = readBody(fields);
  const replies = fields.list('quick_replies', context.limits.quickReplies, (item, path) => readQuickReply(item, path, context));
  const orientation = fields.value('quick_replies_orientation');
  const found = fields.object('template');
  const template = found && readTemplate(found);
  // A custom template may draw more than its elements, so only a known one counts as empty without any.
  const hasTemplate = template && (!isStandardTemplate(template.type) || template.elements.length + (template.buttons?.length ?? 0) > 0);
  if (body.trim() === '' && replies.length === 0 && !hasTemplate) return fields.leaveOut('a body, quick replies or a template');
  return {
    type: 'text',
    body,
    ...defined({
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
  return {type: 'postback', body, ...defined({payload: readPayload(fields)})};
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
  return text ?? (typeof raw === 'string' ? truncate(raw, fields.context.limits.characters) : '');
}

const expectedReply = 'a quick reply with a title';

function readQuickReply(item: unknown, path: string, context: ReadContext): QuickReply | undefined {
  if (typeof item === 'string' || (typeof item === 'number' && Number.isFinite(item))) return readShortReply(String(item), path, context);
  if (!isRecord(item)) return context.leaveOut(path, 'a quick reply');
  const fields = new Fields(item, path, context);
  const declaredType = fields.string('content_type')?.trim().toLowerCase() ?? 'text';
  const payload = fields.payload();
  const content_type = declaredType === 'location' ? 'location' : 'text';
  if (declaredType !== content_type) fields.report(`content_type "${declaredType.slice(0, 40)}" is not known; taken as text`);
  // Only for text replies can the payload stand in for a missing title: what other kinds would show is unknown.
  const title = fields.text('title') ?? (declaredType === 'text' ? titleFromPayload(payload) : undefined);
  if (title === undefined && content_type === 'text') return fields.leaveOut(expectedReply);
  return {content_type, ...defined({title, payload, image_url: fields.url('image_url')}), ...fields.extra()};
}

/** For a reply given as a plain string, the title is the payload too, as in the SDK's builders. */
function readShortReply(title: string, path: string, context: ReadContext): QuickReply | undefined {
  if (title.trim() === '') return context.leaveOut(path, expectedReply);
  const text = truncate(title, context.limits.characters);
  return {content_type: 'text', title: text, payload: text};
}
