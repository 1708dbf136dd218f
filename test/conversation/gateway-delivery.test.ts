import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import type {BotEntry, VisitorEntry} from '../../src/protocol/entry.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest, BotResponse} from '../../src/protocol/exchange.ts';
import type {ExchangeOptions, ListenOptions, Transport} from '../../src/protocol/transport.ts';
import {GatewayModel} from '../../src/testing/gateway-model.ts';
import {flushPromises, FakeEnvironment, text} from './harness.ts';

/** What happens to a request: nothing, or it is lost before or after the gateway received it, refused, garbled, or never answered. */
type PostFault = 'none' | 'lost' | 'answer lost' | 'refused' | 'wait' | 'garbled' | 'hang';
/** What happens on a connection after this many of its events. */
interface ListenFault {
  fault: 'cut' | 'end' | 'silent' | 'swap' | 'twice';
  events: number;
}

type Step =
  | {do: 'say' | 'reload' | 'crash' | 'stop' | 'restart' | 'push'}
  | {do: 'pass'; ms: number}
  | {do: 'connect'; on: boolean}
  | {do: 'see'; sight: 'visible' | 'hidden' | 'away'}
  | {do: 'retry'; which: number};

const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 6, arbitrary: fc.constant<Step>({do: 'say'})},
  {weight: 5, arbitrary: fc.record({do: fc.constant('pass' as const), ms: fc.constantFrom(100, 1_500, 5_000, 70_000, 400_000)})},
  {weight: 2, arbitrary: fc.record({do: fc.constant('connect' as const), on: fc.boolean()})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('see' as const), sight: fc.constantFrom('visible', 'hidden', 'away')})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('retry' as const), which: fc.nat(20)})},
  {weight: 4, arbitrary: fc.constantFrom<Step>({do: 'reload'}, {do: 'crash'}, {do: 'stop'}, {do: 'restart'}, {do: 'push'})},
);

const postFault = fc.constantFrom<PostFault>('none', 'lost', 'answer lost', 'refused', 'wait', 'garbled', 'hang');
const listenFault: fc.Arbitrary<ListenFault> = fc.record({
  fault: fc.constantFrom('cut', 'end', 'silent', 'swap', 'twice'),
  events: fc.nat(4),
});

const never = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

/** A faulty transport to a gateway; each fault happens once, in order. */
class FaultyTransport implements Transport {
  readonly idempotent = true;
  readonly #inner: Transport;

  constructor(
    gateway: GatewayModel,
    private readonly faults: {posts: PostFault[]; listens: ListenFault[]},
  ) {
    this.#inner = gateway.transport();
  }

  async send(request: BotRequest, options: ExchangeOptions = {}): Promise<BotResponse> {
    const fault = this.faults.posts.shift() ?? 'none';
    if (fault === 'lost') throw new TransportError('unreachable', fault);
    if (fault === 'refused') throw new TransportError('refused', fault, {status: 503});
    if (fault === 'wait') throw new TransportError('refused', fault, {status: 429, retryAfter: 7});
    const answer = await this.#inner.send(request, options);
    if (fault === 'answer lost') throw new TransportError('unreachable', fault);
    if (fault === 'garbled') throw new TransportError('garbled', fault);
    return fault === 'hang' ? never(options.signal) : answer;
  }

  async *listen(options: ListenOptions = {}): AsyncGenerator<TransportEvent> {
    const {fault = 'none', events = 0} = this.faults.listens.shift() ?? {};
    let count = 0;
    let held: TransportEvent | undefined;
    for await (const event of this.#inner.listen!(options)) {
      if (count++ < events || fault === 'none') yield event;
      else if (fault === 'cut') throw new TransportError('unreachable', fault);
      else if (fault === 'end') return;
      else if (fault === 'silent') await never(options.signal);
      else if (fault === 'twice') yield* [event, event];
      else if (held) {
        yield* [event, held];
        held = undefined;
      } else held = event;
    }
  }
}

/** A visitor with a browser and a faulty network, a gateway whose bot sometimes fails, and the expected results of all steps so far. */
class Simulation {
  readonly environment = new FakeEnvironment();
  readonly #store: {json?: string} = {};
  readonly #said: string[] = [];
  /** How often the visitor asked for each message to be sent. */
  readonly #timesAsked = new Map<string, number>();
  readonly gateway: GatewayModel;
  #visit = 0;
  #words = 0;
  conversation: Conversation;

  constructor(
    readonly faults: {posts: PostFault[]; listens: ListenFault[]},
    private readonly botFailures: boolean[],
  ) {
    this.gateway = new GatewayModel({
      send: async ({message}) => {
        if (message && botFailures.shift()) throw new TransportError('refused', 'The bot failed', {status: 500});
        const words = message && 'body' in message ? `re ${message.body}` : 'hello';
        return {event: 'continue', messages: words.endsWith('0') ? [] : [text(words), text(`${words}!`)]};
      },
    });
    this.conversation = this.#openPage();
  }

  async perform(one: Step): Promise<void> {
    await this[one.do](one as never);
    await flushPromises();
    this.check();
  }

  say(): void {
    const id = `w${++this.#words}`;
    this.#said.push(id);
    this.#timesAsked.set(id, 1);
    void this.conversation.send(id, {id});
  }

