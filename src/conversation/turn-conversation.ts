import type {Notice, PartView, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {Lifecycle} from './lifecycle.ts';
import {isPending, isQueued, visitorEntry} from './entries.ts';
import type {Receiver} from './receiver.ts';
import {Inbox} from './inbox.ts';
import {Autosave} from './autosave.ts';
import {Network} from './network.ts';
import {blankState, type ConversationOptions, requestOf, environmentOf} from './options.ts';
import {Outbox} from './outbox.ts';
import {openPersistence} from './persistence.ts';
import {canRewind} from './rewind.ts';
import {toVisitorMessage} from './visitor-message.ts';
import type {ConversationState} from './state.ts';
import {type Listener, Store, type Unsubscribe} from './store.ts';
import type {SendOptions, Talk} from './talk.ts';
import type {ConversationEvent} from './transition.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';

/** Events after which a queued message may become sendable. */
const unblocking: ReadonlySet<ConversationEvent['type']> = new Set(['discarded', 'acknowledged', 'undelivered']);

/**
 * One conversation with one bot: holds the state, sends the visitor's messages one turn at a time, and takes in the bot's answers.
 *
 * A message is shown at once, and waits for its turn and for the network; each message keeps its place. A bot that is asked directly
 * would receive a repeated message twice, so a failed one does not hold up the others, and is sent again only at the visitor's request.
 * With an `idempotent` transport it is retried automatically, before those after it.
 *
 * Unprompted messages are received only through the option `listen`, which `Conversation` sets.
 */
export class TurnConversation implements Talk {
  readonly #options: ConversationOptions;
  readonly #env: ConversationEnvironment;
  readonly #store: Store;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #receiver: Receiver | undefined;
  readonly #autosave: Autosave;
  readonly #network: Network;
  readonly #lifecycle: Lifecycle;
  #ending: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  #isDisposed = false;

  constructor(options: ConversationOptions) {
    const {persistence = openPersistence('none', '', 1)} = options;
    const env = (this.#env = environmentOf(options));
    this.#options = options;
    this.#store = new Store(blankState(options));
    this.#inbox = new Inbox(this.#store, env);
    this.#autosave = new Autosave(persistence, this.#store);
    this.#lifecycle = new Lifecycle(options, this.#store, this.#inbox, this.#autosave);
    this.#receiver = options.listen?.({env, store: this.#store, inbox: this.#inbox});
    this.#outbox = new Outbox(this.#store, {
      env,
      inbox: this.#inbox,
      autosave: this.#autosave,
      request: (event, message) => requestOf(this.#options, this.state, {event, message}),
      remembers: options.rewind === true && !env.transport.idempotent,
    });
    this.#network = new Network(env, this.#store, () => this.#reconnect());
    this.#store.subscribe(({phase}, {type}) => {
      this.#autosave.schedule(type);
      if (type === 'restored') this.#outbox.resume();
      this.#receiver?.setOpen(phase === 'open');
      if (phase === 'open' && unblocking.has(type)) void this.#outbox.run();
    });
  }

  get state(): ConversationState {
    return this.#store.state;
  }

  subscribe(listener: Listener): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  async open(): Promise<void> {
    if (!(await this.#restore())) return;
    this.#outbox.retryNow();
    await this.#runOutbox();
    await this.#store.until(({phase}) => phase !== 'connecting');
  }

  async send(message: VisitorMessage | string, {id = this.#env.newId()}: SendOptions = {}): Promise<void> {
    const written = toVisitorMessage(message);
    if (!this.#lifecycle.isRestored && !(await this.#restore())) return;
    if (this.state.entries.some((entry) => entry.id === id)) return this.#deliver(id);
    if (this.state.phase === 'ended') this.#lifecycle.restart();
    const entry = {id, at: this.#env.now(), from: 'visitor', message: written, delivery: 'queued'} as const;
    this.#store.apply({type: 'said', entry, typed: typeof message === 'string'});
    await this.#deliver(id);
  }

  async retry(id: string): Promise<void> {
    const entry = this.#resendable(id);
    if (!entry || entry.folded) return;
    if (this.state.phase === 'ended') this.#lifecycle.restart();
    if (isQueued(entry)) this.#outbox.retryNow();
    else this.#store.apply({type: 'requeued', id});
    await this.#deliver(id);
  }

  discard(id: string): void {
    if (this.#resendable(id)) this.#store.apply({type: 'discarded', id});
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
    this.#lifecycle.setData(data);
  }

  setLanguage(language: string): void {
    this.#lifecycle.setLanguage(language);
  }

  notice(notice: Notice): void {
    this.#inbox.notice(notice);
  }

  watch(looking: boolean): void {
    this.#inbox.looking = looking;
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
    if (this.#isDisposed || (phase !== 'open' && phase !== 'connecting')) return this.#ending;
    const request = requestOf(this.#options, this.state, {event: 'end'});
    this.#outbox.abort();
    this.#inbox.end();
    await (this.#ending = this.#outbox.sendEnd(request));
  }

  async restart(): Promise<void> {
    this.#restarting ??= this.#startBelow().finally(() => (this.#restarting = undefined));
    await this.#restarting;
  }

  async forget(): Promise<void> {
    this.#outbox.abort();
    this.#receiver?.stop();
    const state = this.#lifecycle.reset();
    const forgotten = this.#autosave.forget();
    this.#store.apply({type: 'forgotten', state});
    await forgotten;
  }

  async flush(): Promise<void> {
    await this.#autosave.flush();
  }

  dispose(): void {
    void this.#autosave.close();
    this.#isDisposed = true;
    this.#lifecycle.cancel();
    this.#outbox.abort();
    this.#receiver?.stop();
    this.#network.stop();
    this.#store.close();
  }

  /** Processes the queue, once the bot has been told of a previous end. */
  async #runOutbox(): Promise<void> {
    await this.#ending;
    if (!this.#isDisposed) void this.#outbox.run();
  }

  /** The network is back: sends what waited for it. A failed start, with nothing said since, waits for the visitor. */
  #reconnect(): void {
    const {phase, startFailed, startAt, entries} = this.state;
    const waitsForVisitor = phase === 'idle' && startFailed && startAt === undefined && !entries.some(isQueued);
    this.#outbox.retryNow();
    if (this.#lifecycle.isRestored && !waitsForVisitor) void this.#runOutbox();
  }

  async #deliver(id: string): Promise<void> {
    await this.#runOutbox();
    await this.#store.until(({entries}) => !isPending(visitorEntry(entries, id)));
  }

  /** The message, unless it is on its way or has arrived. */
  #resendable(id: string): VisitorEntry | undefined {
    const entry = visitorEntry(this.state.entries, id);
    return entry?.delivery === 'sending' || entry?.delivery === 'sent' ? undefined : entry;
  }

  /** Resolves to false if the conversation was forgotten or disposed of meanwhile. */
  async #restore(): Promise<boolean> {
    const isRestored = await this.#lifecycle.restore();
    if (isRestored) this.#network.start();
    return isRestored;
  }

  async #startBelow(): Promise<void> {
    await this.end();
    if (this.state.phase === 'ended') this.#lifecycle.restart();
    await this.open();
  }
}
