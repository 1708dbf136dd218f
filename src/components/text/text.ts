import {nothing} from 'lit';
import type {DirectiveResult} from 'lit/directive.js';
import type {PartContext} from '../context.ts';
import {drawn} from './drawn.ts';
import {isPlain} from './plain.ts';

export {loadMarkdown} from './drawn.ts';

/** Longer bodies are drawn as plain words, so that none can take the page's time. Characters. */
const longest = 20_000;

/** Signs of HTML, where Markdown is off. */
const tags = /<[a-z!/]|&#?\w/i;

/**
 * The words of a message, for the inside of a bubble, which keeps line breaks (`white-space: pre-line`).
 * Plain words are just that; Markdown and the short list of safe HTML are read by a chunk of their own and put in place when it is there.
 */
export function text(body: string, context: PartContext): DirectiveResult | string | typeof nothing {
  if (typeof body !== 'string' || !body) return nothing;
  if (body.length > longest || !holdsMarkup(body, context)) return body;
  return drawn(body, context);
}

function holdsMarkup(body: string, {options}: PartContext): boolean {
  return options.markdown ? !isPlain(body) : options.html === 'safe' && tags.test(body);
}
