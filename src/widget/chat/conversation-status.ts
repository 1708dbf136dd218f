import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {plural, fill, type Labels} from '../../components/labels.ts';
import type {ConversationState, Queue} from '../../conversation/state.ts';
import {timeOf} from '../transcript/date-format.ts';
import type {MenuCommands} from './menu-items.ts';
import {hasExpired} from './composer-visibility.ts';

/** The state of the conversation, between the transcript and the composer, if it needs mentioning. */
export function conversationStatus(
  state: ConversationState,
  labels: Labels,
  locale: string,
  commands: Pick<MenuCommands, 'save' | 'restart'>,
): TemplateResult | typeof nothing {
  if (state.queue) return queueCard(state.queue, labels, locale);
  return state.phase === 'ended' && !hasExpired(state) ? endedNotice(state, labels, locale, commands) : nothing;
}

/** The visitor's place in the queue for a person. */
function queueCard({position, estimateMs}: Queue, labels: Labels, locale: string): TemplateResult {
  const place = Math.max(1, position);
  const number = place.toLocaleString(locale);
  const minutes = estimateMs === undefined ? '' : plural(labels, 'queue_minutes', Math.max(1, Math.ceil(estimateMs / 60_000)), locale);
  return html`<div class="hand" part="queue" role="status">
    <span class="place" aria-hidden="true">${number}</span>
    <p>
      <strong>${place === 1 ? labels.queue_estimation_first : fill(labels.queue_estimation, {queuePosition: number})}</strong>
      <span>${minutes} ${labels.queue_explained}</span>
    </p>
  </div>`;
}

/** Replaces the composer once the conversation is over. */
function endedNotice(
  {entries}: ConversationState,
  labels: Labels,
  locale: string,
  commands: Pick<MenuCommands, 'save' | 'restart'>,
): TemplateResult {
  const end = entries.findLast((entry) => entry.from === 'system' && entry.notice === 'ended');
  return html`<div class="ended" part="ended">
    <p>${end ? fill(labels.ended_at, {time: timeOf(end.at, locale)}) : labels.ended}</p>
    <div class="ways">
      <button type="button" class="big-button quiet" @click=${() => commands.save()}>${labels.save_it}</button>
      <button type="button" class="big-button restart" @click=${() => commands.restart()}>${labels.restart}</button>
    </div>
  </div>`;
}

/** Says what happens to messages written while offline. */
export function offlineBanner(labels: Labels): TemplateResult {
  return html`<p class="banner" part="banner" role="status">${icon('offline')}<span>${labels.offline}</span></p>`;
}
