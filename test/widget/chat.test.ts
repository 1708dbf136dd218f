import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import type {ActionEvent, MessageEvent, ReplyEvent, StateEvent} from '../../src/components/events.ts';
import {textMessage} from '../../src/protocol/build.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import type {BotRequest, BotSettings} from '../../src/protocol/exchange.ts';
import {type Script, ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import {optionNames} from '../../src/widget/options.ts';
import '../../src/components/quick-replies/position.ts';
import '../../src/components/template/template-part.ts';
import '../../src/elements/chat.ts';
import '../../src/widget/chat/files.ts';
import '../../src/widget/chat/overlays.ts';
import '../../src/widget/chat/position-offer.ts';
import {audit} from '../components/audit.ts';
import {pause, until} from '../components/until.ts';
import {focused, isStored, settled} from './settled.ts';

const text = (body: string, more: object = {}) => ({code: 'message', type: 'text', body, ...more});
const action = (action_code: string, ...args: unknown[]) => ({code: 'message', type: 'action', action_code, args});
const question = text('What are you lighting?', {
  quick_replies: [
    {content_type: 'text', title: 'A table', payload: 'TABLE'},
    {content_type: 'text', title: 'A room'},
  ],
});
const card = text('Two fit:', {
  template: {type: 'generic', elements: [{title: 'Fjell', buttons: [{type: 'postback', title: 'Order it', payload: 'ORDER'}]}]},
});

let chat: ParleyChat;
let transport: ScriptedTransport;
let container: HTMLElement;
const {error, warn} = console;
let logged: string[];

/** Opens a chat whose bot follows a script. */
async function open(
  script: Script,
  {attributes = {}, ...properties}: {attributes?: Record<string, string>} & Omit<Partial<ParleyChat>, 'attributes'> = {},
): Promise<void> {
  transport = new ScriptedTransport(script);
  chat = document.createElement('parley-chat');
  for (const [name, value] of Object.entries({storage: 'none', language: 'en', heading: 'Nordlicht', ...attributes}))
    chat.setAttribute(name, value);
  Object.assign(chat, {transport}, properties);
  container.append(chat);
  await settled(chat);
}

const log = () => screen.getByShadowRole('log');
const field = () => screen.getByShadowRole<HTMLTextAreaElement>('textbox', {name: 'Your message'});
const entryTexts = () =>
  within(log())
    .getAllByShadowRole('article')
    .map((entry) => entry.querySelector('.said')!.textContent.trim().replace(/\s+/g, ' '));
const button = (name: string | RegExp) => screen.getByShadowRole('button', {name});
const messages = () => transport.requests.map(({event, message}) => (message ? message : event));

function type(words: string): void {
  field().value = words;
  field().dispatchEvent(new InputEvent('input', {bubbles: true}));
}

function press(target: Element, key: string, more: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true, ...more}));
}

async function say(words: string): Promise<void> {
  type(words);
  press(field(), 'Enter');
  await settled(chat);
}

