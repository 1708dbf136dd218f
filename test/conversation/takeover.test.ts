import {expect, test, vi} from 'vitest';
import {Follower} from '../../src/conversation/follower.ts';
import {OptimisticView} from '../../src/conversation/optimistic-view.ts';
import {initialState} from '../../src/conversation/state.ts';
import {Store} from '../../src/conversation/store.ts';
import type {TabMessage} from '../../src/conversation/tab-message.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import {answer, ManualTransport, text} from './harness.ts';
import {browser, useFakeBrowser, openTab} from './fake-browser.ts';

useFakeBrowser();

test('a follower tracks the last tab that sent its full state, and asks again if another posts in the same reign', () => {
  const store = new Store(initialState);
  const posted: string[] = [];
  const post = ({type}: TabMessage) => void posted.push(type);
  const follower = new Follower({tab: 'me', view: new OptimisticView(store), post, synced: () => {}});
  const ledger = {reign: 1, seq: 5, heard: {}, state: {...initialState, draft: 'of the first'}};
  follower.adopt('first', ledger);
  follower.adopt('second', {...ledger, seq: 1, state: {...initialState, draft: 'of the second'}});
  expect(store.state.draft).toBe('of the second');
  follower.follow('first', {type: 'happened', reign: 1, seq: 2, event: {type: 'drafted', draft: 'of the first again'}});
  expect([store.state.draft, posted]).toEqual(['of the second', ['hello']]);
});

test('a tab that takes over without a store keeps all entries and executes pending commands', async () => {
  const nothing = async () => undefined;
  const [first, second] = [1, 2].map(() => browser.open({persistence: {lost: true, read: nothing, write: nothing, clear: nothing}}));
  void first!.conversation.open();
  void second!.conversation.open();
  await browser.settle();
  first!.transport.last.answer(answer('Hello'));
  await browser.settle();
  void second!.conversation.send('hm');
  await browser.settle();
  first!.transport.last.fail(new TransportError('timeout', 'no answer'));
  await browser.settle();
  const seen: number[] = [];
  second!.conversation.subscribe(({entries}) => seen.push(entries.length));
  first!.kill();
  void second!.conversation.retry(second!.conversation.state.entries[1]!.id);
  await browser.settle();
  expect(Math.min(...seen)).toBe(2);
  expect(second!.lines).toEqual(['bot: Hello', 'sending: hm']);
});

test('an action in the answer to a message of a dead tab runs in the new leader', async () => {
  const transport = (): ManualTransport => Object.assign(new ManualTransport(), {idempotent: true});
  const [one, two] = [transport(), transport()];
  const [first, second] = [one, two].map((way) => browser.open({transport: way}));
  for (const tab of [first, second]) void tab!.conversation.open();
  await browser.settle();
  one.last.answer(answer('Hello'));
  await browser.settle();
  void first!.conversation.send('act');
  await browser.settle();
  first!.kill();
  await browser.settle();
  two.last.answer({event: 'continue', messages: [{code: 'message', type: 'action', action_code: 'go', args: []}]});
  await browser.settle();
  expect(second!.events.filter(({type}) => type === 'acted')).toHaveLength(1);
});

test('send() called just before a page is left resolves after the page returns if the message was stored', async () => {
  const tab = await openTab();
  browser.latency = () => 20;
  let isOver = false;
  void tab.conversation.send('last words').then(() => (isOver = true));
  tab.setVisibility('away');
  await browser.settle();
  tab.setVisibility('visible');
  await browser.settle();
  tab.transport.last.answer(answer('here'));
  await browser.settle();
  expect(tab.lines).toEqual(['bot: Hello', 'sent: last words', 'bot: here']);
  expect(isOver).toBe(true);
});

test('a command resolves if the leader dies while executing it', async () => {
  const first = await openTab();
  const [second, third] = [await openTab(), await openTab()];
  const over = third.conversation.end();
  await browser.settle();
  expect(third.lines).toEqual(['bot: Hello', '— ended']);
  first.kill();
  await browser.settle();
  expect(second.conversation.owns).toBe(true);
  await over;
});

