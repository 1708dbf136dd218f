import {sendKeys} from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import {expect} from 'chai';
import {html, render} from 'lit';
import {screen} from 'shadow-dom-testing-library';
import {defaultOptions, standaloneContext, type PartContext, type PartOptions} from '../../src/components/context.ts';
import type {ReplyEvent} from '../../src/components/events.ts';
import {quickReplies} from '../../src/components/quick-replies/quick-replies.ts';
import type {ParleyQuickReplies} from '../../src/components/quick-replies/element.ts';
import type {QuickReply} from '../../src/protocol/message.ts';
import '../../src/elements/quick-replies.ts';
import {until} from './until.ts';

declare const axe: {run(root: Element): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>};

type Given = Partial<Omit<PartContext, 'options'>> & {options?: Partial<PartOptions>; orientation?: 'horizontal' | 'vertical'};

let container: HTMLElement;
let replyEvents: ReplyEvent[];

beforeEach(() => {
  container = document.createElement('main');
  replyEvents = [];
  container.addEventListener('parley-reply', (event) => replyEvents.push(event));
  document.body.append(container);
});
afterEach(() => container.remove());

const reply = (title: string, rest: Partial<QuickReply> = {}): QuickReply => ({content_type: 'text', title, ...rest});
const threeReplies = [reply('Dining', {payload: 'DINING'}), reply('Reading', {payload: 2}), reply('Bedroom')];
const locationReply: QuickReply = {content_type: 'location', payload: 7};

async function draw(replies: unknown, {options, orientation = 'horizontal', ...given}: Given = {}): Promise<ParleyQuickReplies> {
  const context = {...given, options: {...defaultOptions, ...options}};
  render(html`<parley-quick-replies .replies=${replies} orientation=${orientation} .context=${context}></parley-quick-replies>`, container);
  const element = container.querySelector('parley-quick-replies')!;
  await element.updateComplete;
  return element;
}

const button = (name: string | RegExp) => screen.findByShadowRole<HTMLButtonElement>('button', {name});
const group = () => screen.findByShadowRole('group', {name: 'Suggested answers'});
const settled = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  await container.querySelector('parley-quick-replies')?.updateComplete;
};
const messages = (): unknown[] => replyEvents.map(({message}) => ({...message}));
const isInert = (element: Element): boolean => element.getAttribute('aria-disabled') === 'true' && (element as HTMLElement).tabIndex === -1;
const buttons = (): HTMLButtonElement[] => [...container.querySelector('parley-quick-replies')!.shadowRoot!.querySelectorAll('button')];

