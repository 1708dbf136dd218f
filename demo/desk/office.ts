import {randomUUID} from 'node:crypto';

import type {DeskRequest} from '../../src/gateway/desk/desk.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import {Book} from './book.ts';
import {entriesOf, entry} from './entry.ts';
import type {Line, Result} from './line.ts';
import type {Entry, Person, Visitor} from './visitor.ts';

export interface OfficeOptions {
  people: readonly Person[];
  line: Line;
  /** Milliseconds until a waiting visitor is refused. */
  patience: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Estimated milliseconds per visitor, for waiting times. */
const perVisitor = 120_000;
/** Milliseconds that a visitor is shown as writing after each signal. */
const writingFor = 10_000;

/** Handles calls of the gateway, and actions of the people at the desk. */
export class Office {
  readonly book = new Book();
  readonly people: readonly Person[];
  readonly #options: OfficeOptions;
  /** The position in the queue last sent to each waiting visitor. */
  readonly #told = new Map<string, number>();
  readonly #patience = new Map<string, NodeJS.Timeout>();

  constructor(options: OfficeOptions) {
    this.#options = options;
    this.people = options.people;
  }

  /** Queues a visitor who wants a person. Idempotent for one who waits or is in a conversation already. */
  request({conversation, target, history}: DeskRequest): {accepted: boolean; queue?: {position: number; estimateMs: number}} {
    const known = this.book.find(conversation.id);
    if (known?.place === 'talking') return {accepted: true};
    if (known?.place !== 'waiting') {
      if (!this.book.open) return {accepted: false};
      this.#wait(visitorOf(conversation, target, entriesOf(history), this.#time()));
    }
    const position = this.#positionOf(conversation.id);
    this.#told.set(conversation.id, position);
    return {accepted: true, queue: {position, estimateMs: position * perVisitor}};
  }

