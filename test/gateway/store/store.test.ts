import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, test} from 'vitest';
import {findRedis, findSqliteNode} from '../../../scripts/test-servers.mjs';
import type {Store} from '../../../src/gateway/store/store.ts';
import {type Cases, start} from './bench.ts';
import {messageCases} from './message-cases.ts';
import {open, type Opening} from './opening.ts';
import {RedisServer} from './redis-server.ts';
import {startProcess, type StoreProcess} from './remote.ts';
import {turnCases} from './turn-cases.ts';
import {watchCases} from './watch-cases.ts';

const cases: Cases = {...messageCases, ...turnCases, ...watchCases};
const redisIsHere = findRedis() !== undefined;
const sqliteNode = findSqliteNode();
if (!redisIsHere) console.log('skipped: the Redis store, since no redis-server was found');
if (!sqliteNode) console.log('skipped: the store on node:sqlite, since no Node that has it was found');

let folder: string;
let redis: RedisServer | undefined;
let opened = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
  if (redisIsHere) redis = await RedisServer.start();
});

afterAll(async () => {
  await redis?.stop();
  await rm(folder, {recursive: true});
});

describe('SQLite through libsql', () => {
  conform((clock) => open({path: file(), driver: 'libsql'}, () => clock.time));
});

describe.skipIf(!sqliteNode)("SQLite through Node's own module", () => {
  let elsewhere: StoreProcess;
  beforeAll(async () => {
    elsewhere = await startProcess(sqliteNode);
  });
  afterAll(() => elsewhere?.kill());
  conform((clock) => elsewhere.open({path: file(), driver: 'node'}, clock));
});

describe.skipIf(!redisIsHere)('Redis', () => {
  conform((clock) => open(place(), () => clock.time));
});

/** Runs each case on a new store. */
function conform(openStore: (clock: {time: number}) => Promise<Store>): void {
  test.each(Object.entries(cases))('%s', async (_name, run) => {
    const clock = {time: start};
    const store = await openStore(clock);
    try {
      await run({store, clock});
    } finally {
      await store.close();
    }
  });
}

function file(): string {
  return join(folder, `${++opened}`, 'chats.db');
}

function place(): Opening {
  return {url: redis!.url, prefix: `store${++opened}:`};
}
