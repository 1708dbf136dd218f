import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';
import {fill, type LabelKey} from '../../components/labels.ts';
import type {Delivery, VisitorEntry} from '../../protocol/entry.ts';
import type {Drawing} from './drawing.ts';
import type {Position} from './grouping.ts';
import type {Marks} from './marks.ts';
import {moment, timeOf} from './moments.ts';

/** The label and the icon for each state of a visitor's message. */
const signs: {[D in Delivery]: {label: LabelKey; sign: Icon}} = {
  queued: {label: 'queued', sign: 'clock'},
  sending: {label: 'sending', sign: 'clock'},
  sent: {label: 'sent', sign: 'check'},
  failed: {label: 'failed', sign: 'alert'},
  uncertain: {label: 'uncertain', sign: 'alert'},
};

const seen = {label: 'read', sign: 'checks'} as const;

/** The state of a visitor's message: shown once per group for delivered ones, and for each undelivered one. */
export function delivery(entry: VisitorEntry, position: Position, drawing: Drawing, {now, lost}: Marks): TemplateResult | typeof nothing {
  const {label, sign} = entry.delivery === 'sent' && entry.read ? seen : signs[entry.delivery];
  const {labels, locale} = drawing;
  if (entry.delivery === 'failed' || entry.delivery === 'uncertain') return trouble(entry, drawing, !lost.has(entry));
  if (entry.delivery === 'queued' && entry.retryAt !== undefined) return retrying(entry, entry.retryAt - now, drawing);
  if (entry.delivery === 'sent' && position !== 'last' && position !== 'only') return nothing;
  const time = entry.delivery === 'sent' ? ` ${timeOf(entry.at, locale)}` : '';
  return html`<time class="meta ${entry.delivery}" part="meta" datetime=${moment(entry)}>${labels[label]}${time} ${icon(sign, 'tiny')}</time>`;
}

function trouble({id, delivery, unanswered, retryable = true}: VisitorEntry, drawing: Drawing, isNew: boolean): TemplateResult {
  const {label, sign} = signs[delivery];
  const {labels} = drawing;
  return html`<div class="trouble" part="meta" role=${isNew ? 'alert' : nothing}>
    <span class="why">${icon(sign, 'small')}${unanswered ? labels.not_answered : labels[label]}</span>
    ${ways(id, retryable ? labels.retry : undefined, drawing)}
  </div>`;
}

/** A message that will be retried automatically. Screen readers get this once: a spoken countdown would drown everything else. */
function retrying({id, retryable = true}: VisitorEntry, rest: number, drawing: Drawing): TemplateResult {
  const {labels, locale} = drawing;
  const seconds = Math.max(0, Math.ceil(rest / 1000)).toLocaleString(locale);
  return html`<div class="trouble later" part="meta">
    <span class="unseen" role="status">${labels.not_sent_yet}</span>
    <span class="why" aria-hidden="true">${icon('retry', 'small')}${fill(labels.retrying, {seconds})}</span>
    ${ways(id, retryable ? labels.retry_now : undefined, drawing)}
  </div>`;
}

function ways(id: string, retry: string | undefined, {labels, wish}: Drawing): TemplateResult {
  return html`<span class="ways">
    ${retry ? html`<button type="button" class="text-button" @click=${() => wish('retry', id)}>${retry}</button>` : nothing}
    <button type="button" class="text-button quiet" @click=${() => wish('discard', id)}>${labels.discard}</button>
  </span>`;
}
