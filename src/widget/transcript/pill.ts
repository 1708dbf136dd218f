import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {plural} from '../../components/labels.ts';
import type {Drawing} from './drawing.ts';

export interface PillState {
  /** How many entries arrived while the reader was further up. */
  count: number;
  /** Whether the end is far enough away to offer a way back. */
  far: boolean;
}

/** The button that leads back to the end. */
export function pill({count, far}: PillState, {labels, locale}: Drawing, go: () => void): TemplateResult | typeof nothing {
  if (!count && !far) return nothing;
  const words = count ? plural(labels, 'new_messages', count, locale) : '';
  return html`<button type="button" class="pill ${words ? '' : 'bare'}" part="pill" aria-label=${words || labels.to_the_end} @click=${go}>
    ${icon('down', 'small')}${words}
  </button>`;
}
