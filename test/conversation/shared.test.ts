import {describe, expect, test, vi} from 'vitest';
import {PendingCommands} from '../../src/conversation/pending-commands.ts';
import {ReplicatedPersistence} from '../../src/conversation/replicated-state.ts';
import {initialState} from '../../src/conversation/state.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import {answer, ManualTransport, text} from './harness.ts';
import {browser, FakeBrowser, type FakeTab, useFakeBrowser, openTab} from './fake-browser.ts';

useFakeBrowser();

describe('pending commands of a tab', () => {
  const saying = (errands: PendingCommands, ...ids: string[]) => ids.map((id) => errands.add({name: 'send', args: [id, {id}]}, 1));
  const unheard = (errands: PendingCommands) => errands.unacked.map(({n}) => n);

  test('are repeated after a change of leader unless they were stored, discarded or forgotten', () => {
    const errands = new PendingCommands();
    saying(errands, 'written', 'lost', 'back');
    errands.add({name: 'open', args: []}, 1);
    saying(errands, 'never heard');
    errands.ack(4);
    expect(unheard(errands)).toEqual([5]);
    errands.markStored(1);
    errands.observe({type: 'discarded', id: 'back'});
    errands.requeue();
    expect(unheard(errands)).toEqual([2, 5]);
    errands.ack(4);
    errands.observe({type: 'forgotten', state: initialState});
    errands.ack(5);
    errands.requeue();
    expect(unheard(errands), 'commands no leader has acknowledged').toEqual([5]);
  });
});