describe('quick replies', () => {
  it('are a named group of buttons in the bot’s order, aligned to the visitor’s side', async () => {
    await draw(threeReplies);
    expect((await group()).querySelectorAll('button').length).to.equal(3);
    expect(buttons().map((one) => one.textContent.trim())).to.deep.equal(['Dining', 'Reading', 'Bedroom']);
    const box = (await group()).getBoundingClientRect();
    expect(buttons().at(-1)!.getBoundingClientRect().right).to.be.closeTo(box.right, 1);
  });

  it('render nothing for an empty list', async () => {
    const element = await draw([]);
    expect(element.shadowRoot!.querySelector('*')).to.equal(null);
  });

  it('are repaired if invalid, and limited to 100', async () => {
    await draw([{title: 5, payload: 1}, null, 'Dining', {title: ' '}, reply('Reading')]);
    expect(buttons().map((one) => one.textContent.trim())).to.deep.equal(['5', 'Dining', 'Reading']);
    (await button('5')).click();
    expect(messages()).to.deep.equal([{code: 'message', type: 'text', body: '5', payload: '1'}]);
    await draw(Array.from({length: 120}, (_, index) => reply(`${index}`)));
    expect(buttons().length).to.equal(100);
    for (const replies of [null, {}, [{}]]) {
      const element = await draw(replies);
      expect(element.shadowRoot!.querySelector('*')).to.equal(null);
    }
  });

  it('reply with their title, and with their payload, if any, as a string', async () => {
    for (const [index, name] of ['Dining', 'Reading', 'Bedroom'].entries()) {
      await draw([...threeReplies]);
      (await button(name)).click();
      expect(replyEvents.at(-1)!.choice).to.equal(`quick_replies[${index}]`);
      expect(replyEvents.at(-1)!.source).to.equal('quick-reply');
    }
    expect(messages()).to.deep.equal([
      {code: 'message', type: 'text', body: 'Dining', payload: 'DINING'},
      {code: 'message', type: 'text', body: 'Reading', payload: '2'},
      {code: 'message', type: 'text', body: 'Bedroom'},
    ]);
  });

  it('without a title are named by their payload', async () => {
    await draw([{content_type: 'text', payload: 0}]);
    (await button('0')).click();
    expect(messages()).to.deep.equal([{code: 'message', type: 'text', body: '0', payload: '0'}]);
  });

  it('can be chosen by keyboard; the chosen button is reused and keeps the focus', async () => {
    await draw(threeReplies);
    const reading = await button('Reading');
    buttons()[0]!.focus();
    await sendKeys({press: 'Tab'});
    await sendKeys({press: 'Enter'});
    await settled();
    expect(messages().length).to.equal(1);
    expect(await button('Reading , Chosen')).to.equal(reading);
    expect(container.querySelector('parley-quick-replies')!.shadowRoot!.activeElement).to.equal(reading);
  });

  it('become inert once answered, but stay readable, with the chosen one marked', async () => {
    await draw(threeReplies);
    (await button('Reading')).click();
    await settled();
    expect(buttons().every(isInert)).to.equal(true);
    expect(buttons().some((one) => one.disabled)).to.equal(false);
    expect(buttons().map((one) => one.getAttribute('part'))).to.deep.equal(['reply inert', 'reply chosen', 'reply inert']);
    expect(buttons().map((one) => one.querySelector('svg') !== null)).to.deep.equal([false, true, false]);
    for (const one of buttons()) one.click();
    expect(replyEvents.length).to.equal(1);
  });

  it('mark none if the visitor answers in their own words', () => {
    const context = standaloneContext({remember: () => undefined, view: {replies: {}}});
    const fresh = document.createElement('div');
    render(quickReplies({code: 'message', type: 'text', body: '', quick_replies: threeReplies}, context), fresh);
    expect([...fresh.querySelectorAll('button')].map((one) => one.getAttribute('part'))).to.deep.equal([
      'reply inert',
      'reply inert',
      'reply inert',
    ]);
  });

  it('stay active if the reply is cancelled', async () => {
    container.addEventListener('parley-reply', (event) => event.preventDefault(), {once: true});
    await draw(threeReplies);
    (await button('Dining')).click();
    await settled();
    expect(isInert(await button('Dining'))).to.equal(false);
    (await button('Reading')).click();
    await settled();
    expect(replyEvents.map(({choice}) => choice)).to.deep.equal(['quick_replies[0]', 'quick_replies[1]']);
    expect(isInert(await button('Dining'))).to.equal(true);
  });

  it('reply once, however often they are clicked before they are rerendered', async () => {
    await draw(threeReplies);
    const [dining, reading] = buttons();
    dining!.click();
    dining!.click();
    reading!.click();
    expect(replyEvents.length).to.equal(1);
  });

  it('can be answered again after the answer was withdrawn', () => {
    const box = document.createElement('div');
    container.append(box);
    const show = (view: PartContext['view']): void => {
      const context = standaloneContext({remember: () => undefined, view});
      render(quickReplies({code: 'message', type: 'text', body: '', quick_replies: threeReplies}, context), box);
    };
    show({});
    box.querySelector('button')!.click();
    show({replies: {choice: 'quick_replies[0]'}});
    box.querySelector('button')!.click();
    show({});
    box.querySelector('button')!.click();
    expect(replyEvents.length).to.equal(2);
  });

  it('stay active with quickReplies: keep, but ignore a double click', async () => {
    await draw(threeReplies, {options: {quickReplies: 'keep'}});
    const [dining] = buttons();
    dining!.click();
    dining!.click();
    await settled();
    expect(replyEvents.length).to.equal(1);
    expect(buttons().some(isInert)).to.equal(false);
    // The new message moves them up, so a double click may end on another one.
    buttons()[1]!.dispatchEvent(new MouseEvent('click', {detail: 2}));
    expect(replyEvents.length).to.equal(1);
    buttons()[1]!.click();
    expect(replyEvents.length, 'another one').to.equal(2);
    await new Promise((resolve) => setTimeout(resolve, 450));
    buttons()[1]!.click();
    expect(replyEvents.length, 'once more').to.equal(3);
  });

  it('collapse to the chosen one with quickReplies: collapse, and expand without moving the focus', async () => {
    await draw(threeReplies, {options: {quickReplies: 'collapse'}});
    const reading = await button('Reading');
    reading.focus();
    reading.click();
    await settled();
    const seen = (): string[] => buttons().flatMap((one) => (one.offsetParent ? [one.querySelector('.words')?.textContent ?? ''] : []));
    expect(seen()).to.deep.equal(['Reading', '']);
    expect(container.querySelector('parley-quick-replies')!.shadowRoot!.activeElement).to.equal(reading);
    const others = await button('2 others');
    expect(others.getAttribute('aria-expanded')).to.equal('false');
    others.focus();
    await sendKeys({press: 'Enter'});
    await settled();
    expect(seen()).to.deep.equal(['Dining', 'Reading', 'Bedroom', '']);
    expect(others.getAttribute('aria-expanded')).to.equal('true');
    expect(container.querySelector('parley-quick-replies')!.shadowRoot!.activeElement).to.equal(others);
    expect(buttons().slice(0, 3).every(isInert)).to.equal(true);
    others.click();
    await settled();
    expect(seen()).to.deep.equal(['Reading', '']);
  });

  it('are inert with live: false; with reachable: false out of the tab order, but clickable', async () => {
    await draw(threeReplies, {live: false});
    expect(buttons().every(isInert)).to.equal(true);
    buttons()[0]!.click();
    expect(replyEvents.length).to.equal(0);
    await draw([...threeReplies], {reachable: false});
    expect(buttons().map(({tabIndex}) => tabIndex)).to.deep.equal([-1, -1, -1]);
    expect(buttons()[0]!.hasAttribute('aria-disabled')).to.equal(false);
    buttons()[0]!.click();
    expect(replyEvents.length).to.equal(1);
  });

  it('show decorative images, 28 pixels in a row and 40 in a column', async () => {
    const pictured = [
      reply('Fjell', {image_url: `${location.origin}/demo/media/fjell.jpg`}),
      reply('Lys', {image_url: 'javascript:alert(1)'}),
    ];
    for (const [orientation, size] of [
      ['horizontal', 28],
      ['vertical', 40],
    ] as const) {
      await draw(pictured, {orientation});
      const picture = (await button('Fjell')).querySelector<HTMLElement>('.picture')!;
      expect([picture.offsetWidth, picture.offsetHeight]).to.deep.equal([size, size]);
      expect(picture.querySelector('img')!.alt).to.equal('');
      expect((await button('Lys')).querySelector('img')).to.equal(null);
    }
  });

  it('in a column are stacked at the far side, 78 % wide and at least 44 pixels high', async () => {
    container.style.width = '400px';
    await draw(threeReplies, {orientation: 'vertical'});
    const boxes = buttons().map((one) => one.getBoundingClientRect());
    expect(boxes.every(({width}) => Math.abs(width - 312) < 1)).to.equal(true);
    expect(boxes.every(({height}) => height >= 44)).to.equal(true);
    expect(boxes[1]!.top).to.be.at.least(boxes[0]!.bottom);
    expect(boxes[0]!.right).to.be.closeTo(container.getBoundingClientRect().right, 1);
  });

  it('are no wider than a bubble in a wide chat, and stay at the far side', async () => {
    container.style.width = '1200px';
    const long = reply('It fell from the table while we were moving house, and now the glass has a crack on the left side');
    for (const orientation of ['horizontal', 'vertical'] as const) {
      await draw([long], {orientation});
      const box = buttons()[0]!.getBoundingClientRect();
      expect(box.width, orientation).to.be.within(300, 450);
      expect(box.right, orientation).to.be.closeTo(container.getBoundingClientRect().right, 1);
    }
  });

  it('in a row are 40 pixels high, with a larger touch target', async () => {
    await draw(threeReplies);
    const box = buttons()[0]!.getBoundingClientRect();
    expect(box.height).to.equal(40);
    const root = container.querySelector('parley-quick-replies')!.shadowRoot!;
    expect(root.elementFromPoint(box.left + 20, box.top - 1.5)).to.equal(buttons()[0]);
    expect(root.elementFromPoint(box.left + 20, box.bottom + 1.5)).to.equal(buttons()[0]);
  });

  it('wrap if they are many and long, without horizontal scrolling', async () => {
    container.style.width = '320px';
    const many = Array.from({length: 40}, (_, index) =>
      reply(`A rather long answer to think about, number ${index} ${'x'.repeat(index * 3)}`),
    );
    for (const orientation of ['horizontal', 'vertical'] as const) {
      await draw(many, {orientation});
      expect(container.scrollWidth).to.equal(320);
      expect(buttons().length).to.equal(40);
      const words = buttons().at(-1)!.querySelector<HTMLElement>('.words')!;
      expect(words.offsetHeight).to.be.greaterThan(40);
    }
  });

  it('are aligned to the left in RTL, with mirrored corners', async () => {
    container.dir = 'rtl';
    await draw(threeReplies);
    expect(buttons().at(-1)!.getBoundingClientRect().left).to.be.closeTo(container.getBoundingClientRect().left, 1);
    expect(getComputedStyle(buttons()[0]!).borderBottomLeftRadius).to.equal('4.5px');
    expect(getComputedStyle(buttons()[0]!).borderBottomRightRadius).to.equal('18px');
  });

  it('take their colour from a custom property of the page', async () => {
    container.style.setProperty('--parley-accent-ink', 'rgb(1, 2, 3)');
    await draw(threeReplies);
    expect(getComputedStyle(buttons()[0]!).color).to.equal('rgb(1, 2, 3)');
  });
});

