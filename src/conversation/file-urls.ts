import type {Entry} from '../protocol/entry.ts';
import type {BotMessage, VisitorMessage} from '../protocol/message.ts';
import {currentEntries} from './entries.ts';

type Message = BotMessage | VisitorMessage;

/** Milliseconds for which a file URL is certain to work; a gateway's URLs are valid for an hour. */
const urlLifetime = 50 * 60_000;

/**
 * Whether any message is so old that the file URLs in it may have expired.
 * @param renewedAt When all entries were last refreshed with working URLs, milliseconds since 1970.
 */
export function hasExpiredUrls(entries: readonly Entry[], renewedAt: number, now: number): boolean {
  const isOld = (entry: Entry): boolean => entry.from !== 'system' && hasUrl(entry.message) && now - entry.at > urlLifetime;
  return now - renewedAt > urlLifetime && currentEntries(entries).some(isOld);
}

/** The message with the URLs of its refreshed copy; the same object if there are none to take over. */
export function withFreshUrls<M extends Message>(own: M, fresh: M): M {
  if (!hasUrl(fresh) || own.type !== fresh.type) return own;
  if (own.type !== 'multi-attachment' || fresh.type !== 'multi-attachment') return fresh;
  // Attachments that arrived earlier, as an entry of their own, are not shown again.
  const ownRefs = new Set(own.attachments.map(({meta}) => meta?.ref));
  const attachments = fresh.attachments.filter(({meta}) => ownRefs.has(meta?.ref));
  return {...fresh, attachments};
}

function hasUrl(message: Message): boolean {
  return /"(?:image_)?url":/.test(JSON.stringify(message));
}