  async pass({ms}: {ms: number}): Promise<void> {
    await this.environment.advance(ms);
  }

  async connect({on}: {on: boolean}): Promise<void> {
    await this.environment.setOnline(on);
  }

  async see({sight}: {sight: 'visible' | 'hidden' | 'away'}): Promise<void> {
    await this.environment.setVisibility(sight);
  }

  stop(): void {
    this.conversation.stop();
  }

  restart(): void {
    this.gateway.restart();
  }

  push(): void {
    this.gateway.emit({type: 'message', message: text(`p${++this.#words}`), from: {kind: 'bot'}});
  }

  retry({which}: {which: number}): void {
    const entry = this.#visitors[which % (this.#visitors.length || 1)];
    if (!entry) return;
    if (entry.delivery === 'failed') this.#timesAsked.set(entry.id, this.#timesAsked.get(entry.id)! + 1);
    void this.conversation.retry(entry.id);
  }

  /** The page is left properly and opened again. */
  async reload(): Promise<void> {
    this.conversation.dispose();
    await flushPromises();
    this.conversation = this.#openPage();
  }

  /** The page disappears without warning: what has not been written yet is lost. */
  crash(): void {
    const {json} = this.#store;
    this.conversation.dispose();
    if (json !== undefined) this.#store.json = json;
    this.conversation = this.#openPage();
  }

  #openPage(): Conversation {
    const store = this.#store;
    const visit = ++this.#visit;
    const persistence: Persistence = {
      read: async () => (store.json === undefined ? undefined : JSON.parse(store.json)),
      write: async (state) => void (visit === this.#visit && (store.json = JSON.stringify(state))),
      clear: async () => {},
    };
    let ids = 0;
    const newId = () => `${visit}-${++ids}`;
    const conversation = new Conversation({
      transport: new FaultyTransport(this.gateway, this.faults),
      persistence,
      newId,
      ...this.environment.options,
    });
    void conversation.open();
    return conversation;
  }

  get #visitors(): VisitorEntry[] {
    return this.conversation.state.entries.filter((entry): entry is VisitorEntry => entry.from === 'visitor');
  }

  get #shown(): string[] {
    return this.conversation.state.entries.filter((entry): entry is BotEntry => entry.from === 'bot').map(bodyOf);
  }

  get #emitted(): string[] {
    return this.gateway.log.flatMap((event) => (event.type === 'message' && event.from?.kind === 'bot' ? [bodyOf(event)] : []));
  }

  check(): void {
    const {waiting} = this.conversation.state;
    expect(
      this.#visitors.map(({id}) => id),
      'every message is shown once, in order',
    ).toEqual(this.#said.filter((id) => this.#visitors.some((entry) => entry.id === id)));
    expect(this.#visitors.filter(({delivery}) => delivery === 'uncertain')).toEqual([]);
    expect(this.#shown, 'every answer is shown once, in order').toEqual(this.#emitted.slice(0, this.#shown.length));
    expect(this.#visitors.filter(({delivery}) => delivery === 'sending').length).toBeLessThanOrEqual(1);
    if (waiting?.id !== undefined) expect(this.#said).toContain(waiting.id);
    const accepted = this.gateway.accepted.map(({id}) => id);
    for (const {id, delivery} of this.#visitors) if (delivery === 'sent') expect(accepted).toContain(id);
    for (const [id, times] of this.#timesAsked) expect(accepted.filter((one) => one === id).length).toBeLessThanOrEqual(times);
  }

  /** Removes all faults, shows the page and retries what failed. */
  async settle(): Promise<void> {
    this.faults.posts.length = this.faults.listens.length = this.botFailures.length = 0;
    await this.environment.setOnline(true);
    await this.environment.setVisibility('visible');
    void this.conversation.open();
    await this.environment.advance(300_000);
    for (const {id, delivery} of this.#visitors)
      if (delivery === 'failed') this.retry({which: this.#visitors.findIndex((one) => one.id === id)});
    await this.environment.advance(300_000);
    this.check();
    expect(this.#visitors.map(({id, delivery}) => `${id} ${delivery}`)).toEqual(this.#said.map((id) => `${id} sent`));
    expect(this.#shown, 'every answer of the gateway is shown').toEqual(this.#emitted);
    expect(this.conversation.state.waiting).toBeUndefined();
    this.conversation.dispose();
    await flushPromises();
    expect(this.environment.activeHandles, 'no timers or listeners are left').toBe(0);
  }
}

function bodyOf({message}: {message: object}): string {
  return 'body' in message ? String(message.body) : '';
}

test('any sequence of faults on the way to a gateway: nothing is lost, shown twice, reordered or delivered twice', async () => {
  const faults = fc.record({posts: fc.array(postFault, {maxLength: 12}), listens: fc.array(listenFault, {maxLength: 8})});
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, {minLength: 5, maxLength: 40}),
      faults,
      fc.array(fc.boolean(), {maxLength: 5}),
      async (steps, bad, botFailures) => {
        const simulation = new Simulation({posts: [...bad.posts], listens: [...bad.listens]}, [...botFailures]);
        await flushPromises();
        for (const one of steps) await simulation.perform(one);
        await simulation.settle();
      },
    ),
    {numRuns: 1_200},
  );
}, 120_000);
