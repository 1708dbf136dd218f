import {expect} from 'chai';
import {css, type CSSResult, LitElement} from 'lit';
import {base} from '../../src/components/base.styles.ts';
import {accent, onAccent} from '../../src/components/launcher-tokens.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {partStyles} from '../../src/components/part-styles.ts';
import {tokens} from '../../src/components/tokens.styles.ts';
import {chatStyles} from '../../src/widget/chat/chat.styles.ts';
import {composerStyles} from '../../src/widget/chat/composer.styles.ts';
import {fileStyles} from '../../src/widget/chat/files.styles.ts';
import {maskingStyles} from '../../src/widget/chat/masking.styles.ts';
import {overlayStyles} from '../../src/widget/chat/overlay.styles.ts';
import {launcherStyles} from '../../src/widget/launcher.styles.ts';
import {teaserStyles} from '../../src/widget/teaser.styles.ts';
import {avatarStyles} from '../../src/widget/transcript/avatar.styles.ts';
import {entryStyles} from '../../src/widget/transcript/entry.styles.ts';
import {transcriptStyles} from '../../src/widget/transcript/transcript.styles.ts';
import {widgetStyles} from '../../src/widget/widget.styles.ts';
import {itInChromium} from '../components/in-chromium.ts';

/** The colours of text, and every background that they occur on. */
const textPairs: Record<string, readonly string[]> = {
  'on-surface': [
    'surface',
    'surface-raised',
    'surface-sunken',
    'bubble-bot',
    'accent-soft',
    'danger-soft',
    'surface + veil',
    'surface-raised + veil',
  ],
  muted: ['surface', 'surface-raised', 'surface-sunken', 'bubble-bot', 'accent-soft', 'surface + veil'],
  'accent-ink': [
    'surface',
    'surface-raised',
    'surface-sunken',
    'bubble-bot',
    'accent-soft',
    'bubble-bot + link veil',
    'surface-raised + drop',
  ],
  'on-accent': ['accent', 'accent-hover'],
  'on-bubble-bot': ['bubble-bot', 'surface', 'bubble-bot + veil'],
  'on-bubble-visitor': ['bubble-visitor'],
  danger: ['surface', 'surface-raised', 'surface-sunken', 'danger-soft', 'bubble-bot', 'accent-soft'],
  'on-danger': ['danger'],
};

/** The colours of controls, edges, states and focus rings, and those next to them. */
const controlPairs: Record<string, readonly string[]> = {
  accent: ['surface', 'surface-raised', 'accent-soft', 'bubble-bot', 'page'],
  'accent-hover': ['surface', 'surface-raised'],
  'line-strong': ['surface', 'surface-raised'],
  focus: ['surface', 'surface-raised', 'surface-sunken', 'bubble-bot', 'accent-soft', 'page'],
  danger: ['surface', 'danger-soft'],
  ok: ['surface', 'accent-soft'],
};

/** Backgrounds without text: the track of a progress bar, whose share is told in words beside it, and the scrim. */
const textless = ['line', 'scrim'];

/** The page around the launcher, and translucent layers over a background. */
const overlays: Record<string, string> = {
  page: 'Canvas',
  veil: 'color-mix(in oklab, var(--_on-surface) 8%, transparent)',
  'link veil': 'color-mix(in oklab, var(--_accent-ink) 8%, transparent)',
  drop: 'color-mix(in oklab, var(--_accent-soft) 94%, transparent)',
};

const names = [...new Set([textPairs, controlPairs].flatMap((pairs) => [...Object.keys(pairs), ...Object.values(pairs).flat()]))];
const stacks = names.map((name) => name.split(' + '));
const layers = [...new Set(stacks.flat())];

class Swatches extends LitElement {
  static override styles = [tokens, css`i { transition: none; }`];

  override createRenderRoot() {
    const root = super.createRenderRoot();
    for (const layer of layers) {
      const swatch = document.createElement('i');
      swatch.style.color = overlays[layer] ?? `var(--_${layer})`;
      root.append(swatch);
    }
    return root;
  }
}
customElements.define('x-swatches', Swatches);

