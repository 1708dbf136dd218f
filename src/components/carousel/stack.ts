import {html, nothing, type TemplateResult} from 'lit';
import type {Template} from '../../protocol/message.ts';
import {buttons} from '../button/button.ts';
import {card} from '../card/card.ts';
import type {PartContext} from '../context.ts';
import {drawElement} from '../template/draw-element.ts';

/**
 * The cards of a carousel as a vertical list, without sliding. The template's own buttons come last. Each card is a group named by its
 * title, so that its buttons can be told apart.
 */
export function stack({elements = [], buttons: templateButtons}: Template, name: string, context: PartContext): TemplateResult {
  const footer = buttons(templateButtons, 'template', 'action', context);
  return html`<ul class="stack" role="list" aria-label=${name}>
    ${elements.map((element, index) => {
      const drawDefault = () => card(element, `template.elements[${index}]`, context);
      return html`<li><div role=${element.title ? 'group' : nothing} aria-label=${element.title || nothing}>${drawElement(element, context, drawDefault)}</div></li>`;
    })}
    ${footer.length ? html`<li><div class="card" part="card">${footer}</div></li>` : nothing}
  </ul>`;
}
