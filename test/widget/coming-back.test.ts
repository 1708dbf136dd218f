import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import {TransportError} from '../../src/protocol/errors.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {type Script, ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import '../../src/components/template/template-part.ts';
import '../../src/elements/chat.ts';
import '../../src/widget/chat/files.ts';
import '../../src/widget/chat/overlays.ts';
import {audit} from '../components/audit.ts';
import {pause, until} from '../components/until.ts';
import {isStored, settled} from './settled.ts';

interface Setting {
  attributes?: Record<string, string>;
  /** Whether the same message may be sent again without harm. */
  idempotent?: boolean;
  shown?: boolean;
}

const text = (body: string, ...titles: string[]) => ({
  code: 'message',
  type: 'text',
  body,
  ...(titles.length && {quick_replies: titles.map((title) => ({content_type: 'text', title}))}),
});

let chat: ParleyChat;
let transport: ScriptedTransport;
let container: HTMLElement;
let askedTurns: string[];
const {error, warn} = console;
const {title} = document;

async function open(script: Script, {attributes = {}, idempotent = false, shown = true}: Setting = {}): Promise<ParleyChat> {
  transport = new ScriptedTransport(script);
  if (idempotent) Object.assign(transport, {idempotent});
  chat = document.createElement('parley-chat');
  for (const [name, value] of Object.entries({storage: 'none', language: 'en', heading: 'Nordlicht', ...attributes}))
    chat.setAttribute(name, value);
  Object.assign(chat, {transport, shown});
  container.append(chat);
  await settled(chat);
  return chat;
}

const log = () => screen.getByShadowRole('log');
const field = () => screen.getByShadowRole<HTMLTextAreaElement>('textbox');
const button = (name: string | RegExp) => screen.getByShadowRole('button', {name});
const entryTexts = (root: ParleyChat = chat) =>
  [...root.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!.querySelectorAll('article .said')].map((entry) =>
    entry.textContent.trim().replace(/\s+/g, ' '),
  );
const receive = (...bodies: string[]) => {
  for (const body of bodies) transport.emit({type: 'message', message: {code: 'message', type: 'text', body}});
};

/** Simulates a user gesture. */
function simulateGesture(): void {
  Object.defineProperty(navigator, 'userActivation', {configurable: true, value: {hasBeenActive: true}});
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'Tab', bubbles: true}));
}

function type(words: string): void {
  field().value = words;
  field().dispatchEvent(new InputEvent('input', {bubbles: true}));
}

async function say(words: string): Promise<void> {
  type(words);
  field().dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true, cancelable: true}));
  await settled(chat);
}

async function choose(name: string): Promise<void> {
  button('More').click();
  await settled(chat);
  screen.getByShadowRole('menuitem', {name}).click();
  await settled(chat);
}

async function show(shown: boolean): Promise<void> {
  chat.shown = shown;
  await settled(chat);
}

/** Counts the sounds played meanwhile, on a page that counts as activated. */
async function countingSounds(work: (sounds: () => number, touched: (hasBeenActive: boolean) => void) => Promise<void>): Promise<void> {
  let sounds = 0;
  const {AudioContext} = window;
  window.AudioContext = function () {
    sounds++;
    throw new Error('silence');
  } as unknown as typeof AudioContext;
  const {userActivation} = navigator;
  const touched = (hasBeenActive: boolean) =>
    void Object.defineProperty(navigator, 'userActivation', {configurable: true, value: {hasBeenActive}});
  try {
    touched(true);
    await work(() => sounds, touched);
  } finally {
    window.AudioContext = AudioContext;
    Object.defineProperty(navigator, 'userActivation', {configurable: true, value: userActivation});
  }
}

