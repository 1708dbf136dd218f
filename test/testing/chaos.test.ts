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

/** What becomes of a request in ten minutes: its outcome, and when. */
async function outcomeOf(work: Promise<unknown>): Promise<{answer?: unknown; error?: TransportError; at: number}> {
  const watched = work.then(
    (answer) => ({answer, at: time.now}),
    (error: TransportError) => ({error, at: time.now}),
  );
  await time.advance(600_000);
  return Promise.race([watched, Promise.reject(new Error('Still under way'))]);
}

const meet = async (fault: Fault | FaultName, faults: Faults = {}) => {
  const bot = new ScriptedTransport(['first', 'second']);
  const outcome = await outcomeOf(chaos(bot, {...faults, schedule: [fault]}).send(say('hi')));
  return {...outcome, heard: bot.requests.length};
};

describe('a request', () => {
  test('passes unharmed where nothing goes wrong, with all that came with it', async () => {
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

  test('leaves what is no request to the other side, if that can do it', async () => {
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
  ])('meets %j: heard %i times, fails as %s', async (fault, times, name, mayHaveArrived) => {
    const {error, heard} = await meet(fault);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({fault: name, mayHaveArrived, message: expect.stringContaining('on purpose')});
    expect(heard).toBe(times);
  });

  test('is refused with the status and the wait it is told, or one of the common statuses', async () => {
    expect((await meet({type: 'refused', status: 429, retryAfter: 7})).error).toMatchObject({status: 429, retryAfter: 7});
    const statuses = await Promise.all([1, 2, 3, 4, 5, 6].map(async (seed) => (await meet('refused', {seed})).error?.status));
    expect(new Set(statuses).size).toBeGreaterThan(1);
    expect([500, 502, 503, 429]).toEqual(expect.arrayContaining(statuses));
  });

  test('may be heard twice, and its first answer comes back', async () => {
    const {answer, heard} = await meet('duplicated');
    expect(answer).toMatchObject({messages: [{body: 'first'}]});
    expect(heard).toBe(2);
  });

  test('takes its way there and back, longer when it is slow, and is given up when no answer comes', async () => {
    expect(await meet('none', {latency: 100})).toMatchObject({at: 200, heard: 1});
    expect(await meet({type: 'slow', ms: 3_000}, {latency: 100})).toMatchObject({at: 600_000 + 3_200, heard: 1});
    expect(await meet({type: 'hang'}, {timeout: 2_000})).toMatchObject({at: 1_200_000 + 2_000});
    expect(await meet('hang')).toMatchObject({at: 1_800_000 + 60_000});
  });

  test('is overtaken where the line is uneven', async () => {
    const bot = new ScriptedTransport((request) => [request.message]);
    const way = chaos(bot, {jitter: 1_000, seed: 3});
    const bodies = ['1', '2', '3', '4', '5'];
    await outcomeOf(Promise.all(bodies.map((body) => way.send(say(body)))));
    const heard = bot.requests.map(({message}) => (message?.type === 'text' ? message.body : ''));
    expect(heard).not.toEqual(bodies);
    expect(heard.toSorted()).toEqual(bodies);
  });

  test.each(['none', 'slow', 'hang'] as const)('that meets %s can be called off on its way', async (fault) => {
    const bot = new ScriptedTransport(['hi']);
    const caller = new AbortController();
    setTimeout(() => caller.abort(new Error('enough')), 50);
    const outcome = await outcomeOf(chaos(bot, {latency: 100, schedule: [fault]}).send(say('hi'), {signal: caller.signal}));
    expect(outcome).toMatchObject({error: new Error('enough'), at: 50});
    expect(bot.requests).toEqual([]);
    await expect(chaos(bot).send(say('hi'), {signal: caller.signal})).rejects.toThrow('enough');
  });

  test('keeps the bot’s own error', async () => {
    const bot = new ScriptedTransport([new TransportError('refused', 'Too big', {status: 413})]);
    expect((await outcomeOf(chaos(bot).send(say('hi')))).error).toMatchObject({message: 'Too big', status: 413});
  });
});

describe('what happens', () => {
  const fates = async (faults: Faults, turns = 60): Promise<string[]> => {
    const way = chaos(new ScriptedTransport([]), {timeout: 1, ...faults});
    for (let turn = 0; turn < turns; turn++) await outcomeOf(way.send(say('hi'), {id: String(turn)}));
    return way.accidents.map(({fault}) => fault.type);
  };

  test('is what was written down, then goes by its share of the requests', async () => {
    const all = await fates({schedule: ['lost', {type: 'html'}], rates: {answer_lost: 0.5, refused: 0.25}}, 202);
    expect(all.slice(0, 2)).toEqual(['lost', 'html']);
    const share = (name: string) => all.slice(2).filter((fate) => fate === name).length / 200;
    expect(share('answer_lost')).toBeCloseTo(0.5, 0);
    expect(share('refused')).toBeGreaterThan(0.15);
    expect(share('refused')).toBeLessThan(0.35);
    expect(share('none')).toBeGreaterThan(0.15);
  });

  test('is the same for the same seed, and another for another', async () => {
    const rates = {lost: 0.3, hang: 0.3};
    expect(await fates({seed: 5, rates})).toEqual(await fates({seed: 5, rates}));
    expect(await fates({seed: 5, rates})).not.toEqual(await fates({seed: 6, rates}));
  });

  test('is told, and can be changed at any time', async () => {
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

  test('happens to files too, and only to what the way to the bot can do', async () => {
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

  /** What a listener hears in ten minutes of a bot that says thirty things in thirty seconds. */
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

  test('come as they are where nothing goes wrong, and end when nobody listens any more', async () => {
    expect(await hear({})).toMatchObject({ids: all, over: true});
  });

  test('come late, and in their order', async () => {
    const {ids, heard} = await hear({late: 5_000}, {latency: 300});
    expect(ids).toEqual(all);
    const delays = heard.map(({at}, index) => at - (index + 1) * 1_000);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...delays)).toBeGreaterThan(2_000);
    expect(Math.max(...delays)).toBeLessThan(5_400);
  });

  test('come twice', async () => {
    const {ids} = await hear({duplicated: 0.3});
    expect(ids.length).toBeGreaterThan(count);
    expect([...new Set(ids)]).toEqual(all);
  });

  test('are overtaken', async () => {
    const {ids} = await hear({reordered: 0.5}, {latency: 1, jitter: 2_500});
    expect(ids).not.toEqual(all);
    expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(all);
  });

  test('are lost on a connection that lives on', async () => {
    const {ids, over} = await hear({lost: 0.3});
    expect(over).toBe(true);
    expect(ids.length).toBeLessThan(count);
    expect(Number(ids.at(-1))).toBeGreaterThan(count - 5);
  });

  test('end with an error where the connection breaks, or is not made', async () => {
    const broken = await hear({cut: 0.1});
    expect(broken.error).toMatchObject({fault: 'unreachable'});
    expect(broken.ids).toEqual(all.slice(0, broken.ids.length));
    expect(broken.ids.length).toBeLessThan(count);
    expect(await hear({refused: 1})).toMatchObject({ids: [], error: {fault: 'unreachable'}});
  });

  test('stay away from a connection that only looks alive, and so do its signs of life', async () => {
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
