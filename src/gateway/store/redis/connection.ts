import type {Redis, RedisOptions} from 'ioredis';
import {importOptional} from '../import-optional.ts';
import type {Script} from './script.ts';

/** Milliseconds without an answer after which a connection counts as dead and is replaced. */
const socketTimeout = 5000;

/**
 * Connects to a Redis. A connection that breaks later is restored automatically, and pending requests are repeated; after
 * about five seconds without a connection, calls reject.
 *
 * @throws {Error} if Redis cannot be reached, or ioredis is not installed.
 */
export async function connect(
  url: string,
  onError: (error: unknown) => void,
  options: Pick<RedisOptions, 'autoResubscribe' | 'maxRetriesPerRequest'> = {},
): Promise<Redis> {
  const {Redis} = await importOptional('ioredis', () => import('ioredis'));
  const redis = batchWrites(
    new Redis(url, {
      lazyConnect: true,
      socketTimeout,
      maxRetriesPerRequest: 10,
      retryStrategy: (times) => Math.min(times * 100, 1000),
      ...options,
    }),
  );
  // If a connection is refused, all the client says in the end is that it is closed.
  let reason: unknown;
  redis.on('error', (error) => {
    reason = error;
    onError(error);
  });
  // A clean end is no error to the client, though it is one to us unless we asked for it.
  let isReady = false;
  redis.on('ready', () => (isReady = true));
  redis.on('reconnecting', () => {
    if (isReady) onError(new Error('The connection to Redis broke and is made anew'));
    isReady = false;
  });
  await redis.connect().catch((closed: unknown) => (reason ??= closed));
  // Even though it is connected: to a different database, because the requested number does not exist.
  if (reason === undefined) return redis;
  redis.disconnect();
  throw new Error(`The Redis at ${hostOf(url)} could not be reached`, {cause: reason});
}

/**
 * Sends everything requested within one turn of the event loop in one write, as each write costs as much as the rest of a request. Unlike a
 * pipeline, this does not affect what is repeated after a reconnect.
 */
function batchWrites(redis: Redis): Redis {
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (...command) => {
    const {stream} = redis;
    if (stream?.writableCorked === 0) {
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
    return send(...command);
  };
  return redis;
}

/** Runs a script, which Redis knows by its hash from the second time on. */
export async function runScript(
  redis: Redis,
  {lua, sha}: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return redis.call('EVAL', lua, keys.length, ...keys, ...args);
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'that address';
}
