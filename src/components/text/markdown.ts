import {Parser, Renderer, type Token, type Tokens} from 'marked';
import type {PartOptions} from '../context.ts';
import {cut, wordsOf} from './cut.ts';
import {align, boxed, dressCode, dressLink, dressNumbers, type Dress} from './dress.ts';
import {grow, type Grown} from './growth.ts';
import {box, lines, toNodes} from './nodes.ts';

/** How a body is to be read and dressed. */
export interface Reading extends Dress {
  html: PartOptions['html'];
  markdown: boolean;
}

/** A body as nodes. */
export interface Drawing {
  nodes: DocumentFragment;
  /** The body with its HTML, once the judge has been loaded; undefined inside where the page's policy refused it. */
  judged?: Promise<DocumentFragment | undefined>;
  /** What it can be gone on from when the body grows. */
  grown?: Grown;
}

type Judge = typeof import('./judge.ts');

let judge: Judge | undefined;

/** Pictures became links before; tasks' boxes are text here too. Everything else is marked's own. */
const renderer = new Renderer();
renderer.checkbox = ({checked}) => box(checked);

/**
 * Draws a text body as nodes, without parsing HTML unless it holds some. HTML is cut to what is drawn, and DOMPurify has the last word on it;
 * until it is there, or where the page does not allow it, the body is drawn without its tags.
 *
 * @param before What a shorter body stands there as: then the nodes are those that follow what is kept of it.
 */
export function markdown(body: string, reading: Reading, before?: Grown): Drawing {
  const source = collapsed(body);
  if (!reading.markdown) return withHtml(unmarked(source), () => wordsOnly(source), reading);
  const grown = grow(source, reading, before);
  if ('blocks' in grown) return {nodes: newOf(grown), grown};
  const tokens = grown;
  const draw = (): DocumentFragment => toNodes(tokens, reading);
  return reading.html === 'safe' && holdsHtml(tokens) ? withHtml(Parser.parse(tokens, {renderer}), draw, reading) : {nodes: draw()};
}

function newOf({blocks, kept}: Grown): DocumentFragment {
  const nodes = document.createDocumentFragment();
  for (const block of blocks.slice(kept)) nodes.append(...block.nodes);
  return nodes;
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

/** Long runs of white space take marked the square of their length. */
function collapsed(body: string): string {
  return body.replace(/\s{64,}/g, (run) => (run.includes('\n') ? '\n\n' : ' '));
}

function holdsHtml(tokens: readonly Token[]): boolean {
  return tokens.some((token) => {
    if (token.type === 'html') return !/^<br\s*\/?>$/i.test(token.raw.trim());
    if (token.type === 'list') return holdsHtml((token as Tokens.List).items);
    if (token.type === 'table') {
      const {header, rows} = token as Tokens.Table;
      return [header, ...rows].some((cells) => cells.some((cell) => holdsHtml(cell.tokens)));
    }
    return 'tokens' in token && token.tokens ? holdsHtml(token.tokens) : false;
  });
}

/** HTML without Markdown: line breaks count, but not those between blocks. */
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

const block = /^(?:p|ul|ol|pre|div|blockquote|hr|h[1-6])$/;

/** Gives what the judge left the same form as the nodes made from tokens. */
function dressed(fragment: DocumentFragment, dress: Dress): DocumentFragment {
  for (const anchor of fragment.querySelectorAll('a')) {
    if (!dressLink(anchor, anchor.getAttribute('href') ?? '', dress)) anchor.replaceWith(...anchor.childNodes);
  }
  for (const table of fragment.querySelectorAll('table')) {
    const place = document.createComment('');
    table.replaceWith(place);
    place.replaceWith(boxed(table, dress));
  }
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

/** Puts words that stand between blocks into paragraphs of their own. */
function gatherLoose(fragment: DocumentFragment): void {
  let paragraph: HTMLElement | undefined;
  for (const node of [...fragment.childNodes]) {
    if (node instanceof Element && block.test(node.localName)) paragraph = undefined;
    else {
      if (!paragraph) node.before((paragraph = document.createElement('p')));
      paragraph.append(node);
    }
  }
}
