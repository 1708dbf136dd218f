import * as fc from 'fast-check';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TextMessage} from '../../src/protocol/message.ts';
import {ManualTransport, text, type Turn} from './harness.ts';
import {FakeBrowser, type FakeTab} from './fake-browser.ts';

/** What may happen to a browser with some tabs of one conversation. */
type Step =
  | {do: 'say' | 'hide' | 'kill' | 'leave' | 'comeBack' | 'retry'; tab: number}
  | {do: 'open' | 'answer' | 'lose' | 'refuse' | 'freeze'}
  | {do: 'thaw'; first: 'robbery' | 'mail'}
  | {do: 'choose'; tab: number; entry: number};

const tab = fc.nat(4);
const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 8, arbitrary: fc.record({do: fc.constant('say' as const), tab})},
  {weight: 8, arbitrary: fc.constant<Step>({do: 'answer'})},
  {weight: 2, arbitrary: fc.constantFrom<Step>({do: 'lose'}, {do: 'refuse'})},
  {weight: 3, arbitrary: fc.constant<Step>({do: 'open'})},
  {weight: 2, arbitrary: fc.constant<Step>({do: 'freeze'})},
  {weight: 3, arbitrary: fc.record({do: fc.constant('thaw' as const), first: fc.constantFrom('robbery' as const, 'mail' as const)})},
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('hide' as const, 'kill' as const, 'leave' as const, 'comeBack' as const, 'retry' as const),
      tab,
    }),
  },
  {weight: 2, arbitrary: fc.record({do: fc.constant('choose' as const), tab, entry: fc.nat(9)})},
);

/** Milliseconds after which no message between tabs is pending. */
const quietTime = 150;

/** A browser, a bot, and the expected results of all steps so far. */
class Simulation {
  readonly browser = new FakeBrowser();
  /** Which message was sent in which tab and when, in order. */
  readonly said: {word: string; tab: FakeTab; at: number}[] = [];
  /** When each tab was killed or left. */
  readonly ends: {tab: FakeTab; at: number}[] = [];
  /** How often the visitor asked for each message to be sent. */
  readonly asked = new Map<string, number>();
  /** Ids of messages the bot has answered. */
  readonly answered = new Set<string>();
  words = 0;
  /** Milliseconds after which a message survives the end of its tab. */
  #safeAfter = quietTime;

  constructor(
    readonly idempotent: boolean,
    delays: readonly number[],
  ) {
    let next = 0;
    const delay = (): number => delays[next++ % delays.length]!;
    this.browser.delay = delay;
    this.browser.latency = delay;
    this.open();
  }

  async perform(one: Step): Promise<void> {
    await this[one.do](one as never);
  }

  open(): void {
    if (this.browser.alive.length >= 4) return;
    const transport = Object.assign(new ManualTransport(), {idempotent: this.idempotent});
    void this.browser.open({transport}).conversation.open();
  }

  say({tab: index}: {tab: number}): void {
    const one = this.#pick(this.browser.active, index);
    if (!one) return;
    const word = `w${++this.words}`;
    this.said.push({word, tab: one, at: Date.now()});
    void one.conversation.send(word, {id: word});
    this.asked.set(word, 1);
    expect(one.lines.at(-1)).toContain(word);
  }

  retry({tab: index}: {tab: number}): void {
    const one = this.#pick(this.browser.active, index);
    const entry = one?.conversation.state.entries.find((other) => other.from === 'visitor' && other.delivery === 'uncertain');
    if (!one || !entry) return;
    this.asked.set(entry.id, (this.asked.get(entry.id) ?? 0) + 1);
    void one.conversation.retry(entry.id);
  }

  choose({tab: index, entry: which}: {tab: number; entry: number}): void {
    const one = this.#pick(this.browser.active, index);
    const entry = one && this.#pick([...one.conversation.state.entries], which);
    if (one && entry) one.conversation.answer(entry.id, 'replies', 'quick_replies[0]');
  }

  kill({tab: index}: {tab: number}): void {
    const one = this.#pick(this.browser.alive, index);
    if (!one) return;
    this.ends.push({tab: one, at: Date.now()});
    one.kill();
  }

  /** Freezes the leader, as a debugger does. */
  freeze(): void {
    const leader = this.browser.active.find(({conversation}) => conversation.owns);
    if (!leader) return;
    leader.frozen = true;
    // While a hidden tab waits for the frozen one, no other tab may receive its messages.
    this.#safeAfter = Infinity;
  }

  async thaw({first}: {first: 'robbery' | 'mail'}): Promise<void> {
    for (const one of this.browser.alive) if (one.frozen) one.thaw(first);
    await this.browser.settle(5);
  }

  /** Switches to another tab, if there is one. */
  hide({tab: index}: {tab: number}): void {
    const one = this.#pick(this.browser.active, index);
    for (const other of this.browser.active) other.setVisibility(other === one ? 'hidden' : 'visible');
  }

  leave({tab: index}: {tab: number}): void {
    const one = this.#pick(this.browser.active, index);
    if (!one) return;
    this.ends.push({tab: one, at: Date.now()});
    one.setVisibility('away');
  }

