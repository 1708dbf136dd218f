import {html, nothing, type TemplateResult} from 'lit';
import type {TemplateElement} from '../../protocol/message.ts';
import {buttons} from '../button/button.ts';
import type {PartContext} from '../context.ts';
import {cover} from './cover.ts';
import {headline} from './headline.ts';

export interface CardOptions {
  /** `slide` in a carousel, where images are less tall. */
  look?: 'cover' | 'slide';
  /** Rows below the card's own, for the template's buttons. */
  footer?: unknown;
}

/** A card: image, text and a full row for each action. `path` is the element's, such as `template.elements[0]`. */
export function card(element: TemplateElement, path: string, context: PartContext, options: CardOptions = {}): TemplateResult {
  const {look = 'cover', footer = nothing} = options;
  return html`<div class="card" part="card">
    ${cover(element, look, context)}${headline(element, context)}${buttons(element.buttons, path, 'action', context)}${footer}
  </div>`;
}
