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
import type {Verb} from './verbs.ts';

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

  async open(): Promise<void> {
    await this.#do({name: 'open', args: []});
  }

  async send(message: VisitorMessage | string, {id = this.#newId()}: SendOptions = {}): Promise<void> {
    const spoken = toSpoken(message);
    await this.#do({name: 'send', args: [typeof message === 'string' ? message : spoken, {id}]});
    await this.#settled(id);
  }

  async retry(id: string): Promise<void> {
    await this.#do({name: 'retry', args: [id]});
    await this.#settled(id);
  }

  discard(id: string): void {
    void this.#do({name: 'discard', args: [id]});
  }

  stop(): void {
    void this.#do({name: 'stop', args: []});
  }

  answer(id: string, place: 'replies' | 'controls', choice?: string): void {
    void this.#do({name: 'answer', args: [id, place, choice]});
  }

  look(id: string, change: PartView): void {
    void this.#do({name: 'look', args: [id, change]});
  }

  setAgent(agent?: Agent): void {
    void this.#do({name: 'setAgent', args: [agent]});
  }

  setUploads(on: boolean): void {
    void this.#do({name: 'setUploads', args: [on]});
  }

  setData(data: Readonly<Record<string, unknown>>): void {
    this.#company.learn({data});
    void this.#do({name: 'setData', args: [data]});
  }

  setLanguage(language: string): void {
    this.#company.learn({language});
    void this.#do({name: 'setLanguage', args: [language]});
  }

  notice(notice: Notice): void {
    void this.#do({name: 'notice', args: [notice]});
  }

  watch(looking: boolean): void {
    this.#company.watch(looking);
  }

  seen(): void {
    void this.#do({name: 'seen', args: []});
  }

  write(draft: string): void {
    void this.#do({name: 'write', args: [draft]});
  }

  read(id: string): void {
    void this.#do({name: 'read', args: [id]});
  }

  show(open: boolean): void {
    void this.#do({name: 'show', args: [open]});
  }

  rewind(id: string): void {
    void this.#do({name: 'rewind', args: [id]});
  }

  async end(): Promise<void> {
    this.join();
    await this.#do({name: 'end', args: []});
  }

  async restart(): Promise<void> {
    await this.#do({name: 'restart', args: []});
  }

  /** Deletes what is stored, even if this tab never opened the conversation. */
  async forget(): Promise<void> {
    this.join();
    await this.#do({name: 'forget', args: []});
  }

  async flush(): Promise<void> {
    await this.#company.flush();
  }

  dispose(): void {
    this.#company.dispose();
    this.#store.close();
  }

  async #do(verb: Verb): Promise<void> {
    await this.#company.want(verb);
  }

  /** Resolves when nothing more happens to a message without the visitor. */
  #settled(id: string): Promise<void> {
    return this.#store.until(({entries}) => !isPending(visitorEntry(entries, id)));
  }
}
