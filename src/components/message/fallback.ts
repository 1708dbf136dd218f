import {html, type TemplateResult} from 'lit';
import {spareWords} from '../../protocol/spare-words.ts';
import type {PartContext} from '../context.ts';
import {text} from '../text/text.ts';
import {bubble, type BubbleLook} from './bubble.ts';

/** What words there are in a message that cannot be drawn; where there are none, that it cannot. */
export function fallback(message: object, context: PartContext, look: BubbleLook): TemplateResult {
  const words = spareWords(message).join('\n');
  if (words) return html`${bubble(text(words, context), look)}`;
  return html`<p class="unsupported" part="fallback">${context.labels.unsupported}</p>`;
}
