import 'axe-core/axe.min.js';
import {expect} from 'chai';
import {html, render} from 'lit';
import {screen} from 'shadow-dom-testing-library';
import {english} from '../../src/components/labels.ts';
import '../../src/elements/typing.ts';

declare const axe: {run(root: Element): Promise<{violations: {id: string}[]}>};

let container: HTMLElement;

beforeEach(() => {
  container = document.createElement('main');
  document.body.append(container);
});
afterEach(() => container.remove());

async function draw(words = '', name = ''): Promise<ShadowRoot> {
  render(html`<parley-typing words=${words} name=${name}></parley-typing>`, container);
  const element = container.querySelector('parley-typing')!;
  await element.updateComplete;
  return element.shadowRoot!;
}

const dots = (root: ShadowRoot): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('.dot')];

describe('the typing indicator', () => {
  it('shows three dots that pulse one after the other, and says who is writing', async () => {
    const root = await draw('', 'Mira');
    expect(dots(root).length).to.equal(3);
    expect(dots(root).map((dot) => getComputedStyle(dot).animationDelay)).to.deep.equal(['0s', '0.18s', '0.36s']);
    expect((await screen.findByShadowRole('status')).textContent).to.equal('Mira is writing');
    await draw();
    expect((await screen.findByShadowRole('status')).textContent).to.equal('Bot is writing');
  });

  it('shows words beside the dots, hidden from screen readers', async () => {
    const root = await draw('Still looking for it, 8 s');
    const words = root.querySelector<HTMLElement>('.wait')!;
    expect(words.offsetWidth).to.be.greaterThan(50);
    expect(words.getAttribute('aria-hidden')).to.equal('true');
    expect(words.textContent).to.equal('Still looking for it, 8 s');
  });

  it('uses the labels that it is given', async () => {
    await draw();
    container.querySelector('parley-typing')!.context = {labels: {...english, writing: '$name scrive', bot: 'Il bot'}};
    await container.querySelector('parley-typing')!.updateComplete;
    expect((await screen.findByShadowRole('status')).textContent).to.equal('Il bot scrive');
  });

  it('does not animate with reduced motion', async () => {
    const root = await draw();
    expect(dots(root).map((dot) => getComputedStyle(dot).animationDuration)).to.deep.equal(Array(3).fill('1.32s'));
    container.querySelector('parley-typing')!.dataset['motion'] = 'less';
    expect(dots(root).map((dot) => getComputedStyle(dot).animationDuration)).to.deep.equal(Array(3).fill('0s'));
    expect(dots(root).flatMap((dot) => dot.getAnimations())).to.deep.equal([]);
    const asked = [...root.adoptedStyleSheets].flatMap(({cssRules}) => [...cssRules]).filter((rule) => rule instanceof CSSMediaRule);
    expect(
      asked.some(({conditionText, cssText}) => conditionText.includes('prefers-reduced-motion') && cssText.includes('--_moves')),
    ).to.equal(true);
  });

  it('passes an accessibility audit with and without words', async () => {
    for (const words of ['', 'Still looking for it, 8 s']) {
      await draw(words);
      expect((await axe.run(container)).violations.map(({id}) => id)).to.deep.equal([]);
    }
  });
});
