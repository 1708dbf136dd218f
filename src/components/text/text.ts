import {nothing} from 'lit';
import type {PartContext} from '../context.ts';
import {drawLate} from '../draw-late.ts';
import {lateParts} from '../late-parts.ts';
import {isPlain} from './is-plain.ts';

/** Characters beyond which a body is shown as plain text, so that none can block the page. */
const maxMarkupLength = 20_000;

/** Signs of HTML when Markdown is off. */
const htmlSyntax = /<[a-z!/]|&#?\w/i;

/**
 * The text of a message, for the inside of a bubble, which keeps line breaks (`white-space: pre-line`).
 * Markdown and the short list of safe HTML are rendered by a part that is loaded on first use; until then, or if loading fails, the
 * body is shown as it was written.
 */
export function text(body: string, context: PartContext): unknown {
  if (typeof body !== 'string' || !body) return nothing;
  if (body.length > maxMarkupLength || !hasMarkup(body, context)) return body;
  const {part} = lateParts.markdown;
  // The directive has a cost that a thousand bodies need not pay.
  return part ? part.draw(body, context) : drawLate(lateParts.markdown, [body, context], () => body);
}

function hasMarkup(body: string, {options}: PartContext): boolean {
  return options.markdown ? !isPlain(body) : options.html === 'safe' && htmlSyntax.test(body);
}
