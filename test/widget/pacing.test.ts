import {expect} from 'chai';
import type {ReactiveController} from 'lit';
import {screen, within} from 'shadow-dom-testing-library';
import {english} from '../../src/components/labels.ts';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import {type Script, ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import {ReadingPace, readingTime} from '../../src/widget/transcript/reading-pace.ts';
import {type Clock, Pacing} from '../../src/widget/transcript/pacing.ts';
import '../../src/elements/chat.ts';
import {until} from '../components/until.ts';

const text = (body: string) => ({code: 'message', type: 'text', body}) as const;
const bot = (id: string): Entry => ({id, at: 0, from: 'bot', message: text(id)});
const agent = (id: string): Entry => ({id, at: 0, from: 'agent', message: text(id)});
const visitor = (id: string): Entry => ({id, at: 0, from: 'visitor', message: text(id), delivery: 'sent'});
const ids = (entries: readonly Entry[]) => entries.map(({id}) => id).join('');
describe('the reading time of a message', () => {
  it('assumes 250 words a minute, at least 0.6 s and at most 4 s, even in languages without spaces', () => {
    const words = (count: number) => 'lamp '.repeat(count).trim();
    expect(readingTime('', 'en')).to.equal(600);
    expect(readingTime('Yes!', 'en')).to.equal(600);
    expect(readingTime(words(5), 'en')).to.equal(1_200);
    expect(readingTime(`${words(9)} – (lamp)?`, 'en')).to.equal(2_400);
    expect(readingTime(words(400), 'en')).to.equal(4_000);
    expect(readingTime('北欧の照明は長い夜のために作られています。', 'ja')).to.be.within(1_500, 4_000);
  });
});

describe('the pace of a burst', () => {
  /** A pace at which each message takes a second to read. */
  const pace = (...held: string[]) => {
    const made = new ReadingPace(() => 1_000);
    for (const id of held) made.hold(id);
    return made;
  };

  it('shows the first message at once, and each other after the reading time of the one before', () => {
    const all = [visitor('v'), bot('a'), bot('b'), bot('c')];
    const made = pace('a', 'b', 'c');
    expect([ids(made.pass(all, 5_000)), made.due]).to.deep.equal(['va', 6_000]);
    expect([ids(made.pass(all, 5_999)), made.due]).to.deep.equal(['va', 6_000]);
    expect([ids(made.pass(all, 6_200)), made.due]).to.deep.equal(['vab', 7_200]);
    expect([made.pass(all, 7_200) === all, made.due]).to.deep.equal([true, undefined]);
  });

  it('returns the same list as long as nothing changes, to avoid a rerender', () => {
    const made = pace('a', 'b');
    const all = [bot('a'), bot('b')];
    const drawn = made.pass(all, 0);
    expect(made.pass([...all], 10) === drawn).to.equal(true);
    const changed = made.pass([{...bot('a'), folded: true}, all[1]!], 20);
    expect([changed === drawn, ids(changed)]).to.deep.equal([false, 'a']);
  });

  it('paces a message that follows soon, but not one after a pause or in reply to the visitor', () => {
    const made = pace('a');
    const [a, b, c] = [bot('a'), bot('b'), bot('c')];
    made.pass([a], 0);
    made.hold('b');
    expect(ids(made.pass([a, b], 400)), 'too soon').to.equal('a');
    expect(ids(made.pass([a, b], 1_000))).to.equal('ab');
    made.hold('c');
    expect(ids(made.pass([a, b, c], 60_000)), 'after a pause').to.equal('abc');
    made.hold('d');
    expect(ids(made.pass([a, b, c, visitor('v'), bot('d')], 60_001)), 'an answer').to.equal('abcvd');
  });

  it('does not hold back more than eight messages at once', () => {
    const letters = 'abcdefghi'.split('');
    const eight = letters.slice(0, 8).map(bot);
    expect(ids(pace(...letters.slice(0, 8)).pass(eight, 0))).to.equal('a');
    const nine = letters.map(bot);
    expect(pace(...letters).pass(nine, 0) === nine).to.equal(true);
  });

  it('keeps the order: messages of others wait behind those held back', () => {
    const made = pace('a', 'b');
    const end: Entry = {id: 'e', at: 0, from: 'system', notice: 'ended'};
    const all = [bot('a'), bot('b'), agent('p'), end];
    expect(ids(made.pass(all, 0))).to.equal('a');
    expect(ids(made.pass(all, 1_000))).to.equal('abpe');
  });

  it('holds back only new messages, and none once released until the next burst', () => {
    const made = pace();
    const all = [bot('a'), bot('b'), bot('c')];
    expect(made.pass(all, 0) === all, 'what comes back').to.equal(true);
    for (const id of 'de') made.hold(id);
    const more = [...all, bot('d'), bot('e')];
    expect(ids(made.pass(more, 10))).to.equal('abcd');
    made.release();
    expect([made.pass(more, 11) === more, made.due]).to.deep.equal([true, undefined]);
    made.hold('f');
    expect(ids(made.pass([...more, bot('f')], 12)), 'the first of the next burst').to.equal('abcdef');
  });
});

/** A clock that the test advances. */
class FakeClock implements Clock {
  time = 1_000;
  readonly #tasks = new Map<() => void, number>();

  now(): number {
    return this.time;
  }

  after(milliseconds: number, task: () => void): () => void {
    this.#tasks.set(task, this.time + milliseconds);
    return () => this.#tasks.delete(task);
  }

  get pending(): number {
    return this.#tasks.size;
  }

  /** Fires its timers, whatever the time. */
  fireAll(): void {
    const tasks = [...this.#tasks.keys()];
    this.#tasks.clear();
    for (const task of tasks) task();
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
    for (const [task, at] of this.#tasks) {
      if (at > this.time) continue;
      this.#tasks.delete(task);
      task();
    }
  }
}

describe('the pacing controller', () => {
  let controllers: Set<ReactiveController>;
  let host: HTMLElement & ConstructorParameters<typeof Pacing>[0] & {shown: boolean};
  let clock: FakeClock;
  let pacing: Pacing;
  let conversation: Conversation;
  let transport: ScriptedTransport;
  let drawn: string[];

  const draw = () => (drawn = pacing.pass(conversation.state.entries, conversation).map(said));
  const said = (entry: Entry) => (entry.from !== 'system' && 'body' in entry.message ? entry.message.body : '');
  const fiveWords = (name: string) => `${name} ${'lamp '.repeat(4).trim()}`;
  const [one, two, three] = ['One', 'Two', 'Three'].map(fiveWords) as [string, string, string];
  const visible = (value: string) => Object.defineProperty(document, 'visibilityState', {configurable: true, value});

  async function begin(script: Script): Promise<void> {
    transport = new ScriptedTransport(script);
    conversation = new Conversation({transport});
    draw();
    await conversation.open();
    draw();
  }

  beforeEach(() => {
    visible('visible');
    controllers = new Set();
    host = Object.assign(document.createElement('div'), {
      shown: true,
      words: english,
      locale: 'en',
      updateComplete: Promise.resolve(true),
      addController: (one: ReactiveController) => [controllers.add(one), one.hostConnected?.()],
      removeController: (one: ReactiveController) => controllers.delete(one),
      requestUpdate: () => void draw(),
    });
    clock = new FakeClock();
    pacing = new Pacing(host, clock);
  });
  afterEach(() => {
    for (const one of controllers) one.hostDisconnected?.();
    conversation.dispose();
  });

  it('shows the messages of an answer one by one, with a single timer and the typing indicator in between', async () => {
    await begin([[text(one), text(two), text(three)]]);
    expect(drawn).to.deep.equal([one]);
    expect(pacing.writing).to.be.closeTo(Date.now(), 5_000);
    draw();
    expect(clock.pending).to.equal(1);
    clock.advance(1_199);
    expect(drawn).to.deep.equal([one]);
    clock.advance(1);
    expect(drawn).to.deep.equal([one, two]);
    clock.advance(1_200);
    expect(drawn).to.deep.equal([one, two, three]);
    expect([pacing.writing, clock.pending]).to.deep.equal([undefined, 0]);
  });

  it('waits again if its timer fires early', async () => {
    await begin([[text(one), text(two)]]);
    clock.time += 1_199;
    clock.fireAll();
    expect([drawn, clock.pending]).to.deep.equal([[one], 1]);
    clock.advance(1);
    expect(drawn).to.deep.equal([one, two]);
  });

  for (const [gesture, event] of [
    ['key', new KeyboardEvent('keydown', {key: 'a', bubbles: true})],
    ['tap', new PointerEvent('pointerdown', {bubbles: true})],
    ['screen reader click', new MouseEvent('click', {bubbles: true})],
    ['wheel event', new WheelEvent('wheel', {bubbles: true})],
  ] as const) {
    it(`shows the rest at once on any ${gesture} in the chat, even if its propagation is stopped`, async () => {
      await begin([[text(one), text(two), text(three)]]);
      const inner = host.appendChild(document.createElement('p'));
      inner.addEventListener(event.type, (heard) => heard.stopPropagation());
      inner.dispatchEvent(event);
      expect(drawn).to.deep.equal([one, two, three]);
      expect(clock.pending).to.equal(0);
    });
  }

  it('shows the rest at once when the visitor sends something and when the page is hidden', async () => {
    await begin([
      [text(one), text(two), text(three)],
      [text('So.'), text('Well.')],
    ]);
    const sent = conversation.send('Stop');
    expect(draw()).to.deep.equal([one, two, three, 'Stop']);
    await sent;
    expect(draw()).to.deep.equal([one, two, three, 'Stop', 'So.']);
    visible('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(drawn.at(-1)).to.equal('Well.');
  });

  it('paces messages that arrive together unprompted, but none while nobody is looking', async () => {
    const receive = async (...bodies: string[]) => {
      const {length} = conversation.state.entries;
      for (const body of bodies) transport.emit({type: 'message', message: text(body)});
      await until(() => conversation.state.entries.length === length + bodies.length, 'the messages');
      return draw();
    };
    await begin(['Hi']);
    clock.advance(60_000);
    expect(await receive(one, two)).to.deep.equal(['Hi', one]);
    clock.advance(60_000);
    expect(drawn.at(-1)).to.equal(two);
    host.shown = false;
    expect((await receive('Three', 'Four')).slice(-2)).to.deep.equal(['Three', 'Four']);
    host.shown = true;
    visible('hidden');
    expect((await receive('Five', 'Six')).slice(-2)).to.deep.equal(['Five', 'Six']);
  });

  it('stops its timers when its chat is removed, and shows everything when the chat is reconnected', async () => {
    await begin([[text(one), text(two)]]);
    for (const each of controllers) each.hostDisconnected?.();
    expect(clock.pending).to.equal(0);
    for (const each of controllers) each.hostConnected?.();
    expect(draw()).to.deep.equal([one, two]);
  });
});

describe('a chat with pacing', () => {
  let chat: ParleyChat;
  let transport: ScriptedTransport;
  const now = performance.now.bind(performance);
  const long = 'A lamp that is made to be repaired, with a shade of oak and a foot of bronze, for many long evenings to come.';

  async function open(attributes: Record<string, string>, script: Script): Promise<void> {
    transport = new ScriptedTransport(script);
    chat = document.createElement('parley-chat');
    for (const [name, value] of Object.entries({bot: '/paced', storage: 'none', language: 'en', heading: 'Nordlicht', ...attributes}))
      chat.setAttribute(name, value);
    Object.assign(chat, {transport});
    chat.style.blockSize = '640px';
    const loaded = pacingLoaded();
    document.body.append(chat);
    await until(() => said().length, 'a greeting');
    if ('pacing' in attributes) await loaded;
  }

  /** Resolves once the chat has its pacing controller. */
  function pacingLoaded(): Promise<void> {
    const add = chat.addController.bind(chat);
    return new Promise((resolve) => {
      chat.addController = (one) => {
        add(one);
        if (one instanceof Pacing) resolve();
      };
    });
  }

  const transcript = () => chat.shadowRoot!.querySelector('.reading')!.shadowRoot!;
  const said = () =>
    [...(chat.shadowRoot?.querySelector('.reading')?.shadowRoot?.querySelectorAll('article .said') ?? [])].map((one) =>
      one.textContent.trim(),
    );
  const dots = () => transcript().querySelector('.typing');
  const announcements = () => [...transcript().querySelector('.voice')!.children].map((one) => one.textContent);
  const receive = (...bodies: string[]) => {
    for (const body of bodies) transport.emit({type: 'message', message: text(body)});
  };

  beforeEach(() => {
    Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'visible'});
    sessionStorage.clear();
    // The clock is frozen: nothing becomes due by itself.
    performance.now = () => 1_000_000;
  });
  afterEach(() => {
    performance.now = now;
    chat.remove();
  });

  it('shows a burst one by one, announces each message when shown, and still marks them as read', async () => {
    await open({pacing: 'reading'}, ['Hi']);
    const read: string[] = [];
    chat
      .shadowRoot!.querySelector('.reading')!
      .addEventListener('parley-read', (event) => read.push((event as Event & {entry: string}).entry));
    performance.now = () => 1_060_000;
    receive(long, 'And a last one.');
    await until(() => said().length === 2, 'the first of the burst');
    await until(dots, 'the dots');
    await until(() => announcements().includes(`Nordlicht: ${long}`), 'the first, spoken');
    expect(said()).to.deep.equal(['Hi', long]);
    expect(announcements()).not.to.include('Nordlicht: And a last one.');
    expect(chat.unread).to.equal(0);
    performance.now = () => 1_064_000;
    chat.requestUpdate();
    await until(() => said().length === 3, 'the rest');
    expect(dots()).to.equal(null);
    await until(() => announcements().includes('Nordlicht: And a last one.'), 'the last, spoken');
    await until(() => read.length, 'what was read');
  });

  it('shows the rest on a key press, in the field too', async () => {
    await open({pacing: 'reading'}, ['Hi']);
    performance.now = () => 1_060_000;
    receive(long, long, 'And a last one.');
    await until(() => said().length === 2 && dots(), 'the first of the burst');
    screen.getByShadowRole('textbox').dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true, composed: true}));
    await until(() => said().length === 4, 'the rest');
    expect(dots()).to.equal(null);
  });

  it('holds back nothing that was restored, and nothing with pacing="none"', async () => {
    const burst: Script = ({event}) => (event === 'start' ? 'Hi' : [text(long), text(long), text('Three')]);
    await open({storage: 'session'}, burst);
    await chat.send('More');
    await until(() => said().length === 5, 'all at once');
    chat.remove();
    await until(() => sessionStorage.length, 'what is kept');
    await open({storage: 'session', pacing: 'reading'}, burst);
    await until(() => said().length === 5, 'the conversation, back');
    chat.setAttribute('pacing', 'none');
    await chat.updateComplete;
    receive(long, long);
    await until(() => said().length === 7, 'all at once');
  });

  it('shows what is held back when pacing is turned off', async () => {
    await open({pacing: 'reading'}, ['Hi']);
    performance.now = () => 1_060_000;
    receive(long, 'And a last one.');
    await until(() => said().length === 2 && dots(), 'the first of the burst');
    chat.setAttribute('pacing', 'none');
    await until(() => said().length === 3 && !dots(), 'the rest');
    expect(within(document.body).getAllByShadowRole('article')).to.have.length(3);
  });
});
