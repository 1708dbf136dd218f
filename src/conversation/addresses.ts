import type {Entry} from '../protocol/entry.ts';
import type {BotMessage, VisitorMessage} from '../protocol/message.ts';
import {ofThisConversation} from './entries.ts';

type Message = BotMessage | VisitorMessage;

/** Milliseconds for which a file URL is certain to work; a gateway's URLs are valid for an hour. */
const life = 50 * 60_000;

/**
 * Whether any message is so old that the file URLs in it may have expired.
 * @param renewed When all entries were last refreshed with working URLs, milliseconds since 1970.
 */
export function areAddressesOld(entries: readonly Entry[], renewed: number, now: number): boolean {
  const isOld = (entry: Entry): boolean => entry.from !== 'system' && holdsAddress(entry.message) && now - entry.at > life;
  return now - renewed > life && ofThisConversation(entries).some(isOld);
}

/** The message with the URLs of its refreshed copy; the same object if there are none to take over. */
export function withAddresses<M extends Message>(mine: M, told: M): M {
  if (!holdsAddress(told) || mine.type !== told.type) return mine;
  if (mine.type !== 'multi-attachment' || told.type !== 'multi-attachment') return told;
  // Attachments that arrived earlier, as an entry of their own, are not shown again.
  const shown = new Set(mine.attachments.map(({meta}) => meta?.ref));
  const attachments = told.attachments.filter(({meta}) => shown.has(meta?.ref));
  return {...told, attachments};
}

function holdsAddress(message: Message): boolean {
  return /"(?:image_)?url":/.test(JSON.stringify(message));
}
