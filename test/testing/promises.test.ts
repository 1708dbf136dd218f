import * as fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {currentEntries} from '../../src/conversation/entries.ts';
import type {Talk} from '../../src/conversation/talk.ts';
import type {VisitorEntry} from '../../src/protocol/entry.ts';
import {TransportError} from '../../src/protocol/errors.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {BotRequest, BotResponse} from '../../src/protocol/exchange.ts';
import type {Transport} from '../../src/protocol/transport.ts';
import {type Faults, GatewayModel, seeded} from '../../src/testing/index.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import {directLife, gatewayLife, type Life, regressions, tabbedDirectLife, tabbedGatewayLife} from './arbitrary-schedules.ts';
import {answersTo, bodyOf, botEntries, expectNoDuplicates, visitorEntries} from './entry-checks.ts';
import {ownConversation, chaosTransports, type ConversationFactory, type RemoteStep, sharedConversation, Simulation} from './simulation.ts';

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => void vi.restoreAllMocks());

/** Timeout in milliseconds for all runs; an idle machine needs a tenth. */
const timeout = 600_000;

describe('asked directly', () => {
  test(
    'nothing is resent without being asked or shown twice, and what may have arrived is shown as uncertain',
    () => assertHolds(directLife, 800, (life) => runDirectly(life, ownConversation)),
    timeout,
  );

  test(
    'the same guarantees hold with several tabs, which stay in sync',
    () => assertHolds(tabbedDirectLife, 600, (life) => runDirectly(life, sharedConversation)),
    timeout,
  );
});

describe('through a gateway', () => {
  test(
    'accepted messages are shown once and in order, sent ones reached the bot, and none reached it twice',
    () => assertHolds(gatewayLife, 800, (life) => runThroughGateway(life, ownConversation)),
    timeout,
  );

  test(
    'the same guarantees hold with several tabs, which stay in sync',
    () => assertHolds(tabbedGatewayLife, 600, (life) => runThroughGateway(life, sharedConversation)),
    timeout,
  );
});

describe('the check of the guarantees fails', () => {
  test.each<[string, (way: Transport) => Transport]>([
    [
      'that resends automatically',
      (way) => ({send: (request, options) => way.send(request, options).catch(() => way.send(request, options))}),
    ],
    ['that reports every fault as offline', (way) => ({send: (request, options) => way.send(request, options).catch(reportOffline)})],
    ['that reports every request as sent', (way) => ({send: (request, options) => way.send(request, options).catch(() => emptyResponse)})],
  ])('directly, with a transport %s', async (_, breakTransport) => {
    await assertFails(directLife, (life) => runDirectly(life, withBrokenTransport(breakTransport)));
  });

  test.each<[string, (way: Transport) => Transport]>([
    ['that changes the ids of messages', (way) => ({...way, send: (request) => way.send(request, {id: `${Math.random()}`})})],
    [
      'that reports every request as sent',
      (way) => ({...way, send: (request, options) => way.send(request, options).catch(() => emptyResponse)}),
    ],
    ['that is not idempotent', (way) => ({send: way.send, listen: way.listen!})],
    ['that drops resets', (way) => ({...way, listen: (options) => without('reset', way.listen!(options))})],
    ['that drops messages of the bot', (way) => ({...way, listen: (options) => without('message', way.listen!(options))})],
  ])('through a gateway, with a transport %s', async (_, breakTransport) => {
    await assertFails(gatewayLife, (life) => runThroughGateway(life, withBrokenTransport(breakTransport)));
  });
});

const emptyResponse: BotResponse = {event: 'continue', messages: []};

function reportOffline(): never {
  throw new TransportError('offline', 'Reported as offline, on purpose');
}

async function* without(type: TransportEvent['type'], events: AsyncIterable<TransportEvent>): AsyncGenerator<TransportEvent> {
  for await (const event of events) if (event.type !== type) yield event;
}

/** A page with a broken transport. */
function withBrokenTransport(breakTransport: (way: Transport) => Transport): ConversationFactory {
  return ({options, ...page}) => ownConversation({...page, options: {...options, transport: breakTransport(options.transport)}});
}

