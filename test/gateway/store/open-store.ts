import {openRedisStore} from '../../../src/gateway/store/redis.ts';
import {openSqliteStore} from '../../../src/gateway/store/sqlite.ts';
import type {Store} from '../../../src/gateway/store/store.ts';

/** Which store to open, and where. */
export type StoreLocation = {path: string; driver: 'node' | 'libsql'; poll?: number} | {url: string; prefix?: string};

export function openStoreAt(location: StoreLocation, now?: () => number): Promise<Store> {
  const clock = now && {now};
  return 'url' in location
    ? openRedisStore(location.url, {...location, ...clock})
    : openSqliteStore(location.path, {...location, ...clock});
}
