import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test, vi} from 'vitest';
import {Batches} from '../../../src/gateway/store/sqlite/batches.ts';
import {openSqlite} from '../../../src/gateway/store/sqlite/driver.ts';
import {migrate} from '../../../src/gateway/store/sqlite/schema.ts';
import {importOptional} from '../../../src/gateway/store/import-optional.ts';
import {openSqliteStore} from '../../../src/gateway/store/sqlite.ts';
import {createConversation, log, visitorMessage} from './fixtures.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-sqlite-'));
});

afterAll(() => rm(folder, {recursive: true}));

test('an older database is migrated step by step, and a newer one is refused', async () => {
  const db = await openSqlite(join(folder, 'old.db'), 'libsql');
  const first = "CREATE TABLE lamps (name TEXT); INSERT INTO lamps VALUES ('desk')";
  const second = 'ALTER TABLE lamps ADD COLUMN watts INTEGER NOT NULL DEFAULT 7';
  migrate(db, [first]);
  migrate(db, [first, second]);
  migrate(db, [first, second]);
  expect(db.prepare('SELECT name, watts FROM lamps').all()).toMatchObject([{name: 'desk', watts: 7}]);
  expect(() => migrate(db, [first])).toThrow('is of version 2, this gateway knows 1');
  db.close();
});

test('a failing migration is rolled back', async () => {
  const db = await openSqlite(join(folder, 'broken.db'), 'libsql');
  migrate(db, ['CREATE TABLE lamps (name TEXT)']);
  expect(() => migrate(db, ['-', 'CREATE TABLE shades (name TEXT); INSERT INTO nowhere VALUES (1)'])).toThrow('nowhere');
  expect(db.prepare(`SELECT name FROM sqlite_master WHERE name = 'shades'`).all()).toEqual([]);
  expect(db.prepare('SELECT max(version) AS version FROM migrations').get()).toMatchObject({version: 1});
  db.close();
});

test('opening a store refuses the database of a newer gateway', async () => {
  const path = join(folder, 'newer.db');
  await (await openSqliteStore(path, {driver: 'libsql'})).close();
  const db = await openSqlite(path, 'libsql');
  db.prepare('INSERT INTO migrations (version) VALUES (99)').run();
  db.close();
  await expect(openSqliteStore(path, {driver: 'libsql'})).rejects.toThrow('run the newer gateway');
});

test('ping writes to the database, since a full disk can still be read', async () => {
  const path = join(folder, 'ping.db');
  const store = await openSqliteStore(path, {driver: 'libsql'});
  const other = await openSqlite(path, 'libsql');
  const version = () => other.prepare('PRAGMA data_version').get()!['data_version'];
  const before = version();
  await store.ping();
  const once = version();
  await store.ping();
  expect(new Set([before, once, version()]).size).toBe(3);
  other.close();
  await store.close();
});

test('limits recover after the clock has been set back', async () => {
  const clock = vi.spyOn(Date, 'now');
  onTestFinished(() => clock.mockRestore());
  const store = await openSqliteStore(join(folder, 'clock.db'), {driver: 'libsql'});
  onTestFinished(() => store.close());
  const limit = {most: 1, within: 50};
  expect([await store.spend('a', 1), await store.charge('b', 1, limit)]).toEqual([0, 0]);
  clock.mockReturnValue(Date.now() - 3_600_000);
  expect(await store.spend('a', 1)).toBeLessThanOrEqual(60_000);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await store.charge('b', 1, limit)).toBe(0);
});

test('closing leaves nothing in the write-ahead log, and deleted messages are overwritten on disk', async () => {
  const path = join(folder, 'settings.db');
  const store = await openSqliteStore(path, {driver: 'libsql'});
  const id = await createConversation(store, 'a');
  await store.accept(id, visitorMessage('very secret words'));
  await store.close();
  const wal = await readFile(`${path}-wal`).catch(() => Buffer.alloc(0));
  expect(wal, 'everything is in the main file').toHaveLength(0);
  const again = await openSqliteStore(path, {driver: 'libsql'});
  expect(await log(again, id)).toEqual(['1 very secret words']);
  await again.remove(id);
  await again.close();
  expect((await readFile(path)).includes('very secret words')).toBe(false);
});

test('on a full disk, only the writes that do not fit are rejected', async () => {
  const db = await openSqlite(join(folder, 'full.db'), 'libsql');
  db.exec('CREATE TABLE lamps (name TEXT); PRAGMA max_page_count = 8');
  const committed: string[] = [];
  let news: string[] = [];
  const batches = new Batches(db, {
    onCommit: () => committed.push(...news.splice(0)),
    mark: () =>
      (
        (length) => () =>
          news.splice(length)
      )(news.length),
  });
  const add = (name: string) =>
    batches.run(() => {
      news.push(name.slice(0, 5));
      db.prepare('INSERT INTO lamps VALUES (?)').run(name);
    });
  const outcomes = await Promise.allSettled([add('small'), add('large'.repeat(20_000))]);
  expect(outcomes[1].status).toBe('rejected');
  const kept = db.prepare('SELECT count(*) AS kept FROM lamps').get()!['kept'];
  expect(kept).toBe(outcomes.filter(({status}) => status === 'fulfilled').length);
  expect(committed).toHaveLength(Number(kept));
  await add('again');
  expect(committed.at(-1)).toBe('again');
  news = [];
  batches.close();
  await expect(add('late')).rejects.toThrow('closed');
  db.close();
});

test('writes pending when the store is closed are still stored', async () => {
  const path = join(folder, 'closing.db');
  const store = await openSqliteStore(path, {driver: 'libsql'});
  const id = await createConversation(store, 'a');
  const many = Array.from({length: 500}, (_, index) => store.accept(id, visitorMessage(`m${index}`)));
  await Promise.all([...many, store.close()]);
  const again = await openSqliteStore(path, {driver: 'libsql'});
  expect(await again.read(id)).toMatchObject({lastEvent: 500});
  await again.close();
});

test('a missing package is reported with its npm install command; other import errors are passed on', async () => {
  const missing: string = 'no-such-lamp';
  await expect(importOptional(missing, () => import(/* @vite-ignore */ missing))).rejects.toThrow('npm i no-such-lamp');
  const failing = importOptional('lamp', () => Promise.reject(new Error('bulb')));
  await expect(failing).rejects.toThrow('bulb');
});