  comeBack({tab: index}: {tab: number}): void {
    this.#pick(
      this.browser.alive.filter(({sight}) => sight === 'away'),
      index,
    )?.setVisibility('visible');
  }

  answer(): void {
    const [turn] = this.pendingRequests;
    if (!turn) return;
    const id = turn.request.event === 'start' ? 'start' : turn.id!;
    const message: TextMessage = {...text(`re ${id}`), ...(this.idempotent && {id: `re ${id}`})};
    turn.answer({event: 'continue', messages: [message]});
    this.answered.add(id);
  }

  lose(): void {
    this.pendingRequests[0]?.fail(new TransportError('unreachable', 'lost'));
  }

  refuse(): void {
    this.pendingRequests[0]?.fail(new TransportError('refused', 'no', {status: 503}));
  }

  /** Unanswered requests of living tabs. */
  get pendingRequests(): Turn[] {
    return this.#awake.flatMap((one) => [...one.transport.open]);
  }

  check(): void {
    expect(this.pendingRequests.length).toBeLessThanOrEqual(1);
    expect(this.#awake.filter(({conversation}) => conversation.owns).length).toBeLessThanOrEqual(1);
  }

  /** Thaws and shows all tabs, and answers everything that is pending. */
  async settle(): Promise<void> {
    await this.thaw({first: 'mail'});
    for (const one of this.browser.alive) if (one.sight === 'away') one.setVisibility('visible');
    if (!this.browser.alive.length) this.open();
    await this.browser.settle(quietTime);
    for (let round = 0; round < 60; round++) {
      for (const {conversation} of this.browser.alive) void conversation.open();
      await this.browser.settle(quietTime);
      if (this.pendingRequests.length) this.answer();
      else if (this.idempotent && this.#isWaiting()) await this.browser.settle(40_000);
      else if (!this.#isWaiting()) break;
      this.check();
    }
    await this.browser.settle(quietTime);
  }

  verify(): void {
    const [first, ...others] = this.browser.alive;
    const {entries} = first!.conversation.state;
    for (const other of others) expect(other.conversation.state.entries).toEqual(entries);

    const words = entries.flatMap((entry) => (entry.from === 'visitor' && 'body' in entry.message ? [entry.message.body] : []));
    expect(new Set(words).size).toBe(words.length);
    expect(new Set(entries.map(({id}) => id)).size).toBe(entries.length);
    for (const {word, tab: one, at} of this.said) {
      const isCutShort = one.dead && this.ends.some((end) => end.tab === one && end.at >= at && end.at <= at + this.#safeAfter);
      if (!isCutShort) expect(words).toContain(word);
    }
    for (const one of this.browser.tabs) {
      const own = this.said.filter((entry) => entry.tab === one && words.includes(entry.word)).map(({word}) => word);
      expect(words.filter((word) => own.includes(word))).toEqual(own);
    }
    this.#verifyDelivery();
  }

  #verifyDelivery(): void {
    const {entries} = this.browser.alive[0]!.conversation.state;
    const bodies = entries.flatMap((entry) => (entry.from === 'bot' && 'body' in entry.message ? [entry.message.body] : []));
    const requests = this.browser.tabs.flatMap((one) =>
      one.transport.turns.flatMap(({request, id}) => (request.event === 'start' ? [] : [id])),
    );
    for (const entry of entries) {
      if (entry.from !== 'visitor') continue;
      const sent = requests.filter((id) => id === entry.id).length;
      if (entry.delivery === 'sent') {
        expect(this.answered.has(entry.id)).toBe(true);
        expect(bodies.filter((body) => body === `re ${entry.id}`)).toHaveLength(1);
      }
      expect(entry.delivery).not.toBe('queued');
      expect(entry.delivery).not.toBe('sending');
      if (this.idempotent) expect(entry.delivery).not.toBe('uncertain');
      else expect(sent).toBeLessThanOrEqual(this.asked.get(entry.id) ?? 1);
    }
  }

  get #awake(): FakeTab[] {
    return this.browser.alive.filter(({frozen}) => !frozen);
  }

  #isWaiting(): boolean {
    return this.browser.alive.some(({conversation: {state}}) =>
      state.entries.some((entry) => entry.from === 'visitor' && (entry.delivery === 'queued' || entry.delivery === 'sending')),
    );
  }

  #pick<T>(list: readonly T[], index: number): T | undefined {
    return list[index % (list.length || 1)];
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['directly', false],
  ['through a gateway', true],
])(
  '%s: whatever happens to the tabs, they stay in sync, lose and duplicate nothing, and only one sends at a time',
  async (_, idempotent) => {
    const schedule = fc.array(fc.tuple(step, fc.constantFrom(0, 0, 3, 20, 70, 300, 6_000)), {minLength: 5, maxLength: 45});
    const delays = fc.array(fc.constantFrom(0, 0, 1, 5, 20), {minLength: 1, maxLength: 30});
    await fc.assert(
      fc.asyncProperty(schedule, delays, async (steps, times) => {
        const simulation = new Simulation(idempotent, times);
        try {
          await simulation.browser.settle(1);
          for (const [one, ms] of steps) {
            await simulation.perform(one);
            await simulation.browser.settle(ms);
            simulation.check();
          }
          await simulation.settle();
          simulation.verify();
        } finally {
          for (const {conversation} of simulation.browser.tabs) conversation.dispose();
          vi.clearAllTimers();
        }
      }),
      {numRuns: Number(process.env.RUNS ?? 200)},
    );
  },
);
