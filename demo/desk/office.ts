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
  /** Milliseconds a visitor waits at most until told that nobody comes. */
  patience: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Milliseconds a person takes for a visitor, as told to those who wait. */
const perVisitor = 120_000;
/** Milliseconds a visitor is shown as writing after each sign of it. */
const writingFor = 10_000;

/** What the desk does with what the gateway tells, and with what its people do. */
export class Office {
  readonly book = new Book();
  readonly people: readonly Person[];
  readonly #options: OfficeOptions;
  /** The place in the queue that each waiting visitor was told last. */
  readonly #told = new Map<string, number>();
  readonly #patience = new Map<string, NodeJS.Timeout>();

  constructor(options: OfficeOptions) {
    this.#options = options;
    this.people = options.people;
  }

  /** A visitor wants a person. Asked again for one who waits or is talked to already, it answers the same. */
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

  /** The visitor said something; the same `key` is heard once. */
  said(id: string, key: string, message: BotMessage): void {
    // A desk that was started anew knows nobody, and whoever speaks to it is waiting for an answer.
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

  /** Takes somebody who waits, or whom a colleague talks to. */
  async take(person: Person, id: string): Promise<void> {
    const before = this.book.find(id);
    if (!before || before.place === 'gone' || this.#has(person, id)) return;
    this.book.change(id, () => ({place: 'talking', person: person.id}));
    this.#note(id, `${person.nick} has taken over.`);
    this.#settleQueue(id);
    const result = await this.#act(id, {action: 'joined', agent: person});
    this.#check(id, result);
    // The visitor knows nothing of it yet: all is as before.
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

  /** Sends again what did not arrive. */
  async again(person: Person, id: string, key: string): Promise<void> {
    const failed = this.book.find(id)?.entries.find((one) => one.id === key && one.state === 'failed');
    if (!failed || !this.#has(person, id)) return;
    this.book.mark(id, key, 'sending');
    await this.#send(person, id, key, failed.words);
  }

  async writing(person: Person, id: string, on: boolean): Promise<void> {
    if (this.#has(person, id)) await this.#act(id, {action: 'iswriting', agent: person, on});
  }

  /** The person has the visitor's words before their eyes. */
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

  /** Forgets what it still wanted to do. */
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

  /** After somebody stopped waiting: the others move up, and hear of it. */
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

/** The gateway has names of its own for what the desk said: a name that is not known here means all there is. */
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
