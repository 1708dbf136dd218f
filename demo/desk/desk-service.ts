import {randomUUID} from 'node:crypto';

import type {DeskRequest} from '../../src/gateway/desk/desk.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import {VisitorStore} from './visitor-store.ts';
import {entriesOf, entry} from './entry.ts';
import type {GatewayClient, ActionResult} from './gateway-client.ts';
import type {Entry, Person, Visitor} from './visitor.ts';

export interface DeskServiceOptions {
  people: readonly Person[];
  client: GatewayClient;
  /** Milliseconds until a waiting visitor is refused. */
  patience: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Estimated milliseconds per visitor, for waiting times. */
const serviceTime = 120_000;
/** Milliseconds that a visitor is shown as writing after each signal. */
const typingTimeout = 10_000;

/** Handles calls of the gateway, and actions of the people at the desk. */
export class DeskService {
  readonly visitors = new VisitorStore();
  readonly people: readonly Person[];
  readonly #options: DeskServiceOptions;
  /** The position in the queue last sent to each waiting visitor. */
  readonly #sentPositions = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: DeskServiceOptions) {
    this.#options = options;
    this.people = options.people;
  }

  /** Queues a visitor who wants a person. Idempotent for one who waits or is in a conversation already. */
  request({conversation, target, history}: DeskRequest): {accepted: boolean; queue?: {position: number; estimateMs: number}} {
    const known = this.visitors.find(conversation.id);
    if (known?.place === 'talking') return {accepted: true};
    if (known?.place !== 'waiting') {
      if (!this.visitors.open) return {accepted: false};
      this.#enqueue(visitorOf(conversation, target, entriesOf(history), this.#time()));
    }
    const position = this.#positionOf(conversation.id);
    this.#sentPositions.set(conversation.id, position);
    return {accepted: true, queue: {position, estimateMs: position * serviceTime}};
  }

