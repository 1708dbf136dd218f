import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {plural} from '../../components/labels.ts';
import type {EntryContext} from './entry-context.ts';

export interface PillState {
  /** How many entries arrived while the reader was further up. */
  count: number;
  /** Whether the end is far enough away to offer a way back. */
  isFar: boolean;
}

/** The button that leads back to the end. */
export function pill({count, isFar}: PillState, {labels, locale}: EntryContext, onClick: () => void): TemplateResult | typeof nothing {
  if (!count && !isFar) return nothing;
  const label = count ? plural(labels, 'new_messages', count, locale) : '';
  return html`<button type="button" class="pill ${label ? '' : 'bare'}" part="pill" aria-label=${label || labels.to_the_end} @click=${onClick}>
    ${icon('down', 'small')}${label}
  </button>`;
}
