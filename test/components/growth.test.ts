import {expect} from 'chai';
import {html, render} from 'lit';
import {standalone} from '../../src/components/context.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {text} from '../../src/components/text/text.ts';

const context = standalone({remember: () => undefined});

const answer = `# Lamps

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
  const fresh = (body: string): string => {
    const place = document.createElement('div');
    draw(body, place);
    return inner(place);
  };
  const inner = (place: HTMLElement): string => place.querySelector('.text')?.innerHTML ?? '';

  for (const piece of [1, 3, 13, 60]) {
    it(`renders in each state as if it had arrived whole, in steps of ${piece} characters`, () => {
      const place = document.createElement('div');
      for (let end = piece; end < answer.length + piece; end += piece) {
        draw(answer.slice(0, end), place);
        expect(inner(place), `after ${end}`).to.equal(fresh(answer.slice(0, end)));
      }
    });
  }

  it('keeps the nodes of finished blocks, and starts over with an unrelated text', () => {
    const place = document.createElement('div');
    draw(answer.slice(0, 400), place);
    const heading = place.querySelector('h3');
    draw(answer, place);
    expect(place.querySelector('h3') === heading).to.equal(true);
    draw('Quite **other** words', place);
    expect(inner(place)).to.equal('<p>Quite <strong>other</strong> words</p>');
    draw(answer, place);
    expect(inner(place)).to.equal(fresh(answer));
  });

  it('accounts for link definitions and HTML that affect blocks already finished', () => {
    for (const body of [
      'See [the guide][g] now.\n\nMore.\n\nAnd more.\n\nEven more.\n\n[g]: https://shop.example/guide',
      'One.\n\nTwo **three**.\n\n<b>Four\n\nfive</b>\n\nSix.',
    ]) {
      const place = document.createElement('div');
      for (let end = 5; end <= body.length; end++) draw(body.slice(0, end), place);
      expect(inner(place)).to.equal(fresh(body));
    }
  });
});
