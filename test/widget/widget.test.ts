import 'axe-core/axe.min.js';
import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import type {StateEvent} from '../../src/components/events.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import '../../src/elements/widget.ts';
import type {ParleyHandle} from '../../src/widget/handle.ts';
import {languageOf} from '../../src/components/language.ts';
import {optionProblemOf} from '../../src/widget/option-warnings.ts';
import {optionNames, readOptions} from '../../src/widget/options.ts';
import {ParleyWidget} from '../../src/widget/widget.ts';
import {animationsFinished} from '../auditing.ts';
import {pause, until} from '../components/until.ts';
import {focused} from './settled.ts';

declare const axe: {run(root: Element): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>};

const {loadChat} = ParleyWidget;
const {error, info, warn} = console;
const key = 'parley:/bot';
let widget: ParleyWidget;
let transport: ScriptedTransport;
let loads: number;
let logged: string[];

function make(attributes: Record<string, string> = {}): ParleyWidget {
  transport = new ScriptedTransport(['Hi', 'Yes', 'Again']);
  widget = document.createElement('parley-widget');
  for (const [name, value] of Object.entries({bot: '/bot', language: 'en', heading: 'Nordlicht', ...attributes}))
    widget.setAttribute(name, value);
  widget.transport = transport;
  return widget;
}

function mount(attributes: Record<string, string> = {}): ParleyWidget {
  document.body.append(make(attributes));
  return widget;
}

const launcher = () => screen.getByShadowRole('button', {name: /Open chat|Close chat/});
const closer = () => screen.getAllByShadowRole('button', {name: 'Close chat'}).at(-1)!;
const opener = () => widget.shadowRoot!.querySelector<HTMLButtonElement>('.launcher')!;
const panel = () => screen.queryByShadowRole('dialog', {name: 'Nordlicht'});
const storedState = (): unknown => JSON.parse(localStorage.getItem(key) ?? 'null');

async function settled(): Promise<void> {
  for (let round = 0; round < 8; round++) await pause(10);
}

/** Clicks as the visitor, and waits for the effects. */
async function click(element: HTMLElement): Promise<void> {
  element.click();
  await until(() => !opener().hasAttribute('aria-busy'));
  await settled();
}

