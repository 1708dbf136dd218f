import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import type {Signal, Transport} from '../../src/protocol/transport.ts';
import {chaos, type EventFaults, type Fault, type FaultName, type Faults, GatewayModel, VirtualTime} from '../../src/testing/index.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';

const text = (body: string) => ({code: 'message', type: 'text', body}) as const;
const say = (body: string): BotRequest => ({event: 'continue', message: text(body), data: {}, settings: {engine: {type: 'custom'}}});

let time: VirtualTime;
let uninstall: () => void;
beforeEach(() => {
  time = new VirtualTime();
  uninstall = time.install();
});
afterEach(() => uninstall());

/** The outcome of a request after ten minutes, and when it settled. */
async function outcomeOf(work: Promise<unknown>): Promise<{answer?: unknown; error?: TransportError; at: number}> {
  const watched = work.then(
    (answer) => ({answer, at: time.now}),
    (error: TransportError) => ({error, at: time.now}),
  );
  await time.advance(600_000);
  return Promise.race([watched, Promise.reject(new Error('Still pending'))]);
}

const sendWith = async (fault: Fault | FaultName, faults: Faults = {}) => {
  const bot = new ScriptedTransport(['first', 'second']);
  const outcome = await outcomeOf(chaos(bot, {...faults, schedule: [fault]}).send(say('hi')));
  return {...outcome, heard: bot.requests.length};
};

describe('a request', () => {
  test('passes through unchanged with its options if there are no faults', async () => {
    const seen: unknown[] = [];
    const way: Transport = {
      send: async (request, {id} = {}) => {
        seen.push(request, id);
        return {event: 'end', messages: []};
      },
    };
    const {answer, at} = await outcomeOf(chaos(way).send(say('hi'), {id: 'a'}));
    expect(answer).toEqual({event: 'end', messages: []});
    expect(seen).toEqual([say('hi'), 'a']);
    expect(at).toBe(0);
  });

  test('passes signals and limits through without faults, if the transport supports them', async () => {
    const limits = {maxFileBytes: 500};
    const heard: Signal[] = [];
    const signal = async (one: Signal): Promise<void> => void heard.push(one);
    const way = chaos({send: () => Promise.reject(new Error('not asked')), signal, limits: async () => limits}, {schedule: ['lost']});
    await way.signal!({code: 'message', type: 'iswriting'});
    expect([heard, await way.limits!(), way.accidents]).toEqual([[{code: 'message', type: 'iswriting'}], limits, []]);
    expect(['signal', 'limits'].filter((name) => name in chaos(new ScriptedTransport([])))).toEqual([]);
  });

  test.each<[Fault, heard: number, fault: string, mayHaveArrived: boolean]>([
    [{type: 'offline'}, 0, 'offline', false],
    [{type: 'lost'}, 0, 'unreachable', true],
    [{type: 'answer_lost'}, 1, 'unreachable', true],
    [{type: 'truncated'}, 1, 'garbled', true],
    [{type: 'html'}, 0, 'garbled', true],
    [{type: 'refused', status: 500}, 0, 'refused', false],
    [{type: 'refused', status: 502, heard: true}, 1, 'refused', true],
    [{type: 'hang', heard: false}, 0, 'timeout', true],
    [{type: 'hang', heard: true}, 1, 'timeout', true],
  ])('with fault %j is received %i times and fails as %s', async (fault, times, name, mayHaveArrived) => {
    const {error, heard} = await sendWith(fault);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({fault: name, mayHaveArrived, message: expect.stringContaining('on purpose')});
    expect(heard).toBe(times);
  });

  test('is refused with the given status and Retry-After, or with a random common status', async () => {
    expect((await sendWith({type: 'refused', status: 429, retryAfter: 7})).error).toMatchObject({status: 429, retryAfter: 7});
    const statuses = await Promise.all([1, 2, 3, 4, 5, 6].map(async (seed) => (await sendWith('refused', {seed})).error?.status));
    expect(new Set(statuses).size).toBeGreaterThan(1);
    expect([500, 502, 503, 429]).toEqual(expect.arrayContaining(statuses));
  });

  test('that is duplicated is received twice and gets the first answer', async () => {
    const {answer, heard} = await sendWith('duplicated');
    expect(answer).toMatchObject({messages: [{body: 'first'}]});
    expect(heard).toBe(2);
  });

  test('takes the latency both ways, plus the delay of a slow fault, and times out if it hangs', async () => {
    expect(await sendWith('none', {latency: 100})).toMatchObject({at: 200, heard: 1});
    expect(await sendWith({type: 'slow', ms: 3_000}, {latency: 100})).toMatchObject({at: 600_000 + 3_200, heard: 1});
    expect(await sendWith({type: 'hang'}, {timeout: 2_000})).toMatchObject({at: 1_200_000 + 2_000});
    expect(await sendWith('hang')).toMatchObject({at: 1_800_000 + 60_000});
  });

  test('may be overtaken with jitter', async () => {
    const bot = new ScriptedTransport((request) => [request.message]);
    const way = chaos(bot, {jitter: 1_000, seed: 3});
    const bodies = ['1', '2', '3', '4', '5'];
    await outcomeOf(Promise.all(bodies.map((body) => way.send(say(body)))));
    const heard = bot.requests.map(({message}) => (message?.type === 'text' ? message.body : ''));
    expect(heard).not.toEqual(bodies);
    expect(heard.toSorted()).toEqual(bodies);
  });

  test.each(['none', 'slow', 'hang'] as const)('with fault %s can be aborted before it arrives', async (fault) => {
    const bot = new ScriptedTransport(['hi']);
    const caller = new AbortController();
    setTimeout(() => caller.abort(new Error('enough')), 50);
    const outcome = await outcomeOf(chaos(bot, {latency: 100, schedule: [fault]}).send(say('hi'), {signal: caller.signal}));
    expect(outcome).toMatchObject({error: new Error('enough'), at: 50});
    expect(bot.requests).toEqual([]);
    await expect(chaos(bot).send(say('hi'), {signal: caller.signal})).rejects.toThrow('enough');
  });

  test('rejects with the error of the bot unchanged', async () => {
    const bot = new ScriptedTransport([new TransportError('refused', 'Too big', {status: 413})]);
    expect((await outcomeOf(chaos(bot).send(say('hi')))).error).toMatchObject({message: 'Too big', status: 413});
  });
});

