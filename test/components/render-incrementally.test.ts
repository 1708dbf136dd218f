import {expect} from 'chai';
import {html, render} from 'lit';
import {standaloneContext} from '../../src/components/context.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {text} from '../../src/components/text/text.ts';

const context = standaloneContext({remember: () => undefined});

const streamedBody = `# Lamps

Over a table a lamp hangs **low**: 60 to 70 cm, and is _dimmed_. Two lines
with a break and \`code\`.

## What there is

- Fjell, brass
- Dal
  - small
  - large

  a paragraph of the list
- Vik

1. Measure
2. Order, see [the guide](https://shop.example/guide)

| Lamp | Price |
| --- | --: |
| Fjell | 349 |
| Dal | 129 |

\`\`\`js
const lamp = 'Fjell';

light(lamp);
\`\`\`

> Warm light, they say.
> It is.

A line that becomes a heading
---

詳細は https://shop.example/例。次に進みます。

The end, https://shop.example.`;

describe('a streamed text', () => {
  before(() => lateParts.markdown.load());

  const draw = (body: string, into: HTMLElement): unknown => render(html`<div>${text(body, context)}</div>`, into);
  const renderWhole = (body: string): string => {
    const container = document.createElement('div');
    draw(body, container);
    return markupOf(container);
  };
  const markupOf = (container: HTMLElement): string => container.querySelector('.text')?.innerHTML ?? '';

  for (const piece of [1, 3, 13, 60]) {
    it(`renders in each state as if it had arrived whole, in steps of ${piece} characters`, () => {
      const container = document.createElement('div');
      for (let end = piece; end < streamedBody.length + piece; end += piece) {
        draw(streamedBody.slice(0, end), container);
        expect(markupOf(container), `after ${end}`).to.equal(renderWhole(streamedBody.slice(0, end)));
      }
    });
  }

  it('keeps the nodes of finished blocks, and starts over with an unrelated text', () => {
    const container = document.createElement('div');
    draw(streamedBody.slice(0, 400), container);
    const heading = container.querySelector('h3');
    draw(streamedBody, container);
    expect(container.querySelector('h3') === heading).to.equal(true);
    draw('Quite **other** words', container);
    expect(markupOf(container)).to.equal('<p>Quite <strong>other</strong> words</p>');
    draw(streamedBody, container);
    expect(markupOf(container)).to.equal(renderWhole(streamedBody));
  });

  it('accounts for link definitions and HTML that affect blocks already finished', () => {
    for (const body of [
      'See [the guide][g] now.\n\nMore.\n\nAnd more.\n\nEven more.\n\n[g]: https://shop.example/guide',
      'One.\n\nTwo **three**.\n\n<b>Four\n\nfive</b>\n\nSix.',
    ]) {
      const container = document.createElement('div');
      for (let end = 5; end <= body.length; end++) draw(body.slice(0, end), container);
      expect(markupOf(container)).to.equal(renderWhole(body));
    }
  });
});
