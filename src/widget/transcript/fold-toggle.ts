import {html, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {plural} from '../../components/labels.ts';
import type {EntryContext} from './entry-context.ts';

/** The line that stands for folded entries, and expands them. */
export function foldToggle(
  id: string,
  {count, isExpanded}: {count: number; isExpanded: boolean},
  {labels, locale, toggleFold}: EntryContext,
): TemplateResult {
  return html`<button type="button" class="text-button fold" aria-expanded=${isExpanded ? 'true' : 'false'} @click=${() => toggleFold(id)}>
    ${icon('down', 'small')}${plural(labels, 'set_aside', count, locale)}
  </button>`;
}
