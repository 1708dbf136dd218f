import {emulateMedia, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import type {BotEntry, Entry, SystemEntry} from '../../src/protocol/entry.ts';
import {type Script, ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import {spokenOf} from '../../src/widget/transcript/entry-text.ts';
import {english} from '../../src/components/labels.ts';
import '../../src/components/template/template-part.ts';
import '../../src/elements/chat.ts';
import '../../src/elements/transcript.ts';
import '../../src/widget/chat/overlays.ts';
import {audit} from '../components/audit.ts';
import {itInChromium} from '../components/in-chromium.ts';
import {pause, until} from '../components/until.ts';
import {focused, settled} from './settled.ts';

const key = 'parley:/bot';
const carousel = {
  code: 'message',
  type: 'text',
  body: 'All that we make:',
  template: {type: 'generic', elements: ['Fjell', 'Skog', 'Lys'].map((title) => ({title, subtitle: 'Made in Oslo'}))},
};

let chat: ParleyChat;
let transport: ScriptedTransport;
let container: HTMLElement;

async function open(attributes: Record<string, string> = {}, script: Script = ['Good evening.']): Promise<ParleyChat> {
  transport = new ScriptedTransport(script);
  chat = document.createElement('parley-chat');
  for (const [name, value] of Object.entries({bot: '/bot', storage: 'session', language: 'en', ...attributes}))
    chat.setAttribute(name, value);
  Object.assign(chat, {transport});
  container.append(chat);
  await settled(chat);
  return chat;
}

const transcript = () => chat.shadowRoot!.querySelector<HTMLElement>('.reading')!;
const token = (name: string, element: Element = transcript()) => getComputedStyle(element).getPropertyValue(name).trim();
const switchNamed = (name: string) => screen.getByShadowRole('switch', {name});
const isOn = (name: string) => switchNamed(name).getAttribute('aria-checked');
const storedSettings = () => (JSON.parse(sessionStorage.getItem(key) ?? '{}') as {reader?: unknown}).reader;

async function press(element: HTMLElement): Promise<void> {
  element.click();
  await settled(chat);
}

const button = (name: string) => screen.getByShadowRole('button', {name});

async function openSettings(): Promise<HTMLElement> {
  await press(button('More'));
  await press(screen.getByShadowRole('menuitem', {name: 'Display and sound'}));
  return screen.getByShadowRole('dialog', {name: 'Display and sound'});
}

describe('display settings', () => {
  beforeEach(() => {
    Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'visible'});
    sessionStorage.clear();
    localStorage.clear();
    container = document.createElement('main');
    container.style.cssText = 'block-size: 640px; inline-size: 400px';
    document.body.append(container);
  });
  afterEach(async () => {
    container.remove();
    await emulateMedia({reducedMotion: 'no-preference'});
  });

  it('open from the menu in a dialog that traps Tab; Escape closes it and restores the focus', async () => {
    await open();
    const dialog = await openSettings();
    expect(focused() === button('Larger text'), 'has the focus').to.equal(true);
    expect(
      within(dialog)
        .getAllByShadowRole('switch')
        .map((one) => one.textContent.trim()),
    ).to.deep.equal(['More contrast', 'Less motion', 'Sound for new messages', 'Show choices as a list']);
    const levels = within(screen.getByShadowRole('radiogroup', {name: 'Read aloud by screen readers'})).getAllByShadowRole('radio');
    expect(levels.map((one) => [one.parentElement!.textContent.trim(), (one as HTMLInputElement).checked])).to.deep.equal([
      ['Full messages', true],
      ['Only the beginning', false],
      ['Only errors', false],
    ]);
    const walked: string[] = [];
    for (let step = 0; step < 9; step++) {
      await sendKeys({press: 'Tab'});
      walked.push(focused()!.ariaLabel ?? (focused()!.closest('label') ?? focused()!).textContent.trim());
    }
    expect(walked).to.deep.equal([
      'More contrast',
      'Less motion',
      'Sound for new messages',
      'Show choices as a list',
      'Full messages',
      'Reset',
      'Close',
      'Smaller text',
      'Larger text',
    ]);
    await sendKeys({press: 'Escape'});
    await settled(chat);
    expect(screen.queryByShadowRole('dialog') === null).to.equal(true);
    expect(focused() === button('More'), 'has the focus').to.equal(true);
  });

  it('scale text up to 200 % and back, show the size, and apply at once', async () => {
    await open();
    await openSettings();
    const size = () => screen.getByShadowRole('status', {name: ''}).textContent;
    const height = () => parseFloat(getComputedStyle(transcript()).fontSize);
    expect(button('Smaller text').ariaDisabled).to.equal('true');
    const seen: string[] = [];
    for (let step = 0; step < 6; step++) {
      seen.push(`${size()} ${height()}`);
      await press(button('Larger text'));
    }
    expect(seen).to.deep.equal(['100% 15', '115% 17.25', '130% 19.5', '150% 22.5', '175% 26.25', '200% 30']);
    expect(size()).to.equal('200%');
    expect(button('Larger text').ariaDisabled).to.equal('true');
    for (let step = 0; step < 5; step++) await press(button('Smaller text'));
    expect(height()).to.equal(15);
    expect(chat.style.getPropertyValue('--parley-text-scale')).to.equal('');
  });

  itInChromium('apply more contrast and less motion to shadow roots, even against the system’s preference', async () => {
    await open();
    expect([token('--_more'), token('--_moves')]).to.deep.equal(['0', '1']);
    await openSettings();
    await press(switchNamed('More contrast'));
    await press(switchNamed('Less motion'));
    expect([isOn('More contrast'), isOn('Less motion')]).to.deep.equal(['true', 'true']);
    expect([chat.dataset['contrast'], chat.dataset['motion']]).to.deep.equal(['more', 'less']);
    expect([token('--_more'), token('--_moves')]).to.deep.equal(['1', '0']);
    const entry = transcript().shadowRoot!.querySelector('.entry')!;
    entry.classList.add('fresh');
    expect(getComputedStyle(entry).animationDuration).to.equal('0s');
    await press(switchNamed('More contrast'));
    await press(switchNamed('Less motion'));
    expect([token('--_more'), token('--_moves')]).to.deep.equal(['0', '1']);
    await emulateMedia({reducedMotion: 'reduce'});
    expect(token('--_moves'), 'against the system').to.equal('1');
    expect(getComputedStyle(entry).animationDuration).to.equal('0.26s');
    await press(screen.getByShadowRole('button', {name: 'Reset'}));
    expect(isOn('Less motion'), 'as the system prefers').to.equal('true');
    expect(token('--_moves')).to.equal('0');
    expect([chat.hasAttribute('data-contrast'), chat.hasAttribute('data-motion')]).to.deep.equal([false, false]);
  });

  it('turn a carousel into a list of cards and back', async () => {
    await open({}, [[carousel]]);
    await until(() => screen.queryByShadowRole('region'), 'a carousel');
    await openSettings();
    await press(switchNamed('Show choices as a list'));
    expect(transcript().shadowRoot!.querySelector('[aria-roledescription], .slides') === null).to.equal(true);
    await press(button('Close'));
    const list = screen.getByShadowRole('list', {name: 'Choices: Fjell, Skog, Lys'});
    const cards = within(list).getAllByShadowRole('listitem');
    expect(cards.map((card) => within(card).getByShadowRole('heading').textContent.trim())).to.deep.equal(['Fjell', 'Skog', 'Lys']);
    expect(within(cards[1]!).queryByShadowRole('group', {name: 'Skog'}) !== null, 'a group names its buttons').to.equal(true);
    const tops = cards.map((card) => card.getBoundingClientRect());
    expect(tops.every(({top, left}, at) => at === 0 || (top >= tops[at - 1]!.bottom && left === tops[0]!.left))).to.equal(true);
    await openSettings();
    await press(switchNamed('Show choices as a list'));
    await press(button('Close'));
    expect(screen.queryByShadowRole('region') !== null).to.equal(true);
  });

  it('are stored under the launcher’s key, only after a change, and applied at once the next time', async () => {
    await open();
    expect(sessionStorage.getItem(key)).to.equal(null);
    await openSettings();
    expect(sessionStorage.getItem(key)).to.equal(null);
    await press(button('Larger text'));
    await press(switchNamed('More contrast'));
    await press(switchNamed('Sound for new messages'));
    expect(storedSettings()).to.deep.equal({size: 115, contrast: 'more', sound: 'on'});
    expect(localStorage.getItem(key)).to.equal(null);
    chat.remove();
    await open();
    expect(chat.dataset['contrast']).to.equal('more');
    expect(getComputedStyle(transcript()).fontSize).to.equal('17.25px');
    await openSettings();
    expect(isOn('Sound for new messages')).to.equal('true');
    await press(screen.getByShadowRole('button', {name: 'Reset'}));
    expect(storedSettings()).to.equal(undefined);
    expect(getComputedStyle(transcript()).fontSize).to.equal('15px');
    expect(isOn('Sound for new messages')).to.equal('false');
  });

  it('are deleted with everything else, and not stored with storage="none"', async () => {
    await open();
    await openSettings();
    await press(switchNamed('More contrast'));
    await press(button('Close'));
    await chat.forget();
    await settled(chat);
    expect(sessionStorage.getItem(key)).to.equal(null);
    expect(chat.hasAttribute('data-contrast')).to.equal(false);
    chat.remove();
    await open({storage: 'none'});
    await openSettings();
    await press(switchNamed('More contrast'));
    expect(token('--_more')).to.equal('1');
    expect([sessionStorage.getItem(key), localStorage.getItem(key)]).to.deep.equal([null, null]);
    dispatchEvent(new StorageEvent('storage', {key}));
    expect(chat.dataset['contrast'], 'another chat’s change').to.equal('more');
  });

  it('follow another tab, and tolerate invalid stored values', async () => {
    await open();
    const tell = async (reader: unknown) => {
      sessionStorage.setItem(key, JSON.stringify({open: true, reader}));
      dispatchEvent(new StorageEvent('storage', {key}));
      await settled(chat);
    };
    await tell({size: 150, motion: 'less', carousels: 'list'});
    expect([getComputedStyle(transcript()).fontSize, chat.dataset['motion']]).to.deep.equal(['22.5px', 'less']);
    for (const junk of [null, 7, 'large', [], {size: 1e9, contrast: 1}, {size: 'huge', sound: 3, spoken: [], carousels: {}}, {size: -3}]) {
      await tell(junk);
      expect(parseFloat(getComputedStyle(transcript()).fontSize), JSON.stringify(junk)).to.be.within(15, 30);
      expect(screen.getAllByShadowRole('article')).to.have.length(1);
    }
    sessionStorage.clear();
    dispatchEvent(new StorageEvent('storage', {key: null}));
    await settled(chat);
    expect(getComputedStyle(transcript()).fontSize).to.equal('15px');
    chat.remove();
    sessionStorage.setItem(key, JSON.stringify({reader: {contrast: 'more'}}));
    dispatchEvent(new StorageEvent('storage', {key}));
    expect(chat.hasAttribute('data-contrast'), 'a removed chat').to.equal(false);
  });

  it('override the page’s sound option, both ways', async () => {
    let sounds = 0;
    const {AudioContext} = window;
    const {userActivation} = navigator;
    window.AudioContext = function () {
      sounds++;
      throw new Error('silence');
    } as unknown as typeof AudioContext;
    Object.defineProperty(navigator, 'userActivation', {configurable: true, value: {hasBeenActive: true}});
    const come = async () => {
      chat.shown = false;
      await settled(chat);
      transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'By the way'}});
      await settled(chat);
      chat.shown = true;
      await settled(chat);
    };
    try {
      await open();
      await openSettings();
      await press(switchNamed('Sound for new messages'));
      await press(button('Close'));
      await come();
      expect(sounds).to.equal(1);
      chat.remove();
      sessionStorage.clear();
      await open({sound: 'on'});
      await openSettings();
      expect(isOn('Sound for new messages')).to.equal('true');
      await press(switchNamed('Sound for new messages'));
      await press(button('Close'));
      await come();
      expect(sounds).to.equal(1);
    } finally {
      window.AudioContext = AudioContext;
      Object.defineProperty(navigator, 'userActivation', {configurable: true, value: userActivation});
    }
  });

  it('determine how much of a new message is announced', async () => {
    await open();
    await openSettings();
    await press(screen.getByShadowRole('radio', {name: 'Only the beginning'}));
    await press(button('Close'));
    const long =
      'A lamp that is made to be repaired, with a shade of oak and a foot of bronze, and a light that is warm in the evening and clear at noon.';
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: long}});
    const region = () => transcript().shadowRoot!.querySelector('.voice')!;
    await until(() => region().textContent.includes('A lamp'), 'words in the live region');
    const line = [...region().children].at(-1)!.textContent;
    expect(line).to.match(/: A lamp .*…$/);
    expect(long.startsWith(line.slice(line.indexOf(': ') + 2, -1))).to.equal(true);
    await openSettings();
    await press(screen.getByShadowRole('radio', {name: 'Only errors'}));
    expect(storedSettings()).to.deep.equal({spoken: 'none'});
    await press(button('Close'));
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'Unheard'}});
    transport.emit({type: 'message', message: {code: 'message', type: 'iswriting'}});
    await until(() => transcript().shadowRoot!.textContent.includes('Unheard'), 'the message');
    await until(() => transcript().shadowRoot!.querySelector('.typing'), 'the dots');
    await pause(400);
    expect(region().textContent).not.to.include('Unheard');
    expect(transcript().shadowRoot!.querySelector('.typing')!.textContent.trim()).to.equal('');
  });

  it('pass an accessibility audit, light and dark, with all of them turned on', async () => {
    await open();
    await openSettings();
    await audit(container);
    for (const name of ['More contrast', 'Less motion', 'Sound for new messages', 'Show choices as a list']) await press(switchNamed(name));
    chat.setAttribute('theme', 'dark');
    await settled(chat);
    await audit(container);
  });

  it('fit into 360 pixels at 200 %: nothing overflows, and the close button stays visible', async () => {
    container.style.inlineSize = '360px';
    sessionStorage.setItem(key, JSON.stringify({reader: {size: 200}}));
    await open();
    const dialog = await openSettings();
    const outer = dialog.getBoundingClientRect();
    for (const one of dialog.querySelectorAll<HTMLElement>('.what, .size, .step, .track, .level, button')) {
      const {left, right} = one.getBoundingClientRect();
      expect(left, one.textContent).to.be.at.least(outer.left);
      expect(right, one.textContent).to.be.at.most(outer.right);
      expect(one.scrollWidth, one.textContent).to.be.at.most(one.clientWidth + 1 || Infinity);
    }
    const way = button('Close').getBoundingClientRect();
    expect([way.bottom <= outer.bottom, way.top >= outer.top]).to.deep.equal([true, true]);
    expect(outer.height).to.be.at.most(640);
    for (let step = 0; step < 8; step++) {
      await sendKeys({press: 'Tab'});
      const {bottom} = focused()!.getBoundingClientRect();
      if (focused() !== button('Close')) expect(bottom, `what has the focus after ${step + 1}`).to.be.at.most(way.top);
    }
  });
});