async function assertHolds(lives: fc.Arbitrary<Life>, runs: number, live: (life: Life) => Promise<void>): Promise<void> {
  const {PARLEY_SCHEDULES: asked, PARLEY_SEED: seed} = process.env;
  const examples = regressions.map((life): [Life] => [life]);
  await fc.assert(fc.asyncProperty(lives, live), {numRuns: Number(asked ?? runs), seed: Number(seed ?? 42), examples});
}

/** Expects that the same check detects the broken transport. */
async function assertFails(lives: fc.Arbitrary<Life>, live: (life: Life) => Promise<void>): Promise<void> {
  const {failed} = await fc.check(fc.asyncProperty(lives, live), {numRuns: 300, seed: 42, endOnFailure: true});
  expect(failed).toBe(true);
}

async function runDirectly({steps, ...life}: Life, factory: ConversationFactory): Promise<void> {
  const bot = createBot(life.seed, 0);
  const transport = new ScriptedTransport(bot.answer);
  const transports = chaosTransports({send: (request, options) => transport.send(request, options)}, faultsOf(life));
  const watch = ({state: {entries}}: Talk): void => {
    expectNoDuplicates(entries);
    for (const entry of visitorEntries(entries)) if (entry.delivery === 'sent') expect(bot.heard(bodyOf(entry))).toBeGreaterThan(0);
  };
  const world = new Simulation(transports, factory, {seed: life.seed, watch});
  await world.run(
    steps,
    () => undefined,
    () => {
      const {entries} = world.tabs[0]!.talk.state;
      const shown = new Map(visitorEntries(entries).map((entry) => [bodyOf(entry), entry.delivery]));
      for (const [words, times] of world.said) {
        expect(bot.heard(words), `how often the bot heard ${words}`).toBeLessThanOrEqual(times);
        const delivery = shown.get(words);
        if (delivery === undefined)
          expect(bot.heard(words) && !world.discarded.has(words), `${words} is not shown but reached the bot`).toBeFalsy();
        else if (delivery === 'failed') expect(bot.heard(words), `${words} reached the bot but is shown as failed`).toBeLessThan(times);
        else if (delivery === 'sent') expect(answersTo(words, entries), `answers to ${words}`).not.toEqual([]);
        else expect(delivery).toBe('uncertain');
      }
      for (const {talk} of world.tabs) expect(talk.state.entries).toEqual(entries);
    },
  );
}

async function runThroughGateway({steps, ...life}: Life, factory: ConversationFactory): Promise<void> {
  const bot = createBot(life.seed, 0.1);
  const gateway = new GatewayModel(new ScriptedTransport(bot.answer), {buffer: 8});
  const watch = ({state: {entries}}: Talk): void => {
    expectNoDuplicates(entries);
    const accepted = new Set(gateway.accepted.map(({id}) => id));
    for (const {id, delivery} of visitorEntries(entries))
      if (delivery === 'sent') expect(accepted, 'sent messages were accepted').toContain(id);
    const places = botEntries(entries).map(({message}) => Number(message.id?.slice(2)));
    expect(places, 'the order of the messages of the bot').toEqual(places.toSorted((a, b) => a - b));
  };
  const world = new Simulation(chaosTransports(gateway.transport(), faultsOf(life)), factory, {seed: life.seed, watch});
  let late = 0;
  const others = (step: RemoteStep): void => {
    if (step.do === 'cut') gateway.restart();
    else gateway.emit({type: 'message', message: {code: 'message', type: 'text', body: `late ${++late}`}, from: {kind: 'bot'}});
  };
  await world.run<RemoteStep>(steps, others, () => {
    for (const {talk} of world.tabs) {
      expectGuarantees(talk, gateway, world, bot);
      expect(talk.state.entries).toEqual(world.tabs[0]!.talk.state.entries);
    }
    for (const [words, times] of world.said) {
      expect(bot.heard(words), `how often the bot heard ${words}`).toBeLessThanOrEqual(world.restarts ? times : 1);
    }
  });
}

