import {setMaxListeners} from 'node:events';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {ConversationOptions} from '../../src/conversation/options.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import {SharedConversation} from '../../src/conversation/shared-conversation.ts';
import type {Online, Sight, Visibility} from '../../src/conversation/environment.ts';
import type {Talk} from '../../src/conversation/talk.ts';
import type {VisitorEntry} from '../../src/protocol/entry.ts';
import type {Transport} from '../../src/protocol/transport.ts';
import {delay} from '../../src/transport/delay.ts';
import {ChaosTransport, type Faults, seeded, VirtualTime} from '../../src/testing/index.ts';
import {Browser} from './browser.ts';
import {bodyOf} from './entry-checks.ts';

/** A step of a visitor's life: what the visitor or the environment does. */
export type Step<O = RemoteStep> = VisitorStep | O;

/** Something the bot or the gateway does. */
export type RemoteStep = LateStep | {do: 'cut'};

/** The bot sends an unprompted message. */
export interface LateStep {
  do: 'late';
}

/** `tab` and `which` are taken modulo the number of existing ones. */
export type VisitorStep =
  | {do: 'say'; tab: number}
  | {do: 'wait'; ms: number}
  | {do: 'retry' | 'discard'; tab: number; which: number}
  | {do: 'stop' | 'restart' | 'end'; tab: number}
  /** The page is left and opened again; in a crash, without any clean-up. */
  | {do: 'reload' | 'crash'; tab: number}
  | {do: 'open'}
  | {do: 'close'; tab: number}
  /** One tab becomes visible, the others hidden. */
  | {do: 'switch'; tab: number}
  /** The page is left and restored from the back/forward cache. */
  | {do: 'away'; tab: number; ms: number}
  | {do: 'offline'; ms: number};

const visitorSteps: Readonly<Record<VisitorStep['do'], true>> = {
  say: true,
  wait: true,
  retry: true,
  discard: true,
  stop: true,
  restart: true,
  end: true,
  reload: true,
  crash: true,
  open: true,
  close: true,
  switch: true,
  away: true,
  offline: true,
};

/** Creates the transports of pages. */
export interface TransportFactory {
  /** @param life Aborted when the page is gone, after which nothing reaches it. */
  open(life: AbortSignal): Transport;
  /** Stops all faults. */
  stopFaults(): void;
}

/** Transports with the faults of the test kit. */
export function chaosTransports(transport: Transport, faults: Faults): TransportFactory {
  const faulty = new ChaosTransport(transport, faults);
  return {open: (life) => transportWhileAlive(faulty, life), stopFaults: () => faulty.change({})};
}

/** What a page of the visitor consists of. */
export interface Page {
  options: ConversationOptions & {online: Online; visibility: Visibility};
  browser: Browser;
  /** Aborted when the page is gone. */
  life: AbortSignal;
}

/** Creates the conversation of a page: its own, or one shared with the other tabs. */
export type ConversationFactory = (page: Page) => Talk;

export const ownConversation: ConversationFactory = ({options}) => new Conversation(options);

export const sharedConversation: ConversationFactory = ({options, browser, life}) =>
  new SharedConversation({...options, key: 'shop', platform: {...browser.platform(life), sight: options.visibility}});

interface Tab {
  talk: Talk;
  life: AbortController;
  sight: Sight;
  /** Called when the visibility may have changed. */
  onSight: Set<() => void>;
  /** Messages sent in this tab, and when. */
  said: Map<string, number>;
}

/** Milliseconds in which everything settles once there are no more faults, however long the queue. */
const settleTime = 5 * 60_000;
/** Milliseconds after which a message has been stored, so that the page may go. */
const storeTime = 250;