describe('parley-widget', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    // Test files run in parallel, so this page may be in the background.
    Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'visible'});
    logged = [];
    loads = 0;
    console.error = (...words: unknown[]) => logged.push(words.join(' '));
    console.warn = (...words: unknown[]) => logged.push(words.join(' '));
    ParleyWidget.loadChat = () => {
      loads++;
      return loadChat();
    };
  });
  afterEach(async () => {
    await widget?.forget().catch(() => undefined);
    document.body.replaceChildren();
    document.documentElement.removeAttribute('class');
    document.documentElement.removeAttribute('data-theme');
    document.documentElement.removeAttribute('style');
    Object.assign(console, {error, warn});
    ParleyWidget.loadChat = loadChat;
  });

  it('costs nothing while closed: a button in the corner, no request, nothing stored', async () => {
    const before = performance.getEntriesByType('resource').length;
    mount();
    await settled();
    expect(launcher().getAttribute('aria-expanded')).to.equal('false');
    expect([loads, localStorage.length, transport.requests.length]).to.deep.equal([0, 0, 0]);
    expect(performance.getEntriesByType('resource').length).to.equal(before);
    const box = launcher().getBoundingClientRect();
    expect([Math.round(innerWidth - box.right), Math.round(innerHeight - box.bottom), box.width]).to.deep.equal([20, 20, 60]);
  });

  it('loads the chat when the pointer or the focus comes near, and calls the bot only when opened', async () => {
    mount();
    launcher().dispatchEvent(new PointerEvent('pointerenter'));
    expect(loads).to.equal(0);
    widget.shadowRoot!.querySelector('.dock')!.dispatchEvent(new PointerEvent('pointerenter'));
    await settled();
    expect(loads).to.equal(1);
    launcher().focus();
    await settled();
    expect([loads, transport.requests.length, localStorage.length]).to.deep.equal([1, 0, 0]);
  });

  it('opens as a dialog with the focus in the field; Escape closes it and restores the focus', async () => {
    mount();
    await click(launcher());
    expect(panel()).to.exist;
    expect(opener().getAttribute('aria-expanded')).to.equal('true');
    expect(opener().lang, 'whatever the language of the page').to.equal('en');
    expect(panel()!.closest('[lang]') === null, 'the chat takes the language of the page').to.equal(true);
    expect(within(panel()!).getByShadowText('Hi')).to.exist;
    expect(focused() === screen.getByShadowRole('textbox'), 'has the focus').to.equal(true);
    const escape = (more?: KeyboardEventInit) =>
      focused()!.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true, composed: true, cancelable: true, ...more}));
    // Of an input method: Safari says so by the key code alone.
    expect([escape({isComposing: true}), escape({keyCode: 229})]).to.deep.equal([true, true]);
    expect(escape()).to.equal(false);
    await settled();
    expect(panel() === null).to.equal(true);
    expect(focused() === opener(), 'has the focus').to.equal(true);
    expect(opener().getAttribute('aria-label')).to.equal('Open chat');
  });

  it('closes by its header button and the launcher, and still counts and announces messages', async () => {
    mount();
    await click(launcher());
    await click(within(panel()!).getByShadowRole('button', {name: 'Close chat'}));
    expect(panel() === null).to.equal(true);
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'By the way'}});
    await settled();
    expect(opener().getAttribute('aria-label')).to.equal('Open chat, 1 unread message');
    expect(widget.shadowRoot!.querySelector('.badge')!.textContent).to.equal('1');
    expect(screen.getByShadowRole('status').textContent, 'announced').to.equal('1 unread message');
    expect(storedState()).to.deep.include({open: false, unread: 1});
    await click(opener());
    expect(await screen.findByShadowText('1 new message')).to.exist;
    expect(storedState()).to.deep.include({open: true, unread: 0});
    localStorage.setItem(key, JSON.stringify({...Object(storedState()), reader: {spoken: 'none'}}));
    window.dispatchEvent(new StorageEvent('storage', {key}));
    await click(closer());
    expect(panel() === null).to.equal(true);
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'And another thing'}});
    await settled();
    expect(opener().getAttribute('aria-label')).to.equal('Open chat, 1 unread message');
    expect(screen.getByShadowRole('status').textContent, 'announcements are turned off').to.equal('');
  });

  it('counts unread messages up to nine, and restores the count on the next page', () => {
    localStorage.setItem(key, '{"open":false,"unread":12}');
    mount();
    expect(widget.shadowRoot!.querySelector('.badge')!.textContent).to.equal('9+');
    expect(launcher().getAttribute('aria-label')).to.equal('Open chat (9+)');
  });

  it('follows the state stored by other pages while connected, without loading the chat', () => {
    mount();
    const remember = (unread: number) => {
      localStorage.setItem(key, JSON.stringify({open: false, unread}));
      window.dispatchEvent(new StorageEvent('storage', {key}));
      return opener().getAttribute('aria-label');
    };
    expect(remember(2)).to.equal('Open chat (2)');
    expect(remember(0)).to.equal('Open chat');
    expect(widget.shadowRoot!.querySelector<HTMLElement>('.badge')!.hidden).to.equal(true);
    widget.remove();
    expect(remember(3)).to.equal('Open chat');
    document.body.append(widget);
    expect(opener().getAttribute('aria-label')).to.equal('Open chat (3)');
    expect(loads).to.equal(0);
  });

  it('reopens on the next page, without taking the focus', async () => {
    localStorage.setItem(key, '{"open":true}');
    mount();
    await until(panel);
    expect(document.activeElement === document.body).to.equal(true);
  });

  it('works with storage that is full, corrupt or turned off', async () => {
    localStorage.setItem(key, '[1, "not ours');
    const {setItem} = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      mount();
      await click(launcher());
      expect(panel()).to.exist;
    } finally {
      Storage.prototype.setItem = setItem;
    }
    widget.remove();
    localStorage.clear();
    mount({storage: 'none'});
    await click(launcher());
    expect(localStorage.length).to.equal(0);
  });

  it('reports beside the launcher that the chat failed to load, and retries', async () => {
    ParleyWidget.loadChat = () => (loads++ ? loadChat() : Promise.reject(new Error('404')));
    mount();
    await click(launcher());
    expect(screen.getByShadowRole('alert').textContent).to.equal('The chat could not be loaded. Try again.');
    expect(logged.join()).to.contain('could not be loaded');
    expect(launcher().getAttribute('aria-expanded')).to.equal('false');
    await click(launcher());
    expect(panel()).to.exist;
    expect(screen.queryByShadowText(/could not be loaded/) === null).to.equal(true);
  });

  it('shows a teaser that opens the chat, and that stays away once dismissed', async () => {
    mount({teaser: 'Is the ceiling low?'});
    await until(() => screen.queryByShadowText('Is the ceiling low?'));
    expect([loads, localStorage.length]).to.deep.equal([0, 0]);
    await animationsFinished(); // It fades in, and axe would measure it half transparent.
    const {violations} = await axe.run(document.body);
    expect(
      violations.filter(({id}) => !['region', 'landmark-one-main', 'page-has-heading-one'].includes(id)).map(({id}) => id),
    ).to.deep.equal([]);
    screen.getByShadowRole('button', {name: 'Dismiss'}).click();
    expect(screen.queryByShadowText('Is the ceiling low?') === null).to.equal(true);
    expect(storedState()).to.deep.equal({teased: true});
    expect(focused() === opener(), 'has the focus').to.equal(true);
    widget.remove();
    mount({teaser: 'Is the ceiling low?'});
    await settled();
    expect(screen.queryByShadowText('Is the ceiling low?') === null).to.equal(true);
    widget.remove();
    make({teaser: 'Is the ceiling low?', gateway: '/chat', widget: 'help'}).removeAttribute('bot');
    document.body.append(widget);
    await until(() => screen.queryByShadowText('Is the ceiling low?'));
    screen.getByShadowRole('button', {name: 'Dismiss'}).click();
    expect(Object.keys(localStorage), 'each bot and each widget has its own').to.have.members([key, 'parley:help']);
    localStorage.clear();
    widget.remove();
    mount({teaser: 'Is the ceiling low?'});
    await until(() => screen.queryByShadowText('Is the ceiling low?'));
    await click(screen.getByShadowRole('button', {name: 'Is the ceiling low?'}));
    expect(panel()).to.exist;
    expect(screen.queryByShadowText('Is the ceiling low?') === null).to.equal(true);
  });

  it('follows the theme of the page: attribute or class on html or body, color-scheme, then the system', async () => {
    mount();
    const scheme = () => widget.dataset['scheme'];
    const root = document.documentElement;
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    expect(scheme()).to.equal(system);
    root.dataset['theme'] = 'dark';
    await settled();
    expect(scheme()).to.equal('dark');
    delete root.dataset['theme'];
    root.className = 'dark wide';
    await settled();
    expect(scheme()).to.equal('dark');
    document.body.className = 'light';
    await settled();
    expect(scheme()).to.equal('light');
    document.body.className = '';
    root.className = '';
    root.style.colorScheme = 'dark';
    await settled();
    expect(scheme()).to.equal('dark');
    root.style.colorScheme = 'light dark';
    await settled();
    expect(scheme()).to.equal(system);
    widget.setAttribute('theme', system === 'dark' ? 'light' : 'dark');
    expect(scheme()).to.not.equal(system);
    const dock = widget.shadowRoot!.querySelector('.dock')!;
    expect(getComputedStyle(dock).colorScheme).to.equal(scheme());
  });

  it('uses the brand colour, or its default if that is invalid', async () => {
    mount();
    const colour = async (brand: string) => {
      widget.setAttribute('brand', brand);
      await pause(200);
      return getComputedStyle(launcher()).backgroundColor;
    };
    const own = await colour('no colour');
    expect(new Set([own, await colour('oklch(0.45 0.2 264)'), await colour('#070')]).size).to.equal(3);
    expect(await colour('nor this')).to.equal(own);
  });

  it('honours position="start", in LTR and RTL', () => {
    mount({position: 'start'});
    expect(launcher().getBoundingClientRect().left).to.equal(20);
    document.documentElement.dir = 'rtl';
    expect(Math.round(innerWidth - launcher().getBoundingClientRect().right)).to.equal(20);
    document.documentElement.dir = '';
  });

  it('keeps its place and size whatever the page’s CSS says about every element', () => {
    const hostile = document.createElement('style');
    hostile.textContent =
      '* { all: unset; display: flex; position: static; font-size: 40px; opacity: 0.99 } html { font-size: 62.5% } button { display: none }';
    document.body.append(hostile);
    mount();
    const box = launcher().getBoundingClientRect();
    const {clientHeight, clientWidth} = document.documentElement;
    expect([box.width, box.height, Math.round(clientHeight - box.bottom), Math.round(clientWidth - box.right)]).to.deep.equal([
      60, 60, 20, 20,
    ]);
    widget.hidden = true;
    expect(opener().getClientRects().length).to.equal(0);
  });

  it('lets clicks through where it shows nothing', () => {
    mount({teaser: ''});
    const box = launcher().getBoundingClientRect();
    expect(document.elementFromPoint(box.left - 10, box.top + 10) === widget).to.equal(false);
    expect(document.elementFromPoint(box.left + 30, box.top + 30) === widget).to.equal(true);
  });

  it('passes options, properties and slots to the chat, before and after it is loaded', async () => {
    make({'quick-replies-behaviour': 'keep', subtitle: 'Since 1958'});
    widget.innerHTML = '<i slot="footer">Answers come from a bot.</i>';
    widget.labels = {placeholder: 'Ask about a lamp'};
    document.body.append(widget);
    await click(launcher());
    const chat = widget.shadowRoot!.querySelector('parley-chat')!;
    expect(chat.getAttribute('quick-replies-behaviour')).to.equal('keep');
    expect(screen.getByShadowPlaceholderText('Ask about a lamp')).to.exist;
    expect(screen.getByShadowText('Since 1958')).to.exist;
    expect(widget.querySelector('i')!.assignedSlot?.assignedSlot === chat.shadowRoot!.querySelector('slot[name=footer]')).to.equal(true);
    widget.setAttribute('subtitle', 'Open until six');
    widget.labels = {placeholder: 'Ask me'};
    widget.querySelector('i')!.remove();
    await settled();
    expect(screen.getByShadowText('Open until six')).to.exist;
    expect(screen.getByShadowPlaceholderText('Ask me')).to.exist;
    expect(widget.labels).to.deep.equal({placeholder: 'Ask me'});
    expect(chat.querySelector('slot') === null).to.equal(true);
    widget.setAttribute('heading', 'Lamps');
    await settled();
    expect(screen.getByShadowRole('dialog', {name: 'Lamps'})).to.exist;
  });

  it('opens and closes if a framework sets its open property', async () => {
    mount();
    expect(optionNames.filter((name) => name in widget)).to.deep.equal(['open']);
    const open = () => widget.hasAttribute('open');
    const after = (shown: unknown) => (Object.assign(widget, {open: shown}), open());
    expect([true, false, '', undefined].map(after)).to.deep.equal([true, false, true, false]);
    await widget.open();
    expect(panel()).to.exist;
  });

  it('keeps properties that were set before the element was defined', () => {
    const early = document.createElement('parley-early');
    Object.assign(early, {transport: 'kept'});
    document.body.append(early);
    customElements.define('parley-early', class extends ParleyWidget {});
    expect((early as ParleyWidget).transport).to.equal('kept');
  });

  it('warns about invalid options of the widget itself', async () => {
    mount({positon: 'start', teaser: 'x', position: 'left'});
    await click(launcher());
    await until(() => logged.length === 2);
    expect(logged.join('\n')).to.match(/"positon", did you mean "position"/);
    expect(logged.join('\n')).to.match(/position="left".*"end", "start"/);
    expect(logged).to.have.length(2);
  });

  it('exports its parts, so that a page can style a bubble from outside', async () => {
    const style = document.createElement('style');
    style.textContent = 'parley-widget::part(bubble) { border-top: 3px solid rgb(1, 2, 3) }';
    document.body.append(style);
    mount();
    await click(launcher());
    const bubble = widget
      .shadowRoot!.querySelector('parley-chat')!
      .shadowRoot!.querySelector('parley-transcript')!
      .shadowRoot!.querySelector('.bubble')!;
    expect(getComputedStyle(bubble).borderTopColor).to.equal('rgb(1, 2, 3)');
  });

  it('sends messages for the page without opening, and merges data for the bot', async () => {
    mount();
    widget.setData({cart: 1});
    widget.setData({vip: true});
    await widget.send('From the page');
    expect(panel() === null).to.equal(true);
    expect(transport.requests.at(-1)).to.deep.include({data: {cart: 1, vip: true}});
    expect(transport.requests.at(-1)?.message).to.deep.include({body: 'From the page'});
    expect(localStorage.length).to.equal(0);
  });

  it('accepts renderers before and after the chat is loaded', async () => {
    mount();
    transport.emit({type: 'message', message: {code: 'message', type: 'unknown', kind: 'stars', original: {type: 'stars'}}});
    const renderer = (words: string) => ({render: () => document.createTextNode(words), say: () => ''});
    widget.renderers!.set('stars', renderer('three stars'));
    await click(launcher());
    await until(() => screen.queryByShadowText('three stars'));
    transport.emit({type: 'message', message: {code: 'message', type: 'unknown', kind: 'hearts', original: {type: 'hearts'}}});
    await until(() => screen.queryByShadowText('This message cannot be shown here.'));
    widget.renderers!.set('hearts', renderer('two hearts'));
    await until(() => screen.queryByShadowText('two hearts'));
  });

  it('leaves nothing behind when destroyed', async () => {
    mount();
    await click(launcher());
    const heard: Event[] = [];
    widget.addEventListener('parley-message', (event) => heard.push(event));
    const scheme = widget.dataset['scheme'];
    widget.destroy();
    document.documentElement.dataset['theme'] = scheme === 'dark' ? 'light' : 'dark';
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'Anybody?'}});
    await settled();
    expect(document.querySelector('parley-widget') === null).to.equal(true);
    expect(heard).to.deep.equal([]);
    expect(widget.dataset['scheme']).to.equal(scheme);
    expect(widget.shadowRoot!.querySelector('parley-chat') === null).to.equal(true);
  });

  it('passes an accessibility audit, closed and open', async () => {
    document.body.append(Object.assign(document.createElement('h1'), {textContent: 'Shop'}));
    mount();
    const audit = async () =>
      (await axe.run({include: [['parley-widget']]} as never)).violations.map(
        ({id, nodes}) => `${id} ${nodes.map(({html}) => html).join()}`,
      );
    expect(await audit()).to.deep.equal([]);
    await click(launcher());
    await animationsFinished();
    expect(await audit()).to.deep.equal([]);
  });
});

