import {expect} from 'chai';
import * as fc from 'fast-check';
import {Lexer, type Token} from 'marked';
import {BodyTokenizer, tokenize} from '../../src/components/text/tokenizer.ts';
import {hostileBodies} from './hostile-bodies.ts';

/** The tokens of a body without our shortcuts. */
const unoptimizedTokens = (body: string): Token[] => new Lexer({gfm: true, breaks: true, tokenizer: new BodyTokenizer()}).lex(body);

/** Markdown syntax, and what only looks like it. */
const syntax =
  '* ** _ __ ` ``` ~ ~~ < > [ ] ( ) ! ![ | |-| --- === = : :- " \' . \\ & &amp; &#65; # ## > + - 1. 12) <b> </b> <div> <!-- --> [x] www.a.b WWW.c.d http https://a.example ftp://b.example mailto:a@b.c xmpp:a@b a@b.c { } ^ $ %';
const spaces = [' ', ' ', '  ', '    ', '\t', '\n', '\n', '\n\n', '\n ', '\r\n', '\r', '\u00a0', '\u2028'];
const piece = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom('word', 'some words', 'a', 'é', '😀', '3', 'Three steps: ')},
  {weight: 4, arbitrary: fc.constantFrom(...syntax.split(' '), '- ', '* ', '> ', '# ', '1. ', '[a]: https://a.example')},
  {weight: 2, arbitrary: fc.constantFrom(...spaces)},
);
const body = fc.array(piece, {minLength: 1, maxLength: 10}).map((pieces) => pieces.join(''));

describe('the optimized tokenizer', () => {
  it('produces the same tokens as marked for hostile bodies', () => {
    for (const [name, hostile] of hostileBodies) expect(tokenize(hostile), name).to.deep.equal([...unoptimizedTokens(hostile)]);
  });

  it('produces the same tokens as marked for random bodies', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(body, (source) => {
        expect(JSON.stringify(tokenize(source))).to.equal(JSON.stringify(unoptimizedTokens(source)));
      }),
      {numRuns: 20_000},
    );
  });

  it('avoids quadratic work when looking for e-mail addresses, and still finds all of them', () => {
    let calls = 0;
    class Counting extends BodyTokenizer {
      override inlineText(src: string) {
        calls++;
        return super.inlineText(src);
      }
    }
    new Lexer({gfm: true, breaks: true, tokenizer: new Counting()}).lex('!_a'.repeat(6_600));
    expect(calls).to.be.below(500);
    const [paragraph] = tokenize('*a* b_c ann@a.example '.repeat(900));
    const found = (paragraph as {tokens?: Token[]}).tokens!.filter(({type}) => type === 'link');
    expect(found).to.have.length(900);
  });

  it('limits the depth of nested emphasis, so that it cannot exhaust the stack', () => {
    const depth = (tokens: readonly Token[] = []): number =>
      Math.max(0, ...tokens.map((token) => 1 + ('tokens' in token ? depth(token.tokens) : 0)));
    const nested = (levels: number): string => `${'*a _b '.repeat(levels / 2)}${'b_ a* '.repeat(levels / 2)}`;
    expect(depth(tokenize(nested(20)))).to.be.greaterThan(20);
    expect(depth(tokenize(nested(1_600)))).to.be.at.most(64);
  });
});
