import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';
import {fill, type LabelKey} from '../../components/labels.ts';
import type {Delivery, VisitorEntry} from '../../protocol/entry.ts';
import type {EntryContext} from './entry-context.ts';
import type {Position} from './grouping.ts';
import type {EntryFlags} from './entry-flags.ts';
import {isoTimeOf, timeOf} from './date-format.ts';

/** The label and the icon for each state of a visitor's message. */
const statuses: {[D in Delivery]: {label: LabelKey; icon: Icon}} = {
  queued: {label: 'queued', icon: 'clock'},
  sending: {label: 'sending', icon: 'clock'},
  sent: {label: 'sent', icon: 'check'},
  failed: {label: 'failed', icon: 'alert'},
  uncertain: {label: 'uncertain', icon: 'alert'},
};

const seen = {label: 'read', icon: 'checks'} as const;

/** The state of a visitor's message: shown once per group for delivered ones, and for each undelivered one. */
export function delivery(
  entry: VisitorEntry,
  position: Position,
  context: EntryContext,
  {now, alerted}: EntryFlags,
): TemplateResult | typeof nothing {
  const {label, icon: sign} = entry.delivery === 'sent' && entry.read ? seen : statuses[entry.delivery];
  const {labels, locale} = context;
  if (entry.delivery === 'failed' || entry.delivery === 'uncertain') return failure(entry, context, !alerted.has(entry));
  if (entry.delivery === 'queued' && entry.retryAt !== undefined) return retrying(entry, entry.retryAt - now, context);
  if (entry.delivery === 'sent' && position !== 'last' && position !== 'only') return nothing;
  const time = entry.delivery === 'sent' ? ` ${timeOf(entry.at, locale)}` : '';
  return html`<time class="meta ${entry.delivery}" part="meta" datetime=${isoTimeOf(entry)}>${labels[label]}${time} ${icon(sign, 'tiny')}</time>`;
}

function failure({id, delivery, unanswered, retryable = true}: VisitorEntry, context: EntryContext, isNew: boolean): TemplateResult {
  const {label, icon: sign} = statuses[delivery];
  const {labels} = context;
  return html`<div class="trouble" part="meta" role=${isNew ? 'alert' : nothing}>
    <span class="why">${icon(sign, 'small')}${unanswered ? labels.not_answered : labels[label]}</span>
    ${actions(id, retryable ? labels.retry : undefined, context)}
  </div>`;
}

/** A message that will be retried automatically. Screen readers get this once: a spoken countdown would drown everything else. */
function retrying({id, retryable = true}: VisitorEntry, remaining: number, context: EntryContext): TemplateResult {
  const {labels, locale} = context;
  const seconds = Math.max(0, Math.ceil(remaining / 1000)).toLocaleString(locale);
  return html`<div class="trouble later" part="meta">
    <span class="unseen" role="status">${labels.not_sent_yet}</span>
    <span class="why" aria-hidden="true">${icon('retry', 'small')}${fill(labels.retrying, {seconds})}</span>
    ${actions(id, retryable ? labels.retry_now : undefined, context)}
  </div>`;
}

function actions(id: string, retry: string | undefined, {labels, command}: EntryContext): TemplateResult {
  return html`<span class="ways">
    ${retry ? html`<button type="button" class="text-button" @click=${() => command('retry', id)}>${retry}</button>` : nothing}
    <button type="button" class="text-button quiet" @click=${() => command('discard', id)}>${labels.discard}</button>
  </span>`;
}