describe('the announcement of an entry', () => {
  const context = {labels: english, locale: 'en', name: 'Nordlicht', markdown: true} as const;
  const botEntry = (body: string): BotEntry => ({id: 'a', at: 0, from: 'bot', message: {code: 'message', type: 'text', body}});
  const notice = (notice: SystemEntry['notice'], more: Partial<SystemEntry> = {}): Entry => ({
    id: 'b',
    at: 0,
    from: 'system',
    notice,
    ...more,
  });

  it('is its full text, its beginning up to the end of a word, or nothing', () => {
    const words = 'fireside '.repeat(40).trim();
    expect(spokenOf(botEntry(words), {...context, spoken: undefined})).to.equal(`Nordlicht: ${words}`);
    expect(spokenOf(botEntry(words), {...context, spoken: 'brief'})).to.equal(`Nordlicht: ${'fireside '.repeat(13).trim()}…`);
    expect(spokenOf(botEntry('Short.'), {...context, spoken: 'brief'})).to.equal('Nordlicht: Short.');
    expect(spokenOf(botEntry('x'.repeat(200)), {...context, spoken: 'brief'})).to.equal(`Nordlicht: ${'x'.repeat(120)}…`);
    expect(spokenOf(botEntry(words), {...context, spoken: 'none'})).to.equal('');
  });

  it('is cut between words, even in languages without spaces', () => {
    const words = '北欧の照明は長い夜のために作られています。'.repeat(12);
    const heard = spokenOf(botEntry(words), {...context, locale: 'ja', spoken: 'brief'}).slice('Nordlicht: '.length, -1);
    const ends = [...new Intl.Segmenter('ja', {granularity: 'word'}).segment(words)].map(({index}) => index);
    expect(words.startsWith(heard)).to.equal(true);
    expect(heard.length).to.be.within(110, 120);
    expect(ends).to.include(heard.length);
  });

  it('always includes failures, but no other notices if only errors are wanted', () => {
    expect(spokenOf(notice('no_agents'), {...context, spoken: 'none'})).to.equal(english.no_agents);
    expect(spokenOf(notice('ended', {reason: 'error'}), {...context, spoken: 'none'})).to.equal(english.ended_error);
    expect(spokenOf(notice('ended'), {...context, spoken: 'none'})).to.equal('');
    expect(spokenOf(notice('ended'), {...context, spoken: 'brief'})).to.equal(english.ended);
  });
});
