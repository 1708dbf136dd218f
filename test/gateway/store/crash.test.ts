import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {findRedis, findSqliteNode} from '../../../scripts/test-servers.mjs';
import type {Store} from '../../../src/gateway/store/store.ts';
import {createConversation, watchEvents, log, visitorMessage, botMessage} from './fixtures.ts';
import {openStoreAt, type StoreLocation} from './open-store.ts';
import {RedisServer} from './redis-server.ts';
import {startStoreProcess} from './start-store-process.ts';

const hasRedis = findRedis() !== undefined;
const sqliteNode = findSqliteNode();
let folder: string;
let redis: RedisServer | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-crash-'));
  if (hasRedis) redis = await RedisServer.start();
});

afterAll(async () => {
  await redis?.stop();
  await rm(folder, {recursive: true});
});

const locations: [name: string, missing: boolean, opening: () => StoreLocation, execPath?: string | undefined][] = [
  ['libsql', false, () => ({path: join(folder, 'libsql.db'), driver: 'libsql'})],
  ["Node's own SQLite", !sqliteNode, () => ({path: join(folder, 'node.db'), driver: 'node'}), sqliteNode],
  ['Redis', !hasRedis, () => ({url: redis!.url, prefix: 'crash:'})],
];

describe.each(locations)('a gateway on %s killed by kill -9', (_name, missing, opening, execPath) => {
  test.skipIf(missing)('loses no acknowledged message and leaves no partial writes', async () => {
    const victim = await startStoreProcess(execPath);
    const store = await victim.open(opening());
    const ids = await Promise.all(['a', 'b', 'c'].map((id) => createConversation(store, id)));
    await store.accept('a', visitorMessage('under way'));
    await store.take('a', 'victim', 300);
    const kept = await sendUntilKilled(store, ids, () => victim.kill());
    expect(kept.length).toBeGreaterThanOrEqual(60);

    const next = await startStoreProcess(execPath);
    const reopened = await next.open(opening());
    for (const id of ids) await expectComplete(reopened, id, kept);
    await expect.poll(() => reopened.due(10), {timeout: 5000}).toContain('a');
    expect(await reopened.take('a', 'heir', 60_000)).toMatchObject({id: 'under way', attempt: 2, interrupted: true});
    // Resending an accepted message does not duplicate it.
    for (const key of kept) expect(await reopened.accept(key.split(' ')[0]!, visitorMessage(key))).toMatchObject({outcome: 'again'});
    await reopened.close();
    await next.kill();
  });
});

/** Sends messages concurrently until the store process is killed. Returns the keys of those that were acknowledged. */
async function sendUntilKilled(store: Store, ids: readonly string[], kill: () => Promise<void>): Promise<string[]> {
  const kept: string[] = [];
  const sendMessages = async (id: string, speaker: number) => {
    for (let index = 0; ; index++) {
      const key = `${id} ${speaker}.${index}`;
      await store.accept(id, visitorMessage(key));
      kept.push(key);
      if (kept.length === 60) void kill();
    }
  };
  await Promise.allSettled(ids.flatMap((id) => Array.from({length: 5}, (_, speaker) => sendMessages(id, speaker))));
  return kept;
}

/** Expects each acknowledged message once, consecutive event numbers, and a turn for each message. */
async function expectComplete(store: Store, id: string, kept: readonly string[]): Promise<void> {
  const events = await store.events(id, 0);
  expect(events.map((event) => Number(event.id))).toEqual(events.map((_, index) => index + 1));
  expect(await store.read(id)).toMatchObject({lastEvent: events.length});
  const refs = events.map((event) => (event.type === 'message' ? event.ref : undefined));
  expect(new Set(refs).size).toBe(refs.length);
  expect(refs).toEqual(expect.arrayContaining(kept.filter((key) => key.startsWith(`${id} `))));
  if (id === 'a') return; // Its first turn is still leased.
  const asked: (string | undefined)[] = [];
  for (let turn; (turn = await store.take(id, 'heir', 60_000)); await store.finish(id, turn.id, 'heir', 'done', {})) asked.push(turn.id);
  expect(asked).toEqual(refs);
}

describe('two processes over one SQLite file', () => {
  test('share event numbers and turns, and receive the events of each other', async () => {
    const opening: StoreLocation = {path: join(folder, 'two.db'), driver: 'libsql', poll: 20};
    const other = await startStoreProcess();
    const [here, there] = [await openStoreAt(opening), await other.open(opening)];
    const id = await createConversation(here, 'shared');
    const [mine, theirs] = [await watchEvents(here, id), await watchEvents(there, id)];
    const both = [here, there].flatMap((store, side) =>
      Array.from({length: 25}, (_, index) => store.accept(id, visitorMessage(`${side}.${index}`))),
    );
    const outcomes = await Promise.all(both);
    expect(new Set(outcomes.map(({event}) => event?.id)).size).toBe(50);
    const all = await log(here, id);
    expect(await mine.until(50)).toEqual(all);
    expect(await theirs.until(50)).toEqual(all);
    const takers = await Promise.all([here.take(id, 'here', 5000), there.take(id, 'there', 5000)]);
    expect(takers.filter(Boolean)).toHaveLength(1);
    mine.stop();
    await here.apply(id, {events: [botMessage('unheard here')]});
    expect(await theirs.until(51)).toHaveLength(51);
    expect(mine.events).toHaveLength(50);
    await there.close();
    await here.close();
    await other.kill();
  });
});

describe.skipIf(!hasRedis)('two processes over one Redis', () => {
  test('share messages, signals, budgets and turns', async () => {
    const opening: StoreLocation = {url: redis!.url, prefix: 'two:'};
    const processes = await Promise.all([startStoreProcess(), startStoreProcess()]);
    const [one, two] = [await processes[0].open(opening), await processes[1].open(opening)];
    const id = await createConversation(one, 'shared');
    const [first, second] = [await watchEvents(one, id), await watchEvents(two, id)];
    await one.accept(id, visitorMessage('through one'));
    expect(await two.accept(id, visitorMessage('through one'))).toMatchObject({outcome: 'again'});
    await two.signal(id, {type: 'iswriting', on: true});
    await two.accept(id, visitorMessage('through two'));
    const all = ['1 through one', '- iswriting', '2 through two'];
    expect(await first.until(3)).toEqual(all);
    expect(await second.until(3)).toEqual(all);
    const spent = await Promise.all([one, two, one, two].map((store) => store.spend('address', 3)));
    expect(spent.filter((wait) => wait > 0)).toHaveLength(1);

    expect(await one.take(id, 'one', 200)).toMatchObject({id: 'through one'});
    expect(await two.take(id, 'two', 200)).toBeUndefined();
    await processes[0].kill();
    await expect.poll(() => two.due(10), {timeout: 5000}).toEqual([id]);
    expect(await two.take(id, 'two', 5000)).toMatchObject({id: 'through one', interrupted: true});
    await two.finish(id, 'through one', 'two', 'done', {events: [botMessage('answered by two')]});
    expect(await second.until(4)).toEqual([...all, '3 answered by two']);
    await two.close();
    await processes[1].kill();
  });
});
