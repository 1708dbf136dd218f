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
import {spareWords} from './spare-words.ts';
import {words} from './words.ts';

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

const english: PlainTextLabels = {
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
interface Saying extends Required<Omit<PlainTextOptions, 'locale' | 'labels'>> {
  locale: string | undefined;
  labels: PlainTextLabels;
  listed: number;
}

/** Converts each message type to text. What draws nothing says nothing. */
const sayings: {[T in MessageType]: (message: Extract<BotMessage, {type: unknown}> & {type: T}, saying: Saying) => string} = {
  text: sayText,
  postback: ({body}) => body,
  attachment: (message, saying) => sayFile(message, saying),
  'multi-attachment': ({attachments}, saying) => lines(...attachments.map((each) => sayFile(each, saying))),
  action: () => '',
  iswriting: () => '',
  location: sayLocation,
  link: ({url, desc}, saying) => sayLink(desc ?? '', url, saying),
  ack: () => '',
  read: () => '',
  mediachange: () => '',
  timepicker: sayTimePicker,
  unknown: sayUnknown,
};

/**
 * Converts a message to plain text: for screen readers, notifications, transcripts, and text-only channels.
 * Empty for messages without text, such as an action.
 * @example toPlainText(textMessage('Which colour?', {quick_replies: ['Red', 'Blue']})) // 'Which colour?\nSuggested answers: Red, Blue'
 * @example toPlainText(message, {numbered: true}) // 'Which colour?\n1) Red\n2) Blue'
 */
export function toPlainText(message: BotMessage, options: PlainTextOptions = {}): string {
  const {numbered = false, maxOptions = Infinity, addresses = numbered, markdown = true, position = false, locale} = options;
  const labels = {...english, ...options.labels};
  const saying: Saying = {numbered, maxOptions, addresses, markdown, position, locale, labels, listed: 0};
  const say = sayings[message.type] as (message: BotMessage, saying: Saying) => string;
  return say(message, saying);
}

function sayText({body, template, quick_replies = []}: TextMessage, saying: Saying): string {
  const said = saying.markdown ? words(body, saying) : body.trim();
  const shown = template ? sayTemplate(template, saying) : '';
  const replies = sayReplies(quick_replies, saying);
  // Replies follow the text directly; a template's parts are set apart from it.
  return lines(blocks(saying, said, shown), replies) || (template && !saying.numbered ? saying.labels.unsupported : '');
}

function sayReplies(replies: readonly QuickReply[], saying: Saying): string {
  const {numbered, position, labels} = saying;
  const offered = numbered && !position ? replies.filter((reply) => reply.content_type !== 'location') : replies;
  const titles = offered.map(
    ({title, content_type, payload}) => title ?? (content_type === 'location' ? labels.share_position : String(payload ?? '')),
  );
  return sayChoices(titles, labels.suggestions, saying);
}

function sayTemplate({elements = [], buttons = []}: Template, saying: Saying): string {
  return blocks(saying, ...elements.map((element) => sayElement(element, saying)), sayButtons(buttons, [], saying));
}

function sayElement({title, subtitle, image_url, default_action, buttons = []}: TemplateElement, saying: Saying): string {
  const links = buttons.filter(isLink).map(({url}) => url);
  const action = saying.addresses && default_action && !links.includes(default_action.url) ? default_action.url : '';
  const said = lines(title ?? '', subtitle ?? '', sayButtons(buttons, [action], saying));
  return said || (image_url ? sayFile({url: image_url, meta: {mimetype: 'image/*'}}, saying) : '');
}

/** Links first, then choices. */
function sayButtons(buttons: readonly Button[], links: readonly string[], saying: Saying): string {
  const choices = buttons.filter((button) => (saying.numbered ? button.type === 'postback' : !isLink(button)));
  const addresses = buttons.filter(isLink).map(({title, url}) => sayLink(title, url, saying));
  return lines(
    ...addresses,
    ...links,
    sayChoices(
      choices.map(({title}) => title),
      '',
      saying,
    ),
  );
}

function isLink(button: Button): button is Button & {url: string} {
  return button.type === 'web_url' && typeof (button as {url?: unknown}).url === 'string';
}

function sayChoices(titles: readonly string[], label: string, saying: Saying): string {
  const room = titles.slice(0, Math.max(0, saying.maxOptions - saying.listed));
  if (saying.numbered) return lines(...room.map((title) => `${++saying.listed}) ${title}`));
  saying.listed += room.length;
  const more = room.length < titles.length ? ', …' : '';
  return room.length > 0 ? `${label && `${label}: `}${room.join(', ')}${more}` : '';
}

function sayLink(title: string, url: string, {addresses}: Saying): string {
  if (title.trim() === '' || title === url) return url;
  return addresses && url !== '' ? `${title} (${url})` : title;
}

function sayFile({url, meta}: Attachment, saying: Saying): string {
  const name = meta.desc ?? meta.originalName ?? fileName(url);
  if (saying.addresses) return name ? `${name} (${url})` : url;
  const kind = kindOf(meta.mimetype, saying.labels);
  return name ? `${kind}: ${name}` : kind;
}

function kindOf(mimetype: string, {picture, video, audio, file}: PlainTextLabels): string {
  const family = mimetype.split('/', 1)[0]?.toLowerCase();
  return family === 'image' ? picture : family === 'video' ? video : family === 'audio' ? audio : file;
}

function sayLocation({latitude, longitude, city, region, countryName, countryCode}: LocationMessage, saying: Saying): string {
  const place = [city, region, countryName ?? countryCode].filter(Boolean).join(', ');
  const position = `${latitude}, ${longitude}`;
  if (saying.numbered) return place ? `${place}: ${position}` : position;
  return `${saying.labels.place}: ${place || position}`;
}

/** How many times of a time picker are read out; the others can be seen. */
const spokenTimes = 5;

function sayTimePicker({title, description = '', location, timeslots, timezone}: TimePickerMessage, saying: Saying): string {
  const place = location ? lines(location.name, saying.numbered && location.address !== location.name ? (location.address ?? '') : '') : '';
  const times = timeslots.map(({start}) => sayTime(start, timezone, saying.locale));
  const limits = saying.numbered ? saying : {...saying, maxOptions: Math.min(saying.maxOptions, spokenTimes)};
  const heading = `${saying.labels.times} (${timezone})`;
  return lines(title, description, place, saying.numbered && times.length ? heading : '', sayChoices(times, heading, limits));
}

function sayTime(start: string, timeZone: string, locale: string | undefined): string {
  const style = {dateStyle: 'medium', timeStyle: 'short'} as const;
  const date = new Date(start);
  try {
    return new Intl.DateTimeFormat(locale, {...style, timeZone}).format(date);
  } catch {
    // An unknown zone, language or invalid moment: the time as the bot wrote it is still true.
    return start;
  }
}

function sayUnknown({original}: UnknownMessage, saying: Saying): string {
  const said = lines(...spareWords(original).map((each) => (saying.markdown ? words(each, saying) : each.trim())));
  return said || (saying.numbered ? '' : saying.labels.unsupported);
}

/** Joins parts: with an empty line between them where they are read, with a line break where they are heard. */
function blocks({numbered}: Saying, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(numbered ? '\n\n' : '\n');
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
