import type {
  Attachment,
  BotMessage,
  Button,
  LocationMessage,
  MessageType,
  QuickReply,
  Template,
  TemplateElement,
  TextMessage,
  TimePickerMessage,
  UnknownMessage,
} from './message.ts';
import {fileName} from './mimetype.ts';
import {fallbackTexts} from './fallback-texts.ts';
import {stripMarkup} from './strip-markup.ts';

/** The few words that do not come from the message. The names are those of the chat's labels, so these can be passed as they are. */
export interface PlainTextLabels {
  suggestions: string;
  share_position: string;
  place: string;
  times: string;
  picture: string;
  video: string;
  audio: string;
  file: string;
  unsupported: string;
}

const defaultLabels: PlainTextLabels = {
  suggestions: 'Suggested answers',
  share_position: 'Share my position',
  place: 'Place',
  times: 'Times',
  picture: 'Picture',
  video: 'Video',
  audio: 'Audio',
  file: 'File',
  unsupported: 'This message cannot be shown here.',
};

export interface PlainTextOptions {
  /** Lists choices as `1) Red`, for channels where people type the number. Leaves out what only a page can do. False by default. */
  numbered?: boolean;
  /** Maximum number of choices listed; all by default. */
  maxOptions?: number;
  /** Includes the URLs of links and files; by default only if `numbered`, because nobody wants to hear a URL. */
  addresses?: boolean;
  /** Removes the markup from bodies that may contain Markdown or HTML; true by default. */
  markdown?: boolean;
  /** Whether a numbered channel can send a position; false by default. */
  position?: boolean;
  /** BCP 47, for dates; the runtime's own by default. */
  locale?: string;
  labels?: Partial<PlainTextLabels>;
}

/** The options with defaults filled in, and the number of choices listed so far. */
interface FormatContext extends Required<Omit<PlainTextOptions, 'locale' | 'labels'>> {
  locale: string | undefined;
  labels: PlainTextLabels;
  listed: number;
}

/** Converts each message type to text. What draws nothing says nothing. */
const formatters: {[T in MessageType]: (message: Extract<BotMessage, {type: unknown}> & {type: T}, context: FormatContext) => string} = {
  text: formatText,
  postback: ({body}) => body,
  attachment: (message, context) => formatFile(message, context),
  'multi-attachment': ({attachments}, context) => joinLines(...attachments.map((each) => formatFile(each, context))),
  action: () => '',
  iswriting: () => '',
  location: formatLocation,
  link: ({url, desc}, context) => formatLink(desc ?? '', url, context),
  ack: () => '',
  read: () => '',
  mediachange: () => '',
  timepicker: formatTimePicker,
  unknown: formatUnknown,
};

/**
 * Converts a message to plain text: for screen readers, notifications, transcripts, and text-only channels.
 * Empty for messages without text, such as an action.
 * @example toPlainText(textMessage('Which colour?', {quick_replies: ['Red', 'Blue']})) // 'Which colour?\nSuggested answers: Red, Blue'
 * @example toPlainText(message, {numbered: true}) // 'Which colour?\n1) Red\n2) Blue'
 */
export function toPlainText(message: BotMessage, options: PlainTextOptions = {}): string {
  const {numbered = false, maxOptions = Infinity, addresses = numbered, markdown = true, position = false, locale} = options;
  const labels = {...defaultLabels, ...options.labels};
  const context: FormatContext = {numbered, maxOptions, addresses, markdown, position, locale, labels, listed: 0};
  const format = formatters[message.type] as (message: BotMessage, context: FormatContext) => string;
  return format(message, context);
}

function formatText({body, template, quick_replies = []}: TextMessage, context: FormatContext): string {
  const text = context.markdown ? stripMarkup(body, context) : body.trim();
  const shown = template ? formatTemplate(template, context) : '';
  const replies = formatReplies(quick_replies, context);
  // Replies follow the text directly; a template's parts are set apart from it.
  return joinLines(joinBlocks(context, text, shown), replies) || (template && !context.numbered ? context.labels.unsupported : '');
}

function formatReplies(replies: readonly QuickReply[], context: FormatContext): string {
  const {numbered, position, labels} = context;
  const offered = numbered && !position ? replies.filter((reply) => reply.content_type !== 'location') : replies;
  const titles = offered.map(
    ({title, content_type, payload}) => title ?? (content_type === 'location' ? labels.share_position : String(payload ?? '')),
  );
  return formatChoices(titles, labels.suggestions, context);
}