test('a command that fails does not block the next', async () => {
  const first = await openTab();
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const wishes = [
    {n: 1, verb: {name: 'send', args: [' ', {id: 'blank'}]}},
    {n: 2, verb: {name: 'setAgent', args: [{nick: 'Ada'}]}},
  ];
  for (const {hear} of browser.channels) hear({parley: 1, from: 'stranger', type: 'wishes', wishes});
  await browser.settle();
  expect(first.conversation.state.agent).toEqual({nick: 'Ada'});
  expect(error).toHaveBeenCalledOnce();
  error.mockRestore();
});

test('the effect of a pending command stays visible during a takeover', async () => {
  const first = await openTab();
  const [second, third] = [await openTab(), await openTab()];
  first.kill();
  third.conversation.setAgent({nick: 'Ada'});
  const seen = new Set<string | undefined>();
  third.conversation.subscribe(({agent}) => seen.add(agent?.nick));
  await browser.settle();
  expect(second.conversation.state.agent).toEqual({nick: 'Ada'});
  expect([...seen]).toEqual(['Ada']);
});

test('a tab that died while visible no longer marks messages as read', async () => {
  const first = await openTab();
  const second = await openTab();
  first.conversation.watch(true);
  second.conversation.watch(false);
  await browser.settle();
  first.kill();
  await browser.settle();
  void second.conversation.send('?');
  await browser.settle();
  second.transport.last.answer(answer('!'));
  await browser.settle();
  expect(second.conversation.state.unread).toBe(1);
});

test('a message discarded while the store is being read is not sent', async () => {
  const tab = browser.open();
  tab.conversation.join();
  await browser.settle();
  browser.latency = () => 100;
  void tab.conversation.send('oops', {id: 'oops'});
  tab.conversation.discard('oops');
  await browser.settle(500);
  expect(tab.lines).toEqual([]);
  expect(tab.transport.turns.map(({request}) => request.event)).toEqual(['start']);
});

test.each([49, 50, 51, 52])('a second command %i ms later, during a takeover, causes no second takeover', async (ms) => {
  const first = await openTab();
  const second = await openTab();
  first.frozen = true;
  void second.conversation.send('one');
  await browser.settle(ms);
  void second.conversation.send('two');
  await browser.settle(6_000);
  expect(second.conversation.owns).toBe(true);
  expect(second.transport.turns.map(({request}) => request.message)).toEqual([text('one')]);
});

test('a hidden tab never steals the lead', async () => {
  const first = await openTab();
  const second = await openTab();
  first.frozen = true;
  second.setVisibility('hidden');
  second.conversation.setAgent({nick: 'Ada'});
  await browser.settle(6_000);
  expect(second.conversation.owns).toBe(false);
});

test('a pending command of a hidden tab is executed by a tab opened later that steals the lead', async () => {
  const before = await openTab();
  const first = await openTab();
  const second = await openTab();
  before.kill();
  await browser.settle();
  first.frozen = true;
  second.setVisibility('hidden');
  second.conversation.setAgent({nick: 'Ada'});
  await browser.settle();
  const third = browser.open();
  void third.conversation.open();
  await browser.settle(6_000);
  expect(third.conversation.owns).toBe(true);
  expect(third.conversation.state.agent).toEqual({nick: 'Ada'});
});

test('a tab that takes over from a leader that never read the store reads it, however many events that leader posted', async () => {
  (await openTab()).kill();
  const [first, second] = [browser.open(), browser.open()];
  for (const {conversation} of [first, second]) conversation.join();
  for (let n = 0; n < 30; n++) first.conversation.setData({n});
  await browser.settle();
  first.kill();
  await browser.settle();
  void second.conversation.open();
  await browser.settle();
  expect(second.lines).toEqual(['bot: Hello']);
  expect(second.transport.turns).toEqual([]);
});

test('a thawed tab does not restore what was forgotten meanwhile', async () => {
  const first = await openTab();
  const second = await openTab();
  first.frozen = true;
  void second.conversation.forget();
  await browser.settle(6_000);
  expect(second.conversation.owns).toBe(true);
  expect(browser.store.json).toBe(undefined);
  first.conversation.write('typed as it woke');
  first.thaw();
  await browser.settle(2_000);
  expect(browser.store.json ?? '').not.toContain('Hello');
  expect(first.lines).toEqual([]);
});
