import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {installed} from '../installed.ts';

export type Value = string | number | null;
export type Row = Record<string, unknown>;

export interface Statement {
  run(...values: Value[]): void;
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
}

/** The little of SQLite that the store needs. */
export interface Sqlite {
  exec(sql: string): void;
  /** The same words give the same statement, prepared once. */
  prepare(sql: string): Statement;
  close(): void;
}

/** One connection as its package gives it. */
interface Connection {
  exec(sql: string): unknown;
  prepare(sql: string): {run(...values: unknown[]): unknown; get(...values: unknown[]): unknown; all(...values: unknown[]): unknown[]};
  close(): unknown;
}

interface NodeSqlite {
  DatabaseSync: new (path: string) => Connection;
}

/**
 * Opens a file with Node's own SQLite where this Node has it, else with the package libsql. Missing folders are made.
 * @throws {Error} that says what to install where there is neither.
 */
export async function openSqlite(path: string, driver: 'node' | 'libsql' = ownSqlite() ? 'node' : 'libsql'): Promise<Sqlite> {
  if (path !== ':memory:') await mkdir(dirname(path), {recursive: true});
  const own = driver === 'node' ? ownSqlite() : undefined;
  if (driver === 'node' && !own) throw new Error(`Node ${process.version} has no SQLite of its own; leave the choice to the store.`);
  return own ? withStatements(new own.DatabaseSync(path), false) : withStatements(await openLibsql(path), true);
}

/** Not an import: that would make older Nodes fail before anything is chosen. */
function ownSqlite(): NodeSqlite | undefined {
  const {getBuiltinModule} = process as {getBuiltinModule?: (name: string) => unknown};
  return getBuiltinModule?.('node:sqlite') as NodeSqlite | undefined;
}

async function openLibsql(path: string): Promise<Connection> {
  const {default: Database} = await installed('libsql', () => import('libsql'));
  return new Database(path);
}

/** @param inOne Whether values are handed over as one list: libsql takes a single null for a list otherwise. */
function withStatements(connection: Connection, inOne: boolean): Sqlite {
  const prepared = new Map<string, Statement>();
  const listed = (values: Value[]): unknown[] => (inOne ? [values] : values);
  return {
    exec: (sql) => void connection.exec(sql),
    close: () => void connection.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known) return known;
      const raw = connection.prepare(sql);
      const statement: Statement = {
        run: (...values) => void raw.run(...listed(values)),
        get: (...values) => raw.get(...listed(values)) as Row | undefined,
        all: (...values) => raw.all(...listed(values)) as Row[],
      };
      prepared.set(sql, statement);
      return statement;
    },
  };
}
