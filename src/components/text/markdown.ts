import {Parser, Renderer, type Token, type Tokens} from 'marked';
import type {PartOptions} from '../context.ts';
import {cut, wordsOf} from './cut.ts';
import {align, boxed, dressCode, dressLink, dressNumbers, type Dress} from './dress.ts';
import {grow, type Grown} from './growth.ts';
import {box, lines, toNodes} from './nodes.ts';

/** How to read and render a body. */
export interface Reading extends Dress {
  html: PartOptions['html'];
  markdown: boolean;
}

/** A body as nodes. */
export interface Drawing extends Partial<Grown> {
  nodes: DocumentFragment;
  /** The body with its HTML, once DOMPurify is loaded; resolves to undefined if the page's policy refuses it. */
  judged?: Promise<DocumentFragment | undefined>;
}

type Judge = typeof import('./judge.ts');

let judge: Judge | undefined;

/** The tokenizer has already turned images into links, and task checkboxes are text; all else is marked's default. */
const renderer = new Renderer();
renderer.checkbox = ({checked}) => box(checked);
const parser = new Parser({renderer});

/**
 * Renders a text body as nodes, without parsing HTML unless it contains some. HTML is reduced to the allowed tags and then sanitised by
 * DOMPurify; until that is loaded, or if the page does not allow it, the body is rendered without its tags.
 *
 * @param before The rendering of a shorter body in `place`; the result then has only the nodes after the part that is kept.
 */
export function markdown(body: string, reading: Reading, place: Node, before?: Drawing): Drawing {
  const source = collapsed(body);
  if (!reading.markdown) return withHtml(unmarked(source), () => wordsOnly(source), reading);
  const tokens = grow(source, reading, place, before);
  if ('source' in tokens) return tokens;
  const draw = (): DocumentFragment => toNodes(tokens, reading);
  return reading.html === 'safe' && holdsHtml(tokens) ? withHtml(parser.parse(tokens), draw, reading) : {nodes: draw()};
}

function withHtml(html: string, without: () => DocumentFragment, dress: Dress): Drawing {
  const draw = ({judged}: Judge): DocumentFragment | undefined => {
    const fragment = judged(cut(html));
    return fragment && dressed(fragment, dress);
  };
  return judge ? {nodes: draw(judge) ?? without()} : {nodes: without(), judged: loadJudge().then(draw)};
}

async function loadJudge(): Promise<Judge> {
  return (judge ??= await import('./judge.ts'));
}

/** Shortens long runs of white space, for which marked takes quadratic time. */
function collapsed(body: string): string {
  return body.replace(/\s{64,}/g, (run) => (run.includes('\n') ? '\n\n' : ' '));
}

function holdsHtml(tokens: readonly (Token | Tokens.TableCell)[]): boolean {
  return tokens.some((token) => {
    if ('rows' in token) return [token.header as Tokens.TableCell[], ...(token.rows as Tokens.TableCell[][])].some(holdsHtml);
    if ('type' in token && token.type === 'html') return !/^<br\s*\/?>$/i.test(token.raw.trim());
    const inner = 'items' in token ? (token as Tokens.List).items : 'tokens' in token ? token.tokens : undefined;
    return inner ? holdsHtml(inner) : false;
  });
}

/** HTML without Markdown: line breaks count, except between blocks. */
function unmarked(source: string): string {
  return source
    .replace(/\s*(<\/?(?:ul|ol|li|p|pre|h[1-6]|blockquote|table|thead|tbody|tr|t[dh]|hr|div)\b[^<>]*>)\s*/gi, '$1')
    .replaceAll('\n', '<br>');
}

function wordsOnly(source: string): DocumentFragment {
  const nodes = document.createDocumentFragment();
  nodes.append(...lines(wordsOf(source)));
  return nodes;
}

const block = /^(?:P|UL|OL|PRE|DIV|BLOCKQUOTE|HR|H[1-6])$/;

/** Gives sanitised HTML the same form as the nodes made from tokens. */
function dressed(fragment: DocumentFragment, dress: Dress): DocumentFragment {
  for (const anchor of fragment.querySelectorAll('a')) dressLink(anchor, anchor.getAttribute('href') ?? '', dress);
  for (const table of fragment.querySelectorAll('table')) boxed(table, dress);
  for (const cell of fragment.querySelectorAll<HTMLTableCellElement>('[align]')) {
    align(cell, cell.getAttribute('align'));
    cell.removeAttribute('align');
  }
  for (const block of fragment.querySelectorAll('pre')) dressCode(block, dress);
  for (const list of fragment.querySelectorAll('ol')) dressNumbers(list);
  gatherLoose(fragment);
  for (const paragraph of fragment.querySelectorAll('p')) if (!paragraph.textContent?.trim()) paragraph.remove();
  return fragment;
}

/** Wraps text between blocks in paragraphs. */
function gatherLoose(fragment: DocumentFragment): void {
  let paragraph: HTMLElement | undefined;
  for (const node of [...fragment.childNodes]) {
    if (block.test(node.nodeName)) paragraph = undefined;
    else {
      if (!paragraph) node.before((paragraph = document.createElement('p')));
      paragraph.append(node);
    }
  }
}
