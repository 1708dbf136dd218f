import {expect} from 'chai';
import {css, unsafeCSS} from 'lit';
import {screen, within} from 'shadow-dom-testing-library';
import {LatePart, type Part} from '../../src/components/late-part.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import * as templatePart from '../../src/components/template/template-part.ts';
import * as markdownPart from '../../src/components/text/markdown-part.ts';
import type {BotEntry, Entry, SystemEntry, VisitorEntry} from '../../src/protocol/entry.ts';
import type {TextMessage} from '../../src/protocol/message.ts';
import '../../src/elements/transcript.ts';
import {Heights} from '../../src/widget/transcript/heights.ts';
import {chunkRanges, extendRange} from '../../src/widget/transcript/entry-range.ts';
import {rowsOf} from '../../src/widget/transcript/grouping.ts';
import {Arrivals} from '../../src/widget/transcript/arrivals.ts';
import {TranscriptCommandEvent} from '../../src/widget/transcript/transcript-command.ts';
import type {ParleyTranscript} from '../../src/widget/transcript.ts';
import {until} from '../components/until.ts';

/** Yesterday at noon: entries within hours of it are on the same day, at whatever time this runs. */
const day = new Date().setHours(-12, 0, 0, 0);

const text = (body: string, more: Partial<TextMessage> = {}): TextMessage => ({code: 'message', type: 'text', body, ...more});
const bot = (id: string, body: string, more: Partial<BotEntry> = {}): BotEntry => ({
  id,
  at: day,
  from: 'bot',
  message: text(body),
  ...more,
});
const visitor = (id: string, body: string, more: Partial<VisitorEntry> = {}): VisitorEntry => ({
  id,
  at: day,
  from: 'visitor',
  message: text(body),
  delivery: 'sent',
  ...more,
});
const system = (id: string, notice: SystemEntry['notice']): SystemEntry => ({id, at: day, from: 'system', notice});
const yesNo = text('Shall I?', {
  quick_replies: [
    {content_type: 'text', title: 'Yes', payload: 'Y'},
    {content_type: 'text', title: 'No'},
  ],
});

/** A long conversation, in which every third entry is the visitor's. */
function history(count: number): Entry[] {
  return Array.from({length: count}, (_, index) => {
    const at = day + index * 1000;
    return index % 3 === 2
      ? visitor(`m${index}`, `Question ${index}`, {at})
      : bot(`m${index}`, `Answer ${index}, which has a few words more`, {at});
  });
}

async function mount(properties: Partial<ParleyTranscript> = {}): Promise<ParleyTranscript> {
  const transcript = document.createElement('parley-transcript');
  transcript.style.blockSize = '560px';
  transcript.style.inlineSize = '400px';
  document.body.append(transcript);
  await show(transcript, properties);
  return transcript;
}

async function show(transcript: ParleyTranscript, properties: Partial<ParleyTranscript>): Promise<void> {
  Object.assign(transcript, properties);
  await transcript.updateComplete;
  await frames(3);
}

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

const logOf = (transcript: ParleyTranscript) => transcript.shadowRoot!.querySelector<HTMLElement>('.log')!;
const entryOf = (transcript: ParleyTranscript, id: string) => transcript.shadowRoot!.querySelector<HTMLElement>(`[data-entry="${id}"]`);
const distanceFromEnd = (log: HTMLElement) => log.scrollHeight - log.scrollTop - log.clientHeight;
const press = (element: Element, key: string, more: KeyboardEventInit = {}) =>
  element.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true, ...more}));
const focused = (transcript: ParleyTranscript) => transcript.shadowRoot!.activeElement as HTMLElement | null;

/** Scrolls somewhere as a reader, and waits until it is rendered. */
async function scrollLogTo(log: HTMLElement, top: number): Promise<void> {
  log.scrollTop = top;
  await frames(4);
}