  /** Adds a message of the visitor; a repeated `key` is ignored. */
  said(id: string, key: string, message: BotMessage): void {
    // After a restart the desk knows nobody, and an unknown visitor who writes is waiting for an answer.
    if (!this.book.find(id)) this.#wait(visitorOf({id, data: {}}, {}, [], this.#time()));
    const said = entry(message, {id: key, from: 'visitor', ts: this.#time()});
    if (said) this.book.add(id, said, ({unseen}) => ({unseen: unseen + 1, writingUntil: 0}));
  }

  signalled(id: string, message: {type: string; ref?: string}): void {
    if (message.type === 'iswriting') this.book.change(id, () => ({writingUntil: this.#options.now() + writingFor}));
    if (message.type === 'read') this.book.change(id, ({entries}) => ({entries: readUpTo(entries, message.ref)}));
  }

  gone(id: string, reason: string): void {
    const visitor = this.book.find(id);
    if (!visitor || visitor.place === 'gone') return;
    this.#leave(id, reason === 'user' ? `${visitor.name} has left.` : 'The conversation is over.');
  }

  /** Takes a visitor who waits or is in a conversation with a colleague. */
  async take(person: Person, id: string): Promise<void> {
    const before = this.book.find(id);
    if (!before || before.place === 'gone' || this.#has(person, id)) return;
    this.book.change(id, () => ({place: 'talking', person: person.id}));
    this.#note(id, `${person.nick} has taken over.`);
    this.#settleQueue(id);
    const result = await this.#act(id, {action: 'joined', agent: person});
    this.#check(id, result);
    // The visitor was not told: restores the previous state.
    if (result !== 'failed' || !this.#has(person, id)) return;
    const after = this.book.change(id, () => ({place: before.place, ...(before.person && {person: before.person})}));
    if (after?.place === 'waiting') this.#wait(after);
  }

  async say(person: Person, id: string, words: string): Promise<void> {
    if (!this.#has(person, id)) return;
    const key = randomUUID();
    this.book.add(id, {id: key, from: 'person', name: person.nick, words, ts: this.#time(), state: 'sending'});
    await this.#send(person, id, key, words);
  }

  /** Resends a message that was not delivered. */
  async again(person: Person, id: string, key: string): Promise<void> {
    const failed = this.book.find(id)?.entries.find((one) => one.id === key && one.state === 'failed');
    if (!failed || !this.#has(person, id)) return;
    this.book.mark(id, key, 'sending');
    await this.#send(person, id, key, failed.words);
  }

  async writing(person: Person, id: string, on: boolean): Promise<void> {
    if (this.#has(person, id)) await this.#act(id, {action: 'iswriting', agent: person, on});
  }

  /** Marks the visitor's messages as read by the person. */
  async seen(person: Person, id: string): Promise<void> {
    if (!this.#has(person, id) || this.book.find(id)?.unseen === 0) return;
    const last = this.book.change(id, () => ({unseen: 0}))?.entries.findLast(({from}) => from === 'visitor');
    if (last) await this.#act(id, {action: 'read', ref: last.id});
  }

  async handBack(person: Person, id: string): Promise<void> {
    if (!this.#has(person, id)) return;
    this.#leave(id, `${person.nick} has handed back to the bot.`);
    await this.#act(id, {action: 'left', agent: person, reason: 'handed_back'});
  }

  async end(person: Person, id: string): Promise<void> {
    if (!this.#has(person, id)) return;
    this.#leave(id, `${person.nick} has ended the conversation.`);
    await this.#act(id, {action: 'end', agent: person});
  }

  /** Cancels pending timers. */
  close(): void {
    for (const timer of this.#patience.values()) clearTimeout(timer);
    this.#patience.clear();
  }

  async #send(agent: Person, id: string, key: string, body: string): Promise<void> {
    const result = await this.#act(id, {action: 'message', agent, id: key, message: {code: 'message', type: 'text', body}});
    this.book.mark(id, key, result === 'done' ? 'sent' : 'failed');
    this.#check(id, result);
  }

  #act(id: string, action: Readonly<Record<string, unknown>>): Promise<Result> {
    return this.#options.line.act(id, action);
  }

  #check(id: string, result: Result): void {
    if (result === 'gone' && this.book.find(id)?.place === 'talking') this.#leave(id, 'The conversation is no longer with the desk.');
    if (result === 'failed') this.#note(id, 'The gateway could not be reached.');
  }

  #has(person: Person, id: string): boolean {
    const visitor = this.book.find(id);
    return visitor?.place === 'talking' && visitor.person === person.id;
  }

  #wait(visitor: Visitor): void {
    this.book.keep(visitor);
    const timer = setTimeout(() => void this.#refuse(visitor.id), this.#options.patience);
    timer.unref();
    clearTimeout(this.#patience.get(visitor.id));
    this.#patience.set(visitor.id, timer);
  }

  async #refuse(id: string): Promise<void> {
    this.#leave(id, 'Nobody came in time.');
    await this.#act(id, {action: 'refuse'});
  }

  #leave(id: string, words: string): void {
    this.book.change(id, () => ({place: 'gone', writingUntil: 0, unseen: 0}));
    this.#note(id, words);
    this.#settleQueue(id);
  }

  /** Sends waiting visitors their new positions after one left the queue. */
  #settleQueue(left: string): void {
    clearTimeout(this.#patience.get(left));
    this.#patience.delete(left);
    this.#told.delete(left);
    for (const [index, {id}] of this.book.waiting.entries()) {
      const position = index + 1;
      if (this.#told.get(id) === position) continue;
      this.#told.set(id, position);
      void this.#act(id, {action: 'queue', position, estimateMs: position * perVisitor});
    }
  }

  #positionOf(id: string): number {
    return this.book.waiting.findIndex((visitor) => visitor.id === id) + 1;
  }

  #note(id: string, words: string): void {
    this.book.add(id, {id: randomUUID(), from: 'note', words, ts: this.#time()});
  }

  #time(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

/** Entries up to `ref`. The gateway has its own ids for the desk's messages: an unknown id means all entries. */
function readUpTo(entries: readonly Entry[], ref: string | undefined): readonly Entry[] {
  const named = entries.findIndex(({id}) => id === ref);
  const last = named < 0 ? entries.length : named;
  return entries.map((one, index) => (index <= last && one.state === 'sent' ? {...one, state: 'read' as const} : one));
}

function visitorOf(
  {id, language, data, page}: Partial<DeskRequest['conversation']> & Pick<DeskRequest['conversation'], 'id' | 'data'>,
  {tags = [], agent}: DeskRequest['target'],
  entries: readonly Entry[],
  since: string,
): Visitor {
  const named = ['firstname', 'name', 'fullName'].map((key) => data[key]).find((name) => typeof name === 'string' && name.trim() !== '');
  const known = Object.entries(data).filter(([, value]) => value !== named && ['string', 'number', 'boolean'].includes(typeof value));
  return {
    id,
    name: typeof named === 'string' ? named : `Visitor ${id.slice(-4)}`,
    known: known.map(([key, value]) => [key, String(value)] as const),
    ...(language && {language}),
    ...(page?.url && /^https?:\/\//i.test(page.url) && {page: {url: page.url, title: page.title ?? page.url}}),
    wanted: agent ?? tags.join(', '),
    since,
    place: 'waiting',
    entries,
    writingUntil: 0,
    unseen: 0,
  };
}
