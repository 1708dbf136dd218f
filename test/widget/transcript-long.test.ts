import {expect} from 'chai';
import {lateParts} from '../../src/components/late-parts.ts';
import '../../src/elements/transcript.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import type {ParleyTranscript} from '../../src/widget/transcript.ts';
import {until} from '../components/until.ts';

const startedAt = Date.now() - 24 * 60 * 60_000;
const botEntry = (index: number, more = ''): Entry => ({
  id: `m${index}`,
  at: startedAt + index * 1000,
  from: 'bot',
  message: {code: 'message', type: 'text', body: `Answer ${index}, which has a few words${more}`},
});
const history = (count: number): Entry[] =>
  Array.from({length: count}, (_, index) => botEntry(index, index % 5 ? '' : ' more than the others, and a second line'));

const frames = async (count: number): Promise<void> => {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
};
const logOf = (transcript: ParleyTranscript): HTMLElement => transcript.shadowRoot!.querySelector<HTMLElement>('.log')!;

async function mount(entries: readonly Entry[], hidden = false): Promise<ParleyTranscript> {
  const transcript = document.createElement('parley-transcript');
  transcript.style.cssText = 'block-size: 560px; inline-size: 400px';
  transcript.hidden = hidden;
  if (hidden) transcript.style.display = 'none';
  transcript.entries = entries;
  document.body.append(transcript);
  await transcript.updateComplete;
  await frames(3);
  return transcript;
}

function visibleIds(log: HTMLElement): string[] {
  const {top, bottom} = log.getBoundingClientRect();
  return [...log.querySelectorAll<HTMLElement>('[data-entry]')]
    .filter((entry) => entry.getBoundingClientRect().bottom > top && entry.getBoundingClientRect().top < bottom)
    .map((entry) => entry.dataset['entry']!);
}

