import {html, nothing, type TemplateResult} from 'lit';
import type {Template, TemplateElement} from '../../protocol/message.ts';
import {buttons} from '../button/button.ts';
import {cover} from '../card/cover.ts';
import {headline} from '../card/headline.ts';
import type {PartContext} from '../context.ts';
import {drawElement} from '../template/draw-element.ts';

/** Rows of one kind, and below them the template's own buttons. */
export function list({elements = [], buttons: templateButtons}: Template, context: PartContext): TemplateResult {
  // To keep the text aligned, rows without an image leave room for one, but only if another row has one.
  const hasPictures = elements.some(({image_url}) => image_url);
  const rows = elements.map((element, index) => {
    const drawDefault = () => row(element, `template.elements[${index}]`, context);
    return html`<li class="row ${hasPictures ? 'pictured' : ''}" part="row">${drawElement(element, context, drawDefault)}</li>`;
  });
  return html`<div class="list" part="list">
    ${rows.length ? html`<ul class="rows" role="list">${rows}</ul>` : nothing}${buttons(templateButtons, 'template', 'foot', context)}
  </div>`;
}

function row(element: TemplateElement, path: string, context: PartContext): TemplateResult {
  const chips = buttons(element.buttons, path, 'chip', context);
  // By reference: an `aria-label` would replace the buttons in the description of the whole message.
  const id = `${context.id}-${path}`;
  return html`${cover(element, 'row', context)}
    <div class="what">
      ${headline(element, context, id)}
      ${chips.length ? html`<div class="chips" role="group" aria-labelledby=${element.title ? id : nothing}>${chips}</div>` : nothing}
    </div>`;
}
