import type {TransportEvent} from '../../src/protocol/events.ts';
import type {Attachment, BotMessage} from '../../src/protocol/message.ts';
import {toPlainText} from '../../src/protocol/plain-text.ts';
import type {Entry, Sheet} from './visitor.ts';

type MessageEvent = Extract<TransportEvent, {type: 'message'}>;

const senders = {bot: 'bot', agent: 'person', user: 'visitor', system: 'note'} as const;

/** Entries for the messages before the transfer, without what a person need not read. */
export function entriesOf(history: readonly TransportEvent[]): Entry[] {
  return history.flatMap((event) => (event.type === 'message' ? (entryOf(event) ?? []) : []));
}

function entryOf({id, ts, ref, from, message}: MessageEvent): Entry | undefined {
  const kind = senders[from?.kind ?? 'bot'];
  return entry(message, {
    id: ref ?? message.id ?? id ?? '',
    ts: ts ?? '',
    from: kind,
    ...(from?.nick && kind !== 'visitor' && {name: from.nick}),
  });
}

/** A message as the desk shows it; undefined if there is nothing to show. */
export function entry(message: BotMessage, about: Omit<Entry, 'words' | 'sheets'>): Entry | undefined {
  const sheets = sheetsOf(message);
  const isFile = message.type === 'attachment' || message.type === 'multi-attachment';
  const words = isFile ? sheets.flatMap(({desc}) => desc ?? []).join('\n') : wordsOf(message);
  if (!words && sheets.length === 0) return undefined;
  return {...about, words, ...(sheets.length > 0 && {sheets: sheets.map(({url, name, picture}) => ({url, name, picture}))})};
}

/** The text of a message without its quick replies: the visitor's choice is a message of its own. */
function wordsOf(message: BotMessage): string {
  return toPlainText(message.type === 'text' ? {...message, quick_replies: []} : message, {addresses: true});
}

function sheetsOf(message: BotMessage): (Sheet & {desc?: string})[] {
  if (message.type === 'attachment') return sheetOf(message);
  return message.type === 'multi-attachment' ? message.attachments.flatMap(sheetOf) : [];
}

function sheetOf({url, meta}: Attachment): (Sheet & {desc?: string})[] {
  // Only web URLs may become links of the desk.
  if (!/^https?:\/\//i.test(url)) return [];
  const {mimetype, originalName, desc} = meta;
  const picture = /^image\/(png|jpe?g|gif|webp|avif)$/i.test(mimetype);
  return [{url, name: originalName ?? (picture ? 'Picture' : 'File'), picture, ...(desc && {desc})}];
}