describe('a long conversation', () => {
  afterEach(() => document.body.replaceChildren());

  it('opens with few elements, and keeps few where the reader has been', async () => {
    const transcript = await mount(history(10_000));
    const log = logOf(transcript);
    const count = () => log.querySelectorAll('*').length;
    const opened = count();
    expect(opened).to.be.at.most(500);
    expect(log.querySelectorAll('.far').length).to.equal(1);
    for (let step = 0; step < 60; step++) {
      log.scrollTop -= 1500;
      await frames(1);
    }
    await frames(3);
    expect(log.querySelectorAll('[data-entry]').length).to.be.at.most(400);
    expect(count()).to.be.at.most(opened + 4000);
  });

  it('is grouped into blocks even as it grows, and can still be read in full', async () => {
    const entries = history(1230);
    const transcript = await mount(entries.slice(0, 30));
    const log = logOf(transcript);
    for (let count = 90; count <= entries.length; count += 60) {
      transcript.entries = entries.slice(0, count);
      await transcript.updateComplete;
      await frames(1);
      expect(log.querySelectorAll('.chunks > .chunk').length).to.be.at.most(64);
    }
    expect(log.querySelector('.far')).not.to.equal(null);
    expect(log.textContent).to.contain('Answer 7,');
    const height = log.scrollHeight;
    log.scrollTop = 0;
    await until(() => visibleIds(log).includes('m0'));
    expect(log.scrollHeight / height).to.be.within(0.98, 1.02);
  });

  it('renders what is visible first, and its surroundings when idle', async () => {
    const transcript = await mount(history(300));
    const first = () => logOf(transcript).querySelector('[data-entry]')!;
    const room = () => logOf(transcript).getBoundingClientRect().top - first().getBoundingClientRect().top;
    expect(room()).to.be.greaterThan(0);
    expect(room()).to.be.lessThan(1200);
    await until(() => room() >= 1200);
    expect(visibleIds(logOf(transcript))).to.contain('m299');
  });

  it('opens without waiting for parts of distant messages, and loads them when idle', async () => {
    const {template} = lateParts;
    let requests = 0;
    template.settled = () => (requests++, new Promise(() => undefined));
    try {
      const message = {code: 'message', type: 'text', body: '', template: {type: 'generic', elements: [{title: 'A card'}]}} as const;
      const card: Entry = {id: 'card', at: startedAt, from: 'bot', message};
      const transcript = await mount([card, ...history(100).slice(1)]);
      expect(visibleIds(logOf(transcript))).to.contain('m99');
      expect(requests).to.equal(0);
      await until(() => requests);
    } finally {
      Reflect.deleteProperty(template, 'settled');
    }
  });

  it('renders its surroundings at once when the reader leaves the end', async () => {
    const transcript = await mount(history(300));
    const log = logOf(transcript);
    log.scrollTop -= 10;
    await frames(2);
    expect(log.getBoundingClientRect().top - log.querySelector('[data-entry]')!.getBoundingClientRect().top).to.be.at.least(1200);
  });

  it('renders what scrolls into view before it is painted', async () => {
    const transcript = await mount(history(3000));
    const log = logOf(transcript);
    for (let step = 0; step < 40; step++) {
      log.scrollTop -= 1100;
      // The scroll event is over before the frame's callbacks are done; what is there after them is what is painted.
      await new Promise((resolve) => requestAnimationFrame(() => queueMicrotask(() => resolve(undefined))));
      expect(visibleIds(log).length, `step ${step}`).to.be.greaterThan(4);
    }
  });

  it('estimates the height of messages that are not rendered', async () => {
    const transcript = await mount(history(2000));
    const log = logOf(transcript);
    const guessed = log.scrollHeight;
    window.dispatchEvent(new Event('beforeprint'));
    await frames(2);
    expect(log.querySelectorAll('[data-entry]').length).to.equal(2000);
    expect(guessed / log.scrollHeight).to.be.within(0.5, 2);
  });

  it('expands only the blocks that the reader comes near', async () => {
    const transcript = await mount(history(1000));
    const log = logOf(transcript);
    const height = log.scrollHeight;
    log.scrollTop -= 5000;
    await frames(4);
    expect(log.querySelectorAll('.chunks > .chunk').length).to.be.within(20, 30);
    expect(log.scrollHeight / height).to.be.within(0.95, 1.05);
  });

  it('is split into a few dozen blocks to be searched, without changing its height', async () => {
    const transcript = await mount(history(10_000));
    const log = logOf(transcript);
    const height = log.scrollHeight;
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'F3'}));
    await frames(2);
    expect(log.querySelectorAll('.far').length).to.be.within(10, 40);
    expect(log.scrollHeight / height).to.be.within(0.98, 1.02);
    expect(log.scrollHeight - log.scrollTop - log.clientHeight).to.be.at.most(1);
    const numbers = [...log.textContent.matchAll(/Answer (\d+),/g)].map(([, number]) => Number(number));
    expect(numbers).to.deep.equal(Array.from({length: 10_000}, (_, index) => index));
  });

  it('keeps the reader’s position when estimated heights turn out to be wrong', async () => {
    const long = ' and goes on and on'.repeat(30);
    const transcript = await mount(history(900).map((entry, index) => (index < 400 ? botEntry(index, long) : entry)));
    const log = logOf(transcript);
    log.scrollTop -= 3000;
    await frames(4);
    const [read] = visibleIds(log);
    const top = () => log.querySelector(`[data-entry="${read}"]`)!.getBoundingClientRect().top;
    const [before, height] = [top(), log.scrollHeight];
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'F3'}));
    await frames(3);
    expect(log.scrollHeight).to.be.greaterThan(height * 1.5);
    expect(top()).to.be.closeTo(before, 1);
  });

  it('has searchable text where its messages will be, and again once they are dropped', async () => {
    const transcript = await mount(history(1000));
    const log = logOf(transcript);
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'F3'}));
    await frames(2);
    const placeholder = [...log.querySelectorAll<HTMLElement>('.husk')].find(({textContent}) => textContent.includes('Answer 300,'))!;
    placeholder.scrollIntoView({block: 'center'});
    await frames(4);
    const ids = visibleIds(log).map((id) => Number(id.slice(1)));
    expect(
      ids.some((id) => Math.abs(id - 300) < 20),
      `in view: ${ids.join()}`,
    ).to.equal(true);
    log.scrollTop = log.scrollHeight;
    for (let step = 0; step < 40; step++) {
      log.scrollTop -= 900;
      await frames(1);
    }
    expect(log.querySelector('[data-entry="m999"]') !== null, 'the end stays drawn').to.equal(true);
    expect(log.textContent).to.contain('Answer 300,');
    expect(log.textContent).to.contain('Answer 980,');
  });

  it('becomes searchable within a second even if the browser is never idle', async () => {
    const {requestIdleCallback} = globalThis;
    const limits: number[] = [];
    // A task without a timeout never runs; one with a timeout runs at once.
    globalThis.requestIdleCallback = (task, {timeout = Infinity} = {}) => {
      limits.push(timeout);
      return timeout === Infinity ? 0 : window.setTimeout(task, 0, {didTimeout: true, timeRemaining: () => 0});
    };
    try {
      const log = logOf(await mount(history(1000)));
      expect(log.textContent).not.to.contain('Answer 300,');
      log.dispatchEvent(new Event('pointerenter'));
      await until(() => limits.length);
      await until(() => limits.at(-1) === Infinity || log.textContent.includes('Answer 0,'));
      expect(log.textContent).to.contain('Answer 300,');
      expect(Math.max(...limits)).to.be.at.most(1_000);
    } finally {
      globalThis.requestIdleCallback = requestIdleCallback;
    }
  });

  it('renders its end when the chat that it was loaded in is first shown', async () => {
    const transcript = await mount(history(500), true);
    transcript.hidden = false;
    transcript.style.removeProperty('display');
    await frames(6);
    const log = logOf(transcript);
    expect(visibleIds(log)).to.contain('m499');
    expect(visibleIds(log).length).to.be.greaterThan(5);
    expect(log.scrollHeight - log.scrollTop - log.clientHeight).to.be.at.most(1);
  });

  it('keeps the nodes of rendered entries however many others are added or removed', async () => {
    const entries = history(60);
    const transcript = await mount(entries.slice(0, 20));
    const log = logOf(transcript);
    const drawn = () => [...log.querySelectorAll<HTMLElement>('[data-entry]')];
    const before = drawn();
    for (let count = 21; count <= entries.length; count++) {
      transcript.entries = entries.slice(0, count);
      await transcript.updateComplete;
    }
    const after = drawn();
    expect(after.slice(0, before.length)).to.deep.equal(before);
    expect(after.map((entry) => entry.dataset['entry'])).to.deep.equal(entries.map(({id}) => id));
    for (let count = 59; count >= 20; count--) {
      transcript.entries = entries.slice(0, count);
      await transcript.updateComplete;
    }
    expect(drawn()).to.deep.equal(before);
  });

  it('rerenders only the last entry when another one is added', async () => {
    const entries = history(60);
    const transcript = await mount(entries);
    const before = new Map([...logOf(transcript).querySelectorAll('[data-entry]')].map((entry) => [entry, entry.innerHTML]));
    const changed = new Set<string>();
    const observer = new MutationObserver((records) => {
      for (const {target} of records) {
        const entry = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>('[data-entry]');
        if (entry && before.has(entry)) changed.add(entry.dataset['entry']!);
      }
    });
    observer.observe(logOf(transcript), {subtree: true, childList: true, characterData: true, attributes: true});
    transcript.entries = [...entries, botEntry(60)];
    await transcript.updateComplete;
    await frames(2);
    observer.disconnect();
    expect([...changed]).to.deep.equal(['m59']);
  });
});
