import type {Delivery, Notice, PartView} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {writeRequest} from '../protocol/write.ts';
import {newId as randomId} from './id.ts';
import {Intake, type Source} from './intake.ts';
import {Keeper} from './keeper.ts';
import {LateListener} from './listener.ts';
import {blankState, type ConversationOptions, requestOf} from './options.ts';
import {Outbox} from './outbox.ts';
import {openPersistence} from './persistence.ts';
import {restore, save} from './saved.ts';
import {toSpoken} from './spoken.ts';
import type {ConversationState} from './state.ts';
import {type Listener, Store, type Unsubscribe} from './store.ts';

/**
 * One talk with one bot: holds the state, sends what the visitor says one turn at a time, takes in what the bot answers.
 *
 * What the visitor says is shown at once and waits for its turn. A message that failed does not hold up the later ones; each
 * keeps its place. Nothing is sent twice unless the visitor asks for it, since a bot asked directly would hear it twice.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #source: Source;
  readonly #store: Store;
  readonly #intake: Intake;
  readonly #outbox: Outbox;
  readonly #listener: LateListener;
  readonly #keeper: Keeper;
  /** What the page told by `setData`: it outlives a new beginning. */
  #told: Readonly<Record<string, unknown>> = {};
  /** Replaced when all is forgotten, so that what began before ends unheard. */
  #visit = {};
  #restoring: Promise<boolean> | undefined;
  #restored = false;
  #ending: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  #disposed = false;

  constructor(options: ConversationOptions) {
    const {transport, persistence = openPersistence('none', '', 1), now = Date.now, newId = randomId} = options;
    this.#options = options;
    this.#source = {now, newId};
    this.#store = new Store(blankState(options));
    this.#intake = new Intake(this.#store, this.#source);
    this.#keeper = new Keeper(persistence, () => save(this.state));
    this.#listener = new LateListener(transport, this.#store, this.#intake, this.#source);
    this.#outbox = new Outbox(this.#store, {
      transport,
      source: this.#source,
      request: (event, message) => requestOf(this.#options, this.state, {event, message}),
      take: (answer) => this.#intake.take(answer),
      secure: () => this.#keeper.secure(),
    });
    this.#store.subscribe(({phase}, {type}) => {
      this.#keeper.touch(type);
      this.#listener.follow(phase === 'open');
    });
  }

  get state(): ConversationState {
    return this.#store.state;
  }

  /** Calls the listener after every later change, with the change that happened. */
  subscribe(listener: Listener): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  /**
   * Brings back what was kept and sends what still waits there, or else asks the bot to start; again, if that failed before.
   * Resolves when the bot has answered or could not be reached, which `state.startFailed` then says. Never rejects.
   */
  async open(): Promise<void> {
    if (!(await this.#restore())) return;
    await this.#run();
    await this.#store.until(({phase}) => phase !== 'connecting');
  }

  /**
   * Says something to the bot; a string is what the visitor typed, and closes the quick replies still open. After an end it begins
   * a new conversation. Resolves when the turn is over, however it went: that is said by the entry's `delivery`.
   * @throws {ProtocolError} when it is no message of this protocol, or too big to be sent.
   */
  async send(message: VisitorMessage | string): Promise<void> {
    const spoken = toSpoken(message);
    writeRequest(requestOf(this.#options, this.state, {event: 'continue', message: spoken}));
    if (!this.#restored && !(await this.#restore())) return;
    if (this.state.phase === 'ended') this.#startAgain();
    const id = this.#source.newId();
    const entry = {id, at: this.#source.now(), from: 'visitor', message: spoken, delivery: 'queued'} as const;
    this.#store.apply({type: 'said', entry, typed: typeof message === 'string'});
    await this.#deliver(id);
  }

  /** Sends the very same message again, under the same id, because the visitor asked for it. Its place stays. */
  async retry(id: string): Promise<void> {
    const delivery = this.#deliveryOf(id);
    if (delivery !== 'failed' && delivery !== 'uncertain') return;
    if (this.state.phase === 'ended') this.#startAgain();
    this.#store.apply({type: 'requeued', id});
    await this.#deliver(id);
  }

  /** Takes a message away that is not under way and has not surely arrived. */
  discard(id: string): void {
    const delivery = this.#deliveryOf(id);
    if (delivery && delivery !== 'sending' && delivery !== 'sent') this.#store.apply({type: 'discarded', id});
  }

  /** Waits no longer for the answer under way; its entry becomes `uncertain`, and what was said after it goes on. */
  stop(): void {
    this.#outbox.stop();
  }

  /**
   * Marks a message's quick replies, or its buttons and times, as answered.
   * @param choice Path of the control used, such as `quick_replies[1]`; absent when it was answered otherwise.
   */
  answer(id: string, place: 'replies' | 'controls', choice?: string): void {
    this.#store.apply({type: 'chosen', id, place, choice});
  }

  /** Keeps how the visitor left a message: its slide, a chosen day. */
  look(id: string, change: PartView): void {
    this.#store.apply({type: 'looked', id, change});
  }

  /** Says who speaks from now on; nobody in particular when absent. */
  setAgent(agent?: Agent): void {
    this.#store.apply({type: 'agent_changed', agent});
  }

  /** Says whether the bot wants files. */
  setUploads(on: boolean): void {
    this.#store.apply({type: 'uploads_changed', on});
  }

  /** Adds to what the bot may know; it hears of it with the visitor's next turn. A new beginning keeps it. */
  setData(data: Readonly<Record<string, unknown>>): void {
    this.#told = {...this.#told, ...data};
    this.#store.apply({type: 'learned', data});
  }

  /** Puts a line into the conversation that nobody said. */
  notice(notice: Notice): void {
    this.#intake.notice(notice);
  }

  /** Says whether somebody looks at the conversation; what comes while nobody does is unread. Somebody does unless told. */
  watch(looking: boolean): void {
    this.#intake.looking = looking;
  }

  /** Nothing is unread any more. */
  seen(): void {
    this.#store.apply({type: 'seen'});
  }

  /**
   * Ends the conversation at once: what was under way may have arrived, what waited is not sent. Resolves when the bot was told
   * or could not be; what it says to that is not heard.
   */
  async end(): Promise<void> {
    const {phase} = this.state;
    if (this.#disposed || (phase !== 'open' && phase !== 'connecting')) return this.#ending;
    const farewell = requestOf(this.#options, this.state, {event: 'end'});
    this.#outbox.abandon();
    this.#intake.end();
    await (this.#ending = this.#outbox.bid(farewell));
  }

  /** Ends the conversation, if it has not, and begins a new one below it, with the bot's memory as it was at first. */
  async restart(): Promise<void> {
    this.#restarting ??= this.#beginBelow().finally(() => (this.#restarting = undefined));
    await this.#restarting;
  }

  /** Deletes everything that is known and kept, at once and without telling the bot. `open()` begins anew. */
  async forget(): Promise<void> {
    this.#outbox.abandon();
    this.#listener.stop();
    this.#visit = {};
    this.#restoring = undefined;
    this.#restored = false;
    this.#told = {};
    const forgotten = this.#keeper.forget();
    this.#store.apply({type: 'forgotten', state: blankState(this.#options)});
    await forgotten;
  }

  /** Writes down at once what is not yet kept, such as before the page goes away. */
  async flush(): Promise<void> {
    await this.#keeper.flush();
  }

  /** Lets go of everything: nothing is sent, heard or told any more. What is kept stays. */
  dispose(): void {
    void this.#keeper.flush();
    this.#disposed = true;
    this.#visit = {};
    this.#outbox.abandon();
    this.#listener.stop();
    this.#store.close();
  }

  /** Lets the queue move, once the bot was told of an end that came before. */
  async #run(): Promise<void> {
    await this.#ending;
    if (!this.#disposed) void this.#outbox.run();
  }

  async #deliver(id: string): Promise<void> {
    await this.#run();
    const pending: (Delivery | undefined)[] = ['queued', 'sending'];
    await this.#store.until(() => !pending.includes(this.#deliveryOf(id)));
  }

  #deliveryOf(id: string): Delivery | undefined {
    const entry = this.state.entries.find((one) => one.id === id);
    return entry?.from === 'visitor' ? entry.delivery : undefined;
  }

  /** True unless all was forgotten or let go meanwhile. */
  #restore(): Promise<boolean> {
    return (this.#restoring ??= this.#readKept(this.#visit));
  }

  async #readKept(visit: object): Promise<boolean> {
    const kept = restore(await this.#keeper.read(), this.#source.now());
    if (visit !== this.#visit) return false;
    const {data, language = kept?.language} = blankState(this.#options);
    if (kept) this.#store.apply({type: 'restored', state: {...kept, language, data: {...data, ...kept.data, ...this.#told}}});
    return (this.#restored = true);
  }

  async #beginBelow(): Promise<void> {
    await this.end();
    if (this.state.phase === 'ended') this.#startAgain();
    await this.open();
  }

  #startAgain(): void {
    const {data, context} = blankState(this.#options);
    const entry = this.#intake.noticeOf('started_again');
    this.#store.apply({type: 'started_again', entry, data: {...data, ...this.#told}, context});
  }
}
