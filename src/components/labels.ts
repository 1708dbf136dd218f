import type {LateEnglish} from './late-labels.ts';

/**
 * All texts of the chat itself, except those in `late-labels`. Keys follow the industry's naming where there is one; `$name` is a
 * placeholder. Keys ending in `_one` and `_other` are plural forms of one label; other languages may have more forms, or just one.
 */
export const english = {
  // The launcher
  open_chat: 'Open chat',
  load_failed: 'The chat could not be loaded. Try again.',

  // The panel
  close_chat: 'Close chat',
  heading: 'Chat',
  unread_one: '$count unread message',
  unread_other: '$count unread messages',
  dismiss: 'Dismiss',
  status: 'Answers at once',
  status_away: 'No connection',
  status_connecting: 'Connecting',
  status_ended: 'Ended',
  status_queue: 'Waiting for a person',
  status_person: 'Chatting with a person',
  menu: 'More',
  restart: 'Start again',
  save_it: 'Save it',
  offline: 'You are offline. We keep what you write and send it when you are back.',
  start_failed: 'The chat could not be reached.',

  // The transcript
  conversation: 'Conversation',
  today: 'Today',
  yesterday: 'Yesterday',
  you_said: 'You, $time',
  they_said: '$name, $time',
  they_speak: '$name: $text',
  bot: 'Bot',
  new_messages_one: '$count new message',
  new_messages_other: '$count new messages',
  away_messages_one: 'While you were away: $count new message',
  away_messages_other: 'While you were away: $count new messages',
  to_the_end: 'Jump to latest message',
  sending: 'Sending',
  queued: 'Waiting',
  sent: 'Sent',
  read: 'Read',
  failed: 'Not sent',
  uncertain: 'May not have arrived',
  not_answered: 'Not answered',
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
  ended_agent: '$agentName has ended the conversation',
  ended_timeout: 'The conversation ended due to inactivity',
  ended_error: 'The conversation ended because of an error',
  gone: 'This conversation is too old to continue. Your next message begins a new one.',
  invalid_response: 'The answer could not be read. Please try again.',
  too_much: 'Part of the answer was too long to show.',
  unanswered: 'The bot could not answer. Please try again.',
  transferring: 'Looking for a person',
  no_agents: 'Nobody is available. You are back with the bot.',
  agent_joined: '$agentName has joined',
  agent_left: '$agentName has handed you back to the bot',
  person: 'A person',
  unkept: 'This browser cannot keep the conversation. It ends with this page.',
  unsupported: 'This message cannot be shown here.',
  empty: 'No messages yet',
  ended_at: 'The conversation ended at $time.',
  queue_estimation_first: 'You are next',
  queue_estimation: 'Number $queuePosition in the queue',
  queue_minutes_one: 'About $count minute.',
  queue_minutes_other: 'About $count minutes.',
  queue_explained: 'You can close this window, we keep your place.',

  // The composer
  message: 'Your message',
  placeholder: 'Write a message',
  send: 'Send',
  left_other: '$count left',
  left_one: '$count left',
  over_one: '$count too many',
  over_other: '$count too many',
  attach: 'Attach a file',

  // Parts
  suggestions: 'Suggested answers',
  chosen: 'Chosen',
  others_one: '$count other',
  others_other: '$count others',
  share_position: 'Share my position',
  position_asked: 'Your position is requested',
  position_follow_asked: 'Your position is requested, also as it changes',
  position_followed: 'Your position is shared as it changes',
  stop_sharing: 'Stop sharing',
  position_denied: 'Your position was not shared',
  position_shared: 'Your position was shared',
  position_unavailable: 'Your position could not be found',
  opens_new_tab: 'opens in a new tab',
  picture: 'Picture',
  video: 'Video',
  audio: 'Audio',
  file: 'File',
  close: 'Close',
  place: 'Place',
  times: 'Times',
} as const;

/** The key of a label with plural forms, without its suffix. */
type PluralOf<Words> = {[K in keyof Words]: K extends `${infer Stem}_other` ? Stem : never}[keyof Words];
type KeyOf<Words> = Exclude<keyof Words, `${PluralOf<Words>}_one`>;

/** The key of a label that every language provides from the start. */
export type LabelKey = KeyOf<typeof english>;

type AnyPlural = PluralOf<typeof english & LateEnglish>;

/** All labels of a language with these plural forms: the type checker reports a missing label or form. */
export type LabelsOf<Form extends Intl.LDMLPluralRule> = Readonly<
  Record<KeyOf<typeof english & LateEnglish> | `${AnyPlural}_${Form | 'other'}`, string>
>;

/** The labels of a language, whichever plural forms it has. Those of code loaded later are optional: that code brings the English. */
export type Labels = Readonly<
  Record<LabelKey, string> & Partial<Record<KeyOf<LateEnglish> | `${AnyPlural}_${Intl.LDMLPluralRule}`, string>>
>;

/** A chat's labels, including these of code loaded later. */
export type LabelsWith<Late> = Labels & Readonly<Record<keyof Late, string>>;

type Values = Readonly<Record<string, string | number>>;

/** Hebrew, Arabic and other right-to-left scripts. */
const rtlCharacters = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Whether a text contains right-to-left characters. */
export function hasRtl(text: string): boolean {
  return rtlCharacters.test(text);
}

/**
 * Fills in `$name` in one pass, longest name first; unknown names are left alone. If any of the text is right-to-left, each value
 * is isolated, so that a name in the other direction does not reorder the words around it.
 */
export function fill(label: string, values: Values): string {
  const names = Object.keys(values).toSorted((a, b) => b.length - a.length);
  if (!names.length) return label;
  const isRtl = hasRtl(label + Object.values(values).join(''));
  const pattern = new RegExp(`\\$(${names.join('|')})`, 'g');
  return label.replace(pattern, (_, name: string) => (isRtl ? `\u2068${values[name]}\u2069` : String(values[name])));
}

const pluralRules = new Map<string, Intl.PluralRules>();

/** The label's form for a count, by the language's plural rules, with `$count` filled in. */
export function plural<K extends AnyPlural>(
  labels: Labels & Readonly<Record<`${K}_other`, string>>,
  key: K,
  count: number,
  locale: string,
): string {
  const rule = pluralRules.get(locale) ?? new Intl.PluralRules(locale);
  pluralRules.set(locale, rule);
  const form = labels[`${key}_${rule.select(count)}`] ?? labels[`${key}_other`];
  return fill(form, {count: count.toLocaleString(locale)});
}
