import type {CustomRenderers} from '../../components/context.ts';
import {MessageEvent} from '../../components/events.ts';
import type {Labels} from '../../components/labels.ts';
import type {ConversationEvent} from '../../conversation/transition.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {BotMessage} from '../../protocol/message.ts';
import {textOf} from '../transcript/entry-text.ts';

export interface MessageEventContext {
  labels: Labels;
  locale: string;
  markdown: boolean;
  renderers: CustomRenderers | undefined;
}

/**
 * The `parley-message` events for what an event added to the conversation.
 *
 * @param entries All current entries. @param before All entries before the event.
 */
export function messageEventsOf(
  event: ConversationEvent,
  {entries, before}: {entries: readonly Entry[]; before: readonly Entry[]},
  context: MessageEventContext,
): MessageEvent[] {
  // If all entries were replaced, those with unknown ids are new.
  const added = 'entry' in event ? [event.entry] : event.type === 'replaced' ? addedSince(before, entries) : [];
  // A value that the page returned to the bot is not a message anyone said.
  return added
    .filter((entry) => entry.from !== 'visitor' || entry.message.type !== 'action')
    .map((entry) => messageEventOf(entry, context));
}

function addedSince(before: readonly Entry[], entries: readonly Entry[]): Entry[] {
  const known = new Set(before.map(({id}) => id));
  return entries.filter(({id}) => !known.has(id));
}

function messageEventOf(entry: Entry, context: MessageEventContext): MessageEvent {
  const {id, from} = entry;
  // What the visitor wrote is not Markdown.
  const text = textOf(entry, from === 'visitor' ? {...context, markdown: false} : context);
  const message: BotMessage = from === 'system' ? {code: 'message', type: 'text', body: text} : entry.message;
  return new MessageEvent(id, from, message, text);
}

/** Logs for the page's developer what went wrong. The visitor is told in the conversation itself. */
export function logFailure(event: ConversationEvent): void {
  if ((event.type === 'undelivered' || event.type === 'not_opened') && !isExpected(event.error)) console.error('Parley:', event.error);
  if (event.type === 'postponed' && !isExpected(event.error))
    console.warn('Parley: a message did not get through and is tried again.', event.error);
  if (event.type === 'mended') console.warn('Parley: the bot’s answer was not quite as it has to be.', event.problems);
}

/** An abort is the visitor's own doing, and an error as a string comes from another tab, which has logged it already. */
function isExpected(error: unknown): boolean {
  return typeof error === 'string' || (error instanceof DOMException && error.name === 'AbortError');
}
