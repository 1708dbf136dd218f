import {html, type TemplateResult} from 'lit';
import type {PartContext} from '../context.ts';
import {text} from '../text/text.ts';
import {bubble, type BubbleLook} from './bubble.ts';

/** Where words are, in messages nobody has described: in the order they are said. */
const wordy = ['title', 'subtitle', 'body', 'text', 'desc', 'description'];

/** What words there are in a message that cannot be drawn; where there are none, that it cannot. */
export function fallback(message: object, context: PartContext, look: BubbleLook): TemplateResult {
  const words = wordsOf(message);
  if (words) return html`${bubble(text(words, context), look)}`;
  return html`<p class="unsupported" part="fallback">${context.labels.unsupported}</p>`;
}

function wordsOf(message: object): string {
  const fields = new Map<string, unknown>(Object.entries(message));
  return wordy
    .map((name) => fields.get(name))
    .filter((value) => typeof value === 'string' && value.trim() !== '')
    .join('\n');
}
