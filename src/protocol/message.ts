/**
 * Every message that a Vivocha-style bot sends or receives, with the names used on the wire.
 * Incoming messages go through the tolerant reader (`read.ts`) first, which guarantees that required lists exist and numbers are numbers.
 */

/** A message, or part of one, that may have properties unknown to this protocol. */
interface Extensible {
  /** The unknown properties, kept for custom renderers. */
  extra?: Readonly<Record<string, unknown>>;
}

/** What every message may carry besides its own fields. */
interface Envelope extends Extensible {
  code: 'message';
  id?: string;
  /** When it was said, ISO 8601. */
  ts?: string | Date;
  /** Language of the message, BCP 47. */
  lang?: string;
  from_nick?: string;
  from_avatar?: string;
}

/** An answer that the visitor can pick. */
export interface QuickReply extends Extensible {
  /** `location` asks for the visitor's position instead of sending a text. */
  content_type: 'text' | 'location';
  title?: string;
  /** Sent to the bot as a string, together with the title. If absent, none is sent. */
  payload?: string | number | boolean;
  image_url?: string;
}

/** A button that sends its payload to the bot, as if the visitor had said its title. */
export interface PostbackButton extends Extensible {
  type: 'postback';
  title: string;
  payload: string;
}

/** A button that opens a page; the bot is not told. */
export interface WebUrlButton extends Extensible {
  type: 'web_url';
  title: string;
  url: string;
}

/** A button that fires `parley-page-event` with its `type` as the name and its other properties as data; the bot is not told. */
export interface CustomEventButton {
  type: string;
  title: string;
  [property: string]: unknown;
}

export type Button = PostbackButton | WebUrlButton | CustomEventButton;

export interface DefaultAction extends Extensible {
  type: 'web_url';
  url: string;
}

/** A card, a slide or a row, with any subset of these properties. A `type` of its own asks for a custom renderer. */
export interface TemplateElement extends Extensible {
  type?: string;
  title?: string;
  subtitle?: string;
  image_url?: string;
  default_action?: DefaultAction;
  buttons?: readonly Button[];
}

/** `generic` is a card, or a carousel if there are several elements; `list` is a list of rows; any other type asks for a custom renderer. */
export interface Template extends Extensible {
  type: string;
  elements?: readonly TemplateElement[];
  buttons?: readonly Button[];
}

/** A text, optionally with quick replies or a template below it. */
export interface TextMessage extends Envelope {
  type: 'text';
  body: string;
  payload?: string;
  quick_replies_orientation?: 'vertical' | 'horizontal';
  quick_replies?: readonly QuickReply[];
  template?: Template;
}

/** What a postback button sends. */
export interface PostbackMessage extends Envelope {
  type: 'postback';
  body: string;
  payload?: string;
}

export interface AttachmentMeta extends Extensible {
  mimetype: string;
  originalUrl?: string;
  originalUrlHash?: string;
  originalId?: string;
  originalName?: string;
  key?: string;
  desc?: string;
  /** Bytes. */
  size?: number;
  /** Identifies the attachment, so that it is not shown twice. */
  ref?: string;
}

export interface Attachment extends Extensible {
  url: string;
  meta: AttachmentMeta;
}

export interface AttachmentMessage extends Envelope, Attachment {
  type: 'attachment';
}

/** Several files as one group. */
export interface MultiAttachmentMessage extends Envelope {
  type: 'multi-attachment';
  attachments: readonly Attachment[];
}

/** A call to the other side: from a bot to the page, or from the page to the bot. Nothing is drawn. */
export interface ActionMessage extends Envelope {
  type: 'action';
  action_code: string;
  args: readonly unknown[];
}

/** The other side is writing. */
export interface IsWritingMessage extends Envelope {
  type: 'iswriting';
}

export interface LocationMessage extends Envelope {
  type: 'location';
  /** Degrees, east positive. */
  longitude: number;
  /** Degrees, north positive. */
  latitude: number;
  countryCode?: string;
  countryName?: string;
  region?: string;
  city?: string;
  /** Metres. */
  accuracy?: number;
  timezone?: string;
  /** Metres per second. */
  speed?: number;
  /** Metres. */
  altitude?: number;
  payload?: string;
}

export interface LinkMessage extends Envelope {
  type: 'link';
  url: string;
  desc?: string;
}

/** The message named by `ref` arrived. */
export interface AckMessage extends Envelope {
  type: 'ack';
  ref: string;
}

/** The message named by `ref` was read. */
export interface ReadMessage extends Envelope {
  type: 'read';
  ref: string;
}

/** A change of voice or video. Nothing is drawn. */
export interface MediaChangeMessage extends Envelope {
  type: 'mediachange';
}

export interface TimeSlot {
  id: string;
  /** ISO 8601; without an offset, local time in the picker's `timezone`. */
  start: string;
  /** Minutes. */
  duration: number;
}

export interface TimePickerPlace {
  name: string;
  /** Degrees, east positive; without both coordinates, the place is only a name. */
  longitude?: number;
  latitude?: number;
  /** Metres. */
  radius?: number;
  address?: string;
}

/** Times that the visitor can choose from. */
export interface TimePickerMessage extends Envelope {
  type: 'timepicker';
  title: string;
  description?: string;
  image?: string;
  location?: TimePickerPlace;
  /** IANA name, such as `Europe/Oslo`. */
  timezone: string;
  timeslots: readonly TimeSlot[];
}

/** A message of an unknown type, kept whole for a custom renderer of that type. */
export interface UnknownMessage extends Envelope {
  type: 'unknown';
  /** The `type` on the wire. */
  kind: string;
  /** The message as it came. */
  original: Readonly<Record<string, unknown>>;
}

/** Anything a bot may send. */
export type BotMessage =
  | TextMessage
  | PostbackMessage
  | AttachmentMessage
  | MultiAttachmentMessage
  | ActionMessage
  | IsWritingMessage
  | LocationMessage
  | LinkMessage
  | AckMessage
  | ReadMessage
  | MediaChangeMessage
  | TimePickerMessage
  | UnknownMessage;

export type MessageType = BotMessage['type'];
export type MessageOf<T extends MessageType> = Extract<BotMessage, {type: T}>;

/** Anything a visitor may send; the strict writer converts it to what the official schemas accept. */
export type VisitorMessage = TextMessage | PostbackMessage | LocationMessage | AttachmentMessage | MultiAttachmentMessage | ActionMessage;

/** Whether a button sends a postback to the bot. */
export function isPostbackButton(button: Button): button is PostbackButton {
  return button.type === 'postback';
}

/** Whether a button opens a page. */
export function isWebUrlButton(button: Button): button is WebUrlButton {
  return button.type === 'web_url';
}
