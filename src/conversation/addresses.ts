import type {Entry} from '../protocol/entry.ts';
import type {BotMessage, VisitorMessage} from '../protocol/message.ts';
import {ofThisConversation} from './entries.ts';

type Message = BotMessage | VisitorMessage;

/** Milliseconds for which an address of a file surely works; those of a gateway do for an hour. */
const life = 50 * 60_000;

/**
 * Whether something was said so long ago that the addresses in it may work no more.
 * @param renewed When all was told anew with addresses that work, milliseconds since 1970.
 */
export function areAddressesOld(entries: readonly Entry[], renewed: number, now: number): boolean {
  const isOld = (entry: Entry): boolean => entry.from !== 'system' && holdsAddress(entry.message) && now - entry.at > life;
  return now - renewed > life && ofThisConversation(entries).some(isOld);
}

/** A message with the addresses of the same message as it is told anew; the very same where it has none. */
export function withAddresses<M extends Message>(mine: M, told: M): M {
  if (!holdsAddress(told) || mine.type !== told.type) return mine;
  if (mine.type !== 'multi-attachment' || told.type !== 'multi-attachment') return told;
  // Attachments that were heard before are not shown once more.
  const shown = new Set(mine.attachments.map(({meta}) => meta?.ref));
  const attachments = told.attachments.filter(({meta}) => shown.has(meta?.ref));
  return {...told, attachments};
}

function holdsAddress(message: Message): boolean {
  return /"(?:image_)?url":/.test(JSON.stringify(message));
}