describe('parley-chat', () => {
  beforeEach(() => {
    logged = [];
    // Test files run in parallel, so this page may be in the background.
    Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'visible'});
    console.error = (...words: unknown[]) => logged.push(words.join(' '));
    console.warn = (...words: unknown[]) => logged.push(words.join(' '));
    container = document.createElement('main');
    container.style.cssText = 'block-size: 640px; inline-size: 400px';
    document.body.append(container);
  });
  afterEach(() => {
    container.remove();
    Object.assign(console, {error, warn});
  });

  it('holds a whole conversation: text, a quick reply with payload, a postback, an end and a restart', async () => {
    await open(['Good evening.', [question], [card], 'Ordered.', {event: 'end', messages: [text('Good night.')]}, 'Hello again.']);
    expect(entryTexts()).to.deep.equal(['Good evening.']);
    await say('Hello');
    button('A table').click();
    await settled(chat);
    button('Order it').click();
    await settled(chat);
    await say('Bye');
    expect(
      messages().map((one) =>
        typeof one === 'string' ? one : {type: one.type, body: 'body' in one && one.body, payload: 'payload' in one && one.payload},
      ),
    ).to.deep.equal([
      'start',
      {type: 'text', body: 'Hello', payload: false},
      {type: 'text', body: 'A table', payload: 'TABLE'},
      {type: 'postback', body: 'Order it', payload: 'ORDER'},
      {type: 'text', body: 'Bye', payload: false},
    ]);
    expect(entryTexts().at(-1)).to.equal('The conversation ended');
    expect(screen.queryByShadowRole('textbox') === null).to.equal(true);
    button('Start again').click();
    await settled(chat);
    expect(entryTexts().slice(-2)).to.deep.equal(['A new conversation', 'Hello again.']);
    expect(transport.requests.at(-1)?.event).to.equal('start');
    expect(logged).to.deep.equal([]);
  });

  it('keeps the focus on the chosen reply; typing moves it to the field, but Space does not', async () => {
    await open([[question], 'Fine.']);
    button('A table').focus();
    button('A table').click();
    await settled(chat);
    expect(focused()?.textContent).to.contain('A table');
    expect(focused()?.getAttribute('aria-disabled')).to.equal('true');
    press(focused()!, ' ');
    expect(focused()?.tagName).to.equal('BUTTON');
    log().focus();
    press(log(), ' ');
    expect(focused() === log(), 'Space scrolls').to.equal(true);
    press(focused()!, 'h');
    expect(focused() === field(), 'has the focus').to.equal(true);
  });

  it('sends no cancelled reply, even if a listener of the window cancels it last', async () => {
    const heard: ReplyEvent[] = [];
    await open([[question], 'Fine.']);
    window.addEventListener(
      'parley-reply',
      (event) => {
        heard.push(event);
        event.preventDefault();
      },
      {once: true},
    );
    button('A table').click();
    await settled(chat);
    expect(heard.map(({message, source, choice}) => ({message, source, choice}))).to.deep.equal([
      {message: {code: 'message', type: 'text', body: 'A table', payload: 'TABLE'}, source: 'quick-reply', choice: 'quick_replies[0]'},
    ]);
    expect(transport.requests).to.have.length(1);
    expect(button('A table').getAttribute('aria-disabled')).to.equal(null);
  });

  it('shows an alert for a failed message, and resends it unchanged with its payload', async () => {
    let tries = 0;
    const refused = new TransportError('refused', 'POST answered 503', {status: 503});
    await open(({event}: BotRequest) => (event === 'start' ? [question] : tries++ ? 'Now.' : refused));
    button('A table').click();
    await settled(chat);
    const alert = within(log()).getByShadowRole('alert');
    expect(alert.textContent).to.contain('Not sent');
    within(alert).getByShadowRole('button', {name: 'Try again'}).click();
    await settled(chat);
    expect(messages().slice(1)).to.deep.equal([messages()[1], messages()[1]]);
    expect(entryTexts().slice(1)).to.deep.equal(['A table', 'Now.']);
    expect(within(log()).queryByShadowRole('alert') === null).to.equal(true);
    expect(logged.join()).to.contain('503');
  });

  it('lets the visitor delete a message that failed', async () => {
    await open(({event}: BotRequest) => (event === 'start' ? 'Hi' : new TransportError('offline', 'no connection')));
    await say('Lost words');
    button('Delete').click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi']);
  });

  it('shows an alert if the bot is unreachable at the start, and retries on request', async () => {
    let tries = 0;
    await open(() => (tries++ ? 'Here I am.' : new TransportError('refused', 'no', {status: 500})));
    expect(within(log()).getByShadowRole('alert').textContent).to.contain('could not be reached');
    button('Try again').click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Here I am.']);
  });

  it('lets the visitor stop waiting, and marks the message as uncertain', async () => {
    await open(({event}: BotRequest) => (event === 'start' ? 'Hi' : {answer: 'late', delay: 60_000}));
    const now = performance.now.bind(performance);
    await say('Hm?');
    expect(within(log()).getByShadowRole('status').textContent).to.contain('Nordlicht is writing');
    performance.now = () => now() + 11_000;
    const stop = () => screen.queryByShadowRole('button', {name: 'Stop waiting'});
    await until(stop);
    Reflect.deleteProperty(performance, 'now');
    stop()!.click();
    await settled(chat);
    expect(within(log()).getByShadowRole('alert').textContent).to.contain('May not have arrived');
  });

  it('sends on Enter and with its button, but not on Shift+Enter, during IME composition or if blank', async () => {
    await open(['Hi', 'One', 'Two']);
    const send = button('Send');
    expect(send.getAttribute('aria-disabled')).to.equal('true');
    press(field(), 'Enter');
    type('  ');
    send.click();
    await settled(chat);
    type('漢字');
    expect(press(field(), 'Enter', {isComposing: true})).to.equal(true);
    expect(press(field(), 'Enter', {shiftKey: true})).to.equal(true);
    await settled(chat);
    expect(transport.requests).to.have.length(1);
    expect(button('Send').getAttribute('aria-disabled')).to.equal(null);
    button('Send').click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', '漢字', 'One']);
    expect(field().value).to.equal('');
    expect(focused() === field(), 'has the focus').to.equal(true);
  });

  it('grows its field up to five lines, counts down near the length limit, and sends nothing beyond it', async () => {
    await open(['Hi']);
    const one = field().clientHeight;
    type('a\nb\nc');
    await settled(chat);
    expect(field().clientHeight).to.be.closeTo(one + 48, 2);
    type('a\n'.repeat(40));
    await settled(chat);
    expect(field().clientHeight).to.be.closeTo(one + 4 * 24, 2);
    type('x'.repeat(3_000));
    await settled(chat);
    expect(screen.queryByShadowText(/left/) === null).to.equal(true);
    type('x'.repeat(4_962));
    await settled(chat);
    expect(screen.getByShadowText('38 left')).to.exist;
    type('x'.repeat(5_012));
    await settled(chat);
    expect(screen.getByShadowText('12 too many')).to.exist;
    expect(button('Send').getAttribute('aria-disabled')).to.equal('true');
    press(field(), 'Enter');
    await settled(chat);
    expect(transport.requests).to.have.length(1);
  });

  it('keeps the draft while hidden', async () => {
    await open(['Hi']);
    type('Half a thought');
    chat.shown = false;
    await settled(chat);
    chat.shown = true;
    await settled(chat);
    expect(field().value).to.equal('Half a thought');
  });

  it('moves the focus from an entry to the field on Escape', async () => {
    await open(['Hi']);
    const entry = within(log()).getByShadowRole('article');
    entry.focus();
    expect(press(entry, 'Escape')).to.equal(false);
    expect(focused() === field(), 'has the focus').to.equal(true);
  });

  it('asks before ending the conversation; the safe choice has the focus, and Escape takes it', async () => {
    await open(['Hi', {event: 'continue', messages: []}]);
    const ask = async () => {
      button('More').click();
      await settled(chat);
      expect(focused() === screen.getByShadowRole('menuitem', {name: 'Display and sound'}), 'has the focus').to.equal(true);
      press(focused()!, 'ArrowDown');
      expect(focused() === screen.getByShadowRole('menuitem', {name: 'Save the conversation'}), 'has the focus').to.equal(true);
      press(focused()!, 'ArrowDown');
      expect(focused() === screen.getByShadowRole('menuitem', {name: 'Start again'}), 'has the focus').to.equal(true);
      press(focused()!, 'ArrowDown');
      expect(focused() === screen.getByShadowRole('menuitem', {name: 'End the conversation'}), 'has the focus').to.equal(true);
      (focused() as HTMLElement).click();
      await settled(chat);
      return screen.getByShadowRole('alertdialog', {name: 'End the conversation?'});
    };
    await ask();
    expect(focused() === button('Keep chatting'), 'has the focus').to.equal(true);
    press(focused()!, 'Tab');
    expect(focused() === button('End it'), 'has the focus').to.equal(true);
    expect(press(focused()!, 'Escape')).to.equal(false);
    await settled(chat);
    expect(screen.queryByShadowRole('alertdialog') === null).to.equal(true);
    expect(transport.requests.map(({event}) => event)).to.deep.equal(['start']);

    chat.labels = {end_confirm: 'Goodbye'};
    await ask();
    button('Goodbye').click();
    await settled(chat);
    expect(transport.requests.map(({event}) => event)).to.deep.equal(['start', 'end']);
    expect(entryTexts().at(-1)).to.equal('The conversation ended');
  });

  it('closes its menu on Escape, restores the focus and consumes the key', async () => {
    await open(['Hi']);
    // The menu must not cover its button either if large text makes the header taller.
    chat.style.setProperty('--parley-text-scale', '2');
    button('More').click();
    await settled(chat);
    const [opener, menu] = [button('More'), screen.getByShadowRole('menu')].map((element) => element.getBoundingClientRect());
    expect(menu!.top).to.be.at.least(opener!.bottom);
    expect(press(focused()!, 'Escape')).to.equal(false);
    await settled(chat);
    expect(screen.queryByShadowRole('menu') === null).to.equal(true);
    expect(focused() === button('More'), 'has the focus').to.equal(true);
  });

  it('closes its menu if Tab leaves it or something outside of it is pressed', async () => {
    await open(['Hi']);
    const other = Object.assign(document.createElement('p'), {textContent: 'The page'});
    container.prepend(other);
    const isOpen = () => screen.queryByShadowRole('menu') !== null;
    const down = (target: Element) => target.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true, composed: true}));
    const turn = async () => {
      button('More').click();
      await settled(chat);
    };
    await turn();
    expect(press(focused()!, 'Tab'), 'the browser moves the focus').to.equal(true);
    await settled(chat);
    expect(isOpen()).to.equal(false);
    expect(focused() === button('More'), 'starting from its button').to.equal(true);
    for (const target of [other, chat.shadowRoot!.querySelector('.header')!, log()]) {
      await turn();
      down(screen.getByShadowRole('menu'));
      down(button('More').firstElementChild!);
      await settled(chat);
      expect(isOpen()).to.equal(true);
      down(target);
      await settled(chat);
      expect(isOpen(), target.outerHTML).to.equal(false);
    }
  });

  it('dispatches message and state events, which do not reveal unsent text', async () => {
    const heard: string[] = [];
    container.addEventListener('parley-message', ({from, text: words}: MessageEvent) => heard.push(`${from}: ${words}`));
    container.addEventListener('parley-state', ({open: isOpen, phase, unread}: StateEvent) => heard.push(`${isOpen} ${phase} ${unread}`));
    await open(['**Hi**', {event: 'end', messages: []}]);
    await say('Bye');
    expect(heard).to.deep.equal([
      'true idle 0',
      'true connecting 0',
      'true open 0',
      'bot: Hi',
      'visitor: Bye',
      'system: The conversation ended',
      'true ended 0',
    ]);
  });

  it('passes text to the page as it is shown, in messages that the page cannot change', async () => {
    const heard: MessageEvent[] = [];
    container.addEventListener('parley-message', (event) => heard.push(event));
    container.addEventListener('parley-reply', ({message}: ReplyEvent) => Reflect.set(message, 'body', 'Something else'));
    await open([[{...question, body: '**Which?**'}], '*Yes*'], {attributes: {markdown: 'false'}});
    button('A table').click();
    await settled(chat);
    chat.setAttribute('markdown', 'true');
    await say('2 * 3 * 4');
    expect(heard.map(({text: words}) => words.split('\n')[0])).to.deep.equal(['**Which?**', 'A table', '*Yes*', '2 * 3 * 4']);
    for (const {message} of heard) expect(Reflect.set(message, 'body', 'Another')).to.equal(false);
    expect(entryTexts().at(-1)).to.equal('2 * 3 * 4');
    expect(transport.requests[1]!.message).to.include({body: 'A table'});
  });

  it('dispatches events for messages that were missed, each only once', async () => {
    const heard: string[] = [];
    await open(['Hi']);
    const late = (body: string, id: string) => ({type: 'message', message: textMessage(body), id}) as const;
    transport.emit(late('One', '1'));
    await settled(chat);
    container.addEventListener('parley-message', ({text: words}: MessageEvent) => heard.push(words));
    transport.emit({type: 'reset', events: [late('One', '1'), late('Two', '2'), late('Three', '3')]});
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', 'One', 'Two', 'Three']);
    expect(heard).to.deep.equal(['Two', 'Three']);
  });

  it('starts once visible, and counts messages as unread while its container is hidden', async () => {
    container.hidden = true;
    await open(['Hi']);
    const unread: number[] = [];
    chat.addEventListener('parley-state', (event) => unread.push(event.unread));
    expect(transport.requests).to.deep.equal([]);
    container.hidden = false;
    await until(() => transport.requests.length === 1);
    container.hidden = true;
    await pause(50); // Until the browser has rendered that.
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'Anybody?'}});
    await until(() => unread.at(-1) === 1);
    container.hidden = false;
    await until(() => unread.at(-1) === 0);
  });

  it('renders custom types, even if their renderers are registered later', async () => {
    const heard: string[] = [];
    container.addEventListener('parley-message', ({text: words}: MessageEvent) => heard.push(words));
    const shop = {type: 'generic', elements: [{type: 'hearts', count: 1}, {title: 'Fjell'}, {type: 'broken', title: 'Torn'}]};
    await open([
      [
        {code: 'message', type: 'stars', count: 3},
        text('Choose:', {template: {type: 'stars', count: 1}}),
        text('Look here:', {template: {type: 'generic', elements: [{type: 'hearts', count: 3}]}}),
      ],
      [{code: 'message', type: 'hearts', count: 2}],
      [text('Look:', {template: shop}), text('', {template: {type: 'stars', count: 9}}), text('', {template: {type: 'quiet'}})],
      [text('Sure?', {quick_replies: [{content_type: 'text', title: 'Yes'}]})],
    ]);
    expect([entryTexts()[0], heard[0]]).to.deep.equal(['This message cannot be shown here.', 'This message cannot be shown here.']);
    const renderer = (sign: string) => ({
      render: ({count}: Readonly<Record<string, unknown>>) => document.createTextNode(sign.repeat(Number(count))),
      say: ({count}: Readonly<Record<string, unknown>>) => `${Number(count)} *${sign}*`,
    });
    chat.renderers!.set('stars', renderer('★')).set('hearts', renderer('♥'));
    await until(() => entryTexts().join() === '★★★,Choose:★,Look here:♥♥♥');
    await say('More');
    await until(() => entryTexts().at(-1) === '♥♥');
    const fail = () => {
      throw new Error('torn');
    };
    chat.renderers!.set('broken', {render: fail, say: fail});
    chat.renderers!.set('quiet', {...renderer(''), say: () => ''});
    await say('And more');
    expect(heard.slice(3)).to.deep.equal(['More', '2 *♥*', 'And more', 'Look:\n1 *♥*\nFjell\nTorn', '9 *★*', '']);
    const spoken = () => chat.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!.querySelector('.voice')!.textContent;
    await until(() => spoken().includes('9 *★*'));
    expect(spoken()).to.contain('Nordlicht: 2 *♥*');
    expect(logged.join()).to.contain('torn');
    chat.renderers!.set('text', {...renderer(''), say: ({body}) => `“${String(body)}”`});
    await say('At last');
    expect(heard.at(-1)).to.equal('“Sure?”\nSuggested answers: Yes');
  });

  it('neither shows nor announces the text above a template with template-body="hide"', async () => {
    await open(['Hi', [card]], {attributes: {'template-body': 'hide'}});
    await say('Which one?');
    const spoken = () => chat.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!.querySelector('.voice')!.textContent;
    await until(() => spoken().includes('Fjell'));
    expect([spoken(), entryTexts().at(-1)].join()).not.to.contain('Two fit');
  });

  it('sends messages for the page, and its data, context, settings and environment with every request', async () => {
    await open(['Hi', 'One', 'Two'], {
      attributes: {engine: 'watson'},
      data: {cart: 3},
      context: {visits: 2},
      settings: {engine: {type: 'dialog', settings: {a: 1}}},
      environment: {acct: 'shop'},
    });
    await chat.send('From the page');
    chat.data = {cart: 4};
    await settled(chat);
    await chat.send({code: 'message', type: 'postback', body: 'P', payload: 'X'});
    const [start, first, second] = transport.requests;
    expect(start).to.include({event: 'start', language: 'en'});
    expect(start!.settings).to.deep.equal({engine: {type: 'dialog', settings: {a: 1}}});
    expect(start!.environment).to.include({acct: 'shop', userAgent: navigator.userAgent});
    expect(start!.environment!.caps).to.have.nested.property('media.chat.quickReply', 'out');
    expect([first!.data, second!.data]).to.deep.equal([{cart: 3}, {cart: 4}]);
    expect([start!.context, second!.context]).to.deep.equal([{visits: 2}, {visits: 2}]);
    chat.remove();
    await open(['Hi'], {
      attributes: {engine: 'watson'},
      settings: {tone: 'warm'} as unknown as BotSettings,
      renderers: new Map([['stars', {render: () => document.createElement('p'), say: () => ''}]]),
    });
    const {settings, environment} = transport.requests[0]!;
    expect(settings).to.deep.equal({engine: {type: 'watson'}, tone: 'warm'});
    expect(environment!.caps).to.have.nested.property('media.chat.customTemplateSchemaIds').that.deep.equals(['stars']);
  });

  it('hides the echo of a postback with echo-postback="false", unless it fails', async () => {
    let fails = false;
    await open(({event}: BotRequest) => (event === 'start' ? [card] : fails ? new TransportError('offline', 'no') : 'Ordered.'), {
      attributes: {'echo-postback': 'false', 'quick-replies-behaviour': 'keep'},
    });
    button('Order it').click();
    await settled(chat);
    expect(entryTexts().slice(1)).to.deep.equal(['Ordered.']);
    fails = true;
    await pause(600);
    within(log())
      .getByShadowRole('button', {name: /Order it/})
      .click();
    await settled(chat);
    expect(entryTexts().slice(1)).to.deep.equal(['Ordered.', 'Order it']);
  });

  it('hides the field with composer="hidden", and with "auto" while quick replies are open', async () => {
    const place = text('Where do you live?', {quick_replies: [{content_type: 'location'}]});
    await open([[question], 'Fine.', [place]], {attributes: {composer: 'auto'}});
    expect(screen.queryByShadowRole('textbox') === null).to.equal(true);
    button('A room').click();
    await settled(chat);
    expect(field()).to.exist;
    await chat.send('Where?');
    await settled(chat);
    expect(field(), 'a position may be refused').to.exist;
    chat.setAttribute('composer', 'hidden');
    await settled(chat);
    expect(screen.queryByShadowRole('textbox') === null).to.equal(true);
  });

  it('has no property named like an option, which a framework would set instead of the attribute', () => {
    const made = document.createElement('parley-chat');
    expect(optionNames.filter((name) => name in made)).to.deep.equal([]);
  });

  it('shows name, status and avatar from its options, overridden and reset by setAgent', async () => {
    await open(
      [
        'Hi',
        [action('setAgent', {nickname: 'Mira', status: 'Workshop', avatar: 'https://example.com/mira.jpg'}), text('I am Mira')],
        [action('setAgent', {nickname: '', avatar: ''})],
      ],
      {
        attributes: {subtitle: 'Since 1958'},
      },
    );
    const head = () => [
      screen.getByShadowRole('heading', {level: 2}).textContent,
      chat.shadowRoot!.querySelector('.status')!.textContent.trim(),
    ];
    expect(head()).to.deep.equal(['Nordlicht', 'Since 1958']);
    await say('Who are you?');
    expect(head()).to.deep.equal(['Mira', 'Workshop']);
    expect(chat.shadowRoot!.querySelector('.header img')!.getAttribute('src')).to.equal('https://example.com/mira.jpg');
    await say('Bye');
    expect(head()).to.deep.equal(['Nordlicht', 'Since 1958']);
  });

  it('runs registered actions unless cancelled, and returns their results; ignores unknown actions', async () => {
    const events: ActionEvent[] = [];
    const calls: unknown[][] = [];
    const actions = new Map<string, (...args: readonly unknown[]) => unknown>([
      ['highlight', (...args) => void calls.push([...args])],
      ['price', () => Promise.resolve({euro: 349})],
      ['stock', () => 0],
      ['cancelled', (...args) => calls.push([...args])],
      [
        'broken',
        () => {
          throw new Error('not today');
        },
      ],
    ]);
    container.addEventListener('parley-action', (event) => {
      events.push(event);
      if (event.code === 'cart') event.respondWith(3);
      if (event.code === 'cancelled') event.preventDefault();
    });
    const heard: string[] = [];
    container.addEventListener('parley-message', ({text: words}: MessageEvent) => heard.push(words));
    await open(
      [
        'Hi',
        [
          ...[action('highlight', '#lamp', 2), action('price'), action('stock'), action('broken')],
          ...[action('cart'), action('alert', 'x'), action('cancelled'), text('Done')],
        ],
      ],
      {actions},
    );
    await say('Go');
    await settled(chat);
    expect(calls).to.deep.equal([['#lamp', 2]]);
    expect(events.map(({code}) => code)).to.deep.equal(['highlight', 'price', 'stock', 'broken', 'cart', 'alert', 'cancelled']);
    const answers = transport.requests.flatMap(({message}) => (message?.type === 'action' ? [[message.action_code, message.args]] : []));
    expect(answers).to.have.deep.members([
      ['cart', [3]],
      ['price', [{euro: 349}]],
      ['stock', [0]],
    ]);
    expect(entryTexts()).to.deep.equal(['Hi', 'Go', 'Done']);
    expect(heard, 'results of actions are not messages').to.deep.equal(['Hi', 'Go', 'Done']);
    expect(logged.join()).to.contain('not today');
  });

  it('evaluates headers for each request, and times out after the configured time', async () => {
    const {fetch} = globalThis;
    const sent: unknown[] = [];
    globalThis.fetch = async (_, init) => {
      sent.push(new Headers(init?.headers).get('authorization'));
      return Response.json({event: 'continue', messages: [text('Hi')]});
    };
    try {
      await open([], {transport: undefined, attributes: {bot: '/bot/message'}});
      chat.headers = () => ({authorization: 'Bearer ada'});
      await say('It is me');
      chat.headers = async () => ({authorization: 'Bearer bob'});
      await say('And me');
      expect(sent).to.deep.equal([null, 'Bearer ada', 'Bearer bob']);

      chat.remove();
      globalThis.fetch = (_, init) =>
        new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal!.reason as Error)));
      await open([], {transport: undefined, attributes: {bot: '/bot/message', timeout: '0.05'}});
      await until(() => logged.join().includes('no answer in 50 ms'));
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('offers to share the position on Geo, asks the browser only when tapped, and informs the bot', async () => {
    const {getCurrentPosition} = navigator.geolocation;
    let asked = 0;
    let answer: 'given' | 'refused' = 'given';
    navigator.geolocation.getCurrentPosition = (found, refused) => {
      asked++;
      if (answer === 'given') found({coords: {latitude: 59.9, longitude: 10.7}} as GeolocationPosition);
      else refused?.({code: 1} as GeolocationPositionError);
    };
    try {
      await open(['Hi', [action('Geo')], 'Oslo!', [action('Geo')]]);
      await say('Where am I?');
      expect(entryTexts().at(-1)).to.contain('Your position is requested');
      expect(asked).to.equal(0);
      button('Share my position').click();
      await settled(chat);
      expect(transport.requests.at(-1)?.message).to.deep.include({
        type: 'action',
        action_code: 'Geo',
        args: [{latitude: 59.9, longitude: 10.7}],
      });
      expect(entryTexts().slice(-2)).to.deep.equal(['Your position was shared', 'Oslo!']);
      expect(screen.queryByShadowRole('button', {name: 'Share my position'}) === null).to.equal(true);
      answer = 'refused';
      await say('And now?');
      button('Share my position').click();
      await settled(chat);
      expect(entryTexts().at(-1)).to.equal('Your position was not shared');
      expect(asked).to.equal(2);
    } finally {
      navigator.geolocation.getCurrentPosition = getCurrentPosition;
    }
  });

  it('watches the position for Geo(-1) until Geo(0), “Stop sharing”, a refusal or the end', async () => {
    const {watchPosition, clearWatch} = navigator.geolocation;
    let found: PositionCallback | undefined;
    let lost: PositionErrorCallback | null | undefined;
    const cleared: number[] = [];
    navigator.geolocation.watchPosition = (...callbacks) => {
      [found, lost] = callbacks;
      return 7;
    };
    navigator.geolocation.clearWatch = (id) => void cleared.push(id);
    try {
      await open([
        'Hi',
        [action('Geo', -1)],
        '1',
        '2',
        [action('Geo', 0)],
        [action('Geo', -1)],
        '3',
        [action('Geo', -1)],
        [action('Geo', 0)],
      ]);
      await say('Follow me');
      expect(entryTexts().at(-1)).to.contain('Your position is requested, also as it changes');
      button('Share my position').click();
      for (const latitude of [1, 2, 3]) found!({coords: {latitude, longitude: 4}} as GeolocationPosition);
      await settled(chat);
      const places = transport.requests.flatMap(({message}) => (message?.type === 'action' ? message.args : []));
      expect(places, 'the latest position once the bot has answered the one before').to.deep.equal([
        {latitude: 1, longitude: 4},
        {latitude: 3, longitude: 4},
      ]);
      lost!({code: 2} as GeolocationPositionError);
      await settled(chat);
      expect(entryTexts().at(-1), 'temporarily unavailable').to.equal('2');
      await say('Stop');
      expect(cleared.splice(0)).to.deep.equal([7]);
      expect(entryTexts().at(-1)).to.equal('Your position was shared');

      await say('Follow me again');
      button('Share my position').click();
      found!({coords: {latitude: 5, longitude: 4}} as GeolocationPosition);
      await settled(chat);
      expect(entryTexts()).to.include('Your position is shared as it changes');
      button('Stop sharing').click();
      await settled(chat);
      expect(cleared).to.deep.equal([7]);
      expect(entryTexts().at(-1)).to.equal('Your position was shared');
      expect(screen.queryByShadowRole('button', {name: 'Stop sharing'}) === null).to.equal(true);

      await say('Follow me a third time');
      button('Share my position').click();
      await say('Stop before there is a place');
      expect(cleared.splice(1)).to.deep.equal([7]);
      expect(entryTexts().at(-1), 'nothing was shared').to.contain('Stop before there is a place');

      chat.remove();
      const follow = [action('Geo', -1)];
      await open(['Hi', follow, follow, {event: 'end', messages: []}, 'Hello again', [action('Geo', 1), action('Geo', -1)]]);
      await say('Follow me');
      button('Share my position').click();
      lost!({code: 1} as GeolocationPositionError);
      await settled(chat);
      expect(entryTexts().at(-1)).to.equal('Your position was not shared');
      expect(cleared.splice(1)).to.deep.equal([7]);
      await say('Follow me all the same');
      button('Share my position').click();
      await say('Goodbye');
      expect(cleared, 'the conversation has ended').to.deep.equal([7, 7]);
      button('Start again').click();
      await settled(chat);
      found = undefined;
      await say('Where am I?');
      button('Share my position').click();
      await settled(chat);
      expect(found, 'only the first of two offers counts').to.equal(undefined);
    } finally {
      Object.assign(navigator.geolocation, {watchPosition, clearWatch});
    }
  });

  it('keeps the focus in the chat when the focused control disappears', async () => {
    const lost = new TransportError('offline', 'no');
    await open([lost, [action('Geo')], lost, lost, {event: 'end', messages: []}, 'Hello again', {event: 'end', messages: []}]);
    const use = async (name: string) => {
      button(name).focus();
      button(name).click();
      await settled(chat);
    };
    const denied = navigator.geolocation.getCurrentPosition;
    navigator.geolocation.getCurrentPosition = (_, refused) => refused?.({code: 1} as GeolocationPositionError);
    await use('Try again');
    expect(focused() === log(), 'begun').to.equal(true);
    await use('Share my position');
    navigator.geolocation.getCurrentPosition = denied;
    expect(focused()!.matches('article.system'), 'refused').to.equal(true);
    await say('Lost');
    await use('Try again');
    expect(focused()!.matches('article.visitor, article.visitor *'), 'tried again').to.equal(true);
    await use('Delete');
    expect(focused() === log(), 'deleted').to.equal(true);
    field().focus();
    await say('Goodbye');
    expect(screen.queryByShadowRole('textbox') === null).to.equal(true);
    expect(focused() === log(), 'ended').to.equal(true);
    await use('Start again');
    expect(focused() === field(), 'started again').to.equal(true);
    type('Goodbye');
    press(field(), 'Enter');
    button('Send').focus();
    await settled(chat);
    expect(focused() === log(), 'ended beside the field').to.equal(true);
  });

  it('accepts files if the transport does, shows upload progress, and sends them before the text', async () => {
    await open(['Hi', 'Thanks']);
    expect(screen.queryByShadowRole('button', {name: 'Attach a file'}) === null).to.equal(true);
    let reportProgress: ((share: number) => void) | undefined;
    let finishUpload: (() => void) | undefined;
    Object.assign(transport, {
      upload: (file: File, options: {onProgress(share: number): void}) => {
        reportProgress = options.onProgress;
        return new Promise((resolve) => {
          finishUpload = () => resolve({url: `https://files.example/${file.name}`, meta: {mimetype: file.type, originalName: file.name}});
        });
      },
    });
    chat.requestUpdate();
    await settled(chat);
    expect(button('Attach a file')).to.exist;
    const picker = chat.shadowRoot!.querySelector<HTMLInputElement>('input[type=file]')!;
    const files = new DataTransfer();
    files.items.add(new File(['x'], 'shade.jpg', {type: 'image/jpeg'}));
    picker.files = files.files;
    picker.dispatchEvent(new Event('change'));
    await settled(chat);
    reportProgress!(0.6);
    await settled(chat);
    expect(screen.getByShadowRole('progressbar', {name: 'shade.jpg, 60%'})).to.exist;
    expect(button('Send').getAttribute('aria-disabled')).to.equal('true');
    finishUpload!();
    await settled(chat);
    type('Is it broken?');
    press(field(), 'Enter');
    await settled(chat);
    expect(messages().slice(1)).to.have.length(2);
    expect(messages()[1]).to.deep.include({type: 'attachment', url: 'https://files.example/shade.jpg'});
    expect(messages()[2]).to.deep.include({type: 'text', body: 'Is it broken?'});
    for (const show of [false, true]) {
      transport.emit({type: 'message', message: {code: 'message', type: 'action', action_code: 'showUploadIcon', args: [{show}]}});
      await settled(chat);
      expect(screen.queryByShadowRole('button', {name: 'Attach a file'}) !== null, 'as the bot asks').to.equal(show);
    }
  });

  it('shows that the visitor is offline, until the connection is back', async () => {
    await open(['Hi']);
    Object.defineProperty(navigator, 'onLine', {configurable: true, value: false});
    window.dispatchEvent(new Event('offline'));
    await settled(chat);
    expect(screen.getByShadowText(/You are offline/)).to.exist;
    expect(screen.getByShadowText('No connection')).to.exist;
    Reflect.deleteProperty(navigator, 'onLine');
    window.dispatchEvent(new Event('online'));
    await settled(chat);
    expect(screen.queryByShadowText(/You are offline/) === null).to.equal(true);
  });

  it('uses its language or that of the page, switches while open, and prefers labels of the page', async () => {
    await open(['Hi', 'Hei'], {attributes: {language: 'it-IT'}, labels: {placeholder: 'Chiedi qui'}});
    expect(screen.getByShadowRole('log', {name: 'Conversazione'})).to.exist;
    expect(screen.getByShadowRole('textbox', {name: 'Il tuo messaggio'})).to.have.property('placeholder', 'Chiedi qui');
    chat.setAttribute('language', 'nb');
    await settled(chat);
    await settled(chat);
    expect(screen.getByShadowRole('log', {name: 'Samtale'})).to.exist;
    await chat.send('Hei');
    expect(transport.requests.map(({language}) => language)).to.deep.equal(['it-IT', 'nb']);
    document.documentElement.lang = 'de';
    chat.removeAttribute('language');
    await settled(chat);
    await settled(chat);
    expect(screen.getByShadowRole('log', {name: 'Unterhaltung'})).to.exist;
    document.documentElement.lang = 'en';
  });

  it('warns about invalid options in the console, and falls back to the defaults', async () => {
    await open(['Hi'], {attributes: {theme: 'drak', 'quick-reply-behaviour': 'keep', timeout: 'soon', 'data-langauge': 'it', class: 'x'}});
    for (let tries = 0; tries < 100 && logged.length < 4; tries++) await settled(chat);
    expect(logged).to.have.length(4);
    expect(logged.join('\n')).to.match(/theme="drak".*"auto", "light", "dark"/);
    expect(logged.join('\n')).to.match(/"quick-reply-behaviour", did you mean "quick-replies-behaviour"/);
    expect(logged.join('\n')).to.match(/timeout="soon".*a number/);
    expect(logged.join('\n')).to.match(/"data-langauge", did you mean "language"/);
    expect(entryTexts()).to.deep.equal(['Hi']);
  });

  it('reports that it has no valid transport, and starts once it gets one', async () => {
    await open(['Hi'], {transport: undefined});
    expect(logged.join()).to.match(/no way to a bot: set the option "bot"/);
    expect(within(log()).getByShadowRole('alert').textContent).to.contain('could not be reached');
    chat.setAttribute('gateway', 'https://chat.example.com');
    await settled(chat);
    expect(logged.at(-1)).to.match(/"gateway" needs the option "widget"/);
    chat.removeAttribute('gateway');
    chat.setAttribute('bot', 'http://bots.example.com/message');
    await settled(chat);
    expect(logged.at(-1)).to.match(/must be an https URL/);
    chat.transport = transport;
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi']);
  });

  it('starts when shown, counts unread messages while hidden, and marks them with a line', async () => {
    await open(['Hi', 'Yes'], {shown: false});
    expect(transport.requests).to.deep.equal([]);
    chat.shown = true;
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi']);
    chat.shown = false;
    await settled(chat);
    for (const body of ['One', 'Two']) transport.emit({type: 'message', message: {code: 'message', type: 'text', body}});
    await settled(chat);
    expect(chat.unread).to.equal(2);
    chat.shown = true;
    await settled(chat);
    expect(chat.unread).to.equal(0);
    const line = screen.getByShadowText('2 new messages');
    expect(line.nextElementSibling?.textContent).to.contain('One');
    await say('Ah');
    expect(screen.queryByShadowText('2 new messages') === null).to.equal(true);
  });

  it('restores its conversation with answered groups, and forgets everything on request', async () => {
    const attributes = {storage: 'session', bot: 'https://bots.example.com/a'};
    await open([[question], 'Fine.'], {attributes});
    button('A table').click();
    await until(() => isStored('Fine.'));
    chat.remove();
    await settled(chat);
    await open(['Not asked'], {attributes});
    expect(entryTexts()).to.deep.equal(['What are you lighting?', 'A table', 'Fine.']);
    expect(button(/A room/).getAttribute('aria-disabled')).to.equal('true');
    expect(transport.requests).to.deep.equal([]);
    await chat.forget();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Not asked']);
    expect(Object.values(sessionStorage).join()).to.not.contain('Fine.');
    await chat.forget();
    sessionStorage.clear();
  });

  it('keeps its conversation when moved in the document, and releases everything when removed', async () => {
    await open(['Hi', 'Yes']);
    await say('Hello');
    const other = document.createElement('section');
    other.style.blockSize = '400px';
    container.append(other);
    other.append(chat);
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', 'Hello', 'Yes']);
    chat.remove();
    await settled(chat);
    const heard: Event[] = [];
    chat.addEventListener('parley-message', (event) => heard.push(event));
    transport.emit({type: 'message', message: {code: 'message', type: 'text', body: 'Anybody?'}});
    await settled(chat);
    expect(heard).to.deep.equal([]);
  });

  it('lets a page fill its slots and style its parts', async () => {
    await open(['Hi']);
    chat.append(Object.assign(document.createElement('b'), {slot: 'footer', textContent: 'Answers come from a bot.'}));
    const style = document.createElement('style');
    style.textContent = 'parley-chat::part(bubble) { border-top: 3px solid rgb(1, 2, 3) } parley-chat::part(send) { opacity: 0.5 }';
    container.append(style);
    const deep = chat.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!;
    expect(getComputedStyle(deep.querySelector('.bubble')!).borderTopColor).to.equal('rgb(1, 2, 3)');
    expect(getComputedStyle(button('Send')).opacity).to.equal('0.5');
    const words = document.createRange();
    words.selectNodeContents(chat.querySelector('b')!);
    const footer = words.getBoundingClientRect();
    expect(footer.height).to.be.greaterThan(10);
    chat.style.display = 'block';
    expect(words.getBoundingClientRect().toJSON(), 'as a block').to.deep.equal(footer.toJSON());
    chat.setAttribute('composer', 'hidden');
    await settled(chat);
    expect(words.getBoundingClientRect().toJSON(), 'without a field').to.deep.equal(footer.toJSON());
  });

  it('passes an accessibility audit when open, answered, failed, dark and ended', async () => {
    await open([[question], [card], new TransportError('offline', 'no'), {event: 'end', messages: []}]);
    await audit(container, 'open');
    button('A table').click();
    await settled(chat);
    await say('Lost');
    await audit(container, 'answered and failed');
    chat.setAttribute('theme', 'dark');
    await audit(container, 'dark');
    await say('Bye');
    await audit(container, 'ended');
  });
});
