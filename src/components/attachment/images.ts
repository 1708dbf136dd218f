import {html, nothing, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {counted, fill} from '../labels.ts';
import {partLabels} from '../late-labels/parts.ts';
import {partLabel} from '../part-label.ts';
import {picture, type PictureLook} from '../picture/picture.ts';
import {called} from './called.ts';

/** Maximum number of tiles in a mosaic; the last one shows how many more there are. */
const TILES = 3;

/** One image with its caption, or several as a mosaic. Each opens in a lightbox. */
export function images(all: readonly Attachment[], context: PartContext): TemplateResult {
  const [only, second] = all;
  if (only && !second) {
    const {desc} = only.meta;
    return html`<figure class="figure">
      ${image({all, index: 0, look: 'photo'}, context)}${desc ? html`<figcaption class="caption" part="caption"><bdi>${desc}</bdi></figcaption>` : nothing}
    </figure>`;
  }
  const tiles = all.slice(0, TILES).map((_, index) => html`<div class="cell">${image({all, index, look: 'tile'}, context)}</div>`);
  const name = counted({...partLabels, ...context.labels}, 'files', all.length, context.locale);
  return html`<div class="mosaic ${all.length === 2 ? 'pair' : ''}" part="mosaic" role="group" aria-label=${name}>${tiles}</div>`;
}

interface Place {
  all: readonly Attachment[];
  index: number;
  look: PictureLook;
}

function image({all, index, look}: Place, context: PartContext): unknown {
  const {labels, locale, reachable} = context;
  const shown = all[index]!;
  const name = called(shown) ?? labels.picture;
  const more = index === TILES - 1 ? all.length - TILES : 0;
  const words = fill(partLabel(labels, 'view_picture'), {name});
  const rest = fill(partLabel(labels, 'more_pictures'), {count: more.toLocaleString(locale)});
  const opener = (image: TemplateResult) => html`<button
    type="button"
    class="opener"
    part="image"
    aria-label=${more ? `${words}, ${rest}` : words}
    aria-haspopup="dialog"
    tabindex=${reachable ? nothing : -1}
    @click=${(event: MouseEvent) => enlarge(event, {all, index}, context)}
  >
    ${image}${more ? html`<bdi class="more" aria-hidden="true">+${more.toLocaleString(locale)}</bdi>` : nothing}
  </button>`;
  return picture({url: shown.url, alt: name, look, around: opener}, context);
}

async function enlarge(event: MouseEvent, {all, index}: Omit<Place, 'look'>, context: PartContext): Promise<void> {
  const opener = event.currentTarget as HTMLElement;
  const {showLightbox} = await import('./lightbox.ts');
  showLightbox(opener, {pictures: all, index}, context);
}
