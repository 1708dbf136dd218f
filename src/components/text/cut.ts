import {decode} from './entities.ts';
import {blockTags, drawnTags, isHtmlName, silentTags} from './html-names.ts';

/** A tag with an HTML name, as it was written. */
interface Tag {
  name: string;
  closing: boolean;
  /** Everything between the name and the closing bracket. */
  attributes: string;
}

/** A comment, a declaration or a tag. Linear for any input: even inside quotes, a tag ends before the next `<`. */
const markup = /<!--[^]*?(?:-->|$)|<[!?][^<>]*>|<(\/?)([a-z][^\s/<>]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/gi;

const drawn = new Set(drawnTags);

/**
 * Reduces HTML to the tags that are drawn and the few attributes they may have. This only removes; DOMPurify still sanitises the rest.
 * It has to come first because a browser reports inline handlers and styles as CSP violations even when parsing into an inert document.
 */
export function cut(html: string): string {
  const headings: number[] = [];
  let heading = '';
  const rebuilt = (tag: Tag): string => {
    const depth = Number(/^h([1-6])$/.exec(tag.name)?.[1]);
    if (!depth) return rebuiltTag(tag);
    if (!tag.closing) heading = headingBelow(headings, depth);
    return heading && `<${tag.closing ? '/' : ''}${heading}>`;
  };
  return rewritten(html, rebuilt, (text) => text.replaceAll('<', '&lt;'));
}

/**
 * The tag name of a heading: one level below its parent, even if the author skipped levels, so that screen reader users who
 * navigate by heading miss none. A message's top headings rank below those of the page and of the chat.
 *
 * @param above Depths, as written, of the ancestor headings; the new heading is added.
 */
export function headingBelow(above: number[], depth: number): string {
  while (above.length && above.at(-1)! >= depth) above.pop();
  above.push(depth);
  return `h${Math.min(6, above.length + 2)}`;
}

/** The text of HTML: without tags, with line breaks, and with character references decoded. */
export function wordsOf(html: string): string {
  return rewritten(html, ({name}) => (name === 'br' || name === 'p' || name === 'li' || blockTags.has(name) ? '\n' : ''), decode)
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** The name of an opening tag whose content is dropped, such as `script` of `<script>`. */
export function silentTag(html: string): string | undefined {
  const name = /^<([a-z][^\s/>]*)/i.exec(html)?.[1]?.toLowerCase();
  return name && silentTags.has(name) ? name : undefined;
}

function rewritten(html: string, tag: (tag: Tag) => string, text: (text: string) => string): string {
  const lower = html.toLowerCase();
  /** Silent elements without an end tag in the rest of the text, to avoid searching for it again. */
  const endless = new Set<string>();
  let result = '';
  let at = 0;
  markup.lastIndex = 0;
  for (let match = markup.exec(html); match; match = markup.exec(html)) {
    const [whole, slash, written, attributes = ''] = match;
    const name = written?.toLowerCase();
    if (name && !isHtmlName(name)) continue; // Not an HTML name: it stays in the text.
    result += text(html.slice(at, match.index));
    at = match.index + whole.length;
    if (!name) continue;
    if (!slash && silentTags.has(name)) at = endless.has(name) ? at : afterSilent(lower, at, {name, endless});
    else result += tag({name, closing: slash === '/', attributes});
    markup.lastIndex = at;
  }
  return result + text(html.slice(at));
}

/** The index after the end tag of a silent element, or after its start tag if it is never closed, so that no text is lost. */
function afterSilent(lower: string, from: number, {name, endless}: {name: string; endless: Set<string>}): number {
  const end = lower.indexOf(`</${name}`, from);
  const bracket = end < 0 ? -1 : lower.indexOf('>', end);
  if (bracket >= 0) return bracket + 1;
  endless.add(name);
  return from;
}

function rebuiltTag({name, closing, attributes}: Tag): string {
  const slash = closing ? '/' : '';
  if (blockTags.has(name)) return `<${slash}p>`;
  if (!drawn.has(name)) return '';
  return `<${slash}${name}${closing ? '' : kept(name, attributes)}>`;
}

/** The attributes that are kept, with the values they may have. */
const carried: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  a: {href: /^\s*\S/, title: /\S/},
  ol: {start: /^\d{1,9}$/},
  th: {align: /^(?:left|right|center)$/},
  td: {align: /^(?:left|right|center)$/},
};

function kept(name: string, attributes: string): string {
  const allowed = carried[name];
  if (!allowed) return '';
  const found = new Map<string, string>();
  for (const [, attribute = '', double, single, bare] of attributes.matchAll(/([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+))/g)) {
    const value = double ?? single ?? bare ?? '';
    const key = attribute.toLowerCase();
    if (Object.hasOwn(allowed, key) && allowed[key]?.test(value) && !found.has(key)) found.set(key, value);
  }
  return [...found].map(([key, value]) => ` ${key}="${value.replaceAll('"', '&quot;')}"`).join('');
}
