import {openRedisStore} from '../../../src/gateway/store/redis.ts';
import {openSqliteStore} from '../../../src/gateway/store/sqlite.ts';
import type {Store} from '../../../src/gateway/store/store.ts';

/** Which store to open, and where. */
export type Opening = {path: string; driver: 'node' | 'libsql'; poll?: number} | {url: string; prefix?: string};

export function open(opening: Opening, now?: () => number): Promise<Store> {
  const clock = now && {now};
  return 'url' in opening ? openRedisStore(opening.url, {...opening, ...clock}) : openSqliteStore(opening.path, {...opening, ...clock});
}
