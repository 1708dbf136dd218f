import type {MarkedToken, Token, Tokens} from 'marked';
import {headingTag, droppedTag, textOf} from './filter-html.ts';
import {alignCell, wrapTable, setUpCode, makeSafeLink, fitNumbers, type NodeOptions} from './post-process.ts';
import {decode} from './entities.ts';

/** Maximum nesting of tokens; anything deeper is shown as it was written. */
const maxDepth = 60;

interface Walk extends NodeOptions {
  depth: number;
  /** Depths, as written, of the headings open at this point. */
  headings: number[];
}

type Parent = ParentNode & Node;
type Builders = {[T in MarkedToken['type']]: (token: Extract<MarkedToken, {type: T}>, parent: Parent, walk: Walk) => unknown};

/** How each kind of token is rendered. Of HTML, only the text: its tags take another path, through DOMPurify. */
const builders: Builders = {
  space: () => undefined,
  def: () => undefined,
  br: (_, parent) => appendElement('br', parent),
  hr: (_, parent) => appendElement('hr', parent),
  text: ({tokens, text}, parent, walk) => (tokens ? appendTokens(parent, tokens, walk) : parent.append(decode(text))),
  escape: ({text}, parent) => parent.append(text),
  strong: ({tokens}, parent, walk) => appendTokens(appendElement('strong', parent), tokens, walk),
  em: ({tokens}, parent, walk) => appendTokens(appendElement('em', parent), tokens, walk),
  del: ({tokens}, parent, walk) => appendTokens(appendElement('del', parent), tokens, walk),
  codespan: ({text}, parent) => appendElement('code', parent).append(text),
  code: ({text}, parent, walk) => appendElement('code', setUpCode(appendElement('pre', parent), walk)).append(text.replace(/\n$/, '')),
  paragraph: ({tokens}, parent, walk) => appendTokens(appendElement('p', parent), tokens, walk),
  heading: ({depth, tokens}, parent, walk) => appendTokens(appendElement(headingTag(walk.headings, depth), parent), tokens, walk),
  blockquote: ({tokens}, parent, walk) => appendTokens(appendElement('blockquote', parent), tokens, walk),
  list: drawList,
  list_item: drawItem,
  checkbox: ({checked}, parent) => parent.append(checkboxText(checked)),
  table: drawTable,
  link: drawLink,
  image: ({text}, parent) => parent.append(text),
  html: drawHtmlText,
};

/** Renders Markdown. If the body contains HTML, its tags are dropped. */
export function toNodes(
  tokens: readonly Token[],
  options: NodeOptions,
  headings: number[] = [],
  nodes = document.createDocumentFragment(),
): DocumentFragment {
  return appendTokens(nodes, tokens, {...options, depth: 0, headings});
}

/** A task's checkbox as a character: messages contain no form controls. */
export function checkboxText(checked: boolean): string {
  return checked ? '☑ ' : '☐ ';
}

function appendTokens<T extends Parent>(parent: T, tokens: readonly Token[], walk: Walk): T {
  if (walk.depth >= maxDepth) {
    parent.append(...tokens.map(({raw}) => raw));
    return parent;
  }
  walk.depth++;
  for (const token of withoutDropped(tokens)) draw(token as MarkedToken, parent, walk);
  walk.depth--;
  return parent;
}

function draw<T extends MarkedToken['type']>(token: Extract<MarkedToken, {type: T}>, parent: Parent, walk: Walk): void {
  builders[token.type]?.(token, parent, walk);
}

const isHtmlToken = ({type}: Token): boolean => type === 'html';

/** Drops tags such as `<script>` with everything up to their end. */
function withoutDropped(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(isHtmlToken)) return tokens;
  const kept: Token[] = [];
  /** Tags without an end tag in the rest, to avoid searching for it again. */
  const endless = new Set<string>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const name = token.type === 'html' ? droppedTag(token.raw) : undefined;
    const isEndTag = ({raw}: Token, at: number): boolean => at > index && raw.toLowerCase().startsWith(`</${name}`);
    const end = name && !endless.has(name) ? tokens.findIndex(isEndTag) : -1;
    if (end >= 0) index = end;
    else {
      kept.push(token);
      if (name) endless.add(name);
    }
  }
  return kept;
}

function drawList({ordered, start, items}: Tokens.List, parent: Parent, walk: Walk): void {
  const list = appendElement(ordered ? 'ol' : 'ul', parent);
  if (ordered && start !== 1) list.setAttribute('start', String(start));
  for (const item of items) drawItem(item, list, walk);
  if (ordered) fitNumbers(list as HTMLOListElement);
}

function drawItem({task, tokens}: Tokens.ListItem, parent: Parent, walk: Walk): void {
  const item = appendTokens(appendElement('li', parent), tokens, walk);
  if (task) item.className = 'task';
}

function drawTable({header, rows}: Tokens.Table, parent: Parent, walk: Walk): void {
  const table = appendElement('table', parent);
  wrapTable(table, walk);
  drawRow(table.createTHead(), header, walk);
  if (rows.length) {
    const body = table.createTBody();
    for (const cells of rows) drawRow(body, cells, walk);
  }
}

function drawRow(section: HTMLTableSectionElement, cells: readonly Tokens.TableCell[], walk: Walk): void {
  const row = section.insertRow();
  for (const cell of cells)
    alignCell(appendTokens(appendElement(cell.header && cell.text ? 'th' : 'td', row), cell.tokens, walk), cell.align);
}

function drawLink({href, title, text, tokens, autolink}: Tokens.Link, parent: Parent, walk: Walk): void {
  const anchor = appendElement('a', parent);
  if (autolink) anchor.append(text);
  else appendTokens(anchor, tokens, walk);
  if (title) anchor.title = decode(title);
  makeSafeLink(anchor, autolink ? href : decode(href), walk);
}

function drawHtmlText({text, block}: Tokens.HTML | Tokens.Tag, parent: Parent): void {
  if (/^\s*<br\b/i.test(text)) return void appendElement('br', parent);
  const content = block ? textOf(text) : '';
  if (content) appendElement('p', parent).append(...lines(content));
}

/** Text with an element for each line break. */
export function lines(text: string): (Node | string)[] {
  return text.split('\n').flatMap((line, index) => (index ? [document.createElement('br'), line] : [line]));
}

/** Appends a new element. */
function appendElement<K extends keyof HTMLElementTagNameMap>(name: K, parent: Parent): HTMLElementTagNameMap[K];
function appendElement(name: string, parent: Parent): HTMLElement;
function appendElement(name: string, parent: Parent): HTMLElement {
  const element = document.createElement(name);
  parent.append(element);
  return element;
}
