import type {Notice, PartView} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {Company} from './company.ts';
import {isPending, visitorEntry} from './entries.ts';
import {newId as randomId} from './id.ts';
import {blankState} from './options.ts';
import type {SharedOptions} from './shared-options.ts';
import {toSpoken} from './spoken.ts';
import type {ConversationState} from './state.ts';
import {type Listener, Store, type Unsubscribe} from './store.ts';
import type {SendOptions, Talk} from './talk.ts';
import type {Verb, VerbName, VerbOf} from './verbs.ts';

/**
 * One conversation in many tabs: one of them leads it, all show it, and each can speak. When the leading tab goes away, in whatever
 * way, another takes over, together with the requests that were not heard yet. A tab without company leads its own conversation.
 *
 * Unprompted messages are received only through the option `hear`, which `SharedConversation` sets.
 * Nothing is shared, read or sent before `join`, `open`, `send`, `retry`, `end`, `restart` or `forget` is called.
 */
export class TabConversation implements Talk {
  readonly #store: Store;
  readonly #company: Company;
  readonly #newId: () => string;

  constructor(options: SharedOptions) {
    this.#newId = options.newId ?? randomId;
    this.#store = new Store(blankState(options));
    this.#company = new Company(options, this.#store);
  }

  get state(): ConversationState {
    return this.#store.state;
  }

  /** Whether this tab leads the conversation. Only the leader should play sounds. */
  get owns(): boolean {
    return this.#company.owns;
  }

  /** Calls the listener whenever this tab starts or stops leading. */
  watchOwner(listener: (owns: boolean) => void): Unsubscribe {
    return this.#company.watchOwner(listener);
  }

  subscribe(listener: Listener): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  /** Joins the other tabs and shows what they show, without asking the bot or reading the store. */
  join(): void {
    this.#company.join();
  }

  open(): Promise<void> {
    return this.#do('open');
  }

  async send(message: VisitorMessage | string, {id = this.#newId()}: SendOptions = {}): Promise<void> {
    const spoken = toSpoken(message);
    await this.#do('send', typeof message === 'string' ? message : spoken, {id});
    await this.#settled(id);
  }

  async retry(id: string): Promise<void> {
    await this.#do('retry', id);
    await this.#settled(id);
  }

  discard(id: string): void {
    void this.#do('discard', id);
  }

  stop(): void {
    void this.#do('stop');
  }

  answer(id: string, place: 'replies' | 'controls', choice?: string): void {
    void this.#do('answer', id, place, choice);
  }

  look(id: string, change: PartView): void {
    void this.#do('look', id, change);
  }

  setAgent(agent?: Agent): void {
    void this.#do('setAgent', agent);
  }

  setUploads(on: boolean): void {
    void this.#do('setUploads', on);
  }

  setData(data: Readonly<Record<string, unknown>>): void {
    this.#company.learn({data});
    void this.#do('setData', data);
  }

  setLanguage(language: string): void {
    this.#company.learn({language});
    void this.#do('setLanguage', language);
  }

  notice(notice: Notice): void {
    void this.#do('notice', notice);
  }

  watch(looking: boolean): void {
    this.#company.watch(looking);
  }

  seen(): void {
    void this.#do('seen');
  }

  write(draft: string): void {
    void this.#do('write', draft);
  }

  read(id: string): void {
    void this.#do('read', id);
  }

  show(open: boolean): void {
    void this.#do('show', open);
  }

  rewind(id: string): void {
    void this.#do('rewind', id);
  }

  end(): Promise<void> {
    return this.#do('end');
  }

  restart(): Promise<void> {
    return this.#do('restart');
  }

  /** Deletes what is stored, even if this tab never opened the conversation. */
  forget(): Promise<void> {
    return this.#do('forget');
  }

  async flush(): Promise<void> {
    await this.#company.flush();
  }

  dispose(): void {
    this.#company.dispose();
    this.#store.close();
  }

  #do<N extends VerbName>(name: N, ...args: VerbOf<N>['args']): Promise<void> {
    return this.#company.want({name, args} as Verb);
  }

  /** Resolves when nothing more happens to a message without the visitor. */
  #settled(id: string): Promise<void> {
    return this.#store.until(({entries}) => !isPending(visitorEntry(entries, id)));
  }
}
