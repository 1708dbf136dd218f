import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {Attachment} from '../../src/protocol/message.ts';
import type {UploadLimits, UploadOptions} from '../../src/protocol/transport.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import '../../src/components/template/template-part.ts';
import '../../src/elements/chat.ts';
import '../../src/widget/chat/files.ts';
import '../../src/widget/chat/overlays.ts';
import {audit} from '../components/audit.ts';
import {itInChromium} from '../components/in-chromium.ts';
import {pause, until} from '../components/until.ts';
import {settled} from './settled.ts';

/** An upload in progress, which the test completes or fails. */
interface PendingUpload extends UploadOptions {
  file: File;
  arrive(): void;
  fail(error: unknown): void;
}

class UploadTransport extends ScriptedTransport {
  readonly uploads: PendingUpload[] = [];
  uploadLimits: UploadLimits = {maxFileBytes: 1_000, mimetypes: ['image/*', 'application/pdf']};

  async limits(): Promise<UploadLimits> {
    return this.uploadLimits;
  }

  upload(file: File, options: UploadOptions = {}): Promise<Attachment> {
    return new Promise((resolve, reject) => {
      const arrive = () => resolve({url: `https://files.example/${file.name}`, meta: {mimetype: file.type}});
      options.signal?.addEventListener('abort', () => reject(options.signal!.reason));
      this.uploads.push({...options, file, arrive, fail: reject});
    });
  }
}

let chat: ParleyChat;
let transport: UploadTransport;
let container: HTMLElement;
const {error, warn, info} = console;
const {fetch} = window;

async function open(properties: Partial<ParleyChat> = {}, attributes: Record<string, string> = {}): Promise<void> {
  transport = new UploadTransport(['Hi', [], [], []]);
  chat = document.createElement('parley-chat');
  for (const [name, value] of Object.entries({storage: 'none', language: 'en', heading: 'Nordlicht', ...attributes}))
    chat.setAttribute(name, value);
  Object.assign(chat, {transport}, properties);
  container.append(chat);
  await settled(chat);
}

async function receive(...events: TransportEvent[]): Promise<void> {
  for (const event of events) transport.emit(event);
  await settled(chat);
}

const file = (name: string, bytes = 10, type = 'image/png') => new File([new Uint8Array(bytes)], name, {type});
const dataTransferOf = (...files: File[]) => {
  const data = new DataTransfer();
  for (const one of files) data.items.add(one);
  return data;
};
const button = (name: string | RegExp) => screen.getByShadowRole('button', {name});
const hasButton = (name: string | RegExp) => screen.queryByShadowRole('button', {name}) !== null;
const field = () => screen.getByShadowRole<HTMLTextAreaElement>('textbox', {name: 'Your message'});
const rows = () =>
  [...chat.shadowRoot!.querySelectorAll('.upload')].map((row) => row.querySelector('.about')!.textContent.replace(/\s+/g, ' ').trim());
const entryTexts = () =>
  within(screen.getByShadowRole('log'))
    .queryAllByShadowRole('article')
    .map((entry) => entry.querySelector('.said')!.textContent.trim().replace(/\s+/g, ' '));
const messages = () => transport.requests.flatMap(({message}) => message ?? []);

/** What the rows of files tell screen readers. */
const announced = (role: string) =>
  [...chat.shadowRoot!.querySelectorAll(`.upload [role=${role}]`)].map((one) =>
    [...one.children].flatMap((child) => (child.ariaHidden ? [] : child.textContent)).join(' '),
  );

async function pick(...files: File[]): Promise<void> {
  const picker = chat.shadowRoot!.querySelector<HTMLInputElement>('input[type=file]')!;
  picker.files = dataTransferOf(...files).files;
  picker.dispatchEvent(new Event('change'));
  await settled(chat);
}

function drag(type: string, data: DataTransfer, target: Element = field()): boolean {
  return target.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, composed: true, cancelable: true}));
}

beforeEach(() => {
  container = document.createElement('div');
  container.style.cssText = 'block-size: 500px; inline-size: 400px';
  document.body.append(container);
  console.error = console.warn = console.info = () => undefined;
});
afterEach(async () => {
  container.remove();
  await pause(0);
  Object.assign(console, {error, warn, info});
  window.fetch = fetch;
  sessionStorage.clear();
});

