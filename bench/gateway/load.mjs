// Puts the gateway and two minimal servers under load, and reports the gateway's cost as a ratio to theirs.
// node bench/gateway/load.mjs [--streams 2000] [--seconds 10] [--rounds 3] [--in-flight 64] [--store sqlite|redis] [--gateway path]
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {compare} from './compare.mjs';
import {machine, report} from './report.mjs';
import {startRedis} from './servers.mjs';

const options = read();
const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
try {
  console.info(machine(options));
  for (const store of options.stores) console.info(report(store, await (store === 'redis' ? overRedis() : overSqlite()), options));
} finally {
  await rm(folder, {recursive: true, force: true});
}

function overSqlite() {
  const path = (name) => join(folder, `${name}.db`);
  return compare({fanOut: path('fan-out'), gateway: {type: 'sqlite', path: path('gateway')}, folder}, options);
}

async function overRedis() {
  const redis = await startRedis(join(folder, 'redis'));
  try {
    return await compare({fanOut: redis.url, gateway: {type: 'redis', url: redis.url}, folder, redis}, options);
  } finally {
    await redis.stop();
  }
}

function read() {
  const {values} = parseArgs({
    options: {
      streams: {type: 'string', default: '2000'},
      seconds: {type: 'string', default: '10'},
      rounds: {type: 'string', default: '3'},
      'in-flight': {type: 'string', default: '64'},
      gateway: {type: 'string', default: fileURLToPath(new URL('../../dist/gateway/serve.js', import.meta.url))},
      store: {type: 'string', multiple: true, default: ['sqlite', 'redis']},
    },
  });
  const whole = (name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name} is ${values[name]} and must be a whole number above 0`);
  };
  if (values.store.some((name) => name !== 'sqlite' && name !== 'redis')) throw new Error('--store must be sqlite or redis');
  const streams = whole('streams');
  checkFiles(streams);
  return {
    streams,
    seconds: whole('seconds'),
    rounds: whole('rounds'),
    inFlight: whole('in-flight'),
    stores: values.store,
    script: resolve(values.gateway),
  };
}

/** Checks the limit of open files: each stream is one in both the server and the client. */
function checkFiles(streams) {
  const limits = '/proc/self/limits';
  if (!existsSync(limits)) return;
  const [, most] = /^Max open files +\d+ +(\d+)/m.exec(readFileSync(limits, 'utf8')) ?? [];
  const needed = streams + 500;
  if (Number(most) < needed) throw new Error(`${needed} files must be open at once, but ulimit -Hn is ${most}`);
}
