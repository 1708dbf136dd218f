import {Lexer, Tokenizer, type Token, type Tokens} from 'marked';
import {isHtmlName} from './html-names.ts';

/** Lists and quotations in one another. Deeper ones are words: reading them would exhaust the stack. */
const deepest = 12;
/** Emphasis in emphasis, for the same reason. */
const deepestEmphasis = 60;

/**
 * Characters that may be looked through in vain for the ends of emphasis, and as many for those of mail addresses: each sign looks through all that
 * follows it in its paragraph, or without a space.
 */
const mostLookedThrough = 2_000_000;

/** What may stand before the `@` of a mail address. */
const mailName = /^[\w.!#$%&'*+/=?`{|}~-]*/;

/** Beyond it nothing is struck through: reading pairs of tildes takes the square of their number. */
const mostTildes = 100;

/** Signs that end an address in text that is written without spaces. Letters of such text, `々` among them, may stand in an address. */
const sentence = /[\u3001-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’]/;

/** Letters that are written with spaces between words, as those with capitals are. */
const spaced = String.raw`[\p{LC}\d]`;
/** Letters, and the signs of scripts without spaces: a mark beside them may belong to them, whatever stands on its other side. */
const wordlike = String.raw`[\p{L}\p{N}\u3000-\u303f\uff00-\uffef]`;
const strongWords = String.raw`\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?!\*)`;

/** As CommonMark has it, except that marks between a sign and a letter need no space where the letter's language writes none. */
const strong = new RegExp(`(?<!\\*)(?:(?<!${spaced})|(?=..${wordlike}))${strongWords}(?:(?<=${wordlike}..)|(?!${spaced}))`, 'uy');

/** What CommonMark takes for no strong words because a space is missing behind them: `**Note:**call us`. */
const strongAlmost = new RegExp(`(?<!\\S)${strongWords}(?<![\\p{Ps}\\p{Pi}]..)`, 'uy');

/** Markdown as a chat needs it: bounded, no pictures (they become links, so nothing is loaded), and only HTML's own names are HTML. */
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

  /** @param masked The whole text up to the end of `src`, in which no mark stands that is none, such as those of code. */
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

  /** Only two tildes strike: one stands for a range or for "about". */
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
    const token = super.url(src);
    const end = token?.raw.search(sentence) ?? -1;
    return end < 0 ? token : super.url(src.slice(0, end));
  }

  /** A picture is a link to it, named by its alternative words; inside a link only the words are left. */
  #withoutPicture<T extends Tokens.Link | Tokens.Text>(token: T | Tokens.Image | undefined): T | Tokens.Link | Tokens.Text | undefined {
    if (token?.type !== 'image') return token;
    const {raw, href, title} = token;
    const text = wordsOf(token.tokens);
    const words: Tokens.Text = {type: 'text', raw: text, text};
    if (this.lexer.state.inLink) return {...words, raw};
    return {type: 'link', raw, href, title, text, tokens: text ? [words] : []};
  }
}

/** Anything by which a line could be more than its words. */
const inlineish = /[*_`~<[\\@&\n]|:\S|www|^$/i;

/** Spares what is nothing but words the dozen of expressions that marked would try in vain. */
class BodyLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (tokens.length || inlineish.test(src)) return super.inlineTokens(src, tokens);
    tokens.push({type: 'text', raw: src, text: src, escaped: this.state.inRawBlock});
    return tokens;
  }
}

/** Reads a body as Markdown, with single line breaks kept. */
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