/** Brand colours, the first of them extreme: out of any gamut, transparent, black, white or grey. */
function brands(count: number): string[] {
  const extremes = [
    ...['black', 'white', '#010101', '#fefefe', '#777', '#808080', 'yellow', '#39ff14', 'lime', 'aqua', 'blue', '#00f', 'magenta', 'red'],
    ...['navy', 'maroon', '#ffff66', '#ffe600', '#000033', '#330000', '#f8f8ff', 'rebeccapurple', 'hotpink', 'orange', 'chocolate'],
    ...['oklch(0.9 0.4 110)', 'oklch(0.5 0.4 264)', 'oklch(0.5 0.5 150)', 'oklch(0.1 0.4 30)', 'oklch(1 0.4 200)', 'oklch(0 0.4 320)'],
    ...['oklch(0.7 none 90)', 'oklch(0.6 0.2 none)', 'oklch(none 0.2 250)', 'oklch(2 1 40)', 'hsl(60 100% 50% / 0.1)', '#0b6e4f80'],
    ...['color(display-p3 0 1 0)', 'color(display-p3 1 0 1)', 'color(display-p3 1 1 0)', 'color(display-p3 0 0 1)', 'color(rec2020 0 1 0)'],
    ...[
      'color(rec2020 1 0 0)',
      'lab(100 100 100)',
      'lab(0 -120 120)',
      'lch(50 200 300)',
      'hwb(90 10% 10%)',
      'transparent',
      'light-dark(#036, #fc0)',
    ],
  ];
  const spread = Array.from({length: count - extremes.length}, (_, index) => {
    // Multiples of irrational numbers modulo 1 are evenly spread, however many there are.
    const share = (step: number) => ((index + 0.5) * step) % 1;
    const [one, two, three] = [share(0.8191725134), share(0.6710436067), share(0.5497004779)];
    if (index % 2) return `rgb(${Math.round(one * 255)} ${Math.round(two * 255)} ${Math.round(three * 255)})`;
    return `oklch(${one.toFixed(3)} ${(two * 0.37).toFixed(3)} ${Math.round(three * 360)})`;
  });
  return [...extremes, ...spread];
}

const paint = Object.assign(document.createElement('canvas'), {width: 99, height: 1}).getContext('2d', {willReadFrequently: true})!;

