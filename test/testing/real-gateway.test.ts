import * as fc from 'fast-check';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {ofThisConversation} from '../../src/conversation/entries.ts';
import type {Talk} from '../../src/conversation/talk.ts';
import type {StoredEvent} from '../../src/gateway/stored.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import {GatewayTransport} from '../../src/transport/gateway.ts';
import type {GatewaySession, SessionStore} from '../../src/transport/gateway-session.ts';
import {type Around, type Life, realLife, tabbedRealLife} from './arbitrary-schedules.ts';
import {BadLine} from './bad-line.ts';
import {calmPlatform} from './calm-platform.ts';
import {GatewayHouse, publicUrl} from './gateway-house.ts';
import type {Taken} from './process-life.ts';
import {RealBot} from './real-bot.ts';
import {answersTo, bodyOf, bots, nothingTwice, visitors} from './shown.ts';
import {alone, type Lead, mortal, together, type Way, World} from './world.ts';

// What a gateway waits for waits for the clock of the test.
vi.mock('node:timers/promises', async () => {
  const {pause} = await import('../../src/transport/pause.ts');
  return {setTimeout: (ms: number, value: unknown, {signal}: {signal?: AbortSignal} = {}) => pause(ms, signal).then(() => value)};
});

let becalm: () => void;
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  becalm = calmPlatform();
});
afterEach(() => {
  becalm();
  vi.restoreAllMocks();
});

/** Milliseconds for everything that is tried; a machine that does nothing else needs a tenth. */
const patience = 600_000;

test(
  'through a real gateway that is killed, closed and frozen, what was accepted is shown once and in order, and no word reaches the bot twice unasked',
  () => hold(realLife, 140, alone),
  patience,
);

test('several tabs keep the same promises, and show the same', () => hold(tabbedRealLife, 70, together), patience);

async function hold(lives: fc.Arbitrary<Life<Around>>, runs: number, lead: Lead): Promise<void> {
  const {PARLEY_SCHEDULES: asked, PARLEY_SEED: seed} = process.env;
  const property = fc.asyncProperty(lives, (life) => live(life, lead));
  // A life takes long: one that breaks a promise is told as it is, with its seed.
  await fc.assert(property, {numRuns: Number(asked ?? runs), seed: Number(seed ?? 42), endOnFailure: true});
}

async function live({steps, ...life}: Life<Around>, lead: Lead): Promise<void> {
  const {seed, latency, jitter, faults, events} = life;
  const bot = new RealBot(seed);
  const fates = steps.filter(({do: what}) => what === 'killed' || what === 'closed' || what === 'frozen');
  const house = await GatewayHouse.open(bot, fates.length + 1);
  try {
    const visit = new Visit(new BadLine(house, {seed, latency, jitter, schedule: faults, events}));
    const watch = ({state: {entries}}: Talk): void => {
      nothingTwice(entries);
      inOrder(entries);
      const accepted = new Set(house.taken.map(({key}) => key));
      for (const {id, delivery} of visitors(entries)) if (delivery === 'sent') expect(accepted, 'what is shown as sent').toContain(id);
    };
    const world = new World(visit, lead, {seed, watch});
    let late = 0;
    const around = (step: Around): void => (step.do === 'late' ? void house.late(`late ${++late}`) : house.happen(step));
    await world.live<Around>(steps, around, async () => {
      const {conversation} = visit.session ?? {};
      const log = conversation === undefined ? [] : await house.log(conversation);
      for (const {talk} of world.tabs) {
        allIsTold(talk, {house, world, conversation, log});
        expect(talk.state.entries).toEqual(world.tabs[0]!.talk.state.entries);
      }
      for (const [words, times] of world.said) {
        const asked = house.taken.filter((one) => one.words === words && isTurn(one)).length;
        expect(bot.times(words), `how often the bot heard ${words}`).toBeLessThanOrEqual(asked);
        expect(asked, `how often ${words} was to be asked`).toBeLessThanOrEqual(times);
      }
    });
  } finally {
    await house.end();
  }
}

/** One visitor of a site with a gateway: what the pages keep for the way, and how each reaches it. */
class Visit implements Way {
  session: GatewaySession | undefined;

  constructor(private readonly line: BadLine) {}

