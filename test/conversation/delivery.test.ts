import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Conversation} from '../../src/conversation/conversation.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import type {VisitorEntry} from '../../src/protocol/entry.ts';
import {TransportError, type TransportFault} from '../../src/protocol/errors.ts';
import {createConversation, ManualTransport, flushMicrotasks, FakeEnvironment, text, type Turn} from './harness.ts';

/** What a visitor, a bot, a network and a browser may do in one step. */
type Step =
  | {do: 'say'}
  | {do: 'answer'; messages: number}
  | {do: 'fail'; fault: TransportFault; status: number}
  | {do: 'stop' | 'open' | 'reload' | 'crash'}
  | {do: 'connect'; on: boolean}
  | {do: 'retry' | 'discard'; which: number};

const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 6, arbitrary: fc.constant<Step>({do: 'say'})},
  {weight: 6, arbitrary: fc.record({do: fc.constant('answer' as const), messages: fc.nat(3)})},
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      fault: fc.constantFrom<TransportFault>('offline', 'unreachable', 'timeout', 'refused', 'garbled'),
      status: fc.constantFrom(400, 429, 500, 502),
    }),
  },
  {weight: 2, arbitrary: fc.record({do: fc.constantFrom('retry' as const, 'discard' as const), which: fc.nat(20)})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('connect' as const), on: fc.boolean()})},
  {weight: 1, arbitrary: fc.constantFrom<Step>({do: 'stop'}, {do: 'open'}, {do: 'reload'}, {do: 'crash'})},
);

/** A visitor with a browser, a network and a bot, and the expected results of all steps so far. */
class Simulation {
  readonly store: {json?: string} = {};
  readonly environment = new FakeEnvironment();
  transport = new ManualTransport();
  conversation: Conversation;
  visit = 0;
  words = 0;
  /** Messages that were accepted and not discarded, in order. */
  said: string[] = [];
  /** How often the visitor asked for each message to be sent, by its id. */
  readonly asked = new Map<string, number>();
  readonly requests = new Map<string, number>();
  /** Answers of the bot to pending requests. */
  readonly answers: string[] = [];
  readonly pending = new Set<Promise<void>>();

  constructor() {
    this.conversation = this.#openPage();
  }

  async perform(one: Step): Promise<void> {
    await this[one.do](one as never);
    await flushMicrotasks();
    this.check();
  }

  say(): void {
    const word = `w${++this.words}`;
    this.said.push(word);
    this.#track(this.conversation.send(word));
  }

  answer({messages}: {messages: number}): void {
    const [turn] = this.transport.open;
    if (!turn) return;
    const words = Array.from({length: messages}, () => `b${++this.words}`);
    this.answers.push(...words);
    turn.answer({event: 'continue', messages: words.map(text)});
  }

  fail({fault, status}: {fault: TransportFault; status: number}): void {
    const [turn] = this.transport.open;
    const neverLeft = fault === 'offline' && !this.environment.options.online.now();
    if (neverLeft && turn?.request.message) this.asked.set(turn.id!, (this.asked.get(turn.id!) ?? 1) + 1);
    turn?.fail(new TransportError(fault, 'x', fault === 'refused' ? {status} : {}));
  }

  retry({which}: {which: number}): void {
    const entry = this.#pick(which);
    if (!entry) return;
    if (entry.delivery === 'failed' || entry.delivery === 'uncertain') this.asked.set(entry.id, (this.asked.get(entry.id) ?? 1) + 1);
    this.#track(this.conversation.retry(entry.id));
  }

  discard({which}: {which: number}): void {
    const entry = this.#pick(which);
    if (!entry) return;
    this.conversation.discard(entry.id);
    if (entry.delivery !== 'sending' && entry.delivery !== 'sent') this.said = this.said.filter((word) => word !== bodyOf(entry));
  }

  stop(): void {
    this.conversation.stop();
  }

  async connect({on}: {on: boolean}): Promise<void> {
    const before = this.#requestCount();
    await this.environment.setOnline(on);
    if (!on) expect(this.#requestCount(), 'nothing is sent without a network').toBe(before);
  }

  open(): void {
    this.#track(this.conversation.open());
  }

  /** The page is left properly and opened again. */
  async reload(): Promise<void> {
    this.conversation.dispose();
    await flushMicrotasks();
    this.#reopenPage();
  }

  /** The page disappears without warning: what has not been written yet is lost. */
  crash(): void {
    const {json} = this.store;
    this.conversation.dispose();
    if (json !== undefined) this.store.json = json;
    const frozen = this.store.json;
    this.#reopenPage(frozen);
  }

  #reopenPage(json = this.store.json): void {
    this.#countRequests();
    this.transport = new ManualTransport();
    if (json !== undefined) this.store.json = json;
    this.conversation = this.#openPage();
    this.open();
  }

