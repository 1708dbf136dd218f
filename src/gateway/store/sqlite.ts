import type {TransportEvent} from '../../protocol/events.ts';
import type {StoredConversation, StoredEvent} from '../stored.ts';
import {Watchers} from './watchers.ts';
import {Budgets} from './budgets.ts';
import {Batches} from './sqlite/batches.ts';
import {openSqlite, type Row, type Sqlite} from './sqlite/driver.ts';
import {toConversation, toEvent} from './sqlite/rows.ts';
import {migrate} from './sqlite/schema.ts';
import {Steps} from './sqlite/steps.ts';
import type {Change, Said, Store, Watcher} from './store.ts';

export interface SqliteStoreOptions {
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: () => number;
  /** Node's own SQLite or the package libsql; Node's by default, if this version has it. */
  driver?: 'node' | 'libsql';
  /** Milliseconds between checks for what another process wrote to the same file; 250 by default. */
  poll?: number;
  /** Called with errors that no caller is waiting for, such as a watcher that throws. */
  onError?: (error: unknown) => void;
}

/** Conversations deleted by one step of a sweep. */
const sweepBatch = 50;

/**
 * Stores conversations in one file on a local disk, with Node's SQLite or the package libsql (`npm i libsql`). It is made
 * for one gateway process; whatever a method resolved with survives a crash and a loss of power. While one process takes over
 * from another, both may have the file open: turns stay exclusive and events reach watchers in the other process within `poll`, but ephemeral
 * events and budgets are not shared. For several gateways, use `openRedisStore`.
 *
 * @param path Path of the file; SQLite creates `-wal` and `-shm` files next to it. Never use a network drive.
 * @throws {Error} if the file cannot be opened or was written by a newer version, or if no SQLite is installed.
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<Store> {
  const db = await openSqlite(path, options.driver);
  try {
    // Wait for a second process that is writing at the same moment.
    db.exec('PRAGMA busy_timeout = 5000');
    db.prepare('PRAGMA journal_mode = WAL').get();
    // FULL, not NORMAL: the browser is told that its message is stored, so it has to be on disk. Batches share the wait.
    db.exec('PRAGMA synchronous = FULL');
    // Deleted messages are overwritten, not merely unlinked.
    db.prepare('PRAGMA secure_delete = ON').get();
    migrate(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return new SqliteStore(db, options);
}

class SqliteStore implements Store {
  readonly #db: Sqlite;
  readonly #now: () => number;
  readonly #steps: Steps;
  readonly #batches: Batches;
  readonly #budgets: Budgets;
  readonly #watchers = new Map<string, Watchers>();
  readonly #poll: number;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #version: unknown;

  constructor(db: Sqlite, options: SqliteStoreOptions) {
    const {now = Date.now, poll = 250, onError = () => {}} = options;
    this.#db = db;
    this.#now = now;
    this.#poll = poll;
    this.#onError = onError;
    // Budgets of one process need no date, and a clock set back by an hour would lock visitors out for as long.
    this.#budgets = new Budgets(options.now ?? (() => performance.now()));
    const steps = (this.#steps = new Steps(db, now));
    this.#batches = new Batches(db, {
      onCommit: () => this.#publish(),
      mark() {
        const {length} = steps.pendingEvents;
        return () => steps.pendingEvents.splice(length);
      },
    });
  }

  create(conversation: StoredConversation, first: Pick<Change, 'events' | 'turns'>, key?: string) {
    return this.#batches.run(() => this.#steps.create(conversation, first, key));
  }

  async read(id: string) {
    const row = this.#steps.find(id);
    return row && toConversation(row);
  }

  accept(id: string, said: Said) {
    return this.#batches.run(() => this.#steps.accept(id, said));
  }

  apply(id: string, change: Change) {
    return this.#batches.run(() => this.#steps.apply(id, change));
  }

  take(id: string, owner: string, lease: number) {
    return this.#batches.run(() => this.#steps.take(id, owner, lease));
  }

  renew(id: string, turn: string, owner: string, lease: number) {
    return this.#batches.run(() => this.#steps.renew(id, turn, owner, lease));
  }

  finish(...finished: Parameters<Store['finish']>) {
    return this.#batches.run(() => this.#steps.finish(...finished));
  }

  async events(id: string, after: number, limit = -1): Promise<readonly StoredEvent[]> {
    const sql = 'SELECT number, at, body FROM events WHERE conversation = ? AND number > ? ORDER BY number LIMIT ?';
    return this.#db.prepare(sql).all(id, after, limit).map(toEvent);
  }

  async lastEvents(id: string, upTo: number, limit: number): Promise<readonly StoredEvent[]> {
    const sql = 'SELECT number, at, body FROM events WHERE conversation = ? AND number <= ? ORDER BY number DESC LIMIT ?';
    return this.#db.prepare(sql).all(id, upTo, limit).map(toEvent).toReversed();
  }

  async due(limit: number): Promise<readonly string[]> {
    const sql = 'SELECT id FROM conversations WHERE due_at <= ? ORDER BY due_at LIMIT ?';
    return this.#db.prepare(sql).all(this.#now(), limit).map(idOf);
  }

  async signal(id: string, event: TransportEvent): Promise<void> {
    this.#watchers.get(id)?.publish(event);
  }

  async watch(id: string, watcher: Watcher): Promise<() => void> {
    this.#timer ??= this.#startPolling(); // Before reading, so that nothing written in between is overlooked.
    const after = this.#steps.find(id)?.last_event ?? 0;
    const watchers = this.#watchers.get(id) ?? this.#createWatchers(id, after);
    const unwatch = watchers.add(watcher, after);
    return () => {
      unwatch();
      if (watchers.size || this.#watchers.get(id) !== watchers) return;
      this.#watchers.delete(id);
      if (!this.#watchers.size) this.#stopPolling();
    };
  }

  async spend(budget: string, perMinute: number): Promise<number> {
    return this.#budgets.spend(budget, perMinute);
  }

  async charge(...charged: Parameters<Store['charge']>): Promise<number> {
    return this.#budgets.charge(...charged);
  }

  remove(id: string): Promise<void> {
    return this.#batches.run(() => this.#steps.remove(id));
  }

  async sweep(before: number): Promise<readonly string[]> {
    const all: string[] = [];
    for (;;) {
      const ids = await this.#batches.run(() => this.#steps.sweep(before, sweepBatch));
      all.push(...ids);
      if (ids.length < sweepBatch) return all;
    }
  }

  async ping(): Promise<void> {
    // Writes a number nobody reads: reading works even on a full or read-only disk.
    await this.#batches.run(() => this.#db.exec('PRAGMA user_version = 1'));
  }

  async close(): Promise<void> {
    this.#stopPolling();
    this.#batches.close();
    await Promise.all([...this.#watchers.values()].map((audience) => audience.settled()));
    this.#watchers.clear();
    this.#checkpoint();
    this.#db.close();
  }

  /** Moves everything into the database file, which not every driver does on closing, so that a copy of that file is complete. */
  #checkpoint(): void {
    try {
      // Another process that uses the file does the same when it ends.
      this.#db.exec('PRAGMA busy_timeout = 100');
      this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    } catch (error) {
      this.#onError(error); // The data is safe in the files next to it, too.
    }
  }

  #createWatchers(id: string, after: number): Watchers {
    const watchers = new Watchers({after, read: (number) => this.events(id, number), onError: this.#onError});
    this.#watchers.set(id, watchers);
    return watchers;
  }

  #publish(): void {
    for (const {conversation, event} of this.#steps.pendingEvents.splice(0)) this.#watchers.get(conversation)?.publish(event);
  }

  /** Checks now and then whether another process wrote; the answer is in shared memory and costs a few microseconds. */
  #startPolling(): NodeJS.Timeout {
    this.#version = this.#dataVersion();
    return setInterval(() => {
      const version = this.#dataVersion();
      if (version === this.#version) return;
      this.#version = version;
      for (const watchers of this.#watchers.values()) watchers.catchUp();
    }, this.#poll).unref();
  }

  #stopPolling(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Changes with each commit of another connection. */
  #dataVersion(): unknown {
    return this.#db.prepare('PRAGMA data_version').get()?.['data_version'];
  }
}

function idOf(row: Row): string {
  return String(row['id']);
}
