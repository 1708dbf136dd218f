import {Lexer, Tokenizer, type Token, type Tokens} from 'marked';
import {isHtmlName} from './html-names.ts';

/** Maximum nesting of lists and quotes. Anything deeper is text: parsing it would exhaust the stack. */
const maxDepth = 12;
/** Maximum nesting of emphasis, for the same reason. */
const maxEmphasisDepth = 60;

/**
 * Characters that may be scanned in vain for the end of emphasis, and as many again for mail addresses: each delimiter scans the rest
 * of its paragraph, and each possible address the text up to the next character that cannot be part of one.
 */
const maxScanned = 2_000_000;

/** The characters allowed before the `@` of a mail address. */
const mailLocalPart = /^[\w.!#$%&'*+/=?`{|}~-]*/;

/** Beginning of what may be a URL or a mail address. WebKit tries marked's own expression, which has several `^`, at every character. */
const urlStart = /^(?:www\.|[\w.+-]+[:@])/;

/** With more tildes than this, strikethrough is off: matching pairs takes quadratic time. */
const maxTildes = 100;

/** Punctuation that ends a URL in text written without spaces. Letters of such scripts, including `々`, may be part of a URL. */
const cjkPunctuation = /[\u3001-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’]/;

/** Letters of scripts that put spaces between words, i.e. those with upper and lower case. */
const spacedLetter = String.raw`[\p{LC}\d]`;
/** Letters and punctuation of scripts without spaces: a delimiter next to them may belong to them, whatever is on its other side. */
const unspacedCharacter = String.raw`[\p{L}\p{N}\u3000-\u303f\uff00-\uffef]`;
const strongSpan = String.raw`\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?!\*)`;

/** As in CommonMark, except that delimiters between punctuation and a letter need no space in scripts that are written without. */
const strong = new RegExp(
  `(?<!\\*)(?:(?<!${spacedLetter})|(?=..${unspacedCharacter}))${strongSpan}(?:(?<=${unspacedCharacter}..)|(?!${spacedLetter}))`,
  'uy',
);

/** Bold text that CommonMark does not recognise because there is no space after it: `**Note:**call us`. */
const looseStrong = new RegExp(`(?<!\\S)${strongSpan}(?<![\\p{Ps}\\p{Pi}]..)`, 'uy');

/** Markdown for a chat: bounded, without images (they become links, so nothing is loaded), and only real HTML tags count as HTML. */
export class BodyTokenizer extends Tokenizer {
  #depth = 0;
  #scanned = 0;
  #scannedForMail = 0;

  override list(src: string): Tokens.List | undefined {
    if (this.#depth >= maxDepth) return undefined;
    this.#depth++;
    const token = super.list(src);
    this.#depth--;
    return token;
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    if (this.#depth >= maxDepth) return undefined;
    this.#depth++;
    const token = super.blockquote(src);
    this.#depth--;
    return token;
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string): Tokens.Em | Tokens.Strong | undefined {
    if (this.#depth >= maxEmphasisDepth || this.#scanned > maxScanned) return undefined;
    this.#depth++;
    const token =
      this.#strong(strong, src, maskedSrc) ?? super.emStrong(src, maskedSrc, prevChar) ?? this.#strong(looseStrong, src, maskedSrc);
    this.#depth--;
    if (!token && /^[*_]/.test(src)) this.#scanned += src.length;
    return token;
  }

  /** @param masked The whole text up to the end of `src`, with characters that are no delimiters, such as those in code, masked. */
  #strong(pattern: RegExp, src: string, masked: string): Tokens.Strong | undefined {
    const from = (pattern.lastIndex = masked.length - src.length);
    if (!src.startsWith('**') || !pattern.test(masked)) return undefined;
    const raw = src.slice(0, pattern.lastIndex - from);
    const text = raw.slice(2, -2);
    return {type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text)};
  }

  override inlineText(src: string): Tokens.Text | undefined {
    this.#scannedForMail += mailLocalPart.exec(src)![0].length;
    return this.#scannedForMail > maxScanned ? {type: 'text', raw: src, text: src, escaped: false} : super.inlineText(src);
  }

  /** Only two tildes strike through; a single one means a range or "about". */
  override del(src: string, maskedSrc: string, prevChar?: string): Tokens.Del | undefined {
    return src.startsWith('~~') ? super.del(src, maskedSrc, prevChar) : undefined;
  }

  override html(src: string): Tokens.HTML | undefined {
    const token = super.html(src);
    return token && !isUnknownTag(src) ? token : undefined;
  }

  override tag(src: string): Tokens.Tag | undefined {
    const token = super.tag(src);
    return token && !isUnknownTag(src) ? token : undefined;
  }

  override link(src: string): Tokens.Link | undefined {
    return this.#imageAsLink(super.link(src)) as Tokens.Link | undefined;
  }

  override reflink(src: string, links: Parameters<Tokenizer['reflink']>[1]): Tokens.Link | Tokens.Text | undefined {
    return this.#imageAsLink(super.reflink(src, links));
  }

  override url(src: string): Tokens.Link | undefined {
    const token = urlStart.test(src) ? super.url(src) : undefined;
    const end = token?.raw.search(cjkPunctuation) ?? -1;
    return end < 0 ? token : super.url(src.slice(0, end));
  }

  /** Turns an image into a link to it, labelled with its alt text; inside another link, only the text remains. */
  #imageAsLink<T extends Tokens.Link | Tokens.Text>(token: T | Tokens.Image | undefined): T | Tokens.Link | Tokens.Text | undefined {
    if (token?.type !== 'image') return token;
    const {raw, href, title} = token;
    const text = textOf(token.tokens);
    const label: Tokens.Text = {type: 'text', raw: text, text};
    if (this.lexer.state.inLink) return {...label, raw};
    return {type: 'link', raw, href, title, text, tokens: text ? [label] : []};
  }
}

/** Anything that could make a line more than plain text. */
const inlineSyntax = /[*_`~<[\\@&\n]|:\S|www|^$/i;

/** Skips the dozen regular expressions that marked would try in vain on plain text. */
class BodyLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (tokens.length || inlineSyntax.test(src)) return super.inlineTokens(src, tokens);
    tokens.push({type: 'text', raw: src, text: src, escaped: this.state.inRawBlock});
    return tokens;
  }
}

/** Parses a body as Markdown, keeping single line breaks. */
export function tokenize(body: string): Token[] {
  const tokenizer = new BodyTokenizer();
  if (body.split('~', maxTildes + 2).length > maxTildes + 1) tokenizer.del = () => undefined;
  return new BodyLexer({gfm: true, breaks: true, tokenizer}).lex(body);
}

function isUnknownTag(src: string): boolean {
  const name = /^ {0,3}<\/?([a-z][^\s/>]*)/i.exec(src)?.[1];
  return name !== undefined && !isHtmlName(name.toLowerCase());
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens?.length ? textOf(token.tokens) : 'text' in token ? String(token.text) : ''))
    .join('');
}