  open(life: AbortSignal): GatewayTransport {
    const session: SessionStore = {
      read: () => mortal(Promise.resolve(structuredClone(this.session)), life),
      write: async (kept) => {
        if (!life.aborted) this.session = structuredClone(kept);
      },
    };
    return new GatewayTransport(publicUrl, {widget: 'shop', session, fetch: this.line.fetchOf(life), hidden: () => false});
  }

  heal(): void {
    this.line.heal();
  }
}

function inOrder(entries: readonly Entry[]): void {
  const places = bots(ofThisConversation(entries)).map(({event}) => Number(event));
  expect(places, 'what the bot said, in order').toEqual(places.toSorted((a, b) => a - b));
}

interface Truth {
  house: GatewayHouse;
  world: World;
  /** The conversation the pages go on with, and all that is kept of it. */
  conversation: string | undefined;
  log: readonly StoredEvent[];
}

/** What a page shows at the end is what the gateway keeps; what did not get through is told. */
function allIsTold({state}: Talk, truth: Truth): void {
  const {world, log} = truth;
  const {entries, phase} = state;
  nothingVanished(entries, world);
  if (phase === 'idle') return expect(state.startFailed).toBe(true);
  // The visitor ended it, and left before the gateway knew: nobody listens.
  if (phase === 'ended') return expect(world.restarts).toBeGreaterThan(0);
  const said = log.flatMap((event) => (event.type === 'message' && event.from?.kind === 'bot' ? [bodyOf(event)] : []));
  const shown = bots(ofThisConversation(entries)).map((entry) => bodyOf(entry));
  expect(shown, 'what the bot said, in order').toEqual(said);
  outcomesTold(entries, truth);
  visitorInOrder(entries, truth);
}

/** What was said is there, unless the visitor took it back or the page was gone before it was kept. */
function nothingVanished(entries: readonly Entry[], {said, discarded, hasty}: World): void {
  const shown = new Set(visitors(entries).map((entry) => bodyOf(entry)));
  const vanished = [...said.keys()].filter((words) => !shown.has(words) && !discarded.has(words) && !hasty.has(words));
  expect(vanished, 'what vanished').toEqual([]);
}

function acceptedIn(log: readonly StoredEvent[]): string[] {
  return log.flatMap((event) => (event.type === 'message' && event.from?.kind === 'user' ? [event.ref!] : []));
}

/** Of each turn it is told once what became of it, and the visitor sees what was told last. */
function outcomesTold(entries: readonly Entry[], {world, log, house, conversation}: Truth): void {
  const spoken = visitors(entries);
  const doubts = world.restarts ? ['uncertain'] : [];
  const accepted = acceptedIn(log);
  for (const id of accepted) {
    const told = log.filter((event) => (event.type === 'ack' || event.type === 'problem') && event.ref === id);
    const turns = house.taken.filter((one) => one.key === id && one.conversation === conversation && isTurn(one));
    expect(told.length, `how often it was told what became of ${id}`).toBe(turns.length);
    const isBroken = told.at(-1)?.type === 'problem';
    const {delivery} = spoken.find((entry) => entry.id === id) ?? {};
    expect(isBroken ? ['failed', ...doubts, undefined] : ['sent'], `what became of the accepted ${id}`).toContain(delivery);
  }
  const taken = new Set(house.taken.map(({key}) => key));
  for (const {id, delivery} of spoken) {
    expect(['sent', 'failed', ...doubts], `what became of ${id}`).toContain(delivery);
    if (!world.restarts && !accepted.includes(id)) expect([delivery, taken.has(id)], `what became of ${id}`).toEqual(['failed', false]);
  }
}

function visitorInOrder(entries: readonly Entry[], {world, log}: Truth): void {
  const accepted = acceptedIn(log);
  const atOnce = visitors(entries).filter((entry) => accepted.includes(entry.id) && world.said.get(bodyOf(entry)) === 1);
  const ids = atOnce.map(({id}) => id);
  expect(ids, 'what was said, in order').toEqual(accepted.filter((id) => ids.includes(id)));
  for (const entry of visitors(entries)) {
    for (const answer of answersTo(bodyOf(entry), entries)) expect(entries.indexOf(answer)).toBeGreaterThan(entries.indexOf(entry));
  }
}

/** Whether the bot was to be asked for it, for the first time or once more after it failed. */
function isTurn({outcome}: Taken): boolean {
  return outcome === 'accepted' || outcome === 'retried';
}