function setOnline(online: boolean): void {
  Object.defineProperty(navigator, 'onLine', {configurable: true, value: online});
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

/** A bot that asks about a lamp and counts its turns in the context. */
const lampBot: Script = ({event, message, context}: BotRequest) => {
  if (event === 'start') return {messages: [text('What are you lighting?', 'A table', 'A room')], context: {turn: 1}};
  askedTurns.push(`${message && 'body' in message ? message.body : ''} ${String(context?.['turn'])}`);
  return {messages: [text(`So: ${askedTurns.length}`, 'Yes', 'No')], context: {turn: Number(context?.['turn']) + 1}};
};

describe('a conversation', () => {
  beforeEach(() => {
    Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'visible'});
    console.error = console.warn = () => undefined;
    document.title = 'Lamps';
    askedTurns = [];
    container = document.createElement('main');
    container.style.cssText = 'block-size: 640px; inline-size: 400px; display: grid';
    document.body.append(container);
  });
  afterEach(async () => {
    container.remove();
    await pause(5);
    for (const faked of ['onLine', 'userActivation']) Reflect.deleteProperty(navigator, faked);
    sessionStorage.clear();
    document.title = title;
    Object.assign(console, {error, warn});
  });

  it('queues messages while offline, says so, and sends them in order once back online', async () => {
    await open(['Hi', 'One', 'Two']);
    setOnline(false);
    await settled(chat);
    await say('First');
    await say('Second');
    expect(within(log()).getAllByShadowText(/Waiting/)).to.have.length(2);
    expect(transport.requests).to.have.length(1);
    expect(within(log()).queryByShadowRole('alert')).to.not.exist;
    setOnline(true);
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', 'First', 'Second', 'One', 'Two']);
    expect(transport.requests.slice(1).map(({message}) => message && 'body' in message && message.body)).to.deep.equal(['First', 'Second']);
    expect(within(log()).queryByShadowText(/Waiting/)).to.not.exist;
  });

  it('asks before sending a message queued in session storage, which new windows inherit', async () => {
    const attributes = {storage: 'session', bot: 'https://bots.example.com/copy'};
    await open(['Hi'], {attributes});
    simulateGesture();
    setOnline(false);
    await settled(chat);
    await say('Buy one');
    await until(() => isStored('Buy one'));
    chat.remove();
    setOnline(true);
    await pause(50);
    await open(['Bought'], {attributes});
    expect(within(log()).getByShadowRole('alert').textContent).to.contain('Not sent');
    expect(transport.requests).to.have.length(0);
    button('Try again').click();
    await settled(chat);
    expect(entryTexts().at(-1)).to.equal('Bought');
    await chat.forget();
  });

  it('shows alerts for failed and uncertain messages, each with retry and delete', async () => {
    await open(({event, message}: BotRequest) => {
      if (event === 'start') return 'Hi';
      const lost = message && 'body' in message && message.body === 'Lost';
      return lost ? new TransportError('refused', 'no', {status: 503}) : new TransportError('timeout', 'no');
    });
    await say('Lost');
    await say('Perhaps');
    const alerts = within(log()).getAllByShadowRole('alert');
    expect(alerts.map(({textContent}) => textContent.trim().replace(/\s+/g, ' '))).to.deep.equal([
      'Not sent Try again Delete',
      'May not have arrived Try again Delete',
    ]);
    within(alerts[1]!).getByShadowRole('button', {name: 'Delete'}).click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', 'Lost']);
  });

  it('counts down to the next automatic retry; the visitor can retry at once or delete', async () => {
    let fails = true;
    const busy = new TransportError('refused', 'no', {status: 503});
    await open(({event}: BotRequest) => (event === 'start' ? 'Hi' : fails ? busy : 'There you are.'), {idempotent: true});
    await say('Hello?');
    // The delay doubles with each failure: 1 s, 2 s, 4 s, 8 s.
    for (const failures of [1, 2, 3]) {
      await until(
        () => transport.requests.length > failures && screen.queryByShadowRole('button', {name: 'Try again now'}),
        'another failure',
      );
      button('Try again now').click();
      await settled(chat);
    }
    const row = () => screen.getByShadowText(/Trying again in/);
    const seconds = () => Number(/\d+/.exec(row().textContent)?.[0]);
    expect(seconds()).to.be.within(6, 10);
    expect(row().ariaHidden, 'seconds are not read aloud').to.equal('true');
    expect(within(log()).getByShadowRole('status').textContent).to.contain('It will be tried again');
    const {now} = Date;
    const before = seconds();
    Date.now = () => now() + 4_000;
    await until(() => seconds() <= before - 4, 'fewer seconds');
    Date.now = now;
    fails = false;
    button('Try again now').click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', 'Hello?', 'There you are.']);

    fails = true;
    await say('And now?');
    button('Delete').click();
    await settled(chat);
    expect(entryTexts().at(-1)).to.equal('There you are.');
  });

  it('restores the draft on the next page, unless it was sent', async () => {
    const attributes = {storage: 'session', bot: 'https://bots.example.com/draft'};
    await open(['Hi', 'Yes'], {attributes});
    simulateGesture();
    type('Half a thought');
    await until(() => isStored('Half a thought'));
    chat.remove();
    await pause(50);
    await open([], {attributes});
    expect(field().value).to.equal('Half a thought');
    await say('Half a thought, whole');
    await until(() => isStored('Half a thought, whole'));
    chat.remove();
    await pause(50);
    await open([], {attributes});
    expect(field().value).to.equal('');
    await chat.forget();
  });

  it('stores nothing before a user gesture, and then everything said so far', async () => {
    const attributes = {storage: 'session', bot: 'https://bots.example.com/untouched'};
    await open(['Good morning'], {attributes});
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await pause(0);
    window.dispatchEvent(new PageTransitionEvent('pageshow'));
    await pause(200);
    document.body.click(); // As scripts of pages do, without a user gesture.
    expect(isStored('Good morning')).to.equal(false);
    expect(entryTexts(), 'a page restored from the back/forward cache is as it was').to.deep.equal(['Good morning']);
    expect(transport.requests).to.have.length(1);
    simulateGesture();
    await until(() => isStored('Good morning'));
    chat.remove();
    await pause(50);
    await open([], {attributes});
    expect(entryTexts()).to.deep.equal(['Good morning']);
    receive('And goodbye');
    await until(() => isStored('And goodbye'), 'a restored conversation goes on being stored');
    await chat.forget();
    await open(['Hello'], {attributes});
    await chat.send('Said in another tab');
    await until(() => isStored('Said in another tab'));
    await chat.forget();
  });

  it('stores nothing on a gesture after it was removed', async () => {
    await open(['Good evening'], {attributes: {storage: 'session', bot: 'https://bots.example.com/gone'}});
    chat.remove();
    await pause(50);
    simulateGesture();
    await pause(200);
    expect(isStored('Good evening')).to.equal(false);
  });

  it('shows the unread count in the page title, restores it exactly, and respects changes by the page', async () => {
    const head = document.querySelector('title')!;
    head.textContent = ' Lamps  &  shades ';
    await open(['Hi']);
    receive('Seen at once');
    await settled(chat);
    expect(head.textContent).to.equal(' Lamps  &  shades ');
    await show(false);
    receive('One', 'Two');
    await settled(chat);
    expect(document.title).to.equal('(2) Lamps & shades');
    await show(true);
    expect(head.textContent).to.equal(' Lamps  &  shades ');

    await show(false);
    receive('Three');
    await settled(chat);
    document.title = 'Basket';
    await settled(chat);
    expect(document.title).to.equal('Basket');
    await show(true);
    expect(document.title).to.equal('Basket');

    await show(false);
    receive('Four');
    await settled(chat);
    expect(document.title).to.equal('(1) Basket');
    head.replaceWith(Object.assign(document.createElement('title'), {textContent: '(1) Till'}));
    receive('Five');
    await settled(chat);
    expect(document.title).to.equal('(2) (1) Till');
    chat.remove();
    await settled(chat);
    expect(document.title).to.equal('(1) Till');
  });

  it('plays one sound per unseen burst if enabled, and none while the visitor is looking', async () => {
    await countingSounds(async (sounds, touched) => {
      await open(['Hi']);
      await show(false);
      receive('Off');
      await settled(chat);
      expect(sounds()).to.equal(0);
      chat.setAttribute('sound', 'on');
      touched(false);
      await settled(chat);
      receive('Not touched');
      await settled(chat);
      expect(sounds()).to.equal(0);
      touched(true);
      receive('One', 'Two');
      await until(() => sounds() > 0, 'a sound');
      await settled(chat);
      expect(sounds()).to.equal(1);
      await show(true);
      await pause(1_600);
      receive('Seen');
      await settled(chat);
      expect(sounds()).to.equal(1);
    });
  });

  it('scrolls to the first unread message, and keeps the unread line until the visitor replies', async () => {
    await open(['Hi', 'Ah']);
    await show(false);
    receive(...Array.from({length: 20}, (_, index) => `News ${index} ${'and more '.repeat(12)}`));
    await settled(chat);
    await show(true);
    await pause(100);
    const line = screen.getByShadowText('20 new messages');
    expect(line.getBoundingClientRect().top - log().getBoundingClientRect().top).to.be.within(0, 40);
    receive('One more');
    await settled(chat);
    expect(screen.getByShadowText('20 new messages')).to.exist;
    await say('Thanks');
    expect(screen.queryByShadowText('20 new messages')).to.not.exist;
  });

  it('marks unread messages on the next page as having arrived while the visitor was away', async () => {
    const attributes = {storage: 'session', bot: 'https://bots.example.com/away'};
    await open(['Hi', 'Yes'], {attributes});
    await say('Hello');
    await pause(100);
    await show(false);
    receive('Late', 'Later');
    await until(() => isStored('Later'));
    chat.remove();
    await pause(50);
    await open([], {attributes});
    expect(screen.getByShadowText('While you were away: 2 new messages').nextElementSibling?.textContent).to.contain('Late');
    await pause(300);
    chat.remove();
    await pause(50);
    await open([], {attributes});
    expect(screen.queryByShadowText(/While you were away/)).to.not.exist;
    receive(...Array.from({length: 9}, (_, index) => `News ${index} ${'and more '.repeat(12)}`));
    await settled(chat);
    log().scrollTop = 0;
    await pause(100);
    receive('Below what is read');
    await until(() => isStored('Below'));
    chat.remove();
    await pause(50);
    await open([], {attributes});
    expect(screen.getByShadowText('While you were away: 1 new message').nextElementSibling?.textContent).to.contain('Below');
    await chat.forget();
  });

  it('asks before a restart, and keeps the conversation if the visitor declines', async () => {
    await open(['Hi', 'Yes', 'Hello again']);
    await say('Hello');
    await choose('Start again');
    screen.getByShadowRole('alertdialog', {name: 'Start again?'});
    button('Keep chatting').click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['Hi', 'Hello', 'Yes']);
    await choose('Start again');
    within(screen.getByShadowRole('alertdialog')).getByShadowRole('button', {name: 'Start again'}).click();
    await settled(chat);
    expect(entryTexts().slice(-2)).to.deep.equal(['A new conversation', 'Hello again']);
  });

  it('can be copied, downloaded and printed with names and times, without active content', async () => {
    const card = {...text('Filler'), template: {type: 'generic', elements: [{title: 'Fjell'}]}};
    await open([[text('<b>Hi</b> **you** & "them"'), card], new TransportError('offline', 'no')], {
      attributes: {html: 'safe', 'template-body': 'hide'},
    });
    await say('</p><script>alert(1)</script>');
    const files: [string, string][] = [];
    const {click} = HTMLAnchorElement.prototype;
    const reads: Promise<unknown>[] = [];
    HTMLAnchorElement.prototype.click = function () {
      reads.push(fetch(this.href).then(async (answer) => files.push([this.download, await answer.text()])));
    };
    const copied: string[] = [];
    const {clipboard} = navigator;
    Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: async (words: string) => copied.push(words)}});
    const printed: (string | null)[] = [];
    const view = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow')!;
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
      ...view,
      get(): Window {
        const inner = view.get!.call(this) as Window;
        return Object.assign(inner, {print: () => printed.push(inner.document.body.textContent)});
      },
    });
    try {
      await choose('Save the conversation');
      const sheet = screen.getByShadowRole('dialog', {name: 'Save the conversation'});
      const press = (name: string) => within(sheet).getByShadowRole('button', {name}).click();
      press('Copy as text');
      await until(() => within(sheet).getByShadowRole('status').textContent === 'Copied', 'it says that it was copied');
      expect(copied[0]).to.match(
        /^Conversation with Nordlicht\n\n\w+, .+\n\n.+ Nordlicht\nHi you & "them"\n\n.+ Nordlicht\nFjell\n\n.+ You \(Not sent\)\n<\/p><script>/,
      );
      for (const name of ['Download as web page', 'Download as text', 'Download as data (JSON)']) {
        press(name);
        await until(() => reads.length, name);
        await reads.pop();
      }
      const [[page, html], [, plain], [, json]] = files as [[string, string], [string, string], [string, string]];
      expect(page).to.match(/^chat-\d{4}-\d\d-\d\d\.html$/);
      expect(plain).to.equal(copied[0]);
      expect(JSON.parse(json)).to.have.nested.property('entries[2].delivery', 'failed');
      expect(html).to.not.contain('<script');
      const saved = new DOMParser().parseFromString(html, 'text/html');
      expect([...saved.querySelectorAll('article p')].map(({textContent}) => textContent)).to.deep.equal([
        'Hi you & "them"',
        'Fjell',
        '</p><script>alert(1)</script>',
      ]);
      expect(saved.querySelectorAll('script, img, link, [src], [href]')).to.have.length(0);

      press('Print');
      await until(() => printed.length, 'something printed');
      expect(printed[0]).to.contain('Hi you & "them"');
      document.querySelector('iframe')!.contentWindow!.dispatchEvent(new Event('afterprint'));
      expect(document.querySelector('iframe')).to.equal(null);
      await audit(container);
    } finally {
      HTMLAnchorElement.prototype.click = click;
      Object.defineProperty(navigator, 'clipboard', {configurable: true, value: clipboard});
      Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', view);
    }
  });

  it('reports that copying failed, and can still be saved once it has ended', async () => {
    await open(['Hi', {event: 'end', messages: []}]);
    await say('Bye');
    const {clipboard} = navigator;
    const {execCommand} = document;
    Object.defineProperty(navigator, 'clipboard', {configurable: true, value: undefined});
    document.execCommand = () => false;
    try {
      button('Save it').click();
      await settled(chat);
      button('Copy as text').click();
      await until(() => screen.queryByShadowText('That did not work.'), 'it says that it did not work');
      screen
        .getByShadowRole('dialog', {name: 'Save the conversation'})
        .dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true, composed: true, cancelable: true}));
      await settled(chat);
      expect(screen.queryByShadowRole('dialog')).to.not.exist;
    } finally {
      document.execCommand = execCommand;
      Object.defineProperty(navigator, 'clipboard', {configurable: true, value: clipboard});
    }
  });

  it('lets the visitor change an earlier answer: folds later turns, and restores the bot’s context', async () => {
    await open(lampBot, {attributes: {rewind: 'true'}});
    button('A table').click();
    await settled(chat);
    within(log()).getAllByShadowRole('button', {name: 'Yes'}).at(-1)!.click();
    await settled(chat);
    expect(askedTurns).to.deep.equal(['A table 1', 'Yes 2']);
    const [first] = within(log()).getAllByShadowRole('button', {name: 'Change my answer'});
    first!.click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['What are you lighting?']);
    const line = button('4 messages set aside');
    expect(line.getAttribute('aria-expanded')).to.equal('false');
    expect(button('A room').getAttribute('aria-disabled')).to.equal(null);
    button('A room').click();
    await settled(chat);
    expect(askedTurns.at(-1)).to.equal('A room 1');
    expect(entryTexts()).to.deep.equal(['What are you lighting?', 'A room', 'So: 3']);

    button('4 messages set aside').click();
    await settled(chat);
    expect(entryTexts()).to.deep.equal(['What are you lighting?', 'A table', 'So: 1', 'Yes', 'So: 2', 'A room', 'So: 3']);
    const [, neverChosen, stillOpen] = within(log()).getAllByShadowRole('button', {name: 'No'});
    expect([neverChosen, stillOpen].map((one) => one!.getAttribute('aria-disabled'))).to.deep.equal(['true', null]);
    await audit(container);
  });

  it('does not offer to change answers unless the page enables it', async () => {
    await open(lampBot);
    button('A table').click();
    await settled(chat);
    expect(screen.queryByShadowRole('button', {name: 'Change my answer'})).to.not.exist;
  });

  it('says once, when storing fails, that this browser cannot keep the conversation', async () => {
    await open(['Hi', 'One', 'Two', 'Hi again'], {attributes: {storage: 'session', bot: 'https://bots.example.com/full'}});
    const {setItem} = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      await say('First');
      await say('Second');
    } finally {
      Object.assign(Storage.prototype, {setItem});
    }
    const told = 'This browser cannot keep the conversation. It ends with this page.';
    expect(entryTexts()).to.deep.equal(['Hi', 'First', told, 'One', 'Second', 'Two']);
    await until(() => screen.getAllByShadowText(told).length === 2, 'announced, too');
    await chat.forget();
    await settled(chat);
    expect(entryTexts()).to.deep.equal([told, 'Hi again']);
  });

  it('is shared by two chats on a page: one asks the bot, both show it, one updates title and sound', async () => {
    const attributes = {storage: 'local', sound: 'on', bot: `https://bots.example.com/${Math.random()}`};
    const first = await open(['Hi', 'One', 'Two'], {attributes});
    await until(() => entryTexts(first).length === 1, 'a greeting');
    const bot = transport;
    const second = await open(['Not asked'], {attributes});
    await until(() => entryTexts(second).length === 1, 'the greeting in the second');
    expect(transport.requests).to.have.length(0);
    await second.send('From the second');
    await until(() => entryTexts(first).length === 3 && entryTexts(second).length === 3, 'both show it');
    expect([entryTexts(first), entryTexts(second)]).to.deep.equal([
      ['Hi', 'From the second', 'One'],
      ['Hi', 'From the second', 'One'],
    ]);
    expect(bot.requests).to.have.length(2);
    const third = await open(['Another bot'], {attributes: {...attributes, engine: 'sales'}});
    await until(() => entryTexts(third).length === 1, 'a conversation of its own');
    expect(entryTexts(third)).to.deep.equal(['Another bot']);
    third.remove();
    first.shown = second.shown = false;
    await settled(second);
    await countingSounds(async (sounds) => {
      bot.emit({type: 'message', message: {code: 'message', type: 'text', body: 'By the way'}});
      await until(() => second.unread === 1, 'unread in both');
      await until(() => sounds() > 0, 'a sound');
      await pause(50);
      expect([document.title, sounds()]).to.deep.equal(['(1) Lamps', 1]);
    });
    await second.forget();
    await until(() => entryTexts(first).length === 0, 'forgotten in both');
  });
});
