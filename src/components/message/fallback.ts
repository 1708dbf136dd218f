import {html, type TemplateResult} from 'lit';
import {fallbackTexts} from '../../protocol/fallback-texts.ts';
import type {PartContext} from '../context.ts';
import {text} from '../text/text.ts';
import {bubble, type BubbleLook} from './bubble.ts';

/** The text in a message that cannot be drawn, or else a notice that it cannot be shown. */
export function fallback(message: object, context: PartContext, look: BubbleLook): TemplateResult {
  const spare = fallbackTexts(message).join('\n');
  if (spare) return html`${bubble(text(spare, context), look)}`;
  return html`<p class="unsupported" part="fallback">${context.labels.unsupported}</p>`;
}
