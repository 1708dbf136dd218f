import {html, nothing, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon, type Icon} from '../more-icons.ts';
import {partLabel} from '../part-label.ts';
import {safeLink} from '../safe-url.ts';
import {called, nameOfFile} from './called.ts';
import {sizeInWords} from './size.ts';

export interface RowWords {
  /** Icon or letters in the tile at the start. */
  tile: unknown;
  name: string;
  /** Anything else known about the file or link, shown separated by commas. */
  details: readonly string[];
  /** What activating the row does, for screen readers only; `$name` is the placeholder for the name. */
  use?: string;
  /** The same as an icon; a row that leads nowhere has none. */
  sign?: Icon;
}

/** The content of a row for a file or a link. */
export function rowWords({tile, name, details, use = '$name', sign}: RowWords): TemplateResult {
  const [before, after] = use.split('$name').map((words) => (words.trim() ? html`<span class="unseen">${words}</span>` : nothing));
  return html`<span class="kind" aria-hidden="true">${tile}</span>
    <span class="words">
      <span class="name">${before}<bdi>${name}</bdi>${after}</span>
      ${details.length ? html`<span class="detail">${details.map((detail, index) => html`${index ? ', ' : ''}<bdi>${detail}</bdi>`)}</span>` : nothing}
    </span>
    ${sign ? icon(sign, sign === 'leaves' ? 'turns' : '') : nothing}`;
}

/** A row without a link, because its URL is not safe. The text is still shown. */
export function refusedRow(name: string, part: string, {labels}: PartContext): TemplateResult {
  return html`<div class="file refused" part="${part} inert">${rowWords({tile: icon('alert'), name, details: [partLabel(labels, 'link_refused')]})}</div>`;
}

/** A file to download. */
export function fileRow(attachment: Attachment, context: PartContext): TemplateResult {
  const {labels, locale, reachable} = context;
  const {desc, size} = attachment.meta;
  const name = nameOfFile(attachment) ?? called(attachment) ?? labels.file;
  const url = safeLink(attachment.url);
  if (url === undefined) return refusedRow(name, 'file', context);
  const about = desc && desc !== name ? [desc] : [];
  const details = size === undefined ? about : [...about, sizeInWords(size, locale)];
  // Browsers ignore `download` for other origins and open the file instead. The new tab keeps the page in place.
  return html`<a
    class="file"
    part="file"
    href=${url}
    download=${name}
    target="_blank"
    rel="noopener noreferrer"
    tabindex=${reachable ? nothing : -1}
    >${rowWords({tile: letters(attachment, name), name, details, use: partLabel(labels, 'download'), sign: 'save'})}</a
  >`;
}

/** Redraws a player that failed to load as a file row, and moves the focus there if it was on the player. */
export function giveWay({target}: Event, draw: () => void): void {
  const player = (target as Element).parentElement;
  const place = player?.parentElement;
  const focused = player?.matches(':focus-within');
  draw();
  if (focused) place?.querySelector<HTMLElement>('a.file')?.focus({preventScroll: true});
}

/** What the tile shows for the file type: its extension, or a file icon. */
function letters({meta}: Attachment, name: string): unknown {
  const ending = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? /^(?:image|audio|video|application)\/([a-z0-9]{1,4})$/i.exec(meta.mimetype)?.[1];
  return ending ? ending.toUpperCase() : icon('file');
}
