import {html, nothing, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {plural, fill} from '../labels.ts';
import {partLabels} from '../late-labels/parts.ts';
import {partLabel} from '../part-label.ts';
import {picture, type PictureLook} from '../picture/picture.ts';
import {displayName} from './display-name.ts';

/** Maximum number of tiles in a mosaic; the last one shows how many more there are. */
const MAX_TILES = 3;

/** One image with its caption, or several as a mosaic. Each opens in a lightbox. */
export function images(all: readonly Attachment[], context: PartContext): TemplateResult {
  const [only, second] = all;
  if (only && !second) {
    const {desc} = only.meta;
    return html`<figure class="figure">
      ${image({all, index: 0, look: 'photo'}, context)}${desc ? html`<figcaption class="caption" part="caption"><bdi>${desc}</bdi></figcaption>` : nothing}
    </figure>`;
  }
  const tiles = all.slice(0, MAX_TILES).map((_, index) => html`<div class="cell">${image({all, index, look: 'tile'}, context)}</div>`);
  const name = plural({...partLabels, ...context.labels}, 'files', all.length, context.locale);
  return html`<div class="mosaic ${all.length === 2 ? 'pair' : ''}" part="mosaic" role="group" aria-label=${name}>${tiles}</div>`;
}

interface ImageOptions {
  all: readonly Attachment[];
  index: number;
  look: PictureLook;
}

function image({all, index, look}: ImageOptions, context: PartContext): unknown {
  const {labels, locale, reachable} = context;
  const attachment = all[index]!;
  const name = displayName(attachment) ?? labels.picture;
  const more = index === MAX_TILES - 1 ? all.length - MAX_TILES : 0;
  const label = fill(partLabel(labels, 'view_picture'), {name});
  const moreLabel = fill(partLabel(labels, 'more_pictures'), {count: more.toLocaleString(locale)});
  const opener = (image: TemplateResult) => html`<button
    type="button"
    class="opener"
    part="image"
    aria-label=${more ? `${label}, ${moreLabel}` : label}
    aria-haspopup="dialog"
    tabindex=${reachable ? nothing : -1}
    @click=${(event: MouseEvent) => openLightbox(event, {all, index}, context)}
  >
    ${image}${more ? html`<bdi class="more" aria-hidden="true">+${more.toLocaleString(locale)}</bdi>` : nothing}
  </button>`;
  return picture({url: attachment.url, alt: name, look, wrap: opener}, context);
}

async function openLightbox(event: MouseEvent, {all, index}: Omit<ImageOptions, 'look'>, context: PartContext): Promise<void> {
  const opener = event.currentTarget as HTMLElement;
  const {showLightbox} = await import('./lightbox.ts');
  showLightbox(opener, {pictures: all, index}, context);
}
