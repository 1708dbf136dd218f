import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';
import type {Notice, SystemEntry} from '../../protocol/entry.ts';
import type {EntryContext} from './entry-context.ts';
import type {EntryFlags} from './entry-flags.ts';
import {noticeLabel} from './entry-text.ts';

/** Icons of some notices. */
const icons: Readonly<Partial<Record<Notice, Icon>>> = {agent_joined: 'person', agent_left: 'person', transferring: 'clock'};

/**
 * A notice. One that asks for the position contains a button, and only tapping that triggers the browser's own prompt. While the position
 * is shared continuously, the button ends that.
 */
export function notice(entry: SystemEntry, {labels, command}: EntryContext, {asks}: EntryFlags): TemplateResult {
  const {id, notice: kind, who} = entry;
  const button =
    asks === id
      ? html`<button type="button" class="text-button" @click=${() => command('share-position', id)}>
        ${kind === 'position_followed' ? labels.stop_sharing : labels.share_position}
      </button>`
      : nothing;
  const [before, after] = noticeLabel(entry, labels).split('$agentName');
  const name = after === undefined ? nothing : html`<bdi class="named">${who?.nick || labels.person}</bdi>`;
  const iconName = icons[kind];
  return html`<p class="notice ${kind}" part="notice">${iconName ? icon(iconName, 'small') : nothing}<span>${before}${name}${after}</span>${button}</p>`;
}
