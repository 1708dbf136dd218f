import * as fc from 'fast-check';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {currentEntries} from '../../src/conversation/entries.ts';
import type {Talk} from '../../src/conversation/talk.ts';
import type {StoredEvent} from '../../src/gateway/stored.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import {GatewayTransport} from '../../src/transport/gateway.ts';
import type {GatewaySession, SessionStore} from '../../src/transport/gateway-session.ts';
import {type GatewayStep, type Life, realLife, tabbedRealLife} from './arbitrary-schedules.ts';
import {FaultyNetwork} from './faulty-network.ts';
import {installMicrotaskPlatform} from './microtask-platform.ts';
import {GatewayHost, publicUrl} from './gateway-host.ts';
import type {AcceptAttempt} from './gateway-process.ts';
import {SimulatedBot} from './simulated-bot.ts';
import {answersTo, bodyOf, botEntries, expectNoDuplicates, visitorEntries} from './entry-checks.ts';
import {
  ownConversation,
  type ConversationFactory,
  whileAlive,
  sharedConversation,
  type TransportFactory,
  Simulation,
} from './simulation.ts';

// Timers of the gateway follow virtual time.
vi.mock('node:timers/promises', async () => {
  const {delay: pause} = await import('../../src/transport/delay.ts');
  return {setTimeout: (ms: number, value: unknown, {signal}: {signal?: AbortSignal} = {}) => pause(ms, signal).then(() => value)};
});

let uninstallPlatform: () => void;
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  uninstallPlatform = installMicrotaskPlatform();
});
afterEach(() => {
  uninstallPlatform();
  vi.restoreAllMocks();
});

/** Timeout in milliseconds for all runs; an idle machine needs a tenth. */
const timeout = 600_000;

test(
  'with a gateway that is killed, closed and frozen, messages are shown once and in order, and none is resent unasked',
  () => assertHolds(realLife, 140, ownConversation),
  timeout,
);

test('the same guarantees hold with several tabs, which stay in sync', () => assertHolds(tabbedRealLife, 70, sharedConversation), timeout);

async function assertHolds(lives: fc.Arbitrary<Life<GatewayStep>>, runs: number, factory: ConversationFactory): Promise<void> {
  const {PARLEY_SCHEDULES: asked, PARLEY_SEED: seed} = process.env;
  const property = fc.asyncProperty(lives, (life) => runLife(life, factory));
  // A life takes long, so one that breaks a guarantee is printed with its seed, but not shrunk.
  await fc.assert(property, {numRuns: Number(asked ?? runs), seed: Number(seed ?? 42), endOnFailure: true});
}

async function runLife({steps, ...life}: Life<GatewayStep>, factory: ConversationFactory): Promise<void> {
  const {seed, latency, jitter, faults, events} = life;
  const bot = new SimulatedBot(seed);
  const fates = steps.filter(({do: what}) => what === 'killed' || what === 'closed' || what === 'frozen');
  const house = await GatewayHost.open(bot, fates.length + 1);
  try {
    const visit = new VisitorTransports(new FaultyNetwork(house, {seed, latency, jitter, schedule: faults, events}));
    const watch = ({state: {entries}}: Talk): void => {
      expectNoDuplicates(entries);
      expectBotInOrder(entries);
      const accepted = new Set(house.attempts.map(({key}) => key));
      for (const {id, delivery} of visitorEntries(entries))
        if (delivery === 'sent') expect(accepted, 'sent messages were accepted').toContain(id);
    };
    const world = new Simulation(visit, factory, {seed, watch});
    let late = 0;
    const around = (step: GatewayStep): void => (step.do === 'late' ? void house.sayUnprompted(`late ${++late}`) : house.inject(step));
    await world.run<GatewayStep>(steps, around, async () => {
      const {conversation} = visit.session ?? {};
      const log = conversation === undefined ? [] : await house.log(conversation);
      for (const {talk} of world.tabs) {
        expectConsistent(talk, {house, world, conversation, log});
        expect(talk.state.entries).toEqual(world.tabs[0]!.talk.state.entries);
      }
      for (const [words, times] of world.said) {
        const asked = house.attempts.filter((one) => one.words === words && isTurn(one)).length;
        expect(bot.count(words), `how often the bot heard ${words}`).toBeLessThanOrEqual(asked);
        expect(asked, `how often ${words} was passed to the bot`).toBeLessThanOrEqual(times);
      }
    });
  } finally {
    await house.end();
  }
}

/** A visitor of a site with a gateway: the session shared by the pages, and the transport of each. */
class VisitorTransports implements TransportFactory {
  session: GatewaySession | undefined;

  constructor(private readonly network: FaultyNetwork) {}

