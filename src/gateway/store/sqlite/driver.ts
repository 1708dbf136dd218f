import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {importOptional} from '../import-optional.ts';

export type Value = string | number | null;
export type Row = Record<string, unknown>;

export interface Statement {
  run(...values: Value[]): void;
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
}

/** The part of SQLite the store needs. */
export interface Sqlite {
  exec(sql: string): void;
  /** The same SQL returns the same prepared statement. */
  prepare(sql: string): Statement;
  close(): void;
}

/** A connection as its package provides it. */
interface Connection {
  exec(sql: string): unknown;
  prepare(sql: string): {run(...values: unknown[]): unknown; get(...values: unknown[]): unknown; all(...values: unknown[]): unknown[]};
  close(): unknown;
}

interface NodeSqlite {
  DatabaseSync: new (path: string) => Connection;
}

/**
 * Opens a file with Node's own SQLite, if this Node has it, or else with the package libsql. Creates missing folders.
 * @throws {Error} that says what to install if there is neither.
 */
export async function openSqlite(path: string, driver: 'node' | 'libsql' = nodeSqlite() ? 'node' : 'libsql'): Promise<Sqlite> {
  if (path !== ':memory:') await mkdir(dirname(path), {recursive: true});
  const own = driver === 'node' ? nodeSqlite() : undefined;
  if (driver === 'node' && !own) throw new Error(`Node ${process.version} has no SQLite of its own; leave the choice to the store.`);
  return own ? withStatements(new own.DatabaseSync(path), false) : withStatements(await openLibsql(path), true);
}

/** Not a static import, which would make older Nodes fail before anything is chosen. */
function nodeSqlite(): NodeSqlite | undefined {
  const {getBuiltinModule} = process as {getBuiltinModule?: (name: string) => unknown};
  return getBuiltinModule?.('node:sqlite') as NodeSqlite | undefined;
}

async function openLibsql(path: string): Promise<Connection> {
  const {default: Database} = await importOptional('libsql', () => import('libsql'));
  return new Database(path);
}

/** @param asList Whether values are passed as one list: libsql otherwise takes a single null for a list. */
function withStatements(connection: Connection, asList: boolean): Sqlite {
  const prepared = new Map<string, Statement>();
  const toArguments = (values: Value[]): unknown[] => (asList ? [values] : values);
  return {
    exec: (sql) => void connection.exec(sql),
    close: () => void connection.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known) return known;
      const raw = connection.prepare(sql);
      const statement: Statement = {
        run: (...values) => void raw.run(...toArguments(values)),
        get: (...values) => raw.get(...toArguments(values)) as Row | undefined,
        all: (...values) => raw.all(...toArguments(values)) as Row[],
      };
      prepared.set(sql, statement);
      return statement;
    },
  };
}
