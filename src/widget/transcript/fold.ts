import {html, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {plural} from '../../components/labels.ts';
import type {Drawing} from './drawing.ts';

/** The line that stands for folded entries, and expands them. */
export function fold(id: string, {count, open}: {count: number; open: boolean}, {labels, locale, unfold}: Drawing): TemplateResult {
  return html`<button type="button" class="text-button fold" aria-expanded=${open ? 'true' : 'false'} @click=${() => unfold(id)}>
    ${icon('down', 'small')}${plural(labels, 'set_aside', count, locale)}
  </button>`;
}