describe('files', () => {
  it('are rejected before the upload if they are too large, of a type not accepted, or too many', async () => {
    await open();
    await pick(
      file('big.png', 1_001),
      file('tool.exe', 10, 'application/x-msdownload'),
      file('unknown.xyz', 10, ''),
      file('a.pdf', 10, 'application/pdf'),
    );
    expect(rows()).to.deep.equal(['big.png Larger than 1 kB', 'tool.exe This type of file is not accepted', 'unknown.xyz 0%', 'a.pdf 0%']);
    expect(announced('alert')).to.deep.equal(rows().slice(0, 2));
    expect(transport.uploads.map((one) => one.file.name)).to.deep.equal(['unknown.xyz', 'a.pdf']);
    await pick(...Array.from({length: 30}, (_, index) => file(`${index}.png`)));
    expect(rows()).to.have.length(20);
    expect(screen.getByShadowText('Up to 20 files at a time')).to.exist;
  });

  it('show a long name in full, whose end may be all that tells two apart', async () => {
    await open();
    await pick(file('Screenshot of the lamp in the dining room at 12.00.01.png'));
    const name = chat.shadowRoot!.querySelector('.file-name')!;
    expect([name.scrollWidth - name.clientWidth, name.scrollHeight - name.clientHeight]).to.deep.equal([0, 0]);
  });

  it('are uploaded two at a time; a failed one is retried under the same id, a removed one aborted', async () => {
    await open();
    await pick(file('a.png'), file('b.png'), file('c.png'), file('d.png'));
    expect(rows()).to.deep.equal(['a.png 0%', 'b.png 0%', 'c.png Waiting', 'd.png Waiting']);
    expect(announced('status')).to.deep.equal(['a.png', 'b.png', 'c.png Waiting', 'd.png Waiting']);
    const third = chat.shadowRoot!.querySelectorAll('.upload')[2]!;
    const [a, b] = transport.uploads as [PendingUpload, PendingUpload];
    a.fail(new TransportError('unreachable', 'cut'));
    button('Remove b.png').click();
    await settled(chat);
    expect(b.signal?.aborted).to.equal(true);
    expect(rows()).to.deep.equal(['a.png Could not be sent', 'c.png 0%', 'd.png 0%']);
    expect(chat.shadowRoot!.querySelectorAll('.upload')[1] === third, 'each file keeps its row').to.equal(true);
    await audit(chat);
    expect(button('Send').getAttribute('aria-disabled')).to.equal('true');
    button('Send a.png again').click();
    await settled(chat);
    expect(rows()[0]).to.equal('a.png Waiting');
    for (const one of transport.uploads) one.arrive();
    await settled(chat);
    const again = transport.uploads.at(-1)!;
    expect([again.file.name, again.id]).to.deep.equal(['a.png', a.id]);
    again.arrive();
    await settled(chat);
    expect(announced('status')[0]).to.equal('a.png Ready, 10 bytes');
    button('Send').click();
    await settled(chat);
    expect(messages()[0]).to.have.nested.property('attachments.length', 3);
    expect(rows()).to.deep.equal([]);
  });

  it('that the server rejects say why', async () => {
    await open();
    await pick(file('a.png'), file('b.png'));
    transport.uploads[0]!.fail(new TransportError('refused', 'no', {status: 413, code: 'too_large'}));
    transport.uploads[1]!.fail(new TransportError('refused', 'no', {status: 415, code: 'type_refused'}));
    await settled(chat);
    expect(rows()).to.deep.equal(['a.png Larger than 1 kB', 'b.png This type of file is not accepted']);
    expect(hasButton(/again/)).to.equal(false);
  });

  itInChromium('can be pasted, unless with text, and dropped anywhere on the chat', async () => {
    await open();
    const paste = (data: DataTransfer) =>
      field().dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
    const words = dataTransferOf(file('table.png'));
    words.setData('text/plain', 'Table');
    expect(paste(words)).to.equal(true);
    expect(paste(dataTransferOf(file('shot.png')))).to.equal(false);
    await settled(chat);
    expect(rows()).to.deep.equal(['shot.png 0%']);

    const transcript = chat.shadowRoot!.querySelector('parley-transcript')!;
    const data = dataTransferOf(file('dropped.png'));
    expect(drag('dragover', data, transcript)).to.equal(false);
    await settled(chat);
    expect(screen.getByShadowText('Drop files here')).to.exist;
    expect(chat.shadowRoot!.querySelector('.drop')!.textContent).to.contain('Up to 1 kB each');
    await until(() => screen.queryByShadowText('Drop files here') === null);
    drag('dragover', data, transcript);
    expect(drag('drop', data, transcript)).to.equal(false);
    await settled(chat);
    expect(rows()).to.deep.equal(['shot.png 0%', 'dropped.png 0%']);
    expect(screen.queryByShadowText('Drop files here') === null).to.equal(true);
    const link = new DataTransfer();
    link.setData('text/uri-list', 'https://x.example');
    expect(drag('dragover', link)).to.equal(true);
  });

  it('are aborted when the conversation ends, and then no longer accepted', async () => {
    await open();
    await pick(file('a.png'));
    await receive({type: 'end'});
    expect(transport.uploads[0]!.signal?.aborted).to.equal(true);
    expect(rows()).to.deep.equal([]);
    expect(drag('dragover', dataTransferOf(file('b.png')), chat)).to.equal(true);
  });
});

