import {fill, type Labels} from '../../components/labels.ts';
import type {Entry, SystemEntry} from '../../protocol/entry.ts';
import {toPlainText} from '../../protocol/plain-text.ts';
import {nameOf} from './speaker.ts';

export interface WordsContext {
  labels: Labels;
  locale: string;
  /** The bot, where an entry does not say who speaks. */
  name: string;
  markdown: boolean;
}

/** An entry in words, without who says it. */
export function wordsOf(entry: Entry, {labels, locale, markdown}: Pick<WordsContext, 'labels' | 'locale' | 'markdown'>): string {
  return entry.from === 'system'
    ? fill(noticeLabel(entry, labels), {name: entry.who?.nick || labels.person})
    : toPlainText(entry.message, {labels, locale, markdown});
}

/** What a system entry tells; `$name` stands for whom it tells of. */
export function noticeLabel({notice, reason, who}: SystemEntry, labels: Labels): string {
  return notice === 'ended' && reason && (reason !== 'agent' || who) ? labels[`ended_${reason}`] : labels[notice];
}

/** What a screen reader says of a new entry: nothing of what the visitor wrote. */
export function spokenOf(entry: Entry, context: WordsContext): string {
  if (entry.from === 'visitor') return '';
  const text = wordsOf(entry, context);
  if (entry.from === 'system' || !text) return text;
  return fill(context.labels.they_speak, {name: nameOf(entry, context), text});
}
