import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';
import type {Notice, SystemEntry} from '../../protocol/entry.ts';
import type {Drawing} from './drawing.ts';
import type {Marks} from './marks.ts';
import {noticeLabel} from './words.ts';

/** Icons of some notices. */
const signs: Readonly<Partial<Record<Notice, Icon>>> = {agent_joined: 'person', agent_left: 'person', transferring: 'clock'};

/**
 * A notice. One that asks for the position contains a button, and only tapping that triggers the browser's own prompt. While the position
 * is shared continuously, the button ends that.
 */
export function notice(entry: SystemEntry, {labels, wish}: Drawing, {asks}: Marks): TemplateResult {
  const {id, notice: kind, who} = entry;
  const offer =
    asks === id
      ? html`<button type="button" class="text-button" @click=${() => wish('share-position', id)}>
        ${kind === 'position_followed' ? labels.stop_sharing : labels.share_position}
      </button>`
      : nothing;
  const [before, after] = noticeLabel(entry, labels).split('$agentName');
  const name = after === undefined ? nothing : html`<bdi class="named">${who?.nick || labels.person}</bdi>`;
  const sign = signs[kind];
  return html`<p class="notice ${kind}" part="notice">${sign ? icon(sign, 'small') : nothing}<span>${before}${name}${after}</span>${offer}</p>`;
}