describe('the faults', () => {
  const faultsOf = async (faults: Faults, turns = 60): Promise<string[]> => {
    const way = chaos(new ScriptedTransport([]), {timeout: 1, ...faults});
    for (let turn = 0; turn < turns; turn++) await outcomeOf(way.send(say('hi'), {id: String(turn)}));
    return way.accidents.map(({fault}) => fault.type);
  };

  test('follow the schedule first, then the rates', async () => {
    const all = await faultsOf({schedule: ['lost', {type: 'html'}], rates: {answer_lost: 0.5, refused: 0.25}}, 202);
    expect(all.slice(0, 2)).toEqual(['lost', 'html']);
    const share = (name: string) => all.slice(2).filter((fate) => fate === name).length / 200;
    expect(share('answer_lost')).toBeCloseTo(0.5, 0);
    expect(share('refused')).toBeGreaterThan(0.15);
    expect(share('refused')).toBeLessThan(0.35);
    expect(share('none')).toBeGreaterThan(0.15);
  });

  test('are reproducible by seed', async () => {
    const rates = {lost: 0.3, hang: 0.3};
    expect(await faultsOf({seed: 5, rates})).toEqual(await faultsOf({seed: 5, rates}));
    expect(await faultsOf({seed: 5, rates})).not.toEqual(await faultsOf({seed: 6, rates}));
  });

  test('are recorded in `accidents` and can be changed at any time', async () => {
    const way = chaos(new ScriptedTransport(['hi']), {schedule: ['lost']});
    await outcomeOf(way.send(say('a'), {id: 'a'}));
    way.change({schedule: [{type: 'refused', status: 503}]});
    await outcomeOf(way.send(say('b'), {id: 'b'}));
    way.change();
    await outcomeOf(way.send(say('c'), {id: 'c'}));
    expect(way.accidents).toEqual([
      {event: 'continue', id: 'a', fault: {type: 'lost'}},
      {event: 'continue', id: 'b', fault: {type: 'refused', status: 503, heard: false}},
      {event: 'continue', id: 'c', fault: {type: 'none'}},
    ]);
  });

  test('apply to uploads, too; listen, upload and idempotent exist only if the transport has them', async () => {
    const plain = chaos({send: async () => ({event: 'continue', messages: []})});
    expect(plain.listen).toBeUndefined();
    expect(plain.upload).toBeUndefined();
    expect(plain.idempotent).toBeUndefined();
    expect(chaos(new GatewayModel(new ScriptedTransport([])).transport()).idempotent).toBe(true);

    const stored = {url: 'https://example.com/1', meta: {mimetype: 'text/plain'}};
    const way = chaos({send: plain.send, upload: async () => stored}, {schedule: ['answer_lost', 'none']});
    expect((await outcomeOf(way.upload!(new File([], 'a.txt')))).error).toMatchObject({fault: 'unreachable'});
    expect((await outcomeOf(way.upload!(new File([], 'a.txt')))).answer).toBe(stored);
    expect(way.accidents.map(({event}) => event)).toEqual(['upload', 'upload']);
  });
});

