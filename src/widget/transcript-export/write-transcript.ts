import {fill, hasRtl} from '../../components/labels.ts';
import {savedLabels} from '../../components/late-labels/saved.ts';
import {type Line, linesOf} from './lines.ts';
import type {Transcript} from './transcript.ts';

/** The look of a saved transcript, on paper and on screen. Nothing is loaded. */
export const transcriptStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-inline-size: 42rem; margin: 2rem auto; padding-inline: 1rem; }
h1 { font-size: 1.25rem; }
h2 { margin-block: 2rem 1rem; font-size: .875rem; font-weight: 500; }
article { margin-block: 0 1rem; padding: .5rem .75rem; border-inline-start: 3px solid #8888; break-inside: avoid; }
article.visitor { border-color: #964f10; }
article.system { border: 0; font-style: italic; }
h3 { margin: 0; font-size: .875rem; }
h3 span { font-weight: 400; }
p { margin: .25rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { margin-block: 0; } }
`;

/** Writes a conversation into an empty document, node by node, so that none of it is ever parsed as markup. */
export function writeTranscript(page: Document, transcript: Transcript): void {
  const {labels, locale, name} = transcript;
  const title = fill(labels.saved_title ?? savedLabels.saved_title, {name});
  page.documentElement.lang = locale;
  page.documentElement.dir = hasRtl(labels.placeholder) ? 'rtl' : 'ltr';
  page.title = title;
  page.body.append(make(page, 'h1', title), ...linesOf(transcript).flatMap((line) => elementsOf(page, line)));
}

function elementsOf(page: Document, {entry, day, time, name, text, remark}: Line): HTMLElement[] {
  const heading = make(page, 'h3', '');
  heading.append(...(name ? [make(page, 'bdi', name), ' '] : []), make(page, 'span', [time, remark].filter(Boolean).join(', ')));
  const article = make(page, 'article', '');
  article.className = entry.from;
  const body = make(page, 'p', text);
  body.dir = 'auto';
  article.append(heading, body);
  return day === undefined ? [article] : [make(page, 'h2', day), article];
}

function make<T extends keyof HTMLElementTagNameMap>(page: Document, tag: T, text: string): HTMLElementTagNameMap[T] {
  return Object.assign(page.createElement(tag), {textContent: text});
}