describe('parley-transcript', () => {
  afterEach(() => document.body.replaceChildren());

  it('is a named, silent log of articles labelled by sender and time and described by their text', async () => {
    const transcript = await mount({entries: [bot('a', 'Good evening'), visitor('b', 'A lamp'), system('c', 'ended')], name: 'Nordlicht'});
    const log = screen.getByShadowRole('log', {name: 'Conversation'});
    expect(log).to.have.property('ariaLive', 'off');
    const articles = within(log).getAllByShadowRole('article');
    expect(articles.map((article) => article.getAttribute('aria-label'))).to.deep.equal([
      `Nordlicht, ${timeOf(day)}`,
      `You, ${timeOf(day)}`,
      timeOf(day),
    ]);
    const described = articles.map((article) =>
      transcript.shadowRoot!.getElementById(article.getAttribute('aria-describedby')!)!.textContent.trim(),
    );
    expect(described).to.deep.equal(['Good evening', 'A lamp', 'The conversation ended']);
  });

  it('groups messages of a speaker within five minutes, with one avatar and time at the last', async () => {
    const entries = [
      bot('a', 'One', {at: day}),
      bot('b', 'Two', {at: day + 60_000}),
      bot('c', 'Three', {at: day + 7 * 60_000}),
      visitor('d', 'Four', {at: day + 7 * 60_000}),
    ];
    expect(rowsOf(entries, {from: 0, to: 4}).map(({position}) => position)).to.deep.equal(['first', 'last', 'only', 'only']);
    expect(rowsOf(entries, {from: 1, to: 2}).map(({position}) => position)).to.deep.equal(['last']);
    expect(rowsOf(entries, {from: 0, to: 4}, 'b').map(({position}) => position)).to.deep.equal(['only', 'only', 'only', 'only']);
    const transcript = await mount({entries});
    expect(['a', 'b', 'c'].map((id) => entryOf(transcript, id)!.querySelectorAll('.avatar, .meta').length)).to.deep.equal([0, 2, 2]);
    // Machine-readable times: that of the first entry of the day, then that of the last of each group.
    const times = [...transcript.shadowRoot!.querySelectorAll('time')].map(({dateTime}) => Date.parse(dateTime) - day);
    expect(times).to.deep.equal([0, 60_000, 7 * 60_000, 7 * 60_000]);
  });

  it('shows no avatar and no time beside quick replies without text', async () => {
    const transcript = await mount({entries: [visitor('a', 'Which?'), bot('b', '', {message: {...yesNo, body: ''}})]});
    const shown = [...entryOf(transcript, 'b')!.children].filter((child) => child.checkVisibility());
    expect(shown.map(({className}) => className.split(' ')[0])).to.deep.equal(['quick-replies']);
  });

  it('puts bubbles of a group close together, and others further apart', async () => {
    const entries = [
      bot('a', '', {message: yesNo}),
      bot('b', 'Two'),
      bot('c', 'Three'),
      visitor('d', 'Four', {delivery: 'failed'}),
      visitor('e', 'Five'),
    ];
    const transcript = await mount({entries});
    const boxes = ['a', 'b', 'c', 'd', 'e'].map((id) => entryOf(transcript, id)!.getBoundingClientRect());
    const gaps = boxes.slice(1).map(({top}, index) => Math.round(top - boxes[index]!.bottom));
    expect(gaps).to.deep.equal([8, 3, 16, 8]);

    // Even if there is room for little more than the reason of a failure.
    transcript.style.inlineSize = '200px';
    const failed = entryOf(transcript, 'd')!;
    const [bubble, why] = ['.bubble', '.why .icon'].map((part) => failed.querySelector(part)!.getBoundingClientRect());
    expect(why!.top - bubble!.bottom).to.be.at.least(4);
  });

  it('shows a line above each day, and one above unread messages', async () => {
    const old = new Date(2024, 1, 3, 12).getTime();
    const entries = [
      bot('a', 'Long ago', {at: old}),
      bot('b', 'Yesterday'),
      bot('c', 'Now', {at: Date.now()}),
      bot('d', 'More', {at: Date.now()}),
    ];
    const transcript = await mount({entries, language: 'en', unreadFrom: 'c', unreadCount: 2});
    const lines = [...transcript.shadowRoot!.querySelectorAll('.day, .unread')].map(({textContent}) => textContent);
    expect(lines).to.deep.equal(['Saturday, February 3, 2024', 'Yesterday', 'Today', '2 new messages']);
  });

  it('cuts chunks from the end, of twelve and then fifteen, and lets only the last one grow', () => {
    expect(chunkRanges(50)).to.deep.equal([
      {from: 0, to: 8},
      {from: 8, to: 23},
      {from: 23, to: 38},
      {from: 38, to: 50},
    ]);
    const end = {from: 38, to: 50};
    expect(extendRange(end, 53)).to.deep.equal([{from: 38, to: 53}]);
    expect(extendRange(end, 54)).to.deep.equal([
      {from: 38, to: 53},
      {from: 53, to: 54},
    ]);
    expect(extendRange(end, 49)).to.deep.equal([{from: 38, to: 49}]);
    expect(chunkRanges(0)).to.deep.equal([]);
  });

  it('learns the height of unmeasured entries from measured ones', () => {
    const heights = new Heights();
    const entries = [bot('a', 'Short')];
    const guess = heights.of(entries);
    heights.learn(entries, guess * 2);
    expect(heights.of(entries)).to.equal(guess * 2);
    heights.reset();
    expect(heights.of(entries)).to.equal(guess);
  });

  it('opens a thousand entries with few elements, and ten thousand with hardly more', async () => {
    const transcript = await mount({entries: history(1000)});
    const count = (one: ParleyTranscript) => logOf(one).querySelectorAll('*').length;
    const few = count(transcript);
    expect(few).to.be.at.most(500);
    expect(distanceFromEnd(logOf(transcript))).to.be.at.most(1);
    expect(entryOf(transcript, 'm999')).to.exist;
    expect(count(await mount({entries: history(10_000)}))).to.be.at.most(few + 40); // The blocks of distant entries.
  });

  it('renders what the reader scrolls to, drops what is left behind, and keeps its position meanwhile', async () => {
    const transcript = await mount({entries: history(2000)});
    const log = logOf(transcript);
    const seen = () => {
      const {top: edge, bottom} = log.getBoundingClientRect();
      return [...log.querySelectorAll('[data-entry]')].filter((entry) => {
        const box = entry.getBoundingClientRect();
        return box.bottom > edge && box.top < bottom;
      });
    };
    for (let top = log.scrollTop; top > log.scrollHeight / 4; top -= 1500) {
      await scrollLogTo(log, top);
      await until(() => seen().length > 5, `something is drawn at ${top}`);
      const [, one] = seen();
      const before = one!.getBoundingClientRect().top;
      await frames(2);
      // Chromium corrects the position when it renders a frame, which may be after a change that is visible here already.
      await until(() => Math.abs(one!.getBoundingClientRect().top - before) <= 1, `what is read at ${top} stands still`);
    }
    expect(log.querySelectorAll('[data-entry]').length).to.be.at.most(12 * 30);
  });

  it('does not touch other chunks when an entry is added', async () => {
    const entries = history(100);
    const transcript = await mount({entries});
    await until(() => entryOf(transcript, 'm60'));
    const before = entryOf(transcript, 'm60')!;
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(before.closest('.chunk')!, {subtree: true, childList: true, characterData: true, attributes: true});
    await show(transcript, {entries: [...entries, bot('new', 'News', {at: day + 100_000})]});
    observer.disconnect();
    expect(changes).to.deep.equal([]);
    expect(entryOf(transcript, 'm60') === before).to.equal(true);
  });

  it('sticks to the end while the reader is there, even if an entry grows later', async () => {
    const entries = history(40);
    const transcript = await mount({entries});
    const log = logOf(transcript);
    for (let more = 0; more < 5; more++) {
      entries.push(bot(`x${more}`, 'More '.repeat(30), {at: day + 200_000 + more}));
      await show(transcript, {entries: [...entries]});
      expect(distanceFromEnd(log)).to.be.at.most(1);
    }
    const {style} = entryOf(transcript, 'x4')!;
    style.paddingBlockEnd = '90px';
    await frames(3);
    expect(distanceFromEnd(log)).to.be.at.most(1);
    for (const padding of ['80px', '100px']) {
      style.display = 'none';
      expect(distanceFromEnd(log), 'the browser scrolls').to.equal(0);
      Object.assign(style, {display: '', paddingBlockEnd: padding});
      log.dispatchEvent(new Event('scroll')); // May come before or after the observer's callback.
      await frames(3);
      expect(distanceFromEnd(log), 'an entry that was shorter for a moment').to.be.at.most(1);
    }
    log.dispatchEvent(new WheelEvent('wheel'));
    log.scrollTop -= 90;
    style.paddingBlockEnd = '120px';
    log.dispatchEvent(new Event('scroll'));
    await frames(3);
    expect(distanceFromEnd(log), 'a reader who has scrolled up meanwhile').to.be.greaterThan(80);
    transcript.style.display = 'block';
    expect(log.offsetHeight, 'scrolls also as a block').to.equal(560);
  });

  for (const [how, body] of [
    ['shorter', `**One**${'\n'.repeat(12)}two`],
    ['as tall', '# One\n'.repeat(6)],
  ] as const) {
    it(`sticks to the end when source text becomes Markdown that is ${how}`, async () => {
      const real = lateParts.markdown;
      // WebKit lays out in two steps if content and style sheets change together.
      const part = {...markdownPart, styles: [css`.unused-${unsafeCSS(how[0])} { color: red; }`]};
      let come: () => void = () => undefined;
      const loaded = new Promise<typeof part>((resolve) => (come = () => resolve(part)));
      lateParts.markdown = new LatePart<Parameters<typeof part.draw>>(() => loaded);
      try {
        const transcript = await mount({entries: [...history(40), bot('md', body, {at: day + 200_000})]});
        come();
        await until(() => entryOf(transcript, 'md')!.querySelector('.text'));
        expect(logOf(transcript).scrollHeight).to.be.greaterThan(0);
        await frames(4);
        expect(distanceFromEnd(logOf(transcript))).to.be.at.most(1);
      } finally {
        lateParts.markdown = real;
      }
    });
  }

  it('never moves a reader further up, and shows the number of new messages on a button', async () => {
    const entries = history(60);
    const transcript = await mount({entries});
    const log = logOf(transcript);
    await scrollLogTo(log, log.scrollTop - 700);
    const read = [...log.querySelectorAll('[data-entry]')].find(
      (entry) => entry.getBoundingClientRect().top > log.getBoundingClientRect().top,
    )!;
    const before = read.getBoundingClientRect().top;
    await show(transcript, {entries: [...entries, bot('n1', 'First', {at: Date.now()}), bot('n2', 'Second', {at: Date.now()})]});
    expect(read.getBoundingClientRect().top).to.be.closeTo(before, 1);

    screen.getByShadowRole('button', {name: '2 new messages'}).click();
    await frames(3);
    expect(focused(transcript)?.dataset['entry']).to.equal('n1');
    expect(screen.queryByShadowRole('button', {name: '2 new messages'}) === null).to.equal(true);
  });

  it('scrolls to the end for the visitor’s own message, wherever the reader was', async () => {
    const entries = history(60);
    const transcript = await mount({entries});
    await scrollLogTo(logOf(transcript), 200);
    await show(transcript, {entries: [...entries, visitor('mine', 'Hello?', {at: Date.now(), delivery: 'sending'})]});
    expect(distanceFromEnd(logOf(transcript))).to.be.at.most(1);
  });

  it('stops at the beginning of an answer taller than the view', async () => {
    const entries = history(30);
    const transcript = await mount({entries});
    await show(transcript, {entries: [...entries, bot('long', 'A long story. '.repeat(300), {at: Date.now()})]});
    const top = entryOf(transcript, 'long')!.getBoundingClientRect().top - logOf(transcript).getBoundingClientRect().top;
    expect(top).to.be.within(0, 40);
  });

  it('announces new messages from the other side after a short delay, but no history or own messages', async () => {
    const entries: Entry[] = [bot('a', 'Old words')];
    const transcript = await mount({entries, name: 'Nordlicht'});
    const hello = bot('c', 'Hello **you**', {at: Date.now()});
    const german = bot('d', 'Guten Tag', {at: Date.now()});
    Object.assign(german.message, {lang: 'de'});
    await show(transcript, {entries: [...entries, visitor('b', 'Mine', {at: Date.now()}), hello, german]});
    const region = transcript.shadowRoot!.querySelector<HTMLElement>('[aria-live="polite"]')!;
    expect(region.textContent).to.equal('');
    await until(() => region.textContent, 'words in the live region');
    expect([...region.children].map((line) => [line.textContent, line.getAttribute('lang')])).to.deep.equal([
      ['Nordlicht: Hello you', null],
      ['Nordlicht: Guten Tag', 'de'],
    ]);
  });

  it('announces a burst of more than ten messages as a count and the latest three', async () => {
    const transcript = await mount({entries: history(2), name: 'Nordlicht'});
    const region = transcript.shadowRoot!.querySelector<HTMLElement>('[aria-live="polite"]')!;
    const words = () => [...region.children].map(({textContent}) => textContent);
    const come = (prefix: string, count: number) =>
      Array.from({length: count}, (_, index) => bot(`${prefix}${index}`, `${prefix} ${index}`, {at: Date.now()}));
    const few = [...history(2), ...come('few', 10)];
    await show(transcript, {entries: few});
    await until(() => words().length, 'words in the live region');
    expect(words()).to.deep.equal(Array.from({length: 10}, (_, index) => `Nordlicht: few ${index}`));
    await show(transcript, {entries: [...few, ...come('many', 11), visitor('mine', 'My words', {at: Date.now()})]});
    await until(() => words().length > 10, 'more words');
    expect(words().slice(10)).to.deep.equal(['11 new messages', 'Nordlicht: many 8', 'Nordlicht: many 9', 'Nordlicht: many 10']);
  });

  it('announces the first messages of a new conversation, but none of a restored one', () => {
    const now = Date.now();
    expect(new Arrivals(now).take([bot('a', 'Old')])).to.deep.equal([]);
    const fresh = new Arrivals(now);
    expect(fresh.take([])).to.deep.equal([]);
    expect(fresh.take([bot('a', 'Hi', {at: now + 5})]).map(({id}) => id)).to.deep.equal(['a']);
    expect(fresh.take([bot('z', 'Restored'), bot('y', 'Restored')])).to.deep.equal([]);
    const leaving = new Arrivals(now - 60_000);
    const said = [bot('a', 'Hi', {at: now - 50_000})];
    expect(leaving.take(said)).to.deep.equal(said);
    leaving.take([]);
    expect(leaving.take(said), 'what was taken out of the page and put back').to.deep.equal([]);
    leaving.take([]);
    const anew = [bot('n', 'Hi again', {at: Date.now()})];
    expect(leaving.take(anew)).to.deep.equal(anew);
  });

  it('animates a message that arrives alone, and the first of a burst by one side', () => {
    const now = Date.now();
    const said = [bot('a', 'One'), bot('b', 'Two'), bot('c', 'Three'), visitor('v', 'Well'), bot('d', 'Four'), bot('e', 'Five')];
    const entries = said.map((entry) => ({...entry, at: now}));
    const arrivals = new Arrivals(now);
    const freshAfter = (count: number, at: number) => {
      arrivals.take(entries.slice(0, count), at);
      return [...arrivals.fresh].join();
    };
    expect(freshAfter(0, 0)).to.equal('');
    expect(freshAfter(1, 1000)).to.equal('a');
    expect(freshAfter(2, 1100)).to.equal('a');
    expect(arrivals.newest(entries.slice(0, 2))).to.equal('b');
    expect(freshAfter(3, 1300)).to.equal('a');
    expect(freshAfter(4, 1350)).to.equal('v');
    expect(freshAfter(5, 1400)).to.equal('d');
    expect(freshAfter(6, 1661)).to.equal('e');
  });

  it('shows the delivery of visitor messages, and offers retry and delete for those that failed', async () => {
    const commands: string[] = [];
    const entries = [
      visitor('s', 'Sent'),
      visitor('w', 'On its way', {delivery: 'sending', at: day + 900_000}),
      visitor('f', 'Lost', {delivery: 'failed', at: day + 1_800_000}),
      visitor('u', 'Perhaps', {delivery: 'uncertain', at: day + 2_700_000}),
      visitor('n', 'Never', {delivery: 'failed', retryable: false, at: day + 3_600_000}),
    ];
    const transcript = await mount({entries});
    transcript.addEventListener('parley-command', (event) => {
      if (event instanceof TranscriptCommandEvent) commands.push(`${event.command} ${event.entry}`);
    });
    const words = (id: string) => entryOf(transcript, id)!.querySelector('.meta, .why')!.textContent.replace(/\s+/g, ' ').trim();
    expect(words('s')).to.equal(`Sent ${timeOf(day)}`);
    expect(words('w')).to.equal('Sending');
    expect(words('f')).to.equal('Not sent');
    expect(words('u')).to.equal('May not have arrived');
    within(entryOf(transcript, 'f')!).getByShadowRole('button', {name: 'Try again'}).click();
    within(entryOf(transcript, 'u')!).getByShadowRole('button', {name: 'Delete'}).click();
    expect(commands).to.deep.equal(['retry f', 'discard u']);
    expect(within(entryOf(transcript, 'n')!).queryByShadowRole('button', {name: 'Try again'}) === null).to.equal(true);
  });

  it('shows alerts for messages that fail now, but not for those that failed on an earlier page', async () => {
    const old = visitor('f', 'Lost', {delivery: 'failed', at: day});
    const transcript = await mount({entries: [old]});
    const alerts = () => within(transcript).queryAllByShadowRole('alert').length;
    expect(alerts()).to.equal(0);
    const lost = visitor('n', 'Lost now', {delivery: 'sending', at: Date.now()});
    await show(transcript, {entries: [old, lost]});
    expect(alerts()).to.equal(0);
    await show(transcript, {entries: [old, {...lost, delivery: 'failed'}]});
    expect(alerts()).to.equal(1);
    await show(transcript, {
      entries: [
        {...old, delivery: 'sending'},
        {...lost, delivery: 'failed'},
      ],
    });
    await show(transcript, {entries: [{...old}, {...lost, delivery: 'failed'}]});
    expect(alerts(), 'failed again').to.equal(2);
  });

  it('outlines a slow message only after 400 ms', async () => {
    const transcript = await mount({entries: [visitor('w', 'On its way', {delivery: 'sending', at: Date.now()})]});
    const bubble = entryOf(transcript, 'w')!.querySelector('.bubble')!;
    const [animation] = bubble.getAnimations();
    expect(animation?.effect?.getComputedTiming().duration).to.equal(400);
    animation!.finish();
    expect(getComputedStyle(bubble).boxShadow).to.not.equal('none');
  });

  it('shows dots at once, words after 5 s, a stop button after 10 s, and no dots after 30 s', async () => {
    const transcript = await mount({entries: [visitor('a', 'Hm?')], name: 'Nordlicht'});
    let stopped = 0;
    transcript.addEventListener('parley-command', () => stopped++);
    const since = Date.now();
    const begun = performance.now();
    const waiting = async (seconds: number) => {
      performance.now = () => begun + seconds * 1000;
      await show(transcript, {waiting: since});
      transcript.requestUpdate();
      await show(transcript, {});
      return within(logOf(transcript)).getByShadowRole('status').textContent;
    };
    const stop = () => screen.queryByShadowRole('button', {name: 'Stop waiting'});
    try {
      expect(await waiting(0)).to.contain('Nordlicht is writing');
      expect(await waiting(4.9)).to.not.contain('Still');
      expect(await waiting(5)).to.contain('Still looking for it, 5 s');
      expect(await waiting(9.9)).to.contain('Still looking for it, 9 s');
      expect(stop() === null).to.equal(true);
      expect(await waiting(10)).to.contain('Still working on it, 10 s');
      stop()!.click();
      expect(stopped).to.equal(1);
      expect(await waiting(29.9)).to.contain('Still working on it, 29 s');
      expect(logOf(transcript).querySelector('.dot')).to.exist;
      expect(await waiting(30)).to.equal('No answer yet. It will appear here when it comes.');
      expect(logOf(transcript).querySelector('.dot') === null).to.equal(true);
      expect(stop()).to.exist;
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
    await show(transcript, {waiting: undefined});
    expect(within(logOf(transcript)).queryByShadowRole('status') === null).to.equal(true);
  });

  it('shows the typing indicator for 30 s', async () => {
    const transcript = await mount({entries: [bot('a', 'Hm')], writing: Date.now() - 3_000});
    expect(logOf(transcript).querySelector('.dot')).to.exist;
    await show(transcript, {writing: Date.now() - 31_000});
    expect(logOf(transcript).querySelector('.dot') === null).to.equal(true);
  });

  it('has only the controls of the latest message in the tab order; Enter on an entry adds its own', async () => {
    const entries = [bot('a', '', {message: yesNo}), bot('b', '', {message: yesNo, at: day + 1})];
    const transcript = await mount({entries});
    const stops = (id: string) =>
      within(entryOf(transcript, id)!)
        .getAllByShadowRole('button')
        .map(({tabIndex}) => tabIndex);
    expect(stops('a')).to.deep.equal([-1, -1]);
    expect(stops('b')).to.deep.equal([0, 0]);
    entryOf(transcript, 'a')!.focus();
    press(entryOf(transcript, 'a')!, 'Enter');
    await frames(2);
    expect(stops('a')).to.deep.equal([0, 0]);
    expect(focused(transcript)?.textContent).to.contain('Yes');
  });

  it('moves between entries with arrow keys, Home and End, whether they are rendered or not', async () => {
    const transcript = await mount({entries: history(500)});
    const log = logOf(transcript);
    log.focus();
    const go = async (key: string) => {
      press(focused(transcript)!, key);
      await frames(3);
      return focused(transcript)?.dataset['entry'];
    };
    expect(await go('ArrowUp')).to.equal('m499');
    expect(await go('ArrowUp')).to.equal('m498');
    expect(await go('ArrowDown')).to.equal('m499');
    expect(await go('Home')).to.equal('m0');
    const box = focused(transcript)!.getBoundingClientRect();
    expect(box.top).to.be.within(log.getBoundingClientRect().top, log.getBoundingClientRect().bottom);
    expect(await go('ArrowUp')).to.equal('m0');
    expect(await go('End')).to.equal('m499');
    expect(distanceFromEnd(log)).to.be.at.most(1);
    expect(press(focused(transcript)!, 'ArrowUp', {shiftKey: true}), 'extends a selection').to.equal(true);
  });

  it('requests the focus for the field on Escape from an entry, but not from elsewhere', async () => {
    const transcript = await mount({entries: [bot('a', 'Hi')]});
    const commands: string[] = [];
    transcript.addEventListener('parley-command', (event) => {
      event.preventDefault();
      if (event instanceof TranscriptCommandEvent) commands.push(event.command);
    });
    entryOf(transcript, 'a')!.focus();
    expect(press(entryOf(transcript, 'a')!, 'Escape')).to.equal(false);
    expect(press(logOf(transcript), 'Escape')).to.equal(true);
    expect(commands).to.deep.equal(['leave']);
  });

  it('marks the choice even without a conversation to store it; a cancelled reply changes nothing', async () => {
    const transcript = await mount({entries: [bot('a', '', {message: yesNo})]});
    const cancel = (event: Event) => event.preventDefault();
    window.addEventListener('parley-reply', cancel, {once: true});
    const yes = () => screen.getByShadowRole('button', {name: /^Yes/});
    yes().click();
    await frames(3);
    expect(yes().getAttribute('aria-disabled')).to.equal(null);
    await new Promise((resolve) => setTimeout(resolve, 600));
    yes().focus();
    yes().click();
    await frames(3);
    expect(yes().getAttribute('aria-disabled')).to.equal('true');
    expect(yes().textContent).to.contain('Chosen');
    expect(focused(transcript) === yes(), 'has the focus').to.equal(true);
  });

  it('disables the controls of an ended conversation, and of one before a restart', async () => {
    const entries = [bot('a', '', {message: yesNo}), bot('b', '', {message: yesNo, at: Date.now()})];
    const transcript = await mount({entries, began: Date.now() - 1000});
    const inert = (id: string) =>
      within(entryOf(transcript, id)!)
        .getAllByShadowRole('button')
        .every((button) => button.ariaDisabled === 'true');
    expect([inert('a'), inert('b')]).to.deep.equal([true, false]);
    await show(transcript, {live: false});
    expect([inert('a'), inert('b')]).to.deep.equal([true, true]);
  });

  it('survives a message that throws while rendering', async () => {
    const template = {
      type: 'generic',
      get elements(): never {
        throw new Error('spoilt');
      },
    };
    const broken = {code: 'message', type: 'text', body: 'Words survive', template} as const;
    const silence = console.error;
    console.error = () => undefined;
    const transcript = await mount({entries: [bot('a', 'Before'), bot('b', '', {message: broken}), bot('c', 'After')]});
    console.error = silence;
    expect(['a', 'b', 'c'].map((id) => entryOf(transcript, id)?.querySelector('.said')?.textContent?.trim())).to.deep.equal([
      'Before',
      'Words survive',
      'After',
    ]);
  });

  it('adds plain text to unrendered chunks for a search, and renders everything for printing', async () => {
    const transcript = await mount({entries: history(400)});
    const log = logOf(transcript);
    expect(log.textContent).to.not.contain('Answer 3,');
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'f', ctrlKey: true}));
    expect(log.textContent).to.contain('Answer 3,');
    expect(entryOf(transcript, 'm3') === null).to.equal(true);
    window.dispatchEvent(new Event('beforeprint'));
    expect(entryOf(transcript, 'm3')).to.exist;
    expect(log.textContent.split('Answer 3,').length).to.equal(2);
  });

  it('leaves no listener and no timer behind', async () => {
    const transcript = await mount({entries: history(100), waiting: Date.now()});
    transcript.remove();
    let updates = 0;
    transcript.requestUpdate = () => void updates++;
    window.dispatchEvent(new Event('beforeprint'));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(updates).to.equal(0);
    expect(entryOf(transcript, 'm3') === null).to.equal(true);
  });
});