/** Simulates a visitor with pages that come and go, a disk that outlives them, and a network. */
export class Simulation {
  readonly time = new VirtualTime(Date.UTC(2026, 0, 1));
  readonly tabs: Tab[] = [];
  /** The messages of the visitor, and how often each was to be sent. */
  readonly said = new Map<string, number>();
  /** How often the visitor ended or restarted the conversation. */
  restarts = 0;
  /** Messages the visitor discarded. */
  readonly discarded = new Set<string>();
  /** Messages sent just before the page went, and perhaps neither stored nor sent. */
  readonly maybeUnsaved = new Set<string>();
  readonly #transports: TransportFactory;
  readonly #browser = new Browser();
  readonly #createConversation: ConversationFactory;
  readonly #random: () => number;
  readonly #onLine = new Set<() => void>();
  readonly #watch: (talk: Talk) => void;
  /** The first failed check. */
  #failure: {error: unknown} | undefined;
  #disk: string | undefined;
  #online = true;
  #pages = 0;

  /** @param watch Called after every change of any page. */
  constructor(transports: TransportFactory, factory: ConversationFactory, {seed, watch}: {seed: number; watch: (talk: Talk) => void}) {
    this.#transports = transports;
    this.#createConversation = factory;
    this.#random = seeded(seed ^ 0x5eed);
    this.#watch = watch;
  }

  /** Performs the steps, removes all faults, waits until everything has settled, checks and closes. */
  async run<O extends {do: string}>(
    steps: readonly Step<O>[],
    others: (step: O | LateStep) => void,
    check: () => void | Promise<void>,
  ): Promise<void> {
    const uninstall = this.time.install();
    try {
      this.#open();
      for (const step of steps) {
        if (isVisitorStep(step)) this.#perform(step);
        else others(step);
        await this.time.advance(isVisitorStep(step) && step.do === 'wait' ? step.ms : 1);
      }
      this.#transports.stopFaults();
      this.#connect(true);
      for (const tab of this.tabs) setVisibility(tab, 'visible');
      await this.time.advance(settleTime);
      others({do: 'late'}); // One more event reveals any that were lost before it.
      await this.time.advance(settleTime);
      if (this.#failure) throw this.#failure.error;
      await check();
    } finally {
      for (const {talk, life} of this.tabs) {
        life.abort();
        talk.dispose();
      }
      await this.time.advance(settleTime);
      uninstall();
    }
  }

  #perform(step: VisitorStep): void {
    if (step.do === 'wait') return;
    if (step.do === 'open') return void (this.tabs.length < 3 && this.#open());
    if (step.do === 'offline') {
      this.#connect(false);
      setTimeout(() => this.#connect(true), step.ms);
      return;
    }
    const anywhere = step.do === 'switch' || step.do === 'crash' || step.do === 'close';
    const here = this.tabs.filter(({sight}) => sight === 'visible' || (anywhere && sight === 'hidden'));
    const tab = here[step.tab % here.length];
    if (!tab) return;
    const {talk} = tab;
    if (step.do === 'say') this.#say(tab);
    else if (step.do === 'retry' || step.do === 'discard') this.#decide(talk, step.do, step.which);
    else if (step.do === 'stop') talk.stop();
    else if (step.do === 'restart' || step.do === 'end') this.#restart(talk, step.do);
    else if (step.do === 'switch') this.#switch(tab);
    else if (step.do === 'away') this.#suspend(tab, step.ms);
    else this.#leave(tab, step.do);
  }

  /** After an end, the next message starts a new conversation. */
  #restart(talk: Talk, how: 'restart' | 'end'): void {
    this.restarts++;
    void talk[how]();
  }

  #say({talk, said}: Tab): void {
    const body = `v${this.said.size + 1}`;
    this.said.set(body, 1);
    said.set(body, this.time.now);
    void talk.send(body);
  }

