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
  wrap?: (image: TemplateResult) => TemplateResult;
}

/** A picture in a box of fixed size: nothing shifts when it loads, and if it fails, an icon and a text take its place in the box. */
export function picture(shown: Picture, context: PartContext): TemplateResult | typeof nothing {
  const permitted = permission(shown.url, context);
  if (permitted?.needsClick && shown.look === 'reply') return nothing; // Buttons cannot be nested.
  const content = !permitted
    ? missingImage(shown, context)
    : permitted.needsClick
      ? loadButton(shown, context)
      : imageDirective(permitted.url, shown, context);
  return html`<span class="picture ${shown.look}" part="picture">${content}</span>`;
}

class ImageDirective extends AsyncDirective {
  #failedUrl: string | undefined;

  override render(url: string, shown: Picture, context: PartContext) {
    if (url === this.#failedUrl) return missingImage(shown, context);
    const image = html`<img
      class="shown"
      src=${url}
      alt=${shown.alt}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      @error=${() => {
        this.#failedUrl = url;
        this.setValue(missingImage(shown, context));
      }}
    />`;
    return shown.wrap ? shown.wrap(image) : image;
  }
}

const imageDirective = directive(ImageDirective);

function missingImage({look, alt}: Picture, {labels}: PartContext): TemplateResult {
  const text = look === 'row' || look === 'reply' || look === 'tile' ? nothing : html`<span>${partLabel(labels, 'picture_missing')}</span>`;
  if (!alt) return html`<span class="missing" aria-hidden=${text === nothing ? 'true' : nothing}>${icon('broken')}${text}</span>`;
  return html`<span class="missing" role="img" aria-label="${alt}: ${partLabel(labels, 'picture_missing')}">${icon('broken')}${text}</span>`;
}

function loadButton({alt, name, look}: Picture, context: PartContext): TemplateResult {
  const label = fill(partLabel(context.labels, 'view_picture'), {name: alt || name || context.labels.picture});
  const isSmall = look === 'row' || look === 'tile';
  return html`<button
    type="button"
    class="offer"
    part="button"
    tabindex=${context.reachable ? nothing : -1}
    aria-label=${isSmall ? label : nothing}
    @click=${(event: Event) => loadPictures(event, context)}
  >
    ${icon('picture')}${isSmall ? nothing : html`<span>${label}</span>`}
  </button>`;
}

function loadPictures(event: Event, context: PartContext): void {
  // The button is about to disappear: keep the focus in the box, instead of losing it to the page.
  const box = (event.currentTarget as HTMLElement).closest<HTMLElement>('.picture');
  if (box) {
    box.tabIndex = -1;
    box.focus({preventScroll: true});
  }
  context.remember({pictures: true});
}
