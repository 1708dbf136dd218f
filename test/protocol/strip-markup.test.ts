import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {stripMarkup} from '../../src/protocol/strip-markup.ts';

test.each([
  // Markup that is removed
  ['**bold** and __bold__', 'bold and bold'],
  ['*soft* and _soft_', 'soft and soft'],
  ['これは**「重要」**です。**주의:**입니다', 'これは「重要」です。주의:입니다'],
  ['***both*** of them', 'both of them'],
  ['**a** b **c**', 'a b c'],
  ['~~gone~~', 'gone'],
  ['**~~gone~~** ~~**gone**~~', 'gone gone'],
  ['~~9~12~~ 10~12 ~~13~18~~', '9~12 10~12 13~18'],
  ['`code` here', 'code here'],
  ['# Heading\ntext', 'Heading\ntext'],
  ['> quoted\n> twice', 'quoted\ntwice'],
  ['- one\n- two\n* three', 'one\ntwo\nthree'],
  ['- [x] done\n- [ ] open', 'done\nopen'],
  ['1. one\n2. two', '1. one\n2. two'],
  ['a\n\n---\n\nb', 'a\n\nb'],
  ['```js\nlet a;\n```', 'let a;'],
  ['[our shop](https://e.com)', 'our shop'],
  ['[our shop](https://e.com "Title")', 'our shop'],
  ['[a](https://e.com/b_(c))', 'a'],
  ['[](https://e.com)', 'https://e.com'],
  ['![A cat](https://e.com/cat.png)', 'A cat'],
  ['<https://e.com>', 'https://e.com'],
  ['a<br>b<br/>c</br>d', 'a\nb\nc\nd'],
  ['<p>a</p><p>b</p>', 'a\n\nb'],
  ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
  ['<b class="x">a</b> <em>b</em>', 'a b'],
  ['<a href="https://e.com">our shop</a>', 'our shop'],
  ['a<script>alert(1)</script>b', 'ab'],
  ['a<!-- hidden -->b', 'ab'],
  ['a &amp; b &lt; c &#233; &#x1F600; &nbsp;d', 'a & b < c é 😀  d'],
  ['&euro;5 &ndash; &ldquo;it&rsquo;s&rdquo;&hellip; &copy; &#XE9;', '€5 – “it’s”… © é'],
  ['<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>', 'a b\nc d'],
  ['<div><SPAN style="color: red">a</SPAN><sub>2</sub><hr/></div><small >b</small>', 'a2\nb'],
  ['a\tb\u00a0c', 'a b c'],
  ['a\n\n\n\nb  \n', 'a\n\nb'],
  ['a\r\nb', 'a\nb'],

  // Text that only looks like markup
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['snake_case_name', 'snake_case_name'],
  ['5 < 6 and 7 > 3', '5 < 6 and 7 > 3'],
  ['Type <your name> please', 'Type <your name> please'],
  ['<name>, <e-mail>, <table-number> and <b-side>', '<name>, <e-mail>, <table-number> and <b-side>'],
  ['List<String> or Map<K, V>', 'List<String> or Map<K, V>'],
  ['if x<y and y>z', 'if x<y and y>z'],
  ['&constructor; &valueOf;', '&constructor; &valueOf;'],
  ['I <3 you', 'I <3 you'],
  ['\\*not soft\\*', '*not soft*'],
  ['\\<b> \\# \\\\', '<b> # \\'],
  ['a ** b', 'a ** b'],
  ['*', '*'],
  ['**', '**'],
  ['[a] (b)', '[a] (b)'],
  ['[1] and [2]', '[1] and [2]'],
  ['&unknown; &#0; &#x110000;', '&unknown; &#0; &#x110000;'],
  ['营业时间：9:00~12:00，13:00~18:00', '营业时间：9:00~12:00，13:00~18:00'],
  ['~$5–~$10', '~$5–~$10'],
  ['#hashtag', '#hashtag'],
  ['3-4 and -5', '3-4 and -5'],
  ['&lt;b&gt;', '<b>'],
  ['', ''],
])('%j becomes %j', (body, spoken) => {
  expect(stripMarkup(body)).toBe(spoken);
});

test.each([
  ['see [our shop](https://e.com)', 'see our shop (https://e.com)'],
  ['[https://e.com](https://e.com)', 'https://e.com'],
  ['<a href="https://e.com">our shop</a>', 'our shop (https://e.com)'],
  ['<a href="https://e.com"></a>', 'https://e.com'],
])('%j becomes %j with `addresses`', (body, written) => {
  expect(stripMarkup(body, {addresses: true})).toBe(written);
});

test('text beyond 20,000 characters is left unchanged', () => {
  expect(stripMarkup(`**a**${'b'.repeat(19_995)}**c**`)).toBe(`a${'b'.repeat(19_995)}**c**`);
});

test('plain text is left unchanged', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Hello', 'world.', 'Où?', '你好', 'مرحبا', '12:30', '3.5', '€5', 'a-b', "it's", '😎', 'x_y')),
      (list) => {
        expect(stripMarkup(list.join(' '))).toBe(list.join(' '));
      },
    ),
  );
});

test('whitespace is handled alike with and without markup in the text', () => {
  const piece = fc.constantFrom('Hello', 'Où? ', '\n', '\n\n\n', ' ', '\t', '\u00a0', '你好', '12:30', '(a)', '1. b', '!', '\ufdd3');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = `A${pieces.join('')}.`;
      expect(stripMarkup(`${text} **x**`)).toBe(`${stripMarkup(text)} x`);
    }),
  );
});

test('no text throws or takes long', () => {
  fc.assert(
    fc.property(
      fc.string({unit: fc.constantFrom(...'*_~`[]()<>!#|-\\&;a \n"=/'.split(''))}),
      (text) => typeof stripMarkup(text) === 'string',
    ),
  );
  for (const piece of [
    '*',
    '**',
    '_',
    '[',
    '](',
    '![',
    '<',
    '<a ',
    '<a href="',
    '<!--',
    '<script>',
    '`',
    '~~',
    '#',
    '> ',
    '- ',
    '|-',
    '\\',
    '&#',
    '*a',
    '**a ',
    '<b ',
  ]) {
    const begun = performance.now();
    stripMarkup(piece.repeat(60_000 / piece.length));
    expect(performance.now() - begun, piece).toBeLessThan(1500);
  }
});
