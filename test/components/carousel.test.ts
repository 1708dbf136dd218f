import {emulateMedia, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import {html, nothing} from 'lit';
import {screen, within} from 'shadow-dom-testing-library';
import {template} from '../../src/components/template/template.ts';
import type {Template} from '../../src/protocol/message.ts';
import '../../src/elements/carousel.ts';
import {itInChromium} from './in-chromium.ts';
import {audit, picture, type PartFixture, renderPart, until} from './part-fixture.ts';

const lamps = ['fjell', 'skog', 'dagg', 'natt', 'lys'];
const fiveSlides: Template = {
  type: 'generic',
  elements: lamps.map((name) => ({
    title: `Lamp ${name}`,
    subtitle: 'Made in Oslo',
    image_url: picture(name),
    buttons: [
      {type: 'postback', title: `More of ${name}`, payload: name},
      {type: 'web_url', title: 'Show', url: 'https://nordlicht.example'},
    ],
  })),
};
const twoSlides: Template = {...fiveSlides, elements: fiveSlides.elements!.slice(0, 2)};

const show = (shown: Template = fiveSlides, setting: Parameters<typeof renderPart>[1] = {}) =>
  renderPart((context) => template(shown, context), setting);
const track = (made: PartFixture) => made.renderRoot.querySelector<HTMLElement>('.slides')!;
const arrow = (name: string) => screen.getByShadowRole('button', {name});
const positionText = () => screen.getByShadowRole('region').querySelector('.position')!.textContent;
const reduceMotion = () => emulateMedia({reducedMotion: 'reduce'});

/** The distance in pixels from the resting position of slides to a slide, in reading direction. */
function offsetOf(made: PartFixture, index: number): number {
  const scroller = track(made);
  const [outer, inner] = [scroller.getBoundingClientRect(), scroller.children[index]!.getBoundingClientRect()];
  return getComputedStyle(scroller).direction === 'rtl' ? outer.right - inner.right - 52 : inner.left - outer.left - 52;
}

beforeEach(reduceMotion);
afterEach(async () => {
  document.documentElement.dir = '';
  document.documentElement.style.colorScheme = '';
  await emulateMedia({reducedMotion: 'no-preference', colorScheme: 'light'});
});

describe('a carousel', () => {
  it('is a labelled carousel region; each slide is a group named by its position and title', async () => {
    await show();
    const region = screen.getByShadowRole('region', {name: 'Choices: Lamp fjell, Lamp skog, Lamp dagg'});
    expect(region.getAttribute('aria-roledescription')).to.equal('carousel');
    expect(
      within(region).getByShadowRole('group', {name: 'Choices'}).tabIndex,
      'the track does not repeat the label of the region',
    ).to.equal(0);
    const slides = lamps.map((_, index) => within(region).getByShadowRole('group', {name: `${index + 1} of 5: Lamp ${lamps[index]}`}));
    expect(new Set(slides.map((slide) => slide.getAttribute('aria-roledescription')))).to.deep.equal(new Set(['slide']));
    expect(positionText()).to.equal('1 of 5');
  });

  it('lets the next card peek in, and extends to the edges of its container', async () => {
    const made = await show();
    const [outer, scroller] = [made.getBoundingClientRect(), track(made).getBoundingClientRect()];
    expect([scroller.left, scroller.right]).to.deep.equal([outer.left, outer.right]);
    const next = track(made).children[1]!.getBoundingClientRect();
    expect(next.left).to.be.below(outer.right - 40);
    expect(next.right).to.be.above(outer.right);
    // In line with captions and times, which are inset by two pixels.
    const position = made.renderRoot.querySelector('.position')!.getBoundingClientRect();
    expect(position.left - track(made).firstElementChild!.getBoundingClientRect().left).to.be.closeTo(2, 0.1);
  });

  itInChromium('navigates with its buttons, which are disabled at the ends but never removed', async () => {
    const made = await show();
    expect(arrow('Previous').getAttribute('aria-disabled')).to.equal('true');
    arrow('Previous').click();
    await made.updateComplete;
    expect(positionText()).to.equal('1 of 5');
    for (let index = 1; index < 5; index++) {
      arrow('Next').click();
      await made.updateComplete;
      expect(positionText()).to.equal(`${index + 1} of 5`);
      expect(made.view.slide).to.equal(index);
    }
    expect(arrow('Next').getAttribute('aria-disabled')).to.equal('true');
    const last = track(made).lastElementChild!.getBoundingClientRect();
    expect(last.right).to.be.at.most(made.getBoundingClientRect().right);
    arrow('Previous').click();
    await made.updateComplete;
    await until(
      () => Math.abs(offsetOf(made, 3)) < 2 || Math.abs(track(made).scrollLeft + track(made).clientWidth - track(made).scrollWidth) < 2,
    );
    expect(positionText()).to.equal('4 of 5');
  });

  it('announces the current card politely', async () => {
    const made = await show();
    arrow('Next').click();
    await made.updateComplete;
    const live = screen.getByShadowText('2 of 5').closest('[aria-live="polite"]');
    expect(live?.textContent).to.equal('2 of 5: Lamp skog');
  });

  it('navigates with arrow keys, Home and End, and stops the propagation of these keys only', async () => {
    const made = await show();
    const keys: string[] = [];
    made.addEventListener('keydown', ({key}) => keys.push(key));
    track(made).focus();
    for (const [press, place] of [
      ['ArrowRight', 1],
      ['ArrowRight', 2],
      ['ArrowLeft', 1],
      ['End', 4],
      ['Home', 0],
      ['ArrowLeft', 0],
    ] as const) {
      await sendKeys({press});
      await made.updateComplete;
      expect(positionText(), press).to.equal(`${place + 1} of 5`);
    }
    await until(() => Math.abs(offsetOf(made, 0)) < 2);
    expect(keys).to.deep.equal([]);
    await sendKeys({press: 'ArrowDown'});
    expect(keys).to.deep.equal(['ArrowDown']);
  });

  it('moves the focus on Tab into the card that the arrow keys led to', async () => {
    const made = await show();
    track(made).focus();
    for (const press of ['ArrowRight', 'ArrowRight', 'Tab']) {
      await sendKeys({press});
      await made.updateComplete;
    }
    expect(made.shadowRoot!.activeElement?.textContent.trim()).to.equal('More of dagg');
    expect(positionText()).to.equal('3 of 5');
  });

  it('ignores its keys while a button inside a card has the focus', async () => {
    const made = await show();
    screen.getByShadowRole('button', {name: 'More of fjell'}).focus();
    await sendKeys({press: 'End'});
    await made.updateComplete;
    expect(positionText()).to.equal('1 of 5');
  });

  it('remembers the card that the visitor scrolled to', async () => {
    const made = await show();
    track(made).scrollBy({left: 242 * 2, behavior: 'instant'});
    await until(() => made.view.slide === 2);
    await made.updateComplete;
    expect(positionText()).to.equal('3 of 5');
    track(made).scrollBy({left: 5000, behavior: 'instant'});
    await until(() => made.view.slide === 4);
    track(made).scrollBy({left: -5000, behavior: 'instant'});
    await until(() => made.view.slide === 0);
  });

  it('counts the last card as reached at the end of a wide track, and moves back from there', async () => {
    const made = await show();
    made.style.inlineSize = '900px';
    track(made).scrollBy({left: 5000, behavior: 'instant'});
    await until(() => made.view.slide === 4);
    await made.updateComplete;
    arrow('Previous').click();
    await made.updateComplete;
    expect(positionText()).to.equal('4 of 5');
    track(made).dispatchEvent(new Event('scrollend'));
    expect(made.view.slide).to.equal(3);
  });

  it('restores its position when rendered again', async () => {
    const made = await show(fiveSlides, {view: {slide: 2}});
    await until(() => Math.abs(offsetOf(made, 2)) < 2);
    expect(positionText()).to.equal('3 of 5');
    const place = track(made).scrollLeft;
    made.draw = () => nothing;
    made.requestUpdate();
    await made.updateComplete;
    made.draw = (context) => template(fiveSlides, context);
    made.requestUpdate();
    await made.updateComplete;
    await until(() => Math.abs(track(made).scrollLeft - place) < 2);
    expect(made.view.slide).to.equal(2);
  });

  it('clamps a remembered position to the last card', async () => {
    await show(twoSlides, {view: {slide: 7}});
    expect(positionText()).to.equal('2 of 2');
  });

  it('mirrors its layout, keys and scrolling in RTL', async () => {
    document.documentElement.dir = 'rtl';
    const made = await show();
    expect(Math.abs(offsetOf(made, 0))).to.be.below(2);
    expect(track(made).children[1]!.getBoundingClientRect().right).to.be.below(track(made).children[0]!.getBoundingClientRect().left);
    arrow('Next').click();
    await made.updateComplete;
    await until(() => Math.abs(offsetOf(made, 1)) < 2);
    expect(track(made).scrollLeft).to.be.below(0);
    track(made).focus();
    await sendKeys({press: 'ArrowLeft'});
    await made.updateComplete;
    expect(positionText()).to.equal('3 of 5');
    await sendKeys({press: 'ArrowRight'});
    await made.updateComplete;
    expect(positionText()).to.equal('2 of 5');
    await until(() => Math.abs(offsetOf(made, 1)) < 2);
    track(made).dispatchEvent(new Event('touchstart'));
    track(made).scrollBy({left: -242, behavior: 'instant'});
    await until(() => made.view.slide === 2);
    const again = await show(fiveSlides, {view: {slide: 2}});
    await until(() => Math.abs(offsetOf(again, 2)) < 2);
  });

  itInChromium('scrolls smoothly, but jumps with reduced motion', async () => {
    const made = await show();
    arrow('Next').click();
    await made.updateComplete;
    expect(Math.abs(offsetOf(made, 1))).to.be.below(2);
    await emulateMedia({reducedMotion: 'no-preference'});
    arrow('Next').click();
    await made.updateComplete;
    expect(offsetOf(made, 2)).to.be.above(200);
    await until(() => Math.abs(offsetOf(made, 2)) < 2);
    expect(made.view.slide).to.equal(2);
  });

  it('keeps its target during a smooth scroll, unless the visitor takes over', async () => {
    await emulateMedia({reducedMotion: 'no-preference'});
    const made = await show();
    arrow('Next').click();
    arrow('Next').click();
    await made.updateComplete;
    track(made).dispatchEvent(new Event('scrollend'));
    expect(made.view.slide).to.equal(1);
    await until(() => Math.abs(offsetOf(made, 1)) < 2);
    await made.updateComplete;
    await sendKeys({press: 'Tab'});
    track(made).focus();
    await sendKeys({press: 'End'});
    await made.updateComplete;
    track(made).dispatchEvent(new WheelEvent('wheel'));
    track(made).scrollTo({left: 0, behavior: 'instant'});
    await until(() => made.view.slide === 0);
  });

  it('replies with the path of the chosen button, only once', async () => {
    const {replies} = await show();
    screen.getByShadowRole('button', {name: 'More of skog'}).click();
    screen.getByShadowRole('button', {name: 'More of fjell'}).click();
    expect(replies.map(({choice, message}) => [choice, message])).to.deep.equal([
      ['template.elements[1].buttons[0]', {code: 'message', type: 'postback', body: 'More of skog', payload: 'skog'}],
    ]);
  });

  it('shows the buttons of the template itself below, which reply with their own path', async () => {
    const {replies} = await show({...fiveSlides, buttons: [{type: 'postback', title: 'All lamps', payload: 'all'}]});
    screen.getByShadowRole('button', {name: 'All lamps'}).click();
    expect(replies[0]!.choice).to.equal('template.buttons[0]');
  });

  it('renders an element of a custom type in a slide of its own', async () => {
    const shown: Template = {...twoSlides, elements: [...twoSlides.elements!, {type: 'map', extra: {place: 'Oslo'}}]};
    await show(shown, {renderers: new Map([['map', {render: ({place}) => html`<p>Map of ${place}</p>`, say: () => ''}]])});
    expect(within(screen.getByShadowRole('group', {name: '3 of 3'})).getByShadowText('Map of Oslo')).not.to.equal(null);
  });

  it('is out of the tab order with reachable: false', async () => {
    const made = await show(fiveSlides, {reachable: false});
    const stops = [...made.renderRoot.querySelectorAll<HTMLElement>('a, button, [tabindex]')];
    expect(stops.every(({tabIndex}) => tabIndex === -1)).to.equal(true);
  });

  it('makes its cards equally tall', async () => {
    const uneven: Template = {...twoSlides, elements: [twoSlides.elements![0]!, {title: 'Short'}]};
    const made = await show(uneven);
    const [one, other] = [...made.renderRoot.querySelectorAll<HTMLElement>('.card')];
    expect(one!.offsetHeight).to.equal(other!.offsetHeight);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes an accessibility audit (${colorScheme})`, async () => {
      document.documentElement.style.colorScheme = colorScheme;
      await show();
      await audit();
      await show(fiveSlides, {view: {slide: 4, controls: {choice: 'template.elements[1].buttons[0]'}}});
      await audit();
    });
  }
});

describe('<parley-carousel>', () => {
  it('stays within its own box, and navigates with its buttons', async () => {
    const carousel = document.createElement('parley-carousel');
    carousel.template = {elements: [{title: 'One'}, {title: 'Two'}, {title: 'Three'}]};
    document.body.replaceChildren(carousel);
    await carousel.updateComplete;
    const scroller = carousel.shadowRoot!.querySelector('.slides')!.getBoundingClientRect();
    expect(scroller.left).to.equal(carousel.getBoundingClientRect().left);
    arrow('Next').click();
    await carousel.updateComplete;
    expect(screen.getByShadowText('2 of 3')).not.to.equal(null);
  });
});