function formatTemplate({elements = [], buttons = []}: Template, context: FormatContext): string {
  return joinBlocks(context, ...elements.map((element) => formatElement(element, context)), formatButtons(buttons, [], context));
}

function formatElement({title, subtitle, image_url, default_action, buttons = []}: TemplateElement, context: FormatContext): string {
  const links = buttons.filter(isLink).map(({url}) => url);
  const action = context.addresses && default_action && !links.includes(default_action.url) ? default_action.url : '';
  const text = joinLines(title ?? '', subtitle ?? '', formatButtons(buttons, [action], context));
  return text || (image_url ? formatFile({url: image_url, meta: {mimetype: 'image/*'}}, context) : '');
}

/** Links first, then choices. */
function formatButtons(buttons: readonly Button[], links: readonly string[], context: FormatContext): string {
  const choices = buttons.filter((button) => (context.numbered ? button.type === 'postback' : !isLink(button)));
  const addresses = buttons.filter(isLink).map(({title, url}) => formatLink(title, url, context));
  return joinLines(
    ...addresses,
    ...links,
    formatChoices(
      choices.map(({title}) => title),
      '',
      context,
    ),
  );
}

function isLink(button: Button): button is Button & {url: string} {
  return button.type === 'web_url' && typeof (button as {url?: unknown}).url === 'string';
}

function formatChoices(titles: readonly string[], label: string, context: FormatContext): string {
  const listed = titles.slice(0, Math.max(0, context.maxOptions - context.listed));
  if (context.numbered) return joinLines(...listed.map((title) => `${++context.listed}) ${title}`));
  context.listed += listed.length;
  const more = listed.length < titles.length ? ', …' : '';
  return listed.length > 0 ? `${label && `${label}: `}${listed.join(', ')}${more}` : '';
}

function formatLink(title: string, url: string, {addresses}: FormatContext): string {
  if (title.trim() === '' || title === url) return url;
  return addresses && url !== '' ? `${title} (${url})` : title;
}

function formatFile({url, meta}: Attachment, context: FormatContext): string {
  const name = meta.desc ?? meta.originalName ?? fileName(url);
  if (context.addresses) return name ? `${name} (${url})` : url;
  const kind = kindOf(meta.mimetype, context.labels);
  return name ? `${kind}: ${name}` : kind;
}

function kindOf(mimetype: string, {picture, video, audio, file}: PlainTextLabels): string {
  const family = mimetype.split('/', 1)[0]?.toLowerCase();
  return family === 'image' ? picture : family === 'video' ? video : family === 'audio' ? audio : file;
}

function formatLocation({latitude, longitude, city, region, countryName, countryCode}: LocationMessage, context: FormatContext): string {
  const place = [city, region, countryName ?? countryCode].filter(Boolean).join(', ');
  const position = `${latitude}, ${longitude}`;
  if (context.numbered) return place ? `${place}: ${position}` : position;
  return `${context.labels.place}: ${place || position}`;
}

/** How many times of a time picker are read out; the others can be seen. */
const maxSpokenTimes = 5;

function formatTimePicker({title, description = '', location, timeslots, timezone}: TimePickerMessage, context: FormatContext): string {
  const place = location
    ? joinLines(location.name, context.numbered && location.address !== location.name ? (location.address ?? '') : '')
    : '';
  const times = timeslots.map(({start}) => formatTime(start, timezone, context.locale));
  const limits = context.numbered ? context : {...context, maxOptions: Math.min(context.maxOptions, maxSpokenTimes)};
  const heading = `${context.labels.times} (${timezone})`;
  return joinLines(title, description, place, context.numbered && times.length ? heading : '', formatChoices(times, heading, limits));
}

function formatTime(start: string, timeZone: string, locale: string | undefined): string {
  const style = {dateStyle: 'medium', timeStyle: 'short'} as const;
  const date = new Date(start);
  try {
    return new Intl.DateTimeFormat(locale, {...style, timeZone}).format(date);
  } catch {
    // An unknown zone, language or invalid moment: the time as the bot wrote it is still true.
    return start;
  }
}

function formatUnknown({original}: UnknownMessage, context: FormatContext): string {
  const text = joinLines(...fallbackTexts(original).map((each) => (context.markdown ? stripMarkup(each, context) : each.trim())));
  return text || (context.numbered ? '' : context.labels.unsupported);
}

/** Joins parts: with an empty line between them where they are read, with a line break where they are heard. */
function joinBlocks({numbered}: FormatContext, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(numbered ? '\n\n' : '\n');
}

function joinLines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
