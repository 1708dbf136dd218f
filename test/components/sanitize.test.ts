import {expect} from 'chai';
import pageDOMPurify from 'dompurify';
import {filterHtml} from '../../src/components/text/filter-html.ts';
import {sanitize} from '../../src/components/text/sanitize.ts';
import {hostileBodies} from './hostile-bodies.ts';

const elements = new Set(
  'b strong i em u s del br code p ul ol li a pre blockquote hr h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr th td'.split(' '),
);
const attributes = new Set(['href', 'title', 'start', 'align']);

const executed: string[] = [];
before(() => Object.defineProperty(window, 'ran', {value: (what = 'ran') => executed.push(what), configurable: true}));

/** The elements and attributes of a fragment that are not allowed. */
function disallowed(root: ParentNode): string[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.namespaceURI === 'http://www.w3.org/1999/xhtml' && elements.has(element.localName) ? [] : [`<${element.localName}>`]),
    ...[...element.attributes].filter(({name}) => !attributes.has(name)).map(({name}) => `${element.localName} ${name}`),
  ]);
}

/** Markup parsed into an inert document. */
const parsed = (markup: string): ParentNode => new DOMParser().parseFromString(`<body>${markup}`, 'text/html').body;

describe('the first stage of the HTML sanitizer', () => {
  for (const [name, body] of hostileBodies)
    it(`leaves only allowed markup: ${name}`, () => expect(disallowed(parsed(filterHtml(body)))).to.deep.equal([]));

  it('is idempotent', () => {
    for (const [name, body] of hostileBodies) expect(filterHtml(filterHtml(body)), name).to.equal(filterHtml(body));
  });
});

describe('the second stage of the HTML sanitizer', () => {
  for (const [name, body] of hostileBodies)
    it(`leaves only allowed markup, even without the first stage: ${name}`, () => {
      const fragment = sanitize(body)!;
      expect(disallowed(fragment)).to.deep.equal([]);
      for (const link of fragment.querySelectorAll('a[href]')) expect(link.getAttribute('href')).to.match(/^(?:https?|mailto|tel):/i);
    });

  it('removes forms, styles, images, frames, names, classes and data attributes, but keeps text', () => {
    const fragment = sanitize(
      '<form action="https://evil.example"><input name="a"><button>b</button></form><style>*{}</style><img src="https://evil.example/a.png">' +
        '<iframe src="https://evil.example"></iframe><video src="https://evil.example/a.mp4"></video><link rel="stylesheet" href="https://evil.example/a.css">' +
        '<p id="a" name="b" class="c" style="d" part="e" slot="f" data-i="j" aria-label="k" role="l" tabindex="1" onclick="ran()">words</p><x-y>more</x-y><b is="g-h">b</b>',
    )!;
    expect(disallowed(fragment)).to.deep.equal([]);
    expect(fragment.textContent).to.contain('words');
    expect(fragment.textContent).to.contain('more');
  });

  it('ignores configuration planted on Object.prototype, even before its first use', async () => {
    const shared = Object.prototype as Record<string, unknown>;
    const again: string = '../../src/components/text/sanitize.ts?again';
    const fresh = (await import(again)) as {sanitize: typeof sanitize};
    expect(fresh.sanitize).not.to.equal(sanitize);
    try {
      Object.assign(shared, {ADD_TAGS: ['script', 'img'], ADD_ATTR: ['onerror', 'src'], ALLOW_DATA_ATTR: true});
      for (const candidate of [sanitize, fresh.sanitize])
        expect(disallowed(candidate('<b>a</b><img src=x onerror=ran()><script>ran()</script>')!)).to.deep.equal([]);
    } finally {
      for (const name of ['ADD_TAGS', 'ADD_ATTR', 'ALLOW_DATA_ATTR']) delete shared[name];
    }
  });

  it('neither affects nor is affected by the page’s own DOMPurify', () => {
    const html = '<b class="a" data-a="b">c</b><img src="https://a.example/b.png">';
    expect(sanitize(html)!.querySelector('img, [class], [data-a]')).to.equal(null);
    expect(pageDOMPurify.sanitize(html)).to.equal(html);
    pageDOMPurify.setConfig({ADD_TAGS: ['iframe'], ADD_ATTR: ['onclick']});
    pageDOMPurify.addHook('uponSanitizeElement', (_, {allowedTags}) => Object.assign(allowedTags, {img: true, iframe: true}));
    try {
      expect(disallowed(sanitize(`${html}<iframe src="https://evil.example"></iframe><i onclick="ran()">d</i>`)!)).to.deep.equal([]);
    } finally {
      pageDOMPurify.clearConfig();
      pageDOMPurify.removeAllHooks();
    }
  });

  it('returns the content of the parsed body, not a body element', () => {
    expect([...sanitize(' <p>a</p><body title="b">c')!.childNodes].map(({nodeName}) => nodeName)).to.deep.equal(['#text', 'P', '#text']);
  });
});

after(async () => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(executed).to.deep.equal([]);
});