describe('a conversation in several tabs', () => {
  test('the first tab leads, the second shows the same state and sends nothing to the bot', async () => {
    const first = await openTab();
    const second = await openTab();
    expect(first.conversation.owns).toBe(true);
    expect(second.conversation.owns).toBe(false);
    expect(second.conversation.state).toEqual(first.conversation.state);
    expect(first.lines).toEqual(['bot: Hello']);
    expect(second.transport.turns).toEqual([]);
  });

  test('messages from either tab are shown in both once, in the same order, and sent by the leader', async () => {
    const first = await openTab();
    const second = await openTab();
    const over = second.conversation.send('from the second');
    void first.conversation.send('from the first');
    await browser.settle();
    first.transport.turns[1]!.answer(answer('one'));
    await browser.settle();
    first.transport.turns[2]!.answer(answer('two'));
    await browser.settle();
    await over;
    expect(second.transport.turns).toEqual([]);
    expect(first.lines.toSorted()).toEqual(['bot: Hello', 'bot: one', 'bot: two', 'sent: from the first', 'sent: from the second']);
    expect(second.conversation.state).toEqual(first.conversation.state);
    for (const {events} of [first, second]) expect(events.filter(({type}) => type === 'said')).toHaveLength(2);
  });

  test('a follower shows its own message and draft before the leader has answered', async () => {
    await openTab();
    const second = await openTab();
    browser.delay = () => 100;
    void second.conversation.send('quick');
    expect(second.lines).toEqual(['bot: Hello', 'queued: quick']);
    second.conversation.write('half a sen');
    expect(second.conversation.state.draft).toBe('half a sen');
    await browser.settle(150);
    expect(second.conversation.state.draft).toBe('half a sen');
  });

  test('a leader killed during a request leaves the message uncertain, and the next leader sends the rest', async () => {
    const first = await openTab();
    const second = await openTab();
    void first.conversation.send('under way');
    void second.conversation.send('behind it');
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello', 'sending: under way', 'queued: behind it']);
    first.kill();
    await browser.settle();
    expect(second.conversation.owns).toBe(true);
    expect(second.lines).toEqual(['bot: Hello', 'uncertain: under way', 'sending: behind it']);
    expect(second.transport.turns.map(({request}) => request.message)).toEqual([text('behind it')]);
    second.transport.last.answer(answer('here'));
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello', 'uncertain: under way', 'sent: behind it', 'bot: here']);
  });

  test('through a gateway, the next leader resends a pending message under the same id', async () => {
    const transport = (): ManualTransport => Object.assign(new ManualTransport(), {idempotent: true});
    const [one, two] = [transport(), transport()];
    const first = browser.open({transport: one});
    void first.conversation.open();
    await browser.settle();
    one.last.answer(answer('Hello'));
    const second = browser.open({transport: two});
    void second.conversation.open();
    await browser.settle();
    void second.conversation.send('under way');
    await browser.settle();
    one.send = () => new Promise(() => {});
    first.kill();
    await browser.settle();
    expect(two.turns.map(({id}) => id)).toEqual([one.last.id]);
    two.last.answer(answer('got it'));
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello', 'sent: under way', 'bot: got it']);
  });

  test('commands to a leader that dies before it receives them go to the next leader', async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    first.kill();
    const over = third.conversation.send('to whom?');
    second.conversation.setAgent({nick: 'Ada'});
    await browser.settle();
    expect(second.conversation.owns).toBe(true);
    second.transport.last.answer(answer('to me'));
    await browser.settle();
    await over;
    for (const tab of [second, third]) {
      expect(tab.lines).toEqual(['bot: Hello', 'sent: to whom?', 'bot: to me']);
      expect(tab.conversation.state.agent).toEqual({nick: 'Ada'});
    }
  });

  test('a message is sent even if its tab dies together with the leader', async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    first.kill();
    void second.conversation.send('last words');
    await browser.settle(1);
    second.kill();
    await browser.settle();
    expect(third.conversation.owns).toBe(true);
    expect(third.lines).toEqual(['bot: Hello', 'sending: last words']);
  });

  test('a new leader that missed the first of two commands of a dead tab executes both', async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    first.kill();
    browser.dropNext = 1;
    void second.conversation.send('one');
    void second.conversation.send('two');
    await browser.settle(1);
    second.kill();
    await browser.settle();
    expect(third.conversation.owns).toBe(true);
    expect(third.lines).toEqual(['bot: Hello', 'sending: one', 'queued: two']);
  });

  test('one click retries a message once, even if the leader dies during the retry', async () => {
    const first = await openTab();
    const second = await openTab();
    void second.conversation.send('hm');
    await browser.settle();
    first.transport.last.fail(new TransportError('timeout', 'no answer'));
    await browser.settle();
    expect(second.lines.at(-1)).toBe('uncertain: hm');
    void second.conversation.retry(second.conversation.state.entries.at(-1)!.id);
    // The leader has received the command and sent the request, but what it posts about that never arrives.
    browser.delay = () => 60_000;
    await browser.settle(1);
    expect(first.transport.turns).toHaveLength(3);
    first.kill();
    browser.delay = () => 0;
    await browser.settle(100_000);
    expect(second.lines.at(-1)).toBe('uncertain: hm');
    expect(second.transport.turns).toEqual([]);
  });

  test('a new leader continues with the newer of the stored and the received state', async () => {
    const first = await openTab();
    const second = await openTab();
    const stale = browser.store.json!;
    void first.conversation.send('known to the second');
    await browser.settle();
    first.transport.last.answer(answer('yes'));
    await browser.settle();
    browser.store.json = stale;
    first.kill();
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello', 'sent: known to the second', 'bot: yes']);
  });

  test('a leader whose page is left hands over, and shows what was said meanwhile when it returns', async () => {
    const first = await openTab();
    const second = await openTab();
    const owners: boolean[] = [];
    first.conversation.watchOwner((owns) => owners.push(owns));
    first.setVisibility('away');
    await browser.settle();
    expect(browser.channels.size).toBe(1);
    expect(second.conversation.owns).toBe(true);
    void second.conversation.send('meanwhile');
    await browser.settle();
    second.transport.last.answer(answer('aha'));
    await browser.settle();
    expect(first.lines).toEqual(['bot: Hello']);
    first.setVisibility('visible');
    await browser.settle();
    expect(first.lines).toEqual(['bot: Hello', 'sent: meanwhile', 'bot: aha']);
    expect(owners).toEqual([false]);
    second.setVisibility('away');
    await browser.settle();
    expect(owners).toEqual([false, true]);
    expect(first.lines).toEqual(['bot: Hello', 'sent: meanwhile', 'bot: aha']);
  });

  test('a tab opened while the leader is being left shows everything that failed there', async () => {
    browser.latency = () => 1;
    const first = browser.open();
    void first.conversation.open();
    await browser.settle();
    void first.conversation.send('one');
    void first.conversation.send('two');
    await browser.settle(0);
    first.transport.last.fail(new TransportError('unreachable', 'lost'));
    await browser.settle(0);
    first.setVisibility('away');
    const next = browser.open();
    void next.conversation.open();
    await browser.settle();
    expect(next.lines).toEqual(['failed: one', 'failed: two']);
  });

  test('a page left during its start, with nothing stored, starts again when it returns', async () => {
    const nothing = async () => undefined;
    const tab = browser.open({persistence: {read: nothing, write: nothing, clear: nothing}});
    void tab.conversation.open();
    await browser.settle();
    expect(tab.conversation.state.phase).toBe('connecting');
    tab.setVisibility('away');
    await browser.settle();
    tab.setVisibility('visible');
    await browser.settle();
    tab.transport.last.answer(answer('Hello'));
    await browser.settle();
    expect(tab.lines).toEqual(['bot: Hello']);
  });

  test('a page that returns does not restore what another tab has forgotten', async () => {
    const first = await openTab();
    const second = await openTab();
    first.setVisibility('away');
    await browser.settle();
    await Promise.all([second.conversation.forget(), browser.settle()]);
    second.kill();
    first.setVisibility('visible');
    await browser.settle();
    expect(first.conversation.owns).toBe(true);
    expect(first.lines).toEqual([]);
    expect(first.transport.turns).toHaveLength(1);
  });

  test('an action runs only in the tab whose visitor sent the last message, or in the leader if that tab is closed', async () => {
    const first = await openTab();
    const second = await openTab();
    const acted = ({events}: FakeTab) => events.filter(({type}) => type === 'acted').length;
    const call = {event: 'continue', messages: [{code: 'message', type: 'action', action_code: 'go', args: []}]} as const;
    void second.conversation.send('act');
    await browser.settle();
    first.transport.last.answer({...call, messages: [...call.messages]});
    await browser.settle();
    expect([first, second].map(acted)).toEqual([0, 1]);
    void first.conversation.send('act here');
    await browser.settle();
    first.transport.last.answer({...call, messages: [...call.messages]});
    await browser.settle();
    expect([first, second].map(acted)).toEqual([1, 1]);
    void second.conversation.send('act there');
    await browser.settle();
    second.conversation.dispose();
    await browser.settle();
    first.transport.last.answer({...call, messages: [...call.messages]});
    await browser.settle();
    expect([first, second].map(acted)).toEqual([2, 1]);
  });

  test('messages are unread only while nobody is watching in any tab', async () => {
    const first = await openTab();
    const second = await openTab();
    const say = async (): Promise<number> => {
      void first.conversation.send('?');
      await browser.settle();
      first.transport.last.answer(answer('!'));
      await browser.settle();
      return second.conversation.state.unread;
    };
    first.conversation.watch(false);
    await browser.settle();
    expect(await say()).toBe(0);
    second.conversation.watch(false);
    await browser.settle();
    expect(await say()).toBe(1);
    second.conversation.seen();
    await browser.settle();
    expect(first.conversation.state.unread).toBe(0);
    second.conversation.watch(true);
    await browser.settle();
    expect(await say()).toBe(0);
    second.conversation.dispose();
    await browser.settle();
    void first.conversation.send('?');
    await browser.settle();
    first.transport.last.answer(answer('!'));
    await browser.settle();
    expect(first.conversation.state.unread).toBe(1);
  });

  test('answers, view state, draft, read position and open state are shared by all tabs and outlive the leader', async () => {
    const first = await openTab();
    const second = await openTab();
    const [hello] = second.conversation.state.entries;
    second.conversation.answer(hello!.id, 'replies', 'quick_replies[0]');
    second.conversation.look(hello!.id, {slide: 2});
    first.conversation.write('a draft');
    second.conversation.show(true);
    second.conversation.read(hello!.id);
    await browser.settle();
    expect(first.conversation.state).toMatchObject({draft: 'a draft', opened: true, readUpTo: hello!.id});
    expect(first.conversation.state.entries).toMatchObject([{view: {replies: {choice: 'quick_replies[0]'}, slide: 2}}]);
    expect(second.conversation.state).toEqual(first.conversation.state);
    const before = first.conversation.state;
    first.kill();
    await browser.settle();
    expect(second.conversation.state).toEqual(before);
  });

  test('a tab of another protocol version is ignored, and each leads its own conversation', async () => {
    const first = await openTab();
    const second = browser.open();
    const {settle: rest} = browser;
    const foreign = browser.channels;
    void second.conversation.open();
    for (const {name, hear} of foreign) if (name === 'parley:shop') hear({parley: 2, from: 'stranger', type: 'ledger', ledger: {}});
    await rest.call(browser);
    expect(first.conversation.owns).toBe(true);
    expect(first.lines).toEqual(['bot: Hello']);
    expect(second.conversation.owns).toBe(true);
    void first.conversation.send('to my own bot');
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello']);
  });

  test.each([
    ['no locks', {locks: undefined}],
    ['no channels', {channel: undefined}],
    [
      'channels that throw',
      {
        channel: () => {
          throw new DOMException('no', 'SecurityError');
        },
      },
    ],
    ['locks that are refused', {locks: {request: () => Promise.reject(new DOMException('no', 'SecurityError'))}}],
    [
      'locks that throw',
      {
        locks: {
          request: () => {
            throw new DOMException('no', 'SecurityError');
          },
        },
      },
    ],
  ])('with %s, a tab leads its own conversation', async (_, lack) => {
    const sight = {now: () => 'visible' as const, subscribe: () => () => {}};
    const tab = browser.open();
    const alone = browser.open({platform: {...tab.platform(), sight, ...lack}});
    const over = alone.conversation.send('hi');
    await browser.settle();
    alone.transport.last.answer(answer('Hello'));
    await browser.settle();
    alone.transport.last.answer(answer('hi'));
    await over;
    expect(alone.conversation.owns).toBe(true);
    expect(alone.lines).toEqual(['sent: hi', 'bot: Hello', 'bot: hi']);
  });

  test('`unkept` is set in every tab, even in one that is opened later', async () => {
    const nothing = async () => undefined;
    const persistence = {lost: true, read: nothing, write: nothing, clear: nothing};
    const first = browser.open({persistence});
    void first.conversation.open();
    await browser.settle();
    first.transport.last.answer(answer('Hello'));
    await browser.settle();
    const second = await openTab();
    expect([first.conversation.state.unkept, second.conversation.state.unkept]).toEqual([true, true]);
    expect(second.lines).toEqual(['bot: Hello']);
  });

  test('nothing is shared, read or requested before open(), and what the page has set is kept', async () => {
    const tab = browser.open();
    tab.conversation.setAgent({nick: 'Ada'});
    tab.conversation.setData({page: '/lamps'});
    await browser.settle();
    expect(tab.conversation.state).toMatchObject({phase: 'idle', agent: {nick: 'Ada'}, data: {page: '/lamps'}});
    expect([browser.queues.size, browser.channels.size, tab.transport.turns.length]).toEqual([0, 0, 0]);
    void tab.conversation.open();
    await browser.settle();
    expect(tab.transport.last.request).toMatchObject({event: 'start', data: {page: '/lamps'}});
    expect(tab.conversation.state.agent).toEqual({nick: 'Ada'});
  });

  test('a tab that only called join() shows the state of the others, and can lead without starting', async () => {
    const first = await openTab();
    const watcher = browser.open();
    watcher.conversation.join();
    await browser.settle();
    expect(watcher.lines).toEqual(['bot: Hello']);
    const lone = new FakeBrowser().open();
    lone.conversation.join();
    await browser.settle();
    expect(lone.conversation.owns).toBe(true);
    expect(lone.transport.turns).toEqual([]);
    lone.conversation.dispose();
    await Promise.all([first.conversation.forget(), browser.settle()]);
    expect(watcher.conversation.state).toEqual(first.conversation.state);
    expect(watcher.lines).toEqual([]);
  });

  test('posts JSON instead of values that cannot be cloned, and errors as text', async () => {
    const first = await openTab();
    const second = await openTab();
    second.conversation.setData({name: 'Ada', call: () => 'no'});
    void first.conversation.send('fails');
    await browser.settle();
    first.transport.last.fail(new TransportError('offline', 'no way out'));
    await browser.settle();
    expect(first.conversation.state.data).toEqual({name: 'Ada'});
    expect(second.lines.at(-1)).toBe('failed: fails');
    const told = second.events.find(({type}) => type === 'undelivered');
    expect(told).toMatchObject({error: 'TransportError: no way out'});
  });

  test('an invalid message is rejected immediately in a follower, too', async () => {
    await openTab();
    const second = await openTab();
    await expect(second.conversation.send('  ')).rejects.toThrow('message.body');
    await expect(second.conversation.send('x'.repeat(200_000))).rejects.toThrow();
    expect(second.lines).toEqual(['bot: Hello']);
  });

  test('a message is shown in every tab even after the bot has set a context of maximum size', async () => {
    const first = await openTab();
    const second = await openTab();
    void first.conversation.send('a');
    await browser.settle();
    first.transport.last.answer({...answer('one'), context: {notes: 'x'.repeat(102_400)}});
    await browser.settle();
    void second.conversation.send('b');
    await browser.settle();
    for (const tab of [first, second]) expect(tab.lines.slice(-2)).toEqual(['bot: one', 'sending: b']);
  });

  test('end(), restart(), stop() and discard() work from a follower', async () => {
    const first = await openTab();
    const second = await openTab();
    const ending = second.conversation.end();
    await browser.settle();
    first.transport.last.answer(answer());
    await browser.settle();
    await ending;
    expect(second.lines).toEqual(['bot: Hello', '— ended']);
    const restarting = second.conversation.restart();
    await browser.settle();
    first.transport.last.answer(answer('Again'));
    await browser.settle();
    await restarting;
    expect(second.lines).toEqual(['bot: Hello', '— ended', '— started_again', 'bot: Again']);
    void second.conversation.send('oops');
    await browser.settle();
    second.conversation.stop();
    await browser.settle();
    expect(second.lines.at(-1)).toBe('uncertain: oops');
    second.conversation.discard(second.conversation.state.entries.at(-1)!.id);
    await browser.settle();
    expect(second.lines.at(-1)).toBe('bot: Again');
    expect(first.conversation.state).toEqual(second.conversation.state);
  });

  test('replayed messages between tabs change nothing', async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    void third.conversation.send('one');
    await browser.settle();
    first.transport.last.answer(answer('re one'));
    await browser.settle();
    first.kill();
    await browser.settle();
    third.conversation.notice('position_asked');
    void third.conversation.send('two');
    await browser.settle();
    second.transport.last.answer(answer('re two'));
    await browser.settle();
    const before = third.conversation.state;
    expect(third.lines).toEqual(['bot: Hello', 'sent: one', 'bot: re one', '— position_asked', 'sent: two', 'bot: re two']);
    for (const {message} of [...browser.posted]) for (const {hear} of browser.channels) hear(structuredClone(message));
    await browser.settle();
    const past = browser.posted.filter(({message}) => (message as {ledger?: {reign: number}}).ledger?.reign === 1);
    expect(past.length).toBeGreaterThan(2);
    for (const {message} of past) for (const {hear} of browser.channels) hear({...(message as object), to: undefined});
    await browser.settle();
    expect(third.conversation.state).toEqual(before);
    expect(second.conversation.state).toEqual(before);
    expect(second.transport.turns).toHaveLength(1);
  });

  test('a follower that missed an event requests the full state', async () => {
    const first = await openTab();
    const second = await openTab();
    browser.dropNext = 1;
    first.conversation.setAgent({nick: 'Ada'});
    await browser.settle();
    expect(second.conversation.state.agent).toBe(undefined);
    first.conversation.setUploads(true);
    await browser.settle();
    expect(second.conversation.state).toEqual(first.conversation.state);
  });

  test('a closed persistence of a former leader stops writing after a second', async () => {
    const written: unknown[] = [];
    const inner = {read: async () => undefined, write: async (state: unknown) => void written.push(state), clear: async () => {}};
    const ledger = {reign: 1, seq: 2, heard: {}, state: initialState};
    const kept = new ReplicatedPersistence(inner, {inherited: undefined, current: () => ledger, loaded: () => {}, superseded: () => {}});
    await kept.write({});
    kept.close();
    await kept.write({});
    expect(written).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    await kept.write({});
    expect(written).toHaveLength(2);
  });

  test('the visible tab becomes the leader once no request is pending', async () => {
    const first = await openTab();
    const second = await openTab();
    void first.conversation.send('wait for it');
    await browser.settle();
    first.setVisibility('hidden');
    await browser.settle();
    expect(first.conversation.owns).toBe(true);
    first.transport.last.answer(answer('here it is'));
    await browser.settle();
    expect([first, second].map(({conversation}) => conversation.owns)).toEqual([false, true]);
    for (const tab of [first, second]) expect(tab.lines).toEqual(['bot: Hello', 'sent: wait for it', 'bot: here it is']);
    second.setVisibility('hidden');
    await browser.settle();
    expect(second.conversation.owns).toBe(true);
  });

  test('a frozen leader is replaced after five seconds, and follows when it thaws', async () => {
    const first = await openTab();
    const second = await openTab();
    first.frozen = true;
    void second.conversation.send('are you there?');
    await browser.settle(4_000);
    expect(second.lines.at(-1)).toBe('queued: are you there?');
    await browser.settle(2_000);
    expect(second.conversation.owns).toBe(true);
    second.transport.last.answer(answer('I am'));
    first.thaw();
    await browser.settle();
    expect(first.conversation.owns).toBe(false);
    first.conversation.setAgent({nick: 'Ada'});
    await browser.settle();
    for (const tab of [first, second]) expect(tab.lines).toEqual(['bot: Hello', 'sent: are you there?', 'bot: I am']);
    expect(second.conversation.state.agent).toEqual({nick: 'Ada'});
    expect(first.conversation.state).toEqual(second.conversation.state);
  });

  test('a tab that returns to a store that hangs continues with the state it shows', async () => {
    const tab = await openTab();
    void tab.conversation.send('one');
    await browser.settle();
    tab.transport.last.answer(answer('two'));
    await browser.settle();
    tab.setVisibility('away');
    await browser.settle();
    browser.latency = () => 1e9;
    tab.setVisibility('visible');
    await browser.settle(5_000);
    expect(tab.conversation.owns).toBe(true);
    void tab.conversation.send('three');
    await browser.settle(4_000);
    tab.transport.last.answer(answer('four'));
    await browser.settle();
    expect(tab.lines).toEqual(['bot: Hello', 'sent: one', 'bot: two', 'sent: three', 'bot: four']);
    expect(tab.transport.turns).toHaveLength(3);
  });

  test('a thawed leader that receives old messages first does not overwrite what its successor has stored', async () => {
    const first = await openTab();
    const second = await openTab();
    first.frozen = true;
    void second.conversation.send('pay 100');
    await browser.settle(6_000);
    second.transport.last.answer(answer('paid'));
    await browser.settle();
    first.thaw('mail');
    await browser.settle();
    expect(first.conversation.owns).toBe(false);
    expect(first.conversation.state).toEqual(second.conversation.state);
    first.kill();
    second.kill();
    const third = await openTab();
    expect(third.lines).toEqual(['bot: Hello', 'sent: pay 100', 'bot: paid']);
    const asked = browser.tabs.flatMap(({transport}) => transport.turns.filter(({request}) => request.event === 'continue'));
    expect(asked).toHaveLength(1);
  });

  test('a thawed leader follows as soon as it hears from a later one, before it learns that its lock was stolen', async () => {
    const first = await openTab();
    const second = await openTab();
    first.frozen = true;
    second.conversation.setAgent({nick: 'Ada'});
    await browser.settle(6_000);
    expect(second.conversation.owns).toBe(true);
    const robbed = first.onThaw;
    first.onThaw = () => {};
    first.thaw('mail');
    await browser.settle();
    expect(first.conversation.owns).toBe(false);
    expect(first.conversation.state).toEqual(second.conversation.state);
    robbed();
    await browser.settle();
    expect([first, second].map(({conversation}) => conversation.owns)).toEqual([false, true]);
  });

  test('forget() after a takeover is final', async () => {
    const first = await openTab();
    const second = await openTab();
    first.kill();
    await browser.settle();
    expect(second.conversation.owns).toBe(true);
    void second.conversation.forget();
    await browser.settle();
    void second.conversation.open();
    await browser.settle();
    expect(second.lines).toEqual([]);
    expect(second.transport.turns.map(({request}) => request.event)).toEqual(['start']);
  });

  test('forget() also drops a message that was just sent', async () => {
    const first = await openTab();
    const second = await openTab();
    browser.latency = () => 100;
    void first.conversation.send('secret');
    await browser.settle(10);
    void first.conversation.forget();
    void second.conversation.send('anew');
    await browser.settle(1_000);
    for (const tab of [first, second]) expect(tab.lines).toEqual(['queued: anew']);
    expect(browser.store.json).not.toContain('secret');
  });

  test('without locks, queued messages are sent by their own tab and need confirmation in others', async () => {
    const alone = () => browser.open({platform: {sight: {now: () => 'visible', subscribe: () => () => {}}}});
    const first = alone();
    void first.conversation.open();
    await browser.settle();
    first.transport.last.answer(answer('Hello'));
    await browser.settle();
    void first.conversation.send('one');
    void first.conversation.send('two');
    await browser.settle();
    const second = alone();
    void second.conversation.open();
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello', 'uncertain: one', 'failed: two']);
    expect(second.conversation.state.entries[2]).toMatchObject({retryable: true});
    for (const words of ['three', 'four']) {
      first.transport.last.answer(answer(words));
      await browser.settle();
    }
    expect(first.lines).toEqual(['bot: Hello', 'sent: one', 'sent: two', 'bot: three', 'bot: four']);
    expect(second.transport.turns).toEqual([]);
  });

  test('without a key, queued messages are sent by the next page', async () => {
    const open = () => browser.open({key: ''});
    const first = open();
    void first.conversation.open();
    await browser.settle();
    first.transport.last.answer(answer('Hello'));
    await browser.settle();
    void first.conversation.send('one');
    void first.conversation.send('two');
    await browser.settle();
    first.setVisibility('away');
    const next = open();
    void next.conversation.open();
    await browser.settle();
    expect(next.lines).toEqual(['bot: Hello', 'uncertain: one', 'sending: two']);
  });

  test('queued messages of a page that was left fail if the store cannot tell what became of them', async () => {
    const first = await openTab();
    void first.conversation.send('one');
    void first.conversation.send('two');
    await browser.settle();
    first.setVisibility('away');
    const second = browser.open();
    void second.conversation.open();
    await browser.settle();
    expect(second.lines).toEqual(['bot: Hello', 'uncertain: one', 'sending: two']);
    second.transport.last.answer(answer('Heard two'));
    await browser.settle();
    second.kill();
    browser.latency = () => 1e9;
    first.setVisibility('visible');
    await browser.settle(10_000);
    expect(first.lines).toEqual(['bot: Hello', 'uncertain: one', 'failed: two']);
  });

  test('without a key, a tab shares nothing and reads what was stored since it was left', async () => {
    const open = () => browser.open({key: ''});
    const first = open();
    void first.conversation.open();
    await browser.settle();
    first.transport.last.answer(answer('Hello'));
    await browser.settle();
    first.setVisibility('away');
    const next = open();
    void next.conversation.send('on the next page');
    await browser.settle();
    next.transport.last.answer(answer('Heard'));
    await browser.settle();
    next.setVisibility('away');
    first.setVisibility('visible');
    await browser.settle();
    for (const tab of [first, next]) expect(tab.lines).toEqual(['bot: Hello', 'sent: on the next page', 'bot: Heard']);
    expect(first.conversation.owns).toBe(true);
    expect(browser.posted).toEqual([]);
  });

  test('without locks, each tab continues its own conversation, and the last write is kept', async () => {
    const alone = () => browser.open({platform: {sight: {now: () => 'visible', subscribe: () => () => {}}}});
    const [first, second] = [alone(), alone()];
    for (const {conversation, transport} of [first, second]) {
      void conversation.open();
      await browser.settle();
      for (const turn of transport.open) turn.answer(answer('Hello'));
      await browser.settle();
    }
    for (const tab of [second, first, second, first]) {
      void tab.conversation.send('hi');
      await browser.settle();
      tab.transport.last.answer(answer('hey'));
      await browser.settle();
    }
    for (const tab of [first, second]) {
      expect(tab.lines).toEqual(['bot: Hello', 'sent: hi', 'bot: hey', 'sent: hi', 'bot: hey']);
    }
    expect(JSON.parse(browser.store.json!).entries).toEqual(first.conversation.state.entries);
  });

  test('forget() and end() work before open(), without starting a conversation', async () => {
    const first = await openTab();
    await first.conversation.flush();
    first.kill();
    expect(browser.store.json).toContain('Hello');
    const second = browser.open();
    await Promise.all([second.conversation.forget(), browser.settle()]);
    expect(browser.store.json).toBe(undefined);
    expect(second.transport.turns).toEqual([]);
    await Promise.all([browser.open().conversation.end(), browser.settle()]);
    expect(browser.active.flatMap(({transport}) => transport.turns)).toEqual([]);
  });
});
