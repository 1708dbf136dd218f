import {Parser, Renderer, type Token, type Tokens} from 'marked';
import type {PartOptions} from '../context.ts';
import {filterHtml, textOf} from './filter-html.ts';
import {alignCell, wrapTable, setUpCode, makeSafeLink, fitNumbers, type NodeOptions} from './post-process.ts';
import {renderIncrementally, type IncrementalRendering} from './render-incrementally.ts';
import {checkboxText, lines, toNodes} from './nodes.ts';

/** How to read and render a body. */
export interface BodyOptions extends NodeOptions {
  html: PartOptions['html'];
  markdown: boolean;
}

/** A body as nodes. */
export interface Rendering extends Partial<IncrementalRendering> {
  nodes: DocumentFragment;
  /** The body with its HTML, once DOMPurify is loaded; resolves to undefined if the page's policy refuses it. */
  sanitized?: Promise<DocumentFragment | undefined>;
}

type Sanitizer = typeof import('./sanitize.ts');

let sanitizer: Sanitizer | undefined;

/** The tokenizer has already turned images into links, and task checkboxes are text; all else is marked's default. */
const renderer = new Renderer();
renderer.checkbox = ({checked}) => checkboxText(checked);
const parser = new Parser({renderer});

/**
 * Renders a text body as nodes, without parsing HTML unless it contains some. HTML is reduced to the allowed tags and then sanitised by
 * DOMPurify; until that is loaded, or if the page does not allow it, the body is rendered without its tags.
 *
 * @param previous The rendering of a shorter body in `container`; the result then has only the nodes after the part that is kept.
 */
export function markdown(body: string, options: BodyOptions, container: Node, previous?: Rendering): Rendering {
  const source = collapseSpaces(body);
  if (!options.markdown) return withHtml(breakLines(source), () => textOnly(source), options);
  const tokens = renderIncrementally(source, options, container, previous);
  if ('source' in tokens) return tokens;
  const draw = (): DocumentFragment => toNodes(tokens, options);
  return options.html === 'safe' && hasHtml(tokens) ? withHtml(parser.parse(tokens), draw, options) : {nodes: draw()};
}

function withHtml(html: string, drawWithoutHtml: () => DocumentFragment, options: NodeOptions): Rendering {
  const draw = ({sanitize}: Sanitizer): DocumentFragment | undefined => {
    const fragment = sanitize(filterHtml(html));
    return fragment && postProcess(fragment, options);
  };
  return sanitizer ? {nodes: draw(sanitizer) ?? drawWithoutHtml()} : {nodes: drawWithoutHtml(), sanitized: loadSanitizer().then(draw)};
}

async function loadSanitizer(): Promise<Sanitizer> {
  return (sanitizer ??= await import('./sanitize.ts'));
}

/** Shortens long runs of white space, for which marked takes quadratic time. */
function collapseSpaces(body: string): string {
  return body.replace(/\s{64,}/g, (run) => (run.includes('\n') ? '\n\n' : ' '));
}

function hasHtml(tokens: readonly (Token | Tokens.TableCell)[]): boolean {
  return tokens.some((token) => {
    if ('rows' in token) return [token.header as Tokens.TableCell[], ...(token.rows as Tokens.TableCell[][])].some(hasHtml);
    if ('type' in token && token.type === 'html') return !/^<br\s*\/?>$/i.test(token.raw.trim());
    const inner = 'items' in token ? (token as Tokens.List).items : 'tokens' in token ? token.tokens : undefined;
    return inner ? hasHtml(inner) : false;
  });
}

/** HTML without Markdown: line breaks count, except between blocks. */
function breakLines(source: string): string {
  return source
    .replace(/\s*(<\/?(?:ul|ol|li|p|pre|h[1-6]|blockquote|table|thead|tbody|tr|t[dh]|hr|div)\b[^<>]*>)\s*/gi, '$1')
    .replaceAll('\n', '<br>');
}

function textOnly(source: string): DocumentFragment {
  const nodes = document.createDocumentFragment();
  nodes.append(...lines(textOf(source)));
  return nodes;
}

const blockName = /^(?:P|UL|OL|PRE|DIV|BLOCKQUOTE|HR|H[1-6])$/;

/** Gives sanitised HTML the same form as the nodes made from tokens. */
function postProcess(fragment: DocumentFragment, options: NodeOptions): DocumentFragment {
  for (const anchor of fragment.querySelectorAll('a')) makeSafeLink(anchor, anchor.getAttribute('href') ?? '', options);
  for (const table of fragment.querySelectorAll('table')) wrapTable(table, options);
  for (const cell of fragment.querySelectorAll<HTMLTableCellElement>('[align]')) {
    alignCell(cell, cell.getAttribute('align'));
    cell.removeAttribute('align');
  }
  for (const block of fragment.querySelectorAll('pre')) setUpCode(block, options);
  for (const list of fragment.querySelectorAll('ol')) fitNumbers(list);
  wrapLooseText(fragment);
  for (const paragraph of fragment.querySelectorAll('p')) if (!paragraph.textContent?.trim()) paragraph.remove();
  return fragment;
}

/** Wraps text between blocks in paragraphs. */
function wrapLooseText(fragment: DocumentFragment): void {
  let paragraph: HTMLElement | undefined;
  for (const node of [...fragment.childNodes]) {
    if (blockName.test(node.nodeName)) paragraph = undefined;
    else {
      if (!paragraph) node.before((paragraph = document.createElement('p')));
      paragraph.append(node);
    }
  }
}