describe('human agents', () => {
  const mira = {id: 'a', nick: 'Mira', is_bot: false};

  it('show queue position and waiting time, are named when they join and leave, and confirm reading', async () => {
    await open();
    await receive({type: 'transfer', status: 'requested'}, {type: 'queue', position: 3, estimateMs: 200_000});
    expect(screen.getByShadowText('Number 3 in the queue').closest('[role=status]')!.textContent).to.contain('About 4 minutes.');
    expect(screen.getByShadowText('Waiting for a person')).to.exist;
    await audit(chat);
    await receive({type: 'queue', position: 1});
    expect(screen.getByShadowText('You are next')).to.exist;
    await receive({type: 'joined', agent: mira});
    expect(screen.queryByShadowText('You are next') === null).to.equal(true);
    expect(screen.getByShadowRole('heading', {name: 'Mira'})).to.exist;
    await chat.send('Hello');
    const entry = [...chat.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!.querySelectorAll<HTMLElement>('.entry.visitor')].at(
      -1,
    )!;
    await receive({type: 'read', ref: entry.dataset['entry']!});
    expect(entry.querySelector('.meta')!.textContent).to.match(/^Read \d/);
    await receive({type: 'left', agent: mira});
    expect(entryTexts()).to.deep.equal(['Hi', 'Looking for a person', 'Mira has joined', 'Hello', 'Mira has handed you back to the bot']);
    expect(screen.getByShadowRole('heading', {name: 'Nordlicht'})).to.exist;
  });

  it('leave unattributed messages to the bot, before and after they join, even in a saved conversation', async () => {
    await open({}, {avatar: 'https://example.com/bot.png'});
    const person = {...mira, avatar: 'https://example.com/mira.png'};
    const message = (body: string) => ({type: 'message', message: {code: 'message', type: 'text', body}}) as const;
    await receive(
      {type: 'joined', agent: person},
      {...message('Good day'), from: {kind: 'agent', ...person}},
      {...message('Late'), from: {kind: 'bot'}},
    );
    await receive({type: 'iswriting', on: true});
    const entries = [...chat.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!.querySelectorAll('.entry:not(.system)')];
    expect(entries.map((entry) => entry.ariaLabel?.split(',')[0])).to.deep.equal(['Nordlicht', 'Mira', 'Nordlicht', undefined]);
    expect(entries.map((entry) => entry.querySelector('.avatar img')?.getAttribute('src')?.slice(20))).to.deep.equal([
      'bot.png',
      'mira.png',
      'bot.png',
      'mira.png',
    ]);
    expect(entries.at(-1)!.textContent).to.contain('Mira');

    const copied: string[] = [];
    const {clipboard} = navigator;
    Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: async (words: string) => copied.push(words)}});
    try {
      button('More').click();
      await settled(chat);
      screen.getByShadowRole('menuitem', {name: 'Save the conversation'}).click();
      await settled(chat);
      button('Copy as text').click();
      await until(() => copied.length);
      expect(copied[0]).to.match(/Nordlicht\nHi\n[^]+Mira\nGood day\n[^]+Nordlicht\nLate\s*$/);
    } finally {
      Object.defineProperty(navigator, 'clipboard', {configurable: true, value: clipboard});
    }
    await receive({type: 'joined', agent: mira});
    expect(chat.shadowRoot!.querySelector('.header .avatar img')).to.equal(null);
  });

  it('are waited for in a card that covers no messages, moves no reader, and shrinks in a low chat', async () => {
    await open();
    for (let line = 0; line < 12; line++) await receive({type: 'message', message: {code: 'message', type: 'text', body: `Line ${line}`}});
    const log = screen.getByShadowRole('log');
    const below = () => log.scrollHeight - log.scrollTop - log.clientHeight;
    const height = log.clientHeight;
    await receive({type: 'queue', position: 2});
    await until(() => log.clientHeight < height && below() < 1);
    const card = screen.getByShadowText('Number 2 in the queue').closest('.hand')!;
    const composer = field().closest('.composer')!;
    expect(card.getBoundingClientRect().bottom).to.be.at.most(composer.getBoundingClientRect().top);
    // The end of the transcript fades out, not that of the card.
    const fades = (element: Element, at: string) => getComputedStyle(element, at).content !== 'none';
    expect([fades(chat.shadowRoot!.querySelector('.reading')!, '::after'), fades(composer, '::before')]).to.deep.equal([true, false]);

    await receive({type: 'queue', position: 1}, {type: 'transfer', status: 'failed'});
    log.scrollTop = 40;
    await pause(50);
    await receive({type: 'queue', position: 2});
    expect(log.scrollTop).to.equal(40);

    // As with large text, or over a keyboard on a phone in landscape: the card shrinks, the field does not.
    container.style.blockSize = '200px';
    expect(composer.getBoundingClientRect().bottom).to.be.at.most(container.getBoundingClientRect().bottom);
    expect(log.clientHeight).to.be.at.least(30);
  });

  it('are named when they end the conversation; what the bot failed to answer is marked so', async () => {
    await open();
    await chat.send('One');
    const entry = chat.shadowRoot!.querySelector('parley-transcript')!.shadowRoot!.querySelector<HTMLElement>('.entry.visitor')!;
    await receive({type: 'problem', code: 'bot_timeout', ref: entry.dataset['entry']!, retryable: true});
    expect(within(entry).getByShadowRole('alert').textContent).to.contain('Not answered');
    await receive({type: 'joined', agent: mira}, {type: 'end', reason: 'agent'});
    expect(entryTexts().at(-1)).to.equal('Mira has ended the conversation');
    expect(button('Start again')).to.exist;
  });
});