describe('the script tag', () => {
  const run = (copy: string): Promise<unknown> => import(/* @vite-ignore */ `../../src/widget/script-tag.ts?${copy}`);
  /** By an attribute: these widgets have names of their own, since this page has defined the element already. */
  const dormantWidgets = () => document.querySelectorAll<ParleyWidget>('[bot="/bot"]');
  const dialog = () => screen.queryByShadowRole('dialog', {name: 'Ask us'});
  const handle = () => Reflect.get(document, Symbol.for('parley-chat')) as ParleyHandle | undefined;
  const currentScript = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')!;
  let scriptLogged: string[];

  beforeEach(() => {
    localStorage.clear();
    scriptLogged = [];
    const {href} = new URL('../../src/', import.meta.url);
    Object.assign(globalThis, {__PARLEY_CHAT__: './widget/upgrade.ts', __PARLEY_EXTRAS__: './widget/launcher-extras.ts'});
    console.info = console.warn = (...words: unknown[]) => scriptLogged.push(words.join(' '));
    const script = document.createElement('script');
    script.type = 'text/plain'; // Never run: it stands in for `currentScript`, which modules do not have.
    script.src = `${href}parley.js`;
    for (const [name, value] of Object.entries({
      'data-bot': '/bot',
      'data-heading': 'Ask us',
      'data-language': 'en',
      'data-storage': 'none',
      'data-cfasync': 'false',
    }))
      script.setAttribute(name, value);
    Object.defineProperty(Document.prototype, 'currentScript', {configurable: true, get: () => script});
    // Clobbers `document.currentScript`.
    document.body.append(script, Object.assign(document.createElement('img'), {name: 'currentScript'}));
  });
  afterEach(() => {
    handle()?.destroy();
    Reflect.deleteProperty(window, 'parley');
    Object.defineProperty(Document.prototype, 'currentScript', currentScript);
    document.body.replaceChildren();
    localStorage.clear();
    Object.assign(console, {info, warn});
  });

  it('adds a widget with its options, dispatches parley-ready, and does nothing the second time', async () => {
    let ready = 0;
    window.addEventListener('parley-ready', ({composed}) => (ready += Number(composed)), {once: true});
    document.querySelector('script[data-bot]')!.setAttribute('data-title', 'A title');
    await run('first');
    const [made] = dormantWidgets();
    expect(made!.parentElement).to.equal(document.body);
    expect(['bot', 'heading', 'storage', 'title'].map((name) => made!.getAttribute(name))).to.deep.equal(['/bot', 'Ask us', 'none', null]);
    expect(ready).to.equal(1);
    expect(scriptLogged).to.deep.equal([]);
    await run('second');
    expect(dormantWidgets()).to.have.length(1);
    expect(scriptLogged.join()).to.contain('already here');
  });

  it('loads the chat from beside the script, and warns about misspelt options', async () => {
    const script = document.querySelector('script[data-bot]')!;
    for (const [name, value] of [
      ['data-positon', 'start'],
      ['data-title', 'Ask us'],
    ] as const)
      script.setAttribute(name, value);
    await run('third');
    const [made] = dormantWidgets();
    made!.transport = new ScriptedTransport(['Hi']);
    await window.parley!.open();
    await until(dialog);
    await until(() => scriptLogged.length);
    expect(scriptLogged.join('\n')).to.match(/"positon", did you mean "position"/);
    expect(scriptLogged.join('\n')).to.match(/"data-title", did you mean "heading"/);
    expect(scriptLogged).to.have.length(2);
  });

  it('gives the page a handle that opens, closes, sends and listens, until it is destroyed', async () => {
    await run('fourth');
    dormantWidgets()[0]!.transport = new ScriptedTransport(['Hi', 'Yes', 'Again']);
    const states: boolean[] = [];
    const listen = (event: Event) => states.push((event as StateEvent).open);
    window.parley!.on('state', listen);
    window.parley!.registerAction('x', () => undefined);
    await window.parley!.open();
    expect(dialog()).to.exist;
    expect(
      [localStorage.length, document.activeElement === document.body],
      'without a user gesture nothing is stored and the focus stays',
    ).to.deep.equal([0, true]);
    await settled();
    await window.parley!.send('Hello');
    await window.parley!.toggle();
    expect(dialog() === null).to.equal(true);
    expect(states.at(-1)).to.equal(false);
    window.parley!.off('state', listen);
    const {length} = states;
    await window.parley!.open();
    await window.parley!.close();
    expect(states).to.have.length(length);
    expect(scriptLogged).to.deep.equal([]);
    window.parley!.destroy();
    expect([handle(), 'parley' in window, dormantWidgets().length]).to.deep.equal([undefined, false, 0]);
  });

  it('keeps an existing window.parley and warns once opened, but replaces a named element', async () => {
    const own = {mine: true};
    Reflect.set(window, 'parley', own);
    await run('fifth');
    expect(window.parley).to.equal(own);
    expect(scriptLogged).to.deep.equal([]);
    dormantWidgets()[0]!.transport = new ScriptedTransport(['Hi']);
    await handle()!.open();
    expect(scriptLogged.join('\n')).to.contain('has a `parley` of its own');
    handle()!.destroy();
    expect(window.parley).to.equal(own);
    Reflect.deleteProperty(window, 'parley');

    document.body.append(Object.assign(document.createElement('div'), {id: 'parley'}));
    expect(window.parley).to.be.instanceOf(HTMLElement);
    await run('sixth');
    expect(window.parley!.open).to.be.a('function');
  });
});

