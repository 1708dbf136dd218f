import {html, nothing, type TemplateResult} from 'lit';
import type {SystemEntry} from '../../protocol/entry.ts';
import type {Drawing} from './drawing.ts';
import type {Marks} from './marks.ts';

/** Something nobody said. A request for a position is an offer: the browser's own question follows a tap. */
export function notice({id, notice: kind}: SystemEntry, {labels, wish}: Drawing, {asks}: Marks): TemplateResult {
  const offer =
    asks === id
      ? html`<button type="button" class="text-button" @click=${() => wish('share-position', id)}>${labels.share_position}</button>`
      : nothing;
  return html`<p class="notice ${kind}" part="notice"><span>${labels[kind]}</span>${offer}</p>`;
}
