import {expect} from 'chai';
import type {Attachment, TextMessage} from '../../src/protocol/message.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import {type Script, ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import {writeTranscript} from '../../src/widget/transcript-export/write-transcript.ts';
import {loadLabels} from '../../src/widget/locales.ts';
import '../../src/components/attachment/attachment-part.ts';
import '../../src/components/template/template-part.ts';
import '../../src/components/text/markdown.ts';
import '../../src/elements/chat.ts';
import '../../src/elements/widget.ts';
import '../../src/widget/chat/overlays.ts';
import {until} from '../components/until.ts';

const text = (body: string, more: Partial<TextMessage> = {}): TextMessage => ({code: 'message', type: 'text', body, ...more});

let chat: ParleyChat;
let transport: ScriptedTransport;

async function open(script: Script, attributes: Record<string, string>): Promise<void> {
  transport = new ScriptedTransport(script);
  chat = document.createElement('parley-chat');
  for (const [name, value] of Object.entries({storage: 'none', ...attributes})) chat.setAttribute(name, value);
  Object.assign(chat, {transport});
  chat.style.cssText = 'display: block; block-size: 640px; inline-size: 400px';
  document.body.append(chat);
  await chat.prepared;
}

/** All rendered text nodes, across shadow roots. */
function* textsIn(root: Node): Generator<Text> {
  for (const child of root.childNodes) {
    if (child instanceof Text) yield child;
    else if (!(child instanceof HTMLStyleElement)) yield* textsIn(child);
  }
  if (root instanceof Element && root.shadowRoot) yield* textsIn(root.shadowRoot);
}

/** The bounding box of some words on the screen. */
function boxOf(words: string): DOMRect | undefined {
  for (const node of textsIn(document.body)) {
    const start = node.data.indexOf(words);
    if (start < 0 || node.parentElement?.closest('.unseen')) continue;
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, start + words.length);
    return range.getBoundingClientRect();
  }
  return undefined;
}

/** The words in visual order, from left to right. */
async function visualOrder(...words: string[]): Promise<string[]> {
  await until(() => words.every((one) => boxOf(one)), words.join(' | '));
  return words.toSorted((a, b) => boxOf(a)!.left - boxOf(b)!.left);
}

const query = (selector: string) => chat.shadowRoot!.querySelector<HTMLElement>(selector);
const queryLog = (selector: string) => query('.reading')?.shadowRoot?.querySelector<HTMLElement>(selector);

const file = (name: string, desc: string): Attachment => ({
  url: `https://files.example.com/${encodeURIComponent(name)}`,
  meta: {mimetype: 'application/pdf', desc, size: 2_400_000},
});

