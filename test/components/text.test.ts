import {describeOutsideFirefox} from './in-chromium.ts';
import {sendKeys} from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import {expect} from 'chai';
import {html, render} from 'lit';
import {screen} from 'shadow-dom-testing-library';
import {defaultOptions, type PartContext, type PartOptions} from '../../src/components/context.ts';
import type {PageEvent} from '../../src/components/events.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {isPlain} from '../../src/components/text/is-plain.ts';
import type {ParleyText} from '../../src/components/text/element.ts';
import '../../src/elements/text.ts';
import {hostileBodies, slowBodies} from './hostile-bodies.ts';

declare const axe: {run(root: Element): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>};

type Given = Partial<Omit<PartContext, 'options'>> & {options?: Partial<PartOptions>};

let container: HTMLElement;

beforeEach(() => {
  container = document.createElement('main');
  document.body.append(container);
});
afterEach(() => container.remove());

/** Renders a body, reusing the element of an earlier call. */
async function draw(body: string, {options, ...given}: Given = {}): Promise<ParleyText> {
  const context = {...given, options: {...defaultOptions, ...options}};
  render(html`<parley-text .body=${body} .context=${context}></parley-text>`, container);
  const element = container.querySelector('parley-text')!;
  await element.updateComplete;
  return element;
}

/** Renders a body, and waits until all that it needs has been loaded. */
async function renderLoaded(body: string, given?: Given): Promise<ShadowRoot> {
  const {shadowRoot} = await draw(body, given);
  await lateParts.markdown.load();
  await new Promise((resolve) => setTimeout(resolve));
  return shadowRoot!;
}

const inside = (root: ShadowRoot): string => (root.querySelector('.text') ?? root).innerHTML.replace(/<!--.*?-->/g, '');
const requested = (file: string): boolean => performance.getEntriesByType('resource').some(({name}) => name.includes(file));