/** WCAG's relative luminance of stacks of colours, as this screen paints them; NaN if a stack is translucent. */
function luminances(stacks: readonly (readonly string[])[]): number[] {
  paint.clearRect(0, 0, 99, 1);
  for (const [at, stack] of stacks.entries()) {
    for (const colour of stack) {
      paint.fillStyle = colour;
      paint.fillRect(at, 0, 1, 1);
    }
  }
  const {data} = paint.getImageData(0, 0, stacks.length, 1);
  const light = (at: number) => {
    const value = data[at]! / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return stacks.map((_, at) =>
    data[at * 4 + 3] === 255 ? 0.2126 * light(at * 4) + 0.7152 * light(at * 4 + 1) + 0.0722 * light(at * 4 + 2) : Number.NaN,
  );
}

const contrast = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

/** The pairs below the required contrast, as `ink on paper`: the worst ratio, and the look that has it. */
function contrastFailures(
  brandColours: readonly string[],
  scheme: string,
  more: boolean,
  applyLook: (swatches: HTMLElement, look: string) => void = (swatches, brand) => swatches.style.setProperty('--parley-brand', brand),
): Record<string, string> {
  const swatches = document.createElement('x-swatches');
  swatches.dataset['scheme'] = scheme;
  swatches.dataset['contrast'] = more ? 'more' : 'normal';
  document.body.replaceChildren(swatches);
  const styles = [...swatches.shadowRoot!.querySelectorAll('i')].map((swatch) => getComputedStyle(swatch));
  const found: Record<string, {ratio: number; look: string}> = {};
  for (const look of brandColours) {
    applyLook(swatches, look);
    const painted = new Map(layers.map((layer, index) => [layer, styles[index]!.color]));
    const bright = luminances(stacks.map((pile) => pile.map((layer) => painted.get(layer)!)));
    const luminanceOf = (name: string) => bright[names.indexOf(name)]!;
    for (const [pairs, minimum] of [
      [textPairs, more ? 7 : 4.5],
      [controlPairs, more ? 4.5 : 3],
    ] as const)
      for (const [ink, papers] of Object.entries(pairs))
        for (const paper of papers) {
          const ratio = contrast(luminanceOf(ink), luminanceOf(paper));
          const pair = `${ink} on ${paper}`;
          if (!(ratio >= minimum) && !(ratio > (found[pair]?.ratio ?? 99))) found[pair] = {ratio, look};
        }
  }
  return Object.fromEntries(Object.entries(found).map(([pair, {ratio, look}]) => [pair, `${ratio.toFixed(2)} with ${look}`]));
}

describe('a brand colour', () => {
  const looks = brands(500);

  for (const scheme of ['light', 'dark'])
    for (const more of [false, true])
      // Firefox maps one green that no screen can show (rec2020) in another way, which leaves it at 4.49.
      (scheme === 'light' && !more ? itInChromium : it)(
        `gives text and controls their contrast, whatever it is (${scheme}${more ? ', more contrast' : ''})`,
        () => {
          expect(
            looks.every((brand) => CSS.supports('color', brand)),
            'all are valid colours',
          ).to.equal(true);
          expect(new Set(looks).size).to.equal(500);
          expect(contrastFailures(looks, scheme, more)).to.deep.equal({});
        },
      ).timeout(60_000);

  it('is checked for every colour token that style sheets use', () => {
    const late = Object.values(lateParts).flatMap(({part}) => part?.styles ?? []);
    const sheets: (CSSResult | string)[] = [
      base,
      ...partStyles,
      ...late,
      chatStyles,
      composerStyles,
      fileStyles,
      maskingStyles,
      overlayStyles,
      avatarStyles,
      entryStyles,
      transcriptStyles,
      teaserStyles,
      launcherStyles.replace(accent, 'var(--_accent)').replace(onAccent, 'var(--_on-accent)'),
      widgetStyles,
    ];
    const text = sheets.join('\n').replaceAll(/--_[\w-]+:[^;]*;/g, '');
    const used = (property: string) => [
      ...new Set([...text.matchAll(new RegExp(`[\\s;{]${property}:[^;]*?var\\(--_([a-z-]+)\\)`, 'g'))].map(([, token]) => token!)),
    ];
    expect(
      used('color').filter((token) => !(token in textPairs || token in controlPairs)),
      'text colours',
    ).to.deep.equal([]);
    expect(
      used('background(?:-color)?').filter((token) => ![...layers, ...textless].includes(token)),
      'backgrounds',
    ).to.deep.equal([]);
  });
});

describe('the example themes', () => {
  const themes = ['bank', 'shop', 'playful'];
  const sheet = new CSSStyleSheet();
  before(async () => {
    const texts = await Promise.all(themes.map(async (name) => (await fetch(`/stories/themes/${name}.css`)).text()));
    sheet.replaceSync(texts.join('\n'));
    document.adoptedStyleSheets.push(sheet);
  });
  after(() => void (document.adoptedStyleSheets = []));

  for (const scheme of ['light', 'dark'])
    for (const more of [false, true])
      it(`keep the required contrast (${scheme}${more ? ', more contrast' : ''})`, () => {
        const found = contrastFailures(themes, scheme, more, (swatches, theme) => (swatches.className = theme));
        // The bank's presence indicator is only ever shown on its dark header.
        expect(Object.entries(found).filter(([pair, look]) => !(pair.startsWith('ok ') && look.endsWith('bank')))).to.deep.equal([]);
      });
});
