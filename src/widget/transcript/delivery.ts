import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';
import type {LabelKey} from '../../components/labels.ts';
import type {Delivery, VisitorEntry} from '../../protocol/entry.ts';
import type {Drawing} from './drawing.ts';
import type {Position} from './grouping.ts';
import {timeOf} from './moments.ts';

/** The word and the sign for each stage of a visitor's message. */
const signs: {[D in Delivery]: {label: LabelKey; sign: Icon}} = {
  queued: {label: 'queued', sign: 'clock'},
  sending: {label: 'sending', sign: 'clock'},
  sent: {label: 'sent', sign: 'check'},
  failed: {label: 'failed', sign: 'alert'},
  uncertain: {label: 'uncertain', sign: 'alert'},
};

/** How far a visitor's message has come: once for a group that arrived, at once for what did not. */
export function delivery(entry: VisitorEntry, position: Position, drawing: Drawing): TemplateResult | typeof nothing {
  const {label, sign} = signs[entry.delivery];
  const {labels, locale} = drawing;
  if (entry.delivery === 'failed' || entry.delivery === 'uncertain') return trouble(entry, drawing);
  if (entry.delivery === 'sent' && position !== 'last' && position !== 'only') return nothing;
  const time = entry.delivery === 'sent' ? ` ${timeOf(entry.at, locale)}` : '';
  return html`<p class="meta ${entry.delivery}" part="meta">${labels[label]}${time} ${icon(sign, 'tiny')}</p>`;
}

function trouble({id, delivery, retryable = true}: VisitorEntry, {labels, wish}: Drawing): TemplateResult {
  const {label, sign} = signs[delivery];
  return html`<div class="trouble" part="meta" role="alert">
    <span class="why">${icon(sign, 'small')}${labels[label]}</span>
    <span class="ways">
      ${retryable ? html`<button type="button" class="text-button" @click=${() => wish('retry', id)}>${labels.retry}</button>` : nothing}
      <button type="button" class="text-button quiet" @click=${() => wish('discard', id)}>${labels.discard}</button>
    </span>
  </div>`;
}