  open(life: AbortSignal): GatewayTransport {
    const session: SessionStore = {
      read: () => whileAlive(Promise.resolve(structuredClone(this.session)), life),
      write: async (kept) => {
        if (!life.aborted) this.session = structuredClone(kept);
      },
    };
    return new GatewayTransport(publicUrl, {widget: 'shop', session, fetch: this.network.fetchOf(life), hidden: () => false});
  }

  stopFaults(): void {
    this.network.stopFaults();
  }
}

function expectBotInOrder(entries: readonly Entry[]): void {
  const places = botEntries(currentEntries(entries)).map(({event}) => Number(event));
  expect(places, 'the order of the messages of the bot').toEqual(places.toSorted((a, b) => a - b));
}

interface FinalState {
  house: GatewayHost;
  world: Simulation;
  /** The current conversation of the pages, and its stored events. */
  conversation: string | undefined;
  log: readonly StoredEvent[];
}

/** At the end, a page shows what the gateway has stored, and which messages failed. */
function expectConsistent({state}: Talk, truth: FinalState): void {
  const {world, log} = truth;
  const {entries, phase} = state;
  expectNothingVanished(entries, world);
  if (phase === 'idle') return expect(state.startFailed).toBe(true);
  // The visitor ended the conversation and left before the gateway knew: nobody is listening.
  if (phase === 'ended') return expect(world.restarts).toBeGreaterThan(0);
  const said = log.flatMap((event) => (event.type === 'message' && event.from?.kind === 'bot' ? [bodyOf(event)] : []));
  const shown = botEntries(currentEntries(entries)).map((entry) => bodyOf(entry));
  expect(shown, 'the order of the messages of the bot').toEqual(said);
  expectOutcomes(entries, truth);
  expectVisitorInOrder(entries, truth);
}

/** Every message is shown, unless it was discarded or the page was gone before it was stored. */
function expectNothingVanished(entries: readonly Entry[], {said, discarded, maybeUnsaved: unsaved}: Simulation): void {
  const shown = new Set(visitorEntries(entries).map((entry) => bodyOf(entry)));
  const vanished = [...said.keys()].filter((words) => !shown.has(words) && !discarded.has(words) && !unsaved.has(words));
  expect(vanished, 'messages that vanished').toEqual([]);
}

function acceptedIn(log: readonly StoredEvent[]): string[] {
  return log.flatMap((event) => (event.type === 'message' && event.from?.kind === 'user' ? [event.ref!] : []));
}

/** The outcome of each turn is reported once, and the visitor sees the last one. */
function expectOutcomes(entries: readonly Entry[], {world, log, house, conversation}: FinalState): void {
  const spoken = visitorEntries(entries);
  const doubts = world.restarts ? ['uncertain'] : [];
  const accepted = acceptedIn(log);
  for (const id of accepted) {
    const told = log.filter((event) => (event.type === 'ack' || event.type === 'problem') && event.ref === id);
    const turns = house.attempts.filter((one) => one.key === id && one.conversation === conversation && isTurn(one));
    expect(told.length, `how often the outcome of ${id} was reported`).toBe(turns.length);
    const isBroken = told.at(-1)?.type === 'problem';
    const {delivery} = spoken.find((entry) => entry.id === id) ?? {};
    expect(isBroken ? ['failed', ...doubts, undefined] : ['sent'], `delivery state of the accepted ${id}`).toContain(delivery);
  }
  const taken = new Set(house.attempts.map(({key}) => key));
  for (const {id, delivery} of spoken) {
    expect(['sent', 'failed', ...doubts], `what became of ${id}`).toContain(delivery);
    if (!world.restarts && !accepted.includes(id)) expect([delivery, taken.has(id)], `what became of ${id}`).toEqual(['failed', false]);
  }
}

function expectVisitorInOrder(entries: readonly Entry[], {world, log}: FinalState): void {
  const accepted = acceptedIn(log);
  const atOnce = visitorEntries(entries).filter((entry) => accepted.includes(entry.id) && world.said.get(bodyOf(entry)) === 1);
  const ids = atOnce.map(({id}) => id);
  expect(ids, 'the order of the messages of the visitor').toEqual(accepted.filter((id) => ids.includes(id)));
  for (const entry of visitorEntries(entries)) {
    for (const answer of answersTo(bodyOf(entry), entries)) expect(entries.indexOf(answer)).toBeGreaterThan(entries.indexOf(entry));
  }
}

/** Whether the message was to be passed to the bot, for the first time or again after a failure. */
function isTurn({outcome}: AcceptAttempt): boolean {
  return outcome === 'accepted' || outcome === 'retried';
}
