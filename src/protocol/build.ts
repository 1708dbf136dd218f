import {ProtocolError} from './errors.ts';
import {defined} from './fields.ts';
import type {
  ActionMessage,
  Attachment,
  AttachmentMessage,
  AttachmentMeta,
  Button,
  CustomEventButton,
  DefaultAction,
  IsWritingMessage,
  LocationMessage,
  MultiAttachmentMessage,
  PostbackButton,
  PostbackMessage,
  QuickReply,
  Template,
  TemplateElement,
  TextMessage,
  WebUrlButton,
} from './message.ts';
import {mimetypeOf} from './mimetype.ts';

export interface TextOptions {
  payload?: string;
  quick_replies?: readonly (string | QuickReply)[];
  /** Layout of the quick replies; `horizontal` by default. */
  quick_replies_orientation?: 'vertical' | 'horizontal';
  template?: Template;
}

/**
 * A text, optionally with quick replies or a template below it.
 * @example textMessage('Which colour?', {quick_replies: ['Red', 'Blue']})
 */
export function textMessage(body: string, {quick_replies, ...options}: TextOptions = {}): TextMessage {
  return {code: 'message', type: 'text', body, ...options, ...(quick_replies && {quick_replies: quickReplies(quick_replies)})};
}

/** Quick replies from titles, complete replies, or a mix of both. */
export function quickReplies(replies: readonly (string | QuickReply)[]): QuickReply[] {
  return replies.map((reply) => (typeof reply === 'string' ? quickReply(reply) : reply));
}

export interface QuickReplyOptions {
  /** The title by default; 0 and the empty string are valid payloads. */
  payload?: string | number | boolean;
  image_url?: string;
}

/**
 * An answer that the visitor can pick.
 * @example quickReply('Red', {payload: 'colour-red', image_url: 'https://example.com/red.png'})
 */
export function quickReply(title: string, {payload = title, image_url}: QuickReplyOptions = {}): QuickReply {
  return {content_type: 'text', title, payload, ...defined({image_url})};
}

/** A quick reply that asks for the visitor's position. Without a title, the chat uses its own label. */
export function locationReply(title?: string): QuickReply {
  return {content_type: 'location', ...defined({title})};
}

/** A button that sends a payload to the bot, as if the visitor had said its title. The payload is the title by default. */
export function postbackButton(title: string, payload: string | number = title): PostbackButton {
  return {type: 'postback', title, payload: String(payload)};
}

/** A button that opens a page. */
export function webUrlButton(title: string, url: string): WebUrlButton {
  return {type: 'web_url', title, url};
}

/**
 * A button that fires an event on the page; the bot is not told.
 * @param type Any name but `postback` and `web_url`.
 * @throws {ProtocolError} for those two.
 * @example eventButton('Show it in the shop', 'show_lamp', {lamp: 'fjell'})
 */
export function eventButton(title: string, type: string, data: Readonly<Record<string, unknown>> = {}): CustomEventButton {
  if (/^(postback|web_url|)$/i.test(type.trim())) throw new ProtocolError('type', 'a name other than postback and web_url');
  return {...data, type, title};
}

/** The page that a click on an element's title or picture opens. */
export function defaultAction(url: string): DefaultAction {
  return {type: 'web_url', url};
}

export interface ElementOptions extends Omit<TemplateElement, 'title' | 'default_action' | 'extra'> {
  default_action?: string | DefaultAction;
}

/**
 * A card, a slide or a row.
 * @example element('Fjell', {subtitle: 'A lamp', image_url: 'https://example.com/fjell.jpg', buttons: [postbackButton('More')]})
 */
export function element(title: string, {default_action, ...options}: ElementOptions = {}): TemplateElement {
  const action = typeof default_action === 'string' ? defaultAction(default_action) : default_action;
  return {title, ...options, ...defined({default_action: action})};
}

/** A card if there is one element, a carousel if there are more. */
export function genericTemplate(...elements: readonly TemplateElement[]): Template {
  return {type: 'generic', elements};
}

/**
 * Rows, and buttons below them.
 * @example textMessage('Our lamps', {template: listTemplate(lamps.map((lamp) => element(lamp.name)), [postbackButton('More')])})
 */
export function listTemplate(elements: readonly TemplateElement[], buttons?: readonly Button[]): Template {
  return {type: 'list', elements, ...defined({buttons})};
}

export type Place = Omit<LocationMessage, 'code' | 'type' | 'extra'>;

/**
 * A place on earth, in degrees. 0 is a valid coordinate.
 * @throws {ProtocolError} when a coordinate is not a finite number.
 * @example location({longitude: 5.32, latitude: 60.39, city: 'Bergen'})
 */
export function location(place: Place): LocationMessage {
  for (const key of ['longitude', 'latitude'] as const) {
    if (!Number.isFinite(place[key])) throw new ProtocolError(key, 'a finite number');
  }
  return {code: 'message', type: 'location', ...place};
}

/** A file. Its MIME type is guessed from the URL by default. */
export function attachment(url: string, meta: Partial<AttachmentMeta> = {}): AttachmentMessage {
  return {code: 'message', type: 'attachment', ...attachmentFrom(url, meta)};
}

/**
 * Several files as one group.
 * @example attachments(['https://example.com/a.jpg', {url: 'https://example.com/b', meta: {mimetype: 'image/png'}}])
 */
export function attachments(files: readonly (string | Attachment)[]): MultiAttachmentMessage {
  const all = files.map((each) => (typeof each === 'string' ? attachmentFrom(each) : each));
  return {code: 'message', type: 'multi-attachment', attachments: all};
}

function attachmentFrom(url: string, meta: Partial<AttachmentMeta> = {}): Attachment {
  return {url, meta: {mimetype: mimetypeOf(url, meta.originalName), ...meta}};
}

/** Calls a function that the page registered under this code. */
export function action(action_code: string, ...args: readonly unknown[]): ActionMessage {
  return {code: 'message', type: 'action', action_code, args};
}

/** Shows the typing dots. */
export function isWriting(): IsWritingMessage {
  return {code: 'message', type: 'iswriting'};
}

/**
 * The message that choosing a quick reply sends. A reply without payload sends none; numbers and booleans become strings.
 * @param label Used for a reply without a title.
 */
export function replyTo({title, payload}: QuickReply, label = ''): TextMessage {
  return {code: 'message', type: 'text', body: title ?? label, ...(payload !== undefined && {payload: String(payload)})};
}

/** The message that a postback button sends. */
export function postbackOf({title, payload}: PostbackButton): PostbackMessage {
  return {code: 'message', type: 'postback', body: title, payload};
}
