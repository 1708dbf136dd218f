import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test, vi} from 'vitest';
import {Batches} from '../../../src/gateway/store/sqlite/batches.ts';
import {openSqlite} from '../../../src/gateway/store/sqlite/driver.ts';
import {migrate} from '../../../src/gateway/store/sqlite/schema.ts';
import {installed} from '../../../src/gateway/store/installed.ts';
import {openSqliteStore} from '../../../src/gateway/store/sqlite.ts';
import {begun, log, said} from './bench.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-sqlite-'));
});

afterAll(() => rm(folder, {recursive: true}));

test('a file of an older version is brought up step by step, and never taken back', async () => {
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

test('a step of the way up that fails leaves the file as it was', async () => {
  const db = await openSqlite(join(folder, 'broken.db'), 'libsql');
  migrate(db, ['CREATE TABLE lamps (name TEXT)']);
  expect(() => migrate(db, ['-', 'CREATE TABLE shades (name TEXT); INSERT INTO nowhere VALUES (1)'])).toThrow('nowhere');
  expect(db.prepare(`SELECT name FROM sqlite_master WHERE name = 'shades'`).all()).toEqual([]);
  expect(db.prepare('SELECT max(version) AS version FROM migrations').get()).toMatchObject({version: 1});
  db.close();
});

test('the file of a newer gateway is refused', async () => {
  const path = join(folder, 'newer.db');
  await (await openSqliteStore(path, {driver: 'libsql'})).close();
  const db = await openSqlite(path, 'libsql');
  db.prepare('INSERT INTO migrations (version) VALUES (99)').run();
  db.close();
  await expect(openSqliteStore(path, {driver: 'libsql'})).rejects.toThrow('run the newer gateway');
});

test('a store shows that it is there by writing, as a full disk can still be read', async () => {
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

test('a clock that is set back keeps nobody out', async () => {
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

test('everything is on the disk before it is answered, and deleted words are overwritten', async () => {
  const path = join(folder, 'settings.db');
  const store = await openSqliteStore(path, {driver: 'libsql'});
  const id = await begun(store, 'a');
  await store.accept(id, said('very secret words'));
  await store.close();
  const beside = await readFile(`${path}-wal`).catch(() => Buffer.alloc(0));
  expect(beside, 'all is in the file itself').toHaveLength(0);
  const again = await openSqliteStore(path, {driver: 'libsql'});
  expect(await log(again, id)).toEqual(['1 very secret words']);
  await again.remove(id);
  await again.close();
  expect((await readFile(path)).includes('very secret words')).toBe(false);
});

test('a disk that is full refuses what does not fit and spoils nothing else', async () => {
  const db = await openSqlite(join(folder, 'full.db'), 'libsql');
  db.exec('CREATE TABLE lamps (name TEXT); PRAGMA max_page_count = 8');
  const told: string[] = [];
  let news: string[] = [];
  const batches = new Batches(db, {
    committed: () => told.push(...news.splice(0)),
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
  expect(told).toHaveLength(Number(kept));
  await add('again');
  expect(told.at(-1)).toBe('again');
  news = [];
  batches.close();
  await expect(add('late')).rejects.toThrow('closed');
  db.close();
});

test('what is on its way when the store is closed is still kept', async () => {
  const path = join(folder, 'closing.db');
  const store = await openSqliteStore(path, {driver: 'libsql'});
  const id = await begun(store, 'a');
  const many = Array.from({length: 500}, (_, index) => store.accept(id, said(`m${index}`)));
  await Promise.all([...many, store.close()]);
  const again = await openSqliteStore(path, {driver: 'libsql'});
  expect(await again.read(id)).toMatchObject({lastEvent: 500});
  await again.close();
});

test('a package that is missing is asked for by name; another failure is told as it is', async () => {
  const missing: string = 'no-such-lamp';
  await expect(installed(missing, () => import(/* @vite-ignore */ missing))).rejects.toThrow('npm i no-such-lamp');
  const failing = installed('lamp', () => Promise.reject(new Error('bulb')));
  await expect(failing).rejects.toThrow('bulb');
});