it('writing in an expired conversation starts a new one', async () => {
  await open();
  const send = transport.send.bind(transport);
  transport.send = () => Promise.reject(new TransportError('gone', 'gone'));
  await chat.send('Still there?');
  await settled(chat);
  expect(entryTexts().at(-1)).to.match(/too old to continue/);
  expect(hasButton('Attach a file')).to.equal(false);
  transport.send = send;
  field().value = 'Hello';
  field().dispatchEvent(new InputEvent('input', {bubbles: true}));
  button('Send').click();
  await settled(chat);
  expect(entryTexts().slice(-2)).to.deep.equal(['A new conversation', 'Hello']);
});

it('the options "gateway" and "widget" connect to a gateway; its token is stored and forgotten with the conversation', async () => {
  const asked: {url: string; init: RequestInit}[] = [];
  window.fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : input.toString();
    if (!url.includes('/v1/')) return fetch(input, init);
    asked.push({url, init});
    if (url.endsWith('/conversations')) return Response.json({id: 'c1', token: 't1', limits: {maxFileBytes: 500}}, {status: 201});
    if (url.endsWith('/messages')) return Response.json({id: '1'}, {status: 202});
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(
          new TextEncoder().encode('id: 1\ndata: {"type":"message","message":{"type":"text","body":"Hello from there"}}\n\n'),
        );
        init.signal?.addEventListener('abort', () => controller.error(init.signal!.reason));
      },
    });
    return new Response(body, {headers: {'content-type': 'text/event-stream'}});
  };
  await open(
    {transport: undefined, data: {name: 'Ada'}, customerToken: () => 'signed'},
    {gateway: `${location.origin}/chat`, widget: 'shop', storage: 'session', bot: '/bot/message'},
  );
  await until(() => entryTexts().includes('Hello from there'));
  expect(entryTexts()).to.deep.equal(['Hello from there']);
  expect(asked[0]!.url).to.equal(`${location.origin}/chat/v1/conversations`);
  const {caps, page, ...rest} = JSON.parse(asked[0]!.init.body as string) as Record<string, object>;
  expect(rest).to.deep.equal({widget: 'shop', language: 'en', data: {name: 'Ada'}, customerToken: 'signed'});
  expect(caps).to.have.nested.property('media.chat.isWriting', 'both');
  expect(page).to.deep.equal({url: location.href.replace(/#.*/, ''), title: document.title});
  await chat.send('Hi');
  expect(asked.at(-1)!.init.headers).to.include({authorization: 'Bearer t1'});
  expect(hasButton('Attach a file')).to.equal(true);
  const keys = () => Object.keys(sessionStorage).filter((key) => sessionStorage.getItem(key)!.includes('t1'));
  expect(keys()).to.have.length(1);
  chat.shown = false;
  await chat.forget();
  expect(keys()).to.deep.equal([]);
});
