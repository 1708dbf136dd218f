import type {TemplateResult} from 'lit';
import type {LinkMessage} from '../../protocol/message.ts';
import {refusedRow, rowWords} from '../attachment/file-row.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {safeLink} from '../safe-url.ts';
import {anchor} from './anchor.ts';

/** A link sent by the bot. Always shown with the host it leads to, whatever its text says, and never opened automatically. */
export function link({url, desc}: LinkMessage, context: PartContext): TemplateResult {
  const safe = safeLink(url);
  if (safe === undefined) return refusedRow(desc || url, 'link', context);
  const {host, pathname} = new URL(safe);
  const where = host || pathname;
  const content = rowWords({tile: icon('globe'), name: desc || where, details: desc ? [where] : [], sign: 'leaves'});
  return anchor({url: safe, look: 'file', part: 'link', content}, context);
}
