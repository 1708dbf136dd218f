import {html, nothing} from 'lit';
import type {Template, TemplateElement} from '../../protocol/message.ts';
import {buttons} from '../button/button.ts';
import {card} from '../card/card.ts';
import {carousel} from '../carousel/carousel.ts';
import type {PartContext} from '../context.ts';
import {drawOwn} from '../late-custom.ts';
import {list} from '../list/list.ts';
import {ownElement} from './own-element.ts';

/**
 * Draws a template with the page's renderer for its type, or else as a list, a carousel or cards.
 * Says so if there is nothing to show.
 */
export function template(template: Template, context: PartContext): unknown {
  const renderer = context.renderers.get(template.type);
  const ours = () => known(template, context);
  return renderer ? drawOwn(renderer, template, context, ours) : ours();
}

function known(template: Template, context: PartContext): unknown {
  const {type, elements = [], buttons: below = []} = template;
  if (!below.length && !elements.some((element) => shows(element, context)))
    return html`<p class="unsupported" part="fallback">${context.labels.unsupported}</p>`;
  if (type === 'list') return list(template, context);
  return type === 'generic' && elements.length > 1 ? carousel(template, context) : cards(template, context);
}

/** One card, or for unknown types one below the other. The template's own buttons come at the end of the last one. */
function cards({elements = [], buttons: below}: Template, context: PartContext) {
  const foot = buttons(below, 'template', 'action', context);
  if (elements.length === 0) return html`<div class="card" part="card">${foot}</div>`;
  return elements.map((element, index) => {
    if (!shows(element, context)) return nothing;
    const last = index === elements.length - 1;
    const ours = (rows: unknown) => card(element, `template.elements[${index}]`, context, {foot: rows});
    if (element.type === undefined || !context.renderers.has(element.type)) return ours(last ? foot : nothing);
    const drawn = ownElement(element, context, () => ours(nothing));
    return last && foot.length ? html`${drawn}<div class="card" part="card">${foot}</div>` : drawn;
  });
}

/** Whether an element has anything to show: one of an unknown type may hold only unknown properties. */
function shows({type, title, subtitle, image_url, buttons}: TemplateElement, {renderers}: PartContext): boolean {
  return Boolean(title || subtitle || image_url || buttons?.length || (type !== undefined && renderers.has(type)));
}