function expectGuarantees({state}: Talk, gateway: GatewayModel, world: Simulation, bot: Bot): void {
  const {entries, phase} = state;
  // The visitor stopped the start, or ended the conversation and left before the gateway knew: nobody is listening.
  if (phase === 'idle') return expect(state.startFailed).toBe(true);
  if (phase === 'ended' && world.restarts) return;
  const log = gateway.log.flatMap((event) => (event.type === 'message' ? [event] : []));
  const accepted = log.flatMap(({from, ref}) => (from?.kind === 'user' ? [ref!] : []));
  const broken = new Set(gateway.log.flatMap((event) => (event.type === 'problem' ? [event.ref] : [])));
  const said = log.flatMap(({from, message}) => (from?.kind === 'bot' ? [message.id] : []));
  const shown = botEntries(currentEntries(entries)).map(({message}) => message.id);
  expect(shown, 'the order of the messages of the bot').toEqual(said);

  const spoken = visitorEntries(entries);
  for (const id of accepted) {
    const times = spoken.filter((entry) => entry.id === id).length;
    expect(times || (broken.has(id) ? 1 : 0), `how often the accepted ${id} is shown`).toBe(1);
  }
  for (const entry of spoken) expectOutcome(entry, bot, world.restarts ? undefined : accepted, broken);
  const untouched = spoken.filter(({id, delivery, message}) => {
    return delivery === 'sent' && world.said.get(bodyOf({message})) === 1 && accepted.includes(id);
  });
  const inOrder = untouched.map(({id}) => id);
  expect(inOrder, 'the order of the messages of the visitor').toEqual(accepted.filter((id) => inOrder.includes(id)));
  for (const entry of spoken) {
    for (const answer of answersTo(bodyOf(entry), entries)) expect(entries.indexOf(answer)).toBeGreaterThan(entries.indexOf(entry));
  }
}

/** @param accepted What the gateway accepted, or undefined if the visitor ended a conversation, of which not everything is known. */
function expectOutcome(
  {id, delivery, message}: VisitorEntry,
  bot: Bot,
  accepted: string[] | undefined,
  broken: Set<string | undefined>,
): void {
  expect(['sent', 'failed', ...(accepted ? [] : ['uncertain'])], `delivery state of ${id}`).toContain(delivery);
  const heard = accepted ? bot.heard : bot.asked;
  if (delivery === 'sent') expect(heard(bodyOf({message})), `whether the bot heard ${id}`).toBeGreaterThan(0);
  if (delivery === 'sent' && accepted) expect(accepted, 'sent messages were accepted by the gateway').toContain(id);
  if (delivery === 'failed' && !broken.has(id) && accepted) expect(accepted, 'failed messages were not accepted').not.toContain(id);
}

interface Bot {
  answer: (request: BotRequest) => Promise<readonly unknown[]>;
  /** How often it received these words and answered. */
  heard: (words: string) => number;
  /** How often it received them at all. */
  asked: (words: string) => number;
}

/** A bot whose answers are unique and sometimes slow, and which fails at this rate. */
function createBot(seed: number, failing: number): Bot {
  const random = seeded(seed ^ 0xb07);
  const turns: string[] = [];
  const failures: string[] = [];
  const count = (list: string[], words: string): number => list.filter((one) => one === words).length;
  return {
    heard: (words) => count(turns, words),
    asked: (words) => count(turns, words) + count(failures, words),
    async answer({event, message}) {
      const pace = random();
      const words = event === 'continue' && message ? bodyOf({message}) : event;
      if (event === 'continue' && random() < failing) {
        failures.push(words);
        throw new TransportError('refused', 'The bot refused on purpose', {status: 500});
      }
      const turn = turns.push(words);
      if (pace > 0.5) await new Promise((resolve) => setTimeout(resolve, pace > 0.9 ? 15_000 : pace * 1_000));
      return [{code: 'message', type: 'text', body: `re: ${words} #${turn}`}];
    },
  };
}

function faultsOf({seed, latency, jitter, faults, events}: Omit<Life, 'steps'>): Faults {
  return {seed, latency, jitter, schedule: faults, events};
}
