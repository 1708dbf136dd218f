import type {MarkedToken, Token, Tokens} from 'marked';
import {headingBelow, silentTag, wordsOf} from './cut.ts';
import {align, boxed, dressCode, dressLink, dressNumbers, type Dress} from './dress.ts';
import {decode} from './entities.ts';

/** Maximum nesting of tokens; anything deeper is shown as it was written. */
const deepest = 60;

interface Walk extends Dress {
  depth: number;
  /** Depths, as written, of the headings open at this point. */
  headings: number[];
}

type Place = ParentNode & Node;
type Builders = {[T in MarkedToken['type']]: (token: Extract<MarkedToken, {type: T}>, place: Place, walk: Walk) => unknown};

/** How each kind of token is rendered. Of HTML, only the text: its tags take another path, through DOMPurify. */
const builders: Builders = {
  space: () => undefined,
  def: () => undefined,
  br: (_, place) => made('br', place),
  hr: (_, place) => made('hr', place),
  text: ({tokens, text}, place, walk) => (tokens ? fill(place, tokens, walk) : place.append(decode(text))),
  escape: ({text}, place) => place.append(text),
  strong: ({tokens}, place, walk) => fill(made('strong', place), tokens, walk),
  em: ({tokens}, place, walk) => fill(made('em', place), tokens, walk),
  del: ({tokens}, place, walk) => fill(made('del', place), tokens, walk),
  codespan: ({text}, place) => made('code', place).append(text),
  code: ({text}, place, walk) => made('code', dressCode(made('pre', place), walk)).append(text.replace(/\n$/, '')),
  paragraph: ({tokens}, place, walk) => fill(made('p', place), tokens, walk),
  heading: ({depth, tokens}, place, walk) => fill(made(headingBelow(walk.headings, depth), place), tokens, walk),
  blockquote: ({tokens}, place, walk) => fill(made('blockquote', place), tokens, walk),
  list: drawList,
  list_item: drawItem,
  checkbox: ({checked}, place) => place.append(box(checked)),
  table: drawTable,
  link: drawLink,
  image: ({text}, place) => place.append(text),
  html: drawWithoutTags,
};

/** Renders Markdown. If the body contains HTML, its tags are dropped. */
export function toNodes(
  tokens: readonly Token[],
  dress: Dress,
  headings: number[] = [],
  nodes = document.createDocumentFragment(),
): DocumentFragment {
  return fill(nodes, tokens, {...dress, depth: 0, headings});
}

/** A task's checkbox as a character: messages contain no form controls. */
export function box(checked: boolean): string {
  return checked ? '☑ ' : '☐ ';
}

function fill<T extends Place>(place: T, tokens: readonly Token[], walk: Walk): T {
  if (walk.depth >= deepest) {
    place.append(...tokens.map(({raw}) => raw));
    return place;
  }
  walk.depth++;
  for (const token of spoken(tokens)) draw(token as MarkedToken, place, walk);
  walk.depth--;
  return place;
}

function draw<T extends MarkedToken['type']>(token: Extract<MarkedToken, {type: T}>, place: Place, walk: Walk): void {
  builders[token.type]?.(token, place, walk);
}

const isHtml = ({type}: Token): boolean => type === 'html';

/** Drops tags such as `<script>` with everything up to their end. */
function spoken(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(isHtml)) return tokens;
  const said: Token[] = [];
  /** Tags without an end tag in the rest, to avoid searching for it again. */
  const endless = new Set<string>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const name = token.type === 'html' ? silentTag(token.raw) : undefined;
    const isOver = ({raw}: Token, at: number): boolean => at > index && raw.toLowerCase().startsWith(`</${name}`);
    const end = name && !endless.has(name) ? tokens.findIndex(isOver) : -1;
    if (end >= 0) index = end;
    else {
      said.push(token);
      if (name) endless.add(name);
    }
  }
  return said;
}

function drawList({ordered, start, items}: Tokens.List, place: Place, walk: Walk): void {
  const list = made(ordered ? 'ol' : 'ul', place);
  if (ordered && start !== 1) list.setAttribute('start', String(start));
  for (const item of items) drawItem(item, list, walk);
  if (ordered) dressNumbers(list as HTMLOListElement);
}

function drawItem({task, tokens}: Tokens.ListItem, place: Place, walk: Walk): void {
  const item = fill(made('li', place), tokens, walk);
  if (task) item.className = 'task';
}

function drawTable({header, rows}: Tokens.Table, place: Place, walk: Walk): void {
  const table = made('table', place);
  boxed(table, walk);
  drawRow(table.createTHead(), header, walk);
  if (rows.length) {
    const body = table.createTBody();
    for (const cells of rows) drawRow(body, cells, walk);
  }
}

function drawRow(section: HTMLTableSectionElement, cells: readonly Tokens.TableCell[], walk: Walk): void {
  const row = section.insertRow();
  for (const cell of cells) align(fill(made(cell.header && cell.text ? 'th' : 'td', row), cell.tokens, walk), cell.align);
}

function drawLink({href, title, text, tokens, autolink}: Tokens.Link, place: Place, walk: Walk): void {
  const anchor = made('a', place);
  if (autolink) anchor.append(text);
  else fill(anchor, tokens, walk);
  if (title) anchor.title = decode(title);
  dressLink(anchor, autolink ? href : decode(href), walk);
}

function drawWithoutTags({text, block}: Tokens.HTML | Tokens.Tag, place: Place): void {
  if (/^\s*<br\b/i.test(text)) return void made('br', place);
  const words = block ? wordsOf(text) : '';
  if (words) made('p', place).append(...lines(words));
}

/** Text with an element for each line break. */
export function lines(text: string): (Node | string)[] {
  return text.split('\n').flatMap((line, index) => (index ? [document.createElement('br'), line] : [line]));
}

/** Appends a new element to a place. */
function made<K extends keyof HTMLElementTagNameMap>(name: K, place: Place): HTMLElementTagNameMap[K];
function made(name: string, place: Place): HTMLElement;
function made(name: string, place: Place): HTMLElement {
  const element = document.createElement(name);
  place.append(element);
  return element;
}
