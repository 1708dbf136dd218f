import {html, nothing, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {fill} from '../labels.ts';
import {partLabel} from '../part-label.ts';
import {permission} from './permission.ts';

/**
 * Where a picture appears, which fixes the size of its box before it loads. `cover`: in a card. `slide`: in a carousel's card.
 * `row`: in a list. `reply`: in a quick reply. `photo`: an attachment. `tile`: fills its cell of a mosaic.
 */
export type PictureLook = 'cover' | 'slide' | 'row' | 'reply' | 'photo' | 'tile';

export interface Picture {
  url: unknown;
  /** Empty if the text next to the picture says the same. */
  alt: string;
  /** A name for the picture if `alt` is empty. */
  name?: string;
  look: PictureLook;
  /** Wraps the picture in a link or a button; not used while no picture is shown. */
  around?: (image: TemplateResult) => TemplateResult;
}

/** A picture in a box of fixed size: nothing shifts when it loads, and if it fails, an icon and a text take its place in the box. */
export function picture(shown: Picture, context: PartContext): TemplateResult | typeof nothing {
  const may = permission(shown.url, context);
  if (may?.asks && shown.look === 'reply') return nothing; // Buttons cannot be nested.
  const content = !may ? missing(shown, context) : may.asks ? offer(shown, context) : loading(may.url, shown, context);
  return html`<span class="picture ${shown.look}" part="picture">${content}</span>`;
}

class Loading extends AsyncDirective {
  #failed: string | undefined;

  override render(url: string, shown: Picture, context: PartContext) {
    if (url === this.#failed) return missing(shown, context);
    const image = html`<img
      class="shown"
      src=${url}
      alt=${shown.alt}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      @error=${() => {
        this.#failed = url;
        this.setValue(missing(shown, context));
      }}
    />`;
    return shown.around ? shown.around(image) : image;
  }
}

const loading = directive(Loading);

function missing({look, alt}: Picture, {labels}: PartContext): TemplateResult {
  const words =
    look === 'row' || look === 'reply' || look === 'tile' ? nothing : html`<span>${partLabel(labels, 'picture_missing')}</span>`;
  if (!alt) return html`<span class="missing" aria-hidden=${words === nothing ? 'true' : nothing}>${icon('broken')}${words}</span>`;
  return html`<span class="missing" role="img" aria-label="${alt}: ${partLabel(labels, 'picture_missing')}">${icon('broken')}${words}</span>`;
}

function offer({alt, name, look}: Picture, context: PartContext): TemplateResult {
  const words = fill(partLabel(context.labels, 'view_picture'), {name: alt || name || context.labels.picture});
  const small = look === 'row' || look === 'tile';
  return html`<button
    type="button"
    class="offer"
    part="button"
    tabindex=${context.reachable ? nothing : -1}
    aria-label=${small ? words : nothing}
    @click=${(event: Event) => load(event, context)}
  >
    ${icon('picture')}${small ? nothing : html`<span>${words}</span>`}
  </button>`;
}

function load(event: Event, context: PartContext): void {
  // The button is about to disappear: keep the focus in the box, instead of losing it to the page.
  const box = (event.currentTarget as HTMLElement).closest<HTMLElement>('.picture');
  if (box) {
    box.tabIndex = -1;
    box.focus({preventScroll: true});
  }
  context.remember({pictures: true});
}
