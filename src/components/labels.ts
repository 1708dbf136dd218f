import {coreLabels} from './core-labels.ts';

/**
 * Every word the chat itself says. Names are the field's own where it has them; `$name` is filled in.
 * Keys ending in `_one` and `_other` are two forms of one label, chosen by the language's plural rules.
 */
export const english = {
  ...coreLabels,

  // The panel
  close_chat: 'Close chat',
  heading: 'Chat',
  unread_one: '$count unread message',
  unread_other: '$count unread messages',
  dismiss: 'Dismiss',
  chat: 'Chat',
  status: 'Answers at once',
  status_away: 'No connection',
  status_connecting: 'Connecting',
  status_ended: 'Ended',
  menu: 'More',
  restart: 'Start again',
  end: 'End the conversation',
  end_question: 'End the conversation?',
  end_explained: 'What was said stays readable here.',
  end_confirm: 'End it',
  restart_question: 'Start again?',
  restart_explained: 'This conversation ends, and a new one begins below it.',
  save: 'Save the conversation',
  save_it: 'Save it',
  save_copy: 'Copy as text',
  save_html: 'Download as web page',
  save_text: 'Download as text',
  save_json: 'Download as data (JSON)',
  print: 'Print',
  copied: 'Copied',
  save_failed: 'That did not work here.',
  saved_title: 'Conversation with $name',
  cancel: 'Go on talking',
  offline: 'You are offline. We keep what you write and send it when you are back.',
  start_failed: 'The chat could not be reached.',

  // The transcript
  conversation: 'Conversation',
  today: 'Today',
  yesterday: 'Yesterday',
  you_said: 'You, $time',
  you: 'You',
  they_said: '$name, $time',
  they_speak: '$name: $text',
  bot: 'Bot',
  new_messages_one: '$count new message',
  new_messages_other: '$count new messages',
  away_messages_one: 'While you were away: $count new message',
  away_messages_other: 'While you were away: $count new messages',
  to_the_end: 'To the latest message',
  sending: 'Sending',
  queued: 'Waiting',
  sent: 'Sent',
  failed: 'Not sent',
  uncertain: 'Not sure it arrived',
  retry: 'Try again',
  retrying: 'Trying again in $seconds s',
  not_sent_yet: 'Not sent yet. It will be tried again.',
  retry_now: 'Try again now',
  discard: 'Delete',
  writing: '$name is writing',
  still_looking: 'Still looking for it, $seconds s',
  still_working: 'Still working on it, $seconds s',
  stop_waiting: 'Stop waiting',
  no_answer_yet: 'No answer yet. It will appear here when it comes.',
  change_answer: 'Change my answer',
  set_aside: 'Set aside',
  set_aside_one: '$count message set aside',
  set_aside_other: '$count messages set aside',
  started_again: 'A new conversation',
  ended: 'The conversation ended',
  invalid_response: 'The answer could not be read. Please try again.',
  too_much: 'Part of the answer was too long to show.',
  unsupported: 'This message cannot be shown here.',
  empty: 'Nothing said yet',
  ended_at: 'The conversation ended at $time.',

  // The composer
  message: 'Your message',
  placeholder: 'Write a message',
  send: 'Send',
  left_other: '$count left',
  left_one: '$count left',
  over_one: '$count too many',
  over_other: '$count too many',
  attach: 'Add a file',
  remove_file: 'Remove $name',
  uploading: '$name, $percent',
  upload_ready: 'Ready, $size',
  upload_failed: 'Could not be sent',
  upload_too_big: 'Larger than $size',

  // Parts
  suggestions: 'Suggested answers',
  chosen: 'Chosen',
  others_one: '$count other',
  others_other: '$count others',
  share_position: 'Share my position',
  position_asked: 'Your position is asked for',
  position_denied: 'Your position was not shared',
  position_shared: 'Your position was shared',
  position_unavailable: 'Your position could not be found',
  my_position: 'My position',
  picture_missing: 'Picture not available',
  slides: 'Choices',
  slide_of: '$index of $count',
  previous: 'Previous',
  next: 'Next',
  opens_new_tab: 'opens in a new tab',
  link_refused: 'This link is not safe to open',
  files_one: '$count file',
  files_other: '$count files',
  view_picture: 'View $name',
  more_pictures: '$count more',
  picture: 'Picture',
  video: 'Film',
  audio: 'Sound',
  file: 'File',
  download: 'Download $name',
  play: 'Play',
  pause: 'Pause',
  playback_position: 'Position',
  close: 'Close',
  place: 'Place',
  show_on_map: 'Show on a map',
  other_maps: 'Other maps',
  accuracy: 'Accurate to $distance',
  coordinates: '$latitude, $longitude',
  times: 'Times',
  days: 'Days',
  choose_time: 'Choose a time',
  confirm_time: 'Choose $time',
  time_zone: 'Times are in $zone',
  time_zone_same: 'Times are in $zone, as on your clock',
  your_time: 'On your clock: $time',
  table: 'Table',
  code: 'Code',
} as const;

export type LabelKey = keyof typeof english;
export type Labels = Readonly<Record<LabelKey, string>>;

/** The key of a label with plural forms, without its ending. */
export type PluralKey = {[K in LabelKey]: K extends `${infer Stem}_other` ? Stem : never}[LabelKey];

type Values = Readonly<Record<string, string | number>>;

/** Fills in `$name` in one pass, longest name first; unknown names stay as they are. */
export function fill(label: string, values: Values): string {
  const names = Object.keys(values).toSorted((a, b) => b.length - a.length);
  return names.length ? label.replace(new RegExp(`\\$(${names.join('|')})`, 'g'), (_, name: string) => String(values[name])) : label;
}

const rules = new Map<string, Intl.PluralRules>();

/** The label's form for a count, by the plural rules of the language, with `$count` filled in. */
export function counted(labels: Labels, key: PluralKey, count: number, locale: string): string {
  const rule = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, rule);
  const form = labels[`${key}_${rule.select(count)}` as LabelKey] ?? labels[`${key}_other`];
  return fill(form, {count: count.toLocaleString(locale)});
}