async function until(met: () => boolean): Promise<void> {
  for (let tries = 0; !met() && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(met()).to.equal(true);
}

async function violations(): Promise<string[]> {
  const {violations: found} = await axe.run(container);
  return found.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

// First, since modules stay loaded.
describe('loading for a text', () => {
  it('loads nothing for plain text, which is rendered as a single text node with its line breaks', async () => {
    const line = (await draw('Hello')).offsetHeight;
    const {shadowRoot, offsetHeight} = await draw('Hello there, 3 lamps for 20 € (two of them red).\nSecond line');
    expect(shadowRoot!.textContent).to.equal('Hello there, 3 lamps for 20 € (two of them red).\nSecond line');
    expect(offsetHeight).to.equal(2 * line);
    expect(shadowRoot!.children.length).to.equal(0);
    expect(requested('text/markdown.ts')).to.equal(false);
  });

  it('loads the Markdown part for Markdown, showing the source meanwhile', async () => {
    const {shadowRoot} = await draw('Hang it **60 cm** above\nthe table');
    expect(shadowRoot!.textContent).to.equal('Hang it **60 cm** above\nthe table');
    expect(getComputedStyle(container.querySelector('parley-text')!).whiteSpace).to.equal('pre-line');
    await until(() => shadowRoot!.querySelector('strong') !== null);
    const [root] = shadowRoot!.children;
    expect(shadowRoot!.children.length).to.equal(1);
    expect(root!.innerHTML).to.equal('<p>Hang it <strong>60 cm</strong> above<br>the table</p>');
    expect(getComputedStyle(root!).whiteSpace).to.equal('normal');
    expect(requested('text/markdown.ts')).to.equal(true);
    expect(requested('text/sanitize.ts')).to.equal(false);
  });

  it('does not load the sanitizer without HTML, not even for <br> tags', async () => {
    const root = await renderLoaded('One<br>two *three* &amp; `<b>four</b>`');
    expect(inside(root)).to.equal('<p>One<br>two <em>three</em> &amp; <code>&lt;b&gt;four&lt;/b&gt;</code></p>');
    expect(requested('text/sanitize.ts')).to.equal(false);
  });

  it('loads the sanitizer for HTML, showing the text without tags meanwhile', async () => {
    const {shadowRoot: root} = await draw('Welcome <b>you</b> **there**');
    expect(inside(root!)).to.equal('<p>Welcome you <strong>there</strong></p>');
    await until(() => root!.querySelector('b') !== null);
    expect(inside(root!)).to.equal('<p>Welcome <b>you</b> <strong>there</strong></p>');
    expect(requested('text/sanitize.ts')).to.equal(true);
  });
});

describe('a text', () => {
  const cases: readonly (readonly [name: string, body: string, html: string])[] = [
    ['single line breaks', '*a*\nb', '<p><em>a</em><br>b</p>'],
    ['paragraphs', 'a\n\nb', '<p>a</p><p>b</p>'],
    ['emphasis', '**a** _b_ ~~c~~ `d`', '<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>'],
    [
      'tildes in ranges and approximations without strikethrough',
      '*9:00~12:00*，13:00~18:00 and ~$5–~$10',
      '<p><em>9:00~12:00</em>，13:00~18:00 and ~$5–~$10</p>',
    ],
    ['ranges inside strikethrough', '~~9~12, 13~18~~ 10~12', '<p><del>9~12, 13~18</del> 10~12</p>'],
    ['bold CJK text in brackets without spaces', 'これは**「重要」**です', '<p>これは<strong>「重要」</strong>です</p>'],
    ['bold CJK text that ends with a bracket', '価格は**1,000円（税込）**です', '<p>価格は<strong>1,000円（税込）</strong>です</p>'],
    ['bold CJK text in curly quotes', '请看**“说明”**部分', '<p>请看<strong>“说明”</strong>部分</p>'],
    ['bold text before a Korean particle', '**주의:**입니다', '<p><strong>주의:</strong>입니다</p>'],
    [
      'several bold runs without spaces',
      '**「a」**と**b**と**「c」**',
      '<p><strong>「a」</strong>と<strong>b</strong>と<strong>「c」</strong></p>',
    ],
    ['code and emphasis inside bold CJK text', 'は**「`**` _a_」**で', '<p>は<strong>「<code>**</code> <em>a</em>」</strong>で</p>'],
    [
      'bold text before a letter without a space',
      '**(inkl. MwSt.)**und **a:**1',
      '<p><strong>(inkl. MwSt.)</strong>und <strong>a:</strong>1</p>',
    ],
    ['nested bold text', '**a "**b**" c**', '<p><strong>a "<strong>b</strong>" c</strong></p>'],
    ['power and spread operators verbatim', 'a**(b) + c**(d), f(**{a:1},**b)', '<p>a**(b) + c**(d), f(**{a:1},**b)</p>'],
    ['footnote asterisks verbatim', 'Preis**, Ort**\n\na**"b"**c\n\n**(**a', '<p>Preis**, Ort**</p><p>a**"b"**c</p><p>**(**a</p>'],
    ['nested lists', '- a\n  - b\n- c', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'],
    ['ordered lists from their start number', '7. a\n8. b', '<ol start="7"><li>a</li><li>b</li></ol>'],
    ['ordered lists with wide numbers', '99. a\n100. b', '<ol start="99" class="long"><li>a</li><li>b</li></ol>'],
    ['headings from h3 down, without skipping levels', '### a\n\n###### b\n\n### c', '<h3>a</h3><h4>b</h4><h3>c</h3>'],
    ['blockquotes', '> a\n> b', '<blockquote><p>a<br>b</p></blockquote>'],
    ['thematic breaks', 'a\n\n---\n\nb', '<p>a</p><hr><p>b</p>'],
    ['task lists without form controls', '- [x] a\n- [ ] b', '<ul><li class="task">☑ a</li><li class="task">☐ b</li></ul>'],
    [
      'named character references',
      'Tom &amp; Jerry&nbsp;&euro;5 &hellip; &eacute; &nosuch;',
      '<p>Tom &amp; Jerry&nbsp;€5 … é &amp;nosuch;</p>',
    ],
    ['character references in code verbatim', '`&amp;`', '<p><code>&amp;amp;</code></p>'],
    ['backslash escapes', '\\*a\\* \\&amp;', '<p>*a* &amp;amp;</p>'],
    ['unknown tags as text', 'a List<String> for <your name> *b*', '<p>a List&lt;String&gt; for &lt;your name&gt; <em>b</em></p>'],
    ['an unknown tag on a line of its own as text', '<your-name>\n\n*b*', '<p>&lt;your-name&gt;</p><p><em>b</em></p>'],
    ['comparison operators', 'a < b and c > d *e*', '<p>a &lt; b and c &gt; d <em>e</em></p>'],
    ['no HTML comments', '*a*<!-- b -->c', '<p><em>a</em>c</p>'],
    ['no link definitions', '*a*\n\n[b]: https://a.example', '<p><em>a</em></p>'],
    ['safe HTML', '<b>a</b><i>b</i><u>c</u><s>d</s><em>e</em>', '<p><b>a</b><i>b</i><u>c</u><s>d</s><em>e</em></p>'],
    ['Markdown beside HTML', '**a** <b>b</b>\n- c', '<p><strong>a</strong> <b>b</b></p><ul>\n<li>c</li>\n</ul>'],
    ['HTML lists', '<ol start=3 class=x><li>a<li>b</ol>', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['text around an HTML block', 'a <ul><li>b</li></ul> c', '<p>a </p><ul><li>b</li></ul><p> c</p>'],
    ['HTML blocks as paragraphs', '<div>a</div><div>b<br>c</div>', '<p>a</p><p>b<br>c</p>'],
    ['unknown tags in HTML blocks', '<div>List<String></div>', '<p>List&lt;String&gt;</p>'],
    ['alignment in HTML tables', '<table><tr><th align=right onclick=x>a</th></tr></table>', ''],
    ['HTML headings', '<h1>a</h1>', '<h3>a</h3>'],
    ['HTML headings without skipping levels', '<h2>a</h2><h5>b</h5><h2>c</h2><h1>d</h1>', '<h3>a</h3><h4>b</h4><h3>c</h3><h3>d</h3>'],
    ['Markdown and HTML headings in one hierarchy', '## a\n\n<h4>b</h4>\n\n# c', '<h3>a</h3>\n<h4>b</h4><h3>c</h3>'],
  ];

  const normalize = (markup: string): string => markup.replace(/>\s+</g, '><').replace(/\s*(<\/?(?:p|ul|ol|li)\b[^>]*>)\s*/g, '$1');

  for (const [name, body, expected] of cases.filter(([, , markup]) => markup)) {
    it(`renders ${name}`, async () => {
      const root = await renderLoaded(body);
      expect(normalize(inside(root))).to.equal(normalize(expected));
    });
  }

  it('renders tables in a keyboard-scrollable box, with their column alignment', async () => {
    for (const body of [
      '| a | b | |\n|---|--:|:-:|\n| 1 | 2 | 3 |',
      '<table><tr><th>a</th><th align=right>b</th><td align=center>c</td></tr></table>',
    ]) {
      const root = await renderLoaded(body);
      const box = await screen.findByShadowRole('group', {name: 'Table'});
      expect(box.tabIndex).to.equal(0);
      expect(box.firstElementChild!.localName).to.equal('table');
      expect(getComputedStyle(box).overflowX).to.equal('auto');
      expect([...root.querySelectorAll('th')].map((cell) => [cell.textContent, cell.className])).to.deep.equal([
        ['a', ''],
        ['b', 'end'],
      ]);
      expect(root.querySelectorAll('.centre').length).to.be.greaterThan(0);
      expect(root.querySelector('[align]')).to.equal(null);
    }
  });

  it('renders safe HTML inside any Markdown construct', async () => {
    for (const body of [
      '| a |\n|---|\n| <b>b</b> |',
      '- a\n  - <b>b</b>',
      '> <b>b</b>',
      '# <b>b</b>',
      '**a <b>b</b>**',
      '[a <b>b</b>](https://a.example)',
    ]) {
      const root = await renderLoaded(body);
      await until(() => root.querySelector('b')?.textContent === 'b');
    }
  });

  it('renders code in a keyboard-scrollable, left-to-right box, in Markdown and HTML', async () => {
    for (const body of ['```js\na < b\n```', '<pre><code>a &lt; b</code></pre>']) {
      await renderLoaded(body);
      const box = await screen.findByShadowRole('group', {name: 'Code'});
      expect(box.localName).to.equal('pre');
      expect(box.textContent.trim()).to.equal('a < b');
      expect(box.dir).to.equal('ltr');
    }
  });

  it('loads no images, and links to them instead', async () => {
    const root = await renderLoaded('![A lamp](https://shop.example/lamp.png) and [![](https://a.example/b.png)](https://shop.example/)', {
      options: {links: 'same-tab'},
    });
    expect(root.querySelector('img')).to.equal(null);
    expect([...root.querySelectorAll('a')].map((link) => [link.textContent, link.href])).to.deep.equal([
      ['A lamp', 'https://shop.example/lamp.png'],
      ['https://shop.example/', 'https://shop.example/'],
    ]);
  });

  it('shows only the text of links with an unsafe URL', async () => {
    const root = await renderLoaded(
      '[your **account**](javascript:alert(1)), [bank](https://bank.example@evil.example), <a href="file:///x">file</a>',
    );
    expect(root.querySelector('a')).to.equal(null);
    expect(root.textContent).to.contain('your account, bank, file');
  });

  it('beyond the size limit for Markdown is rendered as plain text', async () => {
    const body = '**a** '.repeat(3_400);
    const {shadowRoot} = await draw(body);
    expect(shadowRoot!.textContent).to.equal(body);
    expect((await renderLoaded('**a** '.repeat(833))).querySelectorAll('strong').length).to.equal(833);
  });

  it('of 5,000 characters does not overflow its container', async () => {
    container.style.width = '320px';
    for (const body of ['lamp '.repeat(1_000), 'x'.repeat(5_000), `*x* ${'y'.repeat(4_990)}`, `| ${'wide '.repeat(900)} |\n|---|\n| b |`]) {
      await renderLoaded(body);
      expect(container.scrollWidth, body.slice(0, 20)).to.be.at.most(320);
    }
  });

  it('renders nothing if empty, and updates when its body changes', async () => {
    const root = await renderLoaded('');
    expect(root.textContent).to.equal('');
    await renderLoaded('*a*');
    await renderLoaded('*b*');
    expect(inside(root)).to.equal('<p><em>b</em></p>');
    await renderLoaded('c');
    expect(root.textContent).to.equal('c');
  });

  it('keeps its nodes when rerendered unchanged, so that a selection survives', async () => {
    const root = await renderLoaded('*a* [b](https://a.example)');
    const node = root.querySelector('em');
    await renderLoaded('*a* [b](https://a.example)', {reachable: false});
    expect(root.querySelector('em')).to.equal(node);
  });

  it('takes its direction from its own words', async () => {
    container.dir = 'rtl';
    const root = await renderLoaded('*Three* things');
    expect(getComputedStyle(root.querySelector('.text')!).direction).to.equal('ltr');
    await renderLoaded('علّقه على **60 سم**');
    expect(getComputedStyle(root.querySelector('.text')!).direction).to.equal('rtl');
  });

  it('with html: none loses its tags, and the content of scripts and styles', async () => {
    const root = await renderLoaded('**a** <b>b</b> <script>evil()</script>c `<i>`\n\n<div>d<br>e &amp; f<style>x</style></div>', {
      options: {html: 'none'},
    });
    expect(inside(root)).to.equal('<p><strong>a</strong> b c <code>&lt;i&gt;</code></p><p>d<br>e &amp; f</p>');
  });

  it('with markdown: false shows Markdown verbatim, but still renders safe HTML', async () => {
    const off = {options: {markdown: false}};
    expect((await renderLoaded('**a** - b', off)).textContent).to.equal('**a** - b');
    expect(inside(await renderLoaded('**a** <b>b</b>\nc <script>ran()</script>', off))).to.equal('<p>**a** <b>b</b><br>c </p>');
    expect((await renderLoaded('**a** <b>b</b>', {options: {markdown: false, html: 'none'}})).textContent).to.equal('**a** <b>b</b>');
  });

  it('is classified as plain or as markup', () => {
    for (const plain of [
      'Hello',
      'a\nb',
      '1 lamp',
      '5 % (or 6)',
      'Price: 20 €!',
      'a-b',
      'Yes? No.',
      "it's",
      'a & b',
      'x#y',
      '3.5 cm',
      '9~12, 13~18',
    ]) {
      expect(isPlain(plain), plain).to.equal(true);
    }
    for (const marked of [
      '*a',
      '# a',
      '- a',
      '+ a',
      '> a',
      '1. a',
      '12) a',
      'a|b\n|--',
      'a `b`',
      'a@b.c',
      'www.a.b',
      'http://a',
      '&amp;',
      '&#39;',
      '<b',
      'a\n\nb',
      'a\r\nb',
      '    code',
      '[a]',
      '\\a',
      '~~a~~',
      '=====',
    ]) {
      expect(isPlain(marked), marked).to.equal(false);
    }
  });
});

describe('a link in a text', () => {
  it('opens in a new tab without opener, or in the same tab with links: same-tab', async () => {
    const root = await renderLoaded('[shop](https://shop.example/a?b=1&amp;c=2) [mail](mailto:a@shop.example)');
    const [shop, mail] = root.querySelectorAll('a');
    expect([shop!.href, shop!.target, shop!.rel]).to.deep.equal([
      'https://shop.example/a?b=1&c=2',
      '_blank',
      'noopener noreferrer nofollow',
    ]);
    expect(mail!.target).to.equal('');
    await renderLoaded('[shop](https://shop.example/a?b=1&amp;c=2) [mail](mailto:a@shop.example)', {options: {links: 'same-tab'}});
    expect(root.querySelector('a')!.hasAttribute('target')).to.equal(false);
    expect(root.querySelector('a')!.relList.contains('noopener')).to.equal(true);
  });

  it('detected in CJK text ends at its punctuation, but not at its letters', async () => {
    const bodies: readonly (readonly [body: string, ...links: string[]])[] = [
      ['詳細はhttps://example.com/docs。次に進みます。', 'https://example.com/docs'],
      [
        '（https://example.com/a）をご覧ください、https://example.com/b、www.example.comも',
        'https://example.com/a',
        'https://example.com/b',
      ],
      ['打开“https://example.com/a?b=1&c=2”，然后登录', 'https://example.com/a?b=1&c=2'],
      ['「https://example.com/a.」', 'https://example.com/a'],
      ['https://example.com/a！https://example.com/b', 'https://example.com/a', 'https://example.com/b'],
      ['見る https://www.例え.jp/佐々木/〇〇、次', 'https://www.xn--r8jz45g.jp/佐々木/〇〇'],
      ['a@example.com、mailto:b@example.com。', 'mailto:a@example.com', 'mailto:b@example.com'],
    ];
    for (const [body, ...links] of bodies) {
      const root = await renderLoaded(body, {options: {links: 'same-tab'}});
      const found = [...root.querySelectorAll('a')].map(({href}) => decodeURI(href));
      expect(found, body).to.deep.equal(links);
      expect(root.querySelector('.text')!.textContent).to.equal(body);
    }
    const root = await renderLoaded('[本](https://example.com/本。)');
    expect(decodeURI(root.querySelector('a')!.href)).to.equal('https://example.com/本。');
  });

  it('says that it opens in a new tab, in hidden words that are not copied and take no space', async () => {
    container.style.width = '320px';
    container.style.position = 'relative';
    const cell = 'x'.repeat(60);
    const bodies = [
      'See [the **shop**](https://a.example)',
      'See <a href="https://a.example">the shop</a>',
      `| ${cell} | b |\n|---|---|\n| c | [the shop](https://a.example) |`,
    ];
    for (const body of bodies) {
      const root = await renderLoaded(body);
      await until(() => root.querySelector('a') !== null);
      expect(screen.getByShadowRole('link', {name: 'the shop (opens in a new tab)'})).not.to.equal(null);
      getSelection()!.selectAllChildren(root.querySelector('a')!);
      expect(getSelection()!.toString().trim(), body).to.equal('the shop');
      expect(container.scrollWidth, body).to.equal(320);
    }
    await renderLoaded('[mail](mailto:a@shop.example)');
    expect(screen.getByShadowRole('link', {name: 'mail'})).not.to.equal(null);
    await renderLoaded('[shop](https://a.example)', {options: {links: 'same-tab'}});
    expect(screen.getByShadowRole('link', {name: 'shop'})).not.to.equal(null);
  });

  it('dispatches a page event first, which can cancel the navigation, for keyboard and pointer', async () => {
    const pageEvents: PageEvent[] = [];
    container.addEventListener('parley-page-event', (event) => {
      pageEvents.push(event);
      event.preventDefault();
    });
    let navigations = 0;
    container.addEventListener('click', (event) => {
      if (!event.defaultPrevented) navigations++;
      event.preventDefault();
    });
    for (const body of ['See [the **shop**](https://shop.example/)', 'See <a href="https://shop.example/">the <b>shop</b></a>']) {
      const root = await renderLoaded(body);
      const link = root.querySelector('a')!;
      link.querySelector<HTMLElement>('strong, b')!.click();
      link.focus();
      await sendKeys({press: 'Enter'});
    }
    expect(pageEvents.map(({name, data, button}) => [name, data, button])).to.deep.equal(
      Array.from({length: 4}, () => ['web_url', {url: 'https://shop.example/'}, undefined]),
    );
    expect(Object.isFrozen(pageEvents[0]!.data)).to.equal(true);
    expect(navigations).to.equal(0);
  });

  it('is followed if nobody cancels it; clicks beside it dispatch nothing', async () => {
    const pageEvents: PageEvent[] = [];
    container.addEventListener('parley-page-event', (event) => pageEvents.push(event));
    let navigations = 0;
    container.addEventListener('click', (event) => {
      if (!event.defaultPrevented) navigations++;
      event.preventDefault();
    });
    const root = await renderLoaded('*See* [shop](https://shop.example/)');
    root.querySelector('a')!.click();
    root.querySelector('em')!.click();
    expect(pageEvents.length).to.equal(1);
    expect(navigations).to.equal(2);
  });

  it('is in the tab order only while reachable; scrollable boxes always are', async () => {
    const body = '[a](https://a.example)\n\n```\nb\n```';
    const root = await renderLoaded(body, {reachable: false});
    const stops = () => [...root.querySelectorAll<HTMLElement>('a, pre')].map(({tabIndex}) => tabIndex);
    expect(stops()).to.deep.equal([-1, 0]);
    await renderLoaded(body, {reachable: true});
    expect(stops()).to.deep.equal([0, 0]);
    await renderLoaded(body, {reachable: false});
    expect(stops()).to.deep.equal([-1, 0]);
  });
});

describe('the accessibility audit of a text', () => {
  const states: readonly (readonly [name: string, body: string])[] = [
    ['plain text', 'One moment.\nI found it.'],
    [
      'all of Markdown',
      '# Title\n\n- **a** `b`\n  1. c\n\n| | a |\n|---|--:|\n| b | [c](https://c.example) |\n\n```\nd\n```\n\n> e ~~f~~ ![](https://g.example/h.png)\n\n- [x] i\n\n[](https://j.example)',
    ],
    ['HTML', '<b>a</b> <a href="https://a.example"></a><ul><li>b</ul><table><tr><th>c</th></tr><tr><td>d</td></tr></table>'],
  ];
  for (const [name, body] of states) {
    for (const scheme of ['light', 'dark']) {
      it(`passes with ${name} (${scheme})`, async () => {
        await renderLoaded(body);
        container.querySelector('parley-text')!.dataset['scheme'] = scheme;
        container.style.background = scheme === 'dark' ? '#111' : '#fff';
        await new Promise((resolve) => setTimeout(resolve, 30));
        expect(await violations()).to.deep.equal([]);
      });
    }
  }
});

const executed: string[] = [];
const testWindow = window as Window & {ran?: (what?: string) => void};

/** The attributes allowed in a rendered body, by element. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'rel', 'target', 'title'],
  ol: ['start', 'class'],
  li: ['class'],
  th: ['class'],
  td: ['class'],
  div: ['class', 'tabindex', 'role', 'aria-label'],
  span: ['class'],
  pre: ['dir', 'tabindex', 'role', 'aria-label'],
};
const elements = new Set(
  'a b blockquote br code del div em h3 h4 h5 h6 hr i li ol p pre s span strong table tbody td tfoot th thead tr u ul'.split(' '),
);
const classes = new Set(['table', 'long', 'task', 'end', 'centre', 'unseen']);

/** The elements, attributes, classes and URLs of a root that are not allowed. */
function disallowed(root: ShadowRoot): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll('.text *')) {
    const name = element.localName;
    if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml' || !elements.has(name)) found.push(`<${name}>`);
    for (const attribute of element.attributes) if (!attributes[name]?.includes(attribute.name)) found.push(`${name} ${attribute.name}`);
    for (const own of element.classList) if (!classes.has(own)) found.push(`.${own}`);
    if (element instanceof HTMLAnchorElement) {
      if (!/^(?:https?|mailto|tel):/.test(element.protocol)) found.push(element.href);
      if (element.username) found.push(element.href);
      if (!element.rel.includes('noopener')) found.push(`${element.href} without rel`);
    }
  }
  return found;
}

describe('a hostile text', () => {
  const optionSets: readonly Partial<PartOptions>[] = [{}, {html: 'none'}, {markdown: false}, {html: 'none', markdown: false}];

  before(async () => {
    testWindow.ran = (what = '') => executed.push(what);
    container = document.createElement('main');
    document.body.append(container);
    const root = await renderLoaded('<b>a</b>');
    await until(() => root.querySelector('b') !== null);
    container.remove();
  });

  for (const [name, body] of hostileBodies) {
    it(`is neutralized: ${name}`, async () => {
      for (const options of optionSets) {
        const root = await renderLoaded(body, {options});
        expect(disallowed(root), JSON.stringify(options)).to.deep.equal([]);
      }
    });
  }

  it('keeps the words around removed markup', async () => {
    const kept: readonly (readonly [body: string, words: string])[] = [
      ['before <script>ran()</script> after', 'before  after'],
      ['before <script>ran() after', 'before ran() after'],
      ['before <svg><text>x</text></svg> after', 'before  after'],
      ['<b onclick=ran()>bold</b> words', 'bold words'],
      ['<p style="x">all over</p>', 'all over'],
      ['<form><label>Name <input></label></form>', 'Name'],
      ['&lt;img src=x onerror=ran()&gt; **x**', '<img src=x onerror=ran()> x'],
    ];
    for (const [body, words] of kept) expect((await renderLoaded(body)).querySelector('.text')!.textContent.trim(), body).to.equal(words);
  });

  it('has run no script, loaded nothing and clobbered no global', async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(executed).to.deep.equal([]);
    expect(requested('evil.example')).to.equal(false);
    expect((window as Window & {parley?: unknown; xss?: unknown}).parley).to.equal(undefined);
    expect(document.currentScript).to.equal(null);
  });

  for (const [name, body] of slowBodies) {
    it(`is rendered in less than four seconds: ${name}`, async () => {
      for (const options of optionSets) {
        const before = performance.now();
        const root = await renderLoaded(body, {options});
        expect(performance.now() - before, JSON.stringify(options)).to.be.below(4_000);
        expect(disallowed(root)).to.deep.equal([]);
      }
    });
  }
});

// With this policy, Firefox refuses scripts of the page's own origin in a `srcdoc` document.
describeOutsideFirefox('a text under a strict CSP with Trusted Types', () => {
  const policy = (types: string): string =>
    `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; ` +
    `require-trusted-types-for 'script'; trusted-types ${types}`;

  /** A frame with that policy, which records violations. */
  async function openStrictFrame(types: string): Promise<{draw(body: string): Promise<ShadowRoot>; broken: string[]}> {
    const frame = document.createElement('iframe');
    const broken: string[] = [];
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy(types)}"><title>x</title>
      <script type="module" src="${new URL('../../src/elements/text.ts', import.meta.url).pathname}"></script>`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    container.append(frame);
    await loaded;
    const {contentDocument, contentWindow} = frame;
    contentDocument!.addEventListener('securitypolicyviolation', ({violatedDirective, sample}) =>
      broken.push(`${violatedDirective} ${sample}`),
    );
    await contentWindow!.customElements.whenDefined('parley-text');
    const draw = async (body: string): Promise<ShadowRoot> => {
      const element = contentDocument!.createElement('parley-text');
      element.body = body;
      contentDocument!.body.append(element);
      await element.updateComplete;
      await until(() => element.shadowRoot!.querySelector('.text') !== null || isPlain(body));
      return element.shadowRoot!;
    };
    return {draw, broken};
  }

  it('is rendered in full, HTML included, without a violation', async () => {
    const {draw, broken} = await openStrictFrame('lit-html parley-html');
    const root = await draw('**a** <b onclick=ran() style="color:red">b</b>');
    await until(() => root.querySelector('b') !== null);
    for (const [, body] of hostileBodies) await draw(body);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(broken).to.deep.equal([]);
  });

  it('needs no Trusted Types policy of its own for Markdown', async () => {
    const {draw, broken} = await openStrictFrame('lit-html');
    expect((await draw('**a** List<String>')).querySelector('strong')).not.to.equal(null);
    expect(broken).to.deep.equal([]);
  });

  it('loses its tags but no words if the policy for HTML is not allowed', async () => {
    const {draw} = await openStrictFrame('lit-html');
    for (let times = 0; times < 2; times++) {
      const root = await draw('**a** <b>b</b><ul><li>c</li></ul>');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(root.querySelector('b')).to.equal(null);
      expect(root.querySelector('strong')!.textContent).to.equal('a');
      expect(root.querySelector('.text')!.textContent).to.match(/a bc?/);
    }
  });
});
