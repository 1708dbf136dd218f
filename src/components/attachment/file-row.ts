import {html, nothing, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon, type Icon} from '../more-icons.ts';
import {partLabel} from '../part-label.ts';
import {safeLink} from '../safe-url.ts';
import {displayName, fileNameOf} from './display-name.ts';
import {formatSize} from './format-size.ts';

export interface RowContent {
  /** Icon or letters in the tile at the start. */
  tile: unknown;
  name: string;
  /** Anything else known about the file or link, shown separated by commas. */
  details: readonly string[];
  /** What activating the row does, for screen readers only; `$name` is the placeholder for the name. */
  action?: string;
  /** The same as an icon; a row that leads nowhere has none. */
  iconName?: Icon;
}

/** The content of a row for a file or a link. */
export function rowContent({tile, name, details, action = '$name', iconName}: RowContent): TemplateResult {
  const [before, after] = action.split('$name').map((words) => (words.trim() ? html`<span class="unseen">${words}</span>` : nothing));
  return html`<span class="kind" aria-hidden="true">${tile}</span>
    <span class="words">
      <span class="name">${before}<bdi>${name}</bdi>${after}</span>
      ${details.length ? html`<span class="detail">${details.map((detail, index) => html`${index ? ', ' : ''}<bdi>${detail}</bdi>`)}</span>` : nothing}
    </span>
    ${iconName ? icon(iconName, iconName === 'external' ? 'turns' : '') : nothing}`;
}

/** A row without a link, because its URL is not safe. The text is still shown. */
export function refusedRow(name: string, part: string, {labels}: PartContext): TemplateResult {
  return html`<div class="file refused" part="${part} inert">${rowContent({tile: icon('alert'), name, details: [partLabel(labels, 'link_refused')]})}</div>`;
}

/** A file to download. */
export function fileRow(attachment: Attachment, context: PartContext): TemplateResult {
  const {labels, locale, reachable} = context;
  const {desc, size} = attachment.meta;
  const name = fileNameOf(attachment) ?? displayName(attachment) ?? labels.file;
  const url = safeLink(attachment.url);
  if (url === undefined) return refusedRow(name, 'file', context);
  const description = desc && desc !== name ? [desc] : [];
  const details = size === undefined ? description : [...description, formatSize(size, locale)];
  // Browsers ignore `download` for other origins and open the file instead. The new tab keeps the page in place.
  return html`<a
    class="file"
    part="file"
    href=${url}
    download=${name}
    target="_blank"
    rel="noopener noreferrer"
    tabindex=${reachable ? nothing : -1}
    >${rowContent({tile: tileOf(attachment, name), name, details, action: partLabel(labels, 'download'), iconName: 'save'})}</a
  >`;
}

/** Redraws a player that failed to load as a file row, and moves the focus there if it was on the player. */
export function replacePlayer({target}: Event, draw: () => void): void {
  const player = (target as Element).parentElement;
  const container = player?.parentElement;
  const hadFocus = player?.matches(':focus-within');
  draw();
  if (hadFocus) container?.querySelector<HTMLElement>('a.file')?.focus({preventScroll: true});
}

/** What the tile shows for the file type: its extension, or a file icon. */
function tileOf({meta}: Attachment, name: string): unknown {
  const extension =
    /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? /^(?:image|audio|video|application)\/([a-z0-9]{1,4})$/i.exec(meta.mimetype)?.[1];
  return extension ? extension.toUpperCase() : icon('file');
}
