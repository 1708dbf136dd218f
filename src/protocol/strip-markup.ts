/** Markdown is looked for only in so many characters, as when it is drawn; beyond them the text stays as it is. */
const maxMarkdown = 20_000;

export interface StripMarkupOptions {
  /** Says the address of a link behind its text. */
  addresses?: boolean;
}

/** Patterns of markup and their replacements, in the order they apply. Each looks only so far ahead, so that no text is slow. */
const htmlRules: readonly (readonly [RegExp, string])[] = [
  [/<!--.{0,2000}?-->/gs, ''],
  [/<(script|style)\b[^<>]{0,500}>.{0,5000}?<\/\1\s{0,9}>/gis, ''],
  [/<\/?br(\s[^<>]{0,1000})?\/?>[ \t]{0,99}\n?/gi, '\n'],
  [/<(\/?(p|div|ul|ol|h[1-6]|table|blockquote|pre)|li|tr)(\s[^<>]{0,1000})?\/?>/gi, '\n'],
  [/<\/t[dh]>/gi, ' '],
  // The names that bots use; any other may be somebody's own, as in `List<String>`.
  [
    /<\/?([abiqsu]|body|center|code|del|d[dlt]|em|font|h(r|tml|ead)|img|ins|li|small|span|strike|strong|su[bp]|t([dhr]|body|head|foot))(\s[^<>]{0,1000})?\/?>/gi,
    '',
  ],
];

const blockRules: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]{0,3}(```|~~~)[^\n]{0,100}$/gm, ''],
  [/^[ \t]{0,3}([-*_])([ \t]{0,9}\1){2,50}[ \t]{0,99}$/gm, ''],
  [/^[ \t]{0,9}\|?[ \t]{0,99}:?-{2,99}:?[ \t]{0,99}(\|[ \t:-]{0,99}){1,50}$/gm, ''],
  [/^[ \t]{0,3}#{1,6}[ \t]{1,9}/gm, ''],
  [/^([ \t]{0,3}>[ \t]?){1,9}/gm, ''],
  [/^[ \t]{0,20}[-*+][ \t]{1,9}(\[[ x]\][ \t])?/gim, ''],
];

const inlineRules: readonly (readonly [RegExp, string])[] = [
  [/(\*\*|__)(?=\S)([^\n]{0,500}?\S)\1/g, '$2'],
  [/(?<![\p{L}\p{N}_*])([*_])(?=[^\s*_])([^\n*_]{0,500}?[^\s*_])\1(?![\p{L}\p{N}_*])/gu, '$2'],
  [/~~(?=\S)([^\n]{0,500}?\S)~~/g, '$1'],
  [/`([^`\n]{1,500})`/g, '$1'],
];

/** A character without which there is no markup at all: most texts have none, and a browser takes long to compile the patterns above. */
const possibleMarkup = /[\r\\`*_~[<>&#|+\-\ufdd0-\ufdef]/;

/** What a backslash may escape. While markup is stripped, each is replaced by a noncharacter, which no text may hold. */
const escapable = '\\`*_{}[]()#+.!~<>|-';
const escapes = /\\([\\`*_{}[\]()#+.!~<>|-])/g;
const firstSentinel = 0xfdd0;

// prettier-ignore
const entities: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', hellip: '…', ndash: '–', mdash: '—',
  lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', copy: '©', reg: '®', trade: '™',
};

/**
 * Strips the markup from a text that may hold Markdown and a little HTML: for screen readers and for plain text.
 * No parser: what is not surely markup stays.
 * @example stripMarkup('**Hello**, see [our shop](https://example.com)') // 'Hello, see our shop'
 */
export function stripMarkup(body: string, {addresses = false}: StripMarkupOptions = {}): string {
  if (!possibleMarkup.test(body)) return normaliseSpace(body.slice(0, maxMarkdown)) + body.slice(maxMarkdown);
  const marked = body.slice(0, maxMarkdown).replaceAll('\r\n', '\n').replace(escapes, toSentinel);
  const lines = applyRules(replaceLinks(marked, addresses), blockRules);
  const plain = decodeEntities(applyRules(applyRules(lines, inlineRules), htmlRules));
  return normaliseSpace(plain.replace(/[\ufdd0-\ufdef]/g, fromSentinel)) + body.slice(maxMarkdown);
}

function toSentinel(_: string, escaped: string): string {
  return String.fromCharCode(firstSentinel + escapable.indexOf(escaped));
}

function fromSentinel(character: string): string {
  return escapable[character.charCodeAt(0) - firstSentinel] ?? '';
}

function applyRules(text: string, rules: readonly (readonly [RegExp, string])[]): string {
  return rules.reduce((rest, [mark, instead]) => rest.replace(mark, instead), text);
}

/** Pictures become their descriptions, links their texts, addresses in angle brackets themselves. */
function replaceLinks(text: string, addresses: boolean): string {
  const link = (words: string, url: string) => (words.trim() && words !== url ? `${words}${addresses ? ` (${url})` : ''}` : url);
  return text
    .replace(/!\[([^[\]\n]{0,500})\]\([^()\n]{0,1000}\)/g, '$1')
    .replace(
      /\[([^[\]\n]{0,500})\]\(\s{0,9}<?([^\s()<>]{1,1000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,500})?)>?(?:\s{1,9}["'][^"'\n]{0,500}["'])?\s{0,9}\)/g,
      (_, words: string, url: string) => link(words, url),
    )
    .replace(
      /<a\b[^<>]{0,500}?\bhref\s{0,9}=\s{0,9}["']([^"'<>\n]{1,1000})["'][^<>]{0,500}>([^<>]{0,500})<\/a\s{0,9}>/gi,
      (_, url: string, words: string) => link(words, url),
    )
    .replace(/<((?:https?:\/\/|mailto:|tel:)[^\s<>]{1,1000})>/gi, '$1');
}

function decodeEntities(text: string): string {
  return text.replace(/&([a-z]{2,6}|#\d{1,7}|#x[\da-f]{1,6});/gi, (entity, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? entity;
    const code = Number(`0${name.slice(1)}`); // A hexadecimal one brings the x of `0x`.
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

/** No space at the ends of lines, never two empty lines together. */
function normaliseSpace(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
