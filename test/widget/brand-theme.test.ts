import {emulateMedia} from '@web/test-runner-commands';
import {expect} from 'chai';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import '../../src/elements/widget.ts';
import type {ParleyWidget} from '../../src/widget/widget.ts';
import {itInChromium} from '../components/in-chromium.ts';
import {until} from '../components/until.ts';

async function open(attributes: Record<string, string> = {}): Promise<ParleyWidget> {
  const widget = document.createElement('parley-widget');
  for (const [name, value] of Object.entries({storage: 'none', language: 'en', ...attributes})) widget.setAttribute(name, value);
  widget.transport = new ScriptedTransport(['Good evening']);
  document.body.append(widget);
  await widget.open();
  await until(() => deepQuery(widget, '.bubble') !== undefined, 'the greeting is drawn');
  return widget;
}

/** The first match, however deep in shadow roots. */
function deepQuery(root: ParentNode, selector: string): Element | undefined {
  const here = root.querySelector(selector);
  if (here) return here;
  const inside = [
    ...(root instanceof Element && root.shadowRoot ? [root.shadowRoot] : []),
    ...[...root.querySelectorAll('*')].flatMap(({shadowRoot}) => shadowRoot ?? []),
  ];
  return inside.map((shadow) => deepQuery(shadow, selector)).find(Boolean);
}

const paint = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true})!;

/** The brightness of a colour as painted, 0 to 255. */
function brightness(colour: string): number {
  paint.clearRect(0, 0, 1, 1);
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 3;
}

/** The scheme of the panel, of a bubble in the transcript's root and of the text in it, or `mixed`. */
function schemeOf(widget: ParleyWidget): string {
  const style = (selector: string) => getComputedStyle(deepQuery(widget, selector)!);
  const dark = [
    brightness(style('[exportparts]').backgroundColor) < 90,
    brightness(style('.bubble').backgroundColor) < 90,
    brightness(style('.bubble').color) > 160,
    brightness(style('.input').color) > 160,
  ];
  return dark.every(Boolean) ? 'dark' : dark.some(Boolean) ? 'mixed' : 'light';
}

const untilScheme = (widget: ParleyWidget, scheme: string) => until(() => schemeOf(widget) === scheme, `is painted ${scheme}`);
const root = document.documentElement;

describe('the colour scheme', () => {
  beforeEach(() => emulateMedia({colorScheme: 'light'}));
  afterEach(async () => {
    document.body.replaceChildren();
    for (const name of ['style', 'class', 'data-theme']) root.removeAttribute(name);
    await emulateMedia({colorScheme: 'light'});
  });

  itInChromium('follows the system, and any change of it', async () => {
    const widget = await open();
    expect(schemeOf(widget)).to.equal('light');
    await emulateMedia({colorScheme: 'dark'});
    await untilScheme(widget, 'dark');
    await emulateMedia({colorScheme: 'light'});
    await untilScheme(widget, 'light');
  });

  it('follows the page’s data-theme, class and color-scheme while the chat is open', async () => {
    const widget = await open();
    const ways: [(dark: boolean) => void, string][] = [
      [(dark) => root.setAttribute('data-theme', dark ? 'dark' : 'light'), 'data-theme'],
      [(dark) => root.classList.toggle('dark', dark), 'class'],
      [(dark) => (root.style.colorScheme = dark ? 'dark' : 'light'), 'color-scheme'],
    ];
    for (const [setDark, way] of ways) {
      setDark(true);
      await until(() => schemeOf(widget) === 'dark', `${way} darkens it`);
      setDark(false);
      await until(() => schemeOf(widget) === 'light', `${way} lightens it`);
      for (const name of ['style', 'class', 'data-theme']) root.removeAttribute(name);
    }
  });

  it('can differ between two chats of a page; only one without a theme follows the page', async () => {
    const darkChat = await open({theme: 'dark', brand: '#0b5fff'});
    const pageChat = await open({brand: '#b3005e'});
    const lightChat = await open({theme: 'light'});
    const schemes = () => [darkChat, pageChat, lightChat].map(schemeOf);
    expect(schemes()).to.deep.equal(['dark', 'light', 'light']);
    root.dataset['theme'] = 'dark';
    await untilScheme(pageChat, 'dark');
    expect(schemes()).to.deep.equal(['dark', 'dark', 'light']);
    const accents = [darkChat, pageChat, lightChat].map((widget) => getComputedStyle(deepQuery(widget, '.launcher')!).backgroundColor);
    expect(new Set(accents).size, accents.join()).to.equal(3);
  });
});

describe('theming by CSS of the page', () => {
  const sheet = new CSSStyleSheet();
  before(() => document.adoptedStyleSheets.push(sheet));
  afterEach(() => {
    document.body.replaceChildren();
    sheet.replaceSync('');
  });
  after(() => void (document.adoptedStyleSheets = []));

  const hueOf = (widget: ParleyWidget) => {
    paint.fillStyle = getComputedStyle(deepQuery(widget, '.launcher')!).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
    return ['red', 'green', 'blue'][[red, green, blue].indexOf(Math.max(red, green, blue))];
  };

  it('applies at once to every part, and overriding one role changes nothing else', async () => {
    sheet.replaceSync('parley-widget { --parley-brand: #a3121f; }');
    const widget = await open();
    await until(() => hueOf(widget) === 'red', 'the first brand');
    sheet.replaceSync('parley-widget { --parley-brand: #0a7a2f; --parley-roundness: 4px; --parley-bubble-bot: rgb(1, 2, 3); }');
    await until(() => hueOf(widget) === 'green', 'the second brand');
    const {backgroundColor, borderStartStartRadius} = getComputedStyle(deepQuery(widget, '.bubble')!);
    expect([backgroundColor, borderStartStartRadius]).to.deep.equal(['rgb(1, 2, 3)', '4px']);
    expect(brightness(getComputedStyle(deepQuery(widget, '[exportparts]')!).backgroundColor)).to.be.greaterThan(240);
  });

  it('works for the whole page; the brand of a single chat takes precedence', async () => {
    sheet.replaceSync(':root { --parley-brand: #a3121f; }');
    const [one, other] = [await open(), await open({brand: '#0a2f9a'})];
    await until(() => hueOf(one) === 'red', 'the brand of the page');
    expect(hueOf(other)).to.equal('blue');
  });
});
