import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import type {Labels} from '../../components/labels.ts';
import type {Agent} from '../../protocol/events.ts';
import {avatar} from '../transcript/speaker.ts';

export interface HeaderView {
  labels: Labels;
  name: string;
  status: string;
  /** True if nobody can be reached now. */
  away: boolean;
  picture: string | undefined;
  agent: Agent | undefined;
  trusted: readonly string[];
  menu: TemplateResult;
  /** Closes the chat; undefined if it cannot be closed. */
  close: (() => void) | undefined;
}

/** The speaker's avatar, name and status, and up to two buttons. */
export function header({labels, name, status, away, picture, agent, trusted, menu, close}: HeaderView): TemplateResult {
  return html`<div class="header" part="header">
    <slot name="header">
      ${avatar(picture, agent?.is_bot === false ? 'agent' : 'bot', {trusted})}
      <div class="who">
        <h2 class="name" part="name"><bdi>${name}</bdi></h2>
        <p class="status ${away ? 'away' : ''}" part="status"><span><bdi>${status}</bdi></span></p>
      </div>
    </slot>
    <div class="buttons">
      ${menu}
      ${
        close
          ? html`<button type="button" class="header-button" part="header-button" aria-label=${labels.close_chat} @click=${close}>${icon('close')}</button>`
          : nothing
      }
    </div>
  </div>`;
}
