import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, test} from 'vitest';
import {findRedis, findSqliteNode} from '../../../scripts/test-servers.mjs';
import type {Store} from '../../../src/gateway/store/store.ts';
import {type StoreCases, startTime} from './fixtures.ts';
import {messageCases} from './message-cases.ts';
import {openStoreAt, type StoreLocation} from './open-store.ts';
import {RedisServer} from './redis-server.ts';
import {startStoreProcess, type StoreProcess} from './start-store-process.ts';
import {turnCases} from './turn-cases.ts';
import {watchCases} from './watch-cases.ts';

const cases: StoreCases = {...messageCases, ...turnCases, ...watchCases};
const hasRedis = findRedis() !== undefined;
const sqliteNode = findSqliteNode();
if (!hasRedis) console.log('skipped: the Redis store, since no redis-server was found');
if (!sqliteNode) console.log('skipped: the store on node:sqlite, since no Node that has it was found');

let folder: string;
let redis: RedisServer | undefined;
let storeCount = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
  if (hasRedis) redis = await RedisServer.start();
});

afterAll(async () => {
  await redis?.stop();
  await rm(folder, {recursive: true});
});

describe('SQLite through libsql', () => {
  runCases((clock) => openStoreAt({path: databasePath(), driver: 'libsql'}, () => clock.time));
});

describe.skipIf(!sqliteNode)("SQLite through Node's own module", () => {
  let storeProcess: StoreProcess;
  beforeAll(async () => {
    storeProcess = await startStoreProcess(sqliteNode);
  });
  afterAll(() => storeProcess?.kill());
  runCases((clock) => storeProcess.open({path: databasePath(), driver: 'node'}, clock));
});

describe.skipIf(!hasRedis)('Redis', () => {
  runCases((clock) => openStoreAt(redisLocation(), () => clock.time));
});

/** Runs each case on a new store. */
function runCases(openStore: (clock: {time: number}) => Promise<Store>): void {
  test.each(Object.entries(cases))('%s', async (_name, run) => {
    const clock = {time: startTime};
    const store = await openStore(clock);
    try {
      await run({store, clock});
    } finally {
      await store.close();
    }
  });
}

function databasePath(): string {
  return join(folder, `${++storeCount}`, 'chats.db');
}

function redisLocation(): StoreLocation {
  return {url: redis!.url, prefix: `store${++storeCount}:`};
}
