import {html, nothing} from 'lit';
import type {Template, TemplateElement} from '../../protocol/message.ts';
import {buttons} from '../button/button.ts';
import {card} from '../card/card.ts';
import {carousel} from '../carousel/carousel.ts';
import type {PartContext} from '../context.ts';
import {drawLateCustom} from '../late-custom.ts';
import {list} from '../list/list.ts';
import {drawElement} from './draw-element.ts';

/**
 * Draws a template with the page's renderer for its type, or else as a list, a carousel or cards.
 * Says so if there is nothing to show.
 */
export function template(template: Template, context: PartContext): unknown {
  const renderer = context.renderers.get(template.type);
  const drawDefault = () => drawBuiltIn(template, context);
  return renderer ? drawLateCustom(renderer, template, context, drawDefault) : drawDefault();
}

function drawBuiltIn(template: Template, context: PartContext): unknown {
  const {type, elements = [], buttons: templateButtons = []} = template;
  if (!templateButtons.length && !elements.some((element) => hasContent(element, context)))
    return html`<p class="unsupported" part="fallback">${context.labels.unsupported}</p>`;
  if (type === 'list') return list(template, context);
  return type === 'generic' && elements.length > 1 ? carousel(template, context) : cards(template, context);
}

/** One card, or for unknown types one below the other. The template's own buttons come at the end of the last one. */
function cards({elements = [], buttons: templateButtons}: Template, context: PartContext) {
  const footer = buttons(templateButtons, 'template', 'action', context);
  if (elements.length === 0) return html`<div class="card" part="card">${footer}</div>`;
  return elements.map((element, index) => {
    if (!hasContent(element, context)) return nothing;
    const last = index === elements.length - 1;
    const drawDefault = (rows: unknown) => card(element, `template.elements[${index}]`, context, {footer: rows});
    if (element.type === undefined || !context.renderers.has(element.type)) return drawDefault(last ? footer : nothing);
    const content = drawElement(element, context, () => drawDefault(nothing));
    return last && footer.length ? html`${content}<div class="card" part="card">${footer}</div>` : content;
  });
}

/** Whether an element has anything to show: one of an unknown type may hold only unknown properties. */
function hasContent({type, title, subtitle, image_url, buttons}: TemplateElement, {renderers}: PartContext): boolean {
  return Boolean(title || subtitle || image_url || buttons?.length || (type !== undefined && renderers.has(type)));
}
