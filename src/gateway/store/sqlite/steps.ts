import type {NewEvent, NewTurn, StoredConversation, StoredEvent, Turn, Values} from '../../stored.ts';
import type {Acceptance, Change, Said, Store} from '../store.ts';
import {type ConversationRow, toStoredEvent, toBody, toConversation, toEvent} from './rows.ts';
import {conversationTables} from './schema.ts';
import type {Row, Sqlite} from './driver.ts';

/** What was stored, to be announced once it is on disk. */
export interface PendingEvent {
  conversation: string;
  event: StoredEvent;
}

/** What is done to conversations, one method per step. All of it runs inside a transaction. */
export class Steps {
  /** Events of the current transaction. */
  readonly pendingEvents: PendingEvent[] = [];

  constructor(
    private readonly db: Sqlite,
    private readonly now: () => number,
  ) {}

  create(conversation: StoredConversation, {events = [], turns = []}: Pick<Change, 'events' | 'turns'>, key?: string) {
    const {id, widget, stage, data} = conversation;
    const earlier = key === undefined ? undefined : this.#row('SELECT * FROM conversations WHERE widget = ? AND key = ?', widget, key);
    if (earlier) return {conversation: toConversation(earlier), again: true};
    this.db
      .prepare(`INSERT INTO conversations (id, widget, key, stage, body, data, last_event, changed_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)`)
      .run(id, widget, key ?? null, stage, toBody(conversation), JSON.stringify(data), this.now());
    this.#append(id, 0, events);
    this.#enqueue(id, turns);
    return {conversation: toConversation(this.find(id)!), again: false};
  }

  find(id: string): ConversationRow | undefined {
    return this.#row('SELECT * FROM conversations WHERE id = ?', id);
  }

  accept(id: string, {key, hash, event, turn, after}: Said): Acceptance {
    const row = this.find(id);
    if (!row) return {outcome: 'missing'};
    const known = this.db.prepare('SELECT hash, event, turn FROM messages WHERE conversation = ? AND key = ?').get(id, key);
    if (known) return this.#acceptAgain(row, known, {hash, after});
    if (row.stage === 'ended') return {outcome: 'ended'};
    // A turn of the gateway's own has that name: mistaken for the message's turn, the message would never be sent to the bot.
    if (this.#turnState(id, turn.id)) return {outcome: 'reused'};
    const [stored] = this.#append(id, row.last_event, [event]);
    this.db.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?)').run(id, key, hash, Number(stored!.id), turn.id);
    this.#enqueue(id, [turn]);
    return {outcome: 'accepted', event: stored!};
  }

  apply(id: string, change: Change): readonly StoredEvent[] | undefined {
    const row = this.find(id);
    return row && this.#apply(row, change);
  }

  take(id: string, owner: string, lease: number): Turn | undefined {
    const row = this.find(id);
    if (!row || (row.holder !== null && row.due_at! > this.now())) return undefined;
    const interrupted = row.holder !== null;
    const next = interrupted
      ? this.db.prepare('SELECT * FROM turns WHERE conversation = ? AND id = ?').get(id, row.holder)
      : this.db.prepare(`SELECT * FROM turns WHERE conversation = ? AND state = 'waiting' ORDER BY place LIMIT 1`).get(id);
    if (!next) return undefined;
    const turn = JSON.parse(String(next['body'])) as NewTurn;
    this.db.prepare(`UPDATE turns SET state = 'taken', attempt = attempt + 1 WHERE conversation = ? AND id = ?`).run(id, turn.id);
    this.db.prepare('UPDATE conversations SET holder = ?, owner = ?, due_at = ? WHERE id = ?').run(turn.id, owner, this.now() + lease, id);
    return {...turn, attempt: Number(next['attempt']) + 1, interrupted};
  }