describe('a location reply', () => {
  const real = Object.getOwnPropertyDescriptor(navigator, 'geolocation');
  type OnPosition = (position: {coords: Partial<GeolocationCoordinates>}) => void;
  type OnFailure = (error: {code: number}) => void;
  let positionRequests: {found: OnPosition; lost: OnFailure}[];

  beforeEach(() => {
    positionRequests = [];
    const geolocation = {getCurrentPosition: (found: OnPosition, lost: OnFailure) => positionRequests.push({found, lost})};
    Object.defineProperty(navigator, 'geolocation', {configurable: true, value: geolocation});
  });
  afterEach(() => {
    if (real) Object.defineProperty(navigator, 'geolocation', real);
    else Reflect.deleteProperty(navigator, 'geolocation');
  });

  /** Taps, and waits until geolocation was requested. */
  const tap = async (chip: HTMLElement): Promise<void> => {
    const {length} = positionRequests;
    chip.click();
    await until(() => positionRequests.length > length);
  };
  const status = () => screen.findByShadowRole('status');

  it('requests the position only when tapped, and replies with a location and its payload', async () => {
    await draw([...threeReplies, locationReply]);
    expect(positionRequests.length).to.equal(0);
    await tap(await button('Share my position'));
    expect((await status()).textContent).to.equal('Your position is requested');
    expect(replyEvents.length).to.equal(0);
    positionRequests[0]!.found({coords: {latitude: 59.9, longitude: 0, accuracy: 12, altitude: null, speed: 1.5, heading: null}});
    await settled();
    expect(messages()).to.deep.equal([
      {code: 'message', type: 'location', latitude: 59.9, longitude: 0, accuracy: 12, speed: 1.5, payload: '7'},
    ]);
    expect([replyEvents[0]!.source, replyEvents[0]!.choice]).to.deep.equal(['location', 'quick_replies[3]']);
    expect((await button(/Share my position/)).getAttribute('part')).to.equal('reply chosen');
  });

  it('sends nothing if refused or failed, says why, and can be retried', async () => {
    await draw([locationReply]);
    for (const [code, why] of [
      [1, 'Your position was not shared'],
      [2, 'Your position could not be found'],
      [3, 'Your position could not be found'],
    ] as const) {
      await tap(await button('Share my position'));
      positionRequests.at(-1)!.lost({code});
      await settled();
      expect((await status()).textContent).to.equal(why);
      expect(isInert(await button('Share my position'))).to.equal(false);
    }
    expect(positionRequests.length).to.equal(3);
    expect(replyEvents.length).to.equal(0);
  });

  it('requests one position at a time, and drops one that arrives after another answer', async () => {
    await draw([locationReply, reply('No, thank you')]);
    const share = await button('Share my position');
    share.click();
    await tap(share);
    await settled();
    expect(positionRequests.length).to.equal(1);
    (await button('No, thank you')).click();
    await settled();
    positionRequests[0]!.found({coords: {latitude: 1, longitude: 2}});
    await settled();
    expect(messages()).to.deep.equal([{code: 'message', type: 'text', body: 'No, thank you'}]);
  });

  it('sends nothing if the visitor has answered in their own words meanwhile', async () => {
    const box = document.createElement('div');
    container.append(box);
    const show = (view: PartContext['view']): void => {
      const context = standaloneContext({remember: () => undefined, view});
      render(quickReplies({code: 'message', type: 'text', body: '', quick_replies: [locationReply]}, context), box);
    };
    show({});
    await tap(box.querySelector('button')!);
    show({replies: {}});
    positionRequests[0]!.found({coords: {latitude: 1, longitude: 2, accuracy: 3}});
    await settled();
    expect(replyEvents.length).to.equal(0);
  });

  it('is sent even if its message has left the document meanwhile', async () => {
    const element = await draw([locationReply]);
    await tap(await button('Share my position'));
    element.shadowRoot!.querySelector('.quick-replies')!.remove();
    positionRequests[0]!.found({coords: {latitude: 1, longitude: 2, accuracy: 3}});
    await settled();
    expect(replyEvents.length).to.equal(1);
  });

  it('is inert and says why if geolocation is not available', async () => {
    Object.defineProperty(navigator, 'geolocation', {configurable: true, value: undefined});
    await draw([locationReply, ...threeReplies]);
    const share = await button('Share my position');
    expect(isInert(share)).to.equal(true);
    share.click();
    expect(positionRequests.length).to.equal(0);
    expect((await status()).textContent).to.equal('Your position could not be found');
    expect(isInert(await button('Dining'))).to.equal(false);
  });
});