  #openPage(): Conversation {
    const {store} = this;
    const visit = ++this.visit;
    const mine = () => visit === this.visit;
    const persistence: Persistence = {
      read: async () => (store.json === undefined ? undefined : JSON.parse(store.json)),
      write: async (state) => void (mine() && (store.json = JSON.stringify(state))),
      clear: async () => {},
    };
    const {online} = this.environment.options;
    return createConversation({transport: this.transport, persistence, online}, `${visit}-`).conversation;
  }

  #requestCount(): number {
    return this.transport.turns.length;
  }

  #pick(which: number): VisitorEntry | undefined {
    const entries = this.conversation.state.entries.filter((entry): entry is VisitorEntry => entry.from === 'visitor');
    return entries[which % (entries.length || 1)];
  }

  #track(promise: Promise<void>): void {
    this.pending.add(promise);
    void promise.then(() => this.pending.delete(promise));
  }

  #countRequests(): void {
    for (const {request, id} of this.transport.turns.splice(0)) {
      if (request.event === 'continue') this.requests.set(id!, (this.requests.get(id!) ?? 0) + 1);
    }
  }

  check(): void {
    const {entries, waiting} = this.conversation.state;
    const visitors = entries.filter((entry): entry is VisitorEntry => entry.from === 'visitor');
    expect(visitors.map(bodyOf), 'every accepted message is shown once, in order').toEqual(this.said);
    const bots = entries.flatMap((entry) => (entry.from === 'bot' ? [bodyOf(entry)] : []));
    expect(bots, 'every answer is shown once, in order').toEqual(this.answers);
    expect(this.transport.maxConcurrent, 'one turn at a time').toBeLessThanOrEqual(1);
    const sending = visitors.filter(({delivery}) => delivery === 'sending');
    expect(waiting?.id, '`waiting` names the message being sent').toBe(sending[0]?.id);
    expect(sending.length).toBeLessThanOrEqual(1);
    this.#countRequests();
    for (const [id, times] of this.requests)
      expect(times, 'nothing is resent without being asked').toBeLessThanOrEqual(this.asked.get(id) ?? 1);
  }

  /** Restores the network and answers everything that is pending. */
  async settle(): Promise<void> {
    await this.environment.setOnline(true);
    this.open();
    await flushMicrotasks();
    for (let turn: Turn | undefined; ([turn] = this.transport.open) && turn; await flushMicrotasks()) this.answer({messages: 1});
    this.check();
  }
}

function bodyOf(entry: {message: object}): string {
  return 'body' in entry.message ? String(entry.message.body) : '';
}

test('any sequence of events: no message is lost, duplicated, reordered or resent without being asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, {minLength: 5, maxLength: 60}), async (steps) => {
      const simulation = new Simulation();
      simulation.open();
      await flushMicrotasks();
      for (const one of steps) await simulation.perform(one);
      await simulation.settle();
      const left = simulation.conversation.state.entries.filter(
        (entry) => entry.from === 'visitor' && ['queued', 'sending'].includes(entry.delivery),
      );
      expect(left, 'nothing is left queued or sending').toEqual([]);
      expect(simulation.pending.size, 'every returned promise has settled').toBe(0);
      for (const [id, times] of simulation.requests) expect(times).toBe(times > 0 ? times : expect.fail(id));
      simulation.conversation.dispose();
    }),
    {numRuns: 1_000},
  );
}, 120_000);

test('answers with arbitrary delays are shown in the order of the messages they belong to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.boolean(), {minLength: 1, maxLength: 12}), async (scheduler, well) => {
      let running = 0;
      const order: string[] = [];
      const transport = {
        send: async ({message}: {message?: {type: string; body?: string}}) => {
          running++;
          await scheduler.schedule(Promise.resolve());
          running--;
          const word = message?.body ?? 'start';
          order.push(word);
          if (message && !well[Number(word)]) throw new TransportError('unreachable', word);
          return {event: 'continue' as const, messages: [text(`re ${word}`)]};
        },
      };
      const {conversation, states} = createConversation({transport});
      const all = Promise.all(well.map((_, index) => scheduler.schedule(Promise.resolve()).then(() => conversation.send(String(index)))));
      await scheduler.waitFor(all);
      const expected = conversation.state.entries.flatMap((entry) => (entry.from === 'visitor' ? [bodyOf(entry)] : []));
      expect(order).toEqual(['start', ...expected]);
      expect(expected.toSorted((a, b) => Number(a) - Number(b))).toEqual(well.map((_, index) => String(index)));
      const answers = conversation.state.entries.flatMap((entry) => (entry.from === 'bot' ? [bodyOf(entry)] : []));
      expect(answers).toEqual(['re start', ...expected.filter((word) => well[Number(word)]).map((word) => `re ${word}`)]);
      expect(running).toBe(0);
      expect(
        states.every(({entries}) => entries.filter((entry) => entry.from === 'visitor' && entry.delivery === 'sending').length <= 1),
      ).toBe(true);
    }),
    {numRuns: 200},
  );
});
