import type {Notice, PartView} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {Replica} from './replica.ts';
import {isPending, visitorEntry} from './entries.ts';
import {newId as randomId} from './id.ts';
import {blankState} from './options.ts';
import type {SharedOptions} from './shared-options.ts';
import {toVisitorMessage} from './visitor-message.ts';
import type {ConversationState} from './state.ts';
import {type Listener, Store, type Unsubscribe} from './store.ts';
import type {SendOptions, Talk} from './talk.ts';
import type {Command, CommandName, CommandOf} from './command.ts';

/**
 * One conversation in many tabs: one of them leads it, all show it, and each can speak. When the leading tab goes away, in whatever
 * way, another takes over, together with the commands not acknowledged yet. A tab without others leads its own conversation.
 *
 * Unprompted messages are received only through the option `listen`, which `SharedConversation` sets.
 * Nothing is shared, read or sent before `join`, `open`, `send`, `retry`, `end`, `restart` or `forget` is called.
 */
export class TabConversation implements Talk {
  readonly #store: Store;
  readonly #replica: Replica;
  readonly #newId: () => string;

  constructor(options: SharedOptions) {
    this.#newId = options.newId ?? randomId;
    this.#store = new Store(blankState(options));
    this.#replica = new Replica(options, this.#store);
  }

  get state(): ConversationState {
    return this.#store.state;
  }

  /** Whether this tab leads the conversation. Only the leader should play sounds. */
  get owns(): boolean {
    return this.#replica.isLeader;
  }

  /** Calls the listener whenever this tab starts or stops leading. */
  watchOwner(listener: (owns: boolean) => void): Unsubscribe {
    return this.#replica.watchLeader(listener);
  }

  subscribe(listener: Listener): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  /** Joins the other tabs and shows what they show, without asking the bot or reading the store. */
  join(): void {
    this.#replica.join();
  }

  open(): Promise<void> {
    return this.#submit('open');
  }

  async send(message: VisitorMessage | string, {id = this.#newId()}: SendOptions = {}): Promise<void> {
    const written = toVisitorMessage(message);
    await this.#submit('send', typeof message === 'string' ? message : written, {id});
    await this.#settled(id);
  }

  async retry(id: string): Promise<void> {
    await this.#submit('retry', id);
    await this.#settled(id);
  }

  discard(id: string): void {
    void this.#submit('discard', id);
  }

  stop(): void {
    void this.#submit('stop');
  }

  answer(id: string, place: 'replies' | 'controls', choice?: string): void {
    void this.#submit('answer', id, place, choice);
  }

  look(id: string, change: PartView): void {
    void this.#submit('look', id, change);
  }

  setAgent(agent?: Agent): void {
    void this.#submit('setAgent', agent);
  }

  setUploads(on: boolean): void {
    void this.#submit('setUploads', on);
  }

  setData(data: Readonly<Record<string, unknown>>): void {
    this.#replica.update({data});
    void this.#submit('setData', data);
  }

  setLanguage(language: string): void {
    this.#replica.update({language});
    void this.#submit('setLanguage', language);
  }

  notice(notice: Notice): void {
    void this.#submit('notice', notice);
  }

  watch(looking: boolean): void {
    this.#replica.watch(looking);
  }

  seen(): void {
    void this.#submit('seen');
  }

  write(draft: string): void {
    void this.#submit('write', draft);
  }

  read(id: string): void {
    void this.#submit('read', id);
  }

  show(open: boolean): void {
    void this.#submit('show', open);
  }

  rewind(id: string): void {
    void this.#submit('rewind', id);
  }

  end(): Promise<void> {
    return this.#submit('end');
  }

  restart(): Promise<void> {
    return this.#submit('restart');
  }

  /** Deletes what is stored, even if this tab never opened the conversation. */
  forget(): Promise<void> {
    return this.#submit('forget');
  }

  async flush(): Promise<void> {
    await this.#replica.flush();
  }

  dispose(): void {
    this.#replica.dispose();
    this.#store.close();
  }

  #submit<N extends CommandName>(name: N, ...args: CommandOf<N>['args']): Promise<void> {
    return this.#replica.submit({name, args} as Command);
  }

  /** Resolves when nothing more happens to a message without the visitor. */
  #settled(id: string): Promise<void> {
    return this.#store.until(({entries}) => !isPending(visitorEntry(entries, id)));
  }
}
