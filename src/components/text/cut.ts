import {decode} from './entities.ts';
import {blockTags, drawnTags, isHtmlName, silentTags} from './html-names.ts';

/** An HTML tag, as it was written. */
interface Tag {
  name: string;
  closing: boolean;
  /** What stands between the name and the bracket. */
  attributes: string;
}

/**
 * A comment or declaration, or a tag. Linear on any input: a tag ends at the next `<` at the latest, whatever its quotes say.
 */
const markup = /<!--[^]*?(?:-->|$)|<[!?][^<>]*>|<(\/?)([a-z][^\s/<>]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/gi;

const drawn = new Set(drawnTags);

/**
 * Reduces HTML to the tags that are drawn, with the few attributes they may have. It only removes; DOMPurify judges the rest.
 * Cutting comes first because a browser reports handlers and styles to the page's policy while it parses them, inert or not.
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
 * The name of a heading: one level below the one it stands under, whatever was left out between them, so that who goes from heading to
 * heading misses none. The first of a message stands below those of the page and of the chat.
 *
 * @param above Depths, as written, of the headings it stands below; it joins them.
 */
export function headingBelow(above: number[], depth: number): string {
  while (above.length && above.at(-1)! >= depth) above.pop();
  above.push(depth);
  return `h${Math.min(6, above.length + 2)}`;
}

/** The words of HTML: tags dropped, line breaks kept, references resolved. */
export function wordsOf(html: string): string {
  return rewritten(html, ({name}) => (name === 'br' || name === 'p' || name === 'li' || blockTags.has(name) ? '\n' : ''), decode)
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** The name of a tag that stands alone, such as `script` of `<script>`, where all up to its end is silent. */
export function silentTag(html: string): string | undefined {
  const name = /^<([a-z][^\s/>]*)/i.exec(html)?.[1]?.toLowerCase();
  return name && silentTags.has(name) ? name : undefined;
}

function rewritten(html: string, tag: (tag: Tag) => string, text: (text: string) => string): string {
  const lower = html.toLowerCase();
  /** Silent elements whose end was looked for in vain: it need not be looked for again. */
  const endless = new Set<string>();
  let result = '';
  let at = 0;
  markup.lastIndex = 0;
  for (let match = markup.exec(html); match; match = markup.exec(html)) {
    const [whole, slash, written, attributes = ''] = match;
    const name = written?.toLowerCase();
    if (name && !isHtmlName(name)) continue; // Not HTML: it stays in the text.
    result += text(html.slice(at, match.index));
    at = match.index + whole.length;
    if (!name) continue;
    if (!slash && silentTags.has(name)) at = endless.has(name) ? at : afterSilent(lower, at, {name, endless});
    else result += tag({name, closing: slash === '/', attributes});
    markup.lastIndex = at;
  }
  return result + text(html.slice(at));
}

/** The position after the end of a removed element; after its tag if it never ends, so that no text after it is lost. */
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

/** Attributes that mean something here, and the values they may have. */
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