describe('the accessibility audit of quick replies', () => {
  const pictured = [reply('Fjell', {image_url: `${location.origin}/demo/media/fjell.jpg`}), locationReply];
  const states: readonly (readonly [name: string, replies: readonly QuickReply[], given: Given])[] = [
    ['active replies', threeReplies, {}],
    ['images and a location', pictured, {orientation: 'vertical'}],
    ['unreachable replies', threeReplies, {reachable: false}],
    ['inert replies', threeReplies, {live: false}],
  ];
  for (const scheme of ['light', 'dark']) {
    const audit = async (): Promise<void> => {
      container.querySelector('parley-quick-replies')!.dataset['scheme'] = scheme;
      container.style.background = scheme === 'dark' ? '#111' : '#fff';
      await new Promise((resolve) => setTimeout(resolve, 250));
      const {violations} = await axe.run(container);
      expect(violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).to.deep.equal([]);
    };
    for (const [name, replies, given] of states) {
      it(`passes with ${name} (${scheme})`, async () => {
        await draw(replies, given);
        await audit();
      });
    }
    for (const quickRepliesBehaviour of ['disable', 'collapse', 'keep'] as const) {
      it(`passes with answered replies (${quickRepliesBehaviour}, ${scheme})`, async () => {
        await draw(threeReplies, {options: {quickReplies: quickRepliesBehaviour}});
        (await button('Reading')).click();
        await settled();
        await audit();
      });
    }
  }
});