describe('late events', () => {
  const count = 30;
  const all = Array.from({length: count}, (_, index) => String(index + 1));

  /** What a listener receives within ten minutes from a bot that sends thirty messages in thirty seconds. */
  async function hear(events: EventFaults, faults: Faults = {}) {
    const bot = new ScriptedTransport([]);
    const heard: {id: string | undefined; at: number}[] = [];
    const outcome: {over?: boolean; error?: TransportError} = {};
    const listener = new AbortController();
    const listening = (async () => {
      const stream: AsyncIterable<TransportEvent> = chaos(bot, {seed: 2, ...faults, events}).listen!({signal: listener.signal});
      for await (const {id} of stream) heard.push({id, at: time.now});
      outcome.over = true;
    })().catch((error: TransportError) => (outcome.error = error));
    for (let turn = 0; turn < count; turn++) {
      await time.advance(1_000);
      bot.emit({type: 'message', message: text('hi')});
    }
    await time.advance(600_000);
    listener.abort();
    await listening;
    return {heard, ids: heard.map(({id}) => id), ...outcome};
  }

  test('pass through unchanged if there are no faults, and end on abort', async () => {
    expect(await hear({})).toMatchObject({ids: all, over: true});
  });

  test('with `late` are delayed and stay in order', async () => {
    const {ids, heard} = await hear({late: 5_000}, {latency: 300});
    expect(ids).toEqual(all);
    const delays = heard.map(({at}, index) => at - (index + 1) * 1_000);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...delays)).toBeGreaterThan(2_000);
    expect(Math.max(...delays)).toBeLessThan(5_400);
  });

  test('with `duplicated` arrive more than once', async () => {
    const {ids} = await hear({duplicated: 0.3});
    expect(ids.length).toBeGreaterThan(count);
    expect([...new Set(ids)]).toEqual(all);
  });

  test('with `reordered` are overtaken', async () => {
    const {ids} = await hear({reordered: 0.5}, {latency: 1, jitter: 2_500});
    expect(ids).not.toEqual(all);
    expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(all);
  });

  test('with `lost` are dropped while the connection stays open', async () => {
    const {ids, over} = await hear({lost: 0.3});
    expect(over).toBe(true);
    expect(ids.length).toBeLessThan(count);
    expect(Number(ids.at(-1))).toBeGreaterThan(count - 5);
  });

  test('end with an error if the connection is cut or refused', async () => {
    const broken = await hear({cut: 0.1});
    expect(broken.error).toMatchObject({fault: 'unreachable'});
    expect(broken.ids).toEqual(all.slice(0, broken.ids.length));
    expect(broken.ids.length).toBeLessThan(count);
    expect(await hear({refused: 1})).toMatchObject({ids: [], error: {fault: 'unreachable'}});
  });

  test('with `hang` stop, together with heartbeats, while the connection stays open', async () => {
    const {ids, over, error} = await hear({hang: 0.1});
    expect(ids.length).toBeLessThan(count);
    expect({over, error}).toEqual({over: true, error: undefined});

    const gateway = new GatewayModel(new ScriptedTransport(['hello']));
    const way = chaos(gateway.transport(), {events: {hang: 1}});
    await outcomeOf(way.send({event: 'start', data: {}}, {id: 's'}));
    const left = new AbortController();
    let beats = 0;
    const listening = (async () => {
      for await (const event of way.listen!({signal: left.signal, onAlive: () => beats++})) expect.unreachable(event.type);
    })();
    await time.advance(120_000);
    left.abort();
    await listening;
    expect(beats).toBe(0);
  });
});
