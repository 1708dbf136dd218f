import type {TemplateResult} from 'lit';
import type {LinkMessage} from '../../protocol/message.ts';
import {refusedRow, rowContent} from '../attachment/file-row.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {safeLink} from '../safe-url.ts';
import {anchor} from './anchor.ts';

/** A link sent by the bot. Always shown with the host it leads to, whatever its text says, and never opened automatically. */
export function link({url, desc}: LinkMessage, context: PartContext): TemplateResult {
  const safeUrl = safeLink(url);
  if (safeUrl === undefined) return refusedRow(desc || url, 'link', context);
  const {host, pathname} = new URL(safeUrl);
  const destination = host || pathname;
  const content = rowContent({tile: icon('globe'), name: desc || destination, details: desc ? [destination] : [], iconName: 'external'});
  return anchor({url: safeUrl, classes: 'file', part: 'link', content}, context);
}