  renew(id: string, turn: string, owner: string, lease: number): boolean {
    if (!this.#findHeld(id, turn, owner)) return false;
    this.db.prepare('UPDATE conversations SET due_at = ? WHERE id = ?').run(this.now() + lease, id);
    return true;
  }

  finish(...[id, turn, owner, outcome, change]: Parameters<Store['finish']>): readonly StoredEvent[] | undefined {
    const row = this.#findHeld(id, turn, owner);
    if (!row) return undefined;
    this.db.prepare('UPDATE turns SET state = ? WHERE conversation = ? AND id = ?').run(outcome, id, turn);
    this.db.prepare('UPDATE conversations SET holder = NULL, owner = NULL, due_at = ? WHERE id = ?').run(this.#dueAt(id), id);
    return this.#apply(row, change) ?? [];
  }

  remove(id: string): void {
    for (const table of conversationTables) this.db.prepare(`DELETE FROM ${table} WHERE conversation = ?`).run(id);
    this.db.prepare('DELETE FROM conversations WHERE id = ?').run(id);
  }

  /** Deletes some conversations without an event since `before`. Returns their ids. */
  sweep(before: number, limit: number): string[] {
    const old = this.db.prepare('SELECT id FROM conversations WHERE changed_at < ? ORDER BY changed_at LIMIT ?').all(before, limit);
    const ids = old.map((row) => String(row['id']));
    for (const id of ids) this.remove(id);
    return ids;
  }

  #apply(row: ConversationRow, change: Change): readonly StoredEvent[] | undefined {
    const {events = [], set = {}, mostData = Infinity, turns = [], from, once} = change;
    if (from ? !from.includes(row.stage) : row.stage === 'ended') return undefined;
    const data = change.data ? mergeData(row.data, change.data) : row.data;
    if (data !== row.data && Buffer.byteLength(data) > mostData) return undefined;
    if (once !== undefined && !this.#claimOnce(row.id, once)) return undefined;
    if (data !== row.data || Object.keys(set).length) this.#change(row, set, data);
    const stored = this.#append(row.id, row.last_event, events);
    this.#enqueue(row.id, turns);
    return stored;
  }

  #change(row: ConversationRow, {stage = row.stage, ...set}: NonNullable<Change['set']>, data: string): void {
    const body = JSON.stringify({...(JSON.parse(row.body) as object), ...set});
    this.db.prepare('UPDATE conversations SET stage = ?, body = ?, data = ? WHERE id = ?').run(stage, body, data, row.id);
  }

  #append(id: string, last: number, events: readonly NewEvent[]): StoredEvent[] {
    if (!events.length) return [];
    const at = this.now();
    const stored = events.map((event, index) => {
      const number = last + index + 1;
      const body = JSON.stringify(event);
      this.db.prepare('INSERT INTO events VALUES (?, ?, ?, ?)').run(id, number, at, body);
      return toStoredEvent(JSON.parse(body) as NewEvent, number, at);
    });
    this.db.prepare('UPDATE conversations SET last_event = ?, changed_at = ? WHERE id = ?').run(last + events.length, at, id);
    this.pendingEvents.push(...stored.map((event) => ({conversation: id, event})));
    return stored;
  }

  #enqueue(id: string, turns: readonly NewTurn[]): void {
    if (!turns.length) return;
    for (const turn of turns) {
      this.db
        .prepare(`INSERT INTO turns (conversation, id, state, body) VALUES (?, ?, 'waiting', ?) ON CONFLICT (conversation, id) DO NOTHING`)
        .run(id, turn.id, JSON.stringify(turn));
    }
    this.#markDue(id);
  }

  #markDue(id: string): void {
    this.db.prepare('UPDATE conversations SET due_at = ? WHERE id = ? AND due_at IS NULL').run(this.#dueAt(id), id);
  }

  #dueAt(id: string): number | null {
    return this.db.prepare(`SELECT 1 FROM turns WHERE conversation = ? AND state = 'waiting' LIMIT 1`).get(id) ? this.now() : null;
  }

  #acceptAgain(row: ConversationRow, known: Row, {hash, after}: Pick<Said, 'hash' | 'after'>): Acceptance {
    if (known['hash'] !== hash) return {outcome: 'reused'};
    const turn = String(known['turn']);
    const failed = this.#turnState(row.id, turn) === 'failed' && !this.#hasFailedAfter(row.id, turn, after);
    if (failed && row.stage === 'ended') return {outcome: 'ended'};
    if (failed) {
      this.db
        .prepare(`UPDATE turns SET state = 'waiting', place = (SELECT max(place) + 1 FROM turns) WHERE conversation = ? AND id = ?`)
        .run(row.id, turn);
      this.#markDue(row.id);
    }
    const event = this.db.prepare('SELECT * FROM events WHERE conversation = ? AND number = ?').get(row.id, Number(known['event']));
    return {outcome: failed ? 'retried' : 'again', event: toEvent(event!)};
  }

  /** Whether the failure of a turn was reported after this position. */
  #hasFailedAfter(id: string, turn: string, after = Infinity): boolean {
    if (after === Infinity) return false;
    const sql = `SELECT 1 FROM events WHERE conversation = ? AND number > ? AND json_extract(body, '$.type') = 'problem' AND json_extract(body, '$.ref') = ?`;
    return this.db.prepare(sql).get(id, after, turn) !== undefined;
  }

  #turnState(id: string, turn: string): unknown {
    return this.db.prepare('SELECT state FROM turns WHERE conversation = ? AND id = ?').get(id, turn)?.['state'];
  }

  #claimOnce(id: string, name: string): boolean {
    return this.db.prepare('INSERT INTO done_once VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING name').get(id, name) !== undefined;
  }

  #findHeld(id: string, turn: string, owner: string): ConversationRow | undefined {
    const row = this.find(id);
    return row?.holder === turn && row.owner === owner ? row : undefined;
  }

  #row(sql: string, ...values: string[]): ConversationRow | undefined {
    return this.db.prepare(sql).get(...values) as ConversationRow | undefined;
  }
}

/** The data as JSON, after adding more. */
function mergeData(known: string, more: Values): string {
  return JSON.stringify({...(JSON.parse(known) as object), ...(JSON.parse(JSON.stringify(more)) as object)});
}