function timeOf(at: number): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || navigator.language, {timeStyle: 'short'}).format(at);
}

describe('a lazy part of an entry', () => {
  type Template = Part<Parameters<typeof templatePart.draw>>;
  const real = lateParts.template;
  const {warn} = console;
  const card = text('', {template: {type: 'generic', elements: [{title: 'Fjell', subtitle: 'A lamp'}]}});
  const drawn = (transcript: ParleyTranscript) =>
    [...transcript.shadowRoot!.querySelectorAll<HTMLElement>('[data-entry]')].map(({dataset}) => dataset['entry']);
  const cards = (transcript: ParleyTranscript) => transcript.shadowRoot!.querySelectorAll('.card').length;
  const dots = () => screen.queryByShadowRole('status');

  /** Loads cards lazily; returns the attempts, each to be completed or failed. */
  function loadCardsLazily(): {come(): void; fail(): void}[] {
    const tries: {come(): void; fail(): void}[] = [];
    lateParts.template = new LatePart<Parameters<typeof templatePart.draw>>(
      () =>
        new Promise<Template>((resolve, reject) =>
          tries.push({come: () => resolve(templatePart), fail: () => reject(new TypeError('Failed to fetch'))}),
        ),
    );
    return tries;
  }

  beforeEach(() => (console.warn = () => undefined));
  afterEach(() => {
    document.body.replaceChildren();
    lateParts.template = real;
    console.warn = warn;
  });

  it('holds back its entry and those after it while it loads, with the typing indicator', async () => {
    const tries = loadCardsLazily();
    const now = Date.now();
    const own = new CSSStyleSheet();
    const renderers = new Map([['mine', {render: () => document.createElement('p'), say: () => '', styles: own}]]);
    const before = [bot('a', 'Hi'), visitor('b', 'Lamps?', {at: now, delivery: 'sending'})];
    const transcript = await mount({entries: before, waiting: now, renderers});
    const after = [bot('a', 'Hi'), visitor('b', 'Lamps?', {at: now}), bot('c', '', {message: card, at: now}), bot('d', 'Nice?', {at: now})];
    Object.assign(transcript, {entries: after, waiting: undefined});
    await frames(5);
    expect(drawn(transcript)).to.deep.equal(['a', 'b']);
    expect(entryOf(transcript, 'b')!.className).not.to.contain('sending');
    // The outline fades out while the fill fades in; if it went first, the box would be pale for a moment.
    expect(getComputedStyle(entryOf(transcript, 'b')!.querySelector('.bubble')!).transitionProperty).to.contain('box-shadow');
    expect(dots()).not.to.equal(null);

    tries[0]!.come();
    await transcript.updateComplete;
    expect(drawn(transcript)).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(cards(transcript)).to.equal(1);
    expect(getComputedStyle(transcript.shadowRoot!.querySelector('.card')!).borderTopWidth).to.equal('1px');
    expect(transcript.shadowRoot!.adoptedStyleSheets.at(-1) === own, 'styles of the page come last').to.equal(true);
    expect(dots()).to.equal(null);
    expect(tries).to.have.length(1);
  });

  it('delays the opening of a restored conversation, which then opens at its first unread entry', async () => {
    const tries = loadCardsLazily();
    const entries = [
      ...history(40),
      bot('card', '', {message: card, at: day + 50_000}),
      ...history(140).map((entry) => ({...entry, id: `n${entry.id}`})),
    ];
    const mounting = mount({entries, unreadFrom: 'nm1', unreadCount: 139});
    await frames(5);
    const transcript = document.querySelector('parley-transcript')!;
    expect(drawn(transcript)).to.deep.equal([]);
    expect(transcript.shadowRoot!.querySelector('.notice')).to.equal(null);
    tries[0]!.come();
    await mounting;
    const top = entryOf(transcript, 'nm1')!.getBoundingClientRect().top - logOf(transcript).getBoundingClientRect().top;
    expect(top).to.be.within(0, 60);
    expect(transcript.shadowRoot!.querySelector('.voice')!.textContent).to.equal('');
  });

  it('is replaced by text if it fails to load, and requested again by the next entry that needs it', async () => {
    const tries = loadCardsLazily();
    const transcript = await mount({entries: [bot('a', 'Hi')]});
    transcript.entries = [...transcript.entries, bot('b', '', {message: card})];
    await frames(2);
    tries[0]!.fail();
    await until(() => entryOf(transcript, 'b'), 'the words');
    expect(entryOf(transcript, 'b')!.querySelector('.bubble')!.textContent).to.contain('Fjell').and.to.contain('A lamp');
    for (const one of tries.slice(1)) one.fail();
    await frames(2);
    const failed = tries.length;
    transcript.entries = [...transcript.entries, bot('c', '', {message: card, at: day + 1})];
    await frames(2);
    expect(tries.length).to.equal(failed + 1);
    tries.at(-1)!.come();
    await transcript.updateComplete;
    expect(cards(transcript)).to.equal(2);
  });

  it('delays its entry by only a few seconds, and replaces the text when it arrives', async () => {
    const tries = loadCardsLazily();
    const transcript = await mount({entries: [bot('a', 'Hi')]});
    transcript.entries = [...transcript.entries, bot('b', '', {message: card})];
    await transcript.updateComplete;
    await until(() => entryOf(transcript, 'b'), 'the words');
    expect(cards(transcript)).to.equal(0);
    tries[0]!.come();
    await until(() => cards(transcript), 'the card');
    expect(entryOf(transcript, 'b')!.querySelector('.bubble')).to.equal(null);
    expect(getComputedStyle(transcript.shadowRoot!.querySelector('.card')!).borderTopWidth).to.equal('1px');
  }).timeout(8_000);
});
