import {expect} from 'chai';
import type {SharedConversation} from '../../src/conversation/shared-conversation.ts';
import type {BotRequest, BotResponse} from '../../src/protocol/exchange.ts';

type Frame = Window &
  typeof globalThis & {begin?: (key: string, send: (request: BotRequest) => Promise<BotResponse>) => SharedConversation};

interface Tab {
  element: HTMLIFrameElement;
  window: Frame;
  conversation: SharedConversation;
  words(): string[];
}

const script = `
  import {openPersistence} from '/src/conversation/persistence.ts';
  import {SharedConversation} from '/src/conversation/shared-conversation.ts';
  window.begin = (key, send) => new SharedConversation({key, transport: {send}, persistence: openPersistence('local', key, 1)});
`;

/** A bot whose answers come from the test; records what it received and what is pending. */
class Bot {
  readonly heard: string[] = [];
  readonly waiting: ((response: BotResponse) => void)[] = [];

  readonly send = ({message}: BotRequest): Promise<BotResponse> => {
    this.heard.push(message && 'body' in message ? message.body : 'start');
    return new Promise((resolve) => this.waiting.push(resolve));
  };

  async answer(body: string): Promise<void> {
    await until(() => this.waiting.length > 0);
    this.waiting.shift()!({event: 'continue', messages: [{code: 'message', type: 'text', body}]});
  }
}

const tabs: Tab[] = [];
let visits = 0;
let key = '';

async function until(holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > 5_000) throw new Error(`timed out waiting for ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Opens a page with its own locks, channels and modules, like another tab. */
async function openTab({send}: Bot): Promise<Tab> {
  const element = document.createElement('iframe');
  element.srcdoc = `<script type="module">${script}</script>`;
  document.body.append(element);
  const frame: Frame = element.contentWindow!.self;
  await until(() => element.contentWindow?.self.hasOwnProperty('begin') ?? false);
  const {begin}: Frame = element.contentWindow!.self;
  const conversation = begin!(key, send);
  const words = (): string[] =>
    conversation.state.entries.map((entry) => {
      const said = entry.from === 'system' ? entry.notice : 'body' in entry.message ? entry.message.body : '';
      return entry.from === 'visitor' ? `${entry.delivery}: ${said}` : said;
    });
  const tab = {element, window: frame, conversation, words};
  tabs.push(tab);
  return tab;
}

async function twoTabs(bot: Bot): Promise<[Tab, Tab]> {
  const first = await openTab(bot);
  void first.conversation.open();
  await bot.answer('Hello');
  const second = await openTab(bot);
  void second.conversation.open();
  await until(() => second.words().includes('Hello'));
  return [first, second];
}

describe('a conversation in several tabs of a browser', () => {
  beforeEach(() => {
    key = `tabs-${++visits}`;
  });

  afterEach(() => {
    for (const {element} of tabs.splice(0)) element.remove();
  });

  it('elects one leader by a Web Lock, and keeps all tabs in sync by a BroadcastChannel', async () => {
    const bot = new Bot();
    const [first, second] = await twoTabs(bot);
    const {held = [], pending = []} = await navigator.locks.query();
    expect(held.filter(({name}) => name === `parley:${key}`)).to.have.length(1);
    expect(pending.filter(({name}) => name === `parley:${key}`)).to.have.length(1);
    expect([first.conversation.owns, second.conversation.owns]).to.deep.equal([true, false]);

    for (let round = 0; round < 20; round++) {
      void first.conversation.send(`a${round}`);
      void second.conversation.send(`b${round}`);
    }
    for (let round = 0; round < 40; round++) {
      await bot.answer(`re ${round}`);
      expect(bot.waiting.length).to.be.at.most(1);
    }
    await until(() => second.words().length === 81 && second.words().join() === first.words().join());
    expect(bot.heard).to.have.length(41);
    expect(new Set(bot.heard).size).to.equal(41);
    expect(second.conversation.state).to.deep.equal(first.conversation.state);
  });

  it('lets the next tab take over when the leader is closed during a request', async () => {
    const bot = new Bot();
    const [first, second] = await twoTabs(bot);
    void second.conversation.send('under way');
    void second.conversation.send('behind it');
    await until(() => first.words().includes('sending: under way') && second.words().includes('queued: behind it'));
    await until(() => bot.heard.includes('under way'));
    first.element.remove();
    await until(() => second.conversation.owns);
    bot.waiting.splice(0, 1);
    await bot.answer('here');
    await until(() => second.words().includes('here'));
    expect(second.words()).to.deep.equal(['Hello', 'uncertain: under way', 'sent: behind it', 'here']);
    expect(bot.heard).to.deep.equal(['start', 'under way', 'behind it']);
  });

  it('hands over on pagehide, so that the page can be frozen, and rejoins on pageshow', async () => {
    const bot = new Bot();
    const [first, second] = await twoTabs(bot);
    first.window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    await until(() => second.conversation.owns);
    expect(first.conversation.owns).to.equal(false);
    void second.conversation.send('meanwhile');
    await bot.answer('aha');
    await until(() => second.words().includes('aha'));
    first.window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await until(() => first.words().includes('aha'));
    expect(first.conversation.state).to.deep.equal(second.conversation.state);
    second.element.remove();
    await until(() => first.conversation.owns);
    void first.conversation.send('mine again');
    await bot.answer('yes');
    await until(() => first.words().includes('yes'));
    expect(bot.heard).to.deep.equal(['start', 'meanwhile', 'mine again']);
  });

  it('is restored on the next visit after all tabs were closed', async () => {
    const bot = new Bot();
    const [first, second] = await twoTabs(bot);
    void second.conversation.send('kept');
    await bot.answer('well');
    await until(() => second.words().includes('well'));
    await first.conversation.flush();
    for (const {element} of [first, second]) element.remove();
    const third = await openTab(bot);
    void third.conversation.open();
    await until(() => third.words().includes('well'));
    expect(third.words()).to.deep.equal(['Hello', 'sent: kept', 'well']);
    expect(bot.heard).to.deep.equal(['start', 'kept']);
  });

  it('steals the lock from a frozen tab', async () => {
    const robbed = navigator.locks.request(`parley:${key}`, () => new Promise<void>(() => {})).catch(({name}: Error) => name);
    const bot = new Bot();
    const tab = await openTab(bot);
    void tab.conversation.send('is anybody there?');
    expect(tab.words()).to.deep.equal(['queued: is anybody there?']);
    expect(await robbed).to.equal('AbortError');
    await bot.answer('Hello');
    await bot.answer('yes');
    await until(() => tab.words().includes('yes'));
    expect(tab.conversation.owns).to.equal(true);
    expect(tab.words()).to.deep.equal(['sent: is anybody there?', 'Hello', 'yes']);
  });
});