  /** Adds a message of the visitor; a repeated `key` is ignored. */
  said(id: string, key: string, message: BotMessage): void {
    // After a restart the desk knows nobody, and an unknown visitor who writes is waiting for an answer.
    if (!this.visitors.find(id)) this.#enqueue(visitorOf({id, data: {}}, {}, [], this.#time()));
    const said = entry(message, {id: key, from: 'visitor', ts: this.#time()});
    if (said) this.visitors.add(id, said, ({unseen}) => ({unseen: unseen + 1, writingUntil: 0}));
  }

  signalled(id: string, message: {type: string; ref?: string}): void {
    if (message.type === 'iswriting') this.visitors.update(id, () => ({writingUntil: this.#options.now() + typingTimeout}));
    if (message.type === 'read') this.visitors.update(id, ({entries}) => ({entries: readUpTo(entries, message.ref)}));
  }

  gone(id: string, reason: string): void {
    const visitor = this.visitors.find(id);
    if (!visitor || visitor.place === 'gone') return;
    this.#close(id, reason === 'user' ? `${visitor.name} has left.` : 'The conversation is over.');
  }

  /** Takes a visitor who waits or is in a conversation with a colleague. */
  async take(person: Person, id: string): Promise<void> {
    const before = this.visitors.find(id);
    if (!before || before.place === 'gone' || this.#isServing(person, id)) return;
    this.visitors.update(id, () => ({place: 'talking', person: person.id}));
    this.#addNote(id, `${person.nick} has taken over.`);
    this.#sendPositions(id);
    const result = await this.#post(id, {action: 'joined', agent: person});
    this.#handleResult(id, result);
    // The visitor was not told: restores the previous state.
    if (result !== 'failed' || !this.#isServing(person, id)) return;
    const after = this.visitors.update(id, () => ({place: before.place, ...(before.person && {person: before.person})}));
    if (after?.place === 'waiting') this.#enqueue(after);
  }

  async say(person: Person, id: string, words: string): Promise<void> {
    if (!this.#isServing(person, id)) return;
    const key = randomUUID();
    this.visitors.add(id, {id: key, from: 'person', name: person.nick, words, ts: this.#time(), state: 'sending'});
    await this.#send(person, id, key, words);
  }

  /** Resends a message that was not delivered. */
  async resend(person: Person, id: string, key: string): Promise<void> {
    const failed = this.visitors.find(id)?.entries.find((one) => one.id === key && one.state === 'failed');
    if (!failed || !this.#isServing(person, id)) return;
    this.visitors.setState(id, key, 'sending');
    await this.#send(person, id, key, failed.words);
  }

  async setTyping(person: Person, id: string, on: boolean): Promise<void> {
    if (this.#isServing(person, id)) await this.#post(id, {action: 'iswriting', agent: person, on});
  }

  /** Marks the visitor's messages as read by the person. */
  async markSeen(person: Person, id: string): Promise<void> {
    if (!this.#isServing(person, id) || this.visitors.find(id)?.unseen === 0) return;
    const last = this.visitors.update(id, () => ({unseen: 0}))?.entries.findLast(({from}) => from === 'visitor');
    if (last) await this.#post(id, {action: 'read', ref: last.id});
  }

  async handBack(person: Person, id: string): Promise<void> {
    if (!this.#isServing(person, id)) return;
    this.#close(id, `${person.nick} has handed back to the bot.`);
    await this.#post(id, {action: 'left', agent: person, reason: 'handed_back'});
  }

  async end(person: Person, id: string): Promise<void> {
    if (!this.#isServing(person, id)) return;
    this.#close(id, `${person.nick} has ended the conversation.`);
    await this.#post(id, {action: 'end', agent: person});
  }

  /** Cancels pending timers. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #send(agent: Person, id: string, key: string, body: string): Promise<void> {
    const result = await this.#post(id, {action: 'message', agent, id: key, message: {code: 'message', type: 'text', body}});
    this.visitors.setState(id, key, result === 'done' ? 'sent' : 'failed');
    this.#handleResult(id, result);
  }

  #post(id: string, action: Readonly<Record<string, unknown>>): Promise<ActionResult> {
    return this.#options.client.post(id, action);
  }

  #handleResult(id: string, result: ActionResult): void {
    if (result === 'gone' && this.visitors.find(id)?.place === 'talking') this.#close(id, 'The conversation is no longer with the desk.');
    if (result === 'failed') this.#addNote(id, 'The gateway could not be reached.');
  }

  #isServing(person: Person, id: string): boolean {
    const visitor = this.visitors.find(id);
    return visitor?.place === 'talking' && visitor.person === person.id;
  }

  #enqueue(visitor: Visitor): void {
    this.visitors.put(visitor);
    const timer = setTimeout(() => void this.#refuse(visitor.id), this.#options.patience);
    timer.unref();
    clearTimeout(this.#timers.get(visitor.id));
    this.#timers.set(visitor.id, timer);
  }

  async #refuse(id: string): Promise<void> {
    this.#close(id, 'Nobody came in time.');
    await this.#post(id, {action: 'refuse'});
  }

  #close(id: string, words: string): void {
    this.visitors.update(id, () => ({place: 'gone', writingUntil: 0, unseen: 0}));
    this.#addNote(id, words);
    this.#sendPositions(id);
  }

  /** Sends waiting visitors their new positions after one left the queue. */
  #sendPositions(left: string): void {
    clearTimeout(this.#timers.get(left));
    this.#timers.delete(left);
    this.#sentPositions.delete(left);
    for (const [index, {id}] of this.visitors.waiting.entries()) {
      const position = index + 1;
      if (this.#sentPositions.get(id) === position) continue;
      this.#sentPositions.set(id, position);
      void this.#post(id, {action: 'queue', position, estimateMs: position * serviceTime});
    }
  }

  #positionOf(id: string): number {
    return this.visitors.waiting.findIndex((visitor) => visitor.id === id) + 1;
  }

  #addNote(id: string, words: string): void {
    this.visitors.add(id, {id: randomUUID(), from: 'note', words, ts: this.#time()});
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