describe('options', () => {
  it('are read from attributes, with defaults for missing and invalid values', () => {
    const element = document.createElement('div');
    const defaults = readOptions(element);
    expect(defaults).to.include({
      engine: 'custom',
      theme: 'auto',
      storage: 'local',
      retention: 30,
      timeout: 60,
      markdown: true,
      rewind: false,
      open: false,
      position: 'end',
    });
    expect(defaults.bot).to.equal(undefined);
    for (const [name, value] of Object.entries({
      theme: 'dark',
      markdown: 'false',
      rewind: 'true',
      open: '',
      timeout: '5',
      retention: '-1',
      images: 'none',
      bot: '/bot',
      brand: 'nonsense',
    }))
      element.setAttribute(name, value);
    expect(readOptions(element)).to.include({
      theme: 'dark',
      markdown: false,
      rewind: true,
      open: true,
      timeout: 5,
      retention: 30,
      images: 'all',
      bot: '/bot',
      brand: undefined,
    });
  });

  it('warn about near misses, and ignore other attributes', () => {
    const cases: [string, string, RegExp | undefined][] = [
      ['headding', 'x', /did you mean "heading"/],
      ['data-bot', '/bot', /did you mean "bot"/],
      ['quickRepliesBehaviour', 'keep', /did you mean "quick-replies-behaviour"/],
      ['language', 'english language', /a language such as/],
      ['brand', 'blueish', /a colour of CSS/],
      ['markdown', 'yes', /"true", "false"/],
      ['data-title', 'Chat', /did you mean "heading"/],
      ['data-lang', 'it', /did you mean "language"/],
      ['color', 'red', /did you mean "brand"/],
      ['url', '/bot', /did you mean "bot"/],
      ['markdown', 'false', undefined],
      ['class', 'a', undefined],
      ['style', 'a', undefined],
      ['slot', 'a', undefined],
      ['data-scheme', 'dark', undefined],
      ['exportparts', 'a', undefined],
      ['framed', 'end', undefined],
      ['id', 'a', undefined],
      ['hidden', '', undefined],
      ['dir', 'rtl', undefined],
      ['lang', 'it', undefined],
      ['title', 'Chat', undefined],
    ];
    for (const [name, value, expected] of cases) {
      const mistake = optionProblemOf(name, value);
      if (expected) expect(mistake, name).to.match(expected);
      else expect(mistake, name).to.equal(undefined);
    }
  });

  it('determine the language: as chosen, the nearest lang across shadow roots, or the browser’s', () => {
    const outer = document.createElement('section');
    outer.lang = 'fr-CA';
    const host = outer.appendChild(document.createElement('div'));
    const inner = host.attachShadow({mode: 'open'}).appendChild(document.createElement('i'));
    document.body.append(outer);
    expect([languageOf(inner, null), languageOf(inner, 'it'), languageOf(inner, 'not a language')]).to.deep.equal(['fr-CA', 'it', 'fr-CA']);
    expect([languageOf(inner, 'de_AT'), optionProblemOf('language', 'de_AT')]).to.deep.equal(['de-AT', undefined]);
    outer.lang = 'x';
    expect(languageOf(inner, null)).to.equal(navigator.language);
    outer.remove();
  });
});
