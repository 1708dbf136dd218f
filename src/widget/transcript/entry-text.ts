import type {CustomRenderers, PartOptions} from '../../components/context.ts';
import {fill, type Labels} from '../../components/labels.ts';
import {withCustomText} from '../../components/late-custom.ts';
import type {Entry, Notice, SystemEntry} from '../../protocol/entry.ts';
import {toPlainText} from '../../protocol/plain-text.ts';
import {nameOf} from './speaker.ts';

export interface TextContext {
  labels: Labels;
  /** A BCP 47 tag, for numbers and dates. */
  locale: string;
  /** The bot's name, for entries that do not say who is speaking. */
  name: string;
  /** Whether text bodies are Markdown. */
  markdown: boolean;
  /** Whether the text above a template counts. */
  templateBody?: PartOptions['templateBody'];
  /** The page's own renderers, which provide the text for their types. */
  renderers?: CustomRenderers | undefined;
  /** How much is read aloud; everything if absent. */
  spoken?: PartOptions['spoken'];
}

/** Characters of a message that are read aloud if only its beginning is. */
const briefLength = 120;

/** Notices about a failure. */
const failures: ReadonlySet<Notice> = new Set(['invalid_response', 'too_much', 'gone', 'unanswered', 'no_agents', 'unkept']);

/** The text of an entry, without its speaker. */
export function textOf(entry: Entry, context: Omit<TextContext, 'name' | 'spoken'>): string {
  const {labels, renderers, templateBody} = context;
  if (entry.from === 'system') return fill(noticeLabel(entry, labels), {agentName: entry.who?.nick || labels.person});
  const {message} = entry;
  const shown = templateBody === 'hide' && 'template' in message && message.template ? {...message, body: ''} : message;
  return toPlainText(entry.from === 'visitor' ? message : withCustomText(shown, renderers), context);
}

/** The text of a notice; `$agentName` is a placeholder for the agent. */
export function noticeLabel({notice, reason, who}: SystemEntry, labels: Labels): string {
  return notice === 'ended' && reason && (reason !== 'agent' || who) ? labels[`ended_${reason}`] : labels[notice];
}

/** Whether a new entry is read aloud; the visitor's own messages never are. */
export function isSpoken(entry: Entry, spoken: TextContext['spoken']): boolean {
  return entry.from !== 'visitor' && (spoken !== 'none' || isFailure(entry));
}

/** What is read aloud. */
export function spokenOf(entry: Entry, context: TextContext): string {
  const {spoken, locale} = context;
  if (entry.from === 'visitor' || !isSpoken(entry, spoken)) return '';
  const full = textOf(entry, context);
  const text = spoken === 'brief' ? briefOf(full, locale) : full;
  if (entry.from === 'system' || !text) return text;
  return fill(context.labels.they_speak, {name: nameOf(entry, context), text});
}

function isFailure(entry: Entry): boolean {
  return entry.from === 'system' && (failures.has(entry.notice) || entry.reason === 'error');
}

/** The first words, determined by a segmenter, since not all languages put spaces between them. */
function briefOf(text: string, locale: string): string {
  if (text.length <= briefLength) return text;
  const {index = 0} =
    new Intl.Segmenter(locale, {granularity: 'word'}).segment(text.slice(0, 2 * briefLength)).containing(briefLength) ?? {};
  return `${text.slice(0, index || briefLength).trimEnd()}…`;
}
