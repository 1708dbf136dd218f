import {decode} from './entities.ts';
import {paragraphTags, allowedTags, isHtmlName, droppedTags} from './html-names.ts';

/** A tag with an HTML name, as it was written. */
interface Tag {
  name: string;
  closing: boolean;
  /** Everything between the name and the closing bracket. */
  attributes: string;
}

/** A comment, a declaration or a tag. Linear for any input: even inside quotes, a tag ends before the next `<`. */
const markup = /<!--[^]*?(?:-->|$)|<[!?][^<>]*>|<(\/?)([a-z][^\s/<>]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/gi;

const allowed = new Set(allowedTags);

/**
 * Reduces HTML to the tags that are drawn and the few attributes they may have. This only removes; DOMPurify still sanitises the rest.
 * It has to come first because a browser reports inline handlers and styles as CSP violations even when parsing into an inert document.
 */
export function filterHtml(html: string): string {
  const headings: number[] = [];
  let openHeading = '';
  const onTag = (tag: Tag): string => {
    const depth = Number(/^h([1-6])$/.exec(tag.name)?.[1]);
    if (!depth) return rebuildTag(tag);
    if (!tag.closing) openHeading = headingTag(headings, depth);
    return openHeading && `<${tag.closing ? '/' : ''}${openHeading}>`;
  };
  return rewrite(html, onTag, (text) => text.replaceAll('<', '&lt;'));
}

/**
 * The tag name of a heading: one level below its parent, even if the author skipped levels, so that screen reader users who
 * navigate by heading miss none. A message's top headings rank below those of the page and of the chat.
 *
 * @param ancestors Depths, as written, of the ancestor headings; the new heading is added.
 */
export function headingTag(ancestors: number[], depth: number): string {
  while (ancestors.length && ancestors.at(-1)! >= depth) ancestors.pop();
  ancestors.push(depth);
  return `h${Math.min(6, ancestors.length + 2)}`;
}

/** The text of HTML: without tags, with line breaks, and with character references decoded. */
export function textOf(html: string): string {
  return rewrite(html, ({name}) => (name === 'br' || name === 'p' || name === 'li' || paragraphTags.has(name) ? '\n' : ''), decode)
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** The name of an opening tag whose content is dropped, such as `script` of `<script>`. */
export function droppedTag(html: string): string | undefined {
  const name = /^<([a-z][^\s/>]*)/i.exec(html)?.[1]?.toLowerCase();
  return name && droppedTags.has(name) ? name : undefined;
}

function rewrite(html: string, onTag: (tag: Tag) => string, onText: (text: string) => string): string {
  const lower = html.toLowerCase();
  /** Dropped elements without an end tag in the rest of the text, to avoid searching for it again. */
  const endless = new Set<string>();
  let result = '';
  let at = 0;
  markup.lastIndex = 0;
  for (let match = markup.exec(html); match; match = markup.exec(html)) {
    const [markupText, slash, tagName, attributes = ''] = match;
    const name = tagName?.toLowerCase();
    if (name && !isHtmlName(name)) continue; // Not an HTML name: it stays in the text.
    result += onText(html.slice(at, match.index));
    at = match.index + markupText.length;
    if (!name) continue;
    if (!slash && droppedTags.has(name)) at = endless.has(name) ? at : afterDropped(lower, at, {name, endless});
    else result += onTag({name, closing: slash === '/', attributes});
    markup.lastIndex = at;
  }
  return result + onText(html.slice(at));
}

/** The index after the end tag of a dropped element, or after its start tag if it is never closed, so that no text is lost. */
function afterDropped(lower: string, from: number, {name, endless}: {name: string; endless: Set<string>}): number {
  const end = lower.indexOf(`</${name}`, from);
  const bracket = end < 0 ? -1 : lower.indexOf('>', end);
  if (bracket >= 0) return bracket + 1;
  endless.add(name);
  return from;
}

function rebuildTag({name, closing, attributes}: Tag): string {
  const slash = closing ? '/' : '';
  if (paragraphTags.has(name)) return `<${slash}p>`;
  if (!allowed.has(name)) return '';
  return `<${slash}${name}${closing ? '' : filterAttributes(name, attributes)}>`;
}

/** The attributes that are kept, with the values they may have. */
const allowedAttributes: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  a: {href: /^\s*\S/, title: /\S/},
  ol: {start: /^\d{1,9}$/},
  th: {align: /^(?:left|right|center)$/},
  td: {align: /^(?:left|right|center)$/},
};

function filterAttributes(name: string, attributes: string): string {
  const patterns = allowedAttributes[name];
  if (!patterns) return '';
  const kept = new Map<string, string>();
  for (const [, attribute = '', double, single, bare] of attributes.matchAll(/([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+))/g)) {
    const value = double ?? single ?? bare ?? '';
    const key = attribute.toLowerCase();
    if (Object.hasOwn(patterns, key) && patterns[key]?.test(value) && !kept.has(key)) kept.set(key, value);
  }
  return [...kept].map(([key, value]) => ` ${key}="${value.replaceAll('"', '&quot;')}"`).join('');
}
