import type {Notice, PartView, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {Beginning} from './beginning.ts';
import {isPending, isQueued, visitorEntry} from './entries.ts';
import type {Hearing} from './hearing.ts';
import {Intake} from './intake.ts';
import {Keeper} from './keeper.ts';
import {Network} from './network.ts';
import {blankState, type ConversationOptions, requestOf, worldOf} from './options.ts';
import {Outbox} from './outbox.ts';
import {openPersistence} from './persistence.ts';
import {canRewind} from './rewind.ts';
import {toSpoken} from './spoken.ts';
import type {ConversationState} from './state.ts';
import {type Listener, Store, type Unsubscribe} from './store.ts';
import type {SendOptions, Talk} from './talk.ts';
import type {ConversationEvent} from './transition.ts';
import type {World} from './world.ts';

/** Events after which a queued message may become sendable. */
const movers: ReadonlySet<ConversationEvent['type']> = new Set(['discarded', 'acknowledged', 'undelivered']);

/**
 * One conversation with one bot: holds the state, sends the visitor's messages one turn at a time, and takes in the bot's answers.
 *
 * A message is shown at once, and waits for its turn and for the network; each message keeps its place. A bot that is asked directly
 * would receive a repeated message twice, so a failed one does not hold up the others, and is sent again only at the visitor's request.
 * With an `idempotent` transport it is retried automatically, before those after it.
 *
 * Unprompted messages are received only through the option `hear`, which `Conversation` sets.
 */
export class TurnConversation implements Talk {
  readonly #options: ConversationOptions;
  readonly #world: World;
  readonly #store: Store;
  readonly #intake: Intake;
  readonly #outbox: Outbox;
  readonly #hearing: Hearing | undefined;
  readonly #keeper: Keeper;
  readonly #network: Network;
  readonly #beginning: Beginning;
  #ending: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  #disposed = false;

  constructor(options: ConversationOptions) {
    const {persistence = openPersistence('none', '', 1)} = options;
    const world = (this.#world = worldOf(options));
    this.#options = options;
    this.#store = new Store(blankState(options));
    this.#intake = new Intake(this.#store, world);
    this.#keeper = new Keeper(persistence, this.#store);
    this.#beginning = new Beginning(options, this.#store, this.#intake, this.#keeper);
    this.#hearing = options.hear?.({world, store: this.#store, intake: this.#intake});
    this.#outbox = new Outbox(this.#store, {
      world,
      intake: this.#intake,
      keeper: this.#keeper,
      request: (event, message) => requestOf(this.#options, this.state, {event, message}),
      remembers: options.rewind === true && !world.transport.idempotent,
    });
    this.#network = new Network(world, this.#store, () => this.#reconnect());
    this.#store.subscribe(({phase}, {type}) => {
      this.#keeper.touch(type);
      if (type === 'restored') this.#outbox.resume();
      this.#hearing?.follow(phase === 'open');
      if (phase === 'open' && movers.has(type)) void this.#outbox.run();
    });
  }

  get state(): ConversationState {
    return this.#store.state;
  }

  subscribe(listener: Listener): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  async open(): Promise<void> {
    if (!(await this.#begin())) return;
    this.#outbox.hurry();
    await this.#run();
    await this.#store.until(({phase}) => phase !== 'connecting');
  }

  async send(message: VisitorMessage | string, {id = this.#world.newId()}: SendOptions = {}): Promise<void> {
    const spoken = toSpoken(message);
    if (!this.#beginning.isMade && !(await this.#begin())) return;
    if (this.state.entries.some((entry) => entry.id === id)) return this.#deliver(id);
    if (this.state.phase === 'ended') this.#beginning.again();
    const entry = {id, at: this.#world.now(), from: 'visitor', message: spoken, delivery: 'queued'} as const;
    this.#store.apply({type: 'said', entry, typed: typeof message === 'string'});
    await this.#deliver(id);
  }

  async retry(id: string): Promise<void> {
    const entry = this.#unsent(id);
    if (!entry || entry.folded) return;
    if (this.state.phase === 'ended') this.#beginning.again();
    if (isQueued(entry)) this.#outbox.hurry();
    else this.#store.apply({type: 'requeued', id});
    await this.#deliver(id);
  }

  discard(id: string): void {
    if (this.#unsent(id)) this.#store.apply({type: 'discarded', id});
  }

  stop(): void {
    this.#outbox.stop();
  }

  answer(id: string, place: 'replies' | 'controls', choice?: string): void {
    this.#store.apply({type: 'chosen', id, place, choice});
  }

  look(id: string, change: PartView): void {
    this.#store.apply({type: 'looked', id, change});
  }

  setAgent(agent?: Agent): void {
    this.#store.apply({type: 'agent_changed', agent});
  }

  setUploads(on: boolean): void {
    this.#store.apply({type: 'uploads_changed', on});
  }

  setData(data: Readonly<Record<string, unknown>>): void {
    this.#beginning.tell(data);
  }

  setLanguage(language: string): void {
    this.#beginning.speak(language);
  }

  notice(notice: Notice): void {
    this.#intake.notice(notice);
  }

  watch(looking: boolean): void {
    this.#intake.looking = looking;
  }

  seen(): void {
    this.#store.apply({type: 'seen'});
  }

  write(draft: string): void {
    if (draft !== (this.state.draft ?? '')) this.#store.apply({type: 'drafted', draft});
  }

  read(id: string): void {
    this.#store.apply({type: 'read', id});
  }

  show(open: boolean): void {
    if (open !== this.state.opened) this.#store.apply({type: 'shown', open});
  }

  rewind(id: string): void {
    if (canRewind(this.state, id)) this.#store.apply({type: 'rewound', id});
  }

  async end(): Promise<void> {
    const {phase} = this.state;
    if (this.#disposed || (phase !== 'open' && phase !== 'connecting')) return this.#ending;
    const farewell = requestOf(this.#options, this.state, {event: 'end'});
    this.#outbox.abandon();
    this.#intake.end();
    await (this.#ending = this.#outbox.bid(farewell));
  }

  async restart(): Promise<void> {
    this.#restarting ??= this.#beginBelow().finally(() => (this.#restarting = undefined));
    await this.#restarting;
  }

  async forget(): Promise<void> {
    this.#outbox.abandon();
    this.#hearing?.stop();
    const state = this.#beginning.forget();
    const forgotten = this.#keeper.forget();
    this.#store.apply({type: 'forgotten', state});
    await forgotten;
  }

  async flush(): Promise<void> {
    await this.#keeper.flush();
  }

  dispose(): void {
    void this.#keeper.close();
    this.#disposed = true;
    this.#beginning.abandon();
    this.#outbox.abandon();
    this.#hearing?.stop();
    this.#network.end();
    this.#store.close();
  }

  /** Processes the queue, once the bot has been told of a previous end. */
  async #run(): Promise<void> {
    await this.#ending;
    if (!this.#disposed) void this.#outbox.run();
  }

  /** The network is back: sends what waited for it. A failed start, with nothing said since, waits for the visitor. */
  #reconnect(): void {
    const {phase, startFailed, startAt, entries} = this.state;
    const waitsForVisitor = phase === 'idle' && startFailed && startAt === undefined && !entries.some(isQueued);
    this.#outbox.hurry();
    if (this.#beginning.isMade && !waitsForVisitor) void this.#run();
  }

  async #deliver(id: string): Promise<void> {
    await this.#run();
    await this.#store.until(({entries}) => !isPending(visitorEntry(entries, id)));
  }

  /** The message, unless it is on its way or has arrived. */
  #unsent(id: string): VisitorEntry | undefined {
    const entry = visitorEntry(this.state.entries, id);
    return entry?.delivery === 'sending' || entry?.delivery === 'sent' ? undefined : entry;
  }

  /** Resolves to false if the conversation was forgotten or disposed of meanwhile. */
  async #begin(): Promise<boolean> {
    const begun = await this.#beginning.make();
    if (begun) this.#network.begin();
    return begun;
  }

  async #beginBelow(): Promise<void> {
    await this.end();
    if (this.state.phase === 'ended') this.#beginning.again();
    await this.open();
  }
}
