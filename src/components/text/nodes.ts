import type {MarkedToken, Token, Tokens} from 'marked';
import {silentTag, wordsOf} from './cut.ts';
import {align, boxed, dressCode, dressLink, dressNumbers, type Dress} from './dress.ts';
import {decode} from './entities.ts';

/** Emphasis in emphasis. Deeper nesting is drawn as it was written. */
const deepest = 60;

interface Walk extends Dress {
  depth: number;
  /** Depths, as written, of the headings that the next words stand below. */
  headings: number[];
}

type Content = Node | string | undefined;
type Builders = {[T in MarkedToken['type']]: (token: Extract<MarkedToken, {type: T}>, walk: Walk) => Content};

/** What each kind of token is drawn as. The text of HTML is drawn, its tags are not: they have their own way, through the judge. */
const builders: Builders = {
  space: () => undefined,
  def: () => undefined,
  br: () => document.createElement('br'),
  hr: () => document.createElement('hr'),
  text: (token, walk) => (token.tokens ? filled(document.createDocumentFragment(), token.tokens, walk) : decode(token.text)),
  escape: ({text}) => text,
  strong: ({tokens}, walk) => filled(document.createElement('strong'), tokens, walk),
  em: ({tokens}, walk) => filled(document.createElement('em'), tokens, walk),
  del: ({tokens}, walk) => filled(document.createElement('del'), tokens, walk),
  codespan: ({text}) => element('code', text),
  code: ({text}, walk) => dressCode(element('pre', element('code', text.replace(/\n$/, ''))), walk),
  paragraph: ({tokens}, walk) => filled(document.createElement('p'), tokens, walk),
  heading: drawHeading,
  blockquote: ({tokens}, walk) => filled(document.createElement('blockquote'), tokens, walk),
  list: drawList,
  list_item: drawItem,
  checkbox: ({checked}) => box(checked),
  table: drawTable,
  link: drawLink,
  image: ({text}) => text,
  html: drawWithoutTags,
};

/** Draws Markdown. Where a body holds HTML, this is its text without the tags. */
export function toNodes(tokens: readonly Token[], dress: Dress, headings: number[] = []): DocumentFragment {
  return filled(document.createDocumentFragment(), tokens, {...dress, depth: 0, headings});
}

/** A task's box, as a sign: a message brings no form controls. */
export function box(checked: boolean): string {
  return checked ? '☑ ' : '☐ ';
}

function filled<T extends ParentNode & Node>(parent: T, tokens: readonly Token[], walk: Walk): T {
  if (walk.depth >= deepest) {
    parent.append(...tokens.map(({raw}) => raw));
    return parent;
  }
  walk.depth++;
  for (const token of spoken(tokens)) {
    const content = drawn(token as MarkedToken, walk);
    if (content !== undefined) parent.append(content);
  }
  walk.depth--;
  return parent;
}

/** One level below the heading it stands under, whatever was left out between them: who goes from heading to heading misses none. */
function drawHeading({depth, tokens}: Tokens.Heading, walk: Walk): Content {
  const {headings} = walk;
  while (headings.length && headings.at(-1)! >= depth) headings.pop();
  headings.push(depth);
  return filled(document.createElement(`h${Math.min(6, headings.length + 2)}`), tokens, walk);
}

function drawn<T extends MarkedToken['type']>(token: Extract<MarkedToken, {type: T}>, walk: Walk): Content {
  return builders[token.type]?.(token, walk);
}

/** Without what stands between a tag such as `<script>` and its end. */
function spoken(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({type}) => type === 'html')) return tokens;
  const said: Token[] = [];
  /** Tags whose end was looked for in vain: it need not be looked for again. */
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

function drawList({ordered, start, items}: Tokens.List, walk: Walk): Content {
  const list = document.createElement(ordered ? 'ol' : 'ul');
  if (ordered && start !== 1) list.setAttribute('start', String(start));
  for (const item of items) list.append(drawItem(item, walk));
  if (list instanceof HTMLOListElement) dressNumbers(list);
  return list;
}

function drawItem({task, tokens}: Tokens.ListItem, walk: Walk): HTMLLIElement {
  const item = filled(document.createElement('li'), tokens, walk);
  if (task) item.className = 'task';
  return item;
}

function drawTable({header, rows}: Tokens.Table, walk: Walk): Content {
  const table = document.createElement('table');
  const head = table.createTHead();
  row(head, header, walk);
  if (rows.length) {
    const body = table.createTBody();
    for (const cells of rows) row(body, cells, walk);
  }
  return boxed(table, walk);
}

function row(section: HTMLTableSectionElement, cells: readonly Tokens.TableCell[], walk: Walk): void {
  section.append(
    element(
      'tr',
      ...cells.map((cell) => {
        const drawnCell = filled(document.createElement(cell.header && cell.text ? 'th' : 'td'), cell.tokens, walk);
        align(drawnCell, cell.align);
        return drawnCell;
      }),
    ),
  );
}

function drawLink({href, title, text, tokens, autolink}: Tokens.Link, walk: Walk): Content {
  const anchor = document.createElement('a');
  if (autolink) anchor.append(text);
  else filled(anchor, tokens, walk);
  if (title) anchor.title = decode(title);
  if (dressLink(anchor, autolink ? href : decode(href), walk)) return anchor;
  const words = document.createDocumentFragment();
  words.append(...anchor.childNodes);
  return words;
}

function drawWithoutTags({text, block}: Tokens.HTML | Tokens.Tag): Content {
  if (/^\s*<br\b/i.test(text)) return document.createElement('br');
  const words = block ? wordsOf(text) : '';
  return words ? element('p', ...lines(words)) : undefined;
}

/** Words, with an element at each line break. */
export function lines(text: string): (Node | string)[] {
  return text.split('\n').flatMap((line, index) => (index ? [document.createElement('br'), line] : [line]));
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
