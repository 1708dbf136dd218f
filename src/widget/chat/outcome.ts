import {MessageEvent} from '../../components/events.ts';
import type {Labels} from '../../components/labels.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {BotMessage} from '../../protocol/message.ts';
import {wordsOf} from '../transcript/words.ts';

/** What a page hears of something that was said, or nothing where nothing was. */
export function messageEventOf(event: ConversationEvent, labels: Labels, locale: string): MessageEvent | undefined {
  if (!('entry' in event)) return undefined;
  const {entry} = event;
  const text = wordsOf(entry, {labels, locale, markdown: true});
  const message: BotMessage = entry.from === 'system' ? {code: 'message', type: 'text', body: text} : entry.message;
  return new MessageEvent(entry.id, entry.from, message, text);
}

/** Tells a page's developer in the console what went wrong. The visitor is told by the conversation itself. */
export function report(event: ConversationEvent): void {
  if ((event.type === 'undelivered' || event.type === 'not_opened') && !isNoFault(event.error)) console.error('Parley:', event.error);
  if (event.type === 'postponed' && !isNoFault(event.error))
    console.warn('Parley: a message did not get through and is tried again.', event.error);
  if (event.type === 'mended') console.warn('Parley: the bot’s answer was not quite as it has to be.', event.problems);
}

/** Ending the waiting is the visitor's own wish; and what another tab tells in words, it has told in its own console. */
function isNoFault(error: unknown): boolean {
  return typeof error === 'string' || (error instanceof DOMException && error.name === 'AbortError');
}