describe('bidirectional text', () => {
  afterEach(() => document.body.replaceChildren());

  it('in an English chat: Arabic text keeps its own order without affecting that of the chat', async () => {
    const replies = [
      {content_type: 'text' as const, title: 'نعم، (فورًا)!'},
      {content_type: 'text' as const, title: 'No'},
    ];
    await open([[text('# مرحبا بكم!\n\nكيف حالك؟'), text('Well?', {quick_replies: replies})], 'Good.'], {
      language: 'en',
      heading: 'متجر!',
    });
    await until(() => queryLog('h3, h4'), 'the heading');
    // The end of a right-to-left line is on its left.
    expect(await visualOrder('متجر', '!')).to.deep.equal(['!', 'متجر']);
    expect(await visualOrder('مرحبا', 'بكم', '!')).to.deep.equal(['!', 'بكم', 'مرحبا']);
    expect(await visualOrder('كيف', 'حالك', '؟')).to.deep.equal(['؟', 'حالك', 'كيف']);
    expect(await visualOrder('نعم', 'فورًا')).to.deep.equal(['فورًا', 'نعم']);
    const chip = await until(() => queryLog('.reply'), 'the chip');
    expect(getComputedStyle(chip.querySelector('bdi')!).direction).to.equal('rtl');
    expect(getComputedStyle(chip).direction, 'the chip itself').to.equal('ltr');
    chip.click();
    const chosen = await until(() => queryLog('.reply.chosen'), 'the chosen chip');
    expect(
      [...chosen.querySelectorAll('bdi')].map(({textContent}) => textContent),
      'without the hidden words about it',
    ).to.deep.equal(['نعم، (فورًا)!']);
  });

  it('in an English chat: an Arabic card reads right to left, and the lang of a message is set on its entry', async () => {
    const elements = [
      {title: 'مصباح، (كبير)!', subtitle: 'متوفر؟', buttons: [{type: 'postback' as const, title: 'أضف (الآن)!', payload: 'A'}]},
    ];
    await open([[text('', {lang: 'ar', template: {type: 'generic', elements}})]], {language: 'en'});
    expect(await visualOrder('مصباح', 'كبير')).to.deep.equal(['كبير', 'مصباح']);
    expect(await visualOrder('أضف', 'الآن')).to.deep.equal(['الآن', 'أضف']);
    for (const words of ['.title', '.subtitle']) expect(getComputedStyle(queryLog(`${words} bdi`)!).direction, words).to.equal('rtl');
    expect(queryLog('article')!.lang).to.equal('ar');
    expect(query('.all')!.dir, 'the chat around it').to.equal('');
  });

  it('in an English chat: an Arabic name or description does not reorder the time or size beside it', async () => {
    const at = new Date(2026, 0, 5, 19, 42).getTime();
    const transcript = document.createElement('parley-transcript');
    const entries: Entry[] = [
      {
        id: 'a',
        at,
        from: 'agent',
        who: {id: 'l', nick: 'ليلى'},
        message: {code: 'message', type: 'attachment', ...file('تقرير.pdf', 'تقرير شهري')},
      },
    ];
    Object.assign(transcript, {entries, language: 'en-GB', name: 'Shop'});
    transcript.style.cssText = 'display: block; block-size: 400px; inline-size: 400px';
    document.body.append(transcript);
    expect(await visualOrder('ليلى', '19:42')).to.deep.equal(['ليلى', '19:42']);
    expect(await visualOrder('تقرير شهري', '2.4')).to.deep.equal(['تقرير شهري', '2.4']);
  });

  for (const language of ['en-GB', 'ar'])
    it(`in attachments of the visitor: they are aligned with the visitor’s bubbles (${language})`, async () => {
      const transcript = document.createElement('parley-transcript');
      const several = (...types: string[]) => ({
        code: 'message' as const,
        type: 'multi-attachment' as const,
        attachments: types.map((mimetype): Attachment => ({url: `/${mimetype}`, meta: {mimetype}})),
      });
      const visitor = {at: 0, from: 'visitor', delivery: 'sent'} as const;
      const entries: Entry[] = [
        {...visitor, id: 'a', message: text('Hello')},
        {...visitor, id: 'b', message: several('image/jpeg', 'audio/wav', 'video/webm', 'application/pdf')},
        {...visitor, id: 'c', message: several('image/jpeg', 'image/png')},
      ];
      Object.assign(transcript, {entries, language});
      transcript.style.cssText = 'block-size: 400px; inline-size: 400px';
      transcript.dir = language === 'ar' ? 'rtl' : 'ltr';
      document.body.append(transcript);
      const all = (selector: string) => [...transcript.shadowRoot!.querySelectorAll(selector)];
      await until(() => all('.mosaic').length > 0, 'the files');
      const edge = (one: Element) => one.getBoundingClientRect()[language === 'ar' ? 'left' : 'right'];
      const shown = all('.photo, .player, .film, .file, .mosaic');
      expect(shown.length).to.equal(5);
      for (const one of shown) expect(edge(one), one.className).to.be.closeTo(edge(all('.bubble')[0]!), 0.5);
    });

  it('in an Arabic chat on an English page: the chat is mirrored, and English text keeps its order', async () => {
    const replies = [{content_type: 'text' as const, title: 'Yes, (now)!'}];
    await open([[text('Hello there!'), text('حسنًا؟', {quick_replies: replies})]], {language: 'ar', heading: 'Nordlicht!', menu: 'always'});
    const all = query('.all')!;
    expect([all.lang, all.dir, document.documentElement.dir]).to.deep.equal(['ar', 'rtl', '']);
    expect(await visualOrder('Hello', 'there', '!')).to.deep.equal(['Hello', 'there', '!']);
    expect(await visualOrder('Nordlicht', '!')).to.deep.equal(['Nordlicht', '!']);
    expect(await visualOrder('Yes', 'now', ')!')).to.deep.equal(['Yes', 'now', ')!']);
    const [field, send] = [chat.shadowRoot!.querySelector('textarea')!, query('.send')!];
    expect(send.getBoundingClientRect().left, 'the button is at the end of the line').to.be.lessThan(field.getBoundingClientRect().left);
    expect(getComputedStyle(field).direction, 'while it is empty').to.equal('rtl');
    field.value = 'I write English.';
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
    await until(() => getComputedStyle(field).direction === 'ltr', 'the text decides');
    chat.setAttribute('language', 'de');
    await until(() => query('.all')!.lang === 'de' && query('.all')!.dir === '', 'the chat reads left to right again');
    expect(send.getBoundingClientRect().left).to.be.greaterThan(field.getBoundingClientRect().left);
  });

  it('in a teaser: English text keeps its order on an Arabic page', async () => {
    const widget = document.createElement('parley-widget');
    for (const [name, value] of Object.entries({dir: 'rtl', storage: 'none', bot: '/bot', teaser: 'Is it low?'}))
      widget.setAttribute(name, value);
    document.body.append(widget);
    expect(await visualOrder('Is it', 'low', '?')).to.deep.equal(['Is it', 'low', '?']);
  });

  it('in labels of the page: they determine the direction of the chat', async () => {
    await open(['שלום'], {language: 'he'});
    expect([query('.all')!.lang, query('.all')!.dir], 'English words').to.deep.equal(['he', '']);
    chat.labels = {placeholder: 'כתבו הודעה'};
    await until(() => query('.all')!.dir === 'rtl', 'Hebrew words');
  });

  it('in a saved conversation: the page has its language, and each message its own direction', async () => {
    const page = document.implementation.createHTMLDocument();
    const entries: Entry[] = [
      {id: 'a', at: 0, from: 'bot', who: {id: 'b', nick: 'Ada'}, message: text('Hello')},
      {id: 'b', at: 0, from: 'visitor', message: text('مرحبا'), delivery: 'sent'},
    ];
    writeTranscript(page, {name: 'Nordlicht', entries, labels: await loadLabels('ar'), locale: 'ar', markdown: true});
    expect([page.documentElement.lang, page.documentElement.dir]).to.deep.equal(['ar', 'rtl']);
    expect([...page.querySelectorAll('bdi')].map(({textContent}) => textContent)).to.deep.equal(['Ada', 'أنت']);
    expect([...page.querySelectorAll('p')].map(({dir}) => dir)).to.deep.equal(['auto', 'auto']);
    expect(page.title).to.contain('\u2068Nordlicht\u2069');
  });
});
