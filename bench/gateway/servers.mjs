import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Redis} from 'ioredis';
import {MeasuredProcess} from './measured-process.mjs';

const agent = fileURLToPath(new URL('agent.mjs', import.meta.url));

/** Starts the gateway with a bot in its own process, and limits that no visitor of the run reaches. */
export async function startGateway(script, folder, store) {
  const config = {
    secret: 'for a run on this machine only, and nowhere else',
    publicUrl: 'http://localhost',
    listen: {port: 0},
    bots: {bench: {module: agent}},
    widgets: {bench: {bot: 'bench', origins: ['http://localhost']}},
    store,
    limits: {messagesPerMinute: 100_000, requestsPerMinute: 1_000_000},
    tokenLife: 86_400,
  };
  await mkdir(folder, {recursive: true});
  const path = join(folder, 'gateway.json');
  await writeFile(path, JSON.stringify(config));
  const server = new MeasuredProcess(script, ['--config', path], (process.env['BENCH_NODE'] ?? '').split(' ').filter(Boolean));
  await ready(await server.listening);
  return server;
}

async function ready(port) {
  for (let tries = 100; tries > 0; tries--) {
    if ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok) return;
    await sleep(100);
  }
  throw new Error('The gateway is not ready after 10 s');
}

/** Starts a redis-server for the run, persisted as docs/gateway.md recommends. */
export async function startRedis(folder) {
  const port = await freePort();
  await mkdir(folder, {recursive: true});
  const options = {port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes', appendfsync: 'everysec'};
  const server = spawn(
    'redis-server',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    {stdio: 'ignore'},
  );
  const failed = once(server, 'error').then(([cause]) => {
    throw new Error('redis-server could not be started', {cause});
  });
  const url = `redis://127.0.0.1:${port}`;
  const redis = new Redis(url, {maxRetriesPerRequest: 50, retryStrategy: () => 100}).on('error', () => {});
  await Promise.race([redis.ping(), failed]);
  return {
    url,
    /** CPU time so far in milliseconds. */
    async cpu() {
      const told = await redis.info('cpu');
      return ['sys', 'user'].reduce((sum, kind) => sum + 1000 * Number(new RegExp(`used_cpu_${kind}:(\\S+)`).exec(told)[1]), 0);
    },
    async stop() {
      redis.disconnect();
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
