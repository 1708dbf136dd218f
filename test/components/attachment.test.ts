import {emulateMedia, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import {attachments} from '../../src/components/attachment/attachment.ts';
import {formatDuration} from '../../src/components/attachment/format-duration.ts';
import {formatSize} from '../../src/components/attachment/format-size.ts';
import {link} from '../../src/components/link/link.ts';
import type {Attachment, AttachmentMeta} from '../../src/protocol/message.ts';
import '../../src/elements/attachment.ts';
import {itInChromium, itWhereAutoplayIsAllowed} from './in-chromium.ts';
import {audit, followedLinks, media, renderPart, until} from './part-fixture.ts';

const file = (name: string, mimetype: string, meta: Partial<AttachmentMeta> = {}): Attachment => ({
  url: media(name),
  meta: {mimetype, originalName: name, ...meta},
});
const image = (name: string, meta: Partial<AttachmentMeta> = {}) => file(`${name}.jpg`, 'image/jpeg', meta);
const pdfFile = file('fjell-hanging-guide.pdf', 'application/pdf', {size: 340_000, desc: '2 pages'});
const audioFile = file('shop-bell.wav', 'audio/wav');
const videoFile = file('dimming.webm', 'video/webm', {desc: 'Dimming Fjell'});

const show = (items: readonly Attachment[], setting: Parameters<typeof renderPart>[1] = {}) =>
  renderPart((context) => attachments(items, context), setting);
const button = (name: string | RegExp) => screen.getByShadowRole('button', {name});
const dialog = () => screen.queryByShadowRole('dialog');

afterEach(async () => {
  document.documentElement.dir = '';
  document.documentElement.style.colorScheme = '';
  await emulateMedia({colorScheme: 'light'});
});

describe('an image attachment', () => {
  it('reserves a captioned 4:3 box, so that neither loading nor failing shifts the layout', async () => {
    for (const shown of [
      image('room', {desc: 'Fjell over a table'}),
      {...image('room', {desc: 'Fjell over a table'}), url: media('missing.jpg')},
    ]) {
      const {renderRoot} = await show([shown]);
      const box = () => renderRoot.querySelector('.attachments')!.getBoundingClientRect().toJSON();
      const before = box();
      await until(() => renderRoot.querySelector('.missing') !== null || (renderRoot.querySelector('img')?.naturalWidth ?? 0) > 0);
      expect(box()).to.deep.equal(before);
      const {width, height} = renderRoot.querySelector('.picture')!.getBoundingClientRect();
      expect([width, height]).to.deep.equal([264, 198]);
      expect(renderRoot.querySelector('figcaption')!.textContent).to.equal('Fjell over a table');
    }
    expect(screen.getByShadowRole('img', {name: 'Fjell over a table: Picture not available'})).not.to.equal(null);
    expect(screen.queryByShadowRole('button')).to.equal(null);
  });

  it('opens in a modal dialog labelled with its description, and restores the focus on close', async () => {
    const made = await show([image('room', {desc: 'Fjell over a table'})]);
    const opener = button('View Fjell over a table');
    opener.focus();
    await sendKeys({press: 'Enter'});
    await until(() => dialog() !== null);
    const box = dialog() as HTMLDialogElement;
    expect(box.getRootNode()).to.equal(made.shadowRoot);
    expect([box.matches(':modal'), box.ariaLabel]).to.deep.equal([true, 'Fjell over a table']);
    expect(within(box).getByShadowRole('img', {name: 'Fjell over a table'})).not.to.equal(null);
    expect(made.shadowRoot!.activeElement).to.equal(within(box).getByShadowRole('button', {name: 'Close'}));
    await audit();
    await sendKeys({press: 'Escape'});
    await until(() => made.shadowRoot!.activeElement === opener, 'the focus is restored');
    expect(made.shadowRoot!.querySelector('dialog')).to.equal(null);
    opener.blur(); // Safari does not focus what is clicked.
    opener.click();
    await until(() => dialog() !== null);
    within(dialog()!).getByShadowRole('button', {name: 'Close'}).click();
    await until(() => made.shadowRoot!.activeElement === opener, 'the focus is restored');
    expect(made.shadowRoot!.querySelector('dialog')).to.equal(null);
  });

  it('opens only once on a double click, and closes on a click on the backdrop', async () => {
    const made = await show([image('room')]);
    button('View room.jpg').click();
    button('View room.jpg').click();
    await until(() => dialog() !== null);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(made.shadowRoot!.querySelectorAll('dialog').length).to.equal(1);
    made.shadowRoot!.querySelector<HTMLElement>('.stage')!.click();
    await until(() => dialog() === null);
  });

  it('does not let keydown events of the lightbox bubble to the chat', async () => {
    const made = await show([image('room')]);
    const keys: string[] = [];
    made.addEventListener('keydown', ({key}) => keys.push(key));
    button('View room.jpg').click();
    await until(() => dialog() !== null);
    await sendKeys({press: 'Escape'});
    await until(() => dialog() === null);
    expect(keys).to.deep.equal([]);
  });

  it('closes the lightbox when its host is hidden or removed', async () => {
    const made = await show([image('room')]);
    button('View room.jpg').click();
    await until(() => dialog() !== null);
    made.style.display = 'none';
    await until(() => made.shadowRoot!.querySelector('dialog') === null);
    made.style.display = '';
    button('View room.jpg').click();
    await until(() => dialog() !== null);
    const place = made.parentElement!;
    made.remove();
    await until(() => made.shadowRoot!.querySelector('dialog') === null);
    place.append(made);
  });

  it('that may not be loaded becomes a download link, or a warning if its URL is unsafe', async () => {
    const {renderRoot} = await show([
      {...image('room'), url: 'http://elsewhere.example/room.jpg'},
      {...image('natt'), url: 'javascript:alert(1)'},
    ]);
    expect(screen.getByShadowRole('link', {name: 'Download room.jpg'})).not.to.equal(null);
    expect(renderRoot.querySelectorAll('img, [href^=javascript]').length).to.equal(0);
    expect(screen.getByShadowText('This link is not safe to open')).not.to.equal(null);
  });

  it('is not loaded until clicked with images: click, nor are audio and video preloaded', async () => {
    const made = await show([image('room'), image('natt'), audioFile, videoFile], {options: {images: 'click'}});
    expect(made.renderRoot.querySelector('img')).to.equal(null);
    expect([...made.renderRoot.querySelectorAll('audio, video')].map((node) => node.getAttribute('preload'))).to.deep.equal([
      'none',
      'none',
    ]);
    button('View natt.jpg').click();
    await made.updateComplete;
    expect(made.renderRoot.querySelectorAll('img').length).to.equal(2);
  });
});

describe('several images', () => {
  const fiveImages = ['room', 'fjell', 'natt', 'lys', 'cable'].map((name) => image(name));

  it('are shown as a mosaic of three tiles, the last labelled with how many more there are', async () => {
    const {renderRoot} = await show(fiveImages);
    const group = within(screen.getByShadowRole('group', {name: '5 files'}));
    expect(group.getAllByShadowRole('button').map((tile) => tile.getAttribute('aria-label'))).to.deep.equal([
      'View room.jpg',
      'View fjell.jpg',
      'View natt.jpg, 2 more',
    ]);
    const [first, second, third] = [...renderRoot.querySelectorAll('.cell')].map((cell) => cell.getBoundingClientRect());
    expect(first!.width / second!.width).to.be.closeTo(2, 0.05);
    expect([second!.width, second!.height]).to.deep.equal([third!.width, third!.height]);
  });

  it('can be paged through in the lightbox by buttons and arrow keys, wrapping around, mirrored in RTL', async () => {
    await show(fiveImages);
    button('View natt.jpg, 2 more').click();
    await until(() => dialog() !== null);
    const box = within(dialog()!);
    const name = () => dialog()!.ariaLabel;
    expect([name(), box.getByShadowText('3 of 5')]).to.include('natt.jpg');
    expect(getComputedStyle(dialog()!).backgroundColor, 'the background is opaque').not.to.contain('/');
    box.getByShadowRole('button', {name: 'Next'}).click();
    expect(name()).to.equal('lys.jpg');
    expect(dialog()!.querySelector('[aria-live]')!.textContent, 'announced').to.equal('4 of 5: lys.jpg');
    await sendKeys({press: 'ArrowRight'});
    await sendKeys({press: 'ArrowRight'});
    expect(name()).to.equal('room.jpg');
    box.getByShadowRole('button', {name: 'Previous'}).click();
    expect(name()).to.equal('cable.jpg');
    dialog()!.setAttribute('dir', 'rtl');
    await sendKeys({press: 'ArrowRight'});
    expect([name(), dialog()!.textContent]).to.satisfy(([shown, words]: string[]) => shown === 'lys.jpg' && words!.includes('4 of 5'));
  });

  it('are marked in the lightbox if they are not available', async () => {
    await show([image('room'), image('fjell'), image('natt'), image('missing')]);
    button('View natt.jpg, 1 more').click();
    await until(() => dialog() !== null);
    const box = within(dialog()!);
    const missing = () => box.queryByShadowText('Picture not available') !== null;
    box.getByShadowRole('button', {name: 'Next'}).click();
    await until(missing);
    expect(box.queryByShadowRole('img')).to.equal(null);
    await audit();
    await sendKeys({press: 'ArrowRight'});
    expect([missing(), box.queryByShadowRole('img', {name: 'room.jpg'}) !== null]).to.deep.equal([false, true]);
    await sendKeys({press: 'ArrowLeft'});
    expect(missing()).to.equal(true);
  });

  it('pass an accessibility audit', async () => {
    await show(fiveImages);
    await audit();
  });

  it('are laid out side by side if there are two', async () => {
    const {renderRoot} = await show(fiveImages.slice(0, 2));
    const [one, other] = [...renderRoot.querySelectorAll('.cell')].map((cell) => cell.getBoundingClientRect());
    expect([one!.width, one!.height, one!.top]).to.deep.equal([other!.width, other!.height, other!.top]);
  });

  it('with the same ref are shown only once', async () => {
    await show([image('room', {ref: 'a'}), image('fjell', {ref: 'a'}), image('natt', {ref: 'b'}), image('lys')]);
    expect(screen.getAllByShadowRole('button').map((tile) => tile.getAttribute('aria-label'))).to.deep.equal([
      'View room.jpg',
      'View natt.jpg',
      'View lys.jpg',
    ]);
  });
});

describe('an audio attachment', () => {
  const player = async () => {
    const made = await show([audioFile]);
    const audio = made.renderRoot.querySelector('audio')!;
    await until(() => audio.readyState > 0 && made.renderRoot.querySelector('input')?.max !== '1');
    return {made, audio};
  };

  itInChromium('plays and pauses on request, never autoplays, and shows its duration', async () => {
    const {made, audio} = await player();
    expect([audio.autoplay, audio.paused, audio.preload, audio.controls]).to.deep.equal([false, true, 'metadata', false]);
    expect(made.renderRoot.querySelector('.time')!.textContent).to.equal(formatDuration(audio.duration, 'en-GB'));
    button('Play, shop-bell.wav').click();
    await until(() => screen.queryByShadowRole('button', {name: 'Pause, shop-bell.wav'}) !== null);
    expect(audio.paused).to.equal(false);
    button('Pause, shop-bell.wav').click();
    await until(() => screen.queryByShadowRole('button', {name: 'Play, shop-bell.wav'}) !== null);
    expect(audio.paused).to.equal(true);
  });

  itWhereAutoplayIsAllowed('seeks with its slider, whose value text is in minutes and seconds', async () => {
    const {audio} = await player();
    const slider = screen.getByShadowRole('slider', {name: 'Position, shop-bell.wav'}) as HTMLInputElement;
    expect(Number(slider.max)).to.be.closeTo(audio.duration, 0.01);
    slider.value = '2';
    slider.dispatchEvent(new Event('input'));
    await until(() => slider.getAttribute('aria-valuetext') === `0:02 / ${formatDuration(audio.duration, 'en')}`);
    expect(audio.currentTime).to.be.closeTo(2, 0.2);
    expect(parseFloat(audio.parentElement!.style.getPropertyValue('--_played'))).to.be.closeTo((2 / audio.duration) * 100, 5);
    slider.focus();
    await sendKeys({press: 'Home'});
    await until(() => audio.currentTime === 0);
  });

  itInChromium('pauses when another one starts', async () => {
    const made = await show([audioFile, {...audioFile, meta: {...audioFile.meta, originalName: 'again.wav'}}]);
    const [one, other] = [...made.renderRoot.querySelectorAll('audio')] as [HTMLAudioElement, HTMLAudioElement];
    await until(() => one.readyState > 0 && other.readyState > 0);
    button('Play, shop-bell.wav').click();
    await until(() => !one.paused);
    button('Play, again.wav').click();
    await until(() => !other.paused && one.paused);
    other.pause();
  });

  it('that cannot be played becomes a download link of the same height', async () => {
    const {renderRoot} = await show([file('missing.wav', 'audio/wav')]);
    const height = () => renderRoot.querySelector('.attachments')!.clientHeight;
    const before = height();
    await until(() => screen.queryByShadowRole('link', {name: 'Download missing.wav'}) !== null);
    expect(height()).to.equal(before);
  });
});

describe('a media file that fails when it is played', () => {
  for (const name of ['missing.wav', 'missing.webm']) {
    itWhereAutoplayIsAllowed(`moves the focus to the download link that replaces it: ${name}`, async () => {
      const items = [pdfFile, file(name, name.endsWith('wav') ? 'audio/wav' : 'video/webm')];
      const made = await show(items, {options: {images: 'click'}});
      const play = button(`Play, ${name}`);
      play.focus();
      play.click();
      await until(() => screen.queryByShadowRole('link', {name: `Download ${name}`}) !== null);
      expect(made.shadowRoot!.activeElement?.getAttribute('download')).to.equal(name);
    });
  }

  itWhereAutoplayIsAllowed('does not steal the focus from another element', async () => {
    const made = await show([pdfFile, file('missing.wav', 'audio/wav')], {options: {images: 'click'}});
    screen.getByShadowRole('link', {name: /guide/}).focus();
    button('Play, missing.wav').click();
    await until(() => screen.queryByShadowRole('link', {name: 'Download missing.wav'}) !== null);
    expect(made.shadowRoot!.activeElement?.getAttribute('download')).to.equal('fjell-hanging-guide.pdf');
  });
});

describe('a video attachment', () => {
  it('shows its duration, and once started has native controls and the focus', async () => {
    const made = await show([videoFile]);
    const video = made.renderRoot.querySelector('video')!;
    await until(() => video.readyState > 0);
    expect([video.autoplay, video.controls, video.tabIndex, video.ariaLabel]).to.deep.equal([false, false, -1, 'Dimming Fjell']);
    const {width, height} = made.renderRoot.querySelector('.film')!.getBoundingClientRect();
    expect(width / height).to.be.closeTo(16 / 9, 0.01);
    button(`Play, Dimming Fjell, ${formatDuration(video.duration, 'en')}`).click();
    await until(() => !video.paused);
    expect([video.controls, made.shadowRoot!.activeElement, screen.queryByShadowRole('button')]).to.deep.equal([true, video, null]);
    expect(video.hasAttribute('tabindex')).to.equal(false);
    video.pause();
  });

  it('that cannot be played becomes a download link in the same box', async () => {
    const {renderRoot} = await show([file('missing.webm', 'video/webm')]);
    const box = () => renderRoot.querySelector('.film')!.getBoundingClientRect().toJSON();
    const before = box();
    await until(() => screen.queryByShadowRole('link', {name: 'Download missing.webm'}) !== null);
    expect(box()).to.deep.equal(before);
  });
});

describe('a file attachment', () => {
  it('shows its type, name, description and size, and links to its download in a new tab', async () => {
    const {renderRoot} = await show([pdfFile]);
    const row = screen.getByShadowRole('link', {name: 'Download fjell-hanging-guide.pdf 2 pages, 340 kB'}) as HTMLAnchorElement;
    expect(renderRoot.querySelector('.kind')!.textContent).to.equal('PDF');
    expect([row.target, row.rel, row.download]).to.deep.equal(['_blank', 'noopener noreferrer', 'fjell-hanging-guide.pdf']);
    expect(row.offsetHeight).to.be.at.least(60);
  });

  it('shows its full name, even with large text or in place of a video', async () => {
    const long = 'invoice-for-the-lamps-of-the-dining-room-and-all-that-belongs-to-them-2026-11';
    const made = await show([file(`${long}.pdf`, 'application/pdf'), file(`${long}.webm`, 'video/webm')]);
    await until(() => screen.queryByShadowRole('link', {name: `Download ${long}.webm`}) !== null);
    const isCut = (cut: Element) => cut.scrollHeight > cut.clientHeight + 1;
    const names = () => [...made.renderRoot.querySelectorAll('.name')].map(isCut);
    expect(names()).to.deep.equal([false, false]);
    made.style.inlineSize = '320px';
    made.style.setProperty('--parley-text-scale', '2');
    expect(names()).to.deep.equal([false, false]);
    expect(isCut(made.renderRoot.querySelector('.film')!)).to.equal(false);
    await audit();
  });

  for (const mimetype of [
    'image/svg+xml',
    'text/html',
    'application/xhtml+xml',
    'image/tiff',
    'video/x-nothing',
    'IMAGE/SVG+XML; charset=utf-8',
  ]) {
    it(`of type ${mimetype} is offered as a download, never rendered`, async () => {
      const {renderRoot} = await show([{url: 'https://files.example/x.bin', meta: {mimetype}}]);
      expect(screen.getByShadowRole('link', {name: 'Download x.bin'})).not.to.equal(null);
      expect(renderRoot.querySelectorAll('img, video, audio, iframe, object, embed').length).to.equal(0);
    });
  }

  it('falls back to originalUrl if url is empty', async () => {
    await show([{url: '', meta: {mimetype: 'application/zip', originalUrl: 'https://files.example/a%20b.zip'}}]);
    expect(screen.getByShadowRole('link', {name: 'Download a b.zip'})).not.to.equal(null);
  });

  it('is part of one group with the other attachments', async () => {
    await show([image('room'), pdfFile, audioFile]);
    const group = within(screen.getByShadowRole('group', {name: '3 files'}));
    expect(group.getByShadowRole('link')).not.to.equal(null);
    expect(group.getByShadowRole('slider')).not.to.equal(null);
  });

  it('formats its size and duration for the locale', () => {
    expect([0, 1, 999, 1500, 340_000, 9_960_000, 3e9].map((bytes) => formatSize(bytes, 'en'))).to.deep.equal([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.5 kB',
      '340 kB',
      '10 MB',
      '3 GB',
    ]);
    expect(formatSize(1500, 'de')).to.equal('1,5 kB');
    expect([0, 5, 96, 3725].map((seconds) => formatDuration(seconds, 'en'))).to.deep.equal(['0:00', '0:05', '1:36', '1:02:05']);
    expect(formatDuration(NaN, 'en')).to.equal('0:00');
  });

  it('never uses data: or blob: URLs', async () => {
    const {renderRoot} = await show([image('room'), audioFile, videoFile, pdfFile]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const addresses = [...renderRoot.querySelectorAll('[src], [href]')].map(
      (node) => node.getAttribute('src') ?? node.getAttribute('href')!,
    );
    expect(addresses.filter((address) => /^(data|blob):/.test(address))).to.deep.equal([]);
    expect(addresses.length).to.be.at.least(4);
  });

  it('is out of the tab order with reachable: false', async () => {
    const made = await show([image('room'), audioFile, videoFile, pdfFile], {reachable: false});
    const stops = [...made.renderRoot.querySelectorAll<HTMLElement>('a, button, input, video')];
    expect(stops.map(({tabIndex}) => tabIndex)).to.deep.equal([-1, -1, -1, -1, -1, -1]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes an accessibility audit together with every other kind (${colorScheme})`, async () => {
      document.documentElement.style.colorScheme = colorScheme;
      const made = await show([
        image('room', {desc: 'A room'}),
        image('natt'),
        audioFile,
        videoFile,
        pdfFile,
        {...pdfFile, url: 'javascript:1'},
        file('missing.wav', 'audio/wav'),
      ]);
      await until(() => made.renderRoot.querySelectorAll('a.file').length === 2);
      await audit();
    });
  }
});

describe('a link message', () => {
  const draw = (url: string, desc?: string) =>
    renderPart((context) => link({code: 'message', type: 'link', url, ...(desc && {desc})}, context));

  it('shows its host beside its description, and is followed only when clicked', async () => {
    followedLinks.length = 0;
    const {pages} = await draw('https://xn--e1awd7f.example/login', 'nordlicht.example');
    const row = screen.getByShadowRole('link', {name: 'nordlicht.example xn--e1awd7f.example (opens in a new tab)'});
    expect([pages.length, followedLinks.length]).to.deep.equal([0, 0]);
    row.click();
    expect([pages[0]!.name, pages[0]!.data]).to.deep.equal(['web_url', {url: 'https://xn--e1awd7f.example/login'}]);
    expect(followedLinks).to.deep.equal(['https://xn--e1awd7f.example/login']);
  });

  it('without a description is named by its host', async () => {
    await draw('https://nordlicht.example/cable');
    expect(screen.getByShadowRole('link', {name: 'nordlicht.example (opens in a new tab)'})).not.to.equal(null);
  });

  it('with an unsafe URL is shown as text with a warning', async () => {
    const {renderRoot} = await draw('javascript:alert(1)', 'Click me');
    expect(screen.getByShadowText('Click me')).not.to.equal(null);
    expect(screen.getByShadowText('This link is not safe to open')).not.to.equal(null);
    expect(renderRoot.querySelector('a')).to.equal(null);
    await audit();
  });
});

describe('<parley-attachment>', () => {
  it('renders one or several attachments of a raw message, repairing invalid fields', async () => {
    const made = document.createElement('parley-attachment');
    document.body.replaceChildren(made);
    made.message = {url: media('fjell-hanging-guide.pdf'), meta: {size: '340000'}};
    await made.updateComplete;
    expect(screen.getByShadowText('340 kB')).not.to.equal(null);
    made.message = {type: 'multi-attachment', attachments: [image('room'), pdfFile]};
    await made.updateComplete;
    expect(screen.getByShadowRole('group', {name: '2 files'})).not.to.equal(null);
  });
});
