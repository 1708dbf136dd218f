import {expect} from 'chai';
import {screen} from 'shadow-dom-testing-library';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import '../../src/elements/chat.ts';
import {audit} from '../components/audit.ts';
import {until} from '../components/until.ts';

const card = '4111 1111 1111 1111';
const allKinds = `${card}, NO93 8601 1117 947, john@example.com`;

let chat: ParleyChat;
let transport: ScriptedTransport;

beforeEach(() => document.body.replaceChildren());
afterEach(() => chat.remove());

/** Opens a chat with a masking mode. */
async function open(masking: string, language = 'en'): Promise<void> {
  transport = new ScriptedTransport(() => [{code: 'message', type: 'text', body: 'Hello'}]);
  chat = document.createElement('parley-chat');
  for (const [name, value] of Object.entries({storage: 'none', language, masking})) chat.setAttribute(name, value);
  chat.transport = transport;
  document.body.append(chat);
  await until(() => transport.requests.length > 0 && field() !== null);
}

const field = () => chat.shadowRoot!.querySelector<HTMLTextAreaElement>('textarea.input');
const alert = () => chat.shadowRoot!.querySelector('.composer [role="alert"]')?.textContent.trim() ?? '';
const status = () => chat.shadowRoot!.querySelector('.composer [role="status"]')?.textContent.trim() ?? '';
const button = (name: string) => screen.queryByShadowRole('button', {name});
const sent = () => transport.requests.flatMap(({message}) => (message && 'body' in message ? [message.body] : []));
const isLoaded = () => performance.getEntriesByType('resource').some(({name}) => name.includes('/chat/masking.ts'));

function type(words: string): void {
  field()!.value = words;
  field()!.dispatchEvent(new InputEvent('input', {bubbles: true}));
}

function press(target: Element, key: string): void {
  target.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true}));
}

async function say(words: string): Promise<void> {
  type(words);
  await chat.updateComplete;
  press(field()!, 'Enter');
  await chat.updateComplete;
}

// First, since modules stay loaded.
it('masking="off" sends text as written, and loads nothing', async () => {
  await open('off');
  await say(allKinds);
  await until(() => sent().length);
  expect(sent()).to.deep.equal([allKinds]);
  expect(chat.shadowRoot!.querySelector('.composer [role]')).to.equal(null);
  expect(isLoaded()).to.equal(false);
});

describe('masking="warn"', () => {
  it('asks the visitor, and sends the text as written if they confirm', async () => {
    await open('warn');
    await say(card);
    await until(alert);
    expect(alert()).to.equal('This looks like a card number. Send it anyway?');
    expect(field()!.value).to.equal(card);
    expect(sent()).to.deep.equal([]);
    button('Send it anyway')!.click();
    await until(() => sent().length);
    expect(sent()).to.deep.equal([card]);
    await until(() => !alert());
    expect(field()!.value).to.equal('');
    expect(button('Send it anyway')).to.equal(null);
  });

  it('sends nothing on a second Enter, and lets the visitor change the text', async () => {
    await open('warn');
    await say(card);
    await until(alert);
    press(field()!, 'Enter');
    await chat.updateComplete;
    expect(sent()).to.deep.equal([]);
    button('Change it')!.click();
    await until(() => !alert());
    expect(field()!.value).to.equal(card);
    expect(chat.shadowRoot!.activeElement).to.equal(field());
    await say('Never mind');
    await until(() => sent().length);
    expect(sent()).to.deep.equal(['Never mind']);
  });

  it('withdraws its question on the first edit and on Escape, which it consumes', async () => {
    await open('warn');
    await say(card);
    await until(alert);
    type(`${card} `);
    await until(() => !alert());
    await say(card);
    await until(alert);
    let escaped = 0;
    document.body.addEventListener('keydown', () => escaped++, {once: true});
    press(button('Change it')!, 'Escape');
    await until(() => !alert());
    expect(escaped).to.equal(0);
    expect(sent()).to.deep.equal([]);
  });

  it('names each kind of data once, in the language of the chat', async () => {
    await open('warn');
    await say(`${allKinds} and 5555 5555 5555 4444`);
    await until(alert);
    expect(alert()).to.equal('This looks like a card number, a bank account number, and an e-mail address. Send it anyway?');
    chat.remove();
    await open('warn', 'de');
    await chat.prepared;
    await say(allKinds);
    await until(alert);
    expect(alert()).to.match(/^Das sieht aus wie eine Kartennummer, .* und .*\?$/);
  });
});

describe('masking="mask"', () => {
  it('masks matches before they are sent or shown, and says so until the visitor types again', async () => {
    await open('mask');
    await say(`Pay with ${allKinds}.`);
    await until(() => sent().length);
    expect(sent()).to.deep.equal(['Pay with •••• 1111, •••• 7947, j•••@•••.']);
    await until(status);
    expect(status()).to.match(/^What looked like a card number, .* was masked before it was sent\.$/);
    expect(document.body.textContent + chat.shadowRoot!.querySelector('.reading')!.shadowRoot!.textContent).not.to.contain('4111 1111');
    type('T');
    await until(() => !status());
  });
});

describe('masking="block"', () => {
  it('refuses to send, says why, and keeps the text to be changed', async () => {
    await open('block');
    await say(`My mail is john@example.com`);
    await until(alert);
    expect(alert()).to.contain('This looks like an e-mail address, which cannot be sent here.');
    expect(button('Send it anyway')).to.equal(null);
    expect(sent()).to.deep.equal([]);
    expect(field()!.value).to.equal('My mail is john@example.com');
    await say('My mail is secret');
    await until(() => sent().length);
    expect(sent()).to.deep.equal(['My mail is secret']);
    expect(alert()).to.equal('');
  });
});

for (const masking of ['warn', 'mask', 'block']) {
  it(`masking="${masking}" sends harmless text as written, even the first, which waits for it to load`, async () => {
    await open(masking);
    await say('Order 1000023456, please');
    await until(() => sent().length);
    expect(sent()).to.deep.equal(['Order 1000023456, please']);
    expect(alert() + status()).to.equal('');
  });

  it(`masking="${masking}" does not apply to messages sent by the page`, async () => {
    await open(masking);
    await chat.send(card);
    expect(sent()).to.deep.equal([card]);
  });
}

it('questions and notices of masking pass an accessibility audit', async () => {
  for (const masking of ['warn', 'mask', 'block']) {
    await open(masking);
    await say(card);
    await until(() => alert() || status());
    await audit(chat);
    chat.remove();
  }
});
