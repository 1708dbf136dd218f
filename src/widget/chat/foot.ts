import {html, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {fill, type Labels} from '../../components/labels.ts';
import type {ConversationState} from '../../conversation/state.ts';
import {timeOf} from '../transcript/moments.ts';
import type {ConversationActs} from './choices.ts';

/** In place of the composer, once the conversation is over. */
export function endedFoot(
  {entries}: ConversationState,
  labels: Labels,
  locale: string,
  act: Pick<ConversationActs, 'save' | 'restart'>,
): TemplateResult {
  const end = entries.findLast((entry) => entry.from === 'system' && entry.notice === 'ended');
  return html`<div class="ended" part="ended">
    <p>${end ? fill(labels.ended_at, {time: timeOf(end.at, locale)}) : labels.ended}</p>
    <div class="ways">
      <button type="button" class="big-button quiet" @click=${() => act.save()}>${labels.save_it}</button>
      <button type="button" class="big-button restart" @click=${() => act.restart()}>${labels.restart}</button>
    </div>
  </div>`;
}

/** Says what becomes of what one writes now. */
export function offlineBanner(labels: Labels): TemplateResult {
  return html`<p class="banner" part="banner" role="status">${icon('offline')}<span>${labels.offline}</span></p>`;
}
