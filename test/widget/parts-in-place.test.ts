import {expect} from 'chai';
import {samples} from '../../demo/samples.ts';
import '../../src/elements/index.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import type {BotMessage} from '../../src/protocol/message.ts';

const roots = '.card, .list, .carousel, .time-picker, .file, .player, .film, .mosaic, .attachments, .quick-replies, .text';
const properties = [
  'margin',
  'padding',
  'color',
  'background-color',
  'font-size',
  'font-weight',
  'line-height',
  'text-align',
  'position',
  'gap',
];

/** The computed styles of all elements in the parts of a message, one by one. */
function stylesOf(root: ShadowRoot): string[] {
  const inside = [...root.querySelectorAll(roots)].filter((part) => !part.parentElement?.closest(roots));
  return inside
    .flatMap((part) => [...part.querySelectorAll('*')])
    .filter((element) => !element.closest('svg') && !element.matches('.slides')) // The track of a carousel depends on the distance to the edges.
    .map((element) => {
      const style = getComputedStyle(element);
      return `${element.getAttribute('class')}: ${properties.map((name) => style.getPropertyValue(name)).join(' | ')}`;
    });
}

async function renderAlone(message: BotMessage): Promise<string[]> {
  const element = Object.assign(document.createElement('parley-message'), {message});
  document.body.append(element);
  await element.updateComplete;
  return stylesOf(element.shadowRoot!);
}

async function renderInTranscript(message: BotMessage): Promise<string[]> {
  const entry: Entry = {id: 'one', at: Date.now(), from: 'bot', message};
  const element = Object.assign(document.createElement('parley-transcript'), {entries: [entry], live: true});
  element.style.blockSize = '600px';
  document.body.append(element);
  await element.updateComplete;
  return stylesOf(element.shadowRoot!);
}

describe('a part', () => {
  afterEach(() => document.body.replaceChildren());

  it('looks the same alone and in a transcript, whose own styles do not affect it', async () => {
    const shown = samples({base: location.origin});
    const names = [
      'card',
      'list',
      'carousel',
      'time-picker',
      'location',
      'link',
      'pdf',
      'sound',
      'pictures',
      'replies',
      'markdown',
    ] as const;
    let seen = 0;
    for (const name of names) {
      const [one, other] = [await renderAlone(shown[name].message), await renderInTranscript(shown[name].message)];
      expect(other, name).to.deep.equal(one);
      seen += one.length;
    }
    expect(seen).to.be.greaterThan(100);
  });

  it('is not displayed with the hidden attribute', () => {
    const names = ['text', 'quick-replies', 'card', 'carousel', 'list', 'button', 'attachment', 'location', 'time-picker', 'typing'];
    document.body.innerHTML = [...names, 'message', 'transcript', 'chat']
      .map((name) => `<parley-${name} look="chip" hidden></parley-${name}>`)
      .join('');
    const seen = [...document.body.children].filter((element) => getComputedStyle(element).display !== 'none');
    expect(seen.map(({localName}) => localName)).to.deep.equal([]);
  });
});
