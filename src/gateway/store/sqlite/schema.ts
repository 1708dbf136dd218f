import type {Sqlite} from './driver.ts';

/** The migrations. A released one never changes: new steps are added at the end. */
const migrations: readonly string[] = [
  `CREATE TABLE conversations (
     id TEXT PRIMARY KEY,
     widget TEXT NOT NULL,
     key TEXT, -- of the request that created it
     stage TEXT NOT NULL,
     body TEXT NOT NULL, -- JSON: everything that has no column of its own
     data TEXT NOT NULL, -- JSON
     last_event INTEGER NOT NULL,
     changed_at INTEGER NOT NULL,
     holder TEXT, -- the turn that is under way
     owner TEXT, -- who has it
     due_at INTEGER, -- since when its next turn waits, or when the lease of the one under way runs out
     UNIQUE (widget, key)
   ) WITHOUT ROWID;
   CREATE INDEX conversations_by_due ON conversations (due_at) WHERE due_at IS NOT NULL;
   CREATE INDEX conversations_by_change ON conversations (changed_at);

   CREATE TABLE events (
     conversation TEXT NOT NULL,
     number INTEGER NOT NULL,
     at INTEGER NOT NULL,
     body TEXT NOT NULL, -- JSON
     PRIMARY KEY (conversation, number)
   ) WITHOUT ROWID;

   CREATE TABLE messages (
     conversation TEXT NOT NULL,
     key TEXT NOT NULL,
     hash TEXT NOT NULL,
     event INTEGER NOT NULL,
     turn TEXT NOT NULL,
     PRIMARY KEY (conversation, key)
   ) WITHOUT ROWID;

   CREATE TABLE turns (
     place INTEGER PRIMARY KEY,
     conversation TEXT NOT NULL,
     id TEXT NOT NULL,
     state TEXT NOT NULL, -- waiting, taken, done, failed
     attempt INTEGER NOT NULL DEFAULT 0,
     body TEXT NOT NULL, -- JSON
     UNIQUE (conversation, id)
   );
   CREATE INDEX turns_waiting ON turns (conversation, place) WHERE state = 'waiting';

   CREATE TABLE done_once (
     conversation TEXT NOT NULL,
     name TEXT NOT NULL,
     PRIMARY KEY (conversation, name)
   ) WITHOUT ROWID;`,
];

/** Tables with a column `conversation`. */
export const conversationTables = ['events', 'messages', 'turns', 'done_once'] as const;

/**
 * Migrates an empty or older file to what this version works with, in one transaction. A file is never downgraded.
 * @throws {Error} for a file of a newer version.
 */
export function migrate(db: Sqlite, steps: readonly string[] = migrations): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)');
    const version = Number(db.prepare('SELECT max(version) AS version FROM migrations').get()?.['version'] ?? 0);
    if (version > steps.length) {
      throw new Error(
        `The store's file is of version ${version}, this gateway knows ${steps.length}: run the newer gateway, or restore a backup.`,
      );
    }
    for (const [index, sql] of [...steps.entries()].slice(version)) {
      db.exec(sql);
      db.prepare('INSERT INTO migrations (version) VALUES (?)').run(index + 1);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
