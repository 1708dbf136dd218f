import {Lexer, Tokenizer, type Token, type Tokens} from 'marked';
import {isHtmlName} from './html-names.ts';

/** Maximum nesting of lists and quotes. Anything deeper is text: parsing it would exhaust the stack. */
const deepest = 12;
/** Maximum nesting of emphasis, for the same reason. */
const deepestEmphasis = 60;

/**
 * Characters that may be scanned in vain for the end of emphasis, and as many again for mail addresses: each delimiter scans the rest
 * of its paragraph, and each possible address the text up to the next character that cannot be part of one.
 */
const mostLookedThrough = 2_000_000;

/** The characters allowed before the `@` of a mail address. */
const mailName = /^[\w.!#$%&'*+/=?`{|}~-]*/;

/** Beginning of what may be a URL or a mail address. WebKit tries marked's own expression, which has several `^`, at every character. */
const urlish = /^(?:www\.|[\w.+-]+[:@])/;

/** With more tildes than this, strikethrough is off: matching pairs takes quadratic time. */
const mostTildes = 100;

/** Punctuation that ends a URL in text written without spaces. Letters of such scripts, including `々`, may be part of a URL. */
const sentence = /[\u3001-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’]/;

/** Letters of scripts that put spaces between words, i.e. those with upper and lower case. */
const spaced = String.raw`[\p{LC}\d]`;
/** Letters and punctuation of scripts without spaces: a delimiter next to them may belong to them, whatever is on its other side. */
const wordlike = String.raw`[\p{L}\p{N}\u3000-\u303f\uff00-\uffef]`;
const strongWords = String.raw`\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?!\*)`;

/** As in CommonMark, except that delimiters between punctuation and a letter need no space in scripts that are written without. */
const strong = new RegExp(`(?<!\\*)(?:(?<!${spaced})|(?=..${wordlike}))${strongWords}(?:(?<=${wordlike}..)|(?!${spaced}))`, 'uy');

/** Bold text that CommonMark does not recognise because there is no space after it: `**Note:**call us`. */
const strongAlmost = new RegExp(`(?<!\\S)${strongWords}(?<![\\p{Ps}\\p{Pi}]..)`, 'uy');

/** Markdown for a chat: bounded, without images (they become links, so nothing is loaded), and only real HTML tags count as HTML. */
export class BodyTokenizer extends Tokenizer {
  #depth = 0;
  #lookedThrough = 0;
  #lookedForMail = 0;

  override list(src: string): Tokens.List | undefined {
    if (this.#depth >= deepest) return undefined;
    this.#depth++;
    const token = super.list(src);
    this.#depth--;
    return token;
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    if (this.#depth >= deepest) return undefined;
    this.#depth++;
    const token = super.blockquote(src);
    this.#depth--;
    return token;
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string): Tokens.Em | Tokens.Strong | undefined {
    if (this.#depth >= deepestEmphasis || this.#lookedThrough > mostLookedThrough) return undefined;
    this.#depth++;
    const token =
      this.#strong(strong, src, maskedSrc) ?? super.emStrong(src, maskedSrc, prevChar) ?? this.#strong(strongAlmost, src, maskedSrc);
    this.#depth--;
    if (!token && /^[*_]/.test(src)) this.#lookedThrough += src.length;
    return token;
  }

  /** @param masked The whole text up to the end of `src`, with characters that are no delimiters, such as those in code, masked. */
  #strong(mark: RegExp, src: string, masked: string): Tokens.Strong | undefined {
    const from = (mark.lastIndex = masked.length - src.length);
    if (!src.startsWith('**') || !mark.test(masked)) return undefined;
    const raw = src.slice(0, mark.lastIndex - from);
    const text = raw.slice(2, -2);
    return {type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text)};
  }

  override inlineText(src: string): Tokens.Text | undefined {
    this.#lookedForMail += mailName.exec(src)![0].length;
    return this.#lookedForMail > mostLookedThrough ? {type: 'text', raw: src, text: src, escaped: false} : super.inlineText(src);
  }

  /** Only two tildes strike through; a single one means a range or "about". */
  override del(src: string, maskedSrc: string, prevChar?: string): Tokens.Del | undefined {
    return src.startsWith('~~') ? super.del(src, maskedSrc, prevChar) : undefined;
  }

  override html(src: string): Tokens.HTML | undefined {
    const token = super.html(src);
    return token && !isForeign(src) ? token : undefined;
  }

  override tag(src: string): Tokens.Tag | undefined {
    const token = super.tag(src);
    return token && !isForeign(src) ? token : undefined;
  }

  override link(src: string): Tokens.Link | undefined {
    return this.#withoutPicture(super.link(src)) as Tokens.Link | undefined;
  }

  override reflink(src: string, links: Parameters<Tokenizer['reflink']>[1]): Tokens.Link | Tokens.Text | undefined {
    return this.#withoutPicture(super.reflink(src, links));
  }

  override url(src: string): Tokens.Link | undefined {
    const token = urlish.test(src) ? super.url(src) : undefined;
    const end = token?.raw.search(sentence) ?? -1;
    return end < 0 ? token : super.url(src.slice(0, end));
  }

  /** Turns an image into a link to it, labelled with its alt text; inside another link, only the text remains. */
  #withoutPicture<T extends Tokens.Link | Tokens.Text>(token: T | Tokens.Image | undefined): T | Tokens.Link | Tokens.Text | undefined {
    if (token?.type !== 'image') return token;
    const {raw, href, title} = token;
    const text = wordsOf(token.tokens);
    const words: Tokens.Text = {type: 'text', raw: text, text};
    if (this.lexer.state.inLink) return {...words, raw};
    return {type: 'link', raw, href, title, text, tokens: text ? [words] : []};
  }
}

/** Anything that could make a line more than plain text. */
const inlineish = /[*_`~<[\\@&\n]|:\S|www|^$/i;

/** Skips the dozen regular expressions that marked would try in vain on plain text. */
class BodyLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (tokens.length || inlineish.test(src)) return super.inlineTokens(src, tokens);
    tokens.push({type: 'text', raw: src, text: src, escaped: this.state.inRawBlock});
    return tokens;
  }
}

/** Parses a body as Markdown, keeping single line breaks. */
export function tokenize(body: string): Token[] {
  const tokenizer = new BodyTokenizer();
  if (body.split('~', mostTildes + 2).length > mostTildes + 1) tokenizer.del = () => undefined;
  return new BodyLexer({gfm: true, breaks: true, tokenizer}).lex(body);
}

function isForeign(src: string): boolean {
  const name = /^ {0,3}<\/?([a-z][^\s/>]*)/i.exec(src)?.[1];
  return name !== undefined && !isHtmlName(name.toLowerCase());
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens?.length ? wordsOf(token.tokens) : 'text' in token ? String(token.text) : ''))
    .join('');
}