  /** The visitor retries or discards a message that failed or is uncertain. */
  #decide(talk: Talk, decision: 'retry' | 'discard', which: number): void {
    const asking = talk.state.entries.filter(
      (entry): entry is VisitorEntry => entry.from === 'visitor' && (entry.delivery === 'failed' || entry.delivery === 'uncertain'),
    );
    const entry = asking[which % asking.length];
    if (!entry) return;
    const words = bodyOf(entry);
    if (decision === 'discard') {
      this.discarded.add(words);
      talk.discard(entry.id);
      return;
    }
    this.said.set(words, (this.said.get(words) ?? 0) + 1);
    void talk.retry(entry.id);
  }

  #leave(tab: Tab, how: 'reload' | 'crash' | 'close'): void {
    const {talk, life} = tab;
    this.#noteUnsaved(tab);
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    if (how === 'crash') life.abort();
    talk.dispose();
    setTimeout(() => life.abort(), 30); // The time left to a page that goes: enough for most writes, but not for all.
    if (how !== 'close' || !this.tabs.length) this.#open();
  }

  #noteUnsaved({said}: Tab): void {
    for (const [words, at] of said) if (this.time.now - at < storeTime) this.maybeUnsaved.add(words);
  }

  #suspend(tab: Tab, ms: number): void {
    this.#noteUnsaved(tab);
    setVisibility(tab, 'away');
    setTimeout(() => setVisibility(tab, 'visible'), ms);
  }

  #switch(front: Tab): void {
    for (const tab of this.tabs) if (tab.sight !== 'away') setVisibility(tab, tab === front ? 'visible' : 'hidden');
  }

  #open(): void {
    const name = `page-number-${++this.#pages}-of-somebody`; // Long enough for an idempotency key of a gateway.
    const life = new AbortController();
    setMaxListeners(0, life.signal);
    let ids = 0;
    const onSight = new Set<() => void>();
    const options = {
      transport: this.#transports.open(life.signal),
      persistence: this.#persistence(life.signal),
      now: () => this.time.now,
      newId: () => `${name}-${++ids}`,
      random: this.#random,
      online: {now: () => this.#online, subscribe: subscriberTo(this.#onLine)},
      visibility: {now: () => tab.sight, subscribe: subscriberTo(onSight)},
    };
    const tab: Omit<Tab, 'talk'> = {life, onSight, sight: 'visible', said: new Map()};
    const talk = this.#createConversation({options, browser: this.#browser, life: life.signal});
    talk.subscribe(() => this.#check(talk));
    this.tabs.push(Object.assign(tab, {talk}));
    void talk.open();
  }

  /** A conversation ignores errors of its listeners; the test must not. */
  #check(talk: Talk): void {
    try {
      this.#watch(talk);
    } catch (error) {
      this.#failure ??= {error};
    }
  }

  #connect(on: boolean): void {
    this.#online = on;
    for (const listener of this.#onLine) listener();
  }

  /** Reads and writes with a delay; what a page has not written when it goes is lost. */
  #persistence(life: AbortSignal): Persistence {
    const work = async <T>(change: () => T): Promise<T> => {
      await whileAlive(delay(this.#random() * 20, life), life);
      return change();
    };
    return {
      read: () => work((): unknown => (this.#disk === undefined ? undefined : JSON.parse(this.#disk))),
      write: (state) => {
        const json = JSON.stringify(state);
        return work(() => void (this.#disk = json));
      },
      clear: () => work(() => void (this.#disk = undefined)),
    };
  }
}

function isVisitorStep(step: {do: string}): step is VisitorStep {
  return Object.hasOwn(visitorSteps, step.do);
}

function setVisibility(tab: Tab, sight: Sight): void {
  tab.sight = sight;
  for (const listener of tab.onSight) listener();
}

function subscriberTo(listeners: Set<() => void>): (listener: () => void) => () => void {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

/** A transport whose requests are aborted, and never answered, once the page is gone. */
function transportWhileAlive(way: ChaosTransport, life: AbortSignal): Transport {
  return {
    ...(way.idempotent && {idempotent: true}),
    send: (request, {signal, ...options} = {}) =>
      whileAlive(way.send(request, {...options, signal: signal ? AbortSignal.any([signal, life]) : life}), life),
    ...(way.listen && {
      listen: ({signal, ...options} = {}) => way.listen!({...options, signal: signal ? AbortSignal.any([signal, life]) : life}),
    }),
  };
}

/** The outcome of `work`, which never reaches a page that is gone. */
export function whileAlive<T>(work: Promise<T>, life: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    work.then(
      (value) => !life.aborted && resolve(value),
      (error: unknown) => !life.aborted && reject(error),
    );
  });
}
