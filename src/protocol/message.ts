/**
 * Every message a Vivocha-style bot sends or is sent, under the names of the wire.
 * What comes in passes the tolerant reader (`read.ts`) first: lists that a kind of message is made of are then present, and numbers are numbers.
 */

/** A message or a part of one that may have more properties than this protocol knows. */
interface Extended {
  /** Those others, kept for custom renderers. */
  extra?: Readonly<Record<string, unknown>>;
}

/** What every message may carry besides its own fields. */
interface Envelope extends Extended {
  code: 'message';
  id?: string;
  /** When it was said, ISO 8601. */
  ts?: string | Date;
  /** BCP 47 language of the words. */
  lang?: string;
  from_nick?: string;
  from_avatar?: string;
}

/** One answer the visitor may pick with a tap. */
export interface QuickReply extends Extended {
  /** `location` asks the visitor for a position instead of sending words. */
  content_type: 'text' | 'location';
  title?: string;
  /** Goes back to the bot as a string, beside the title. Absent: none is sent. */
  payload?: string | number | boolean;
  image_url?: string;
}

/** Sends its payload to the bot, as if the visitor had said the title. */
export interface PostbackButton {
  type: 'postback';
  title: string;
  payload: string;
}

/** Opens a page; the bot hears nothing of it. */
export interface WebUrlButton {
  type: 'web_url';
  title: string;
  url: string;
}

/** Tells the page, under the name of its `type` and with its other properties as data; the bot hears nothing of it. */
export interface CustomEventButton {
  type: string;
  title: string;
  [property: string]: unknown;
}

export type Button = PostbackButton | WebUrlButton | CustomEventButton;

export interface DefaultAction extends Extended {
  type: 'web_url';
  url: string;
}

/** A card, a slide or a row: any subset of these. A `type` of its own asks for a custom renderer. */
export interface TemplateElement extends Extended {
  type?: string;
  title?: string;
  subtitle?: string;
  image_url?: string;
  default_action?: DefaultAction;
  buttons?: readonly Button[];
}

/** `generic` is a card, or a carousel from two elements on; `list` is rows; any other type asks for a custom renderer. */
export interface Template extends Extended {
  type: string;
  elements?: readonly TemplateElement[];
  buttons?: readonly Button[];
}

/** Words, and what may stand below them. */
export interface TextMessage extends Envelope {
  type: 'text';
  body: string;
  payload?: string;
  quick_replies_orientation?: 'vertical' | 'horizontal';
  quick_replies?: readonly QuickReply[];
  template?: Template;
}

/** What a visitor says with a template's button. */
export interface PostbackMessage extends Envelope {
  type: 'postback';
  body: string;
  payload?: string;
}

export interface AttachmentMeta extends Extended {
  mimetype: string;
  originalUrl?: string;
  originalUrlHash?: string;
  originalId?: string;
  originalName?: string;
  key?: string;
  desc?: string;
  /** Bytes. */
  size?: number;
  /** Names one attachment, so that it is not shown twice. */
  ref?: string;
}

export interface Attachment extends Extended {
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

/** Calls the other side: a bot the page, a page the bot. Draws nothing. */
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
  /** Metres a second. */
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

/** A change of voice or video; known, and nothing to draw in a chat. */
export interface MediaChangeMessage extends Envelope {
  type: 'mediachange';
}

export interface TimeSlot {
  id: string;
  /** ISO 8601; without an offset, by the clocks of the picker's zone. */
  start: string;
  /** Minutes. */
  duration: number;
}

export interface TimePickerPlace {
  name: string;
  /** Degrees, as of a location; where one is missing, the place has only its words. */
  longitude?: number;
  latitude?: number;
  /** Metres. */
  radius?: number;
  address?: string;
}

/** Points in time the visitor may choose from. */
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

/** A type this protocol does not know, whole, for a custom renderer of that type. */
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

/** Anything a visitor may send; the strict writer makes it pass the official schemas. */
export type VisitorMessage = TextMessage | PostbackMessage | LocationMessage | AttachmentMessage | MultiAttachmentMessage | ActionMessage;

/** Whether a button answers the bot. */
export function isPostbackButton(button: Button): button is PostbackButton {
  return button.type === 'postback';
}

/** Whether a button opens a page. */
export function isWebUrlButton(button: Button): button is WebUrlButton {
  return button.type === 'web_url';
}
